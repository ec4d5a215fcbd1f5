"""Views of a scene go to the worker that has built it; any worker can render any of them."""

from collections import deque
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from render.batch.crew import Crew
from render.batch.limits import Limits
from render.batch.plan import Slot
from render.batch.run import Batch, run_batch
from render.progress.tally import Tally
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import make_config


class Hand(SimpleNamespace):
    """What the crew sees of a worker, with a log of the frames that it got."""

    def give(self, frame: int) -> None:
        self.frame, self.last, self.free = frame, frame, False
        self.got.append(frame)

    def done(self) -> None:
        self.frame, self.free = None, True


def crew_of(count: int, views: int, frames: range) -> tuple[Crew, list[Any]]:
    begun = {"free": True, "ready": True, "retire": "", "given": 0, "last": None, "finishing": None}
    hands: list[Any] = [Hand(got=[], **begun) for _ in range(count)]
    tally = Tally()
    crew = Crew([Slot(1)] * count, Limits(), lambda number, slot: hands[number], 0, tally, tally, together=views)
    crew.queue.extend(frames)
    crew.hand_out()  # starts them
    return crew, hands


def work(crew: Crew, hands: list[Any], turns: list[int]) -> None:
    """Hands finish their frames in this order."""
    crew.hand_out()
    for turn in turns:
        hands[turn].done()
        crew.hand_out()


def test_each_worker_keeps_to_its_scene() -> None:
    crew, hands = crew_of(2, 4, range(16))
    work(crew, hands, [0, 1, 0, 0, 1, 0, 1, 1])
    assert hands[0].got == [0, 1, 2, 3, 8]
    assert hands[1].got == [4, 5, 6, 7, 12]
    assert crew.queue == deque([9, 10, 11, 13, 14, 15])


def test_who_has_no_scene_left_helps_with_another() -> None:
    crew, hands = crew_of(2, 4, range(6))
    work(crew, hands, [1, 1, 0, 1])
    assert hands[1].got == [4, 5, 1, 3]
    assert hands[0].got == [0, 2]


def test_a_run_may_begin_within_a_scene() -> None:
    crew, hands = crew_of(2, 4, range(3, 9))
    work(crew, hands, [0, 1, 0])
    assert (hands[0].got, hands[1].got) == ([3, 8, 6], [4, 5])


@pytest.mark.parametrize("count", [1, 3])
def test_frames_of_one_view_each_come_in_order(count: int) -> None:
    crew, hands = crew_of(count, 1, range(9))
    work(crew, hands, [count - 1, 0, 0])
    assert sorted(frame for hand in hands for frame in hand.got) == list(range(count + 3))


def test_workers_make_what_one_process_makes(tmp_path: Path) -> None:
    """Though they share scenes out otherwise: a frame is the same whoever renders it, and after whatever."""
    values = {"scenes": ["studio"], "size": (64, 48), "count": 7, "start": 1, "views": 3, "split": {"a": 0.5, "b": 0.5}}
    config = make_config(values)
    run(config, tmp_path / "one", lambda watch: FakeRenderer())
    assert run_batch(config, tmp_path / "two", Batch(2, "render.run.fake:fake_renderer")) is None
    for folder in ("images", "annotations"):
        one, two = (
            {path.name: path.read_bytes() for path in (tmp_path / n / folder).iterdir()} for n in ("one", "two")
        )
        assert one == two
        assert len(one) in (7, 3)
