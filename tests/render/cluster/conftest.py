"""What the tests of the cluster share: renderers that processes find by name, and a small run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import RunConfig, make_config
from render.stores import Store

DATASET = ("images/", "annotations/", "run.yaml")


@pytest.fixture
def config() -> Callable[..., RunConfig]:
    """The config of a small run, with other values."""

    def make(**values: Any) -> RunConfig:
        return make_config({"scenes": ["examples/boxes.py"], "size": (48, 32), "count": 8, "shard_frames": 2, **values})

    return make


@pytest.fixture
def undisturbed(tmp_path: Path) -> Callable[[RunConfig], dict[str, bytes]]:
    """The dataset that a run on one machine gives, by file."""

    def make(config: RunConfig) -> dict[str, bytes]:
        out = tmp_path / "undisturbed"
        run(config, out, lambda watch: FakeRenderer())
        files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
        return {name: path.read_bytes() for name, path in sorted(files.items()) if name.startswith(DATASET)}

    return make


@pytest.fixture
def dataset() -> Callable[[Store], dict[str, bytes]]:
    """The dataset in a store, by file."""

    def read(store: Store) -> dict[str, bytes]:
        return {name: store.read(name) or b"" for name in sorted(store.sizes("")) if name.startswith(DATASET)}

    return read
