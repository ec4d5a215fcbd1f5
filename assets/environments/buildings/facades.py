"""Pieces of façades: walls with openings, sills, cornices, balconies, roofs. Fronts lie on x = 0 and look along +x."""

import numpy as np
from numpy.typing import ArrayLike

from assets.environments.panels import Float64, Panels, boxes, panels
from assets.vectors import cross


def spread(low: float, high: float, count: int, size: float) -> Float64:
    """(count, 2) low and high ends of openings of ``size`` metres, evenly spread over ``low``..``high``."""
    pitch = (high - low) / count
    middle = low + pitch * (np.arange(count) + 0.5)
    return np.stack([middle - size / 2.0, middle + size / 2.0], axis=1)


def pierced(
    bounds: tuple[float, float, float, float], columns: Float64, rows: Float64, depth: float, skins: tuple[str, str]
) -> list[Panels]:
    """A wall with an opening at each crossing of a column with a row, its pane ``depth`` metres behind.

    Args:
        bounds: low and high y, low and high z of the wall, metres.
        columns: (C, 2) low and high y of the openings, ascending.
        rows: (R, 2) low and high z of them, ascending.
        skins: of the wall and of the panes, whose texture coordinates are 0..1 each.
    """
    left, right, bottom, top = bounds
    y = np.array([left, *columns.ravel(), right]).reshape(-1, 2)
    z = np.array([bottom, *rows.ravel(), top]).reshape(-1, 2)
    bands = _upright(np.array([[left, right]]), z)
    piers = _upright(y, rows)
    solid = np.concatenate([bands, piers])
    area = np.linalg.norm(cross(solid[:, 1] - solid[:, 0], solid[:, 3] - solid[:, 0]), axis=1)
    holes = _upright(columns, rows)
    back = holes - np.array([depth, 0.0, 0.0])
    following = np.roll(holes, -1, axis=1), np.roll(back, -1, axis=1)
    reveals = np.stack([holes, back, following[1], following[0]], axis=2)[:, :, ::-1].reshape(-1, 4, 3)
    unit = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]) * 0.9998 + 0.0001
    return [panels(np.concatenate([solid[area > 1e-6], reveals]), skins[0]), panels(back, skins[1], unit)]


def _upright(y: Float64, z: Float64) -> Float64:
    """(len(y) len(z), 4, 3) rectangles on x = 0 for every pair of intervals, seen from +x."""
    y, z = np.repeat(y, len(z), axis=0), np.tile(z, (len(y), 1))
    corners = [(y[:, a], z[:, b]) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))]
    return np.stack([np.stack([np.zeros(len(y)), u, v], axis=1) for u, v in corners], axis=1)


def ledges(columns: Float64, heights: ArrayLike, size: tuple[float, float, float], skin: str) -> Panels:
    """Sills or lintels: boxes at each column and height; size: how far out, how much wider at each end, how high."""
    out, wider, tall = size
    z = np.atleast_1d(np.asarray(heights, np.float64))
    y, z = np.repeat(columns, len(z), axis=0), np.tile(z, len(columns))
    low = np.stack([np.full(len(z), -0.02), y[:, 0] - wider, z], axis=1)
    high = np.stack([np.full(len(z), out), y[:, 1] + wider, z + tall], axis=1)
    return boxes(low, high, skin)


def cornice(width: float, z: float, out: float, tall: float, skin: str) -> Panels:
    """Three steps along the wall's top, ``out`` metres at the highest."""
    step = np.arange(1, 4)[:, None] / 3.0
    half = width / 2 + 0.01  # faces that coincide with the walls at the sides would shade each other
    low = np.concatenate([0.0 * step - 0.1, 0.0 * step - half, z + tall * (step - 1 / 3)], axis=1)
    high = np.concatenate([out * step, 0.0 * step + half, z + tall * step], axis=1)
    return boxes(low, high, skin)


def balcony(y: tuple[float, float], z: float, out: float, skins: tuple[str, str]) -> list[Panels]:
    """A slab and a railing of bars; skins of the slab and of the rail."""
    low, high = y
    slab = boxes([0.0, low, z - 0.16], [out, high, z], skins[0])
    rail, foot = z + 1.0, z + 0.1
    beams = boxes(
        [[out - 0.05, low, rail], [0.0, low, rail], [0.0, high - 0.04, rail]],
        [[out, high, rail + 0.05], [out, low + 0.04, rail + 0.05], [out, high, rail + 0.05]],
        skins[1],
    )
    bars = np.linspace(low, high - 0.02, max(int((high - low) / 0.22), 2))
    fence = [
        panels(
            [
                [out - 0.03, b, foot],
                [out - 0.03, b + 0.025, foot],
                [out - 0.03, b + 0.025, rail],
                [out - 0.03, b, rail],
            ],
            skins[1],
        )
        for b in bars
    ]
    upright = np.concatenate([group.corners for group in fence])
    return [slab, beams, panels(upright, skins[1])]


def slope(eave: ArrayLike, ridge: ArrayLike, skin: str) -> Panels:
    """One side of a roof between its (2, 3) eave and its (2, 3) ridge, both from the left as seen from outside below.

    Texture coordinates are metres along the eave and up the slope.
    """
    low, high = np.asarray(eave, np.float64), np.asarray(ridge, np.float64)
    along = low[1] - low[0]
    along /= np.linalg.norm(along)
    quad = np.stack([low[0], low[1], high[1], high[0]])
    u = (quad - low[0]) @ along
    v = np.linalg.norm(quad - low[0] - u[:, None] * along, axis=1)
    return panels(quad, skin, np.stack([u, v], axis=1)[None])


def saddle_roof(width: float, depth: float, z: float, rise: float, over: float, skins: tuple[str, str]) -> list[Panels]:
    """A ridge along y over x = -depth..0, its eaves ``over`` metres out; skins of the tiles and of the gables."""
    half, drop = width / 2.0, over * rise / (depth / 2.0)
    top, end = z + rise, half + min(over, 0.35)
    ridge = np.array([[-depth / 2, -end, top], [-depth / 2, end, top]])
    front = np.array([[over, -end, z - drop], [over, end, z - drop]])
    back = np.array([[-depth - over, end, z - drop], [-depth - over, -end, z - drop]])
    tiles = [slope(front, ridge, skins[0]), slope(back, ridge[::-1], skins[0])]
    below = [panels(group.corners[:, ::-1] - np.array([0.0, 0.0, 0.12]), skins[1]) for group in tiles]
    edge = boxes([over - 0.02, -end, z - drop - 0.13], [over + 0.1, end, z - drop], skins[1])
    gables = [
        panels(
            [[-depth, s * half, z], [0.0, s * half, z], [-depth / 2, s * half, top], [-depth / 2, s * half, top]][::-s],
            skins[1],
        )
        for s in (1, -1)
    ]
    return [*tiles, *below, edge, *gables]


def hip_roof(width: float, depth: float, z: float, rise: float, over: float, skin: str) -> list[Panels]:
    """Four slopes; the ridge runs along the longer side."""
    x0, x1, y0, y1 = -depth - over, over, -width / 2 - over, width / 2 + over
    inset = min(depth, width) / 2.0 + over
    ends = np.array([[x0 + inset, y0 + inset, z + rise], [x1 - inset, y1 - inset, z + rise]])
    first, last = ends
    a, b, c, d = ([x1, y0, z], [x1, y1, z], [x0, y1, z], [x0, y0, z])
    if width >= depth:
        ridge = ((first, last), (last, last), (last, first), (first, first))
    else:
        ridge = ((last, last), (last, first), (first, first), (first, last))
    sides = ((a, b), (b, c), (c, d), (d, a))
    tiles = [slope([lo, hi], np.array(top), skin) for (lo, hi), top in zip(sides, ridge, strict=True)]
    soffit = panels([[a, d, c, b]], skin)
    return [*tiles, soffit]


def flat_roof(width: float, depth: float, z: float, parapet: float, skins: tuple[str, str]) -> list[Panels]:
    """A deck ``parapet`` metres below the top of the walls around it; skins of the deck and of the parapet."""
    half, thick = width / 2.0, 0.25
    deck = panels([[-depth, -half, z], [0.0, -half, z], [0.0, half, z], [-depth, half, z]], skins[0])
    near, far = -thick, -depth + thick
    low = [[near, -half, z], [-depth, -half, z], [far, -half, z], [far, half - thick, z]]
    high = [[0.0, half, z], [far, half, z], [near, -half + thick, z], [near, half, z]]
    walls = boxes(low, np.array(high) + np.array([0.0, 0.0, parapet]), skins[1])
    return [deck, walls]
