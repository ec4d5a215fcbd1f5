"""How many workers a GPU gets where that is left open: one at first, and more as far as measuring says that they pay.

What a frame needs beside its paths (sampling, building, Blender's own preparations, labels) is work for one core, while
the card waits. Several workers fill it, until the cores, the memory of the machine or that of the card are used up.
"""

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from render.batch.plan import WORKER_BYTES, Slot, more
from render.progress.events import FrameDone
from render.settings.cards import Cards, Filled

FRAMES = 4  # of each worker, that a measurement is made of
MOST = 16  # workers a GPU: each is a process with a driver's context
WORTH = 0.25  # of what more workers promised, that they must have brought, or no more come
START_S = 30.0  # that a start costs at most: drivers compile a card's kernels once, and the first worker pays for all
PAYS = 2.0  # times that what a start costs must go into what is left to do
CARD_BYTES = 0.5 * 2**30  # of a card's memory, that a worker takes at the least
SPARE_SHARE, SPARE_BYTES = 0.1, 2**30  # of a card's memory, that stay free: scenes differ
LATER = ("decode", "annotate", "encode", "sign", "write")  # stages that a worker does while it renders the next frame


@dataclass(frozen=True)
class Measured:
    """What frames took, on average, with so many workers at each GPU.

    Attributes:
        workers: a GPU.
        wall_s: from one frame of a worker to its next one.
        cpu_s: CPU seconds a frame, all threads and stages.
        waiting_s: within the render call, without work for the CPU: the card's seconds, and those of a queue at it.
        worker_bytes: of the machine's memory, the most that a worker was seen to keep.
    """

    workers: int
    wall_s: float
    cpu_s: float
    waiting_s: float
    worker_bytes: float = WORKER_BYTES

    @property
    def rate(self) -> float:
        """Frames a second of one GPU."""
        return self.workers / self.wall_s


@dataclass(frozen=True)
class Share:
    """What there is for one GPU's workers: cores, and bytes of the machine's memory."""

    cores: float
    memory_bytes: float


def measured(frames: Sequence[FrameDone], workers: int) -> Measured:
    """The average of these frames; none of them is a worker's first.

    Args:
        workers: a GPU, that were at work.
    """
    walls, cpu_s, waiting_s = list[float](), 0.0, 0.0
    for frame in frames:
        later = sum(wall for stage, (wall, _) in frame.seconds.items() if stage in LATER)
        walls.append(max(later, sum(wall for wall, _ in frame.seconds.values()) - later))
        cpu_s += sum(cpu for _, cpu in frame.seconds.values())
        wall, cpu = frame.seconds.get("render", (0.0, 0.0))
        waiting_s += max(wall - cpu, 0.0)
    count, most = len(frames), max(frame.rss_bytes for frame in frames)
    return Measured(workers, max(sum(walls) / count, 1e-6), cpu_s / count, waiting_s / count, max(most, WORKER_BYTES))


def wanted(now: Measured, share: Share, card_s: float) -> int:
    """How many workers a GPU should have, by its cores, the machine's memory and its own idle time; at least one.

    With n workers the cores are used up at n = cores · wall / CPU seconds, and the card at n = seconds of a frame that
    waits for nobody / card's seconds; one more than that keeps it busy although frames differ. A driver that waits with
    a busy CPU makes the second limit vanish and the first one n = cores.

    Args:
        card_s: the least that frames were seen to wait, which is what the card takes for one.
    """
    by_cores = share.cores * now.wall_s / now.cpu_s if now.cpu_s > 0.0 else MOST
    by_card = (now.wall_s - now.waiting_s + card_s) / card_s + 1.0 if card_s > 0.0 else MOST
    by_memory = share.memory_bytes / now.worker_bytes
    return max(1, math.floor(min(by_cores, by_card, by_memory, MOST)))


def paid(before: Measured, now: Measured) -> bool:
    """Whether the workers that were added since brought a fair part of what they promised."""
    promised = now.workers / before.workers - 1.0
    return now.rate / before.rate - 1.0 >= WORTH * promised


def fitting(at_first: Filled, fullest: Filled, workers: int) -> int:
    """How many workers a card's memory holds in all, if others take as much of it as those that are there.

    Args:
        at_first: the card before the first worker.
        fullest: with ``workers`` at work.
    """
    each = max((fullest.used - at_first.used) / workers, CARD_BYTES)
    free = fullest.total - fullest.used - max(SPARE_SHARE * fullest.total, SPARE_BYTES)
    return workers + max(0, math.floor(free / each))


class Growth:
    """Hears of frames, and opens further slots on a run's GPUs: at most twice as many at a time.

    Args:
        cores, memory_bytes: of this machine.
        cards: that are watched.
    """

    def __init__(self, cores: int, memory_bytes: float, cards: Cards) -> None:
        self._cores, self._memory_bytes, self._cards = cores, memory_bytes, cards
        self._before: Measured | None = None
        self._frames: dict[int, list[FrameDone]] = {}  # by slot, of this measurement
        self._card_s = math.inf  # the least that frames were seen to wait for it
        self._start_s = 0.0  # that a worker took to its first frame
        self.over = False  # it is settled how many there are

    def heard(self, frame: FrameDone) -> None:
        if "start" not in frame.seconds:
            self._frames.setdefault(frame.worker, []).append(frame)
            return
        took_s = sum(wall for wall, _ in frame.seconds.values())
        self._start_s = max(self._start_s, min(took_s, START_S))
        self._frames = {slot: [] for slot in (*self._frames, frame.worker)}  # until then there were fewer at work
        self._cards.forget()

    def grown(self, slots: Sequence[Slot], closed: Set[int], left: int) -> tuple[Slot, ...]:
        """The slots that there are to be from now on; the same ones where nothing is known yet, or no more pay.

        Args:
            closed: slots that are not used any more, as a card had no room for them: then no others come.
            left: frames that nobody renders yet.
        """
        if closed:
            self._end()
        if self.over or any(len(self._frames.get(slot, ())) < FRAMES for slot in range(len(slots))):
            return tuple(slots)
        cards = list(dict.fromkeys(slot.card for slot in slots))
        there = {card: sum(slot.card == card for slot in slots) for card in cards}
        frames = [frame for each in self._frames.values() for frame in each]
        now = measured(frames, max(there.values()))
        share = Share(self._cores / len(cards), self._memory_bytes / len(cards))
        pays = left * now.wall_s / len(slots) > PAYS * self._start_s
        if not pays or (self._before is not None and not paid(self._before, now)):
            wish = 0
        else:
            self._card_s = min(self._card_s, now.waiting_s)  # with one worker there is no queue
            wish = min(wanted(now, share, self._card_s), 2 * now.workers)
        self._cards.look()
        room = _room(there, self._cards.at_first, self._cards.fullest())
        # In turn, as slots are planned: so that the first ones of all cards come before the second one of any.
        added = [card for n in range(wish) for card in cards if there[card] <= n < room[card]]
        self._before, self._frames = now, {}
        if not added:
            self._end()
            return tuple(slots)
        return more(slots, added, self._cores)

    def _end(self) -> None:
        if not self.over:
            self.over = True
            self._cards.close()


def _room(there: Mapping[str, int], at_first: Mapping[str, Filled], fullest: Mapping[str, Filled]) -> dict[str, int]:
    """Workers that each card holds; those that are there where its memory is not known."""
    return {
        card: fitting(at_first[card], fullest[card], count) if card in fullest else count
        for card, count in there.items()
    }
