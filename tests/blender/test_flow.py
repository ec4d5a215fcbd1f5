"""The flow of a real render: what the next picture shows, fetched along the flow, is the picture itself."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

import prelabel
from annotate import check
from render.blender.renderer import BlenderRenderer
from render.run.here import run
from render.settings.config import make_config

BOXES = str(Path(__file__).parents[2] / "examples" / "moving_boxes.py")
SIZE = (96, 72)


@pytest.fixture
def dataset(renderer: BlenderRenderer, tmp_path: Path) -> Iterator[prelabel.Dataset]:
    """Two frames of moving boxes."""
    values = {"scenes": [BOXES], "size": SIZE, "count": 2, "sequence": 2, "fps": 1.0, "seed": 5, "format": "png"}
    before = renderer.preset
    renderer.use(replace(before, samples=4, noise=0.0))
    run(
        make_config({**values, "passes": ["flow", "flow_backward", "masks"]}), tmp_path / "clip", lambda watch: renderer
    )
    yield prelabel.open(tmp_path / "clip")
    renderer.use(before)


def test_the_next_picture_along_the_flow_is_this_one(dataset: prelabel.Dataset) -> None:
    now, then = dataset[0], dataset[1]
    rows, columns = np.nonzero(now.flow[..., 2] > 0)
    u, v = now.flow[rows, columns, :2].T
    assert len(rows) > 0.3 * SIZE[0] * SIZE[1]
    assert np.quantile(np.hypot(u, v), 0.9) > 1.5, "there is some way to go"
    to_row = np.clip(np.floor(rows + 0.5 + v).astype(int), 0, SIZE[1] - 1)
    to_column = np.clip(np.floor(columns + 0.5 + u).astype(int), 0, SIZE[0] - 1)
    first, second = (cv2.blur(frame.rgb, (3, 3)).astype(float) for frame in (now, then))  # four samples are noisy
    edges = np.linalg.norm(first[rows, columns] - second[rows, columns], axis=1) > 20.0  # where something goes on
    assert edges.sum() > 200
    along = np.abs(first[rows, columns] - second[to_row, to_column])[edges].mean()
    straight = np.abs(first[rows, columns] - second[rows, columns])[edges].mean()
    assert along < 0.45 * straight, "but for noise, and for light that shines otherwise on what has moved"
    same = now.instance_ids[rows, columns] == then.instance_ids[to_row, to_column]
    assert same.mean() > 0.97, "to the very pixel"


def test_check_finds_nothing(dataset: prelabel.Dataset) -> None:
    rows = {row.name: row for row in check(Path(dataset.folder)).rows}
    assert not any(row.failures for row in rows.values())
    assert rows["flow leads to the same thing and back"].checked == 4
