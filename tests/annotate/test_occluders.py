"""What hides a face, by name: plates before plates."""

import numpy as np
import pytest

from annotate import annotate
from assets import Label
from scenes import Placed, Pose

FACE = Label("face", frozenset({"skin"}), open=True)


def occluders(make, seen, depth_m=None, size=(10, 10)):
    """Of a face of 10 × 10 pixels at 2 m, half a metre deep, of which ``seen`` leaves show."""
    thing = make.asset(labels=(FACE,), parts=("skin", "hair", "left_ear"))
    spec = make.scene(Placed(thing, Pose.at(x=2.0), 1), Placed(make.asset(), Pose.at(x=1.0), 2))
    shown = make.frame(seen, {1: make.plate((10, 10, *size), part="skin"), 2: make.plate((0, 0, 1, 1))})
    if depth_m is not None:
        shown.depth[:] = depth_m
    face = next(item for item in annotate(spec, shown).annotations if item["category"] == "face")
    return face["attributes"]["occluded_by"]


def test_nothing_hides_a_face_that_shows_whole(make):
    assert occluders(make, {(1, "skin"): make.rectangle(10, 10, 10, 10)}) == "none"


@pytest.mark.parametrize(("columns", "wanted"), [(1, "hair"), (0.4, "none")])
def test_a_twentieth_counts(make, columns, wanted):
    rows = int(10 * columns)
    seen = {
        (1, "skin"): make.rectangle(10, 10, 10, 10) & ~make.rectangle(19, 10, 1, rows),
        (1, "hair"): make.rectangle(19, 10, 1, rows),
    }
    assert occluders(make, seen) == wanted


def test_parts_lose_their_side_and_others_have_general_names(make):
    seen = {
        (1, "skin"): make.rectangle(10, 10, 10, 4),
        (1, "left_ear"): make.rectangle(10, 14, 10, 2),
        (2, "body"): make.rectangle(10, 16, 10, 2),
        (3, "clothing"): make.rectangle(10, 18, 10, 2),
    }
    assert occluders(make, seen) == "ear,object,person"


def test_hands_and_what_they_hold_have_names_of_their_own(make):
    thing = make.asset(labels=(FACE,), parts=("skin", "hand", "phone"))
    spec = make.scene(Placed(thing, Pose.at(x=2.0), 1))
    seen = {
        (1, "skin"): make.rectangle(10, 10, 10, 4),
        (1, "hand"): make.rectangle(10, 14, 10, 4),
        (1, "phone"): make.rectangle(10, 18, 10, 2),
    }
    (face,) = annotate(spec, make.frame(seen, {1: make.plate((10, 10, 10, 10), part="skin")})).annotations
    assert face["attributes"]["occluded_by"] == "hand,phone"
    assert face["visible_fraction"] == pytest.approx(0.4)


@pytest.mark.parametrize(("depth_m", "wanted"), [(0.5, "object"), (5.0, "none")])
def test_scenery_counts_where_it_stands_before_the_head(make, depth_m, wanted):
    assert occluders(make, {(1, "skin"): make.rectangle(10, 10, 5, 10)}, depth_m) == wanted


def test_a_face_that_fades_into_what_is_behind_it_is_hidden_by_nothing(make):
    rng = np.random.default_rng(0)
    seen = {(1, "skin"): make.rectangle(10, 10, 10, 10) & (rng.random((make.HEIGHT, make.WIDTH)) < 0.5)}
    assert occluders(make, seen, 5.0) == "none"
