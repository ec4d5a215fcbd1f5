"""What arms do and what sleeves are like, by kind of picture."""

import functools
from collections import Counter

import pytest

from assets.standins import for_labels
from tests.scenes.people.test_people_scenes import build

PICTURES = 60


@functools.cache
def told(shot: str, key: str) -> Counter[str]:
    with for_labels():
        pictures = [build("faces", seed, shot=shot, count=1, bystanders=0, held="none") for seed in range(PICTURES)]
    return Counter(str(person.asset.attributes[key]) for picture in pictures for person in picture.labelled()[:1])


@pytest.mark.parametrize(
    ("shot", "least", "most"), [("street", 0.3, 0.65), ("sport", 0.2, 0.5), ("portrait", 0.5, 0.85)]
)
def test_arms_hang_as_often_as_the_shot_has_it(shot, least, most):
    assert least < told(shot, "arms")["hanging"] / PICTURES < most
    assert len(told(shot, "arms")) >= 6


def test_passports_have_arms_that_hang():
    assert set(told("passport", "arms")) == {"hanging"}


def test_who_plays_has_bare_arms_more_often():
    bare = {shot: 1.0 - told(shot, "sleeves")["long"] / PICTURES for shot in ("sport", "street")}
    assert bare["sport"] > 0.6
    assert 0.1 < bare["street"] < 0.5


@pytest.mark.parametrize(("key", "value"), [("arms", "folded"), ("arms", "raised"), ("sleeves", "short")])
def test_what_is_asked_for_is_told(key, value):
    with for_labels():
        picture = build("portrait", 1, garment="t_shirt", **{key: value})
    assert {person.asset.attributes[key] for person in picture.labelled()} == {value}
