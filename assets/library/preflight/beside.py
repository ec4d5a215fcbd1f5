"""Files that a model names: they must lie in the folder that may be read."""

from pathlib import Path
from urllib.parse import unquote

from assets.errors import AssetError
from assets.library.limits import FILE_BYTES

NAMES = 1000  # that are looked for, of one file


def beside(path: Path, root: Path, name: str, must_exist: bool = True) -> Path | None:
    """The file that ``name`` in the model ``path`` means; None where it is not there and need not be.

    Raises:
        AssetError: it lies outside ``root``, is missing though it must not be, or is too large.
    """
    folder = path.resolve().parent
    plain = unquote(name).replace("\\", "/")
    wanted = f"{path}: expected files in its own folder, got '{name[:80]}'"
    if "\0" in plain or "://" in plain or plain.startswith("//"):
        raise AssetError(wanted)
    try:
        target = (folder / plain).resolve()
        there = target.is_file()
    except (OSError, ValueError, RuntimeError):  # too long a name, links in a circle: none that could be read
        target, there = folder, False
    if not target.is_relative_to(root.resolve()):
        raise AssetError(f"{wanted}, which lies outside; --root DIR names a folder that holds both")
    if not there:
        if must_exist:
            raise AssetError(
                f"{path}: expected '{name[:80]}' beside it, found none; --root DIR names a folder that holds both"
            )
        return None
    if target.stat().st_size > FILE_BYTES:
        raise AssetError(f"{path}: '{name[:80]}' is larger than {FILE_BYTES} bytes")
    return target
