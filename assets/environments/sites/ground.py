"""Ground to stand on: a wide plain with a road, a car park or nothing painted on it. Scenery: it gets no label."""

import numpy as np
from numpy.typing import NDArray

from assets.asset import Asset
from assets.errors import AssetError
from assets.geometry import Mesh
from assets.materials import Colour, Material

LAYOUTS = ("road", "parking", "open")
# Width of a lane; a dash, a dash and its gap, and the width of the line, as rural roads have them.
LANE_M, DASH_M, PITCH_M, LINE_M = 3.5, 3.0, 9.0, 0.12
BAY_M, BAY_LENGTH_M, AISLE_M = 2.5, 5.0, 6.0  # width and length of a bay, and of the lane between rows
LIFT_M = 0.003  # paint lies on the ground

type Rectangle = tuple[float, float, float, float]
"""x and y of the low corner, x and y of the high one, metres."""


def ground(rng: np.random.Generator, layout: str, lanes: tuple[int, int] = (-1, 1), half_m: float = 300.0) -> Asset:
    """A square of ``2 half_m`` metres around the origin at z = 0.

    Roads run along x; lane ``k`` has its middle at y = 3.5 k, for k from ``lanes[0]`` to ``lanes[1]``. Car parks have
    rows of bays along x, as ``bay_rows`` and ``BAY_M`` say. Shades, wear and a road's verges come from ``rng``.

    Raises:
        AssetError: no such layout.
    """
    if layout not in LAYOUTS:
        raise AssetError(f"ground: expected a layout among {', '.join(LAYOUTS)}, got '{layout}'")
    grey = float(np.exp(rng.uniform(np.log(0.05), np.log(0.20))))
    warm = float(rng.uniform(0.92, 1.04))
    surface = Material(
        "asphalt", "asphalt", (grey, grey * (1.0 + warm) / 2.0, grey * warm), roughness=float(rng.uniform(0.75, 0.95))
    )
    white = float(rng.uniform(0.30, 0.62))
    paint = Material("line", "asphalt", (white, white, white * 0.96), roughness=0.75)
    verge = Material("verge", "asphalt", _verge(rng, grey), roughness=0.95)
    plain: list[Rectangle] = [(-half_m, -half_m, half_m, half_m)]
    beside: list[Rectangle] = []
    lines: list[Rectangle] = []
    if layout == "road":
        low, high = (lanes[0] - 0.5) * LANE_M - rng.uniform(0.6, 2.5), (lanes[1] + 0.5) * LANE_M + rng.uniform(0.6, 2.5)
        plain, beside = (
            [(-half_m, low, half_m, high)],
            [(-half_m, -half_m, half_m, low), (-half_m, high, half_m, half_m)],
        )
        lines = _lane_lines(lanes, half_m, float(rng.uniform(0.0, PITCH_M)))
    elif layout == "parking":
        lines = _bay_lines()
    meshes = [_sheet("plain", [(plain, surface), (beside, verge)], 0.0)]
    repairs = [(patch, _repair(rng, grey)) for patch in _repairs(rng, plain[0])]
    if repairs:
        meshes.append(_sheet("repairs", [([patch], material) for patch, material in repairs], LIFT_M / 2.0))
    if lines and rng.uniform() < 0.9:
        meshes.append(_sheet("lines", [(lines, paint)], LIFT_M))
    return Asset(f"{layout} ground", tuple(meshes), (2 * half_m, 2 * half_m, 0.01), "CC0-1.0", "Prelabel, procedural")


def bay_rows() -> tuple[float, ...]:
    """y of the middle of each row of bays, metres: two rows back to back, an aisle on each side, a row beyond each."""
    near = BAY_LENGTH_M / 2.0
    return (-near - BAY_LENGTH_M - AISLE_M - near, -BAY_LENGTH_M, 0.0, near + AISLE_M + near)


def _repairs(rng: np.random.Generator, area: Rectangle) -> list[Rectangle]:
    """Trenches and patches that were filled again, within 30 m of the origin."""
    out: list[Rectangle] = []
    for _ in range(int(rng.integers(0, 14))):
        x, y = rng.uniform(-30.0, 30.0), rng.uniform(max(area[1], -20.0), min(area[3], 20.0))
        long, wide = float(np.exp(rng.uniform(-0.7, 2.6))), float(np.exp(rng.uniform(-2.6, 0.7)))
        if rng.uniform() < 0.4:
            long, wide = wide, long
        out.append((x - long / 2, max(y - wide / 2, area[1]), x + long / 2, min(y + wide / 2, area[3])))
    return out


def _repair(rng: np.random.Generator, grey: float) -> Material:
    shade = grey * float(np.exp(rng.uniform(-0.7, 0.25)))
    return Material("repair", "asphalt", (shade, shade, shade), roughness=0.85)


def _verge(rng: np.random.Generator, grey: float) -> Colour:
    """Grass, paving or the road's own surface."""
    kind, shade = rng.uniform(), float(rng.uniform(0.7, 1.3))
    if kind < 0.45:
        return (0.050 * shade, 0.065 * shade, 0.020 * shade)
    if kind < 0.75:
        return (0.24 * shade, 0.225 * shade, 0.20 * shade)
    return (grey, grey, grey)


def _lane_lines(lanes: tuple[int, int], half_m: float, phase: float) -> list[Rectangle]:
    """Dashes between lanes, solid lines at the road's edges; dashes only as far as they can be told apart."""
    reach = min(half_m, 120.0)
    out: list[Rectangle] = []
    for lane in range(lanes[0], lanes[1] + 2):
        y = (lane - 0.5) * LANE_M
        if lane in (lanes[0], lanes[1] + 1):
            out.append((-half_m, y - LINE_M / 2, half_m, y + LINE_M / 2))
        else:
            starts = np.arange(-reach, reach, PITCH_M) + phase
            out += [(float(x), y - LINE_M / 2, float(x) + DASH_M, y + LINE_M / 2) for x in starts]
    return out


def _bay_lines() -> list[Rectangle]:
    edges = (np.arange(-16, 17) - 0.5) * BAY_M
    half = BAY_LENGTH_M / 2.0
    return [(float(x) - 0.05, y - half, float(x) + 0.05, y + half) for y in bay_rows() for x in edges]


def _sheet(name: str, groups: list[tuple[list[Rectangle], Material]], z: float) -> Mesh:
    """Rectangles that look up, one material per group; groups without rectangles are left out."""
    groups = [(rectangles, material) for rectangles, material in groups if rectangles]
    low_high: NDArray[np.float64] = np.array([rectangle for rectangles, _ in groups for rectangle in rectangles])
    corners = low_high[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 2)
    vertices = np.concatenate([corners, np.full((len(corners), 1), z)], axis=1).astype(np.float32)
    material = np.repeat(np.arange(len(groups)), [len(rectangles) for rectangles, _ in groups]).astype(np.int32)
    faces = len(low_high)
    return Mesh(
        name,
        vertices,
        np.arange(4 * faces, dtype=np.int32),
        np.full(faces, 4, np.int32),
        tuple(material for _, material in groups),
        ("ground",),
        material,
        np.zeros(faces, np.int32),
        smooth=False,
    )
