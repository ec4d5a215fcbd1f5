"""Vehicles made of numbers: no two of a type alike."""

from assets.vehicles.car import CAR_TYPES, PARTS, car
from assets.vehicles.colors import COLORS

__all__ = ["CAR_TYPES", "COLORS", "PARTS", "car"]
