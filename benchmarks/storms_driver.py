"""The ``prelabel`` command with a renderer that needs no Blender and takes its time: ``benchmarks.storms`` kills it."""

import sys
import time

from annotate.frame import Frame
from render.progress.stopwatch import Stopwatch
from render.run.fake import FakeRenderer
from render.settings.config import RunConfig
from scenes import SceneSpec

FACTORY = "benchmarks.storms_driver:slow_renderer"
SECONDS = 0.08  # a frame: long enough for a kill to come between two of them


def slow_renderer(config: RunConfig, threads: int, stopwatch: Stopwatch) -> FakeRenderer:
    """What workers and tasks of a cluster make their renderer with."""
    return _Slow()


class _Slow(FakeRenderer):
    def render(self, spec: SceneSpec) -> Frame:
        time.sleep(SECONDS)
        return super().render(spec)


if __name__ == "__main__":
    from render.cli import app as cli
    from render.cli import commands

    commands.RENDERER = FACTORY
    sys.argv[0] = "prelabel"
    cli.main()
