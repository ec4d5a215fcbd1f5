"""How many workers a GPU gets from what was measured: a rule without state, and what keeps its figures."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from render.batch.growth import FRAMES, Growth, Measured, Share, fitting, measured, paid, wanted
from render.batch.plan import Slot, plan
from render.progress.events import FrameDone
from render.settings.cards import Cards, Filled
from render.settings.devices import Device

GIB = 2**30
ROOMY = Share(cores=64.0, memory_bytes=512.0 * GIB)
STREET = Measured(workers=1, wall_s=1.5, cpu_s=1.5, waiting_s=0.3)  # 1.2 s of a core, then 0.3 s of the card


@pytest.mark.parametrize(
    ("now", "share", "count"),
    [
        (STREET, ROOMY, 6),  # five keep the card busy, if frames never differed
        (replace(STREET, waiting_s=0.75), ROOMY, 3),
        (replace(STREET, waiting_s=1.5), ROOMY, 2),  # the card has no idle time: one more hides what little there is
        (STREET, replace(ROOMY, cores=4.0), 4),
        (replace(STREET, cpu_s=3.0), replace(ROOMY, cores=4.0), 2),  # each keeps two cores busy
        (replace(STREET, cpu_s=0.75), replace(ROOMY, cores=2.0), 4),  # each keeps half a core busy
        (STREET, replace(ROOMY, memory_bytes=5.0 * GIB), 3),
        (replace(STREET, worker_bytes=2.5 * GIB), replace(ROOMY, memory_bytes=5.0 * GIB), 2),
        (STREET, replace(ROOMY, cores=0.5), 1),  # never none
        (replace(STREET, waiting_s=0.0), replace(ROOMY, cores=12.0), 12),  # a driver that waits with a busy core
        (replace(STREET, waiting_s=0.0, cpu_s=0.0), ROOMY, 16),  # nothing limits it but what is sensible
    ],
)
def test_cores_memory_and_the_cards_idle_time_limit_workers(now: Measured, share: Share, count: int) -> None:
    assert wanted(now, share, card_s=now.waiting_s) == count


def test_a_queue_at_the_card_is_not_taken_for_its_work() -> None:
    queueing = replace(STREET, workers=4, wall_s=1.8, waiting_s=0.6)  # the card takes 0.3 s, the queue as much again
    assert wanted(queueing, ROOMY, card_s=0.3) == wanted(STREET, ROOMY, card_s=0.3) == 6


@pytest.mark.parametrize(
    ("used", "workers", "count"),
    [
        (4.0, 1, 23),  # 80 GiB, 8 of them spare, 1 of others: 3 GiB each
        (7.0, 2, 23),
        (1.0, 1, 143),  # a worker that seems to take nothing counts as half a GiB
        (60.0, 2, 2),  # 12 are free, and 29.5 would be needed
        (60.0, 6, 7),
        (79.0, 1, 1),  # those that are there stay
    ],
)
def test_a_cards_memory_holds_as_many_as_are_like_those_that_are_there(used: float, workers: int, count: int) -> None:
    assert fitting(Filled(GIB, 80 * GIB), Filled(int(used * GIB), 80 * GIB), workers) == count


def test_a_small_card_keeps_a_gibibyte_free() -> None:
    assert fitting(Filled(0, 4 * GIB), Filled(GIB, 4 * GIB), 1) == 3


def test_what_twice_as_many_workers_bring_decides_whether_more_come() -> None:
    before = Measured(workers=2, wall_s=1.0, cpu_s=1.0, waiting_s=0.0)
    assert paid(before, Measured(workers=4, wall_s=1.0, cpu_s=1.0, waiting_s=0.0))
    assert paid(before, Measured(workers=4, wall_s=1.6, cpu_s=1.6, waiting_s=0.0))  # a quarter of twice as many
    assert not paid(before, Measured(workers=4, wall_s=1.9, cpu_s=1.9, waiting_s=0.0))


def frame(worker: int, start: bool = False, wall: float = 1.0, waiting: float = 0.0, cores: float = 1.0) -> FrameDone:
    """A frame of ``wall`` seconds, ``waiting`` of them for the card."""
    seconds = {"sample": (0.2, 0.2 * cores), "build": (0.2, 0.2 * cores)}
    seconds["render"] = (wall - 0.4, (wall - 0.4 - waiting) * cores)
    seconds |= {"annotate": (0.3, 0.2), "encode": (0.1, 0.1)}
    return FrameDone(worker, 0, {}, {**({"start": (5.0, 5.0)} if start else {}), **seconds}, GIB)


def test_a_frame_takes_what_the_longer_of_its_two_halves_takes() -> None:
    now = measured([frame(0, wall=1.0, waiting=0.5)], 1)
    assert (now.wall_s, now.waiting_s, now.cpu_s) == pytest.approx((1.0, 0.5, 0.8))
    slow_disk = replace(frame(0), seconds={"render": (0.5, 0.5), "write": (2.0, 0.1)})
    assert measured([slow_disk], 1).wall_s == pytest.approx(2.0)
    assert measured([replace(slow_disk, rss_bytes=4 * GIB)], 1).worker_bytes == 4 * GIB


CARDS = tuple(Device("optix", "card", index, f"GPU-{index}") for index in range(2))


def line(index: int, used_gib: float) -> str:
    return f"GPU-{index}, {used_gib * 1024:.0f}, 81920\n"


class Run:
    """A run's slots and cards, without workers."""

    def __init__(self, cards: int = 1, cores: int = 16, known: bool = True) -> None:
        self.slots = plan(1000, None, CARDS[:cards], cores, None)
        self.cards = Cards()
        self.known = known
        if known:
            self.cards.see(line(index, 0.0) for index in range(cards))
        self.growth = Growth(cores, 256.0 * GIB, self.cards)
        for slot in range(cards):
            self.growth.heard(frame(slot, start=True))

    def go_on(self, frames: Iterable[FrameDone], used_gib: float = 3.0, left: int = 1000, closed: int = 0) -> list[int]:
        """Threads of the slots after these frames, during which each card was as full as this."""
        for each in frames:
            self.growth.heard(each)
        if self.known:
            self.cards.see(line(index, used_gib) for index in range(2))
        before = len(self.slots)
        self.slots = self.growth.grown(self.slots, set(range(closed)), left)
        for slot in range(before, len(self.slots)):
            self.growth.heard(frame(slot, start=True))
        return [slot.threads for slot in self.slots]

    def on(self) -> list[str]:
        return [slot.card for slot in self.slots]


def each(workers: int, **what: float) -> list[FrameDone]:
    return [frame(worker, **what) for worker in range(workers) for _ in range(FRAMES)]  # type: ignore[arg-type]


def test_workers_double_as_long_as_it_pays_and_share_the_cores() -> None:
    run = Run()
    assert run.go_on([frame(0)] * (FRAMES - 1)) == [16]  # too few frames to say
    assert run.go_on([frame(0)]) == [8, 8]
    assert run.go_on(each(1)) == [8, 8]  # the other one has made none yet
    assert run.go_on(each(2)) == [4, 4, 4, 4]
    assert run.go_on(each(4, wall=1.9)) == [4, 4, 4, 4]  # hardly more a second than two made
    assert run.growth.over
    assert run.go_on(each(4)) == [4, 4, 4, 4]


def test_workers_become_as_many_as_the_cards_idle_time_asks_for() -> None:
    run = Run()
    run.go_on(each(1, waiting=0.4))
    assert len(run.slots) == 2
    run.go_on(each(2, waiting=0.4))
    assert len(run.slots) == 3  # 1 / 0.4 of them, and one more
    run.go_on(each(3, wall=1.1, waiting=0.5))
    assert len(run.slots) == 3
    assert run.growth.over


def test_no_more_workers_than_the_cores_can_serve() -> None:
    run = Run(cores=4)
    run.go_on(each(1))
    assert run.go_on(each(2)) == [2, 1, 1]  # each keeps 1.3 cores busy, its labels beside the next render
    assert run.go_on(each(3)) == [2, 1, 1]
    assert run.growth.over


def test_no_more_workers_than_the_cards_memory_holds() -> None:
    run = Run()
    run.go_on(each(1), used_gib=30.0)  # 72 GiB are not spare
    assert len(run.slots) == 2
    run.go_on(each(2), used_gib=60.0)
    assert len(run.slots) == 2


def test_a_card_whose_memory_nobody_tells_keeps_one_worker() -> None:
    run = Run(known=False)
    assert run.go_on(each(1)) == [16]
    assert run.growth.over


def test_every_gpu_gets_more_and_they_take_turns() -> None:
    run = Run(cards=2)
    assert run.go_on(each(2)) == [4, 4, 4, 4]
    assert run.on() == ["GPU-0", "GPU-1", "GPU-0", "GPU-1"]
    assert [slot.environment["CUDA_VISIBLE_DEVICES"] for slot in run.slots] == run.on()


def test_a_run_that_is_over_before_more_workers_have_started_gets_none() -> None:
    assert Run().go_on(each(1), left=9) == [16]  # 9 s of frames, and a start takes 6 s
    assert Run().go_on(each(1), left=13) == [8, 8]


def test_kernels_that_were_compiled_once_are_no_cost_of_the_next_start() -> None:
    run = Run()
    run.growth.heard(replace(frame(0), seconds={"start": (5.0, 5.0), "render": (300.0, 300.0)}))
    assert run.go_on(each(1), left=61) == [8, 8]


def test_what_was_measured_while_a_worker_starts_does_not_count() -> None:
    run = Run()
    run.go_on([frame(0)] * (FRAMES - 1))
    run.growth.heard(frame(0, start=True))  # its slot's next process
    assert run.go_on([frame(0)]) == [16]
    assert run.go_on([frame(0)] * (FRAMES - 1)) == [8, 8]


def test_once_a_worker_was_taken_back_none_is_added() -> None:
    run = Run()
    run.go_on(each(1))
    assert run.go_on(each(2), closed=1) == [8, 8]
    assert run.growth.over


def test_cards_are_as_full_as_they_were_at_their_fullest() -> None:
    cards = Cards()
    cards.see([line(0, 1.0), line(0, 9.0), line(0, 2.0), "GPU-1, [N/A], [N/A]\n", "No devices were found\n"])
    assert cards.at_first == {"GPU-0": Filled(GIB, 80 * GIB)}
    assert cards.fullest() == {"GPU-0": Filled(9 * GIB, 80 * GIB)}
    cards.forget()
    cards.see([line(0, 3.0)])
    assert cards.fullest() == {"GPU-0": Filled(3 * GIB, 80 * GIB)}
    assert cards.at_first == {"GPU-0": Filled(GIB, 80 * GIB)}


def test_slots_of_the_cpu_have_no_card() -> None:
    assert plan(9, None, (), 2, None) == (Slot(1), Slot(1))
