"""Balance of a scene's parameters: what is dealt, what a scene draws of it, and what wrong requests say."""

import math
from collections import Counter

import numpy as np
import pytest

from annotate.stats import evenness
from assets import ConfigError
from scenes import Distribution, SceneParams, integer, name, number
from scenes.balance import balanced, read_balance
from scenes.params import Bins

AGES = Bins("age", ((13, "child"), (60, "adult"), (200, "senior")))


class Crowd(SceneParams):
    each = ("tone", "age", "color", "tilt")
    bins = {"age_group": AGES}  # noqa: RUF012

    count: Distribution = integer("choice({1: 8, 2: 1, 3: 1})", 1, 3)
    sky: Distribution = name("choice(day, night)", ("day", "night"))
    tone: Distribution = integer("uniform(1, 10)", 1, 10)
    age: Distribution = number("uniform(5, 85)", 0, 90)
    color: Distribution = name("auto", ("red", "white", "blue"), auto=True)
    tilt: Distribution = number("beta(2, 5, -30, 30)", -30, 30)
    length: Distribution = number("given(color, {red: 1, else: 2})", 0, 9)


def pictures(request, count=120, seed=0, **values):
    """What the things of so many pictures draw: tone, age, color, tilt, sky."""
    params = balanced(Crowd.read(values, "crowd"), read_balance(request, {"crowd": Crowd})["crowd"], seed, "crowd")
    out = []
    for k in range(count):
        own = params.for_picture(k)
        rng = np.random.default_rng([seed, k])
        sky, things = own.name(rng, "sky"), own.integer(rng, "count")
        for i in range(things):
            thing, other = own.of(i), np.random.default_rng([seed, k, i])
            color = thing.name_or(other, "color", Crowd().domain("color").check(AUTO_RED))
            drawn = thing.integer(other, "tone"), thing.number(other, "age"), color, thing.number(other, "tilt")
            out.append((*drawn, sky))
    return out


AUTO_RED = Crowd.read({"color": "red"}, "crowd").color


def test_600_pictures_are_even_in_every_key_and_every_pair():
    drawn = pictures(["tone", "age_group", "color"], count=600)
    rows = [(tone, AGES.name_of(age), color) for tone, age, color, _, _ in drawn]
    sizes = (10, 3, 3)
    for keys in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2)):
        counts = Counter(tuple(row[key] for key in keys) for row in rows)
        assert evenness(counts.values(), math.prod(sizes[key] for key in keys)) >= 0.99
    whole = Counter(rows)
    assert len(whole) == 90 and max(whole.values()) - min(whole.values()) <= 1


def test_a_bin_narrows_the_distribution_and_leaves_it_as_it_is_within():
    children = [age for _, age, *_ in pictures(["age_group"]) if age < 13]
    assert min(children) > 5 and np.mean(children) == pytest.approx(9, abs=0.8)


def test_numbers_are_cut_into_intervals():
    tilts = [tilt for *_, tilt, _ in pictures({"tilt": 6})]
    counts = np.histogram(tilts, 6, (-30, 30))[0]
    assert counts.max() - counts.min() <= 1


def test_what_is_drawn_once_is_dealt_by_pictures():
    params = balanced(Crowd(), {"sky": "equal", "tone": "equal"}, 0, "crowd")
    skies = [params.for_picture(k).name(np.random.default_rng(k), "sky") for k in range(20)]
    assert Counter(skies) == {"day": 10, "night": 10}


def test_things_that_come_again_are_dealt_by_their_own_number():
    params = balanced(Crowd(), {"tone": "equal"}, 0, "crowd")
    tones = [params.of_identity(number).integer(np.random.default_rng(number), "tone") for number in range(50)]
    assert Counter(tones) == dict.fromkeys(range(1, 11), 5)


def test_quotas_are_met_and_the_rest_is_shared():
    colors = Counter(color for _, _, color, *_ in pictures({"color": {"blue": "10%"}}))
    total = colors.total()
    assert abs(colors["blue"] - 0.1 * total) <= 2 and abs(colors["red"] - 0.45 * total) <= 2


def test_weights_stand_for_quotas():
    colors = Counter(color for _, _, color, *_ in pictures({"color": "weights"}, color={"red": 3, "blue": 1}))
    assert abs(colors["red"] - 3 * colors["blue"]) <= 4


def test_counts_of_things_follow_their_distribution():
    params = balanced(Crowd(), {"tone": "equal"}, 0, "crowd")
    counts = Counter(params.for_picture(k).integer(np.random.default_rng(k), "count") for k in range(60))
    assert counts == {1: 48, 2: 6, 3: 6}


def test_without_balance_nothing_changes():
    plain, rng = Crowd(), np.random.default_rng(5)
    assert plain.for_picture(3).of(1).number(rng, "age") == plain.number(rng, "age")


def test_a_request_by_key_is_meant_for_scenes_that_have_it():
    scenes = {"crowd": Crowd, "other": type("Other", (SceneParams,), {})}
    expected = {"crowd": {"tone": "equal", "color": {"red": "10%"}}}
    assert read_balance(["tone", {"color": {"red": "10%"}}], scenes) == expected
    assert read_balance({"crowd": ["tone", {"color": {"red": "10%"}}]}, scenes) == expected
    assert read_balance("crowd.tone", scenes) == {"crowd": {"tone": "equal"}}
    assert read_balance(expected, scenes) == expected


@pytest.mark.parametrize(
    ("request_", "values", "complaint"),
    [
        (["tome"], {}, r"got 'tome' \(did you mean 'tone'\?\)"),
        (["crowds.tone"], {}, r"a scene among crowd, got 'crowds'"),
        (["age", "age_group"], {}, r"'age' or 'age_group', which tell the same"),
        (["length"], {}, r"crowd.length: expected a parameter without condition"),
        ({"tone": 4}, {}, r"crowd.tone: .*only numbers are cut into intervals"),
        ({"tilt": 0}, {}, r"crowd.tilt: expected 1..100 intervals"),
        ({"tilt": "often"}, {}, r"crowd.tilt: expected equal, weights, .*got often"),
        ({"color": {"rad": "10%"}}, {}, r"crowd.color: .*got 'rad' \(did you mean 'red'\?\)"),
        ({"color": {"red": "110%"}}, {}, r"crowd.color.red: expected a quota such as 10% or 0.1, got 110%"),
        ({"color": {"red": "60%", "blue": "60%"}}, {}, r"quotas of 100 % in all, got 120 %"),
        ({"color": {"red": "10%"}}, {"color": "red"}, r"quotas of 100 % in all, got 10 %"),
        (3, {}, r"expected keys such as"),
    ],
)
def test_a_wrong_request_is_one_sentence_that_names_the_key(request_, values, complaint):
    with pytest.raises(ConfigError, match=complaint):
        pictures(request_, count=1, **values)


def test_a_scene_that_draws_otherwise_than_it_says_is_told():
    params, rng = (
        balanced(Crowd(), {"tone": "equal", "sky": "equal"}, 0, "crowd").for_picture(0),
        np.random.default_rng(0),
    )
    with pytest.raises(ConfigError, match=r"'tone' is in the scene's `each`; expected it to be drawn by params.of"):
        params.integer(rng, "tone")
    with pytest.raises(ConfigError, match=r"'sky' is drawn for each thing; expected it in the scene's `each`"):
        params.of(0).name(rng, "sky")
    with pytest.raises(ConfigError, match=r"expected \d things, as 'count' says, got 10"):
        params.of(9).integer(rng, "tone")
