"""Every type of vehicle there is: its category, and who builds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.vehicles.buses import BUS_TYPES, VAN_TYPES, bus, van
from assets.vehicles.cars import CAR_TYPES, car
from assets.vehicles.cycles import bicycle, motorcycle, scooter
from assets.vehicles.state import PARKED, State
from assets.vehicles.trucks import TRUCK_TYPES, truck


class Builder(Protocol):
    def __call__(self, rng: np.random.Generator, type: str, color: str, state: State) -> Asset: ...


@dataclass(frozen=True)
class VehicleType:
    """Attributes:
    category: COCO category name that its instances get.
    family: how it is painted, a key of ``COLOR_SHARES``.
    build: makes one.
    """

    category: str
    family: str
    build: Builder


CATEGORIES = ("car", "truck", "bus", "motorcycle", "bicycle")
FLEET: Mapping[str, VehicleType] = {
    **{type: VehicleType("car", "car", car) for type in CAR_TYPES},
    **{type: VehicleType("truck", "van", van) for type in VAN_TYPES},
    **{type: VehicleType("bus", "bus", bus) for type in BUS_TYPES},
    **{type: VehicleType("truck", "truck", truck) for type in TRUCK_TYPES},
    "motorcycle": VehicleType("motorcycle", "motorcycle", motorcycle),
    "scooter": VehicleType("motorcycle", "motorcycle", scooter),
    "bicycle": VehicleType("bicycle", "bicycle", bicycle),
}


def vehicle(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A vehicle that stands on z = 0 around the origin and looks along x.

    Args:
        rng: where its proportions, paint and details come from.
        type: a key of ``FLEET``.
        color: one of ``COLORS``.
        state: what it is doing.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    return FLEET[expect_name(type, FLEET, "type")].build(rng, type, color, state)
