"""Sets of labels made from hidden settings, by the fake renderer."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from benchmarks.planted import planted_set
from scenes import SceneScript, find_scene

SCENE = str(Path(__file__).with_name("planted.py"))
SIZE = (320, 240)

type Plant = Callable[..., Path]


@pytest.fixture(scope="session")
def script() -> SceneScript:
    return find_scene(SCENE)


@pytest.fixture(scope="session")
def plant(script: SceneScript, tmp_path_factory: pytest.TempPathFactory) -> Plant:
    """A COCO file of so many pictures with settings that only this function knows."""

    def make(settings: Mapping[str, object], pictures: int = 300) -> Path:
        return planted_set(script, settings, tmp_path_factory.mktemp("planted"), pictures, SIZE)

    return make
