"""USD: what an archive claims to hold, and the files that a readable layer names."""

import re
import zipfile
from pathlib import Path, PurePosixPath

from assets.errors import AssetError
from assets.library.limits import TEXT_BYTES, UNPACKED_BYTES
from assets.library.preflight.beside import beside

ENTRIES = 10_000
NAMED = re.compile(r"@([^@\n]{1,1000})@")


def check_usd(path: Path) -> tuple[Path, ...]:
    """A layer. What a binary one names is only known once Blender has read it."""
    with path.open("rb") as file:
        head = file.read(8)
        if head == b"PXR-USDC":
            return ()
        if not head.startswith(b"#usda"):
            raise AssetError(f"{path}: expected a USD layer, its first bytes are another file's")
        text = head + file.read(TEXT_BYTES)
    found = (beside(path, name, must_exist=False) for name in NAMED.findall(text.decode("utf-8", "replace")))
    return tuple(file for file in found if file is not None)


def check_usdz(path: Path) -> tuple[Path, ...]:
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
    return ()
