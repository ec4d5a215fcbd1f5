"""What stands behind people out of doors: ground, and houses, a hedge or trees on it."""

from collections.abc import Iterator

import numpy as np

from assets import Asset
from assets.environments import surfaces
from assets.environments.buildings import building
from assets.environments.plants import bush, hedge, tree
from assets.materials import Material
from assets.primitives import floor
from assets.random import stream
from scenes.pose import Float64, Pose
from scenes.spec import Placed

PLACES = {"street": 0.45, "hedge": 0.3, "park": 0.25}
GROUND_M = 120.0
LEAFY = (*("spring",) * 3, *("summer",) * 4, "autumn")


def outdoors(rng: np.random.Generator, heads: Float64, ahead_rad: float, ground_z: float, night: bool) -> list[Placed]:
    """Ground below and something behind heads (N, 3) in the world, for a camera that looks along ``ahead_rad``.

    Args:
        ground_z: height of the ground.
        night: rooms are lit, in part.
    """
    away, right = _axes(ahead_rad)
    last, middle = float((heads @ away).max()), float((heads @ right).mean())
    kind = str(rng.choice(list(PLACES), p=list(PLACES.values())))
    rotation = np.stack([-away, right, np.array([0.0, 0.0, 1.0])], axis=1)

    def at(asset: Asset, far: float, aside: float) -> Placed:
        """With its front towards the camera."""
        return Placed(asset, Pose(rotation, away * (last + far) + right * (middle + aside) + [0.0, 0.0, ground_z]))

    season = str(rng.choice(LEAFY))
    things = {"street": _street(rng, night), "hedge": _hedge(rng, season), "park": _park(rng, season)}[kind]
    return [at(floor(GROUND_M, _surface(stream(rng, "ground"), kind)), 0.0, 0.0), *(at(*thing) for thing in things)]


def _axes(ahead_rad: float) -> tuple[Float64, Float64]:
    """Unit vectors away from the camera and to its right, both level."""
    cos, sin = np.cos(ahead_rad), np.sin(ahead_rad)
    return np.array([cos, sin, 0.0]), np.array([sin, -cos, 0.0])


def _surface(rng: np.random.Generator, kind: str) -> Material:
    if kind == "street":
        return surfaces.asphalt(rng) if rng.random() < 0.5 else surfaces.paving(rng)
    return surfaces.grass(rng) if rng.random() < 0.6 else surfaces.gravel(rng)


def _street(rng: np.random.Generator, night: bool) -> Iterator[tuple[Asset, float, float]]:
    """Houses side by side, now and then a tree before them."""
    far, y = float(np.exp(rng.uniform(np.log(3.5), np.log(20.0)))), -float(rng.uniform(6.0, 14.0))
    for index in range(3):
        wide = float(rng.uniform(7.0, 13.0))
        yield building(stream(rng, f"house {index}"), wide, 8.0, night=night), far, y + wide / 2.0
        y += wide
    if rng.random() < 0.35 and far > 6.0:
        yield tree(stream(rng, "tree")), far * float(rng.uniform(0.5, 0.8)), float(rng.uniform(-3.0, 3.0))


def _hedge(rng: np.random.Generator, season: str) -> Iterator[tuple[Asset, float, float]]:
    """A hedge across, bushes before it, houses behind."""
    far = float(rng.uniform(2.0, 7.0))
    yield hedge(stream(rng, "hedge"), 8.0, season), far, 0.0
    for index in range(int(rng.integers(0, 3))):
        yield bush(stream(rng, f"bush {index}"), season), far - 0.8, float(rng.uniform(-2.5, 2.5))
    if rng.random() < 0.7:
        yield building(stream(rng, "house"), 12.0, 8.0, style="house"), far + float(rng.uniform(4.0, 15.0)), 0.0


def _park(rng: np.random.Generator, season: str) -> Iterator[tuple[Asset, float, float]]:
    """Bushes and a few trees."""
    for index in range(int(rng.integers(2, 4))):
        far = float(rng.uniform(5.0, 22.0))
        yield tree(stream(rng, f"tree {index}"), season=season), far, float(rng.uniform(-0.4, 0.4)) * far
    for index in range(int(rng.integers(2, 5))):
        far = float(rng.uniform(3.0, 12.0))
        yield bush(stream(rng, f"bush {index}"), season), far, float(rng.uniform(-0.5, 0.5)) * far
