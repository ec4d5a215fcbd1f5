"""Streams of boxes, without Blender, whose workers may have faults."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest

from render.settings.config import make_config
from render.stream.stream import Stream
from tests.render.batch import faulty

BOXES = {"scenes": ["examples/boxes.py"], "size": (64, 48)}
FAKE = "render.run.fake:fake_renderer"
WAYS = pytest.mark.parametrize("workers", [0, 2])

type Make = Callable[..., Stream]


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes streams of boxes whose workers have faults; all are closed at the end."""
    made: list[Stream] = []

    def make(workers: int = 2, faults: dict[str, Any] | None = None, **options: Any) -> Stream:
        monkeypatch.setenv(faulty.VARIABLE, json.dumps(faults or {}))
        values = {**BOXES, **options.pop("values", {})}
        made.append(Stream(make_config(values), workers=workers, factory=options.pop("factory", FAKE), **options))
        return made[-1]

    yield make
    for stream in made:
        stream.close()


def children() -> list[psutil.Process]:
    running = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in running if "render.batch.worker" in " ".join(child.cmdline())]


def numbers(stream: Stream, count: int) -> list[int]:
    return [next(stream).number for _ in range(count)]
