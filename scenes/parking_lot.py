"""The scene ``parking_lot``."""

import numpy as np

from assets.environments.sites import parking_lot as site
from assets.vehicles import CATEGORIES, PARTS
from scenes.distributions import Distribution
from scenes.params import integer, name
from scenes.registry import scene
from scenes.rigs import RIGS
from scenes.spec import SceneSpec
from scenes.traffic import Traffic, picture


class ParkingLot(Traffic):
    count: Distribution = integer("uniform(2, 10)", 1, 14, help="vehicles in the picture")
    camera: Distribution = name(
        {"pedestrian": 5, "cctv": 2.5, "closeup": 2, "drone": 1, "dash": 1}, tuple(RIGS), help="who looks"
    )
    pedestrians: Distribution = integer("choice({0: 5, 1: 2, 2: 1})", 0, 20, help="people on foot")


@scene("parking_lot", params=ParkingLot, categories=CATEGORIES, parts=PARTS)
def parking_lot(rng: np.random.Generator, params: ParkingLot) -> SceneSpec:
    """A car park, from a person's height, from a pole and from above."""
    return picture(rng, params, site)
