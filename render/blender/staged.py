"""A private copy of a model and of what may belong to it: plain files only, and nothing from outside its folder."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from assets import AssetError, StorageError, files
from assets.library.limits import FILE_BYTES, GIB, STAGED_BYTES, STAGED_ENTRIES, STAGED_FILES

# What models of these kinds read beside themselves; the others hold all that they have.
ALONE = ("glb", "ply", "stl", "usdz")
PICTURES = (
    *("png", "jpg", "jpeg", "webp", "tga", "bmp", "tif", "tiff", "exr", "hdr", "dds", "ktx", "ktx2", "gif", "psd"),
    *("jp2", "j2k", "sgi", "rgb", "cin", "dpx"),
)
COMPANIONS = (*PICTURES, "bin", "mtl", "mtlx", "usd", "usda", "usdc", "usdz", "blend")


def stage(path: Path, root: Path | None, folder: Path, alone: bool = False) -> Path:
    """Copy a model into an empty folder, and with it the textures and parts that lie in its folder or below.

    Links are followed where they stay inside; links out, pipes and devices are left out.

    Args:
        root: a folder above the model's, which then is copied in place of that.
        alone: only the file itself.

    Returns:
        The copy of ``path`` within ``folder``.

    Raises:
        AssetError: the file cannot be read, does not lie in ``root``, or there is too much beside it.
        StorageError: there is no room for the copy.
    """
    model = path.resolve()
    top = model.parent if root is None else root.resolve()
    if not model.is_relative_to(top):
        raise AssetError(f"--root {root}: expected a folder that holds {path}, it does not")
    alone = alone or (root is None and path.suffix.lower().removeprefix(".") in ALONE)
    name = str(model.relative_to(top))
    try:
        total = _copied(top, name, folder)
    except _UnreadableError as error:
        raise AssetError(f"{path}: cannot be read ({error})") from error
    for number, other in enumerate(() if alone else _companions(path, top)):
        if number >= STAGED_FILES or total > STAGED_BYTES:
            raise AssetError(
                f"{path}: expected at most {STAGED_FILES} textures and parts of {STAGED_BYTES // GIB} GiB in {top}, it "
                "has more; put the model and its own into a folder of theirs"
            )
        if other != name:
            with suppress(_UnreadableError):  # a link out, a pipe, somebody else's: it is not there for the model
                total += _copied(top, other, folder)
    return folder / name


class _UnreadableError(Exception):
    """Says why."""


def _copied(top: Path, name: str, folder: Path) -> int:
    """Copy a file to the same place under another folder; its bytes."""
    try:
        file = files.opened(top / name, within=top)
    except OSError as error:
        raise _UnreadableError(error.strerror) from error
    with file:
        size = os.fstat(file.fileno()).st_size
        if size > FILE_BYTES:
            raise _UnreadableError(f"it has more than {FILE_BYTES} bytes")
        try:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("xb") as copy:
                shutil.copyfileobj(file, copy)
        except OSError as error:
            raise StorageError(f"{folder}: cannot copy {top / name}, {error.strerror}") from error
    return size


def _companions(path: Path, top: Path) -> Iterator[str]:
    """Names under a folder of files that models read; links to folders and hidden ones are left out."""
    seen = 0
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        seen += len(folders) + len(names)
        if seen > STAGED_ENTRIES:
            raise AssetError(
                f"{path}: expected at most {STAGED_ENTRIES} files in {top}, it has more; put the model and its own "
                "into a folder of theirs"
            )
        for name in sorted(names):
            if name.lower().rpartition(".")[2] in COMPANIONS:
                yield str(Path(folder, name).relative_to(top))
