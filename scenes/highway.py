"""The scene ``highway``."""

import numpy as np

from assets.environments.sites import highway as site
from assets.vehicles import CATEGORIES, PARTS
from scenes.distributions import Distribution
from scenes.params import integer, name
from scenes.registry import scene
from scenes.rigs import RIGS
from scenes.spec import SceneSpec
from scenes.traffic import Traffic, picture


class Highway(Traffic):
    camera: Distribution = name({"cctv": 4, "dash": 4, "pedestrian": 1, "drone": 0.7}, tuple(RIGS), help="who looks")
    pedestrians: Distribution = integer("0", 0, 20, help="people on foot")


@scene("highway", params=Highway, categories=CATEGORIES, parts=PARTS)
def highway(rng: np.random.Generator, params: Highway) -> SceneSpec:
    """Fast roads with several lanes, barriers and gantries, from a gantry, a windscreen or the shoulder."""
    return picture(rng, params, site)
