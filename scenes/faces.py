"""The scene ``faces``: the mixture of all scenes of people, and what face detectors are trained on."""

import numpy as np

from assets.faces import PARTS
from scenes.distributions import Distribution, parse
from scenes.params import integer, name
from scenes.people import SHOTS, People, picture
from scenes.people.params import MOST_PEOPLE
from scenes.registry import scene
from scenes.spec import SceneSpec

COUNT_SHARES = {1: 78, 2: 8, 3: 5, 4: 2.5, 5: 2, 6: 1.5, 10: 1, 16: 1, 24: 0.7, 40: 0.3}
# By how many are in the picture: up to so many, shares of shots.
SHOT_SHARES = (
    (1, {"portrait": 70, "webcam": 12, "faces_cctv": 12, "passport": 6}),
    (2, {"group": 75, "webcam": 10, "faces_cctv": 15}),
    (6, {"group": 85, "faces_cctv": 15}),
    (MOST_PEOPLE, {"crowd": 85, "faces_cctv": 15}),
)


class Faces(People):
    count: Distribution = integer(COUNT_SHARES, 1, MOST_PEOPLE, help="people in the picture")
    shot: Distribution = name("auto", tuple(SHOTS), help="kind of picture; auto: by how many are in it", auto=True)


@scene("faces", params=Faces, categories=("face", "person_head"), parts=PARTS)
def faces(rng: np.random.Generator, params: Faces) -> SceneSpec:
    """People's faces: portraits, groups, crowds, from webcams, in passports, from above."""
    count = params.integer(rng, "count")
    shares = next(shares for most, shares in SHOT_SHARES if count <= most)
    return picture(rng, params, params.name_or(rng, "shot", parse(shares)))
