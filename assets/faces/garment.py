"""Clothes: MakeHuman's body envelope, cut off at a collar plane, smoothed, set off the body, with a rolled collar."""

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.look import Look
from assets.faces.surface import normals, smooth
from assets.geometry import Mesh
from assets.materials import Material

type Points = NDArray[np.float32]

# Metres on the base mesh: height of the collar plane at the neck's axis, its slope (front lower), the gap to the body,
# the collar's height, the fabric's thread.
CUTS = {
    "t_shirt": (0.580, -0.52, 0.005, 0.013, 0.0011),
    "sweater": (0.588, -0.46, 0.010, 0.022, 0.0032),
    "turtleneck": (0.600, -0.38, 0.008, 0.055, 0.0026),
}
SKIN_BELOW_M = 0.02  # body skin further below the collar than this is left out: nothing shows through cloth


def meshes(rng: np.random.Generator, points: Points, look: Look) -> list[Mesh]:
    """The garment and its collar.

    Args:
        points: (V, 3) vertices of the baked mesh, posed.
    """
    data = bake.load()
    _, _, gap, rise, thread = CUTS[look.garment]
    faces = data.faces_of("helper-tights")
    soft = smooth(points, faces, 6)
    outward = normals(soft, faces)
    cloth = soft + (gap + _folds(rng, data.rest))[:, None] * outward
    above = collar_height(data.rest, look.garment)
    corners, sizes, cloth, rest = _clip(faces, above, cloth, data.rest)
    material = Material(
        "cloth",
        "cloth",
        base_color=look.garment_color,
        roughness=0.9,
        params={"thread_m": thread, "seed": float(rng.uniform(0.0, 50.0))},
    )
    used, flat = np.unique(corners, return_inverse=True)
    return [
        _mesh("garment", cloth[used], flat.astype(np.int32), sizes, rest[used], material),
        _collar(_collar_loop(faces, above, cloth, rest, len(points)), rise, gap, material),
    ]


def collar_height(rest: Points, garment: str) -> NDArray[np.float32]:
    """(V,) metres above the collar plane of points of the base mesh."""
    height, slope = CUTS[garment][:2]
    shoulders = 4.0 * rest[:, 1] ** 2  # the cut rises to the sides, over the shoulders
    out: NDArray[np.float32] = rest[:, 2] - (height + slope * (rest[:, 0] - 0.015)) - shoulders
    return out


def _folds(rng: np.random.Generator, rest: Points) -> NDArray[np.float32]:
    """(V,) metres: shallow folds that run down and across."""
    out = np.zeros(len(rest), np.float32)
    for _ in range(5):
        wave = rng.normal(0.0, 1.0, 3) * np.array([18.0, 26.0, 12.0])
        out += np.sin(rest @ wave + rng.uniform(0.0, 2.0 * np.pi)).astype(np.float32)
    return out * np.float32(0.0011)


def _clip(
    faces: NDArray[np.int32], above: NDArray[np.float32], points: Points, rest: Points
) -> tuple[NDArray[np.int32], NDArray[np.int32], Points, Points]:
    """Polygons of the quads' part with ``above`` < 0: corners, sizes, and the points with those on the cut appended."""
    low = above[faces] < 0.0
    whole, cut = faces[low.all(1)], faces[low.any(1) & ~low.all(1)]
    new: dict[tuple[int, int], int] = {}
    rings = [_clipped_ring(quad.tolist(), above, new, len(points)) for quad in cut]
    ends = np.array(list(new), np.int64).reshape(-1, 2)
    share = (above[ends[:, 0]] / (above[ends[:, 0]] - above[ends[:, 1]]))[:, None]
    added = [values[ends[:, 0]] * (1.0 - share) + values[ends[:, 1]] * share for values in (points, rest)]
    corners = np.concatenate([whole.ravel(), *(np.array(ring) for ring in rings)]).astype(np.int32)
    sizes = np.array([4] * len(whole) + [len(ring) for ring in rings], np.int32)
    grown = (
        np.concatenate([values, more]).astype(np.float32) for values, more in zip((points, rest), added, strict=True)
    )
    return corners, sizes, *grown  # type: ignore[return-value]


def _clipped_ring(
    quad: list[int], above: NDArray[np.float32], new: dict[tuple[int, int], int], first: int
) -> list[int]:
    """One quad's part below the plane; points on the cut are numbered from ``first`` in ``new``, by edge."""
    ring: list[int] = []
    for a, b in zip(quad, quad[1:] + quad[:1], strict=True):
        if above[a] < 0.0:
            ring.append(a)
        if (above[a] < 0.0) != (above[b] < 0.0):
            ring.append(new.setdefault((min(a, b), max(a, b)), first + len(new)))
    return ring


def _collar_loop(
    faces: NDArray[np.int32], above: NDArray[np.float32], points: Points, rest: Points, first: int
) -> Points:
    """(N, 3) points around the neck on the cut, evenly spaced, counter-clockwise from above."""
    ring = points[first:]
    angle = np.arctan2(rest[first:, 1], rest[first:, 0] - 0.012)
    order = np.argsort(angle)
    turns = np.linspace(-np.pi, np.pi, 64, endpoint=False)
    return np.stack(
        [np.interp(turns, angle[order], ring[order, axis], period=2.0 * np.pi) for axis in range(3)], 1
    ).astype(np.float32)


# Across the collar, from the cloth over the rim to the inside: out from the neck, and up along it, in collar heights.
PROFILE = (
    *((0.0015, -0.25), (0.0034, -0.08), (0.004, 0.2), (0.0036, 0.75), (0.002, 0.98)),
    *((-0.0005, 0.98), (-0.0025, 0.8), (-0.0035, 0.1), (-0.004, -0.5)),
)


def _collar(loop: Points, rise: float, gap: float, material: Material) -> Mesh:
    """A band swept along the cut."""
    for _ in range(3):
        loop = (0.5 * loop + 0.25 * np.roll(loop, 1, 0) + 0.25 * np.roll(loop, -1, 0)).astype(np.float32)
    center = loop.mean(0)
    tangent = np.roll(loop, -1, 0) - np.roll(loop, 1, 0)
    axis = np.cross(loop - center, tangent).sum(0)
    axis /= np.linalg.norm(axis)
    out = np.cross(tangent, axis)
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    lean = -0.25 * rise  # the band follows the neck inwards
    rings = [loop + (a + lean * b - 0.3 * gap * (b > 0)) * out + b * rise * axis for a, b in PROFILE]
    points = np.concatenate(rings).astype(np.float32)
    count, around = len(PROFILE), len(loop)
    k, i = np.meshgrid(np.arange(count - 1), np.arange(around), indexing="ij")
    j = (i + 1) % around
    quads = np.stack([k * around + i, k * around + j, (k + 1) * around + j, (k + 1) * around + i], -1).reshape(-1, 4)
    return _mesh("collar", points, quads.ravel().astype(np.int32), np.full(len(quads), 4, np.int32), points, material)


def _mesh(
    name: str, points: Points, corners: NDArray[np.int32], sizes: NDArray[np.int32], rest: Points, material: Material
) -> Mesh:
    none = np.zeros(len(sizes), np.int32)
    return Mesh(
        name,
        points.astype(np.float32),
        corners,
        sizes,
        (material,),
        ("clothing",),
        none,
        none,
        subdivision=1,
        attributes={"rest": rest.astype(np.float32)},
    )
