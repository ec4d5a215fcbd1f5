"""USD: what an archive claims to hold, and the files that a readable layer names."""

import itertools
import zipfile
from pathlib import Path, PurePosixPath

from assets.errors import AssetError
from assets.library.limits import TEXT_BYTES, UNPACKED_BYTES
from assets.library.preflight.beside import NAMES, beside

ENTRIES = 10_000


def check_usd(path: Path, root: Path) -> None:
    """A layer. Names that are not in sight, as those of a binary one, cannot lead outside, either."""
    with path.open("rb") as file:
        head = file.read(8)
        if head == b"PXR-USDC":
            return
        if not head.startswith(b"#usda"):
            raise AssetError(f"{path}: expected a USD layer, its first bytes are another file's")
        text = head + file.read(TEXT_BYTES)
    names = dict.fromkeys(name for line in text.splitlines() for name in line.split(b"@")[1::2])  # signs come in pairs
    for name in itertools.islice(names, NAMES):
        beside(path, root, name.decode("utf-8", "replace"), must_exist=False)


def check_usdz(path: Path, root: Path) -> None:
    """An archive, which by its standard packs nothing: what it holds is as long as it is."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise AssetError(f"{path}: expected a USDZ archive, it is damaged ({error})") from error
    total = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES or total > UNPACKED_BYTES:
        raise AssetError(f"{path}: expected at most {UNPACKED_BYTES} bytes unpacked, it claims {total}")
    for entry in entries:
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts:
            raise AssetError(f"{path}: expected names inside the archive, got '{entry.filename[:80]}'")
        if entry.compress_type != zipfile.ZIP_STORED:
            raise AssetError(f"{path}: expected an archive without compression, as USDZ files are; it is none")
