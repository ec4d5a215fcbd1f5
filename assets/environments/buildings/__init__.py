"""Buildings that line streets: one function makes them all, a module for each family of styles plans them."""

from assets.environments.buildings.building import STYLES, building
from assets.environments.buildings.garages import garages
from assets.environments.buildings.halls import gate, hall_wall

__all__ = ["STYLES", "building", "garages", "gate", "hall_wall"]
