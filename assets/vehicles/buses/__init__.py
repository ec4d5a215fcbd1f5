"""Vans, buses and coaches: bodies lofted from plans and profiles, with window rows, doors and liveries."""

from assets.vehicles.buses.build import BUS_TYPES, VAN_TYPES, bus, van

__all__ = ["BUS_TYPES", "VAN_TYPES", "bus", "van"]
