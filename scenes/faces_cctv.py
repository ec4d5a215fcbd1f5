"""The scene ``faces_cctv``."""

import numpy as np

from assets.faces import PARTS
from scenes.distributions import Distribution
from scenes.params import integer, number
from scenes.people import People, picture
from scenes.people.params import MOST_PEOPLE
from scenes.registry import scene
from scenes.spec import SceneSpec


class FacesCctv(People):
    count: Distribution = integer("choice({1: 6, 2: 2, 3: 1, 5: 1})", 1, MOST_PEOPLE, help="people in the picture")
    eye_contact: Distribution = number("0.15", 0, 1, help="chance that the eyes look into the camera")


@scene("faces_cctv", params=FacesCctv, categories=("face", "person_head"), parts=PARTS)
def faces_cctv(rng: np.random.Generator, params: FacesCctv) -> SceneSpec:
    """People seen from above by a camera on a wall, small."""
    return picture(rng, params, "faces_cctv")
