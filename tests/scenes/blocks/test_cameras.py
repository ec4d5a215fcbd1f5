"""Cameras for scenes of one's own: they see what they are to see."""

import numpy as np
import pytest

from assets import AssetError, Material
from assets.primitives import box
from scenes.blocks import Turntable, backdrop, dash, lamp, look_from, orbit, sunny, three_point, turntable, watching
from scenes.pose import Pose
from scenes.spec import Placed

SIZE = (320, 240)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(3))


def test_a_camera_looks_at_its_target() -> None:
    camera = look_from(SIZE, (-4.0, 1.0, 2.0), (3.0, 2.0, 0.5), fov_deg=60.0)
    assert np.allclose(camera.project([3.0, 2.0, 0.5]), (160.0, 120.0))


def test_an_orbit_is_a_ball() -> None:
    camera = orbit(SIZE, (1.0, 2.0, 0.0), 10.0, azimuth_deg=90.0, elevation_deg=30.0)
    assert np.allclose(camera.pose.translation, (1.0, 2.0 + 10.0 * np.cos(np.pi / 6), 5.0))


@pytest.mark.parametrize("kind", ["cctv", "pedestrian", "closeup", "drone", "turntable"])
def test_a_watching_camera_has_the_thing_in_its_picture(rng: np.random.Generator, kind: str) -> None:
    thing = Placed(box((4.0, 1.8, 1.5), Material("grey")), Pose.at(20.0, -7.0, 0.0, 1.0))
    u, v = watching(rng, kind, SIZE, thing).project(thing.pose.apply(thing.asset.center))
    assert 0.0 < u < 320.0
    assert 0.0 < v < 240.0


def test_an_unknown_kind_names_the_nearest(rng: np.random.Generator) -> None:
    with pytest.raises(AssetError, match="did you mean 'drone'"):
        watching(rng, "drones", SIZE, Placed(box((1.0, 1.0, 1.0), Material("grey")), Pose.at()))


def test_a_dash_camera_looks_along_its_lane(rng: np.random.Generator) -> None:
    camera = dash(rng, SIZE, 5.0, 1.0, np.pi / 2)
    assert np.allclose(camera.pose.translation[:2], (5.0, 1.0))
    assert camera.pose.rotation[1, 2] > 0.9


def test_a_turntable_fits_its_asset_whatever_its_size(rng: np.random.Generator) -> None:
    for size in ((0.1, 0.02, 0.05), (30.0, 4.0, 9.0)):
        asset = box(size, Material("grey"), "thing")
        spec = turntable(rng, Turntable().with_size(SIZE), asset)
        pixels = spec.camera.project(np.concatenate([mesh.vertices for mesh in asset.meshes]))
        assert (pixels.min(axis=0) >= 0.0).all()
        assert (pixels.max(axis=0) <= SIZE).all()
        assert np.ptp(pixels, axis=0).max() > 80.0


def test_a_backdrop_fills_the_picture() -> None:
    camera = look_from(SIZE, (0.0, 0.0, 1.0), (5.0, 0.0, 1.0))
    wall = backdrop(camera, 4.0, Material("grey"))
    pixels = camera.project(wall.pose.apply(wall.asset.meshes[0].vertices))
    assert (pixels.min(axis=0) < 0.0).all()
    assert (pixels.max(axis=0) > SIZE).all()


def test_lamps_shine_on_their_target(rng: np.random.Generator) -> None:
    camera = look_from(SIZE, (-4.0, 0.0, 2.0), (0.0, 0.0, 0.5))
    for light in (lamp((1.0, 2.0, 3.0), (0.0, 0.0, 0.5)), *three_point(rng, camera, (0.0, 0.0, 0.5), 3.0)):
        way = np.array([0.0, 0.0, 0.5]) - light.pose.translation
        assert np.allclose(-light.pose.rotation[:, 2], way / np.linalg.norm(way))


def test_the_sun_stands_where_its_sky_has_it() -> None:
    world, (sun,) = sunny(30.0, azimuth_deg=90.0)
    assert np.allclose(sun.pose.rotation[:, 2], (0.0, np.cos(np.pi / 6), 0.5), atol=1e-6)
    assert world.strength > 0.0
