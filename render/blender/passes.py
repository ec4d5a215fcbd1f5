"""Ground truth from the one multilayer EXR that a render writes: depth, normals, Cryptomatte."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
import OpenEXR
from numpy.typing import NDArray

from annotate.frame import Coverage
from assets import RenderError
from render.blender.meshes import material_leaf
from scenes import PinholeCamera

NOTHING_M = 1e9  # Blender writes 1e10 where a ray meets nothing


class Passes:
    """The layers of one EXR file, by pass name: channels by letter, and the file's metadata."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with OpenEXR.File(str(path), separate_channels=True) as file:
                parts = [(_last(part.name()), part) for part in file.parts]
                self.metadata = {key: value for _, part in reversed(parts) for key, value in part.header.items()}
                self._channels = {
                    name: {_last(key).upper(): np.asarray(channel.pixels) for key, channel in part.channels.items()}
                    for name, part in parts
                }
        except RuntimeError as error:
            raise RenderError(f"{path}: the rendered EXR cannot be read ({error})") from error

    def channels(self, name: str, letters: str) -> NDArray[np.float32]:
        """(C, H, W) of one pass; letters such as ``RGB`` or ``Z``."""
        if name not in self._channels:  # the library leaves out parts that a full disk cut short
            raise RenderError(
                f"{self._path}: expected a pass '{name}', got {self.names()}; is the disk behind it full?"
            )
        return np.stack([self._channels[name][letter] for letter in letters]).astype(np.float32, copy=False)

    def names(self) -> list[str]:
        return sorted(self._channels)


def _last(name: str) -> str:
    """``Combined`` of ``ViewLayer.Combined``."""
    return name.rsplit(".", 1)[-1]


def radiance(passes: Passes) -> NDArray[np.float32]:
    """(H, W, 3) scene-linear."""
    return np.ascontiguousarray(passes.channels("Combined", "RGB").transpose(1, 2, 0))


def depth(passes: Passes) -> NDArray[np.float32]:
    """(H, W) metres along the optical axis, of a fisheye along the ray; infinite where nothing is."""
    out = passes.channels("Depth", "Z")[0]
    return np.where(out > NOTHING_M, np.float32(np.inf), out)


def normals(passes: Passes, camera: PinholeCamera) -> NDArray[np.float32]:
    """(H, W, 3) unit vectors in the camera frame, zero where nothing is.

    Blender writes the mean of all samples, in the world's frame: shorter where a pixel holds several directions.
    """
    mean = passes.channels("Normal", "XYZ").transpose(1, 2, 0) @ camera.pose.rotation.astype(np.float32)
    length = np.linalg.norm(mean, axis=2, keepdims=True)
    return np.divide(
        mean, length, out=np.zeros_like(mean), where=(length > 0.0) & np.isfinite(depth(passes))[..., None]
    )


def coverage(passes: Passes) -> Coverage:
    """Cryptomatte by material, ids looked up in the file's own manifest.

    Raises:
        RenderError: the picture has an id that the manifest lacks: whatever it stands for would have no label.
    """
    ids, weight = _cryptomatte(passes)
    leaves, index_of = _manifest(passes.metadata)
    kind = np.int16 if len(leaves) <= np.iinfo(np.int16).max else np.int32
    index = np.full(ids.shape, -1, kind)
    used = (weight > 0.0) & (ids != 0.0)
    hashes, where = np.unique(np.ascontiguousarray(ids).view(np.uint32)[used], return_inverse=True)
    unknown = [f"{value:08x}" for value in hashes.tolist() if value not in index_of]
    if unknown:
        raise RenderError(f"Cryptomatte: expected ids of the manifest, got {', '.join(unknown)}")
    index[used] = np.array([index_of[value] for value in hashes.tolist()], kind)[where]
    return Coverage(leaves, index, np.where(used, weight, np.float32(0.0)))


def share(passes: Passes, materials: Collection[str]) -> NDArray[np.float32]:
    """(H, W) of each pixel that materials of these names cover, 0..1; scenery's too."""
    ids, weight = _cryptomatte(passes)
    wanted = [code for code, name in _names(passes.metadata).items() if name in materials]
    mine = np.isin(np.ascontiguousarray(ids).view(np.uint32), np.array(wanted, np.uint32))
    return np.asarray(np.where(mine, weight, np.float32(0.0)).sum(axis=0), np.float32)


def _cryptomatte(passes: Passes) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(D, H, W) ids and shares."""
    layers = [name for name in passes.names() if name.startswith("CryptoMaterial")]
    data = np.concatenate([passes.channels(name, "RGBA") for name in layers])
    return data[0::2], np.clip(data[1::2], 0.0, 1.0)


def _names(metadata: dict[str, Any]) -> dict[int, str]:
    """The material behind each id's 32 bits."""
    text = next(
        str(value) for key, value in metadata.items() if key.startswith("cryptomatte/") and key.endswith("/manifest")
    )
    return {stored_id(int(code, 16)): name for name, code in json.loads(text).items()}


def _manifest(metadata: dict[str, Any]) -> tuple[tuple[tuple[int, str], ...], dict[int, int]]:
    """The leaves in the file, and the leaf index behind each id's 32 bits, -1 for what has no label."""
    leaf_of = {code: material_leaf(name) if name.count("/") >= 2 else None for code, name in _names(metadata).items()}
    leaves = tuple(sorted({leaf for leaf in leaf_of.values() if leaf is not None}))
    position = {leaf: index for index, leaf in enumerate(leaves)}
    return leaves, {code: -1 if leaf is None else position[leaf] for code, leaf in leaf_of.items()}


def stored_id(code: int) -> int:
    """The bits that a picture has for a manifest's hash.

    Cryptomatte keeps ids as floats that are neither denormal nor infinite: exponents of 0 and 255 become 1 and 254.
    Cycles does so in its pixels and not in its manifest, which concerns one name in 128.
    """
    exponent = min(max(code >> 23 & 0xFF, 1), 254)
    return code & 0x807FFFFF | exponent << 23
