"""Views of one scene: the same bytes whether a picture is taken of a scene that stands, or of one built for it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from annotate.frame import Frame
from assets import Material
from assets.primitives import box, floor
from render.blender.renderer import BlenderRenderer
from scenes import (
    DepthOfField,
    Fisheye,
    PinholeCamera,
    Placed,
    Pose,
    SceneSpec,
    Weather,
    World,
    find_scene,
    look_at,
    sample,
)
from scenes.spec import View

SIZE = (64, 48)
VIEWS = 3
AHEAD = np.array([0.0, 8.0, 0.0])


def camera(x: float, y: float, **more: Any) -> PinholeCamera:
    pose = look_at((x, y, 1.2), (0.0, 0.0, 0.4))
    return replace(PinholeCamera.from_fov(SIZE, 0.8, pose), **more)


def crates(*cameras: PinholeCamera, **more: Any) -> SceneSpec:
    """Two crates, one of which drives, on a floor."""
    paint = Material("paint", base_color=(0.6, 0.1, 0.05), roughness=0.3)
    crate = box((0.8, 0.8, 0.8), paint, "crate")
    placed = (
        Placed(floor(40.0, Material("floor", base_color=(0.3, 0.3, 0.3))), Pose.at()),
        Placed(crate, Pose.at(0.0, 0.6, 0.0, 0.4), 1),
        Placed(crate, Pose.at(0.3, -0.7), 2, velocity_mps=AHEAD),
    )
    return SceneSpec(placed, cameras[0], World("courtyard"), views=tuple(map(View, cameras[1:])), **more)


def built_in(name: str, **values: Any) -> SceneSpec:
    script = find_scene(name)
    params = script.params.read(values, name).with_size(SIZE).with_views(VIEWS).for_picture(0)
    return sample(script, params, np.random.default_rng(np.random.SeedSequence(5)))[0]


def same(one: Frame, two: Frame) -> bool:
    mine, other = (
        [
            x.rgb,
            x.linear,
            x.depth,
            x.normals,
            x.coverage.index,
            x.coverage.weight,
            *(s.vertices for s in x.surfaces.values()),
        ]
        for x in (one, two)
    )
    equal = all(a is not None and b is not None and np.array_equal(a, b) for a, b in zip(mine, other, strict=True))
    return equal and (one.coverage.leaves, one.exposure) == (two.coverage.leaves, two.exposure)


STILL = (camera(-5.0, 0.0), camera(-3.0, 3.0, depth_of_field=DepthOfField(1.4, 4.0)), camera(2.0, 4.0, exposure_ev=1.0))
SCENES = {
    "crates": lambda: crates(*STILL),
    "fisheye": lambda: crates(STILL[0], replace(STILL[2], distortion=Fisheye()), STILL[1]),
    "moving": lambda: crates(*(replace(item, shutter_s=0.02) for item in STILL)),
    "fog": lambda: crates(*STILL, weather=Weather(wet=0.5, rain=0.4, fog_per_m=0.05, seed=3)),
    "night": lambda: built_in("studio", light="night", weather="rain"),
    "hair": lambda: built_in("portrait", background="room", hair_style="auto"),
}


@pytest.mark.parametrize("name", SCENES)
def test_a_view_is_the_same_alone_in_a_row_and_of_a_scene_that_has_no_other(
    renderer: BlenderRenderer, name: str
) -> None:
    """The last is what a run with one view renders: Cycles keeps nothing of it."""
    spec = SCENES[name]()
    before = renderer._built
    row = [renderer.render(spec.seen_in(number)) for number in range(VIEWS)]
    assert renderer._built == before + 1
    assert len({frame.rgb.tobytes() for frame in row}) == VIEWS
    for number in (2, 0):
        alone = renderer.render(SCENES[name]().seen_in(number))
        assert same(alone, row[number])
        assert same(renderer.render(replace(SCENES[name]().seen_in(number), views=())), row[number])
    assert renderer._built == before + 5


def test_what_cycles_keeps_goes_when_a_scene_goes(renderer: BlenderRenderer) -> None:
    spec, other = crates(*STILL), replace(crates(*STILL), world=World("night"))
    first = renderer.render(spec.seen_in(1))
    assert renderer._scene.render.use_persistent_data
    dark = renderer.render(other.seen_in(1))
    assert not same(first, dark)
    assert same(renderer.render(replace(other.seen_in(1), views=())), dark)
    assert not renderer._scene.render.use_persistent_data
    assert same(renderer.render(spec.seen_in(1)), first)


def test_what_a_hook_adds_is_there_in_every_view_and_sees_its_camera(renderer: BlenderRenderer) -> None:
    seen = []

    def hook(spec: SceneSpec, scene: Any) -> None:
        seen.append((spec.camera.pose.translation[0], len(scene.objects)))

    spec = replace(crates(*STILL), blender=hook)
    row = [renderer.render(spec.seen_in(number)) for number in range(VIEWS)]
    assert [x for x, _ in seen] == [-5.0, -3.0, 2.0]
    assert len({count for _, count in seen}) == 1
    assert same(renderer.render(crates(*STILL).seen_in(2)), row[2])


def test_a_picture_with_other_settings_is_of_a_scene_built_anew(renderer: BlenderRenderer) -> None:
    spec, before = crates(*STILL), renderer.preset
    first = renderer.render(spec)
    renderer.use(replace(before, samples=1))
    rough = renderer.render(spec.seen_in(1))
    renderer.use(before)
    assert same(renderer.render(spec), first)
    assert not same(renderer.render(spec.seen_in(1)), rough)
