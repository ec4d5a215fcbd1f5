"""A suite on disk: made by a renderer without Blender, then changed where a factor may not."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from annotate import check
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import make_config
from render.stores.reuse import Reuse

ROW = "suites change their factors alone"

type Change = Callable[[dict[str, Any]], None]


def made(folder: Path, **suite: Any) -> Path:
    values = {"scenes": ["vehicles"], "size": (160, 120), "suite": {"repeat": 2, **suite}}
    seen = ["count=2", "place=open", "light=day", "camera=cctv"]  # from above neither hides the other
    run(make_config(values, seen), folder, lambda watch: FakeRenderer(), Reuse())
    return folder


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    factors = {"color": ["red", "blue"], "yaw_deg": [20, 140]}
    return made(tmp_path_factory.mktemp("suite") / "sound", factors=factors)


@pytest.fixture
def failures(sound: Path, tmp_path: Path) -> Callable[[Change], list[str]]:
    """What the row says of the suite after a change of its COCO file."""

    def changed(change: Change) -> list[str]:
        folder = tmp_path / "changed"
        shutil.copytree(sound, folder)
        path = folder / "annotations" / "instances.json"
        content = json.loads(path.read_text())
        change(content)
        path.write_text(json.dumps(content))
        return [text for row in check(folder).rows if row.name == ROW for text in row.failures]

    return changed


def of(content: dict[str, Any], image: int, instance: int) -> dict[str, Any]:
    return next(a for a in content["annotations"] if (a["image_id"], a["instance_id"]) == (image, instance))


def test_every_frame_is_compared_with_the_first_of_its_scene(sound: Path) -> None:
    report = check(sound)
    assert report.ok
    assert {row.name: row.checked for row in report.rows}[ROW] == 6  # of 2 scenes with 4 frames


def test_another_dataset_has_no_such_row(tmp_path: Path) -> None:
    run(
        make_config({"scenes": ["examples/boxes.py"], "size": (64, 48), "count": 1}),
        tmp_path / "set",
        lambda watch: FakeRenderer(),
        Reuse(),
    )
    assert ROW not in {row.name for row in check(tmp_path / "set").rows}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda c: of(c, 1, 1)["attributes"].update(dirt=0.999), "1 against 0 (yaw_deg): {0} 1: 'dirt' differs"),
        (lambda c: of(c, 2, 2)["attributes"].update(color="green"), "2 against 0 (color): {1} 2: 'color' differs"),
        (lambda c: of(c, 1, 2)["bbox3d"]["center"].__setitem__(0, 3.25), "1 against 0 (yaw_deg): {1} 2: its 3D box"),
        (lambda c: of(c, 2, 1)["bbox3d"]["size"].__setitem__(0, 9.5), "2 against 0 (color): {0} 1: its 3D box"),
        (lambda c: c["images"][1]["camera"].update(translation=[0, 0, 1]), "1 against 0 (yaw_deg): the camera differs"),
        (lambda c: c["images"][3].update(placed=3), "3 against 0 (color, yaw_deg): 2 things were placed, and 3"),
        (lambda c: c["images"][2]["factors"].update(color="white"), "image 2: expected the factors {{'color': 'blue'"),
        (lambda c: c["images"][2].pop("suite"), "image 2: expected 'suite' and 'factors', as the others have"),
    ],
)
def test_what_may_not_differ_is_named(
    failures: Callable[[Change], list[str]], sound: Path, change: Change, sentence: str
) -> None:
    content = json.loads((sound / "annotations" / "instances.json").read_text())
    names = {entry["id"]: entry["name"] for entry in content["categories"]}
    kinds = [names[of(content, 0, number)["category_id"]] for number in (1, 2)]
    assert any(sentence.format(*kinds) in text for text in failures(change))


def test_what_a_factor_must_change_is_no_fault(failures: Callable[[Change], list[str]]) -> None:
    def changed(content: dict[str, Any]) -> None:
        of(content, 2, 1)["attributes"]["color"] = "white"
        of(content, 1, 1)["bbox3d"]["center"][0] += 0.5
        of(content, 1, 1)["attributes"]["viewpoint"] = "rear"

    assert failures(changed) == []


@pytest.mark.parametrize(
    ("scene", "factors", "settings"),
    [
        ("street", {"light": "day,night", "weather": "clear,snow"}, ["count=2"]),
        ("vehicles", {"distance_m": [9, 20], "occlusion": [0, 0.4], "rain": [0, 1]}, ["count=1", "place=open"]),
        ("vehicles", {"resolution": [1, 0.5], "defocus_px": [0, 4], "motion_px": [0, 4]}, ["count=1", "place=open"]),
        ("group", {"yaw_deg": [0, 50], "skin_tone": [1, 10], "glasses": "none,clear"}, ["count=2"]),
        ("portrait", {"headwear": "none,cap", "facewear": "none,medical_mask"}, []),
        ("portrait", {"light": "hdri,studio", "background": "plain,gradient", "jpeg": [100, 20]}, []),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else None,
)
def test_scenes_keep_the_promise(scene: str, factors: dict[str, Any], settings: list[str], tmp_path: Path) -> None:
    values = {"scenes": [scene], "size": (160, 120), "suite": {"repeat": 1, "factors": factors, "design": "one"}}
    run(make_config(values, settings), tmp_path / "suite", lambda watch: FakeRenderer(), Reuse())
    (row,) = (row for row in check(tmp_path / "suite").rows if row.name == ROW)
    assert row.checked
    assert row.failures == ()


@pytest.mark.parametrize(
    "written",
    [
        {"factors": {key: list(range(1000)) for key in "abcdefgh"}},  # more cells than memory
        {"factors": {"color": 5}},
        {"factors": {"color": []}, "design": "lhs", "cells": 3},
        {"factors": {"rain": "x:y"}, "design": "lhs", "cells": 3},
        {"repeat": -1},
        {"factors": {"color": ["red"]}, "more": 1},
    ],
)
def test_a_design_that_is_none_is_said_to_be(sound: Path, tmp_path: Path, written: dict[str, Any]) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(sound, folder)
    settings = yaml.safe_load((folder / "run.yaml").read_text())
    (folder / "run.yaml").write_text(yaml.safe_dump(settings | {"suite": written}))
    (row,) = (row for row in check(folder).rows if row.name == ROW)
    assert row.failures == ("run.yaml: its suite cannot be read",)
