"""Printed faces: no faces for the labels, or faces, as is asked for."""

import numpy as np
import pytest

from assets.faces.parts import FACE_PARTS
from assets.faces.printed import HIGH_PX, WIDE_PX, drawing, poster
from scenes import find_scene, sample

SIZE = (320, 240)


def build(seed, **values):
    script = find_scene("faces")
    fixed = {"hair_style": "bald", "held": "none", "shot": "street", "count": 1, "bystanders": 0, "props": 0}
    params = script.params.read({**fixed, "posters": 4, **values}, "faces").with_size(SIZE)
    return sample(script, params, np.random.default_rng(np.random.SeedSequence(seed)))[0]


def named(spec, name):
    return [item for item in spec.placed if item.asset.name == name]


@pytest.mark.parametrize("seed", range(3))
def test_a_printed_face_is_scenery_unless_it_is_asked_for(seed):
    plain, asked = build(seed), build(seed, printed="labelled")
    assert named(plain, "poster")
    assert not named(plain, "printed face")
    assert len(plain.labelled()) == 1
    faces = named(asked, "printed face")
    assert len(faces) == len(named(asked, "poster")) == len(named(plain, "poster"))
    assert len(asked.labelled()) == 1 + len(faces)
    assert all(item.asset.attributes["printed"] for item in faces)


def test_asking_for_labels_moves_nothing():
    plain, asked = build(5), build(5, printed="labelled")
    for one, other in zip(named(plain, "poster"), named(asked, "poster"), strict=True):
        np.testing.assert_array_equal(one.pose.translation, other.pose.translation)


def test_the_labelled_face_is_its_oval_alone():
    sheet, face = poster(np.random.default_rng(1))
    assert set(face.parts()) == {"skin"}
    assert set(face.parts()) <= FACE_PARTS
    points = face.meshes[0].vertices
    whole = sheet.meshes[0].vertices
    assert points[:, 1:].min(0)[1] > whole[:, 2].min()
    assert 0.2 < np.ptp(points[:, 1]) / np.ptp(whole[:, 1]) < 0.6


def test_no_two_drawings_are_alike_and_one_always_is():
    one, same, other = (drawing(np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.shape == (HIGH_PX, WIDE_PX, 3)
    np.testing.assert_array_equal(one, same)
    assert np.abs(one.astype(int) - other).mean() > 5
