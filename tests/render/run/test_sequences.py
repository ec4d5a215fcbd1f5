"""Moving pictures: frame k is frame k mod T of clip k div T, whoever renders it, and whatever beside."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotate import check
from annotate.check_files import same_pictures
from annotate.check_suite import base_scenes
from annotate.entries import read_entries
from annotate.tracks import track_id
from assets import ConfigError, SceneError
from prelabel._options import run_config
from render.progress.stopwatch import Stopwatch
from render.run.fake import FakeRenderer
from render.run.frames import Job
from render.run.labelled import make_frame
from render.run.sampling import LastScene, Sampled
from render.settings.config import RunConfig, make_config
from tests.render.run.made import pictures_and_records, sampled_of

BOXES = str(Path(__file__).parents[3] / "examples" / "moving_boxes.py")
CLIPS = {"scenes": [BOXES], "size": (96, 72), "count": 12, "sequence": 6, "fps": 10.0}


def config(**values: Any) -> RunConfig:
    return make_config({**CLIPS, **values})


def make(out: Path, **values: Any) -> dict[str, bytes]:
    return pictures_and_records(config(**values), out)


def coco(out: Path, split: str = "") -> dict[str, Any]:
    name = f"instances_{split}.json" if split else "instances.json"
    return dict(json.loads((out / "annotations" / name).read_text()))


def sampled(number: int, last: LastScene | None = None, **values: Any) -> Sampled:
    return sampled_of(config(**values), number, last)


def test_a_frame_alone_is_the_one_of_the_run(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole")
    assert len(whole) == 24
    for number in (4, 7, 0):
        alone = make(tmp_path / str(number), start=number, count=1)
        assert len(alone) == 2
        assert alone.items() <= whole.items()


def test_frames_of_a_clip_share_what_stands_still() -> None:
    last = LastScene()
    first, second = (sampled(number, last).spec for number in (6, 7))
    assert first.placed[0] is second.placed[0]
    assert first.placed[1].asset is second.placed[1].asset
    assert first.placed[1].pose is not second.placed[1].pose
    assert (first.seconds, second.seconds) == (0.0, 0.1)


def test_a_thing_is_where_its_speed_takes_it(tmp_path: Path) -> None:
    begin, end = (sampled(number).spec for number in (0, 5))
    velocity = begin.placed[1].velocity_mps
    assert velocity is not None
    assert 0.5 <= velocity[0] <= 2.0
    way = end.placed[1].pose.translation - begin.placed[1].pose.translation
    np.testing.assert_allclose(way, velocity * 0.5, atol=1e-9)


def test_labels_say_clip_track_and_speed(tmp_path: Path) -> None:
    make(tmp_path)
    written = coco(tmp_path)
    assert written["videos"] == [
        {"id": clip, "name": f"clip-{clip:06d}", "width": 96, "height": 72, "length": 6, "fps": 10.0} for clip in (0, 1)
    ]
    places = [(image["video_id"], image["frame_index"], image["seconds"]) for image in written["images"]]
    assert places == [(k // 6, k % 6, round(k % 6 / 10.0, 6)) for k in range(12)]
    of_image = {image["id"]: image for image in written["images"]}
    for item in written["annotations"]:
        assert item["track_id"] == track_id(of_image[item["image_id"]]["video_id"], item["instance_id"])
        assert 0.5 <= np.linalg.norm(item["velocity"]) <= 2.0
    tracks = {item["track_id"] for item in written["annotations"]}
    assert len({item["track_id"] // 100_000 for item in written["annotations"]}) == 2
    assert all(sum(item["track_id"] == track for item in written["annotations"]) > 1 for track in tracks)


def test_pixels_a_second_are_what_the_next_frame_shows() -> None:
    """Of the box's middle, which moves by its speed in pixels over the time between frames."""
    job = Job.of(config())
    for number in (2, 8):
        frame = make_frame(job, FakeRenderer(), Stopwatch(), number)
        before, after = (sampled(number + step).spec for step in (-1, 1))
        for item in frame.annotations:
            place = next(i for i, p in enumerate(before.placed) if p.instance_id == item["instance_id"])
            ends = [s.camera.project(s.placed[place].pose.apply(s.placed[place].asset.center)) for s in (before, after)]
            np.testing.assert_allclose(item["velocity_px"], (ends[1] - ends[0]) / 0.2, rtol=0.02, atol=0.5)


def test_no_split_has_a_part_of_a_clip(tmp_path: Path) -> None:
    make(tmp_path, count=36, split={"train": 0.5, "val": 0.5})
    clips = {split: {image["video_id"] for image in coco(tmp_path, split)["images"]} for split in ("train", "val")}
    assert clips["train"]
    assert clips["train"] | clips["val"] == set(range(6))
    assert not clips["train"] & clips["val"]
    assert {video["id"] for video in coco(tmp_path, "val")["videos"]} == clips["val"]
    assert check(tmp_path).ok


def test_still_pictures_say_nothing_of_clips(tmp_path: Path) -> None:
    make(tmp_path, sequence=None, fps=None, count=2)
    written = coco(tmp_path)
    assert "videos" not in written
    assert not any(key in image for image in written["images"] for key in ("video_id", "frame_index", "seconds"))
    assert not any("track_id" in item or "velocity" in item for item in written["annotations"])


def test_frames_of_a_clip_may_be_the_same(tmp_path: Path) -> None:
    """A camera on a pole sees nothing move for a while; two clips differ all the same."""
    make(tmp_path)
    scenes = base_scenes(read_entries(tmp_path / "annotations" / "instances.json"))
    assert scenes == {number: number // 6 for number in range(12)}
    assert list(same_pictures({4: "a", 5: "a"}, scenes)) == []
    assert list(same_pictures({5: "a", 6: "a"}, scenes)) == ["image 6 has the pixels of image 5"]


def test_users_count_clips_and_runs_count_frames() -> None:
    asked = run_config([BOXES], None, None, {"sequence": 48, "count": 200, "start": 2})
    assert (asked.start, asked.count, asked.fps, asked.shard_frames) == (96, 9600, 12.0, 48)
    assert run_config([BOXES], None, None, {"sequence": 6}).count == 48
    assert run_config([BOXES], None, None, {"count": 5}).count == 5


def test_a_run_that_goes_on_gives_the_same(tmp_path: Path) -> None:
    make(tmp_path / "parts", count=8)
    assert make(tmp_path / "parts", count=12).items() == make(tmp_path / "whole").items()
    assert coco(tmp_path / "parts")["images"] == coco(tmp_path / "whole")["images"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"sequence": None}, "fps: expected --sequence with it"),
        ({"views": 2}, "sequence: expected one view of each scene, got 2"),
        ({"sequence": 0}, "sequence: .*greater than or equal to 1"),
        (
            {"augment": {"name": "flip", "transforms": [{"HorizontalFlip": {"p": 1.0}}]}},
            "leaves things in their places",
        ),
    ],
)
def test_what_does_not_fit_is_said(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        config(**values)


def test_a_scene_without_motion_says_so() -> None:
    still = BOXES.replace("moving_boxes", "boxes")
    with pytest.raises(ConfigError, match="scene 'boxes' has no motion"):
        sampled(0, scenes=[still])


def test_track_ids_have_room() -> None:
    assert track_id(3, 7, 1) == 300_071
    with pytest.raises(SceneError, match="instance ids of 1 to 9999 in clips"):
        track_id(0, 10_000)
