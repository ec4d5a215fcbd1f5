"""Sets of people: who comes in which picture, and what stays the same."""

from collections import Counter

import numpy as np
import pytest

from assets import SceneError
from assets.random import stream
from scenes import find_scene, sample
from scenes.balance import balanced
from scenes.people.identities import kept, numbers
from scenes.people.params import People


def params(**values):
    return People.read(values, "people")


def frame(number, seed=0):
    """A scene's stream in a frame of a run."""
    return stream(np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,))), "attempt 0")


def test_everyone_is_new_unless_asked_for():
    assert numbers(frame(3), params(), 2) == [None, None]


def test_each_comes_equally_often_and_in_another_order_each_time():
    people = params(identities=5)
    shown = [numbers(frame(k), people.for_picture(k), 1)[0] for k in range(15)]
    assert Counter(shown) == dict.fromkeys(range(5), 3)
    assert shown[:5] != shown[5:10]


def test_a_picture_shows_nobody_twice():
    people = params(identities=4, first_identity=100)
    for k in range(8):
        assert sorted(numbers(frame(k), people.for_picture(k), 4)) == [100, 101, 102, 103]
    with pytest.raises(SceneError, match="expected at least 5"):
        numbers(frame(0), people, 5)


def test_a_person_is_the_same_in_every_frame_and_run():
    first, again = kept(frame(1), params(), 7), kept(frame(2, seed=9), params(), 7)
    assert first.identity == again.identity
    assert (first.skin_tone, first.eye_color, first.hair_style) == (again.skin_tone, again.eye_color, again.hair_style)
    assert kept(frame(1), params(), 8).identity != first.identity
    assert kept(frame(1), params(), None).identity != kept(frame(2), params(), None).identity


def test_pictures_of_one_person_differ_in_all_but_the_person():
    script = find_scene("portrait")
    own = script.params.read({"identities": 1, "hair_style": "bald", "eye_contact": 0}, "portrait").with_size(
        (160, 120)
    )
    one, other = (
        sample(script, own, np.random.default_rng(np.random.SeedSequence(0, spawn_key=(k,))))[0] for k in (0, 1)
    )
    first, second = one.placed[-1], other.placed[-1]
    assert first.attributes["identity_id"] == second.attributes["identity_id"] == "000000"
    same = ("age_years", "feminine", "skin_tone", "eye_color", "ancestry_asian", "identity_id")
    assert all(first.asset.attributes[key] == second.asset.attributes[key] for key in same)
    assert not np.allclose(first.pose.rotation, second.pose.rotation)
    assert first.asset.attributes["gaze_yaw_deg"] != second.asset.attributes["gaze_yaw_deg"]


def test_balance_goes_for_the_set_of_people():
    people = balanced(params(identities=10), {"skin_tone": "equal"}, seed=1, scene="people")
    tones = [kept(frame(0), people.for_picture(0).of(0), number).skin_tone for number in range(10)]
    assert sorted(tones) == list(range(1, 11))
