"""Vehicles of one kind side by side, and where people stand to photograph two wheels."""

from collections.abc import Sequence

import numpy as np

from assets.standins import for_labels
from assets.vehicles import FLEET
from scenes import Placed, SceneSpec
from scenes.placement import overlap
from scenes.registry import find_scene, sample


def spec_of(seed: int, **values: object) -> SceneSpec:
    script = find_scene("vehicles")
    params = script.params.read({"place": "street", "pedestrians": 0, "passing_per_min": 0, **values}, "vehicles")
    with for_labels():
        return sample(script, params, np.random.default_rng(np.random.SeedSequence(seed)))[0]


def categories(spec: SceneSpec) -> set[str]:
    return {FLEET[str(placed.asset.attributes["type"])].category for placed in spec.labelled()}


def headings(placed: Sequence[Placed]) -> list[float]:
    return [float(np.arctan2(item.pose.rotation[1, 0], item.pose.rotation[0, 0])) for item in placed]


def test_alike_are_all_of_the_first_one_s_category_and_others_are_not() -> None:
    seeds = range(12)
    assert all(len(categories(spec_of(seed, count=4, alike=1))) == 1 for seed in seeds)
    assert sum(len(categories(spec_of(seed, count=4, alike=0))) == 1 for seed in seeds) <= 4


def test_the_first_vehicle_is_the_same_whether_the_others_are_like_it_or_not() -> None:
    for seed in range(6):
        one, other = (spec_of(seed, count=3, alike=alike).labelled()[0].asset.attributes for alike in (0, 1))
        assert {key: one[key] for key in ("type", "color")} == {key: other[key] for key in ("type", "color")}


def test_on_free_ground_they_stand_in_rows_and_touch_nobody() -> None:
    for seed in range(8):
        placed = spec_of(seed, place="open", light="day", type="motorcycle", count=5, alike=1).labelled()
        turns = np.array(headings(placed)) - headings(placed)[0]
        assert np.abs((turns + np.pi) % (2 * np.pi) - np.pi).max() < np.radians(12), "they head as the first does"
        assert not any(overlap(a, b, 0.1) for n, a in enumerate(placed) for b in placed[n + 1 :])
        away = [float(np.linalg.norm(item.pose.translation - placed[0].pose.translation)) for item in placed[1:]]
        assert min(away) < 5.5 and max(away) < 15.0


def test_a_picture_of_one_vehicle_is_no_row() -> None:
    assert len(spec_of(3, count=1, alike=1).labelled()) == 1


def test_cameras_stand_beside_two_wheels_and_before_four() -> None:
    def from_aside(type: str) -> float:
        seen = [spec_of(seed, count=1, camera="closeup", type=type).parameters["bearing_deg"] for seed in range(60)]
        return float(np.mean([40 <= float(bearing) <= 140 for bearing in seen]))  # type: ignore[arg-type]

    assert from_aside("motorcycle") > from_aside("sedan") + 0.15
