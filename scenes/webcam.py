"""The scene ``webcam``."""

import numpy as np

from assets.faces import PARTS
from scenes.distributions import Distribution
from scenes.params import integer, number
from scenes.people import People, picture
from scenes.people.params import MOST_PEOPLE
from scenes.registry import scene
from scenes.spec import SceneSpec


class Webcam(People):
    count: Distribution = integer("choice({1: 9, 2: 1})", 1, MOST_PEOPLE, help="people in the picture")
    yaw_deg: Distribution = number("truncnormal(0, 16, -70, 70)", -120, 120, "deg", help="head turned to the left")


@scene("webcam", params=Webcam, categories=("face", "person_head"), parts=PARTS)
def webcam(rng: np.random.Generator, params: Webcam) -> SceneSpec:
    """One person before a screen, from near by with a wide lens."""
    return picture(rng, params, "webcam")
