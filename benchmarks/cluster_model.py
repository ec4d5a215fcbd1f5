"""A run on a cluster, simulated task by task: the driver, Ray's queue, slots, machines that are lost, the store.

It plays by the driver's own rules (``render.cluster.driver``): twice as many tasks under way as there are slots, shards
that were lost go to others, those that were lost three times are halved. Nothing happens within a task, so 100 million
frames are some hundred thousand events. The same seed gives the same run.
"""

import heapq
import itertools
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.cluster_costs import Around, Machines, Work, merge_s, slot_s
from render.cluster.driver import TASKS_A_SLOT
from render.run.shard import ATTEMPTS

LOSSES = ("uploads", "starts", "slow machines", "lost machines", "driver", "last tasks", "merge")


@dataclass(frozen=True)
class Outcome:
    """Attributes:
    wall_s: until the COCO files are there.
    paid_gpu_s: of all GPUs that were there, all the time.
    useful: share of that in which slots rendered what counted.
    busy: share of that in which cards had paths to trace.
    losses: shares, by what took them; they and ``useful`` add up to 1.
    tasks: that were given to slots, lost ones included.
    """

    wall_s: float
    paid_gpu_s: float
    useful: float
    busy: float
    losses: dict[str, float]
    tasks: int

    @property
    def worst(self) -> tuple[str, float]:
        """What took most."""
        return max(self.losses.items(), key=lambda item: item[1])


def simulate(work: Work, machines: Machines, around: Around, seed: int = 0) -> Outcome:
    """One run, from the first task to its COCO files."""
    return _Run(work, machines, around, Random(seed)).outcome()


type _Piece = tuple[int, int]  # frames, tries that are left


@dataclass
class _Machine:
    slots: range
    factor: float
    up: bool = True
    since: float = 0.0
    up_s: float = 0.0


@dataclass
class _Slot:
    """Attributes:
    task: how many it was given; an event of another one than the present is of a machine that was lost.
    started: of these since its machine came.
    """

    machine: _Machine
    task: int = 0
    started: int = 0
    piece: _Piece | None = None
    began: float = 0.0
    idle_since: float = 0.0
    idle_for: str = "driver"


@dataclass
class _Run:
    work: Work
    machines: Machines
    around: Around
    random: Random
    events: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = field(default_factory=list)
    serial: "itertools.count[int]" = field(default_factory=itertools.count)
    now: float = 0.0
    driver_free: float = 0.0
    store_free: float = 0.0
    done: int = 0
    flying: int = 0
    alive: int = 0
    coming: int = 0  # tasks that the driver has given to Ray and that are not there yet
    tasks: int = 0
    waiting: deque[_Piece] = field(default_factory=deque)
    queue: deque[_Piece] = field(default_factory=deque)
    idle: list[_Slot] = field(default_factory=list)
    slots: list[_Slot] = field(default_factory=list)
    lost_s: dict[str, float] = field(default_factory=lambda: dict.fromkeys(LOSSES, 0.0))

    def outcome(self) -> Outcome:
        found = self._build()
        whole, rest = divmod(self.work.frames, self.work.shard_frames)
        self.waiting.extend([(self.work.shard_frames, ATTEMPTS)] * whole + [(rest, ATTEMPTS)] * (rest > 0))
        self._hand_out()
        while self.done < self.work.frames:
            self.now, _, act, arguments = heapq.heappop(self.events)
            act(*arguments)
        self.now = max(self.now, self.driver_free)
        for slot in self.idle:
            self._idled(slot)
        merging = merge_s(self.work, self.machines, self.around)
        per_gpu = self.machines.workers
        paid = sum((each.up_s + (self.now - each.since) * each.up) * len(each.slots) for each in found)
        paid += merging * self.machines.gpus * per_gpu
        self.lost_s["merge"] = merging * self.machines.gpus * per_gpu
        useful = self.work.frames * slot_s(self.work, self.machines)
        busy = self.work.frames * self.work.gpu_s * per_gpu
        losses = {name: seconds / paid for name, seconds in self.lost_s.items()}
        return Outcome(self.now + merging, paid / per_gpu, useful / paid, busy / paid, losses, self.tasks)

    def _build(self) -> list[_Machine]:
        built, left = [], self.machines.gpus
        while left:
            here = min(left, self.machines.per_machine) * self.machines.workers
            slow = self.random.random() < self.machines.slow_share
            slots = range(len(self.slots), len(self.slots) + here)
            machine = _Machine(slots, self.machines.slow_factor if slow else 1.0)
            self.slots += [_Slot(machine) for _ in slots]
            built.append(machine)
            self._expect_loss(machine)
            left -= min(left, self.machines.per_machine)
        self.idle = self.slots[::-1]
        self.alive = len(self.slots)
        return built

    def _at(self, when: float, act: Callable[..., None], *arguments: Any) -> None:
        heapq.heappush(self.events, (when, next(self.serial), act, arguments))

    def _hand_out(self) -> None:
        """The driver's rule, and its seconds: what it hands out is there when it comes to it."""
        while self.waiting and self.flying < TASKS_A_SLOT * self.alive:
            self.driver_free = max(self.driver_free, self.now) + self.around.task_s
            self.flying += 1
            self.coming += 1
            self._at(self.driver_free, self._arrive, self.waiting.popleft())

    def _arrive(self, piece: _Piece) -> None:
        self.coming -= 1
        self.queue.append(piece)
        self._fill()

    def _fill(self) -> None:
        while self.queue and self.idle:
            slot = self.idle.pop()
            self._idled(slot)
            self._start(slot, self.queue.popleft())

    def _idled(self, slot: _Slot) -> None:
        self.lost_s[slot.idle_for] += self.now - slot.idle_since

    def _rest(self, slot: _Slot) -> None:
        slot.idle_since, slot.piece = self.now, None
        slot.idle_for = "driver" if self.waiting or self.coming else "last tasks"
        self.idle.append(slot)

    def _start(self, slot: _Slot, piece: _Piece) -> None:
        work, machines = self.work, self.machines
        fresh = slot.started % max(1, work.recycle_frames // work.shard_frames) == 0
        start = work.start_s * max(1.0, machines.workers / machines.cores) * fresh + self.around.gap_s
        scatter = math.exp(self.random.gauss(-(machines.scatter**2) / 2, machines.scatter)) if machines.scatter else 1.0
        plain = piece[0] * slot_s(work, machines)
        seconds = plain * slot.machine.factor * scatter
        slot.task, slot.started = slot.task + 1, slot.started + 1
        slot.piece, slot.began = piece, self.now
        self.tasks += 1
        self._at(self.now + start + seconds, self._rendered, slot, slot.task, start, seconds - plain)

    def _rendered(self, slot: _Slot, task: int, start: float, slower: float) -> None:
        if task != slot.task or slot.piece is None:
            return
        requests = slot.piece[0] * self.work.files
        own = math.ceil(requests / self.around.at_once) * self.around.latency_s
        own = max(own, requests * self.work.picture_bytes / 1e6 / self.around.upload_mb_s)
        self.store_free = max(self.store_free, self.now) + requests / self.around.puts_per_s
        upload = max(own, self.store_free - self.now)
        self._at(self.now + upload, self._delivered, slot, task, start, slower, upload)

    def _delivered(self, slot: _Slot, task: int, start: float, slower: float, upload: float) -> None:
        if task != slot.task or slot.piece is None:
            return
        self.lost_s["starts"] += start
        self.lost_s["slow machines"] += slower
        self.lost_s["uploads"] += upload
        self.done += slot.piece[0]
        self.flying -= 1
        self.driver_free = max(self.driver_free, self.now) + slot.piece[0] * self.around.event_s
        self._hand_out()
        self._rest(slot)
        self._fill()

    def _expect_loss(self, machine: _Machine) -> None:
        if self.machines.lost_per_hour:
            self._at(self.now + self.random.expovariate(self.machines.lost_per_hour / 3600.0), self._lose, machine)

    def _lose(self, machine: _Machine) -> None:
        machine.up, machine.up_s = False, machine.up_s + self.now - machine.since
        mine = self.slots[machine.slots.start : machine.slots.stop]
        for slot in mine:
            if slot.piece is None:
                self._idled(slot)
        self.idle = [slot for slot in self.idle if slot.machine is not machine]
        pieces = [slot.piece for slot in mine if slot.piece is not None]
        for slot in mine:
            if slot.piece is not None:
                self.lost_s["lost machines"] += self.now - slot.began
            slot.piece, slot.started = None, 0
        self.alive -= len(mine)
        self._at(self.now + self.machines.noticed_s, self._again, pieces)
        self._at(self.now + self.machines.back_s, self._back, machine)

    def _again(self, pieces: list[_Piece]) -> None:
        for frames, tries in pieces:
            if tries > 1:
                self.queue.appendleft((frames, tries - 1))
                continue
            self.flying -= 1
            halves = [half for half in (frames // 2, frames - frames // 2) if half]
            self.waiting.extendleft((half, ATTEMPTS if half == 1 else 1) for half in halves)
        self._hand_out()
        self._fill()

    def _back(self, machine: _Machine) -> None:
        machine.up, machine.since = True, self.now
        self.alive += len(machine.slots)
        self._hand_out()
        for slot in self.slots[machine.slots.start : machine.slots.stop]:
            self._rest(slot)
        self._fill()
        self._expect_loss(machine)
