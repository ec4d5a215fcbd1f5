"""Renderers that fail, or leave a trace; a stream finds them by their names."""

import os
from pathlib import Path
from typing import Any

from assets import SceneError
from render.run.fake import FakeRenderer
from scenes import SceneSpec


class Choosy(FakeRenderer):
    """Fails at its second frame, or at all."""

    def __init__(self, always: bool) -> None:
        self.calls, self.always = 0, always

    def render(self, spec: SceneSpec) -> Any:
        self.calls += 1
        if self.always or self.calls == 2:
            raise SceneError("a scene fault")
        return super().render(spec)


def choosy_renderer(*_: object) -> Choosy:
    return Choosy(False)


def hopeless_renderer(*_: object) -> Choosy:
    return Choosy(True)


class Counting(FakeRenderer):
    """Leaves a byte for each frame."""

    def render(self, spec: SceneSpec) -> Any:
        with Path(os.environ["PRELABEL_TEST_COUNT"]).open("a") as file:
            file.write(".")
        return super().render(spec)


def counting_renderer(*_: object) -> Counting:
    return Counting()
