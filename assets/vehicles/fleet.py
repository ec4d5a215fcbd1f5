"""Every type of vehicle there is: its category, and who builds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.standins import labels_only
from assets.vehicles.buses import BUS_TYPES, VAN_TYPES, bus, van
from assets.vehicles.cars import CAR_TYPES, car
from assets.vehicles.cycles import bicycle, cargo_bike, moped, motorcycle, scooter
from assets.vehicles.others import RICKSHAWS, caravan, rickshaw, tractor
from assets.vehicles.standins import stand_in
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
    size_m: length, width with mirrors, and height with driver or rider, of the average one.
    """

    category: str
    family: str
    build: Builder
    size_m: tuple[float, float, float]


CATEGORIES = ("car", "truck", "bus", "motorcycle", "bicycle")
SIZES_M: Mapping[str, tuple[float, float, float]] = {  # means of what ``vehicle`` builds, to place before building
    "sedan": (4.7, 2.1, 1.5),
    "hatchback": (4.2, 2.1, 1.55),
    "estate": (4.8, 2.1, 1.55),
    "coupe": (4.5, 2.1, 1.4),
    "convertible": (4.4, 2.1, 1.3),
    "sports_car": (4.5, 2.2, 1.25),
    "classic_car": (4.3, 2.1, 1.5),
    "suv": (4.7, 2.3, 1.8),
    "crossover": (4.3, 2.1, 1.6),
    "minivan": (4.9, 2.3, 1.8),
    "pickup": (5.5, 2.3, 1.9),
    "panel_van": (5.5, 2.4, 2.3),
    "minibus": (6.3, 2.5, 2.7),
    "city_bus": (10.8, 2.9, 3.1),
    "coach": (12.7, 2.8, 3.8),
    "double_decker": (10.9, 2.9, 4.3),
    "school_bus": (9.3, 2.9, 3.1),
    "box_truck": (7.6, 2.7, 2.9),
    "semi_trailer": (15.0, 3.2, 3.8),
    "dump_truck": (8.5, 3.1, 3.2),
    "tank_truck": (8.8, 3.0, 2.9),
    "mixer_truck": (9.1, 3.1, 3.8),
    "refuse_truck": (8.3, 2.9, 3.0),
    "tow_truck": (7.3, 2.6, 2.7),
    "mobile_crane": (10.5, 3.1, 3.5),
    "camper": (6.7, 2.6, 3.15),
    "tractor": (4.3, 2.2, 2.6),
    "caravan": (6.0, 2.3, 2.6),
    "auto_rickshaw": (2.7, 1.6, 1.8),
    "cargo_rickshaw": (3.0, 1.6, 1.8),
    "motorcycle": (2.1, 0.8, 1.5),
    "scooter": (1.9, 0.75, 1.5),
    "moped": (1.8, 0.75, 1.6),
    "bicycle": (1.8, 0.7, 1.5),
    "cargo_bike": (2.1, 0.8, 1.6),
}


def _of(category: str, family: str, build: Builder, *types: str) -> Mapping[str, VehicleType]:
    return {type: VehicleType(category, family, build, SIZES_M[type]) for type in types}


FLEET: Mapping[str, VehicleType] = {
    **_of("car", "car", car, *CAR_TYPES),
    **_of("truck", "van", van, *VAN_TYPES),
    **_of("bus", "bus", bus, *(type for type in BUS_TYPES if type != "school_bus")),
    **_of("bus", "school_bus", bus, "school_bus"),
    **_of("truck", "truck", truck, *TRUCK_TYPES),
    **_of("truck", "tractor", tractor, "tractor"),
    **_of("truck", "caravan", caravan, "caravan"),
    **{type: VehicleType(own, "rickshaw", rickshaw, SIZES_M[type]) for type, own in RICKSHAWS.items()},
    **_of("motorcycle", "motorcycle", motorcycle, "motorcycle"),
    **_of("motorcycle", "motorcycle", scooter, "scooter"),
    **_of("motorcycle", "motorcycle", moped, "moped"),
    **_of("bicycle", "bicycle", bicycle, "bicycle"),
    **_of("bicycle", "bicycle", cargo_bike, "cargo_bike"),
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
    build = FLEET[expect_name(type, FLEET, "type")].build
    return stand_in(rng, build, type, color, state) if labels_only() else build(rng, type, color, state)
