"""Trees: a trunk, limbs that split, and leaves by season that let light through."""

import numpy as np

from assets.asset import Asset
from assets.environments.panels import Float64, Panels, scenery
from assets.environments.plants.branches import BARK, GOLDEN_RAD, grow, sprout, wood
from assets.environments.plants.foliage import bark_material, check_season, leaf_material, leaves, strips
from assets.errors import AssetError
from assets.polygons import Shape, join
from assets.vectors import cross

KINDS = ("broad", "poplar", "conifer", "palm")
SHARES = (0.7, 0.1, 0.18, 0.02)  # of kinds, in their order
LEAVES = 6200  # of one tree at most


def tree(rng: np.random.Generator, kind: str | None = None, season: str = "summer") -> Asset:
    """A tree of 3 to 12 m whose trunk stands on the origin.

    Args:
        kind: one of ``KINDS``, or None for any. Broad-leaved trees and poplars are bare in winter.
        season: one of ``foliage.SEASONS``.

    Raises:
        AssetError: no such kind or season.
    """
    check_season(season)
    kind = kind or str(rng.choice(KINDS, p=SHARES))
    if kind not in KINDS:
        raise AssetError(f"tree: expected a kind among {', '.join(KINDS)}, got '{kind}'")
    evergreen = kind in {"conifer", "palm"}
    grown = {"broad": _broad, "poplar": _broad, "conifer": _conifer, "palm": _palm}[kind]
    timber, green = grown(rng, kind, evergreen or season != "winter")
    materials = {
        "bark": bark_material(rng, 0.15 if kind == "broad" else 0.0),
        "leaf": leaf_material(rng, season, evergreen, 0.55 if kind == "conifer" else 1.0),
    }
    if season == "autumn" and not evergreen:
        green = [_thinned(rng, group, float(rng.uniform(0.35, 1.0))) for group in green]
    return scenery(f"{kind} tree", green, materials, timber)


def _thinned(rng: np.random.Generator, group: Panels, share: float) -> Panels:
    keep = rng.uniform(size=len(group.corners)) < share
    keep[0] = True
    return Panels(group.corners[keep], group.uv[keep], group.skin)


def _broad(rng: np.random.Generator, kind: str, leafy: bool) -> tuple[Shape, list[Panels]]:
    """A trunk that splits three times; leaves in clumps around the twigs' ends."""
    slim = kind == "poplar"
    height = float(rng.uniform(7.0, 12.0) if slim else np.exp(rng.uniform(np.log(3.5), np.log(11.0))))
    clear = float(rng.uniform(0.1, 0.2) if slim else rng.uniform(0.22, 0.42))
    radius = height * float(rng.uniform(0.016, 0.026))
    trunk = grow(rng, np.zeros((1, 3)), np.array([[0.0, 0.0, 1.0]]), height * 0.82, 9, 0.6)
    trunk[:, 0] = 0.0
    count = 16 if slim else int(rng.integers(9, 14))
    opening = float(rng.uniform(0.3, 0.45) if slim else rng.uniform(0.75, 1.15))
    starts, directions, share = sprout(rng, trunk, count, (clear, 0.97), opening)
    crown = (share - clear) / (1.0 - clear)
    profile = np.clip(1.0 - 0.75 * crown, 0.25, 1.0) if slim else np.sqrt(np.clip(1.02 - 0.85 * crown**2, 0.05, 1.0))
    wide = height * float(rng.uniform(0.22, 0.3) if slim else rng.uniform(0.3, 0.48))
    lift = 0.8 if slim else float(rng.uniform(0.0, 0.5))
    first = grow(rng, starts, directions, wide * profile * rng.uniform(0.8, 1.15, len(share)), 5, lift)
    starts, directions, share_2 = sprout(rng, first, 5, (0.35, 1.0), 0.75)
    longer = np.repeat(wide * profile, 5) * (1.05 - 0.55 * share_2) * 0.55
    second = grow(rng, starts, directions, longer, 4, 0.25)
    starts, directions, _ = sprout(rng, second, 4, (0.3, 1.0), 0.7)
    third = grow(rng, starts, directions, np.repeat(longer, 4) * 0.5, 3, 0.2)
    thick = radius * (0.55 - 0.35 * crown)
    timber = [
        wood(trunk, radius * 1.15, radius * 0.15, 8, BARK),
        wood(first, thick, thick * 0.3, 5, BARK),
        wood(second, np.repeat(thick, 5) * 0.4, np.repeat(thick, 5) * 0.12, 3, BARK),
    ]
    if not leafy:
        fourth = grow(rng, *sprout(rng, third, 3, (0.3, 1.0), 0.6)[:2], wide * 0.11, 2, 0.1)
        twig = np.repeat(thick, 20) * 0.14
        timber += [wood(third, twig, twig * 0.6, 3, BARK), wood(fourth, 0.006 * height / 8, 0.003, 3, BARK)]
        return join(timber), []
    return join(timber), [_clumps(rng, third, height)]


def _clumps(rng: np.random.Generator, twigs: Float64, height: float) -> Panels:
    """Leaves around the outer half of every twig."""
    per = max(1, LEAVES // len(twigs))
    picked = np.repeat(np.arange(len(twigs)), per)
    share = rng.uniform(0.2, 1.1, len(picked))[:, None]
    start, end = twigs[picked, 0], twigs[picked, -1]
    loose = height * float(rng.uniform(0.02, 0.034))
    places = start + (end - start) * share + rng.normal(0.0, loose, (len(picked), 3))
    middle = twigs.mean(axis=(0, 1))
    outward = places - middle + np.array([0.0, 0.0, 0.25 * height])
    size = 0.016 * height * float(rng.uniform(0.85, 1.25)) + 0.05
    return leaves(rng, places, outward + (end - start), size, float(rng.uniform(0.55, 0.8)))


def _conifer(rng: np.random.Generator, kind: str, leafy: bool) -> tuple[Shape, list[Panels]]:
    """A straight trunk with whorls of hanging boughs, shorter towards the top."""
    height = float(rng.uniform(4.0, 12.0))
    radius = height * 0.02
    trunk = grow(rng, np.zeros((1, 3)), np.array([[0.0, 0.0, 1.0]]), height, 9, 2.0)
    trunk[:, :, :2] *= 0.3
    bare = float(rng.uniform(0.03, 0.2))
    count = int(np.clip(height * 14, 70, 150))
    share = np.linspace(bare, 0.985, count) ** 0.9
    turn = np.arange(count) * GOLDEN_RAD + rng.normal(0.0, 0.2, count)
    wide = height * float(rng.uniform(0.16, 0.27)) * (1.03 - share) ** float(rng.uniform(0.75, 1.0)) + 0.08
    at = share * (len(trunk[0]) - 1)
    starts = np.stack([np.interp(at, np.arange(9), trunk[0, :, axis]) for axis in range(3)], axis=1)
    directions = np.stack([np.cos(turn), np.sin(turn), 0.55 * share - 0.15], axis=1)
    boughs = grow(rng, starts, directions, wide * rng.uniform(0.8, 1.1, count), 4, float(rng.uniform(-0.5, 0.1)))
    weight = wide + 0.05 * height
    picked = rng.choice(count, LEAVES, p=weight / weight.sum())
    along = np.sqrt(rng.uniform(0.02, 1.0, len(picked)))
    place = along * 3.0
    low = np.minimum(place.astype(int), 2)
    base = boughs[picked, low] + (boughs[picked, low + 1] - boughs[picked, low]) * (place - low)[:, None]
    out = boughs[picked, -1] - boughs[picked, 0]
    flank = cross(out, [0.0, 0.0, 1.0]) * rng.choice([-1.0, 1.0], len(picked))[:, None]
    droop = np.array([0.0, 0.0, -0.25]) * np.linalg.norm(out, axis=1, keepdims=True)
    aim = out + flank * rng.uniform(0.2, 1.0, (len(picked), 1)) + droop
    needles = leaves(rng, base, aim, 0.025 * height + 0.10, 0.32)
    timber = [wood(trunk, radius, radius * 0.1, 7, BARK), wood(boughs, 0.004 * height, 0.004, 3, BARK)]
    return join(timber), [needles]


def _palm(rng: np.random.Generator, kind: str, leafy: bool) -> tuple[Shape, list[Panels]]:
    """A bare trunk with a tuft of feathered fronds."""
    height = float(rng.uniform(4.0, 9.0))
    lean = rng.normal(0.0, 0.08, 2)
    trunk = grow(rng, np.zeros((1, 3)), np.array([[*lean, 1.0]]), height, 9, 0.8)
    count, points = int(rng.integers(16, 28)), 14
    rise = np.linspace(1.3, -0.5, count)
    turn = np.arange(count) * GOLDEN_RAD
    directions = np.stack([np.cos(turn) * np.cos(rise), np.sin(turn) * np.cos(rise), np.sin(rise)], axis=1)
    long = float(rng.uniform(1.8, 2.8))
    top = np.repeat(trunk[:, -1], count, axis=0)
    fronds = grow(rng, top, directions, long * rng.uniform(0.85, 1.1, count), points, -1.5)
    along = np.gradient(fronds, axis=1)
    along /= np.linalg.norm(along, axis=2, keepdims=True)
    flank = cross(along, [0.0, 0.0, 1.0])
    flank /= np.linalg.norm(flank, axis=2, keepdims=True) + 1e-9
    tip = np.sin(np.linspace(0.25, 2.9, points))[:, None] * long * 0.26
    groups = []
    for side in (-1.0, 1.0):
        for shift in (0.0, 0.5):
            start = fronds[:, :-1] + (fronds[:, 1:] - fronds[:, :-1]) * shift
            start, flat = start.reshape(-1, 3), along[:, :-1].reshape(-1, 3)
            reach = (flank * side * tip)[:, :-1].reshape(-1, 3) + flat * 0.10 * long - np.array([0.0, 0.0, 0.05 * long])
            groups.append(strips(start, start + reach + rng.normal(0.0, 0.02, start.shape), 0.07, flat))
    timber = [wood(trunk, 0.16, 0.11, 9, BARK), wood(fronds, 0.025, 0.006, 3, BARK)]
    return join(timber), groups
