"""Frames on demand, into a training loop or a notebook."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Unpack

from prelabel._options import Options, run_config
from render.stream.stream import Stream


def stream(
    *scenes: str | Path,
    set: Mapping[str, Any] | None = None,
    start: int = 0,
    stop: int | None = None,
    step: int = 1,
    workers: int = 0,
    threads: int = 0,
    ahead: int | None = None,
    on_error: Literal["raise", "skip"] = "raise",
    cluster: str | None = None,
    workers_per_gpu: int | None = None,
    config: str | Path | None = None,
    **options: Unpack[Options],
) -> Stream:
    """Labelled frames, rendered when they are asked for, in the order of their numbers and without an end.

    >>> for frame in stream("examples/boxes.py", size=(64, 48), samples=1, stop=2):
    ...     print(frame.rgb.shape, len(frame.annotations) == len(frame.masks))
    (48, 64, 3) True
    (48, 64, 3) True

    Frame k is the one that a run of the same settings has under that number, with the same pixels and labels. What
    renders ends with the loop: after ``break``, an exception or the last frame no process, folder or lock is left.

    Args:
        scenes: names, or paths to Python files; several take turns.
        set: scene parameters: values, distributions or their notation, by ``key`` or ``scene.key``.
        start, stop, step: the frames' numbers, as ``range`` has them. Ranks of a training share a stream by
            ``start=rank, step=world_size``.
        workers: processes that render ahead; 0 renders in this one, when a frame is asked for.
        threads: of the CPU, for rendering in this process; 0 for one a core. Workers share the cores out.
        ahead: frames that may be under way or waiting at once; twice the workers and two more unless told otherwise.
        on_error: ``raise`` the error of a frame that cannot be made (the stream can go on after it), or ``skip`` it
            with a warning; ``Stream.skipped`` says which.
        cluster: render on a Ray cluster: ``auto``, ``ray://HOST:PORT``, or ``local`` for one on this machine.
        workers_per_gpu: of a cluster, frames that share a GPU; ``workers`` of this machine take turns at its GPUs.
        config: a ``run.yaml`` to start from.
        options: see ``Options``; pictures, labels, filters, passes and augmentation as a run has them.

    Raises:
        ConfigError: settings that do not fit; in the loop, whatever of the tree a frame meets.
    """
    return Stream(
        run_config(scenes, set, config, options),
        start=start,
        stop=stop,
        step=step,
        workers=workers,
        threads=threads,
        ahead=ahead,
        on_error=on_error,
        cluster=cluster,
        workers_per_gpu=workers_per_gpu,
    )
