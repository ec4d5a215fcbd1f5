"""What labels say about a person, measured on the face that is rendered."""

import dataclasses

import numpy as np
import pytest

from assets.faces import Identity, Look, person
from assets.faces.description import eye_gap_m, identity_id


def told(**look):
    return person(np.random.default_rng(0), Identity(), Look(hair_style="bald", **look)).attributes


def test_eyes_are_measured_against_the_face_at_rest():
    rest, shut, wide = told(), told(expression="blink"), told(expression="surprise")
    for side in ("left", "right"):
        assert 0.85 < rest[f"eye_openness_{side}"] <= 1.0
        assert shut[f"eye_openness_{side}"] < 0.15
        assert wide[f"eye_openness_{side}"] > 1.15


def test_an_open_mouth_is_told_from_a_shut_one():
    assert told(expression="laugh")["mouth_openness"] > 0.2
    assert told()["mouth_openness"] < 0.08


def test_lids_that_cross_are_shut():
    lids = {f"left_eye_{i}": (0.0, 0.0, z) for i, z in enumerate((0.0, 1.0, 2.0, 0.0, -3.0, -1.0))}
    assert eye_gap_m(lids, "left") == pytest.approx(((1.0 + 1.0) + (2.0 + 3.0)) / 2.0)
    assert eye_gap_m({key: (x, y, -z) for key, (x, y, z) in lids.items()}, "left") == 0.0


def test_an_identity_is_its_shape_skin_and_eyes_and_nothing_else():
    someone = Identity(local={"nose-width": 0.2})
    known = identity_id(someone, Look())
    assert len(known) == 12
    assert identity_id(someone, Look(expression="smile", hair_style="bald", glasses="clear")) == known
    assert identity_id(dataclasses.replace(someone, local={"nose-width": 0.3}), Look()) != known
    assert identity_id(someone, Look(skin_tone=5)) != known
    assert identity_id(someone, Look(eye_color="blue")) != known
