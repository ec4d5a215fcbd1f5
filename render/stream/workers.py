"""Frames rendered ahead by worker processes, while somebody else uses those that are there.

A thread looks after the workers, so that they go on while this process trains. It ends, and they with it, when the
source is closed; it holds nothing that would keep a stream alive which nobody uses any more.
"""

import threading
from collections.abc import Iterator
from itertools import islice

from assets import PrelabelError, RenderError
from render.batch.crew import Crew
from render.batch.handle import Worker
from render.batch.limits import Limits
from render.batch.plan import Slot, plan
from render.batch.worker import Task
from render.progress.tally import Tally
from render.run.frames import Job
from render.run.labelled import FrameError, LabelledFrame
from render.run.signals import Waker
from render.run.start import BLENDER
from render.settings.devices import cores, gpus, memory_bytes
from scenes.registry import home_modules

type Made = LabelledFrame | FrameError


class Workers:
    """Worker processes as a source.

    Args:
        numbers: of the frames, in the order in which they will be asked for.
        workers: how many processes.
        ahead: frames that may be under way or waiting at once.
        factory: of ``render.run.start``.

    Raises:
        ConfigError: a scene was defined in this session alone.
    """

    def __init__(
        self, job: Job, numbers: Iterator[int], workers: int, ahead: int, limits: Limits, factory: str = BLENDER
    ) -> None:
        slots = plan(ahead, workers, gpus(job.config.device), cores(), memory_bytes())
        modules = home_modules(job.config.scenes)

        def start(number: int, slot: Slot) -> Worker:
            return Worker.start(Task(None, job.config, factory, slot.threads, number, modules), slot.environment)

        self._shelf = _Shelf(ahead)
        tally = Tally()
        crew = Crew(slots, limits, start, job.config.seed, tally, tally, self._shelf, together=job.config.together)
        crew.more = True
        self._thread = threading.Thread(target=_work, args=(self._shelf, crew, numbers), name="frames", daemon=True)
        self._thread.start()

    def take(self, number: int) -> LabelledFrame:
        made = self._shelf.take(number)
        if isinstance(made, FrameError):
            raise made
        return made

    def close(self) -> None:
        self._shelf.close()
        if self._thread is not threading.current_thread():  # where the collector runs in it
            self._thread.join()


def _work(shelf: "_Shelf", crew: Crew, numbers: Iterator[int]) -> None:
    """What the thread does, from the first worker's start to the last one's end."""
    error: PrelabelError | None = None
    try:
        while not shelf.closed and (crew.more or crew.busy()):
            begun = list(islice(numbers, room := shelf.take_room()))
            crew.queue.extend(begun)
            crew.more = len(begun) == room  # else the numbers have ended
            crew.hand_out()
            crew.listen(shelf.waker)
            crew.look_at_clock()
    except PrelabelError as raised:
        error = raised
    finally:
        crew.kill()
        shelf.end(error)


class _Shelf:
    """Where finished frames wait: what the thread and whoever takes frames share.

    Attributes:
        waker: wakes the thread.
        closed: whether nobody wants any more.
    """

    def __init__(self, ahead: int) -> None:
        self.waker = Waker()
        self.closed = False
        self._room = ahead
        self._made: dict[int, Made] = {}
        self._error: PrelabelError | None = None
        self._ended = False
        self._changed = threading.Condition()

    def take_room(self) -> int:
        """How many more frames may be begun; they are."""
        with self._changed:
            room, self._room = self._room, 0
            return room

    def put(self, frame: LabelledFrame) -> None:
        self._put(frame.number, frame)

    def give_up(self, number: int, error: PrelabelError) -> None:
        self._put(number, FrameError(number, error))

    def take(self, number: int) -> Made:
        """Wait for a frame, and make room for another one.

        Raises:
            PrelabelError: it will not come.
        """
        with self._changed:
            self._changed.wait_for(lambda: number in self._made or self._ended)
            if number not in self._made:
                raise self._error or RenderError(f"frame {number}: the stream was closed")
            self._room += 1
            self._wake()
            return self._made.pop(number)

    def close(self) -> None:
        with self._changed:
            self.closed = True
            self._made.clear()
            self._wake()

    def end(self, error: PrelabelError | None) -> None:
        """The thread puts nothing there any more."""
        with self._changed:
            self._error, self._ended = error, True
            self.waker.close()
            self._changed.notify_all()

    def _put(self, number: int, made: Made) -> None:
        with self._changed:
            self._made[number] = made
            self._changed.notify_all()

    def _wake(self) -> None:
        if not self._ended:
            self.waker.wake()
