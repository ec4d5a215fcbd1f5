"""Two frames at once: order, how far ahead, and what happens to errors."""

import threading
import time

import pytest

from render.progress.stopwatch import Stopwatch, process_seconds
from render.run.overlap import overlapped

LONG_S = 30.0


def test_a_frame_is_finished_while_the_next_one_is_exposed() -> None:
    finished = threading.Event()

    def expose(number: int) -> int:
        assert number == 0 or finished.wait(LONG_S)  # in vain, if it were done one after the other
        return number

    overlapped(range(2), expose, lambda number: finished.set())
    assert finished.is_set()


def test_frames_are_finished_in_order_and_none_is_exposed_two_ahead() -> None:
    told: list[tuple[str, int]] = []

    def expose(number: int) -> int:
        told.append(("expose", number))
        return number

    def finish(number: int) -> None:
        time.sleep(0.01)
        told.append(("finish", number))

    overlapped(range(5), expose, finish)
    assert [number for what, number in told if what == "finish"] == list(range(5))
    for number in range(3):
        assert told.index(("finish", number)) < told.index(("expose", number + 2))


def test_a_frame_that_was_not_exposed_is_not_finished() -> None:
    finished: list[int] = []
    overlapped(range(4), lambda number: None if number % 2 else number, finished.append)
    assert finished == [0, 2]


@pytest.mark.parametrize("bad", [0, 2])
def test_errors_of_the_second_half_are_raised(bad: int) -> None:
    finished: list[int] = []

    def finish(number: int) -> None:
        if number == bad:
            raise ValueError("cannot be labelled")
        finished.append(number)

    with pytest.raises(ValueError, match="cannot be labelled"):
        overlapped(range(3), lambda number: number, finish)
    assert finished == list(range(bad))


def test_a_frame_under_way_is_finished_where_the_next_one_cannot_be_exposed() -> None:
    finished: list[int] = []

    def expose(number: int) -> int:
        if number == 1:
            raise ValueError("no such sky")
        return number

    def finish(number: int) -> None:
        time.sleep(0.02)
        finished.append(number)

    with pytest.raises(ValueError, match="no such sky"):
        overlapped(range(3), expose, finish)
    assert finished == [0]


def test_seconds_of_the_second_half_do_not_count_for_the_first() -> None:
    burnt = threading.Event()
    watch, apart = Stopwatch(), Stopwatch(cpu=time.thread_time)

    def expose(number: int) -> int:
        with watch("expose"):
            assert number == 0 or burnt.wait(LONG_S)
        return number

    def finish(number: int) -> None:
        with apart("finish"):
            end = time.thread_time() + 0.2
            while time.thread_time() < end:
                pass
        burnt.set()

    before = process_seconds()
    overlapped(range(2), expose, finish)
    assert process_seconds() - before > 0.3
    assert apart.stages["finish"].cpu > 0.3
    assert watch.stages["expose"].cpu < 0.15
