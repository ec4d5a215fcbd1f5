"""Frames of one clip: the same bytes whether what stands in Blender is moved, or each frame is built for itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from annotate.frame import Frame
from assets import Asset, Material
from assets.compose import together
from assets.primitives import box, floor
from render.blender.renderer import BlenderRenderer
from scenes import Light, PinholeCamera, Placed, Pose, SceneSpec, Weather, World, find_scene, look_at, sample
from scenes.motion import Clip, Motion, Rider, Steady, at
from scenes.spec import FAIR, Joint

SIZE = (64, 48)
CLIP = Clip(6, 6.0)
PAINT = Material("paint", base_color=(0.6, 0.1, 0.05), roughness=0.3)


def crate(paint: Material = PAINT) -> Asset:
    return box((0.8, 0.8, 0.8), paint, "crate")


@dataclass(frozen=True, eq=False)
class Changing:
    """A thing that has another shape, or another look, every half second."""

    looks: tuple[Asset, ...]
    way: Steady

    def pose(self, seconds: float) -> Pose:
        return self.way.pose(seconds)

    def at(self, placed: Placed, seconds: float) -> Placed:
        return replace(placed, asset=self.looks[int(seconds * 2.0) % len(self.looks)], pose=self.pose(seconds))


@dataclass(frozen=True, eq=False)
class Rolling:
    """A thing one mesh of which turns."""

    start: Pose
    mesh: str

    def pose(self, seconds: float) -> Pose:
        return self.start

    def at(self, placed: Placed, seconds: float) -> Placed:
        turned = Steady(Pose.at(), turning_radps=np.array([0.0, 3.0, 0.0]))
        return replace(placed, joints={self.mesh: Joint(turned.pose(seconds), turned.turning_radps, np.zeros(3))})


@dataclass(frozen=True, eq=False)
class Growing:
    """A crate that gets taller all the time."""

    def pose(self, seconds: float) -> Pose:
        return Pose.at(-1.5, 0.2)

    def at(self, placed: Placed, seconds: float) -> Placed:
        return replace(placed, asset=box((0.8, 0.8, 0.8 + 2.0 * seconds), PAINT, "crate"), pose=self.pose(seconds))


def crates(shutter_s: float = 0.0, weather: Weather = FAIR) -> SceneSpec:
    """A crate that drives, one that changes its paint, one that grows and one with a wheel, under a lamp that rides."""
    shiny = replace(PAINT, emission=(1.0, 0.1, 0.1), emission_strength=4.0)
    tall = box((0.8, 0.8, 1.2), PAINT, "crate")
    wheel = replace(box((0.9, 0.3, 0.3), PAINT), labels=())
    wheel = replace(wheel, meshes=tuple(replace(mesh, name="wheel") for mesh in wheel.meshes))
    carted = replace(crate(), meshes=(*crate().meshes, *wheel.meshes))
    ways = [Steady(Pose.at(x, y), np.array([0.0, speed, 0.0])) for x, y, speed in ((0.3, -1.5, 2.0), (0.0, 1.0, 0.5))]
    still = Steady(Pose.at(-1.5, 0.2))
    assets = (crate(), crate(), crate(), carted)
    starts = (ways[0].start, ways[1].start, still.start, Pose.at(1.0, 1.8))
    placed = (
        Placed(floor(40.0, Material("floor", base_color=(0.3, 0.3, 0.3))), Pose.at()),
        *(Placed(asset, start, n) for n, (asset, start) in enumerate(zip(assets, starts, strict=True), 1)),
    )
    movers: dict[int, Any] = {
        1: ways[0],
        2: Changing((crate(), crate(shiny)), ways[1]),
        3: Changing((crate(), tall), still),
        4: Rolling(starts[3], "wheel"),
    }
    pose = look_at((-5.0, 0.0, 1.6), (0.0, 0.0, 0.4))
    camera = PinholeCamera.from_fov(SIZE, 0.9, pose)
    pan = Steady(pose, turning_radps=np.array([0.0, 0.0, 0.1]))
    down = Pose.at(0.0, 0.0, 1.5)
    lamp = Light("spot", starts[0].of(down), (1.0, 0.9, 0.8), 60.0, 0.1)
    motion = Motion(CLIP, movers, pan, {0: Rider(1, down)})
    world = World("courtyard", strength=0.5)
    return SceneSpec(placed, replace(camera, shutter_s=shutter_s), world, (lamp,), weather=weather, motion=motion)


def growing() -> SceneSpec:
    """Nothing but a crate that grows shows while the shutter is open."""
    spec = crates(0.3)
    return replace(spec, motion=Motion(CLIP, {3: Growing()}))


def arrays(frame: Frame) -> list[Any]:
    mine = [frame.rgb, frame.linear, frame.depth, frame.normals, frame.coverage.index, frame.coverage.weight]
    return [*mine, *(surface.vertices for surface in frame.surfaces.values())]


def same(one: Frame, two: Frame) -> bool:
    equal = all(np.array_equal(a, b) for a, b in zip(arrays(one), arrays(two), strict=True))
    return equal and (one.coverage.leaves, one.exposure) == (two.coverage.leaves, two.exposure)


SCENES: dict[str, Callable[[], SceneSpec]] = {
    "sharp": crates,
    "blurred": lambda: crates(0.05),
    "growing": growing,
    "wet": lambda: crates(weather=Weather(wet=0.5, rain=0.4, fog_per_m=0.05, seed=3)),
}


@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_frame_alone_is_the_one_of_the_clip(renderer: BlenderRenderer, name: str) -> None:
    spec = SCENES[name]()
    moments = [0.0, 0.5, 0.5, 1.25]
    before = renderer._built
    in_row = [renderer.render(at(spec, seconds)) for seconds in moments]
    assert renderer._built == before + 1
    for seconds, moved in zip(moments, in_row, strict=True):
        alone = renderer.render(at(SCENES[name](), seconds))
        assert same(moved, alone), f"{seconds} s"
    assert not np.array_equal(in_row[0].depth, in_row[1].depth)
    assert same(in_row[1], in_row[2])


def test_a_shape_that_changes_is_blurred(renderer: BlenderRenderer) -> None:
    """Its upper edge, which goes by 60 cm; its lower one stays sharp, and so does its depth."""
    spec = at(growing(), 0.5)
    frozen = replace(spec, camera=replace(spec.camera, shutter_s=0.0))
    blurred, sharp = renderer.render(spec), renderer.render(frozen)
    soft = [((part > 0.1) & (part < 0.9)).sum(axis=0) for part in (blurred.coverage.of(3), sharp.coverage.of(3))]
    assert np.median(soft[0][soft[0] > 0]) >= 2.0 * np.median(soft[1][soft[1] > 0])
    assert np.array_equal(np.isinf(blurred.depth), np.isinf(sharp.depth))


@pytest.mark.parametrize("heading", [0.0, 3.1, -3.1])
def test_wheels_stay_where_they_are_while_the_shutter_is_open(renderer: BlenderRenderer, heading: float) -> None:
    """Whichever way the vehicle goes, and however far its wheels are from its origin."""
    far = Pose.at(2.0, 0.0, 0.4)
    wheel = box((0.5, 0.5, 0.5), PAINT)
    moved = tuple(replace(m, name="wheel", vertices=m.vertices + np.float32([2.0, 0.0, 0.4])) for m in wheel.meshes)
    body = crate()
    cart = replace(body, meshes=(*body.meshes, *moved), size=(3.0, 0.8, 1.0), center=(0.8, 0.0, 0.5))
    joint = Joint(Pose(np.eye(3), np.zeros(3)), np.array([0.0, 40.0, 0.0]), far.translation)
    placed = Placed(
        cart, Pose.at(0.0, 0.0, 0.0, heading), 1, velocity_mps=np.array([0.0, 0.1, 0.0]), joints={"wheel": joint}
    )
    camera = PinholeCamera.from_fov(SIZE, 1.2, look_at((0.0, -6.0, 1.0), (0.0, 0.0, 0.5)))
    still = SceneSpec((placed,), camera, World("courtyard"))
    open_ = replace(still, camera=replace(camera, shutter_s=0.025))
    sharp, blurred = renderer.render(still), renderer.render(open_)
    assert np.count_nonzero(np.isinf(sharp.depth) != np.isinf(blurred.depth)) <= 4
    assert (blurred.coverage.of(1) > 0.5).sum() == pytest.approx((sharp.coverage.of(1) > 0.5).sum(), rel=0.1)


def test_what_a_surface_says_is_what_is_rendered(renderer: BlenderRenderer) -> None:
    """Wheels, too: the labels' silhouette of a turned mesh covers the pixels that the render gives it."""
    from annotate.silhouette import silhouette

    spec = at(crates(), 0.3)
    frame = renderer.render(spec)
    covered = silhouette(frame.surfaces[4], spec.camera).mask
    seen = frame.coverage.labelled() > 0.5
    assert covered.any()
    assert (covered & seen).sum() > 0.9 * covered.sum()


def test_joints_are_of_the_things_meshes() -> None:
    joint = Joint(Pose.at(), np.zeros(3), np.zeros(3))
    with pytest.raises(Exception, match="expected joints of its meshes, got"):
        Placed(together("cart", [crate()], "crate"), Pose.at(), 1, joints={"wheel": joint})


@pytest.mark.parametrize("name", ["portrait", "vehicles"])
def test_frames_of_built_in_scenes_are_the_same_alone(renderer: BlenderRenderer, name: str) -> None:
    def spec() -> SceneSpec:
        script = find_scene(name)
        values = {"light": "night", "camera": "closeup", "place": "street"} if name == "vehicles" else {}
        params = script.params.read(values, name).with_size(SIZE).with_clip(Clip(8, 8.0)).for_picture(0)
        return sample(script, params, np.random.default_rng(np.random.SeedSequence(5)))[0]

    clip = spec()
    _, moved = (renderer.render(at(clip, seconds)) for seconds in (0.0, 0.5))
    assert same(moved, renderer.render(at(spec(), 0.5)))
