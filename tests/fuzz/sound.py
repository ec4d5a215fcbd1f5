"""Sound input that mutants are made of: a scene's settings, a dataset, a model of the library."""

import os
from pathlib import Path
from typing import Any

import numpy as np

from assets.library import VARIABLE, library
from assets.library.manifest import Manifest, MaterialRow, Source, Table
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import RunConfig, make_config
from scenes import Distribution, SceneParams, integer, name, number, scene

OPTIONS = ("off", "on", "2024", "007", "1:30", "null", "a, b")


class Fuzzed(SceneParams):
    each = ("kind",)

    kind: Distribution = name("off", OPTIONS)
    count: Distribution = integer("uniform(1, 3)", 0, 20)
    far: Distribution = number("auto", 0, 1e6, "m", auto=True)
    sky: Distribution = name("none", ("none",), open=True)


@scene("fuzzed", params=Fuzzed, categories=("box",), parts=("box",))
def fuzzed(rng: np.random.Generator, params: Fuzzed) -> Any:
    """For its parameters."""


SETTINGS = {
    "scenes": ["fuzzed", "portrait"],
    "params": {"fuzzed": {"kind": "choice({off: 2, 007: 1, '1:30': 0.5})", "far": "normal(0, 0.00001)"}},
    "balance": {"kind": {"off": "10%", "007": 0.2}, "count": "weights"},
    "split": {"train": 0.8, "val": 0.2},
    "passes": ["depth", "masks"],
}
NOTATIONS = [
    *("kind=choice({red: 2, off: 1})", "far=given(kind, {off: uniform(9, 12), else: 4.5})", "count=010", "kind=1:30"),
    *('kind=choice("a, b", off)', "far=normal(0, 0.00001)", "far=truncnormal(0, 10, -.inf, 30)", 'kind="null"'),
    *("far=beta(2, 5, 0, 1)", "fuzzed.count={1: 1, 2: 3}", "far=loguniform(1e-1, 1e+06)"),
    "far={given: kind, off: 1, else: auto}",
]


def dataset(folder: Path, **values: Any) -> RunConfig:
    """A dataset of two small pictures."""
    boxes = Path(__file__).parents[2] / "examples" / "boxes.py"
    config = make_config({"scenes": [str(boxes)], "size": (48, 32), "count": 2, **values}, ["count=2"])
    run(config, folder, lambda watch: FakeRenderer())
    return config


def car(folder: Path) -> Manifest:
    from assets.geometry import BOX_CORNERS, BOX_FACES
    from assets.library.model import model_arrays
    from assets.library.raw import Raw
    from assets.library.store import content_of

    os.environ[VARIABLE] = str(folder / "library")
    table = Table(objects=("Body",), materials=(MaterialRow(name="Paint"),))
    faces = len(BOX_FACES)
    raw = Raw(
        (BOX_CORNERS + np.array([0.0, 0.0, 0.5])).astype(np.float32),
        np.array(BOX_FACES, np.int32).ravel(),
        np.full(faces, 4, np.int32),
        np.zeros(faces, np.int32),
        np.zeros(faces, np.int32),
        np.zeros((4 * faces, 2), np.float32),
        table,
        (),
    )
    arrays, parts = model_arrays(raw, "car")
    manifest = Manifest(
        name="my-car",
        category="car",
        content=content_of(arrays, table, parts),
        source=Source(file="car.glb", sha256="0" * 64),
        origin="car.glb",
        size=(1.0, 1.0, 1.0),
        center=(0.0, 0.0, 0.5),
        polygons=faces,
        table=table,
        parts=tuple(parts),
        attributes={"make": "own", "weight": 1.5},
    )
    library().add(manifest, arrays, None, {})
    return manifest
