"""Vehicles made of numbers: no two of a type alike.

A package for each family (``cars``, ``buses``, ``trucks``, ``cycles``); what they share lies beside them.
"""

from assets.vehicles.cars import CAR_TYPES, car
from assets.vehicles.colors import COLORS
from assets.vehicles.finish import PARTS
from assets.vehicles.fleet import CATEGORIES, FLEET, vehicle
from assets.vehicles.state import PARKED, State

__all__ = ["CAR_TYPES", "CATEGORIES", "COLORS", "FLEET", "PARKED", "PARTS", "State", "car", "vehicle"]
