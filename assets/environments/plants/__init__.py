"""Plants: branches grown at once, with leaves as many small faces that let light through."""

from assets.environments.plants.foliage import SEASONS
from assets.environments.plants.meadow import fallen_leaves, weeds
from assets.environments.plants.shrubs import bush, grass_tufts, hedge
from assets.environments.plants.trees import KINDS, tree

__all__ = ["KINDS", "SEASONS", "bush", "fallen_leaves", "grass_tufts", "hedge", "tree", "weeds"]
