"""Which renderer a process starts: given by name, so that a worker process can be told."""

import importlib
import os
from collections.abc import Callable

from assets import RenderError
from render.progress.stopwatch import Stopwatch
from render.run.frames import Renderer
from render.settings.config import RunConfig
from render.settings.graphics import check_eevee
from render.settings.presets import preset_of

BLENDER = "render.run.start:blender_renderer"

type Factory = Callable[[RunConfig, int, Stopwatch], Renderer]


def start_renderer(factory: str, config: RunConfig, threads: int, stopwatch: Stopwatch) -> Renderer:
    """The renderer that a factory makes for a run.

    Args:
        factory: ``module:function``.
        threads: of the CPU; 0 for one a core.
        stopwatch: where the seconds of ``start`` and of the renderer's own stages are added.

    Raises:
        RenderError: it cannot start.
    """
    module, _, function = factory.partition(":")
    with stopwatch("start"):
        make: Factory = getattr(importlib.import_module(module), function)
        return make(config, threads, stopwatch)


def blender_renderer(config: RunConfig, threads: int, stopwatch: Stopwatch) -> Renderer:
    """Blender in this process.

    Raises:
        RenderError: it cannot start, runs in the process that this one was forked from, or is to draw with EEVEE where
            no graphics driver lets it.
    """
    try:
        from render.blender.renderer import PROCESS, BlenderRenderer
    except ImportError as error:
        raise RenderError(
            f"Blender cannot start: {error}; docs/docker.md lists the system libraries it needs"
        ) from error
    if os.getpid() != PROCESS:
        raise RenderError(
            "Blender cannot start in a process that was forked from one in which it runs: fork before the first frame "
            "is rendered, or start processes anew (of a DataLoader: multiprocessing_context='spawn')"
        )
    if config.engine == "eevee":
        check_eevee()
    preset = preset_of(config.preset, config.samples, config.noise)
    return BlenderRenderer(
        preset,
        config.device,
        threads=threads,
        stopwatch=stopwatch,
        engine=config.engine,
        through_glass=config.through_glass,
    )
