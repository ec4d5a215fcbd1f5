"""What an experiment does to a scene that is sampled: its own, and nothing else."""

import numpy as np
import pytest

from annotate.angles import viewing_yaw_deg
from annotate.blur import defocus_px, motion_px
from annotate.flat import flat_surface
from annotate.silhouette import silhouette
from assets import SceneError
from assets.materials import Material
from assets.primitives import box, floor
from scenes import Light, PinholeCamera, Placed, Pose, SceneSpec, World, look_at
from scenes.pose import rotation_zyx
from scenes.vary.edits import EDITS, edited
from scenes.vary.moved import moved

RNG = np.random.default_rng(np.random.SeedSequence(5))
GREY = Material("grey")


def scene(eye: tuple[float, float, float] = (-9.0, 2.0, 1.6)) -> SceneSpec:
    """A long box aside of the picture's middle, another one behind it, on a floor, below a sun."""
    first = box((4.0, 1.8, 1.5), GREY, category="car")
    second = box((2.0, 1.0, 1.0), GREY, category="car")
    placed = (
        Placed(floor(60.0, GREY), Pose.at()),
        Placed(second, Pose.at(6.0, -3.0), instance_id=2),
        Placed(first, Pose.at(0.3, -0.5, 0.0, 0.4), instance_id=1),
    )
    camera = PinholeCamera.from_fov((320, 240), 0.9, look_at(eye, (0.0, 0.6, 0.7)))
    sun = Light("sun", Pose(rotation_zyx(0.5, 0.3, 0.8), np.zeros(3)), (1.0, 1.0, 1.0), 9.0, 0.01)
    lamp = Light("point", Pose.at(2.5, -0.5, 0.5), (1.0, 1.0, 1.0), 3.0, 0.1)  # within reach of the first box's end
    return SceneSpec(placed, camera, World("courtyard"), (sun, lamp))


def after(key: str, value: float, base: SceneSpec | None = None) -> SceneSpec:
    return edited(base or scene(), {key: value}, RNG)


def first(spec: SceneSpec) -> Placed:
    return next(item for item in spec.placed if item.instance_id == 1)


def middle(spec: SceneSpec) -> np.ndarray:  # type: ignore[type-arg]
    return first(spec).pose.apply(first(spec).asset.center)


CHANGES = [
    ("yaw_deg", 77.0, ["place", "light"]),  # its lamp turns with it
    ("distance_m", 20.0, ["camera"]),
    ("light_azimuth_deg", 90.0, ["light"]),
    ("rain", 0.5, ["weather"]),
    ("visibility_m", 80.0, ["weather"]),
    ("resolution", 0.5, ["camera"]),
    ("defocus_px", 6.0, ["blur"]),
    ("motion_px", 6.0, ["camera", "blur"]),
    ("clutter", 9, ["scenery"]),
    ("occlusion", 0.4, ["scenery"]),
    ("occlusion_from_below", 0.4, ["scenery"]),
    ("occlusion_by_pole", 0.4, ["scenery"]),
]


@pytest.mark.parametrize(("key", "value", "changed"), CHANGES)
def test_an_edit_changes_its_own_and_nothing_else(key: str, value: float, changed: list[str]) -> None:
    assert moved(scene(), after(key, value), first_alone=True) == changed
    assert moved(after(key, value), after(key, value)) == []


def test_every_edit_is_tried() -> None:
    assert {key for key, _, _ in CHANGES} == set(EDITS)


@pytest.mark.parametrize("yaw", [0.0, 90.0, 200.0, -45.0])
def test_the_first_thing_is_turned_to_the_yaw_that_its_label_tells(yaw: float) -> None:
    spec = after("yaw_deg", yaw)
    assert (viewing_yaw_deg(first(spec), spec.camera) - yaw + 180.0) % 360.0 == pytest.approx(180.0)
    assert middle(spec) == pytest.approx(middle(scene()))


def test_it_is_not_turned_into_another_thing() -> None:
    base = scene()
    near = Placed(base.placed[1].asset, Pose.at(-0.7, 1.9), instance_id=3)
    crowded = SceneSpec((*base.placed, near), base.camera, base.world, base.lights)
    yaws = [viewing_yaw_deg(first(base), base.camera) + turn for turn in (0.0, 90.0)]
    assert after("yaw_deg", yaws[0], crowded).placed
    with pytest.raises(SceneError, match="would stand in another thing; expected more room, such as count=1"):
        after("yaw_deg", yaws[1], crowded)


@pytest.mark.parametrize("eye", [(-9.0, 2.0, 1.6), (-9.0, 2.0, 0.5)])
@pytest.mark.parametrize("distance", [5.0, 30.0, 200.0])
def test_a_camera_that_moves_away_keeps_the_thing_where_it_is_in_the_picture(
    eye: tuple[float, float, float], distance: float
) -> None:
    base = scene(eye)
    spec = after("distance_m", distance, base)
    assert np.linalg.norm(spec.camera.pose.translation - middle(spec)) == pytest.approx(distance)
    assert spec.camera.project(middle(spec)) == pytest.approx(base.camera.project(middle(base)), abs=1e-6)
    assert spec.camera.pose.translation[2] >= 0.29


def test_a_camera_does_not_move_into_a_thing() -> None:
    base = scene()
    with pytest.raises(SceneError, match="would stand in 'box'; expected more room, such as place=open"):
        after("distance_m", 0.5, base)


@pytest.mark.parametrize("azimuth", [0.0, 90.0, 180.0])
def test_light_comes_from_where_it_is_asked_for(azimuth: float) -> None:
    spec = after("light_azimuth_deg", azimuth)
    sun, ray = spec.lights[0].pose.rotation[:, 2], spec.camera.pose.translation - middle(spec)
    turn = np.degrees(np.arctan2(sun[1], sun[0]) - np.arctan2(ray[1], ray[0]))
    assert (turn - azimuth + 180.0) % 360.0 == pytest.approx(180.0)
    assert sun[2] == pytest.approx(scene().lights[0].pose.rotation[2, 2])  # as high as before


def test_a_scene_without_a_lamp_says_that_it_has_none() -> None:
    base = scene()
    with pytest.raises(SceneError, match="light_azimuth_deg needs a lamp or a sun"):
        after("light_azimuth_deg", 0.0, SceneSpec(base.placed, base.camera, base.world))


@pytest.mark.parametrize("blur", [0.0, 3.0, 20.0])
def test_blur_is_of_as_many_pixels_as_asked_for(blur: float) -> None:
    spec = after("defocus_px", blur)
    depth = float(spec.camera.to_camera(middle(spec))[2])
    assert defocus_px(spec.camera, depth) == pytest.approx(blur)
    shaken = after("motion_px", blur)
    assert motion_px(shaken.camera, first(shaken)) == pytest.approx(blur, rel=0.1)  # of its origin, a little off


def test_a_smaller_picture_shows_the_same() -> None:
    base, spec = scene(), after("resolution", 0.25)
    assert (spec.camera.width, spec.camera.height) == (80, 60)
    assert spec.camera.project(middle(spec)) == pytest.approx(base.camera.project(middle(base)) / 4.0)


def test_less_clutter_is_part_of_more() -> None:
    few, many = (after("clutter", count).placed for count in (3, 9))
    places = {item.pose.translation.tobytes() for item in many}
    assert len(few) > 3
    assert {item.pose.translation.tobytes() for item in few} <= places


@pytest.mark.parametrize("key", ["occlusion", "occlusion_from_below", "occlusion_by_pole"])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_stated_share_of_the_first_thing_is_hidden(key: str, share: float) -> None:
    """Told by drawing the panel over the thing, both as silhouettes."""
    spec = after(key, share)
    thing = silhouette(flat_surface(first(spec)), spec.camera).mask
    panels = [item for item in spec.placed if item.asset.name == "panel"]
    assert len(panels) == (share > 0.0)
    hidden = np.zeros_like(thing)
    for panel in panels:
        hidden |= silhouette(flat_surface(panel), spec.camera).mask
        nearest = spec.camera.to_camera(first(spec).pose.apply(first(spec).asset.meshes[0].vertices))[:, 2].min()
        assert spec.camera.to_camera(panel.pose.translation)[2] < nearest
    assert (thing & hidden).sum() / thing.sum() == pytest.approx(share, abs=0.015)
