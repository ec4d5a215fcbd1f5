"""What stands on a terminal and in a plain log while a run goes on."""

import io
import re

import pytest
from rich.console import Console

from render.progress.display import counter, progress, view
from render.progress.events import (
    FrameDone,
    FrameFailed,
    FrameSetAside,
    RunStarted,
    Sink,
    WorkerEnded,
    WorkersAdded,
    WorkerStarted,
    WorkerTakenBack,
)
from render.progress.tally import Tally
from render.progress.words import duration


class Clock:
    """Seconds that a test turns on."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def done(frame: int, worker: int = 0) -> FrameDone:
    return FrameDone(worker, frame, {}, {}, 3 * 2**29)


def shown(tally: Tally, width: int = 80) -> list[str]:
    """The lines of a terminal."""
    text = io.StringIO()
    Console(file=text, width=width, force_terminal=True, color_system=None).print(view(tally))
    return [line.rstrip() for line in text.getvalue().splitlines()]


def run_half(sink: Sink, clock: Clock, workers: int) -> None:
    sink(RunStarted("out", 10_000, 0, workers))
    for worker in range(workers):
        sink(WorkerStarted(worker, 500 + worker, "optix: NVIDIA H100", 1))
    for frame in range(5_000):
        clock.now += 0.5
        sink(done(frame, frame % workers))
    sink(FrameFailed(0, 7, 1, "crashed: signal 11"))


def test_a_terminal_shows_the_total_and_a_line_a_worker() -> None:
    clock = Clock()
    tally = Tally(clock)
    run_half(tally, clock, workers=2)
    tally(WorkerEnded(1, 501, "crashed: signal 11"))
    first, failures, *workers = shown(tally)
    assert re.fullmatch(r"rendering +━+ +5000/10000  2\.0\d frames/s  41 min \d+ s left", first)
    assert failures.strip() == "1 failure"
    assert [re.split("  +", line.strip()) for line in workers] == [
        ["worker 0", "optix: NVIDIA H100", "2500 frames", "1.5 GiB", "pid 500"],
        ["worker 1", "optix: NVIDIA H100", "2500 frames, ended", "1.5 GiB", "pid 501"],
    ]


def test_many_workers_share_a_line() -> None:
    clock = Clock()
    tally = Tally(clock)
    run_half(tally, clock, workers=64)
    assert [line.split() for line in shown(tally)[2:]] == [
        ["64", "of", "64", "workers", "at", "work", "optix:", "NVIDIA", "H100", "at", "most", "1.5", "GiB", "each"]
    ]


def test_a_live_terminal_ends_with_the_last_state_and_names_troubles() -> None:
    text = io.StringIO()
    console = Console(file=text, width=100, force_terminal=True, color_system=None)
    with progress(console, quiet=False) as sink:
        sink(RunStarted("out", 2, 0, 1))
        sink(done(0))
        sink(FrameSetAside(1, 0, 3, "a scene [that] cannot be"))
    assert "frame 1 set aside, attempt 3: a scene [that] cannot be" in text.getvalue()
    last = text.getvalue().rpartition("rendering")[2]
    assert "1/2" in last
    assert "1 failure, 1 set aside" in last


def plain(frames: int, seconds: float, count: int) -> list[str]:
    text, clock = io.StringIO(), Clock()
    with progress(Console(file=text, width=40), False, clock) as sink:
        sink(RunStarted("out", frames, 0, 1))
        for frame in range(count):
            clock.now += seconds
            sink(done(frame))
    return text.getvalue().splitlines()


def test_short_runs_say_a_plain_line_a_frame() -> None:
    assert plain(frames=3, seconds=2.0, count=3) == [
        "1/3 frames, 0.50 frames/s, 4 s left (frame 0)",
        "2/3 frames, 0.50 frames/s, 2 s left (frame 1)",
        "3/3 frames, 0.50 frames/s, 0 s left (frame 2)",
    ]


def test_long_runs_say_a_plain_line_every_ten_seconds_and_the_last() -> None:
    lines = plain(frames=25, seconds=1.0, count=25)
    assert [line.split()[0] for line in lines] == ["10/25", "20/25", "25/25"]


def test_quiet_is_plain_on_a_terminal_too() -> None:
    text = io.StringIO()
    with progress(Console(file=text, force_terminal=True, width=100), quiet=True) as sink:
        sink(RunStarted("out", 1, 0, 2))
        for worker in range(2):
            sink(WorkerStarted(worker, 9, "cpu", 1))
        sink(WorkerEnded(1, 9, "crashed: signal 9"))
        sink(FrameFailed(1, 0, 1, "worker crashed: signal 9"))
        sink(WorkerEnded(0, 9, "recycled"))
    assert text.getvalue().splitlines() == [
        "device: cpu",
        "worker 1 (pid 9) crashed: signal 9",
        "frame 0 failed, attempt 1: worker crashed: signal 9; it is tried again",
    ]


def test_more_and_fewer_workers_are_a_sentence_each() -> None:
    text = io.StringIO()
    with progress(Console(file=text, width=200), quiet=True) as sink:
        sink(RunStarted("out", 1000, 0, 1))
        sink(WorkersAdded(2))
        sink(WorkerTakenBack(1, 1, 7, "System is out of GPU memory"))
        sink(WorkerEnded(1, 9, "taken back"))
    assert text.getvalue().splitlines() == [
        "there is time and room for more on the GPU: 2 workers from now on",
        "worker 1 is taken back, its GPU has no room for it: the run goes on with 1, and frame 7 with it "
        "(System is out of GPU memory)",
    ]


def test_troubles_do_not_fill_the_log() -> None:
    text = io.StringIO()
    with progress(Console(file=text, width=100), quiet=True) as sink:
        sink(RunStarted("out", 1000, 0, 1))
        for frame in range(1000):
            sink(FrameSetAside(frame, 0, 3, "x"))
    assert len(text.getvalue().splitlines()) == 21
    assert text.getvalue().splitlines()[-1].startswith("further troubles are counted only")


def test_a_loop_in_this_process_is_counted() -> None:
    text = io.StringIO()
    with counter(Console(file=text, width=100), 2, quiet=True) as count:
        count(5)
    assert text.getvalue().startswith("1/2 frames")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (59.7, "1 min 0 s"), (200.0, "3 min 20 s"), (18_720.0, "5 h 12 min"), (198_000.0, "2 d 7 h")],
)
def test_durations_have_two_units_at_most(seconds: float, text: str) -> None:
    assert duration(seconds) == text
