"""The colour that a vehicle is labelled with is the colour that its paint is measured to have.

Balls of many paints of every colour stand in white light from everywhere. What a black ball under the same coat sends
back is gloss: taken off, the paint's own light is left, and ``color_name`` says what it is called.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assets import Asset, Label, Material
from assets.polygons import Shape, lathe, to_mesh
from assets.vehicles.colors import COLORS, car_paint, color_name
from render.blender import BlenderRenderer
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World, look_at

PAINTS = 14
RADIUS, PITCH, PITCH_PX = 0.3, 1.0, 26
FAR_M = 60.0


def white_light(folder: Path) -> World:
    """Radiance 1 from everywhere, as a picture of eight pixels (RGBE)."""
    path = folder / "white.hdr"
    path.write_bytes(b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 2 +X 4\n" + bytes((128, 128, 128, 129)) * 8)
    return World(str(path))


def ball(row: int, column: int) -> Shape:
    latitude = np.linspace(-np.pi / 2, np.pi / 2, 17)
    shape = lathe(RADIUS * np.stack([np.cos(latitude), np.sin(latitude)], axis=1), 24, ("paint", "body"))
    return shape.moved((0.0, column * PITCH, row * PITCH))


def paints(color: str) -> list[Material]:
    """Samples of a colour, and black under a coat like theirs."""
    sampled = [car_paint(np.random.default_rng(seed), color) for seed in range(PAINTS)]
    black = replace(sampled[0], base_color=(0.0, 0.0, 0.0), metallic=0.0, coat=1.0, params={})
    return [*sampled, black]


@pytest.fixture(scope="module")
def measured(renderer: BlenderRenderer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, np.ndarray]:
    """(PAINTS + 1, 3) mean radiance of the middles of the balls of each colour, the black one last."""
    rows, columns = len(COLORS), PAINTS + 1
    meshes = [
        to_mesh(f"{color} {column}", ball(row, column), {"paint": paint})
        for row, color in enumerate(COLORS)
        for column, paint in enumerate(paints(color))
    ]
    asset = Asset("balls", tuple(meshes), (1.0, 1.0, 1.0), "CC0-1.0", "test", labels=(Label("car"),))
    middle = np.array([0.0, (columns - 1) * PITCH / 2.0, (rows - 1) * PITCH / 2.0])
    size = (columns * PITCH_PX, rows * PITCH_PX)
    fov = 2.0 * np.arctan(columns * PITCH / 2.0 / FAR_M)
    camera = PinholeCamera.from_fov(size, fov, look_at(middle + np.array([FAR_M, 0.0, 0.0]), middle))
    spec = SceneSpec(
        (Placed(asset, Pose.at(0.0, 0.0, 0.0, 0.0), 1),), camera, white_light(tmp_path_factory.mktemp("w"))
    )
    frame = renderer.render(spec)
    radiance = frame.linear / frame.exposure
    y, x = np.mgrid[: size[1], : size[0]] + 0.5
    cells = np.stack([(rows - y / PITCH_PX).astype(int), (x / PITCH_PX).astype(int)])
    inner = np.hypot(y % PITCH_PX - PITCH_PX / 2, x % PITCH_PX - PITCH_PX / 2) < 0.6 * RADIUS * PITCH_PX / PITCH
    return {
        color: np.array(
            [radiance[inner & (cells[0] == row) & (cells[1] == column)].mean(0) for column in range(columns)]
        )
        for row, color in enumerate(COLORS)
    }


@pytest.mark.parametrize("color", COLORS)
def test_the_rendered_paint_is_called_what_its_label_says(measured: dict[str, np.ndarray], color: str) -> None:
    gloss = measured[color][-1]
    names = [color_name(np.clip(paint - gloss, 0.0, 1.0)) for paint in measured[color][:-1]]
    assert names == [color] * PAINTS


def test_a_coat_mirrors_a_share_of_the_light_that_glass_does(measured: dict[str, np.ndarray]) -> None:
    for values in measured.values():
        assert (values[-1] > 0.03).all() and (values[-1] < 0.10).all()
