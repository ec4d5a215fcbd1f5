"""The scene ``vehicles``: the mixture of all vehicle scenes, and what detectors are trained on."""

import numpy as np

from assets.vehicles import CATEGORIES, PARTS
from scenes.distributions import Distribution
from scenes.params import name
from scenes.places import SITES
from scenes.registry import scene
from scenes.rigs import RIGS
from scenes.spec import SceneSpec
from scenes.traffic import BUILT_UP, PLAIN, Traffic, picture

PLACE_SHARES = {"street": 0.38, "junction": 0.14, "highway": 0.14, "parking_lot": 0.15, "open": 0.16, "studio": 0.03}
CAMERA_SHARES = {"pedestrian": 0.34, "dash": 0.19, "cctv": 0.15, "closeup": 0.305, "drone": 0.015}


class Vehicles(Traffic):
    place: Distribution = name(PLACE_SHARES, tuple(SITES), help="where")
    camera: Distribution = name(CAMERA_SHARES, tuple(RIGS), help="who looks")


@scene("vehicles", params=Vehicles, categories=CATEGORIES, parts=PARTS)
def vehicles(rng: np.random.Generator, params: Vehicles) -> SceneSpec:
    """Everything on wheels, everywhere: streets, crossings, highways, car parks, open ground."""

    place = params.name(rng, "place")
    return picture(rng, params, SITES[place], PLAIN if place in ("open", "studio") else BUILT_UP)
