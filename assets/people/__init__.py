"""Simple clothed whole figures: people on foot, on two wheels, at the wheel."""

from assets.people.mannequin import mannequin
from assets.people.pedestrian import pedestrian
from assets.people.seated import driver, rider

__all__ = ["driver", "mannequin", "pedestrian", "rider"]
