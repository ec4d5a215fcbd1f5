"""The scene ``drone``."""

import numpy as np

from assets.vehicles import CATEGORIES, PARTS
from scenes.distributions import Distribution
from scenes.params import integer, name
from scenes.places import SITES
from scenes.registry import scene
from scenes.rigs import RIGS
from scenes.spec import SceneSpec
from scenes.traffic import Traffic, picture

PLACES = {"street": 3, "junction": 3, "parking_lot": 3, "highway": 2}


class Drone(Traffic):
    count: Distribution = integer("uniform(3, 14)", 1, 14, help="vehicles in the picture")
    place: Distribution = name(PLACES, tuple(PLACES), help="where")
    camera: Distribution = name("drone", tuple(RIGS), help="who looks")


@scene("drone", params=Drone, categories=CATEGORIES, parts=PARTS)
def drone(rng: np.random.Generator, params: Drone) -> SceneSpec:
    """Streets, crossings, car parks and highways from a drone."""

    return picture(rng, params, SITES[params.name(rng, "place")])
