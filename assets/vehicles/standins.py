"""Vehicles by their size alone, for labels without a picture: hulls of a few of each type, stretched to size."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from assets.asset import Asset
from assets.random import stream
from assets.standins import hulls
from assets.vehicles.buses.build import SIZES
from assets.vehicles.cars.car import CAR_TYPES
from assets.vehicles.cars.variation import sample_proportions
from assets.vehicles.finish import size_class
from assets.vehicles.state import State

KEPT = 3  # of a type whose size is known before it is built
KEPT_AS_THEY_ARE = 10  # of a type whose size is not, so that these must stand for all
SEED = 16
RIDDEN = ("motorcycle", "scooter", "moped", "bicycle", "cargo_bike", "auto_rickshaw", "cargo_rickshaw", "tractor")

type Sides = tuple[float, float, float]
type Build = Callable[[np.random.Generator, str, str, State], Asset]


@dataclass(frozen=True, eq=False)
class _Model:
    """Attributes:
    asset: hulls in place of the meshes.
    sides: as ``_sides`` has them.
    """

    asset: Asset
    sides: Sides | None


def stand_in(rng: np.random.Generator, build: Build, type: str, color: str, state: State) -> Asset:
    """In place of what ``build(rng, type, color, state)`` makes, with its attributes but for what the plate says."""
    sides = _sides(rng, type)
    kept = KEPT_AS_THEY_ARE if sides is None else KEPT
    number = int(stream(rng, "stand-in").integers(kept))
    ridden = state.occupied and type in RIDDEN  # who sits inside does not show
    model = _model(build, type, number, ridden, state.doors)
    asset, factor = model.asset, np.ones(3)
    if sides is not None and model.sides is not None:
        factor = np.array(sides) / np.array(model.sides)
    x, y, z = factor.tolist()
    length, width, height = (float(asset.attributes[key]) for key in ("length_m", "width_m", "height_m"))
    told: dict[str, str | float | bool] = {
        "color": color,
        "size_class": size_class(length * x),
        "length_m": round(length * x, 3),
        "width_m": round(width * y, 3),
        "height_m": round(height * z, 3),
        "lights": state.lights,
        "brake": state.brake,
        "indicators": state.indicators,
        "occupied": state.occupied,
        "dirt": round(state.dirt, 2),
    }
    return replace(
        asset,
        name=f"{color} {type}",
        meshes=tuple(replace(mesh, vertices=(mesh.vertices * factor).astype(np.float32)) for mesh in asset.meshes),
        size=_scaled(asset.size, factor),
        center=_scaled(asset.center, factor),
        keypoints={key: _scaled(point, factor) for key, point in asset.keypoints.items()},
        attributes={**asset.attributes, **told},
    )


@lru_cache(maxsize=1000)
def _model(build: Build, type: str, number: int, occupied: bool, doors: str) -> _Model:
    rng = np.random.default_rng(np.random.SeedSequence(SEED, spawn_key=(number,)))
    asset = build(rng, type, "white", State(occupied=occupied, doors=doors))
    meshes = hulls(asset.meshes, {"rider": "rider"})
    labels = tuple(replace(label, parts=None if label.parts is None else frozenset({"body"})) for label in asset.labels)
    return _Model(replace(asset, meshes=meshes, labels=labels), _sides(rng, type))


def _sides(rng: np.random.Generator, type: str) -> Sides | None:
    """Length, width and height of the one that ``rng`` would make, if that is known before it is built."""
    own = stream(rng, "proportions")
    if type in CAR_TYPES:
        car = sample_proportions(own, type)
        return car.length, car.width, car.height
    if type in SIZES:
        bus = SIZES[type](own)
        return bus.length, bus.width, bus.height
    return None


def _scaled(values: tuple[float, float, float], factor: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Sides:
    x, y, z = (np.array(values) * factor).tolist()
    return x, y, z
