"""A stream: the frames of a run without a run, one after the other for as long as somebody asks."""

import os
import warnings
import weakref
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Literal

from assets import ConfigError, PrelabelError
from render.batch.faults import HOPELESS, fault_of
from render.batch.limits import Limits
from render.run.frames import Job
from render.run.labelled import FrameError, LabelledFrame, category_ids
from render.run.start import BLENDER
from render.settings.config import RunConfig
from render.settings.devices import check_workers_per_gpu
from render.stream.source import Here, Source

type OnError = Literal["raise", "skip"]


class Stream(Iterator[LabelledFrame]):
    """Frames in the order of their numbers, each the same as in a run of the same settings.

    It is a place in an endless row. ``next`` gives one frame; a loop goes on from where the last one stopped. What
    renders them starts with the first frame that is asked for, and ends with the loop, however that ends; with ``stop``
    or ``close``; or when nobody holds the stream any more.

    Args:
        config: a run's; its ``start`` and ``count`` do not matter here.
        start, stop, step: the frames' numbers, as ``range`` has them; no ``stop`` is no end.
        workers: processes that render ahead; 0 renders in this one, when a frame is asked for.
        threads: of the CPU, for rendering in this process; 0 for one a core. Workers share the cores out.
        ahead: frames that may be under way or waiting at once; None is twice the workers and two more (of a
            cluster: twice what it can render at once).
        on_error: ``raise`` the error of a frame that cannot be made, after which the stream can go on; or ``skip`` it
            with a warning.
        cluster: the address of a Ray cluster that renders, as ``--cluster`` takes it.
        workers_per_gpu: of a cluster, tasks that share a GPU; ``workers`` of this machine take turns at its GPUs.
        factory: of ``render.run.start``.

    Attributes:
        position: the number of the next frame.
        skipped: why, by the number of each frame that was skipped.

    Raises:
        ConfigError: settings that do not fit together.
    """

    def __init__(
        self,
        config: RunConfig,
        *,
        start: int = 0,
        stop: int | None = None,
        step: int = 1,
        workers: int = 0,
        threads: int = 0,
        ahead: int | None = None,
        on_error: OnError = "raise",
        cluster: str | None = None,
        workers_per_gpu: int | None = None,
        factory: str = BLENDER,
    ) -> None:
        _check(start, stop, step, workers, threads, ahead, on_error)
        if cluster is not None and workers:
            raise ConfigError("stream: expected workers of this machine or a cluster, got both")
        if workers_per_gpu is not None:
            _check_share(workers_per_gpu, cluster, config.device)
        self._job = Job.of(config)
        self._stop, self._step, self._on_error = stop, step, on_error
        self._workers, self._threads, self._cluster, self._factory = workers, threads, cluster, factory
        self._workers_per_gpu = workers_per_gpu
        self._ahead = ahead if ahead or cluster else 2 * workers + 2
        self._block = 1  # frames in a row of which each step is
        self._closing: weakref.finalize[[Source, int], Stream] | None = None
        self._source: Source | None = None
        self.position = self._start = start
        self.skipped: dict[int, str] = {}

    @property
    def categories(self) -> dict[str, int]:
        """The categories that annotations may have: COCO's id by name."""
        return category_ids(self._job)

    @property
    def clip_frames(self) -> int | None:
        """How many frames a clip has; None in a stream of still pictures."""
        return self._job.config.sequence

    def clips(self) -> Iterator[list[LabelledFrame]]:
        """Whole clips, each a list of its frames in order, from the position on.

        Clips are shared among ranks by ``start=rank * T, step=world_size * T`` for clips of T frames. A clip of which a
        frame was skipped is left out. After an error the next clip comes.

        Raises:
            ConfigError: the pictures are still, or the stream's numbers are not those of whole clips.
        """
        frames = self.clip_frames
        if frames is None:
            raise ConfigError("stream: expected moving pictures for clips, such as sequence=24, got still ones")
        ends = {"start": self._start, "position": self.position, "stop": self._stop or 0}
        if self._step > 1:
            ends["step"] = self._step
        for name, number in ends.items():
            if number % frames:
                raise ConfigError(f"stream: clips of {frames} frames begin at multiples of that, got {name}={number}")
        if (block := frames if self._step > 1 else 1) != self._block:
            self.stop()  # what is rendered ahead has other numbers
            self._block = block
        return self._whole(frames)

    def _whole(self, frames: int) -> Iterator[list[LabelledFrame]]:
        clip: list[LabelledFrame] = []
        try:
            with closing(iter(self)) as every:
                for frame in every:
                    if clip and frame.number // frames != clip[0].number // frames:
                        clip = []  # one of its frames was skipped
                    clip.append(frame)
                    if len(clip) == frames:
                        yield clip
                        clip = []
        finally:
            while self.position % frames:
                self.position = _after(self.position, self._step, self._block)

    def __next__(self) -> LabelledFrame:
        row: set[tuple[str, int]] = set()  # of what failed
        while len(row) < HOPELESS:
            if self._stop is not None and self.position >= self._stop:
                self.close()
                raise StopIteration
            source = self._source or self._open()
            number, self.position = self.position, _after(self.position, self._step, self._block)
            try:
                return source.take(number)
            except FrameError as error:
                if self._on_error == "raise":
                    raise error.error from error.__cause__
                self.skipped[number] = str(error.error)
                warnings.warn(f"skipped: {_named(number, error.error)}", stacklevel=2)
                last = error.error
                row.add(fault_of(number, last, self._job.config.together))
            except PrelabelError:
                self.close()  # none can be made
                raise
        self.close()
        raise last

    def __iter__(self) -> Generator[LabelledFrame]:
        try:
            while True:
                try:
                    frame = next(self)
                except StopIteration:
                    return
                yield frame
        finally:
            self.close()

    def stop(self) -> None:
        """End whatever renders, at once: no process, folder or lock is left. A later frame starts it anew."""
        if self._closing is not None:
            self._closing()
        self._source = self._closing = None

    close = stop

    def __repr__(self) -> str:
        config = self._job.config
        width, height = config.size
        end = "" if self._stop is None else f" of {self._stop}"
        what = f"{', '.join(config.scenes)}, {width}x{height}, seed {config.seed}"
        return f"<stream of {what}: at frame {self.position}{end}>"

    def _open(self) -> Source:
        """Start what renders, from the present position on."""
        numbers = _numbers(self.position, self._stop, self._step, self._block)
        source: Source = Here(self._job, self._threads, self._factory)
        if self._cluster is not None:
            from render.stream.cluster import Cluster

            source = Cluster(self._job, numbers, self._cluster, self._ahead, self._factory, self._workers_per_gpu)
        elif self._workers:
            from render.stream.workers import Workers

            source = Workers(self._job, numbers, self._workers, self._ahead or 1, Limits(), self._factory)
        self._source, self._closing = source, weakref.finalize(self, _close, source, os.getpid())
        return source


def _numbers(at: int, stop: int | None, step: int, block: int) -> Iterator[int]:
    """Of no stream: who renders ahead keeps it, and must not keep a stream that nobody holds."""
    while stop is None or at < stop:
        yield at
        at = _after(at, step, block)


def _after(number: int, step: int, block: int) -> int:
    """The frame after one; ``step`` leads from the first of a block to the first of the next that is wanted."""
    return number + 1 if (number + 1) % block else number + 1 - block + step


def _close(source: Source, owner: int) -> None:
    if os.getpid() == owner:  # a process that was forked has the object, and nothing of what it stands for
        source.close()


def _named(number: int, error: PrelabelError) -> str:
    text = str(error)
    return text if text.startswith(f"frame {number}") else f"frame {number}: {text}"


def _check_share(workers_per_gpu: int, cluster: str | None, device: str) -> None:
    if workers_per_gpu < 1:
        raise ConfigError(f"stream: expected workers_per_gpu from 1, got {workers_per_gpu}")
    if cluster is None:
        raise ConfigError("stream: workers_per_gpu is for a cluster; workers=N take turns at the GPUs of this machine")
    check_workers_per_gpu(workers_per_gpu, device)


def _check(
    start: int, stop: int | None, step: int, workers: int, threads: int, ahead: int | None, on_error: str
) -> None:
    if start < 0 or step < 1:
        raise ConfigError(f"stream: expected start from 0 and step from 1, got start={start}, step={step}")
    if stop is not None and stop < start:
        raise ConfigError(f"stream: expected stop from start on, got start={start}, stop={stop}")
    if workers < 0:
        raise ConfigError(f"stream: expected workers from 0, got {workers}")
    if threads < 0:
        raise ConfigError(f"stream: expected threads from 0, got {threads}")
    if ahead is not None and ahead < 1:
        raise ConfigError(f"stream: expected ahead from 1, got {ahead}")
    if on_error not in ("raise", "skip"):
        raise ConfigError(f"stream: expected on_error 'raise' or 'skip', got {on_error!r}")
