"""What is found is there, and what is not there is not found."""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from measure.evaluate.conditions import dimensions
from measure.evaluate.search import Region, Searched, search, worst_region
from measure.evaluate.truth import Truth, read_truth

from .conftest import Entry, Keep, coco

type Save = Callable[[str, Any], Path]


def looked_into(saved: Save, content: Entry, keep: Keep) -> tuple[Searched, Region | None, Truth]:
    images = {image["id"]: image for image in content["images"]}
    truth = read_truth(saved("truth.json", content))
    hit = np.array([keep(thing, images[thing["image_id"]]) for thing in content["annotations"]])
    known = dimensions(truth)
    return search(truth, hit, known), worst_region(truth, hit, known), truth


def luck(share: float, seed: int) -> Callable[[object], bool]:
    """True for so many of what it is asked, by chance."""
    return lambda key: zlib.crc32(f"{seed} {key}".encode()) % 10_000 >= 10_000 * share


def test_what_is_perfect_has_no_finding(saved: Save) -> None:
    searched, region, _ = looked_into(saved, coco(), lambda thing, image: True)
    assert searched.findings == () and region is None
    assert searched.tested > 20


def test_all_red_vehicles_left_out_are_the_first_finding(saved: Save) -> None:
    searched, region, truth = looked_into(saved, coco(), lambda thing, _: thing["attributes"]["color"] != "red")
    first = searched.findings[0]
    assert first.condition.words == "color = red"
    assert (first.recall.value, first.rest) == (0.0, 1.0)
    codes, names = truth.things.names("color")
    assert first.recall.n == (codes == names.index("red")).sum() > 50
    assert len(searched.findings) == 1  # red ones at night are no worse than red ones
    assert region is not None and region.words == "color = red" and region.recall.value == 0.0


def test_losses_of_two_conditions_at_once_are_found_as_a_pair(saved: Save) -> None:
    def keep(thing: Entry, image: Entry) -> bool:
        night_truck = thing["category_id"] == 8 and image["parameters"]["light"] == "night"
        return luck(0.8 if night_truck else 0.1, 0)(thing["id"])

    searched, region, _ = looked_into(saved, coco(pictures=600), keep)
    assert searched.findings[0].condition.words == "category = truck, light = night"
    assert region is not None and set(region.words.split(", ")) == {"category = truck", "light = night"}
    assert region.recall.low < 0.2 < region.recall.high


def test_a_range_of_numbers_is_found(saved: Save) -> None:
    searched, region, _ = looked_into(saved, coco(), lambda thing, _: thing["occlusion"] < 0.75)
    assert searched.findings[0].condition.words.startswith("occlusion > 0.7")
    assert region is not None and region.words.startswith("occlusion > 0.7")


@pytest.mark.parametrize("of", ["things", "pictures", "colours in pictures"])
def test_a_random_third_left_out_is_no_finding(saved: Save, of: str) -> None:
    """Not more often than once in twenty sets, also where things of one picture are missed together."""
    wrong = []
    for seed in range(40):
        lucky = luck(0.3, seed)

        def keep(thing: Entry, image: Entry, lucky: Callable[[object], bool] = lucky) -> bool:
            keys = {"things": thing["id"], "pictures": image["id"]}
            return lucky(keys.get(of, (image["id"], thing["attributes"]["color"])))

        searched, region, _ = looked_into(saved, coco(seed, pictures=150, mean=5.0), keep)
        assert searched.tested > 20
        wrong.append(bool(searched.findings) or region is not None)
    assert np.mean(wrong) <= 0.05
