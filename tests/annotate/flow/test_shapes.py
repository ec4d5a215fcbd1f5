"""Flow of what moves within itself: a shape that grows, one that becomes another, a wheel that turns."""

from dataclasses import dataclass, replace

import numpy as np

from annotate.flow.depths import pixel_centres
from assets import Mesh
from scenes import Placed, Pose
from scenes.motion import Steady
from scenes.motion.steady import about
from scenes.spec import Joint
from tests.annotate.flow.moving import WITHIN_PX, between, cube, first_moves, going, plane_points, scene


class Breathing(Steady):
    """A cube that grows by its top."""

    def at(self, placed: Placed, seconds: float) -> Placed:
        first = placed.asset.meshes[0]
        tall = cube((1.0, 1.0, 1.0)).meshes[0].vertices * np.array([1.0, 1.0, 1.0 + seconds], np.float32)
        asset = replace(placed.asset, meshes=(replace(first, vertices=tall.astype(np.float32)),))
        return replace(placed, asset=asset, pose=self.pose(seconds))


def test_what_changes_its_shape_moves_with_its_vertices() -> None:
    spec = scene([(cube(), Breathing(Pose.at(8.0, 0.0, 1.5), np.array([0.0, 1.0, 0.0])))])
    now, then, frame, got = between(spec, 2, 3)
    mine = np.abs(frame.depth - 7.5) < 1e-3
    assert mine.sum() > 200
    local = plane_points(now, 7.5) - now.placed[0].pose.translation
    expected = then.camera.project(local * [1.0, 1.0, 1.3 / 1.2] + then.placed[0].pose.translation)
    assert np.abs(pixel_centres(now.camera) + got.pixels - expected)[mine].max() <= WITHIN_PX
    assert np.abs(got.pixels[mine][:, 1]).max() > 0.3


class Becoming(Steady):
    """A cube whose mesh has other faces afterwards."""

    def at(self, placed: Placed, seconds: float) -> Placed:
        mesh = placed.asset.meshes[0]
        if seconds == 0.0:
            return placed
        square, one = np.arange(4, dtype=np.int32), np.zeros(1, np.int32)
        few = Mesh(mesh.name, mesh.vertices[:4], square, one + 4, mesh.materials, mesh.parts, one, one)
        return replace(placed, asset=replace(placed.asset, meshes=(few,)))


def test_what_becomes_another_shape_has_no_flow() -> None:
    _, _, frame, got = between(scene([(cube(), Becoming(Pose.at(8.0, 0.0, 1.5)))]))
    mine = frame.coverage.owner == 1
    assert mine.any() and np.isnan(got.pixels[mine]).all() and not got.visible[mine].any()


@dataclass(frozen=True, eq=False)
class Rolling:
    """A thing that goes along while its mesh ``wheel`` turns about its own middle."""

    way: Steady
    spin_radps: float
    middle: tuple[float, float, float]

    def pose(self, seconds: float) -> Pose:
        return self.way.pose(seconds)

    def joint(self, seconds: float) -> Joint:
        turn, middle = about(np.array([self.spin_radps, 0.0, 0.0]), seconds), np.array(self.middle)
        return Joint(Pose(turn, middle - turn @ middle), np.array([self.spin_radps, 0.0, 0.0]), middle)

    def at(self, placed: Placed, seconds: float) -> Placed:
        return replace(placed, pose=self.pose(seconds), joints={"wheel": self.joint(seconds)})


def test_a_wheel_turns_while_its_car_goes() -> None:
    """A disc before a box, both moving to the left; the disc also turns about the camera's axis."""
    body, wheel = cube((1.0, 4.0, 2.0)).meshes[0], cube((0.2, 1.2, 1.2)).meshes[0]
    wheel = replace(wheel, name="wheel", vertices=wheel.vertices + np.array([-1.0, 0.0, 0.0], np.float32))
    asset = replace(cube((1.0, 4.0, 2.0)), meshes=(body, wheel))
    rolling = Rolling(going(9.0, 0.0, 0.9, (0.0, 1.0, 0.0)), 3.0, (-1.0, 0.0, 0.6))
    spec = first_moves(rolling, Placed(asset, rolling.pose(0.0), instance_id=1))
    now, then, frame, got = between(spec, 1, 2)
    on_wheel, on_body = np.abs(frame.depth - 7.9) < 1e-3, np.abs(frame.depth - 8.5) < 1e-3
    assert on_wheel.sum() > 200 and on_body.sum() > 200
    straight = then.camera.project(plane_points(now, 8.5) + np.array([0.0, 0.1, 0.0])) - pixel_centres(now.camera)
    assert np.abs(got.pixels - straight)[on_body].max() <= WITHIN_PX
    inner = now.placed[0].pose.inverse().apply(plane_points(now, 7.9)[on_wheel])
    turned = rolling.joint(0.2).pose.apply(rolling.joint(0.1).pose.inverse().apply(inner))
    expected = then.camera.project(then.placed[0].pose.apply(turned)) - pixel_centres(now.camera)[on_wheel]
    assert np.abs(got.pixels[on_wheel] - expected).max() <= WITHIN_PX
    assert np.ptp(got.pixels[on_wheel][:, 1]) > 2.0
