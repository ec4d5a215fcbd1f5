"""Strands over the shell of hair of a figure that is close to the camera: a smooth shell looks bald from behind."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assets.geometry import Curves
from assets.materials import Material
from assets.people.sheet import Sheet
from assets.people.wardrobe import Outfit

type Points = NDArray[np.float32]
type Wide = NDArray[np.float64]
type Place = Callable[[NDArray[np.floating], bool], Points]

MOST = 5000  # strands of a head that fills a picture
FEWEST = 250
POINTS = 5
MIDDLE = np.array([0.055, 0.0, 0.765])  # of the cranium of the base body
WHORL = np.array([-0.02, 0.012, 0.868])  # hair grows away from it
KNOT = {"bun": (-0.055, 0.0, 0.80), "ponytail": (-0.06, 0.0, 0.775)}  # where tied hair meets
# Length of a strand, how far it stands off, against its way along the scalp, how far locks bend, and over how much of
# the shell's thickness its strands begin; metres but for the second.
CUTS = {
    "buzz": (0.006, 1.2, 0.0, 0.001),
    "short": (0.030, 0.3, 0.006, 0.008),
    "afro": (0.022, 1.5, 0.012, 0.035),
    "medium": (0.075, 0.08, 0.006, 0.010),
    "long": (0.075, 0.08, 0.006, 0.010),
}
LOCK_M = 0.012
RADIUS_M = 0.00045
# From the linear green of hair to its melanin, and how red that is.
GREEN, BROWN, RED = (0.007, 0.014, 0.034, 0.17), (0.97, 0.86, 0.70, 0.34), (0.25, 0.55, 0.65, 0.55)


def strands(
    rng: np.random.Generator,
    place: Place,
    scalp: Sheet,
    outfit: Outfit,
    hanging: Wide | None,
    detail: float,
) -> Curves:
    """Hair that grows on the scalp, and what hangs.

    Args:
        place: carries points of the base body's head to the posed one; True for what hangs on the shoulders.
        scalp: where hair grows.
        hanging: (N, M, 3) sheet of loose hair on the base head, from the crown down; None where none hangs.
        detail: above 0, up to 1: a share of the strands, as much wider.
    """
    count = max(FEWEST, round(MOST * detail))
    root, normal, posed = _roots(rng, scalp, count)
    line = _tied(rng, root, outfit.hair) if outfit.hair in KNOT else _cut(rng, root, normal, outfit.hair)
    parts: list[NDArray[np.floating]] = [posed[:, None] + place(line, False) - place(root, False)[:, None]]
    if hanging is not None:
        parts.append(place(_hung(rng, hanging, count), True))
    points = np.concatenate(parts).astype(np.float32)
    wide = RADIUS_M * np.sqrt(MOST / count) * rng.uniform(0.6, 1.3, (len(points), 1))
    radius = (wide * np.linspace(1.0, 0.3, POINTS)).astype(np.float32)
    return Curves("strands", points, radius, _material(outfit), "pedestrian")


def _roots(rng: np.random.Generator, scalp: Sheet, count: int) -> tuple[Wide, Wide, Wide]:
    """Places on the base head's scalp, the normals there, and the same places posed, each (count, 3)."""
    corners = scalp.rest[scalp.triangles].astype(np.float64)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(across, axis=1)
    which = rng.choice(len(area), count, p=area / area.sum())
    low, high = np.sort(rng.random((2, count)), axis=0)
    weights = np.stack([low, high - low, 1.0 - high], 1)[..., None]
    posed = scalp.points[scalp.triangles[which]]
    return (corners[which] * weights).sum(1), _unit(across[which]), (posed * weights).sum(1)


def _cut(rng: np.random.Generator, root: Wide, normal: Wide, style: str) -> Wide:
    """(N, POINTS, 3) strands that lie away from the whorl, or stand."""
    length_m, off, bend_m, depth_m = CUTS[style]
    away = root - WHORL - [0.0, 0.0, 0.06]  # down, at the back
    away -= (away * normal).sum(1, keepdims=True) * normal
    way = _unit(_unit(away) + off * normal + rng.normal(0.0, 0.15 + 0.2 * off, root.shape))
    along = np.linspace(0.0, 1.0, POINTS)[None, :, None]
    cell = np.round((root + rng.normal(0.0, 0.2 * LOCK_M, root.shape)) / LOCK_M).astype(np.int64)
    bent = rng.normal(0.0, bend_m, (1024, 3))[cell @ (7, 131, 2797) % 1024]  # as the others of a lock
    bend = bent[:, None] * along**2 + rng.normal(0.0, 0.3 * bend_m, (len(root), 1, 3)) * along
    own = length_m * rng.uniform(0.5, 1.2, (len(root), 1, 1))
    start = depth_m * rng.uniform(0.2, 1.25, (len(root), 1, 1)) * normal[:, None]
    line = root[:, None] + start + way[:, None] * own * along + bend
    return _held_off(line, root, np.full(POINTS, 0.4) * start.max(axis=2))


def _tied(rng: np.random.Generator, root: Wide, style: str) -> Wide:
    """(N, POINTS, 3) strands around the skull to where they meet."""
    along = np.linspace(0.0, 1.0, POINTS)[None, :, None]
    knot = np.array(KNOT[style]) + rng.normal(0.0, 0.012, root.shape)
    line = root[:, None] + (knot - root)[:, None] * along
    return _held_off(line, root, 0.005 + 0.009 * rng.random((len(root), 1)) + 0.0 * line[..., 0])


def _held_off(line: Wide, root: Wide, rise: Wide) -> Wide:
    """Strands (N, K, 3) no nearer to the middle of the skull than their roots are and ``rise`` (N, K) more."""
    off = line - MIDDLE
    far = np.linalg.norm(off, axis=2)
    least = np.linalg.norm(root - MIDDLE, axis=1)[:, None] + rise
    share = np.linspace(0.0, 1.0, POINTS)[None]  # a skull is no ball: where a strand ends it may be narrower
    least = least * (1.0 - share) + share * np.minimum(least, np.maximum(far, 0.95 * least))
    return np.asarray(MIDDLE + off * (np.maximum(far, least) / far)[..., None], np.float64)


def _hung(rng: np.random.Generator, sheet: Wide, count: int) -> Wide:
    """(count, POINTS, 3) strands down a sheet, a little off it, in locks."""
    rows, columns = sheet.shape[:2]
    across = rng.uniform(0.0, columns - 1.001, count)
    lock = (across * 2.5).astype(np.int64)
    ends = rng.uniform(0.86, 1.05, 64)[lock % 64] * rng.uniform(0.9, 1.0, count)
    start = rng.uniform(0.0, 0.45, count) ** 1.5
    t = np.clip(start[:, None] + (ends - start)[:, None] * np.linspace(0.0, 1.0, POINTS), 0.0, 1.0)
    shift = rng.normal(0.0, 0.5, 64)[lock % 64][:, None] * t**2 + rng.normal(0.0, 0.15, (count, 1)) * t
    column = np.clip(across[:, None] + shift, 0.0, columns - 1.001)
    row = t * (rows - 1.001)
    i, j = row.astype(np.int64), column.astype(np.int64)
    v, u = (row - i)[..., None], (column - j)[..., None]
    upper, lower = (sheet[k, j] * (1.0 - u) + sheet[k, j + 1] * u for k in (i, i + 1))
    on = upper * (1.0 - v) + lower * v
    out = _unit((on - MIDDLE) * [1.0, 1.0, 0.0])
    off = rng.uniform(-0.002, 0.010, (count, 1)) * (0.4 + 0.6 * np.sin(np.pi * t))
    return np.asarray(on + off[..., None] * out, np.float64)


def _material(outfit: Outfit) -> Material:
    """As people's hair; what is light and without colour is white strands."""
    red, green, blue = outfit.colors["hair"]
    grey = green > 0.05 and red < 1.15 * blue
    melanin = 0.85 if grey else float(np.interp(green, GREEN, BROWN))
    redness = 0.95 if red > 2.5 * green else float(np.interp(green, GREEN, RED))
    white = float(np.clip(1.9 * green, 0.3, 0.95)) if grey else 0.0
    return Material("hair", "hair", roughness=0.42, params={"melanin": melanin, "redness": redness, "white": white})


def _unit(vectors: NDArray[np.floating]) -> Wide:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), np.float64)
