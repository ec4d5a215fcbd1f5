"""What is behind people fills the picture, and nobody and no lamp stands in it."""

import numpy as np
import pytest
from PIL import Image

from assets import AssetError, ConfigError
from assets.photographs import ORIGIN
from scenes.people import People, picture
from scenes.people.backgrounds import background, usual
from scenes.people.indoors import _ends
from scenes.people.lighting import LIGHTS, lighting
from scenes.pose import look_at

HEADS = [np.array([-0.3, 0.0, 1.5]), np.array([0.4, -0.1, 1.8])]
EXTENT = (0.9, 0.7)


def behind(kind, seed=0, light="hdri", tilt=0.0, heads=HEADS):
    rng = np.random.default_rng(seed)
    view = look_at((0.0, 0.0, 1.5), (np.cos(tilt), 0.0, 1.5 + np.sin(tilt)))
    lit = lighting(rng, light, "interior", 0.0, 1.0, view, heads)
    return view, lit, background(rng, kind, view, heads, EXTENT, lit)


@pytest.fixture
def folder(tmp_path):
    pixels = np.zeros((60, 90, 3), np.uint8)
    pixels[..., 0] = np.arange(90) * 2
    Image.fromarray(pixels).save(tmp_path / "one.png")
    (tmp_path / "notes.txt").write_text("no picture")
    return tmp_path


@pytest.mark.parametrize("kind", ["plain", "gradient", "photos"])
def test_backdrops_fill_the_picture_behind_the_heads(kind, folder):
    kind = f"photos:{folder}" if kind == "photos" else kind
    view, _, (wall,) = behind(kind)
    local = (wall.pose.apply(wall.asset.meshes[0].vertices) - view.translation) @ view.rotation
    assert local[:, 2].min() > 1.8 + 0.5
    assert (np.abs(local[:, :2]).min(axis=0) > np.array(EXTENT) / 2.0 * local[:, 2].max()).all()
    assert wall.instance_id == 0


@pytest.mark.parametrize("seed", range(12))
def test_heads_lamps_and_the_camera_are_inside_rooms(seed):
    tilt = (-0.45, -0.1, 0.2)[seed % 3]
    view, lit, (room,) = behind("room", seed, ("hdri", "neon", "back_light", "studio")[seed % 4], tilt)
    inside = (
        [view.apply(head) for head in HEADS] + [light.pose.translation for light in lit.lights] + [view.translation]
    )
    local = room.pose.inverse().apply(np.array(inside))
    assert (local[:, 0] > 0.25).all()  # before the wall
    assert (local[:, 2] > 0.0).all()  # above the floor
    assert sum(len(mesh.face_sizes) for mesh in room.asset.meshes) < 8000
    vertices = np.concatenate([mesh.vertices for mesh in room.asset.meshes])
    for head in local[: len(HEADS)]:
        assert np.linalg.norm(vertices - head, axis=1).min() > 0.2


@pytest.mark.parametrize("seed", range(6))
def test_rays_of_the_picture_meet_the_room(seed):
    """The corners of a level picture end on its wall, a side wall, its floor or its ceiling."""
    view, _, (room,) = behind("room", seed)
    shell = room.asset.meshes[0]
    low, high = shell.vertices.min(axis=0), shell.vertices.max(axis=0)
    for x, y in ((-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5), (0.5, 0.5)):
        ray = room.pose.rotation.T @ (view.rotation @ np.array([x * EXTENT[0], y * EXTENT[1], 1.0]))
        eye = room.pose.inverse().apply(view.translation)
        there = eye + ray * (-eye[0] / ray[0])
        assert low[1] - 1e-6 <= there[1] <= high[1] + 1e-6 or min(abs(low[1]), abs(high[1])) < abs(there[1])


def test_photographs_are_the_users_own_and_carry_no_licence(folder):
    _, lit, (wall,) = behind(f"photos:{folder}")
    assert (wall.asset.origin, wall.asset.licence) == (ORIGIN, None)
    (texture,) = wall.asset.meshes[0].materials[0].textures
    assert texture.pixels.shape == (60, 90, 3)
    assert wall.asset.meshes[0].materials[0].emission_strength <= lit.glow
    wide, high = np.ptp(wall.asset.meshes[0].uv, axis=0) * [90, 60]
    assert wide / high == pytest.approx(EXTENT[0] / EXTENT[1], rel=1e-4)


def test_pictures_say_the_kind_and_not_the_folder(folder):
    params = People.read({"background": f"photos:{folder}", "hair_style": "bald"}, "portrait")
    spec = picture(np.random.default_rng(0), params, "portrait")
    assert spec.parameters["background"] == "photograph"
    assert str(folder) not in str(dict(spec.parameters))


@pytest.mark.parametrize("value", ["photos:nowhere", "beach", "choice(room, photos:nowhere)"])
def test_a_folder_that_is_not_there_is_told_before_anything_renders(value):
    with pytest.raises(ConfigError, match=r"portrait.background: .*expected (a folder of pictures|one of|environment)"):
        People.read({"background": value}, "portrait")


def test_an_empty_folder_and_a_broken_picture_are_told_in_one_sentence(tmp_path):
    with pytest.raises(ConfigError, match="found none"):
        People.read({"background": f"photos:{tmp_path}"}, "portrait")
    (tmp_path / "torn.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(AssetError, match=r"torn\.jpg"):
        behind(f"photos:{tmp_path}/.")


@pytest.mark.parametrize("light", LIGHTS)
def test_every_light_has_a_usual_background(light):
    assert sum(usual(light, "interior", 1).values()) > 0.0
    assert "room" not in usual(light, "interior", 20)


def test_a_photograph_of_a_pixel_is_refused_as_the_library_refuses_it(tmp_path):
    Image.fromarray(np.zeros((1, 1, 3), np.uint8)).save(tmp_path / "one.png")
    with pytest.raises(AssetError, match=r"one.png': expected a picture of 2 to 16384 pixels a side, got 1x1"):
        behind(f"photos:{tmp_path}")


@pytest.mark.parametrize("reach", [3.0, 6.5, 30.0])  # metres along the wall that a camera sees; rooms go to 7
@pytest.mark.parametrize("seed", range(8))
def test_nobody_sees_past_the_end_of_a_wall(reach, seed):
    seen = np.array([-2.0, reach])
    (right, left), corners = _ends(np.random.default_rng(seed), seen, np.array([-0.5, 0.5]))
    assert left >= reach or corners[1]
    assert right <= -2.0 or corners[0]
