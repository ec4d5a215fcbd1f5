"""Sets of labels made from hidden settings, by the fake renderer."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from annotate import annotate
from render.run.fake import FakeRenderer
from scenes import SceneScript, find_scene, sample

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
        return planted_set(script, settings, tmp_path_factory.mktemp("planted"), pictures)

    return make


def planted_set(script: SceneScript, settings: Mapping[str, object], folder: Path, pictures: int) -> Path:
    params = script.params.read(settings, script.name).with_size(SIZE)
    categories = {name: number for number, name in enumerate(script.categories, 1)}
    images, annotations = [], []
    for k in range(pictures):
        rng = np.random.default_rng(np.random.SeedSequence(12_345, spawn_key=(k,)))
        spec, _ = sample(script, params.for_picture(k), rng)
        images.append({"id": k, "file_name": f"{k:06}.jpg", "width": SIZE[0], "height": SIZE[1]})
        for each in annotate(spec, FakeRenderer().render(spec)).annotations:
            entry = {"id": len(annotations) + 1, "image_id": k, "category_id": categories[each["category"]]}
            annotations.append(entry | {"bbox": each["bbox"], "area": each["area"], "iscrowd": 0})
    path = folder / "coco.json"
    named = [{"id": number, "name": name} for name, number in categories.items()]
    path.write_text(json.dumps({"images": images, "annotations": annotations, "categories": named}))
    return path
