"""The scene ``junction``."""

import numpy as np

from assets.environments.sites import junction as site
from assets.vehicles import CATEGORIES, PARTS
from scenes.distributions import Distribution
from scenes.params import integer, name
from scenes.registry import scene
from scenes.rigs import RIGS
from scenes.spec import SceneSpec
from scenes.traffic import Traffic, picture


class Junction(Traffic):
    camera: Distribution = name({"cctv": 4, "pedestrian": 3, "dash": 2, "drone": 1}, tuple(RIGS), help="who looks")
    pedestrians: Distribution = integer("choice({0: 3, 1: 2, 3: 2, 6: 1})", 0, 20, help="people on foot")


@scene("junction", params=Junction, categories=CATEGORIES, parts=PARTS)
def junction(rng: np.random.Generator, params: Junction) -> SceneSpec:
    """A crossing of two streets, with lights or without: vehicles wait, cross and turn."""
    return picture(rng, params, site)
