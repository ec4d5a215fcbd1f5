"""Worker processes that render frames, and what is done when one fails: its frame is tried again elsewhere.

A crew renders nothing itself and loads no driver. It knows which frames each worker has, as it handed them out: one
renders while the one before is labelled and written. A worker that ends without being asked, or has a frame for too
long, is replaced. Either of its two frames may have been the reason, so a frame that has failed has a worker to itself
from then on. One that fails three times is set aside. Only what would fail for every frame is an error of all: see
``render.batch.faults``.
"""

import subprocess
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import wait
from typing import Any, Protocol

from assets import PrelabelError, RenderError
from render.batch.faults import Faults
from render.batch.growth import Growth
from render.batch.handle import Worker
from render.batch.limits import FAREWELL_S, Limits
from render.batch.messages import Failed, Hopeless, Ready, Rendered
from render.batch.plan import Slot
from render.blender.room import NoRoomError
from render.blender.scratch import sweep
from render.progress.events import (
    FrameDone,
    FrameFailed,
    FrameSetAside,
    Sink,
    WorkerEnded,
    WorkersAdded,
    WorkerStarted,
    WorkerTakenBack,
)
from render.progress.tally import TAKEN_BACK, Tally
from render.run.labelled import HandedOver, LabelledFrame
from render.run.shard import is_final
from render.run.signals import Waker

IDLE_S = 60.0  # that the supervisor sleeps at most


class Taker(Protocol):
    """Who gets frames that are handed back in memory."""

    def put(self, frame: LabelledFrame) -> None: ...

    def give_up(self, number: int, error: PrelabelError) -> None:
        """A frame is set aside."""


class Crew:
    """Workers in slots, and the frames that wait for them.

    Args:
        slots: one for each worker.
        start: a process for the slot of that number, which is what it may use.
        seed: of the run, for what is told.
        tally: that hears what ``emit`` hears.
        emit: is told of frames and workers.
        taker: gets frames that workers hand back in memory, where they do.
        growth: says when GPUs get more workers, where that is left open.
        together: frames of a scene or clip, which a worker builds once for those that it gets in a row.

    Attributes:
        queue: frames to be rendered, in order.
        more: whether others will be put there when these are done.
        stopping: whether no more frames are handed out.
    """

    def __init__(
        self,
        slots: Sequence[Slot],
        limits: Limits,
        start: Callable[[int, Slot], Worker],
        seed: int,
        tally: Tally,
        emit: Sink,
        taker: Taker | None = None,
        growth: Growth | None = None,
        together: int = 1,
    ) -> None:
        self._slots, self._limits, self._start_worker, self._growth = tuple(slots), limits, start, growth
        self._closed: set[int] = set()  # slots that a GPU has no room for
        self._seed, self._emit, self._taker = seed, emit, taker
        self._together = together
        self._workers: dict[int, Worker] = {}
        self._faults = Faults(tally, together)
        self.queue: deque[int] = deque()
        self.more = False
        self.stopping = False

    def busy(self) -> bool:
        """Whether there is something to wait for."""
        return self._under_way() or (bool(self.queue) and not self.stopping)

    def hand_out(self) -> None:
        """A frame for every free worker, and a process for every empty slot that a frame is left for."""
        if self.stopping:
            return
        self._grow()
        for worker in self._workers.values():
            if worker.retire and worker.idle and (self.queue or worker.slot in self._closed):
                worker.ask_to_end(worker.retire)
            elif self.queue and worker.free:
                place = self._next(worker)
                if self._get_on(self.queue[place], worker.finishing):
                    frame = self.queue[place]
                    del self.queue[place]
                    self._give(worker, frame)
        starting = sum(not worker.ready for worker in self._workers.values())
        empty = [slot for slot in self._open() if slot not in self._workers]
        for slot in empty[: max(len(self.queue) - starting, 0)]:
            self._workers[slot] = self._start_worker(slot, self._slots[slot])

    def listen(self, waker: Waker) -> None:
        """Wait until a worker says something or ends, it is woken, or somebody's time is up."""
        workers = list(self._workers.values())
        wake = min([time.monotonic() + IDLE_S, *(self._limits.deadline(worker) for worker in workers)])
        sources: list[Any] = [waker, *(worker.connection for worker in workers)]
        heard = wait(sources, timeout=max(wake - time.monotonic(), 0.0))
        waker.drain()
        for worker in workers:
            if worker.connection in heard:  # also where it has ended
                self._hear(worker)

    def look_at_clock(self) -> None:
        """Kill workers whose time is up; ``listen`` finds them ended."""
        for worker in self._workers.values():
            if time.monotonic() >= self._limits.deadline(worker):
                worker.verdict = worker.verdict or "timed out"
                worker.process.kill()

    def stop(self) -> str:
        """Hand out no more frames; what to tell people."""
        self.stopping = True
        under_way = sum(len(worker.under_way) for worker in self._workers.values())
        return f"stopping: frames under way are finished first ({under_way}); once more to stop at once"

    def dismiss(self, verdict: str, at_once: bool) -> None:
        """Ask idle workers to end, and see to it that all have; ``verdict`` is why."""
        for worker in self._workers.values():
            if worker.idle and not at_once:
                worker.ask_to_end(verdict)
            worker.verdict = worker.verdict or verdict
        give_up = time.monotonic() + FAREWELL_S
        for worker in self._workers.values():
            if worker.asked:
                with suppress(subprocess.TimeoutExpired):
                    worker.process.wait(max(give_up - time.monotonic(), 0.0))
        self.kill()

    def kill(self) -> None:
        """End all workers now."""
        for worker in self._workers.values():
            worker.process.kill()
        for worker in self._workers.values():
            worker.verdict = worker.verdict or "stopped"
            self._emit(WorkerEnded(worker.slot, worker.pid, worker.bury()))
        if self._workers:
            sweep()  # what they rendered through
        self._workers.clear()

    def _under_way(self) -> bool:
        """Whether a worker has a frame."""
        return any(worker.under_way for worker in self._workers.values())

    def _open(self) -> list[int]:
        """Slots that are used."""
        return [slot for slot in range(len(self._slots)) if slot not in self._closed]

    def _grow(self) -> None:
        """More slots, where GPUs turned out to have time and room for them."""
        if self._growth is None:
            return
        slots = self._growth.grown(self._slots, self._closed, len(self.queue))
        if len(slots) > len(self._slots):
            self._slots = slots
            self._emit(WorkersAdded(len(self._open())))

    def _can_spare(self, slot: int) -> bool:
        """Whether a slot's GPU has other workers; also where this one is taken back already, and had a second frame."""
        card = self._slots[slot].card
        return bool(card) and any(self._slots[other].card == card for other in self._open() if other != slot)

    def _take_back(self, worker: Worker, frame: int, error: NoRoomError) -> None:
        """Do without a worker that its GPU has no room for; the frame is not at fault."""
        self.queue.appendleft(frame)
        worker.retire = TAKEN_BACK
        if worker.slot not in self._closed:
            self._closed.add(worker.slot)
            self._emit(WorkerTakenBack(worker.slot, len(self._open()), frame, str(error)))

    def _next(self, worker: Worker) -> int:
        """Which of the queue a worker gets: one of the scene that it has built, else of one that nobody has.

        Where there is neither it helps with the first. Any frame can be rendered by any worker; this is but cheaper.
        """
        if self._together == 1:
            return 0
        built = {other.last // self._together for other in self._workers.values() if other.last is not None}
        own = None if worker.last is None else worker.last // self._together
        near = [frame // self._together for frame in islice(self.queue, (len(self._slots) + 1) * self._together)]
        fresh = (place for place, scene in enumerate(near) if scene not in built)
        return near.index(own) if own in near else next(fresh, 0)

    def _get_on(self, frame: int, other: int | None) -> bool:
        """Whether a frame may be rendered while another one is finished."""
        return other is None or not (self._faults.of(frame) or self._faults.of(other))

    def _give(self, worker: Worker, frame: int) -> None:
        worker.give(frame)
        if worker.given >= self._limits.recycle_frames:
            worker.retire = "recycled (frames)"

    def _hear(self, worker: Worker) -> None:
        """All that a worker has said, and whether it has ended."""
        try:
            while worker.connection.poll():
                self._take(worker, worker.connection.recv())
        except (EOFError, OSError):
            self._lost(worker)
            return
        if worker.process.poll() is not None:
            self._lost(worker)

    def _take(self, worker: Worker, message: object) -> None:
        match message:
            case Ready(device):
                worker.ready = True
                threads = self._slots[worker.slot].threads
                self._emit(WorkerStarted(worker.slot, worker.pid, device, threads))
            case Rendered(frame):
                worker.rendered(frame)
            case FrameDone():
                self._done(worker, message)
            case HandedOver(frame, done) if self._taker is not None:
                self._taker.put(frame)
                self._done(worker, done)
            case Failed(frame, error):
                worker.over(frame)
                self._faults.answered()
                if isinstance(error, NoRoomError) and self._can_spare(worker.slot):
                    self._take_back(worker, frame, error)
                else:
                    self._failed(worker.slot, frame, error)
            case Hopeless(error):
                raise error

    def _done(self, worker: Worker, event: FrameDone) -> None:
        worker.over(event.frame)
        worker.done += 1
        self._faults.done()
        self._emit(event)
        if self._growth is not None:
            self._growth.heard(event)
        if event.rss_bytes > self._limits.worker_bytes:
            worker.retire = worker.retire or "recycled (memory)"

    def _lost(self, worker: Worker) -> None:
        """A process that has ended, or is about to: it has closed its end of the connection."""
        del self._workers[worker.slot]
        reason = worker.bury(FAREWELL_S)
        self._emit(WorkerEnded(worker.slot, worker.pid, reason))
        for frame in worker.under_way:
            self._failed(worker.slot, frame, RenderError(f"frame {frame}: its worker {reason}"))
        if not worker.under_way and not worker.asked and not worker.done:
            self._faults.not_started(reason)

    def _failed(self, slot: int, frame: int, error: PrelabelError) -> None:
        attempt = self._faults.count(frame, error)
        if is_final(error, attempt):
            self._emit(FrameSetAside(frame, self._seed, attempt, str(error)))
            if self._taker is not None:
                self._taker.give_up(frame, error)
        else:
            self._emit(FrameFailed(slot, frame, attempt, str(error)))
            self.queue.append(frame)  # behind the others, which do not wait for it
        if self._faults.hopeless(self.queue, self.more, self._under_way()):
            raise error
