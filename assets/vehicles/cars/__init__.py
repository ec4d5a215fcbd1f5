"""Passenger cars: lofted bodies from a side silhouette and a plan."""

from assets.vehicles.cars.car import CAR_TYPES, car

__all__ = ["CAR_TYPES", "car"]
