"""Traffic of clips comes and goes: tracks are born and end, and the middle is the picture that was asked for."""

from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from annotate import check
from annotate.entries import read_entries
from render.progress.stopwatch import Stopwatch
from render.run.fake import FakeRenderer
from render.run.frames import Job
from render.run.labelled import LabelledFrame, make_frame
from render.run.sampling import LastScene
from render.settings.config import RunConfig, make_config
from scenes import SceneSpec, find_scene
from scenes.motion import at
from scenes.placement import footprints, touching
from scenes.spec import Placed
from tests.render.run.made import pictures_and_records, sampled_of

CLIPS, FRAMES = 20, 6  # of 4 s; frame 3 is the middle
MIDDLE = FRAMES // 2


def config(scene: str, seed: int = 9, **settings: object) -> RunConfig:
    values = {
        "scenes": [scene],
        "size": (96, 72),
        "count": FRAMES * CLIPS,
        "sequence": FRAMES,
        "fps": 1.5,
        "seed": seed,
    }
    return make_config(values, settings)


@cache
def street() -> list[list[LabelledFrame]]:
    """The clips' frames, with labels of silhouettes."""
    job = Job.of(config("street", pedestrians=0))
    frames = [make_frame(job, FakeRenderer(), Stopwatch(), number) for number in range(FRAMES * CLIPS)]
    return [frames[start : start + FRAMES] for start in range(0, len(frames), FRAMES)]


def tracks(frame: LabelledFrame) -> set[int]:
    return {item["track_id"] for item in frame.annotations}


def test_vehicles_come_into_most_clips_or_leave_them() -> None:
    born = [bool(set().union(*map(tracks, clip[1:])) - tracks(clip[0])) for clip in street()]
    gone = [bool(set().union(*map(tracks, clip[:-1])) - tracks(clip[-1])) for clip in street()]
    assert sum(born) >= 8
    assert sum(gone) >= 10
    assert sum(one or other for one, other in zip(born, gone, strict=True)) >= 13


def uninvited(frame: LabelledFrame) -> list[int]:
    """Who is in a picture and comes by."""
    return [
        item["instance_id"] for item in frame.annotations if item["instance_id"] > frame.image["parameters"]["count"]
    ]


def test_the_middle_has_the_vehicles_that_were_asked_for_and_no_other() -> None:
    assert not any(uninvited(clip[MIDDLE]) for clip in street())
    assert sum(clip[MIDDLE].image["parameters"]["passing"] for clip in street()) > CLIPS / 2


@pytest.mark.parametrize(
    ("scene", "seed", "clip", "settings"),
    [
        ("street", 11, 9, {}),  # a lorry's side was there, and no point of its long edges
        ("street", 13, 10, {}),  # and another vehicle's
        ("highway", 0, 0, {"passing_per_min": 150}),
        ("vehicles", 1, 1, {"passing_per_min": 150}),
    ],
)
def test_so_has_that_of_other_seeds_and_scenes(scene: str, seed: int, clip: int, settings: dict[str, object]) -> None:
    job = Job.of(config(scene, seed, pedestrians=0, **settings))
    assert not uninvited(make_frame(job, FakeRenderer(), Stopwatch(), clip * FRAMES + MIDDLE))


def test_who_comes_by_is_seen_at_some_time() -> None:
    """Some of them only between these six moments."""
    came = sum(clip[0].image["parameters"]["passing"] for clip in street())
    seen = {
        item["track_id"]
        for clip in street()
        for frame in clip
        for item in frame.annotations
        if item["instance_id"] > frame.image["parameters"]["count"]
    }
    assert len(seen) >= 0.6 * came


def spec_of(scene: str, clip: int, **settings: object) -> SceneSpec:
    return sampled_of(config(scene, pedestrians=0, **settings), clip * FRAMES, LastScene()).spec


def test_nobody_comes_by_where_nobody_is_to() -> None:
    for clip in range(3):
        quiet = spec_of("street", clip, passing_per_min=0)
        assert len(quiet.labelled()) == quiet.parameters["count"]
        busy = spec_of("street", clip, passing_per_min=120)
        assert busy.camera.focal_px == quiet.camera.focal_px
        assert len(busy.labelled()) == int(quiet.parameters["count"]) + int(busy.parameters["passing"])
        for one, two in zip(quiet.labelled(), busy.labelled(), strict=False):
            np.testing.assert_array_equal(one.pose.translation, two.pose.translation)


def box_of(placed: Placed) -> np.ndarray:
    yaw = np.arctan2(placed.pose.rotation[1, 0], placed.pose.rotation[0, 0])
    return footprints(np.array([[*placed.pose.translation, yaw]]), placed.asset.size, placed.asset.center)


@pytest.mark.parametrize("scene", ["street", "junction"])
def test_busy_traffic_drives_through_nothing(scene: str) -> None:
    looked = 0
    for clip in range(2):
        spec = spec_of(scene, clip, passing_per_min=150, count=2)
        for tenth in range(0, 41, 2):
            things = at(spec, tenth / 10.0).labelled()
            for one, two in combinations(things, 2):
                assert not touching(box_of(one), box_of(two))[0, 0], f"clip {clip}, {tenth / 10.0} s"
                looked += 1
    assert looked > 150


def test_check_knows_them(tmp_path: Path) -> None:
    pictures_and_records(config("street", passing_per_min=120).model_copy(update={"count": 2 * FRAMES}), tmp_path)
    images = read_entries(tmp_path / "annotations" / "instances.json").images
    assert any(image["parameters"]["passing"] for image in images)
    for image in images:
        assert image["placed"] == image["parameters"]["count"] + image["parameters"]["passing"]
    report = check(tmp_path)
    assert report.ok, [row for row in report.rows if row.failures]


def test_a_run_that_does_not_say_how_many_come_by_is_the_one_that_it_was() -> None:
    """Runs of still pictures from before there was a choice go on in their folders."""
    plain, busy = (make_config({"scenes": ["street"]}, values) for values in ({}, {"passing_per_min": 30}))
    assert "passing_per_min" not in plain.params["street"]
    assert busy.params["street"]["passing_per_min"] == 30
    assert find_scene("street").params.read(plain.params["street"], "street") == find_scene("street").params.read(
        {}, "street"
    )
