"""A scene's own keypoints all the way: rendered by the fake, checked, drawn, exported, mirrored."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from annotate import check, draw
from annotate.formats import export
from annotate.formats.source import read_dataset
from assets import SceneError
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import make_config

SCENE = '''
from dataclasses import replace

import numpy as np

from annotate import define_skeleton
from assets import Material
from assets.primitives import box
from scenes import Placed, Pose, SceneParams, SceneSpec, World, scene
from scenes.blocks import look_from

define_skeleton("signpost", ("top", "arm_left", "arm_right"), edges=[("arm_left", "arm_right")],
                flip_pairs=[("arm_left", "arm_right")])
POINTS = {"arm_left": (0.0, 1.0, 1.0), "arm_right": (0.0, -1.0, 1.0), "TOP": (0.0, 0.5, 2.0)}


@scene("signposts_TOP", params=SceneParams, categories=("signpost",), parts=("body",))
def signposts(rng: np.random.Generator, params: SceneParams) -> SceneSpec:
    """One post that looks away from the camera, so that its left is the picture's."""
    plain = box((0.1, 2.0, 2.0), Material("wood"), "signpost", "body")
    post = Placed(replace(plain, keypoints=POINTS), Pose.at(), 1)
    return SceneSpec((post,), look_from(params.size, (-8.0, 0.0, 1.0), (0.0, 0.0, 1.0), 40.0), World("courtyard"))
'''


type Make = Callable[..., Path]


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The scene's file by what it calls the post's top: once each, for a scene's name belongs to one file."""
    folder = tmp_path_factory.mktemp("scripts")
    out = {top: folder / f"post_{top}.py" for top in ("top", "tip")}
    for top, path in out.items():
        path.write_text(SCENE.replace("TOP", top))
    return out


@pytest.fixture
def make(tmp_path: Path, scripts: dict[str, Path]) -> Make:
    def render(name: str = "out", top: str = "top", **settings: Any) -> Path:
        config = make_config({"scenes": [str(scripts[top])], "size": (96, 72), "count": 1, **settings}, ())
        run(config, tmp_path / name, lambda watch: FakeRenderer())
        return tmp_path / name

    return render


def triples(out: Path) -> dict[str, list[float]]:
    raw = json.loads((out / "annotations" / "instances.json").read_text())
    (annotation,), (category,) = raw["annotations"], raw["categories"]
    points = np.reshape(annotation["keypoints"], (-1, 3)).tolist()
    return dict(zip(category["keypoints"], points, strict=True))


def test_they_are_in_the_dataset_and_it_checks(make: Make) -> None:
    out = make()
    focal = 48.0 / np.tan(np.radians(20.0))
    assert triples(out)["arm_left"] == pytest.approx([48.0 - focal / 8.0, 36.0, 2], abs=0.01)
    assert triples(out)["arm_right"] == pytest.approx([48.0 + focal / 8.0, 36.0, 2], abs=0.01)
    report = check(out)
    assert report.ok, [row for row in report.rows if row.failures]
    (row,) = [row for row in report.rows if row.name == "keypoints fit their category"]
    assert row.checked == 1


def test_they_are_drawn(make: Make) -> None:
    out = make()
    dataset = read_dataset(out)
    (record,) = dataset.records("train")
    picture = draw(np.zeros((72, 96, 3), np.uint8), record.annotations, dataset.categories, {"keypoints"})
    for x, y, _ in triples(out).values():
        assert picture[int(y) - 1 : int(y) + 2, int(x) - 1 : int(x) + 2].any()
    assert picture[36, 48].any()  # on the edge between the arms


def test_yolo_poses_have_them(make: Make, tmp_path: Path) -> None:
    out = make()
    export(out, "yolo-pose", tmp_path / "yolo")
    data = yaml.safe_load((tmp_path / "yolo" / "data.yaml").read_text())
    assert data["kpt_shape"] == [3, 3]
    assert data["flip_idx"] == [0, 2, 1]
    (line,) = next((tmp_path / "yolo" / "labels").rglob("*.txt")).read_text().splitlines()
    values = np.array(line.split()[5:], float).reshape(3, 3)
    assert values[:, :2] * [96, 72] == pytest.approx(np.array(list(triples(out).values()))[:, :2], abs=0.01)


def test_a_mirror_exchanges_left_and_right(make: Make, tmp_path: Path) -> None:
    flip = tmp_path / "flip.yaml"
    flip.write_text("- HorizontalFlip: {p: 1.0}\n")
    before, after = triples(make("plain")), triples(make("mirrored", augment=str(flip)))
    assert before["top"][0] < 47.0  # to the left, so that it is seen to move
    assert after["top"][0] == pytest.approx(96.0 - before["top"][0], abs=0.02)
    assert after["arm_left"] == pytest.approx(before["arm_left"], abs=0.02)  # the right arm, mirrored
    assert check(tmp_path / "mirrored").ok


def test_a_name_that_the_skeleton_lacks_gets_one_sentence(make: Make) -> None:
    expected = r"frame 0: asset 'box': expected keypoints of the skeleton of signpost, got tip \(did you mean 'top'\?\)"
    with pytest.raises(SceneError, match=expected):
        make(top="tip")
