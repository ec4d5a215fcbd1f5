"""Renderers without Blender for processes of a cluster, which import this by name."""

import os
import signal
import time
from collections.abc import Callable

from annotate.frame import Frame
from assets import RenderError
from render.progress.stopwatch import Stopwatch
from render.run.fake import FakeRenderer
from render.run.sampling import sample_frame
from render.settings.config import RunConfig, scene_params
from scenes import SceneSpec

BAD = 5  # the frame that some of them cannot render


def good(config: RunConfig, threads: int, stopwatch: Stopwatch) -> FakeRenderer:
    return FakeRenderer()


def slow(config: RunConfig, threads: int, stopwatch: Stopwatch) -> FakeRenderer:
    """Slow enough for a machine to be lost in the middle of a shard."""
    return _Slow()


def deadly(config: RunConfig, threads: int, stopwatch: Stopwatch) -> FakeRenderer:
    """Its process dies of one frame, as Blender may."""
    return _Special(config, lambda: os.kill(os.getpid(), signal.SIGKILL))


def hanging(config: RunConfig, threads: int, stopwatch: Stopwatch) -> FakeRenderer:
    """Never comes back from one frame."""
    return _Special(config, lambda: time.sleep(600.0))


def failing(config: RunConfig, threads: int, stopwatch: Stopwatch) -> FakeRenderer:
    """Cannot render one frame, and says so."""
    return _Special(config, _fail)


def broken(config: RunConfig, threads: int, stopwatch: Stopwatch) -> FakeRenderer:
    """Cannot render any."""
    return _Broken()


def absent(config: RunConfig, threads: int, stopwatch: Stopwatch) -> FakeRenderer:
    raise RenderError("expected a graphics card, found none")


class _Slow(FakeRenderer):
    def render(self, spec: SceneSpec) -> Frame:
        time.sleep(0.3)
        return super().render(spec)


class _Special(FakeRenderer):
    def __init__(self, config: RunConfig, act: Callable[[], None]) -> None:
        scenes = [scene_params(config, name) for name in config.scenes]
        self._bad = sample_frame(BAD, scenes, config.seed).spec.camera.pose.translation.tolist()
        self._act = act

    def render(self, spec: SceneSpec) -> Frame:
        if spec.camera.pose.translation.tolist() == self._bad:
            self._act()
        return super().render(spec)


class _Broken(FakeRenderer):
    def render(self, spec: SceneSpec) -> Frame:
        _fail()
        return super().render(spec)


def _fail() -> None:
    raise RenderError("the card fell off the bus")
