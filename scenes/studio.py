"""The scene ``studio``."""

import numpy as np

from assets.environments import BUILT_IN
from assets.environments.sites import studio as site
from assets.vehicles import CATEGORIES, PARTS
from scenes.distributions import Distribution
from scenes.params import integer, name, number
from scenes.registry import scene
from scenes.rigs import RIGS
from scenes.skies import LIGHT_NAMES, WEATHER_NAMES
from scenes.spec import SceneSpec
from scenes.traffic import Traffic, picture


class Studio(Traffic):
    count: Distribution = integer(1, 1, 14, help="vehicles in the picture")
    camera: Distribution = name("turntable", tuple(RIGS), help="who looks")
    light: Distribution = name("hdri", LIGHT_NAMES, help="where light comes from")
    hdri: Distribution = name("studio", BUILT_IN, open=True, library=("environment",), help="environment")
    weather: Distribution = name("clear", WEATHER_NAMES, help="what falls, lies and hangs in the air")
    pedestrians: Distribution = integer(0, 0, 20, help="people on foot")
    blur: Distribution = number(0, 0, 1, help="share of pictures whose shutter is open while traffic moves")


@scene("studio", params=Studio, categories=CATEGORIES, parts=PARTS)
def studio(rng: np.random.Generator, params: Studio) -> SceneSpec:
    """One vehicle on a turntable before a plain backdrop."""
    return picture(rng, params, site)
