"""Streams: the frames of a run in memory, in order."""

import json
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from assets import ConfigError
from assets.primitives import floor
from render.run.fake import FakeRenderer
from render.run.here import run
from render.run.labelled import LabelledFrame
from render.settings.config import make_config
from render.stream.stream import Stream
from scenes import PinholeCamera, Placed, Pose, SceneParams, SceneSpec, look_at, registry, scene
from tests.render.batch import faulty
from tests.render.stream.conftest import BOXES, WAYS, Make, children, numbers


@WAYS
def test_a_stream_has_the_frames_of_a_run(tmp_path: Path, boxes: Make, workers: int) -> None:
    values = {
        "passes": ["depth", "normals", "masks", "parts"],
        "format": "png",
        "augment": "camera",
        "min_area": 40,
        "keep_ignored": True,
        "seed": 3,
    }
    run(make_config({**BOXES, **values, "count": 3}), tmp_path, lambda watch: FakeRenderer())
    coco = json.loads((tmp_path / "annotations" / "instances.json").read_text())
    stream = boxes(workers, values=values, stop=3)
    frames = list(stream)
    assert [frame.image for frame in frames] == coco["images"]
    own = [{key: value for key, value in item.items() if key != "category"} for f in frames for item in f.annotations]
    assert own == coco["annotations"]
    assert stream.categories == {row["name"]: row["id"] for row in coco["categories"]}
    for frame in frames:
        path = tmp_path / "images" / f"{frame.number:012d}.png"
        assert frame.encoded("png", 92) == path.read_bytes()
        np.testing.assert_array_equal(np.asarray(Image.open(path)), frame.rgb)
        np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "masks" / path.name)), frame.instance_ids)
        np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "parts" / path.name)), frame.part_ids)
        assert (frame.depth.shape, frame.normals.shape) == ((48, 64), (48, 64, 3))
        assert frame.masks.sum(axis=(1, 2)).tolist() == [item["area"] for item in frame.annotations]
        assert frame.boxes.shape == (len(frame.annotations), 4)
        with pytest.raises(ConfigError, match=r"passes=\['parsing'\]"):
            _ = frame.parsing


@WAYS
def test_numbers_are_those_of_a_range(boxes: Make, workers: int) -> None:
    assert [frame.number for frame in boxes(workers, start=3, stop=10, step=3)] == [3, 6, 9]
    assert list(boxes(workers, start=3, stop=3)) == []


@WAYS
def test_a_loop_goes_on_where_the_last_one_stopped(boxes: Make, workers: int) -> None:
    stream = boxes(workers, stop=6)
    assert next(stream).number == 0
    for frame in stream:
        if frame.number == 2:
            break
    assert [frame.number for frame in stream] == [3, 4, 5]
    assert "at frame 6 of 6" in repr(stream)


def test_frames_come_in_order_whoever_is_first(boxes: Make, tmp_path: Path) -> None:
    stream = boxes(2, {"frames": {"0": "hang"}, "once": str(tmp_path)}, factory=faulty.FACTORY)
    stream._source = stream._open()
    until = time.monotonic() + 60.0  # a busy machine starts workers slowly
    while not (tmp_path / "0").exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert (tmp_path / "0").exists()
    time.sleep(1.0)  # the other one renders the frames behind it
    for child in children():
        child.kill()
    assert numbers(stream, 4) == [0, 1, 2, 3]


def test_no_more_is_rendered_ahead_than_was_asked_for(boxes: Make, tmp_path: Path) -> None:
    stream = boxes(1, ahead=3, factory="tests.render.stream.renderers:counting_renderer")
    count = Path(os.environ.setdefault("PRELABEL_TEST_COUNT", str(tmp_path / "count")))
    try:
        assert next(stream).number == 0
        time.sleep(1.0)
        assert count.stat().st_size == 4  # the one that was taken, and three
    finally:
        del os.environ["PRELABEL_TEST_COUNT"]


def test_frames_are_labelled_in_memory_as_they_say(boxes: Make) -> None:
    frame = next(boxes(0))
    assert isinstance(frame, LabelledFrame)
    assert repr(frame).startswith("<frame 0 of boxes: 64x48, ")
    assert frame._repr_png_().startswith(b"\x89PNG")


class Plain(SceneParams):
    pass


def empty(rng: np.random.Generator, params: Plain) -> SceneSpec:
    """A floor."""
    view = look_at((-6.0, 0.0, 2.0), (0.0, 0.0, 0.0))
    return SceneSpec(
        (Placed(floor(10.0, None), Pose.at()),), PinholeCamera.from_fov(params.size, 0.9, view), "courtyard"
    )


def test_workers_do_not_share_what_a_session_defined(boxes: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_scripts", {})
    monkeypatch.setattr(empty, "__module__", "__main__")
    for _ in range(2):  # a notebook's cell may run again
        scene("bare", params=Plain, categories=("box",), parts=("box",))(empty)
    stream = boxes(1, values={"scenes": ["bare"]})
    with pytest.raises(ConfigError, match=r"scene 'bare' is defined in this session alone.*workers=0"):
        next(stream)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"start": -1}, "start from 0"),
        ({"step": 0}, "step from 1"),
        ({"start": 3, "stop": 2}, "stop from start on"),
        ({"workers": -1}, "workers from 0"),
        ({"ahead": 0}, "ahead from 1"),
        ({"on_error": "ignore"}, "'raise' or 'skip'"),
        ({"workers": 1, "cluster": "auto"}, "got both"),
    ],
)
def test_wrong_options_are_said_at_once(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Stream(make_config(BOXES), **options)
