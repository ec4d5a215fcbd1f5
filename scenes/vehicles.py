"""The scene ``vehicles``: the mixture of all vehicle scenes, and what detectors are trained on."""

import numpy as np

from assets.environments.site import Site
from assets.vehicles import CATEGORIES, PARTS
from scenes.distributions import Distribution
from scenes.params import name
from scenes.places import SITES
from scenes.registry import scene
from scenes.rigs import RIGS
from scenes.spec import SceneSpec
from scenes.traffic import Traffic, picture

PLACE_SHARES = {"street": 0.38, "junction": 0.14, "highway": 0.14, "parking_lot": 0.15, "open": 0.16, "studio": 0.03}
CAMERA_SHARES = {"pedestrian": 0.34, "dash": 0.18, "cctv": 0.16, "closeup": 0.28, "drone": 0.04}


class Vehicles(Traffic):
    place: Distribution = name(PLACE_SHARES, tuple(SITES), help="where")
    camera: Distribution = name(CAMERA_SHARES, tuple(RIGS), help="who looks")


@scene("vehicles", params=Vehicles, categories=CATEGORIES, parts=PARTS)
def vehicles(rng: np.random.Generator, params: Vehicles) -> SceneSpec:
    """Everything on wheels, everywhere: streets, crossings, highways, car parks, open ground."""

    def site(own: np.random.Generator, season: str, night: bool) -> Site:
        return SITES[params.name(rng, "place")](own, season, night)

    return picture(rng, params, site)
