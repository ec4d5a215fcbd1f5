"""Buildings that line streets: one function makes them all, a module for each family of styles plans them."""

from assets.environments.buildings.building import STYLES, building

__all__ = ["STYLES", "building"]
