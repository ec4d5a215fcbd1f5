"""The scene ``crowd``."""

import numpy as np

from assets.faces import PARTS
from scenes.distributions import Distribution
from scenes.params import integer, number
from scenes.people import People, picture
from scenes.people.params import MOST_PEOPLE
from scenes.registry import scene
from scenes.spec import SceneSpec


class Crowd(People):
    count: Distribution = integer("uniform(10, 40)", 1, MOST_PEOPLE, help="people in the picture")
    eye_contact: Distribution = number("0.3", 0, 1, help="chance that the eyes look into the camera")


@scene("crowd", params=Crowd, categories=("face", "person_head"), parts=PARTS)
def crowd(rng: np.random.Generator, params: Crowd) -> SceneSpec:
    """Ten to forty people in rows, small."""
    return picture(rng, params, "crowd")
