"""Streams of moving pictures: frame after frame, or whole clips, which ranks share."""

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assets import ConfigError, RenderError, SceneError
from render.batch.faults import Faults
from render.progress.tally import Tally
from render.run.labelled import FrameError, LabelledFrame
from render.settings.config import make_config
from render.stream.source import Here
from render.stream.stream import Stream
from tests.render.run.made import pictures_and_records

CLIPS = {"scenes": ["examples/moving_boxes.py"], "size": (64, 48), "sequence": 3, "fps": 10.0}


def stream_of(
    values: dict[str, Any] | None = None, factory: str = "render.run.fake:fake_renderer", **more: Any
) -> Stream:
    return Stream(make_config({**CLIPS, **(values or {})}), factory=factory, **more)


def numbers(clips: Iterator[list[LabelledFrame]]) -> list[list[int]]:
    return [[frame.number for frame in clip] for clip in clips]


def test_clips_come_whole_and_in_order() -> None:
    found = list(stream_of(start=3, stop=12).clips())
    assert numbers(iter(found)) == [[3, 4, 5], [6, 7, 8], [9, 10, 11]]
    assert [[frame.image["video_id"] for frame in clip] for clip in found] == [[1] * 3, [2] * 3, [3] * 3]
    tracks = [{item["track_id"] // 100_000 for frame in clip for item in frame.annotations} for clip in found]
    assert tracks == [{1}, {2}, {3}]


def test_workers_render_them_ahead() -> None:
    assert numbers(stream_of(workers=2, step=6, stop=15).clips()) == [[0, 1, 2], [6, 7, 8], [12, 13, 14]]


def test_they_are_those_of_a_run(tmp_path: Path) -> None:
    whole = pictures_and_records(make_config({**CLIPS, "count": 6}), tmp_path)
    for frame in (frame for clip in stream_of(stop=6).clips() for frame in clip):
        written = json.loads(whole[f"record {frame.number}"])
        assert [item["bbox"] for item in frame.annotations] == [item["bbox"] for item in written["annotations"]]
        assert whole[f"{frame.number:012d}.jpg"] == frame.encoded()


def test_ranks_share_whole_clips() -> None:
    shared = [numbers(stream_of(start=3 * rank, step=6, stop=15).clips()) for rank in (0, 1)]
    assert shared == [[[0, 1, 2], [6, 7, 8], [12, 13, 14]], [[3, 4, 5], [9, 10, 11]]]


def test_a_loop_over_clips_goes_on_where_the_last_one_stopped() -> None:
    stream = stream_of(start=3, step=6)
    for clip in stream.clips():
        assert clip[0].number == 3
        break
    assert stream.position == 9
    assert [frame.number for frame in next(stream.clips())] == [9, 10, 11]


def test_without_clips_a_step_leads_from_frame_to_frame() -> None:
    assert [frame.number for frame in stream_of(step=2, stop=7)] == [0, 2, 4, 6]


@pytest.mark.parametrize(
    ("values", "numbers", "sentence"),
    [
        ({"sequence": None, "fps": None}, {}, "moving pictures for clips, such as sequence=24, got still ones"),
        ({}, {"start": 1}, "clips of 3 frames begin at multiples of that, got start=1"),
        ({}, {"stop": 7}, "got stop=7"),
        ({}, {"step": 2}, "got step=2"),
    ],
)
def test_what_is_no_clip_is_said_at_once(values: dict[str, Any], numbers: dict[str, int], sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        stream_of(values, **numbers).clips()


def fail_at(monkeypatch: pytest.MonkeyPatch, failing: set[int], error: type[SceneError | RenderError]) -> None:
    """Frames that cannot be made, in this process."""
    honest = Here.take

    def take(self: Here, number: int) -> LabelledFrame:
        if number in failing:
            raise FrameError(number, error(f"frame {number}: a fault"))
        return honest(self, number)

    monkeypatch.setattr(Here, "take", take)


def test_a_clip_with_a_frame_that_was_skipped_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_at(monkeypatch, {4}, RenderError)
    stream = stream_of(stop=9, on_error="skip")
    with pytest.warns(UserWarning, match="skipped: frame 4"):
        assert numbers(stream.clips()) == [[0, 1, 2], [6, 7, 8]]


def test_after_an_error_the_next_clip_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_at(monkeypatch, {1}, RenderError)
    stream = stream_of(stop=9)
    with pytest.raises(RenderError, match="a fault"):
        next(stream.clips())
    assert stream.position == 3
    assert numbers(stream.clips()) == [[3, 4, 5], [6, 7, 8]]


def test_a_clip_that_cannot_be_placed_fails_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its frames are more than may fail in a row."""
    fail_at(monkeypatch, set(range(12)), SceneError)
    stream = stream_of({"sequence": 12}, on_error="skip")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert next(stream).number == 12
    assert len(stream.skipped) == 12


def test_so_it_does_among_workers() -> None:
    for error, given_up in ((SceneError("no room"), False), (RenderError("no memory"), True)):
        faults = Faults(Tally(), together=48)
        for frame in range(20):
            faults.count(frame, error)
        assert faults.hopeless(range(20, 60), False, True) == given_up
