"""What a tally makes of events: rates that follow the last minutes, and figures that no clock disturbs."""

import pytest

from render.progress.events import (
    Event,
    FrameDone,
    FrameFailed,
    FrameSetAside,
    RunEnded,
    RunStarted,
    WorkerEnded,
    WorkerStarted,
)
from render.progress.tally import Tally


class Clock:
    """Seconds that a test turns on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def done(worker: int, frame: int, rss_bytes: int = 0) -> FrameDone:
    return FrameDone(worker, frame, {"annotations": 3, "hidden": 1}, {"render": (2.0, 4.0)}, rss_bytes)


def tally_of(*events: Event, clock: Clock | None = None) -> Tally:
    tally = Tally(clock or Clock())
    for event in events:
        tally(event)
    return tally


def test_frames_counts_and_seconds_add_up_over_workers() -> None:
    tally = tally_of(RunStarted("out", 10, 4, 2), done(0, 4), done(1, 5), done(0, 6))
    assert (tally.done, tally.there, tally.left, tally.last_frame) == (3, 7, 3, 6)
    assert (tally.counts["annotations"], tally.counts["hidden"], tally.counts["filtered"]) == (9, 3, 0)
    assert (tally.seconds["render"].wall, tally.seconds["render"].cpu) == (6.0, 12.0)
    assert [tally.workers[slot].frames for slot in (0, 1)] == [2, 1]


def test_a_slot_outlives_its_processes() -> None:
    tally = tally_of(
        WorkerStarted(0, 11, "optix: one", 1),
        done(0, 0, rss_bytes=900),
        WorkerEnded(0, 11, "crashed: signal 9"),
        WorkerStarted(0, 12, "optix: one", 1),
        done(0, 1, rss_bytes=500),
    )
    worker = tally.workers[0]
    assert (worker.pid, worker.frames, worker.rss_bytes, worker.peak_rss_bytes, worker.at_work) == (
        12,
        2,
        500,
        900,
        True,
    )
    assert tally.devices == ["optix: one"]


def test_only_unplanned_ends_and_recycling_are_replacements() -> None:
    reasons = ("crashed: signal 9", "timed out", "recycled: memory", "crashed: signal 9", "done", "stopped")
    tally = tally_of(*(WorkerEnded(0, 11, reason) for reason in reasons))
    assert tally.ends == {"crashed: signal 9": 2, "timed out": 1, "recycled: memory": 1}
    assert not tally.workers[0].at_work


def test_frames_set_aside_are_failures_and_not_to_come() -> None:
    tally = tally_of(
        RunStarted("out", 2, 0, 1), FrameFailed(0, 1, 1, "a"), FrameFailed(0, 1, 2, "a"), FrameSetAside(1, 7, 3, "a")
    )
    assert (tally.retries, tally.failures, tally.left) == (2, 3, 1)


def test_the_rate_is_of_the_last_minutes_and_the_mean_of_the_run() -> None:
    clock = Clock()
    tally = tally_of(RunStarted("out", 2000, 0, 1), clock=clock)
    for frame in range(600):  # ten a second
        clock.now += 0.1
        tally(done(0, frame))
    assert tally.rate() == pytest.approx(10.0)
    for frame in range(600, 800):  # then one in two seconds
        clock.now += 2.0
        tally(done(0, frame))
    assert tally.rate() == pytest.approx(0.5, rel=0.02)
    assert tally.mean_rate() == pytest.approx(800 / 460)
    assert tally.seconds_left() == pytest.approx(1200 / tally.rate())


def test_slow_frames_are_rated_over_the_whole_run() -> None:
    clock = Clock()
    tally = tally_of(RunStarted("out", 10, 0, 1), clock=clock)
    assert tally.seconds_left() is None
    for frame in range(3):
        clock.now += 300.0
        tally(done(0, frame))
    clock.now += 200.0
    assert tally.rate() == pytest.approx(3 / 1100)


def test_time_stands_still_after_the_end() -> None:
    clock = Clock()
    tally = tally_of(RunStarted("out", 1, 0, 1), clock=clock)
    clock.now += 5.0
    tally(RunEnded("complete"))
    clock.now += 100.0
    assert tally.elapsed_seconds() == 5.0
