"""The scene ``passport``."""

import numpy as np

from assets.faces import EXPRESSIONS, GLASSES, PARTS
from assets.faces.look import FACE_PAINT, FACEWEAR, HEADWEAR
from scenes.distributions import Distribution
from scenes.params import name, number
from scenes.people import People, picture
from scenes.people.params import METERING
from scenes.registry import scene
from scenes.spec import SceneSpec


class Passport(People):
    yaw_deg: Distribution = number("truncnormal(0, 2, -6, 6)", -120, 120, "deg", help="head turned to the left")
    pitch_deg: Distribution = number("truncnormal(0, 2, -6, 6)", -50, 50, "deg", help="head raised")
    roll_deg: Distribution = number("truncnormal(0, 1.5, -5, 5)", -50, 50, "deg", help="head leant to the right")
    expression: Distribution = name("neutral", tuple(EXPRESSIONS))
    glasses: Distribution = name("choice({none: 4, clear: 1})", GLASSES)
    headwear: Distribution = name("none", HEADWEAR)
    facewear: Distribution = name("none", FACEWEAR, help="over mouth and nose")
    face_paint: Distribution = name("none", FACE_PAINT, help="over the whole face")
    eye_contact: Distribution = number("1", 0, 1, help="chance that the eyes look into the camera")
    metering: Distribution = name("faces", METERING, help="what the camera exposes for")
    exposure_ev: Distribution = number("truncnormal(0.3, 0.1, 0, 0.6)", -3, 3, "EV", help="stops over the light meter")


@scene("passport", params=Passport, categories=("face", "person_head"), parts=PARTS)
def passport(rng: np.random.Generator, params: Passport) -> SceneSpec:
    """One person as passports have them: frontal, neutral, before light grey."""
    return picture(rng, params, "passport")
