"""Geometry of polygons: areas, edges, and a model turned into our frame."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError
from assets.geometry import IntArray
from assets.library.raw import Raw
from assets.vectors import cross

type Float64 = NDArray[np.float64]
type Int64 = NDArray[np.int64]

AXES = ("x", "-x", "y", "-y", "z", "-z")
# Formats whose files have y up by their standard or custom, and that Blender turns to z up. OBJ has no standard, y is
# its custom, and it is read as it stands, as PLY and STL are.
TURNED = ("glb", "gltf", "fbx", "usd", "usda", "usdc", "usdz")
Y_UP = (*TURNED, "obj")
ZERO_AREA = 1e-12  # of a face, by the square of the model's length


def axes_of(suffix: str, up: str | None, forward: str | None) -> tuple[str, str]:
    """The file's axes that point up and forward; as modelling programs have them where nothing else is said.

    Raises:
        AssetError: they lie along one line.
    """
    chosen_up = up or ("y" if suffix in Y_UP else "z")
    chosen = forward or {"y": "z", "z": "-y"}[chosen_up]
    if chosen_up not in ("y", "z") or chosen not in AXES or chosen[-1] == chosen_up:
        raise AssetError(
            f"--up {chosen_up} --forward {chosen}: expected two different axes of the file, up y or z; "
            f"{suffix} files have {'y' if suffix in Y_UP else 'z'} up unless --up says otherwise"
        )
    return chosen_up, chosen


def framed(raw: Raw, suffix: str, up: str, forward: str, length_m: float | None) -> Raw:
    """The model in metres, x forward and z up, on the ground, the middle of its footprint at the origin.

    Args:
        suffix: of the file, which tells how Blender has turned it.
        up, forward: axes of the file, as ``axes_of`` gives them.
        length_m: how long it shall be; None leaves the file's unit as metres.
    """
    points = raw.vertices.astype(np.float64)
    if suffix in TURNED:
        points = np.stack([points[:, 0], points[:, 2], -points[:, 1]], axis=1)
    ahead, above = axis(forward), axis(up)
    points = points @ np.stack([ahead, cross(above, ahead), above]).T
    used = points[np.unique(raw.corners)]
    low, high = used.min(axis=0), used.max(axis=0)
    extent = float(high[0] - low[0])
    if length_m is not None and extent <= 0.0:
        raise AssetError(f"--length {length_m:g}: expected a model with a length along its forward axis, it has none")
    scale = 1.0 if length_m is None else length_m / extent
    origin = np.array([(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0, low[2]])
    return replace(raw, vertices=((points - origin) * scale).astype(np.float32))


def axis(name: str) -> Float64:
    """The unit vector of ``x``, ``-z``, …"""
    out = np.zeros(3)
    out["xyz".index(name[-1])] = -1.0 if name.startswith("-") else 1.0
    return out


def next_corner(face_sizes: IntArray) -> Int64:
    """(L,) the index of the corner that follows each one around its face."""
    ends = np.cumsum(face_sizes.astype(np.int64))
    out = np.arange(1, int(ends[-1]) + 1, dtype=np.int64)
    out[ends - 1] = ends - face_sizes
    return out


def areas(raw: Raw) -> Float64:
    """(F,) areas of the faces, by Newell's formula."""
    return np.asarray(np.linalg.norm(_normals(raw), axis=1))


def _normals(raw: Raw) -> Float64:
    """(F, 3) normals as long as the faces' areas."""
    points = raw.vertices[raw.corners].astype(np.float64)
    starts = np.concatenate([[0], np.cumsum(raw.face_sizes.astype(np.int64))[:-1]])
    points -= np.repeat(points[starts], raw.face_sizes, axis=0)  # near the origin, so that no digits are lost
    return np.asarray(np.add.reduceat(cross(points, points[next_corner(raw.face_sizes)]), starts, axis=0) / 2.0)


def without_empty_faces(raw: Raw) -> tuple[Raw, int]:
    """The model without faces that have no area, and how many those were; vertices that nothing uses go too."""
    extent = float(np.ptp(raw.vertices, axis=0).max())
    keep = areas(raw) > ZERO_AREA * extent**2
    if not keep.any():
        raise AssetError("model: expected faces with an area, found none")
    corner = np.repeat(keep, raw.face_sizes)
    used, corners = np.unique(raw.corners[corner], return_inverse=True)
    out = replace(
        raw,
        vertices=raw.vertices[used],
        corners=corners.astype(np.int32),
        face_sizes=raw.face_sizes[keep],
        face_material=raw.face_material[keep],
        face_object=raw.face_object[keep],
        uv=None if raw.uv is None else raw.uv[corner],
        colors=None if raw.colors is None else raw.colors[used],
    )
    return out, int(np.count_nonzero(~keep))


def edge_faults(raw: Raw) -> tuple[float, float, float]:
    """Shares of edges that have one face, that have more than two, and whose two faces are wound against each other.

    Vertices in one place count as one: files split them where normals or textures part.
    """
    extent = float(np.ptp(raw.vertices, axis=0).max())
    cells = np.round(raw.vertices.astype(np.float64) / (extent * 1e-6)).astype(np.int64)
    _, place = np.unique(cells, axis=0, return_inverse=True)
    start = place.ravel()[raw.corners].astype(np.int64)
    end = start[next_corner(raw.face_sizes)]
    key = np.minimum(start, end) * (int(start.max()) + 1) + np.maximum(start, end)
    _, index, count = np.unique(key[start != end], return_inverse=True, return_counts=True)
    way = np.zeros(len(count), np.int64)
    np.add.at(way, index, np.where(start < end, 1, -1)[start != end])
    total = max(len(count), 1)
    against = np.count_nonzero((count == 2) & (way != 0))
    return np.count_nonzero(count == 1) / total, np.count_nonzero(count > 2) / total, against / total


def signed_volume(raw: Raw) -> float:
    """Of all that it encloses, in m³; negative where faces look inward."""
    points = raw.vertices[raw.corners].astype(np.float64)
    starts = np.concatenate([[0], np.cumsum(raw.face_sizes.astype(np.int64))[:-1]])
    middles = np.add.reduceat(points, starts, axis=0) / raw.face_sizes[:, None]
    return float(np.einsum("ij,ij->", middles - points.mean(axis=0), _normals(raw)) / 3.0)
