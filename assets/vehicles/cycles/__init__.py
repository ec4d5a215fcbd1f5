"""Two-wheelers: motorcycles, scooters and bicycles, built from tubes, lathes and lofts."""

from assets.vehicles.cycles.bicycle import bicycle
from assets.vehicles.cycles.motorcycle import motorcycle
from assets.vehicles.cycles.scooter import scooter

__all__ = ["bicycle", "motorcycle", "scooter"]
