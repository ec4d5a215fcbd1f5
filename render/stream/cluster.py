"""Frames rendered by the machines of a Ray cluster; each is one task, whose result comes back through Ray."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

from assets import PrelabelError, RenderError
from render.cluster.connection import connected, import_ray
from render.cluster.ending import end
from render.cluster.share import task_share
from render.cluster.task import render_frame
from render.run.frames import Job
from render.run.labelled import FrameError, LabelledFrame
from render.run.shard import ATTEMPTS
from render.run.start import BLENDER
from scenes.registry import home_modules


class Cluster:
    """Tasks of a cluster as a source.

    Args:
        numbers: of the frames, in the order in which they will be asked for.
        address: as ``render.cluster.driver.run_on_cluster`` takes it.
        ahead: frames that may be under way or waiting at once; None is twice what the cluster can render at once.
        factory: of ``render.run.start``.
        workers_per_gpu: tasks that share a GPU; None is one, where there are any.

    Raises:
        ConfigError: Ray is not installed, there is no such cluster, a GPU is to be shared and there is none, or a scene
            was defined in this session alone.
    """

    def __init__(
        self,
        job: Job,
        numbers: Iterator[int],
        address: str,
        ahead: int | None = None,
        factory: str = BLENDER,
        workers_per_gpu: int | None = None,
    ) -> None:
        home_modules(job.config.scenes)
        self._ray = import_ray()
        self._open = ExitStack()
        self._open.enter_context(connected(self._ray, address))
        self._job, self._numbers, self._factory = job, numbers, factory
        self._flying: dict[int, Any] = {}
        there = self._ray.cluster_resources()
        cpus, gpus = 1.0, float(job.config.device != "cpu" and there.get("GPU", 0.0) > 0.0)
        if workers_per_gpu is not None:
            cpus, gpus = self._share(workers_per_gpu)
        slots = max(1, int(there["GPU"] / gpus if gpus else there.get("CPU", 1.0)))
        self._ahead, self._threads = ahead or 2 * slots, max(1, int(cpus))
        self._remote = self._ray.remote(
            num_cpus=cpus, num_gpus=gpus, max_retries=ATTEMPTS - 1, retry_exceptions=[RenderError]
        )(render_frame)

    def _share(self, workers_per_gpu: int) -> tuple[float, float]:
        try:
            return task_share(self._ray.nodes(), workers_per_gpu)
        except PrelabelError:
            self._open.close()  # or a Ray of its own would stay
            raise

    def take(self, number: int) -> LabelledFrame:
        for ahead in islice(self._numbers, self._ahead - len(self._flying)):
            self._flying[ahead] = self._remote.remote(
                self._job.config, ahead, self._factory, self._threads, str(Path.cwd())
            )
        try:
            made: LabelledFrame = self._ray.get(self._flying.pop(number))
        except self._ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, PrelabelError | FrameError):
                raise error.cause from None
            raise RenderError(f"frame {number}: {type(error.cause).__name__}: {error.cause}") from error
        except self._ray.exceptions.RayError as error:
            lost = RenderError(f"frame {number}: its process or machine was lost ({type(error).__name__})")
            raise FrameError(number, lost) from error
        return made

    def close(self) -> None:
        end(self._ray, self._flying.values())
        self._flying.clear()
        self._open.close()
