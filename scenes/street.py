"""The scene ``street``."""

import numpy as np

from assets.environments.sites import street as site
from assets.vehicles import CATEGORIES, PARTS
from scenes.distributions import Distribution
from scenes.params import integer, name
from scenes.registry import scene
from scenes.rigs import RIGS
from scenes.spec import SceneSpec
from scenes.traffic import Traffic, picture


class Street(Traffic):
    camera: Distribution = name(
        {"pedestrian": 4, "dash": 4, "cctv": 2, "closeup": 2, "drone": 0.5}, tuple(RIGS), help="who looks"
    )
    pedestrians: Distribution = integer("choice({0: 3, 1: 2, 2: 2, 3: 1, 5: 1, 8: 0.5})", 0, 20, help="people on foot")


@scene("street", params=Street, categories=CATEGORIES, parts=PARTS)
def street(rng: np.random.Generator, params: Street) -> SceneSpec:
    """Traffic and parked vehicles in a street: houses or gardens, kerbs, pavements, trees, poles, people."""
    return picture(rng, params, site)
