"""The first training set of examples/focus shows nothing of the blind spots that are planted."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from scenes import find_scene

blind = runpy.run_path(str(Path(__file__).parents[2] / "examples" / "focus" / "blind.py"))
seeing, RARE = blind["seeing"], blind["RARE"]


def coco(**changes: Any) -> dict[str, Any]:
    """A picture by day of a car from the front beside one that is changed."""
    thing = {"category_id": 3, "attributes": {"viewpoint": "front"}}
    other = {"category_id": changes.get("category", 3), "attributes": {"viewpoint": changes.get("viewpoint", "left")}}
    return {
        "images": [{"id": 1, "parameters": {"time_of_day": changes.get("time_of_day", "day")}}],
        "annotations": [{"id": 1, "image_id": 1, **thing}, {"id": 2, "image_id": 1, **other}],
        "categories": [{"id": 3, "name": "car"}, {"id": 4, "name": "motorcycle"}],
    }


def test_what_shows_no_blind_spot_stays_as_it_is() -> None:
    assert seeing(coco()) == coco()


@pytest.mark.parametrize("change", [{"time_of_day": "night"}, {"category": 4}, {"viewpoint": "rear-left"}])
def test_one_blind_spot_leaves_out_the_picture_and_its_labels(change: dict[str, Any]) -> None:
    kept = seeing(coco(**change))
    assert (kept["images"], kept["annotations"]) == ([], [])
    assert kept["categories"]


def test_the_settings_are_those_of_the_scene() -> None:
    own = dict(setting.split("=", 1) for setting in RARE)
    params = find_scene("vehicles").params.read(own, "vehicles")
    assert params.bearing_deg.support() == (0, 110)  # type: ignore[attr-defined]  # a parameter of this scene
    assert "night" not in params.light.support()  # type: ignore[attr-defined]
