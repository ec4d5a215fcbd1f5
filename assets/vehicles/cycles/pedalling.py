"""A ridden bicycle at any turn of its cranks: cranks and pedals as meshes of their own, legs that go with them."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assets.asset import Asset
from assets.geometry import Mesh
from assets.people.seated import Rider
from assets.random import stream
from assets.rotations import about_y
from assets.vehicles.cycles.assembly import seat
from assets.vehicles.cycles.bicycle import ride_of
from assets.vehicles.cycles.bicycle_dimensions import sample_bike
from assets.vehicles.cycles.cargo_bike import sample_cargo_bike
from assets.vehicles.rolling import Island, apart, islands

PART = "trim"  # which cranks are of
SOLE_M = 0.012  # from the middle of a pedal up to a foot's ball
BESIDE_M = 0.03  # from the middle of the bicycle: bottles and their like are nearer
ROOM_M = 0.03  # that a crank's end takes
PEDALS = ("left pedal", "right pedal")
BIKES = {"bicycle": sample_bike, "cargo_bike": sample_cargo_bike}  # by type: proportions of all that has pedals

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Pedals:
    """Attributes:
    rider: whose legs turn them.
    axis: (3,) the middle of the cranks' axle, metres in the asset's frame.
    feet: (2, 3) the left and the right foot in the asset as it was built, against the axle.
    cranks, left, right: names of the meshes that turn, and of those that stay level.
    """

    rider: Rider
    axis: Floats
    feet: Floats
    cranks: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]

    @classmethod
    def of(cls, rng: np.random.Generator, asset: Asset) -> tuple[Asset, Self] | None:
        """A bicycle with its cranks apart, and who pedals; None of one that nobody rides, or that shows no cranks.

        Args:
            rng: the stream that the bicycle was made from.
        """
        points = asset.keypoints
        if "rider" not in [mesh.name for mesh in asset.meshes] or "foot_left" not in points:
            return None
        feet = np.array([points["foot_left"], points["foot_right"]])
        axis = feet.mean(axis=0) - [0.0, 0.0, SOLE_M]
        pedals = feet - [0.0, 0.0, SOLE_M]
        reach = float(np.linalg.norm((pedals[0] - axis)[[0, 2]])) + ROOM_M
        found: dict[str, list[Island]] = {"cranks": [], **{name: [] for name in PEDALS}}
        for island in (i for n, mesh in enumerate(asset.meshes) for i in islands(n, mesh, PART)):
            middle = (island.low + island.high) / 2.0
            away = np.linalg.norm(middle - pedals, axis=1)
            if away.min() < 0.02:
                found[PEDALS[int(away.argmin())]].append(island)
            elif abs(middle[1]) > BESIDE_M and _far(island, axis) < reach:
                found["cranks"].append(island)
        if not all(found.values()):
            return None
        split, names = apart(asset, found)
        bike = BIKES[str(asset.attributes["type"])](stream(rng, "proportions"))
        rider = seat(*ride_of(rng, bike), points)
        return split, cls(rider, axis, feet - axis, names["cranks"], *(names[n] for n in PEDALS))

    def places(self, turn_rad: float) -> Floats:
        """(2, 3) of both feet, metres in the asset's frame."""
        soles = np.array([0.0, 0.0, SOLE_M])
        return np.asarray((self.feet - soles) @ about_y(turn_rad).T + soles + self.axis)

    def legs(self, turn_rad: float) -> Mesh:
        """The rider with the cranks turned so much further, forward."""
        return self.rider.on(self.places(turn_rad))


def pedalled(asset: Asset, pedals: Pedals, turn_rad: float) -> Asset:
    """A bicycle and its rider with the cranks turned further than they were built; cranks themselves stay."""
    legs, places = pedals.legs(turn_rad), pedals.places(turn_rad).tolist()
    feet = {name: (x, y, z) for name, (x, y, z) in zip(("foot_left", "foot_right"), places, strict=True)}
    meshes = tuple(legs if mesh.name == legs.name else mesh for mesh in asset.meshes)
    return replace(asset, meshes=meshes, keypoints={**asset.keypoints, **feet})


def _far(island: Island, axis: Floats) -> float:
    """How far a piece reaches from the cranks' axle, seen from the side."""
    ends = np.maximum(np.abs(island.low - axis), np.abs(island.high - axis))
    return float(np.hypot(ends[0], ends[2]))
