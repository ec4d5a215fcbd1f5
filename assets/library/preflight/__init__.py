"""A look at a user's file before Blender opens it: what it claims to hold against what it can hold."""

from collections.abc import Callable, Mapping
from pathlib import Path

from assets.errors import AssetError
from assets.library.limits import FILE_BYTES, MIB
from assets.library.preflight.gltf import check_glb, check_gltf
from assets.library.preflight.plain import check_obj, check_ply, check_stl
from assets.library.preflight.usd import check_usd, check_usdz

type Check = Callable[[Path], tuple[Path, ...]]
"""Refuses a file, or returns the other files that belong to it."""


def _nothing(path: Path) -> tuple[Path, ...]:
    return ()


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
    "fbx": _nothing,
    "blend": _nothing,
}
SKIES, PHOTOGRAPHS = ("exr", "hdr"), ("jpg", "jpeg", "png")


def check_file(path: Path, suffixes: tuple[str, ...]) -> tuple[Path, ...]:
    """The file and those that it refers to.

    Raises:
        AssetError: it is missing, of another kind, too large, damaged, or refers to files outside its folder.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in suffixes:
        raise AssetError(f"{path}: expected a file that ends in {', '.join(suffixes)}, got '{path.suffix}'")
    if not path.is_file():
        raise AssetError(f"{path}: expected a file, found none")
    try:
        size = path.stat().st_size
        if not 0 < size <= FILE_BYTES:
            raise AssetError(f"{path}: expected 1 byte to {FILE_BYTES // MIB} MiB, got {size} bytes")
        return (path, *dict.fromkeys(MODELS.get(suffix, _nothing)(path)))
    except (OSError, UnicodeDecodeError) as error:
        raise AssetError(f"{path}: cannot be read ({error})") from error
