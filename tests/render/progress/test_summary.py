"""What a run says at its end, to people and to machines."""

import io
import json
from datetime import UTC, datetime

import pytest
from rich.console import Console

from render.progress.events import (
    Event,
    FrameDone,
    FrameFailed,
    FrameSetAside,
    RunEnded,
    RunStarted,
    WorkerEnded,
    WorkersAdded,
    WorkerStarted,
    WorkerTakenBack,
)
from render.progress.summary import print_summary, sentences, summary_json
from render.progress.tally import TAKEN_BACK, Tally

START = RunStarted("out", 5, 1, 2)
COUNTS = {"annotations": 4, "hidden": 1, "filtered": 2, "ignored": 1, "rejected_scenes": 3}
FRAME = FrameDone(0, 1, COUNTS, {"render": (1.0, 2.0), "write": (0.1, 0.05)}, 2**30)
ASIDE = FrameSetAside(3, 42, 3, "crashed: signal 11")


def tally_of(*events: Event) -> Tally:
    ticks = iter(range(1000))
    tally = Tally(lambda: float(next(ticks)))
    for event in events:
        tally(event)
    return tally


def test_a_smooth_run_is_one_sentence() -> None:
    assert sentences(tally_of(START, FRAME, WorkerEnded(0, 7, "done"), RunEnded("complete"))) == (
        "out: 1 frames rendered, 1 were there, 4 annotations, 1 instances wholly hidden, "
        "2 filtered out (too small or too little visible), 1 of them to be ignored, 3 scenes sampled again",
    )


@pytest.mark.parametrize(
    ("events", "last"),
    [
        ((FRAME, RunEnded("stopped")), "stopped: 2 of 5 frames are there; the same command continues"),
        ((FRAME, RunEnded("failed", "x")), "failed: 2 of 5 frames are there; the same command continues"),
        (
            (FRAME, ASIDE, RunEnded("incomplete")),
            "incomplete: 2 of 5 frames are there; the same command tries the others",
        ),
        ((FRAME, ASIDE, RunEnded("stopped")), "stopped: 2 of 5 frames are there; the same command continues"),
    ],
)
def test_what_is_missing_comes_with_the_way_to_get_it(events: tuple[Event, ...], last: str) -> None:
    assert sentences(tally_of(START, *events))[-1].startswith(last)


def test_workers_that_were_taken_back_are_counted_and_not_as_replaced() -> None:
    back = [
        WorkersAdded(4),
        WorkerTakenBack(3, 3, 7, "x"),
        WorkerTakenBack(2, 2, 8, "x"),
        WorkerEnded(3, 9, TAKEN_BACK),
    ]
    tally = tally_of(START, FRAME, *back, RunEnded("complete"))
    assert sentences(tally)[1:] == ("2 workers taken back for want of GPU memory, the run went on with 2",)
    told = json.loads(summary_json(tally, "0", None))
    assert (told["workers"], told["workers_taken_back"], told["workers_replaced"]) == (2, 2, {})


def test_frames_set_aside_are_named_with_seed_and_reason() -> None:
    tally = tally_of(START, FrameFailed(0, 3, 1, "x"), WorkerEnded(0, 7, "crashed: signal 11"), ASIDE)
    assert sentences(tally)[1:3] == (
        "1 frame tried again, 1 worker replaced (1 crashed: signal 11)",
        "frame 3 (seed 42) set aside after 3 attempts: crashed: signal 11",
    )


def test_many_frames_set_aside_are_not_all_said() -> None:
    tally = tally_of(START, *(FrameSetAside(frame, 0, 3, "x") for frame in reversed(range(50))))
    said = [sentence for sentence in sentences(tally) if "set aside" in sentence]
    assert said[0].startswith("frame 0 (")
    assert said[20:] == ["30 more frames set aside; summary.json names them all"]


def test_the_table_is_of_a_frame() -> None:
    text = io.StringIO()
    other = FrameDone(1, 2, {}, {"render": (2.0, 4.0)}, 0)
    print_summary(Console(file=text, width=100), tally_of(START, FRAME, other))
    assert [line.split() for line in text.getvalue().splitlines()[-2:]] == [
        ["render", "3.000", "1.500"],
        ["write", "0.025", "0.050"],
    ]


def test_summary_json_holds_the_figures_of_the_last_run() -> None:
    ended = datetime(2030, 5, 6, 12, 0, 0, tzinfo=UTC)
    tally = tally_of(
        START,
        WorkerStarted(0, 7, "cpu", 1),
        FRAME,
        FrameFailed(0, 3, 1, "x"),
        WorkerEnded(0, 7, "timed out"),
        ASIDE,
        RunEnded("incomplete"),
    )
    tally.clock = float  # it must not be read after the end
    got = json.loads(summary_json(tally, "c0ffee", "..", lambda: ended))
    wall = got["wall_seconds"]
    assert wall > 0
    assert got == {
        "config": "c0ffee",
        "directory": "..",
        "how": "incomplete",
        "error": "",
        "started": f"2030-05-06T11:59:{60 - wall:02.0f}Z",
        "ended": "2030-05-06T12:00:00Z",
        "frames": 5,
        "already_there": 1,
        "rendered": 1,
        **COUNTS,
        "wall_seconds": wall,
        "frames_per_second": pytest.approx(1 / wall, abs=1e-4),
        "seconds": {"render": {"wall": 1.0, "cpu": 2.0}, "write": {"wall": 0.1, "cpu": 0.05}},
        "workers": 2,
        "devices": ["cpu"],
        "peak_rss_bytes": 2**30,
        "retries": 1,
        "workers_taken_back": 0,
        "workers_replaced": {"timed out": 1},
        "set_aside": [{"frame": 3, "seed": 42, "attempts": 3, "reason": "crashed: signal 11"}],
    }
