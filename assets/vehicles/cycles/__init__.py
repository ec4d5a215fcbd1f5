"""Two-wheelers: motorcycles, scooters and bicycles, built from tubes, lathes and lofts."""

from assets.vehicles.cycles.bicycle import bicycle
from assets.vehicles.cycles.cargo_bike import cargo_bike
from assets.vehicles.cycles.moped import moped
from assets.vehicles.cycles.motorcycle import motorcycle
from assets.vehicles.cycles.scooter import scooter

__all__ = ["bicycle", "cargo_bike", "moped", "motorcycle", "scooter"]
