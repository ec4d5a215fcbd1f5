"""Faces differ around what people look like, not around what a base mesh looks like."""

import numpy as np

from assets.faces import Identity, Look, bake, random_local
from assets.faces.keypoints import keypoints
from assets.faces.prior import AXES, MIDDLE
from assets.faces.shape import neutral, posed
from assets.faces.surface import body_faces, limit

GROWN = range(24)


def proportions(identity):
    """In distances of the eyes, from the front: eyes to mouth, the mouth's width, eyes to the tip, mouth to chin."""
    control = posed(neutral(identity), {}, (0.0, 0.0, 0.0))
    found = keypoints(limit(control, body_faces()), control, Look())
    at = {name: np.array(place)[1:] for name, place in found.items()}
    right, left = (np.mean([at[f"{side}_eye_{k}"] for k in range(6)], 0) for side in ("right", "left"))
    apart, middle = np.linalg.norm(right - left), (right + left) / 2.0
    mouth = (at["outer_lip_0"] + at["outer_lip_6"]) / 2.0
    wide = np.linalg.norm(at["outer_lip_0"] - at["outer_lip_6"])
    down = ((middle - mouth)[1], wide, (middle - at["nose_bridge_3"])[1], (mouth - at["jaw_8"])[1])
    return np.array(down) / apart


def test_the_middle_of_grown_peoples_faces_has_the_proportions_of_people():
    found = []
    for seed in GROWN:
        rng = np.random.default_rng(seed)
        age = float(rng.uniform(20.0, 70.0))
        found.append(proportions(Identity(age, gender=seed % 2, local=random_local(rng, age))))
    mouth, wide, tip, chin = np.median(found, axis=0)
    assert 1.02 < mouth < 1.11
    assert 0.77 < wide < 0.87
    assert 0.49 < tip < 0.58
    assert 0.68 < chin < 0.82


def test_every_target_of_the_middle_face_and_of_the_axes_exists():
    either = {name.removeprefix("l-").removeprefix("r-") for name in bake.load().local.names}
    assert set(MIDDLE) <= either
    assert {name for axis in AXES.values() for name in axis} <= either
