"""A look at a user's file before Blender opens it: what it claims to hold against what it can hold.

``expect_file`` looks at no more than its name and size. What looks into a file runs in the process that reads it, which
has limits, and takes no regular expression to it that could try a second way.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from assets.errors import AssetError
from assets.library.limits import FILE_BYTES, MIB
from assets.library.preflight.gltf import check_glb, check_gltf
from assets.library.preflight.plain import check_fbx, check_obj, check_ply, check_stl
from assets.library.preflight.usd import check_usd, check_usdz

type Check = Callable[[Path, Path], None]
"""Refuses a file, or one that it names outside the folder that may be read, which comes second."""


def _nothing(path: Path, root: Path) -> None:
    """Nothing is known of it before Blender reads it."""


MODELS: Mapping[str, Check] = {
    "glb": check_glb,
    "gltf": check_gltf,
    "obj": check_obj,
    "ply": check_ply,
    "stl": check_stl,
    "usd": check_usd,
    "usda": check_usd,
    "usdc": check_usd,
    "usdz": check_usdz,
    "fbx": check_fbx,
    "blend": _nothing,
}
SKIES, PHOTOGRAPHS = ("exr", "hdr"), ("jpg", "jpeg", "png")


def expect_file(path: Path, suffixes: tuple[str, ...]) -> None:
    """Raises:
    AssetError: it is missing, of another kind, or too large.
    """
    if suffix_of(path) not in suffixes:
        raise AssetError(f"{path}: expected a file that ends in {', '.join(suffixes)}, got '{path.suffix}'")
    if not path.is_file():
        raise AssetError(f"{path}: expected a file, found none")
    try:
        size = path.stat().st_size
    except OSError as error:
        raise AssetError(f"{path}: cannot be read ({error.strerror})") from error
    if not 0 < size <= FILE_BYTES:
        raise AssetError(f"{path}: expected 1 byte to {FILE_BYTES // MIB} MiB, got {size} bytes")


def look_into(path: Path, root: Path) -> None:
    """Look into a model's file.

    Args:
        root: the folder that may be read.

    Raises:
        AssetError: it is damaged, holds too much, or names files outside ``root``.
    """
    try:
        MODELS.get(suffix_of(path), _nothing)(path, root)
    except (OSError, UnicodeDecodeError) as error:
        raise AssetError(f"{path}: cannot be read ({error})") from error


def suffix_of(path: Path) -> str:
    """Small letters behind the last point."""
    return path.suffix.lower().removeprefix(".")
