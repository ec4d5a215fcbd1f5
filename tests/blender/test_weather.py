"""Computed skies, fog, water and snow in rendered pictures, against what they are meant to be."""

import numpy as np
import pytest

from annotate.frame import Frame
from assets import Material
from assets.primitives import box, floor
from render.blender.renderer import BlenderRenderer
from scenes import Light, PinholeCamera, Placed, Pose, SceneSpec, Sky, Weather, World, look_at

GREY = Material("grey", base_color=(0.4, 0.4, 0.4), roughness=1.0)
PAINT = Material("paint", base_color=(0.12, 0.12, 0.12), roughness=0.5)
ROAD = Material("road", "asphalt", (0.12, 0.12, 0.12), roughness=0.9)
OVERCAST = World(Sky("overcast", 0.8, clouds=0.3, seed=4))
LEVEL = PinholeCamera.from_fov((96, 72), 1.0, look_at((-6.0, 0.0, 1.5), (0.0, 0.0, 1.2)))


def scene(*placed: Placed, world: World = OVERCAST, weather: Weather = Weather()) -> SceneSpec:  # noqa: B008
    return SceneSpec(placed, LEVEL, world, weather=weather)


def radiance(frame: Frame) -> np.ndarray:
    assert frame.linear is not None
    return frame.linear / frame.exposure


def test_fog_takes_light_away_and_adds_its_own_by_the_length_of_the_ray(renderer: BlenderRenderer) -> None:
    wall = Placed(box((0.1, 40.0, 30.0), GREY, "box"), Pose.at(20.0), 1)
    clear = renderer.render(scene(wall))
    thin, thick = (renderer.render(scene(wall, weather=Weather(fog_per_m=f))) for f in (0.03, 0.3))
    y, x = np.mgrid[:72, :96] + 0.5
    ray = np.hypot(np.hypot((x - 48.0) / LEVEL.focal_px, (y - 36.0) / LEVEL.focal_px), 1.0) * clear.depth
    air = radiance(thick)[8:32, 40:56].mean(axis=(0, 1))  # 26 m of it hide the wall
    through = np.exp(-0.03 * ray)[..., None]
    expected = radiance(clear) * through + air * (1.0 - through)
    assert radiance(thin)[8:32, 20:76] == pytest.approx(expected[8:32, 20:76], rel=0.05)
    assert np.array_equal(thin.coverage.weight, clear.coverage.weight)
    assert np.array_equal(thin.depth, clear.depth)


@pytest.mark.parametrize(
    "sky",
    [Sky("clear", 0.8, 1.0, 0.2), Sky("clear", 0.2, -2.0, 0.6), Sky("overcast", 0.8), Sky("night", 0.5)],
    ids=["noon", "low", "overcast", "night"],
)
def test_a_sky_of_strength_1_sheds_a_watt_and_has_no_black_horizon(renderer: BlenderRenderer, sky: Sky) -> None:
    down = PinholeCamera.from_fov((32, 24), 0.8, look_at((0.0, 0.0, 2.0), (0.1, 0.0, 0.0)))
    plate = Placed(floor(200.0, GREY), Pose.at())
    lit = radiance(renderer.render(SceneSpec((plate,), down, World(sky)))).mean(axis=(0, 1))
    assert lit @ [0.2126, 0.7152, 0.0722] * np.pi / 0.4 == pytest.approx(1.0, rel=0.35)
    ahead = PinholeCamera.from_fov((64, 48), 1.0, look_at((0.0, 0.0, 60.0), (1.0, 0.0, 60.0)))
    view = radiance(renderer.render(SceneSpec((plate,), ahead, World(sky))))
    assert view[20:28].min() > 0.1 * view[10].mean()


def test_a_clear_sky_is_brightest_around_its_sun(renderer: BlenderRenderer) -> None:
    crate, sky = Placed(box((0.1, 0.1, 0.1), GREY, "box"), Pose.at(-50.0), 1), Sky("clear", 0.2, 2.0, 0.4)
    views = []
    for azimuth in (2.3, 0.3, 4.3):
        at = look_at((0.0, 0.0, 1.0), (np.cos(azimuth), np.sin(azimuth), 1.3))
        camera = PinholeCamera.from_fov((32, 24), 0.8, at)
        views.append(float(radiance(renderer.render(SceneSpec((crate,), camera, World(sky, rotation_rad=0.3)))).mean()))
    assert views[0] > 1.5 * max(views[1:])


def test_a_wet_road_is_dark_from_above_and_bright_from_afar(renderer: BlenderRenderer) -> None:
    road = Placed(floor(200.0, ROAD), Pose.at())
    ratios = []
    for target in ((0.5, 0.0, 0.0), (30.0, 0.0, 0.0)):
        camera = PinholeCamera.from_fov((48, 36), 0.3, look_at((0.0, 0.0, 1.5), target))
        dry, wet = (
            radiance(renderer.render(SceneSpec((road,), camera, OVERCAST, weather=Weather(wet=share, seed=1)))).mean()
            for share in (0.0, 1.0)
        )
        ratios.append(float(wet / dry))
    assert ratios[0] < 0.9
    assert ratios[1] > 1.2


def test_snow_lies_on_what_looks_up_and_changes_no_label(renderer: BlenderRenderer) -> None:
    things = (Placed(floor(200.0, ROAD), Pose.at()), Placed(box((4.0, 2.0, 1.0), PAINT, "box"), Pose.at(-1.0), 1))
    bare, snow = (renderer.render(scene(*things, weather=Weather(snow=share, seed=1))) for share in (0.0, 1.0))
    roof = (bare.normals @ -LEVEL.pose.rotation.T[:, 2] < -0.9) & (bare.coverage.of(1) > 0.9)
    side = (bare.normals[..., 2] < -0.9) & (bare.coverage.of(1) > 0.9)
    assert roof.sum() > 50
    assert side.sum() > 50
    assert radiance(snow)[roof].mean() > 3.0 * radiance(bare)[roof].mean()
    assert radiance(snow)[side].mean() < 2.5 * radiance(bare)[side].mean()
    assert np.array_equal(snow.coverage.weight, bare.coverage.weight)


def test_a_spot_lights_what_it_is_turned_to_and_is_not_seen_itself(renderer: BlenderRenderer) -> None:
    plate = Placed(floor(200.0, GREY), Pose.at())
    lamp = Light("spot", Pose(np.eye(3), np.array([0.0, 0.0, 3.0])), (1.0, 0.5, 0.1), 500.0, 0.3, 0.9)
    dark = World(Sky("night", 0.5), strength=0.001)
    lit = radiance(renderer.render(SceneSpec((plate,), LEVEL, dark, (lamp,))))
    at = LEVEL.project(np.array([[0.0, 0.0, 0.0], [0.0, 2.5, 0.0], [0.0, 0.0, 3.0]]))
    below, beside, itself = (lit[int(v), int(u)] for u, v in at)
    # E = P / (4 pi d^2) straight below, and a grey plate sends albedo / pi of it back.
    assert below[0] == pytest.approx(500.0 / (4 * np.pi * 9.0) * 0.4 / np.pi, rel=0.15)
    assert below[0] > 5.0 * below[2]
    assert beside[0] < 0.05 * below[0]
    assert itself[0] < 0.05 * below[0]
