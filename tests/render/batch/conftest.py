"""What tests of runs by workers share: a small run, what it makes undisturbed, and workers with faults."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from render.progress.events import Event
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import RunConfig, make_config
from tests.render.batch import faulty

COUNT = 12

type Inject = Callable[..., None]


def config(count: int = COUNT) -> RunConfig:
    values = {"scenes": ["examples/boxes.py"], "size": (64, 48), "count": count, "shard_frames": 5}
    return make_config(values, ("count=2",))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("undisturbed")
    run(config(), out, lambda watch: FakeRenderer())
    return digest(out)


@pytest.fixture
def inject(monkeypatch: pytest.MonkeyPatch) -> Inject:
    """Gives workers that start from now on these faults, in place of those they had."""

    def inject(**faults: Any) -> None:
        monkeypatch.setenv(faulty.VARIABLE, json.dumps(faults))

    inject()
    return inject


def digest(out: Path) -> str:
    """Of all that a dataset is: names and bytes."""
    files = [out / "run.yaml", *(path for name in ("images", "annotations") for path in (out / name).iterdir())]
    lines = [f"{path.relative_to(out)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in sorted(files)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def of[T](kind: type[T], events: list[Event]) -> list[T]:
    return [event for event in events if isinstance(event, kind)]
