"""What happens in a run, one value an event: progress bars, log files and the summary are all made of these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RunStarted:
    """Attributes:
    out: the dataset's folder or URL.
    frames: how many the run has; ``already_there`` of them from earlier runs.
    workers: how many processes or tasks render at once.
    """

    out: str
    frames: int
    already_there: int
    workers: int


@dataclass(frozen=True)
class WorkerStarted:
    """Attributes:
    worker: its slot, counted from 0; a slot's next process has the same number.
    device: as the renderer names it.
    """

    worker: int
    pid: int
    device: str
    threads: int


@dataclass(frozen=True)
class WorkerEnded:
    """``reason``: done, recycled (frames or memory), taken back, stopped, crashed (signal or status), timed out."""

    worker: int
    pid: int
    reason: str


@dataclass(frozen=True)
class WorkersAdded:
    """GPUs get more workers, as measuring said; ``workers``: how many there are in all from now on."""

    workers: int


@dataclass(frozen=True)
class WorkerTakenBack:
    """A worker that its GPU has no room for ends, and the run goes on without it.

    Attributes:
        workers: how many are left in all.
        frame: that it could not render; others will.
        reason: what Blender said.
    """

    worker: int
    workers: int
    frame: int
    reason: str


@dataclass(frozen=True)
class FrameDone:
    """Attributes:
    counts: ``annotations``, ``hidden``, ``filtered``, ``ignored``, ``rejected_scenes``.
    seconds: by stage, (wall, CPU) of this frame; a worker's first also holds its ``start``.
    rss_bytes: of the worker, after the frame.
    """

    worker: int
    frame: int
    counts: Mapping[str, int]
    seconds: Mapping[str, tuple[float, float]]
    rss_bytes: int


@dataclass(frozen=True)
class FrameFailed:
    """A frame that will be tried again. ``attempt`` counts from 1."""

    worker: int
    frame: int
    attempt: int
    reason: str


@dataclass(frozen=True)
class FrameSetAside:
    """A frame that the run gave up; the same command tries it again."""

    frame: int
    seed: int
    attempts: int
    reason: str


@dataclass(frozen=True)
class RunEnded:
    """``how``: complete, incomplete (frames set aside), stopped (by a signal), failed (``error`` says why)."""

    how: str
    error: str = ""


type Event = (
    RunStarted
    | WorkerStarted
    | WorkerEnded
    | WorkersAdded
    | WorkerTakenBack
    | FrameDone
    | FrameFailed
    | FrameSetAside
    | RunEnded
)
type Sink = Callable[[Event], None]
