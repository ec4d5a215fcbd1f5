"""Runs without Blender: what lands in the folder, and that it is the same whatever way it came there."""

import json
from pathlib import Path
from typing import Any

import pytest
from pycocotools.coco import COCO

from annotate import check
from annotate.frame import Frame
from assets import ConfigError, RenderError
from render.progress.events import Event, FrameDone, FrameFailed, FrameSetAside
from render.progress.stopwatch import Stopwatch
from render.progress.tally import Tally
from render.run.fake import FakeRenderer
from render.run.here import run
from render.run.shard import render_shard
from render.settings.config import RunConfig, load_yaml, make_config
from render.stores.coco import split_of
from render.stores.frame_folder import FrameFolder
from scenes import SceneSpec

BOXES = {"scenes": ["examples/boxes.py"], "size": (96, 72), "count": 4}


def make(out: Path, settings: tuple[str, ...] = (), **values: Any) -> Tally:
    return run(config(settings, **values), out, lambda watch: FakeRenderer())


def config(settings: tuple[str, ...] = (), **values: Any) -> RunConfig:
    return make_config({**BOXES, **values}, settings)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def dataset(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "annotations" / "instances.json").read_text())


def test_a_run_is_a_coco_dataset_that_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary = make(tmp_path, passes=["masks", "parts", "depth", "normals"], split={"train": 0.5, "val": 0.5})
    assert (summary.done, summary.already_there) == (4, 0)
    report = check(tmp_path)
    assert report.ok, [row for row in report.rows if row.failures]
    coco = COCO(tmp_path / "annotations" / "instances.json")
    assert len(coco.imgs) == 4
    assert len(coco.anns) == summary.counts["annotations"]
    assert [path.name for path in sorted((tmp_path / "depth").iterdir())] == [f"{k:012d}.exr" for k in range(4)]


def test_info_says_what_made_it_and_whose_it_is(tmp_path: Path) -> None:
    make(tmp_path)
    info = dataset(tmp_path)["info"]
    assert info["config"]["params"] == {"boxes": {"count": "uniform(1, 6)"}}
    assert info["parts"] == {"none": 0, "box": 1}
    assert {entry["licence"] for entry in info["asset_licences"]} == {"CC0-1.0"}
    assert set(info["versions"]) == {"prelabel", "bpy", "numpy", "python"}
    assert dataset(tmp_path)["licenses"] == []  # nobody gave the pictures one


def test_the_same_run_twice_is_byte_for_byte_the_same(tmp_path: Path) -> None:
    make(tmp_path / "a", passes=["masks"])
    make(tmp_path / "b", passes=["masks"])
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_frames_do_not_depend_on_where_a_run_starts(tmp_path: Path) -> None:
    make(tmp_path / "whole")
    make(tmp_path / "first", count=2)
    make(tmp_path / "second", start=2, count=2)
    whole = dataset(tmp_path / "whole")
    halves = [dataset(tmp_path / name) for name in ("first", "second")]
    for key in ("images", "annotations"):
        assert whole[key] == halves[0][key] + halves[1][key]
    pictures = {**files(tmp_path / "first" / "images"), **files(tmp_path / "second" / "images")}
    assert files(tmp_path / "whole" / "images") == pictures


def test_a_run_in_two_goes_is_the_run_in_one(tmp_path: Path) -> None:
    make(tmp_path / "whole")
    make(tmp_path / "goes", count=2)
    summary = make(tmp_path / "goes", count=4)
    assert (summary.done, summary.already_there) == (2, 2)
    assert files(tmp_path / "whole") == files(tmp_path / "goes")


class Breaking(FakeRenderer):
    """Fails at its third frame."""

    frames = 0

    def render(self, spec: SceneSpec) -> Frame:
        self.frames += 1
        if self.frames == 3:
            raise RenderError("the card fell off the bus")
        return super().render(spec)


def test_a_run_that_broke_continues_where_it_stopped(tmp_path: Path) -> None:
    with pytest.raises(RenderError):
        run(config(), tmp_path / "broken", lambda watch: Breaking())
    assert not (tmp_path / "broken" / "annotations" / "instances.json").exists()
    assert make(tmp_path / "broken").done == 2
    make(tmp_path / "whole")
    assert files(tmp_path / "broken") == files(tmp_path / "whole")


class Refusing(FakeRenderer):
    """Fails at once, as Blender does where a sky is missing."""

    def render(self, spec: SceneSpec) -> Frame:
        raise RenderError("no such sky")


def test_a_run_that_failed_at_once_leaves_things_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for name in ("fresh", "new"):
        with pytest.raises(RenderError):
            run(config(), tmp_path / name, lambda watch: Refusing())
    assert [path.name for path in tmp_path.rglob("*")] == ["new"]


def test_a_run_that_failed_later_keeps_its_frames(tmp_path: Path) -> None:
    make(tmp_path, count=2)
    with pytest.raises(RenderError):
        run(config(), tmp_path, lambda watch: Refusing())
    assert make(tmp_path).already_there == 2


class Capricious(FakeRenderer):
    """Fails at every other call, and three times in a row from its eighth on."""

    calls = 0

    def render(self, spec: SceneSpec) -> Frame:
        self.calls += 1
        if self.calls % 2 == 1 or self.calls >= 8:
            raise RenderError("the card fell off the bus")
        return super().render(spec)


def test_a_shard_goes_on_without_what_cannot_be_rendered(tmp_path: Path) -> None:
    folder = FrameFolder(tmp_path, config())
    folder.make_folders()
    events: list[Event] = []
    render_shard(config(), range(2, 6), folder, lambda watch: Capricious(), events.append, worker=7)
    assert [event.frame for event in events if isinstance(event, FrameDone)] == [2, 3, 4]
    tries = [(event.frame, event.attempt) for event in events if isinstance(event, FrameFailed)]
    assert tries == [(2, 1), (3, 1), (4, 1), (5, 1), (5, 2)]
    assert events[-1] == FrameSetAside(5, 0, 3, "the card fell off the bus")
    assert folder.finished() == {2, 3, 4}


def test_nothing_is_rendered_where_nothing_is_missing(tmp_path: Path) -> None:
    make(tmp_path)

    def no_renderer(watch: Stopwatch) -> FakeRenderer:
        raise AssertionError("a renderer was started")

    assert run(config(), tmp_path, no_renderer).already_there == 4


def test_another_config_is_refused(tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(ConfigError, match=r"another params"):
        make(tmp_path, ("count=2",))


def test_a_frame_says_what_was_sampled_and_how_it_was_seen(tmp_path: Path) -> None:
    make(tmp_path, ("count=3",))
    for image in dataset(tmp_path)["images"]:
        assert (image["scene"], image["seed"], image["parameters"]) == ("boxes", 0, {"count": 3})
        assert image["placed"] == 3
        assert image["camera"]["K"][0][2] == 48.0


def test_an_augmented_run_checks_and_says_what_was_done(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "- HorizontalFlip: {p: 1.0}\n- RandomCrop: {height: 60, width: 80, p: 1.0}\n- SensorNoise: {iso: [400, 400]}\n"
    )
    flip = config(augment=str(path), passes=["masks"], min_area=4)
    for name in ("a", "b"):
        run(flip, tmp_path / name, lambda watch: FakeRenderer())
    assert files(tmp_path / "a") == files(tmp_path / "b")
    report = check(tmp_path / "a")
    assert report.ok, [row for row in report.rows if row.failures]
    for image in dataset(tmp_path / "a")["images"]:
        assert (image["width"], image["height"]) == (80, 60)
        assert image["augmentation"]["geometric"]
        assert [step["name"] for step in image["augmentation"]["transforms"]][:1] == ["HorizontalFlip"]


def test_a_sensor_changes_pictures_and_no_label(tmp_path: Path) -> None:
    make(tmp_path / "plain")
    make(tmp_path / "camera", augment="camera")
    assert dataset(tmp_path / "plain")["annotations"] == dataset(tmp_path / "camera")["annotations"]
    assert files(tmp_path / "plain" / "images") != files(tmp_path / "camera" / "images")


def test_run_yaml_holds_the_whole_augmentation(tmp_path: Path) -> None:
    make(tmp_path / "a", augment="camera")
    again = make_config(load_yaml(tmp_path / "a" / "run.yaml"))
    assert again.augment is not None
    assert again == config(augment="camera")


def test_splits_share_the_frames_as_asked_at_any_count() -> None:
    shares = {"train": 0.8, "val": 0.1, "test": 0.1}
    for count in (10, 57, 1000):
        got = [split_of(frame, shares) for frame in range(count)]
        for name, share in shares.items():
            assert abs(got.count(name) - share * count) <= 2


def test_splits_are_even_within_each_scene_of_a_mixture() -> None:
    even = [split_of(frame, {"train": 0.8, "val": 0.2}) for frame in range(0, 400, 2)]
    assert even.count("val") == pytest.approx(40, abs=2)
