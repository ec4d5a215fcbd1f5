"""Files that a model names: they must lie in its own folder."""

from pathlib import Path
from urllib.parse import unquote

from assets.errors import AssetError
from assets.library.limits import FILE_BYTES


def beside(path: Path, name: str, must_exist: bool = True) -> Path | None:
    """The file that ``name`` in the model ``path`` means; None where it is not there and need not be.

    Raises:
        AssetError: it lies outside the model's folder, is missing though it must not be, or is too large.
    """
    folder = path.resolve().parent
    plain = unquote(name).replace("\\", "/")
    if "\0" in plain or "://" in plain or plain.startswith("//"):
        raise AssetError(f"{path}: expected files in its own folder, got '{name[:80]}'")
    try:
        target = (folder / plain).resolve()
    except (OSError, RuntimeError) as error:
        raise AssetError(f"{path}: expected files in its own folder, got '{name[:80]}'") from error
    if not target.is_relative_to(folder):
        raise AssetError(f"{path}: expected files in its own folder, got '{name[:80]}', which lies outside")
    if not target.is_file():
        if must_exist:
            raise AssetError(f"{path}: expected '{name[:80]}' beside it, found none")
        return None
    if target.stat().st_size > FILE_BYTES:
        raise AssetError(f"{path}: '{name[:80]}' is larger than {FILE_BYTES} bytes")
    return target
