"""The colour that a vehicle is labelled with is the colour that its paint is measured to have; dirt, and lit lamps.

Balls of many paints of every colour stand in white light from everywhere. What a black ball under the same coat sends
back is gloss: taken off, the paint's own light is left, and ``color_name`` says what it is called.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assets import Asset, Label, Material
from assets.polygons import Shape, lathe, to_mesh
from assets.primitives import box
from assets.vehicles.colors import COLORS, car_paint, color_name
from assets.vehicles.lamps import lamp_materials
from assets.vehicles.state import State
from render.blender.renderer import BlenderRenderer
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World, look_at

PAINTS = 14
RADIUS, PITCH, PITCH_PX = 0.3, 1.0, 26
FAR_M = 60.0


def even_light(folder: Path, radiance: float) -> World:
    """The same from everywhere, 1 or next to nothing (a black sky is refused), as a picture of eight pixels (RGBE)."""
    path, pixel = folder / f"{radiance:g}.hdr", (128, 128, 128, 129) if radiance else (128, 128, 128, 108)
    path.write_bytes(b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 2 +X 4\n" + bytes(pixel) * 8)
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
        (Placed(asset, Pose.at(0.0, 0.0, 0.0, 0.0), 1),), camera, even_light(tmp_path_factory.mktemp("w"), 1.0)
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


def seen(renderer: BlenderRenderer, world: World, *placed: Placed) -> np.ndarray:
    """(48, 40, 3) radiance of what stands around the origin, from 6 m in front."""
    camera = PinholeCamera.from_fov((40, 48), 0.35, look_at((6.0, 0.0, 0.9), (0.0, 0.0, 0.9)))
    frame = renderer.render(SceneSpec(placed, camera, world))
    return frame.linear / frame.exposure


def test_dirt_lies_below_and_leaves_the_colour_above(renderer: BlenderRenderer, tmp_path: Path) -> None:
    paint = replace(car_paint(np.random.default_rng(0), "blue"), metallic=0.0)
    dirty = replace(paint, params={**paint.params, "dirt": 1.0, "dirt_color": (0.2, 0.16, 0.12)})
    clean, soiled = (
        seen(renderer, even_light(tmp_path, 1.0), Placed(box((0.5, 2.0, 1.8), one, "car"), Pose.at(0, 0, 0, 0), 1))
        for one in (paint, dirty)
    )
    below, above = np.s_[-8:-2, 10:30], np.s_[3:9, 10:30]
    assert soiled[below].mean((0, 1))[0] > clean[below].mean((0, 1))[0] + 0.03
    np.testing.assert_allclose(soiled[above].mean((0, 1)), clean[above].mean((0, 1)), atol=0.03)


def test_mud_is_splashed_low_and_darker_than_dust(renderer: BlenderRenderer, tmp_path: Path) -> None:
    paint = replace(car_paint(np.random.default_rng(0), "white"), metallic=0.0)
    muddy = replace(paint, params={**paint.params, "mud": 0.8, "dirt_color": (0.2, 0.16, 0.12)})
    clean, soiled = (
        seen(renderer, even_light(tmp_path, 1.0), Placed(box((0.5, 2.0, 1.8), one, "car"), Pose.at(0, 0, 0, 0), 1))
        for one in (paint, muddy)
    )
    below, above = np.s_[-9:-2, 8:32], np.s_[3:9, 8:32]
    hit = soiled[below].mean(axis=2) < 0.6 * clean[below].mean(axis=2)
    assert 0.1 < hit.mean() < 0.98
    np.testing.assert_allclose(soiled[above].mean((0, 1)), clean[above].mean((0, 1)), atol=0.03)


@pytest.mark.parametrize("brake", [False, True])
def test_a_lit_lamp_shines_into_the_camera_and_sheds_nothing(
    renderer: BlenderRenderer, tmp_path: Path, brake: bool
) -> None:
    lamp = lamp_materials(np.random.default_rng(0), State(brake=brake))["brake"]
    wall = box((0.1, 2.0, 1.8), Material("wall", roughness=1.0), "car")
    lit = box((0.1, 0.4, 0.4), lamp, "car")
    placed = (Placed(wall, Pose.at(0, 0, 0, 0), 1), Placed(lit, Pose.at(0.12, 0, 0.7, 0), 2))
    red, green, _ = (picture := seen(renderer, even_light(tmp_path, 0.0), *placed))[20:28, 16:24].mean((0, 1))
    assert (red > 2.0 and red > 20.0 * green) if brake else red < 1e-4
    assert picture[4:40, :10].max() < 0.01
