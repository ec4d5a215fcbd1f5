"""Several views of a scene: frame k is view k mod K of scene k div K, whoever renders it, and whatever beside."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotate import check
from assets import ConfigError
from render.run.sampling import LastScene, Sampled
from render.settings.config import RunConfig, make_config
from tests.render.run.made import pictures_and_records, sampled_of

STUDIO = {"scenes": ["studio"], "size": (64, 48), "count": 6, "views": 3}


def config(**values: Any) -> RunConfig:
    return make_config({**STUDIO, **values})


def make(out: Path, **values: Any) -> dict[str, bytes]:
    return pictures_and_records(config(**values), out)


def images(out: Path, split: str = "") -> list[dict[str, Any]]:
    name = f"instances_{split}.json" if split else "instances.json"
    return list(json.loads((out / "annotations" / name).read_text())["images"])


def sampled(number: int, last: LastScene | None = None, **values: Any) -> Sampled:
    return sampled_of(config(**values), number, last)


def test_a_frame_alone_is_the_one_of_the_run(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole")
    assert len(whole) == 12
    for number in (4, 5, 0):
        alone = make(tmp_path / str(number), start=number, count=1)
        assert len(alone) == 2
        assert alone.items() <= whole.items()


def test_views_share_all_but_the_camera(tmp_path: Path) -> None:
    first, second, other = (sampled(number) for number in (3, 5, 6))
    assert [(item.scene_id, item.view) for item in (first, second, other)] == [(1, 0), (1, 2), (2, 0)]
    one, two = first.spec.labelled()[0], second.spec.labelled()[0]
    assert one.asset.attributes == two.asset.attributes
    assert (one.pose.matrix() == two.pose.matrix()).all()
    assert not np.allclose(first.spec.camera.pose.translation, second.spec.camera.pose.translation)
    assert first.spec.parameters["fill"] != second.spec.parameters["fill"]
    assert first.rng.bit_generator.state != second.rng.bit_generator.state


def test_views_in_a_row_are_of_one_description_which_changes_none_of_them() -> None:
    last = LastScene()
    row = [sampled(number, last) for number in (3, 4, 5)]
    assert row[0].spec.placed is row[2].spec.placed
    for number, item in zip((3, 4, 5), row, strict=True):
        alone = sampled(number).spec
        assert (alone.camera.pose.matrix() == item.spec.camera.pose.matrix()).all()
        assert alone.parameters == item.spec.parameters
    assert sampled(6, last).spec.placed is not row[0].spec.placed


def test_scenes_take_turns_with_all_their_views() -> None:
    assert [sampled(k, scenes=["studio", "portrait"]).scene for k in (0, 2, 3, 5, 6)] == [
        *("studio", "studio", "portrait", "portrait", "studio")
    ]


def test_an_image_says_which_view_of_which_scene_it_is(tmp_path: Path) -> None:
    make(tmp_path, start=2)
    told = [(entry["id"], entry["scene_id"], entry["view"]) for entry in images(tmp_path)]
    assert told == [(2, 0, 2), (3, 1, 0), (4, 1, 1), (5, 1, 2), (6, 2, 0), (7, 2, 1)]
    assert check(tmp_path).ok


def test_one_view_is_not_mentioned(tmp_path: Path) -> None:
    """So that datasets from before there were several stay as they are, byte for byte."""
    make(tmp_path, views=1)
    assert not any({"scene_id", "view"} & entry.keys() for entry in images(tmp_path))
    assert "views" not in (tmp_path / "run.yaml").read_text()
    assert "views" not in json.loads((tmp_path / "annotations" / "instances.json").read_text())["info"]["config"]


def test_a_split_never_parts_the_views_of_a_scene(tmp_path: Path) -> None:
    make(tmp_path, count=30, split={"train": 0.6, "val": 0.4})
    homes = {name: {entry["scene_id"] for entry in images(tmp_path, name)} for name in ("train", "val")}
    assert not homes["train"] & homes["val"]
    assert sorted(homes["train"] | homes["val"]) == list(range(10))
    assert len(homes["train"]) == pytest.approx(6, abs=1)
    assert len(images(tmp_path, "train")) == 3 * len(homes["train"])
    assert check(tmp_path).ok


def test_check_finds_views_that_are_parted_or_misnamed(tmp_path: Path) -> None:
    make(tmp_path, count=6, split={"train": 0.5, "val": 0.5})
    for name in ("instances", "instances_train"):
        path = tmp_path / "annotations" / f"{name}.json"
        found = json.loads(path.read_text())
        for entry in found["images"]:
            entry["scene_id"] = 0
        path.write_text(json.dumps(found))
    failures = [failure for row in check(tmp_path).rows for failure in row.failures]
    assert any(failure.startswith("scene 0 is in split") for failure in failures)
    assert any(failure.endswith("expected view 1 of scene 1, got 1 of 0") for failure in failures)


def test_a_longer_run_goes_on_within_a_scene_and_another_number_of_views_is_another_run(tmp_path: Path) -> None:
    make(tmp_path / "a", count=4)
    assert make(tmp_path / "a", count=8) == make(tmp_path / "b", count=8)
    with pytest.raises(ConfigError, match="another views"):
        make(tmp_path / "a", count=8, views=2)


def test_views_are_augmented_each_in_its_own_way(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole", augment="camera")
    told = [entry["augmentation"] for entry in images(tmp_path / "whole")]
    assert len({json.dumps(item) for item in told[:3]}) == 3
    assert make(tmp_path / "alone", augment="camera", start=5, count=1).items() <= whole.items()


def test_a_script_with_one_camera_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"'boxes': expected SceneSpec\(..., views=...\) with 2 further cameras") as e:
        make(tmp_path, scenes=["examples/boxes.py"])
    assert "prelabel.blocks.further" in str(e.value)
    with pytest.raises(ConfigError, match="views: Input should be greater than or equal to 1"):
        config(views=0)
