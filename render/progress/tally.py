"""Adds up the events of a run. Progress, the summary and every other report read their figures here."""

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

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
from render.progress.stopwatch import Seconds

WINDOW_SECONDS = 180.0
WINDOW_FRAMES = 10  # fewer than these in the window say less than the whole run does
TAKEN_BACK = "taken back"  # how the end of a worker is called that its GPU has no room for
PLANNED = ("done", "stopped", TAKEN_BACK)  # how the reasons begin that nobody has to hear of


@dataclass
class WorkerState:
    """One slot, through all the processes that it has had.

    Attributes:
        at_work: False once its process has ended and until the next one starts.
        frames: done by all of its processes.
        peak_rss_bytes: the highest that a frame of it told.
    """

    pid: int = 0
    device: str = ""
    threads: int = 0
    at_work: bool = True
    frames: int = 0
    rss_bytes: int = 0
    peak_rss_bytes: int = 0


@dataclass
class Tally:
    """A sink that adds up. It reads no wall clock, so that a clock that jumps disturbs no figure.

    Attributes:
        clock: seconds that only ever grow.
        done: frames of this run alone; ``already_there`` are those of earlier ones.
        counts: annotations, hidden, filtered, ignored, rejected_scenes; of the frames of this run.
        seconds: by stage, added up over workers.
        retries: how often a frame was tried again.
        planned_workers: how many are to render at once, as it is now.
        ends: of workers that were replaced, by reason.
        taken_back: workers that their GPU had no room for.
        devices: all that were rendered on, in order of appearance.
        how: empty until the run has ended.
    """

    clock: Callable[[], float] = time.monotonic
    out: str = ""
    frames: int = 0
    already_there: int = 0
    planned_workers: int = 0
    done: int = 0
    last_frame: int | None = None
    counts: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, Seconds] = field(default_factory=dict)
    retries: int = 0
    set_aside: list[FrameSetAside] = field(default_factory=list)
    workers: dict[int, WorkerState] = field(default_factory=dict)
    ends: Counter[str] = field(default_factory=Counter)
    taken_back: int = 0
    devices: list[str] = field(default_factory=list)
    how: str = ""
    error: str = ""
    _started: float | None = None
    _ended: float | None = None
    _recent: deque[tuple[float, int]] = field(default_factory=deque)  # second, and frames done in it

    def __call__(self, event: Event) -> None:
        if self._started is None:
            self._started = self.clock()
        match event:
            case RunStarted():
                self.out, self.frames, self.already_there = event.out, event.frames, event.already_there
                self.planned_workers = event.workers
            case WorkerStarted():
                self._worker_started(event)
            case WorkerEnded():
                self._worker_ended(event)
            case WorkersAdded() | WorkerTakenBack():
                self.planned_workers = event.workers
                self.taken_back += isinstance(event, WorkerTakenBack)
            case FrameDone():
                self._frame_done(event)
            case FrameFailed():
                self.retries += 1
            case FrameSetAside():
                self.set_aside.append(event)
            case RunEnded():
                self.how, self.error = event.how, event.error
                self._ended = self.clock()

    @property
    def failures(self) -> int:
        """Failed tries, the last ones of frames set aside included."""
        return self.retries + len(self.set_aside)

    @property
    def there(self) -> int:
        """Frames that the folder holds."""
        return self.already_there + self.done

    @property
    def left(self) -> int:
        """Frames still to come."""
        return max(self.frames - self.there - len(self.set_aside), 0)

    @property
    def peak_rss_bytes(self) -> int:
        """The highest of any one worker."""
        return max((worker.peak_rss_bytes for worker in self.workers.values()), default=0)

    def elapsed_seconds(self) -> float:
        """Since the first event, until the run's end."""
        if self._started is None:
            return 0.0
        return (self.clock() if self._ended is None else self._ended) - self._started

    def mean_rate(self) -> float:
        """Frames a second over the whole run."""
        elapsed = self.elapsed_seconds()
        return self.done / elapsed if elapsed > 0.0 else 0.0

    def rate(self) -> float:
        """Frames a second over the last minutes; over the whole run where those hold too few."""
        since = self.clock() - WINDOW_SECONDS
        while self._recent and self._recent[0][0] < since:
            self._recent.popleft()
        recent = sum(count for _, count in self._recent)
        if recent < WINDOW_FRAMES or self.elapsed_seconds() < WINDOW_SECONDS:
            return self.mean_rate()
        return recent / WINDOW_SECONDS

    def seconds_left(self) -> float | None:
        """At the present rate; None where there is none yet."""
        rate = self.rate()
        return self.left / rate if rate > 0.0 else None

    def _worker(self, slot: int) -> WorkerState:
        return self.workers.setdefault(slot, WorkerState())

    def _worker_started(self, event: WorkerStarted) -> None:
        worker = self._worker(event.worker)
        worker.pid, worker.device, worker.threads, worker.at_work = event.pid, event.device, event.threads, True
        worker.rss_bytes = 0
        if event.device not in self.devices:
            self.devices.append(event.device)

    def _worker_ended(self, event: WorkerEnded) -> None:
        self._worker(event.worker).at_work = False
        if not event.reason.startswith(PLANNED):
            self.ends[event.reason] += 1

    def _frame_done(self, event: FrameDone) -> None:
        self.done += 1
        self.last_frame = event.frame
        self.counts.update(event.counts)
        for stage, (wall, cpu) in event.seconds.items():
            seconds = self.seconds.setdefault(stage, Seconds())
            seconds.wall += wall
            seconds.cpu += cpu
        worker = self._worker(event.worker)
        worker.frames += 1
        worker.rss_bytes = event.rss_bytes
        worker.peak_rss_bytes = max(worker.peak_rss_bytes, event.rss_bytes)
        second = float(int(self.clock()))
        if self._recent and self._recent[-1][0] == second:
            self._recent[-1] = (second, self._recent[-1][1] + 1)
        else:
            self._recent.append((second, 1))
