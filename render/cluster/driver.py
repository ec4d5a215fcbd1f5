"""A run on a Ray cluster. The driver hands out shards as tasks; all that is finished is in the store.

So the driver may go away at any moment: the same command looks into the store and goes on with the rest. Ray gives the
tasks of lost machines to others. Frames that kill every process that tries them are found by halving their shard.
"""

import math
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from assets import ConfigError, PrelabelError, RenderError, SceneError, StorageError
from render.cluster.connection import connected, import_ray
from render.cluster.ending import end
from render.cluster.merging import merging_of
from render.cluster.share import task_share
from render.cluster.task import Task, TaskDone, render_frame, render_task
from render.progress.events import (
    FrameDone,
    FrameFailed,
    FrameSetAside,
    Sink,
    WorkerStarted,
)
from render.run.frames import Job
from render.run.grouped import check_merging
from render.run.labelled import FrameError
from render.run.pipeline import Run, render_run
from render.run.shard import ATTEMPTS
from render.run.signals import Stop
from render.run.start import BLENDER
from render.settings.config import RunConfig
from render.settings.devices import check_workers_per_gpu
from render.stores import open_store
from render.stores.claims import RUN_FILE
from render.stores.reuse import Reuse
from render.stores.run import RunStore

TASKS_A_SLOT = 2  # one at work, one waiting, so that no slot ever waits for the driver
ASK_S = 1.0  # Ray adds up all of its machines to answer, which costs more than a task does
IN_VAIN = 10  # tasks that fail before the first succeeds


@dataclass(frozen=True)
class ClusterOptions:
    """How tasks are run.

    Attributes:
        factory: what makes a process's renderer, see ``render.run.start``.
        cpus: CPUs that a task takes; also its threads.
        gpus: GPUs that a task takes, or the share of one; None is one where the cluster has any and the run's device is
            not ``cpu``, else none.
        frame_s: seconds after which a frame counts as hung.
        recycle_frames: frames after which a worker process is replaced; at least one shard's.
        workers_per_gpu: tasks that share a GPU; each takes its share of it and of its machine's CPUs, in place of
            ``cpus`` and ``gpus``.
        merge: COCO files are written at the end.
        group_shards: of a group that gets COCO files of its own beside those of all; None makes none.

    Raises:
        ConfigError: it is said twice what a task takes, or groups are asked for and no merge.
    """

    factory: str = BLENDER
    cpus: float = 1.0
    gpus: float | None = None
    frame_s: float = 900.0
    recycle_frames: int = 2000
    workers_per_gpu: int | None = None
    merge: bool = True
    group_shards: int | None = None

    def __post_init__(self) -> None:
        check_merging(self.merge, self.group_shards)
        if self.workers_per_gpu is not None and (self.gpus is not None or self.cpus != ClusterOptions.cpus):
            raise ConfigError(
                f"expected --workers-per-gpu {self.workers_per_gpu}, which says what a task takes, "
                "or --task-cpus and --task-gpus, got both"
            )


def run_on_cluster(
    config: RunConfig,
    out: str,
    address: str,
    options: ClusterOptions,
    reuse: Reuse = Reuse(),  # noqa: B008, it is frozen
    on_event: Sink = lambda event: None,
) -> int | None:
    """Render what is missing of a run on a Ray cluster, then write its COCO files.

    A signal (Ctrl-C, SIGTERM) ends it at once: what the tasks under way had is lost, all else is in the store.

    Args:
        out: a URL such as ``s3://bucket/run``, or a folder that all machines of the cluster share.
        address: ``auto`` for the cluster that this machine is part of, ``ray://HOST:PORT``, ``HOST:PORT``, or ``local``
            to start Ray on this machine for the time of the run.
        on_event: hears everything; of frames when their task is done.

    Returns:
        The signal that ended it early, or None. ``on_event`` hears what came of it.

    Raises:
        ConfigError: Ray is not installed, there is no such cluster, or the store holds another run.
        PrelabelError: the run cannot go on; the same call continues.
    """
    check_workers_per_gpu(options.workers_per_gpu, config.device)
    job = Job.of(config)  # what is wrong with the settings shows before anything is started
    ray = import_ray()
    place = RunStore(open_store(out), config, reuse)
    with connected(ray, address):
        options = _settled(ray, options)
        if reuse.overwrite and not place.store.local and place.store.read(RUN_FILE) is not None:
            _prove(ray, config, options)  # an object store has no way back: what is there goes at once
        merging = merging_of(ray, options.merge, options.group_shards)
        return render_run(job, place, lambda run: _Driver(ray, run, options).render(), on_event, merging).signal


def _settled(ray: ModuleType, options: ClusterOptions) -> ClusterOptions:
    """With what tasks take that share a GPU on this cluster.

    Raises:
        ConfigError: it has none.
    """
    if options.workers_per_gpu is None:
        return options
    cpus, gpus = task_share(ray.nodes(), options.workers_per_gpu)
    return replace(options, cpus=cpus, gpus=gpus, workers_per_gpu=None)


def _prove(ray: ModuleType, config: RunConfig, options: ClusterOptions) -> None:
    """Render a frame and keep nothing of it, to see that the cluster can.

    Raises:
        PrelabelError: it cannot.
    """
    task = ray.remote(num_cpus=options.cpus, num_gpus=_gpus(ray, config, options))(render_frame)
    threads = max(1, int(options.cpus))
    try:
        ray.get(task.remote(config, config.start, options.factory, threads, str(Path.cwd())))
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, FrameError):
            if isinstance(error.cause.error, SceneError):
                return  # this frame cannot be placed, on no machine; others may be
            raise error.cause.error from None
        if isinstance(error.cause, PrelabelError):
            raise error.cause from None
        raise RenderError(f"nothing can be rendered: {type(error.cause).__name__}: {error.cause}") from error
    except ray.exceptions.RayError as error:
        raise RenderError(f"nothing can be rendered: a process was lost ({type(error).__name__})") from error


def _gpus(ray: ModuleType, config: RunConfig, options: ClusterOptions) -> float:
    if options.gpus is not None:
        return options.gpus
    return float(config.device != "cpu" and ray.cluster_resources().get("GPU", 0.0) > 0.0)


@dataclass(frozen=True)
class _Piece:
    """Frames of one shard, and how often Ray may try them."""

    frames: range
    attempts: int = ATTEMPTS

    def halves(self) -> Iterator["_Piece"]:
        """Where a frame brings down every process, halving finds it; only when it is alone it gets all attempts."""
        middle = len(self.frames) // 2
        for half in (self.frames[:middle], self.frames[middle:]):
            yield _Piece(half, ATTEMPTS if len(half) == 1 else 1)


@dataclass
class _Driver:
    """What is to be done, and what the cluster is doing.

    Attributes:
        waiting: what is not yet handed out.
        flying: what is, by Ray's names of the results.
        workers: the number of each process that was heard of, and of the latest one last.
        in_vain: tasks that failed; None once one succeeded.
        slots: how many tasks the cluster could work at when it was last asked, at ``asked``.
    """

    ray: ModuleType
    run: Run[RunStore]
    options: ClusterOptions
    waiting: deque[_Piece] = field(default_factory=deque)
    flying: dict[Any, _Piece] = field(default_factory=dict)
    workers: dict[tuple[str, int], int] = field(default_factory=dict)
    in_vain: int | None = 0
    slots: int = 0
    asked: float = -math.inf

    def render(self) -> None:
        """Until all frames are rendered or set aside, or a signal ends it."""
        self.run.start(workers=self._slots())
        self.waiting.extend(map(_Piece, self.run.missing))
        remote = self._remote()
        with Stop() as stop:  # after Ray's own handlers
            try:
                while (self.waiting or self.flying) and not stop.times:
                    self._hand_out(remote)
                    ready, _ = self.ray.wait(list(self.flying), timeout=1.0)
                    for result in ready:
                        self._take(result)
            finally:
                end(self.ray, self.flying)
            self.run.signal = stop.signal if self.waiting or self.flying else None

    def _slots(self) -> int:
        """How many tasks the cluster can work at, as it was within the last second: it may grow and shrink."""
        if time.monotonic() - self.asked > ASK_S:
            self.slots, self.asked = self._ask(), time.monotonic()
        return self.slots

    def _ask(self) -> int:
        there = self.ray.cluster_resources()
        slots = [there.get("CPU", 0.0) / self.options.cpus] if self.options.cpus else []
        if gpus := _gpus(self.ray, self.run.place.config, self.options):
            slots.append(there.get("GPU", 0.0) / gpus)
        return max(1, int(min(slots, default=1.0)))

    def _remote(self) -> Any:
        """``render_task`` for Ray, which tries again what a lost machine or process had, or what could not reach the
        store or start Blender; all else would fail again."""
        return self.ray.remote(
            num_cpus=self.options.cpus,
            num_gpus=_gpus(self.ray, self.run.place.config, self.options),
            max_calls=max(1, self.options.recycle_frames // self.run.place.config.shard_frames),
            retry_exceptions=[StorageError, RenderError],
        )(render_task)

    def _hand_out(self, remote: Any) -> None:
        threads, directory = max(1, int(self.options.cpus)), str(Path.cwd())
        for _ in range(min(TASKS_A_SLOT * self._slots() - len(self.flying), len(self.waiting))):
            piece = self.waiting.popleft()
            place, options = self.run.place.name, self.options
            task = Task(
                self.run.place.config, place, piece.frames, options.factory, threads, options.frame_s, directory
            )
            self.flying[remote.options(max_retries=piece.attempts - 1).remote(task)] = piece

    def _take(self, result: Any) -> None:
        piece = self.flying.pop(result)
        try:
            done: TaskDone = self.ray.get(result)
        except self.ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, PrelabelError):
                raise error.cause from None
            self._failed(piece, f"{type(error.cause).__name__}: {error.cause}")
        except self.ray.exceptions.RayError as error:
            self._failed(piece, f"its process or machine was lost ({type(error).__name__}), or it took too long")
        else:
            self.in_vain = None
            worker = self._worker(done)
            for event in done.events:
                self.run.emit(replace(event, worker=worker) if isinstance(event, FrameDone | FrameFailed) else event)

    def _failed(self, piece: _Piece, reason: str) -> None:
        """Ray gave up these frames."""
        if self.in_vain is not None:
            self.in_vain += 1
            if self.in_vain == IN_VAIN:
                raise RenderError(f"{IN_VAIN} tasks failed and none succeeded; the last one: {reason}")
        if len(piece.frames) > 1:
            self.waiting.extendleft(reversed([*piece.halves()]))
        else:
            self.run.emit(FrameSetAside(piece.frames.start, self.run.place.config.seed, piece.attempts, reason))

    def _worker(self, done: TaskDone) -> int:
        """A number for the process that did it; new processes take those of the ones that were silent longest."""
        number = self.workers.pop(done.process, None)
        if number is None:
            full = len(self.workers) >= self._slots()
            number = self.workers.pop(next(iter(self.workers))) if full else len(self.workers)
            self.run.emit(WorkerStarted(number, done.process[1], done.device, max(1, int(self.options.cpus))))
        self.workers[done.process] = number
        return number
