"""Colour names: frequencies, ranges, and what a colour is called."""

from collections import Counter

import numpy as np
import pytest

from assets import AssetError
from assets.vehicles.colors import COLOR_SHARES, COLORS, car_paint, color_name, oklch, sample_color


@pytest.mark.parametrize("family", COLOR_SHARES)
def test_shares_name_every_colour_and_add_up(family):
    assert tuple(COLOR_SHARES[family]) == tuple(COLORS)
    assert sum(COLOR_SHARES[family].values()) == pytest.approx(1.0)


@pytest.mark.parametrize(("family", "least"), [("car", 0.25), ("van", 0.25), ("truck", 0.4), ("bus", 0.4)])
def test_vivid_paints_are_met_as_often_as_on_photographs(family, least):
    rng = np.random.default_rng(1)
    paints = [car_paint(rng, sample_color(rng, family), family).base_color for _ in range(600)]
    assert np.mean([oklch(rgb)[1] > 0.08 for rgb in paints]) > least


def test_colours_are_drawn_as_often_as_their_shares_say():
    rng = np.random.default_rng(0)
    counts = Counter(sample_color(rng, "truck") for _ in range(4000))
    for name, share in COLOR_SHARES["truck"].items():
        assert counts[name] / 4000 == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 4000))


@pytest.mark.parametrize("color", COLORS)
def test_paints_are_called_what_they_were_asked_to_be(color):
    paints = [car_paint(np.random.default_rng(seed), color) for seed in range(300)]
    assert {color_name(paint.base_color) for paint in paints} == {color}
    pearls = [paint for paint in paints if paint.params["pearl"]]
    assert {color_name(paint.params["pearl_color"]) for paint in pearls} <= {color}
    assert len({paint.base_color for paint in paints}) == 300
    assert 0 < sum(paint.metallic > 0 for paint in paints) <= 300


@pytest.mark.parametrize(
    ("srgb", "expected"),
    [
        *(((255, 255, 255), "white"), ((20, 20, 20), "black"), ((110, 110, 110), "gray"), ((185, 187, 190), "silver")),
        *(((200, 20, 25), "red"), ((110, 10, 25), "red"), ((25, 60, 160), "blue"), ((15, 25, 60), "blue")),
        *(((120, 180, 230), "blue"), ((20, 90, 45), "green"), ((120, 200, 40), "green"), ((250, 205, 20), "yellow")),
        *(((255, 185, 0), "yellow"), ((240, 120, 20), "orange"), ((85, 55, 35), "brown"), ((205, 190, 160), "beige")),
        *(((80, 40, 120), "purple"), ((60, 30, 20), "brown")),
    ],
)
def test_names_of_colours_that_people_agree_on(srgb, expected):
    assert color_name((np.array(srgb) / 255.0) ** 2.2) == expected


def test_oklch_of_white_and_of_red_are_the_published_ones():
    assert oklch((1.0, 1.0, 1.0)) == pytest.approx((1.0, 0.0, oklch((1, 1, 1))[2]), abs=1e-3)
    assert oklch((1.0, 0.0, 0.0)) == pytest.approx((0.628, 0.2577, 29.23), abs=5e-3)


def test_unknown_families_get_the_nearest_name():
    with pytest.raises(AssetError, match="did you mean 'truck'"):
        sample_color(np.random.default_rng(0), "trucks")
