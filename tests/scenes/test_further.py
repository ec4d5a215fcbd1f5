"""Further views of the built-in scenes: pictures by the same rules, of what is there already."""

import itertools

import numpy as np
import pytest

from assets import Material, SceneError
from assets.primitives import box
from assets.random import stream
from scenes import PinholeCamera, Placed, Pose, SceneParams, SceneSpec, find_scene, look_at, sample
from scenes.blocks import further
from scenes.registry import BUILT_IN
from scenes.spec import View, World

VIEWS = 4
SIZE = (320, 240)


def spec_of(name: str, views: int = VIEWS, frame: int = 0) -> SceneSpec:
    script = find_scene(name)
    params = script.params.read({}, name).with_size(SIZE).with_views(views).for_picture(frame)
    return sample(script, params, np.random.default_rng(np.random.SeedSequence(7, spawn_key=(frame,))))[0]


def shown(camera: PinholeCamera, spec: SceneSpec) -> int:
    """How many labelled things have their middle in the picture."""
    middles = np.array([item.pose.apply(item.asset.center) for item in spec.labelled()])
    return int(camera.shows(camera.project(middles)).sum())


def touched(camera: PinholeCamera, spec: SceneSpec) -> int:
    """How many labelled things have some of their box in the picture: a lens that reads plates is narrow."""
    signs = np.array(list(itertools.product((-0.5, 0.5), repeat=3)))
    boxes = [camera.project(item.pose.apply(item.asset.center + signs * item.asset.size)) for item in spec.labelled()]
    return sum(
        bool((box.max(axis=0) > 0.0).all() and (box.min(axis=0) < (camera.width, camera.height)).all()) for box in boxes
    )


@pytest.mark.parametrize("name", [name for name in BUILT_IN if name != "crowd"])
def test_every_view_of_a_scene_is_another_picture_of_something_labelled(name: str) -> None:
    spec = spec_of(name)
    pictures = [spec.seen_in(number) for number in range(VIEWS)]
    assert len({picture.camera.pose.matrix().tobytes() for picture in pictures}) == VIEWS
    for picture in pictures:
        assert (shown if name != "plates" else touched)(picture.camera, spec) >= 1
        assert picture.parameters.keys() >= spec.parameters.keys() - {"fill", "bearing_deg", "pitch_deg"}
        assert picture.placed is spec.placed
        for item in picture.placed:
            away = np.abs(item.pose.inverse().apply(picture.camera.pose.translation) - np.array(item.asset.center))
            assert not item.instance_id or (away > np.array(item.asset.size) / 2.0).any()


@pytest.mark.parametrize("name", ["vehicles", "street", "portrait"])
def test_the_first_view_does_not_depend_on_how_many_there_are(name: str) -> None:
    one, several = spec_of(name, 1), spec_of(name)
    assert one.views == ()
    assert (one.camera.pose.matrix() == several.camera.pose.matrix()).all()
    assert one.parameters == several.parameters
    assert [item.asset.attributes for item in one.labelled()] == [item.asset.attributes for item in several.labelled()]


def test_people_stay_in_the_picture_and_are_in_focus() -> None:
    for frame in range(4):
        spec = spec_of("group", frame=frame)
        for view in spec.views:
            assert shown(view.camera, spec) >= 0.8 * len(spec.labelled())
            assert view.camera.depth_of_field is not None
            away = [view.camera.to_camera(item.pose.translation)[2] for item in spec.labelled()]
            assert min(away) - 0.1 <= view.camera.depth_of_field.focus_m <= max(away)


def test_shutters_of_all_views_are_open_for_as_long_as_things_move() -> None:
    script = find_scene("highway")
    params = script.params.read({"blur": 1}, "highway").with_size(SIZE).with_views(3).for_picture(0)
    spec, _ = sample(script, params, np.random.default_rng(np.random.SeedSequence(1)))
    assert spec.camera.shutter_s > 0.0
    assert {view.camera.shutter_s for view in spec.views} == {spec.camera.shutter_s}


def test_a_condition_of_a_views_camera_looks_at_what_the_scene_drew() -> None:
    script = find_scene("street")
    values = {"camera": {"cctv": 1, "pedestrian": 1}, "fov_deg": "given(camera, {cctv: 40, pedestrian: 60})"}
    params = script.params.read(values, "street").with_size(SIZE).with_views(3)
    kinds = set()
    for frame in range(4):
        rng = np.random.default_rng(np.random.SeedSequence(2, spawn_key=(frame,)))
        spec, _ = sample(script, params.for_picture(frame), rng)
        kinds.add(str(spec.parameters["camera"]))
        for number in range(3):
            told = spec.seen_in(number).parameters
            assert (told["camera"], told["fov_deg"]) in {("cctv", 40.0), ("pedestrian", 60.0)}
            assert told["camera"] == spec.parameters["camera"]
    assert len(kinds) == 2


CRATE = Placed(box((1.0, 1.0, 1.0), Material("paint"), "crate"), Pose.at(), 1)


def seen_from(*eyes: tuple[float, float, float]) -> tuple[View, ...]:
    """One further view, whose camera is tried at these places in turn, and looks along x."""
    places = iter(eyes)
    params = SceneParams().with_size(SIZE).with_views(2)

    def camera(rng: np.random.Generator) -> PinholeCamera:
        x, y, z = next(places)
        return PinholeCamera.from_fov(params.size, 1.0, look_at((x, y, z), (x + 1.0, y, z)))

    return further(stream(np.random.default_rng(0), "scene"), params, camera, [CRATE])


def test_cameras_that_see_nothing_or_stand_in_things_are_tried_again() -> None:
    (view,) = seen_from((5.0, 0.0, 0.5), (0.0, 0.0, 0.5), (-4.0, 0.0, 0.5))
    assert view.camera.pose.translation[0] == -4.0
    assert seen_from((-4.0, 0.1, 0.5))[0].camera.pose.translation[1] == 0.1
    with pytest.raises(SceneError, match="something labelled"):
        seen_from(*[(5.0, 0.0, 0.5)] * 40)
    with pytest.raises(SceneError, match="outside of things, got one in 'box'"):
        seen_from(*[(-0.2, 0.0, 0.5)] * 40)


def test_views_are_of_one_size() -> None:
    place = look_at((-4.0, 0.0, 1.0), (0.0, 0.0, 0.5))
    cameras = [PinholeCamera.from_fov(size, 1.0, place) for size in (SIZE, (64, 48))]
    with pytest.raises(SceneError, match="all views of one size, 320×240, got 64×48"):
        SceneSpec((CRATE,), cameras[0], World("studio"), views=(View(cameras[1]),))
