"""What a shutter blurs within a thing: its vertices' speeds, of what changes its shape smoothly and of nothing else."""

from dataclasses import dataclass, replace

import numpy as np

from assets import Material
from assets.geometry import VELOCITY
from assets.people.walker import Walker
from assets.primitives import box
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World, look_at
from scenes.motion import Clip, Motion, Mover, Steady, at
from scenes.motion.path import Path
from scenes.motion.walk import Walk

PAINT = Material("paint")
UP_MPS = 0.5


@dataclass(frozen=True, eq=False)
class Growing:
    """A box that grows, or of which a half is added every second."""

    jumps: bool = False

    def pose(self, seconds: float) -> Pose:
        return Pose.at(x=seconds)

    def at(self, placed: Placed, seconds: float) -> Placed:
        height = 1.0 + UP_MPS * (np.floor(seconds) if self.jumps else seconds)
        return replace(placed, asset=box((1.0, 1.0, height), PAINT, "box"), pose=self.pose(seconds))


CRATE = Placed(box((1.0, 1.0, 1.0), PAINT, "box"), Pose.at(), 1)


def moment(mover: Mover, seconds: float, shutter_s: float = 0.02, placed: Placed = CRATE) -> Placed:
    camera = replace(PinholeCamera.from_fov((64, 48), 0.9, look_at((-5.0, 0.0, 1.0), (0, 0, 1))), shutter_s=shutter_s)
    still = SceneSpec((placed,), camera, World("courtyard"), motion=Motion(Clip(24, 12.0), {0: mover}))
    return at(still, seconds).placed[0]


def test_vertices_go_as_fast_as_the_shape_changes() -> None:
    """Beside the pose, which is told apart."""
    thing = moment(Growing(), 0.7)
    (mesh,) = thing.asset.meshes
    expected = np.where(mesh.vertices[:, 2:] > 0.5, [0.0, 0.0, UP_MPS], 0.0)
    np.testing.assert_allclose(mesh.attributes[VELOCITY], expected, atol=1e-3)
    np.testing.assert_allclose(thing.velocity_mps, [1.0, 0.0, 0.0], atol=1e-9)


def test_what_jumps_is_rigid_or_has_no_shutter_has_no_speeds() -> None:
    for thing in (
        moment(Growing(jumps=True), 1.0),
        moment(Growing(jumps=True), 0.9995),
        moment(Steady(Pose.at(), np.ones(3)), 0.7),
        moment(Growing(), 0.7, shutter_s=0.0),
    ):
        assert all(VELOCITY not in mesh.attributes for mesh in thing.asset.meshes)


def test_a_foot_that_stands_is_still_while_the_other_one_swings() -> None:
    walker = next(found for seed in range(10) if (found := Walker.of(np.random.default_rng(seed))) is not None)
    walk = Walk(walker, Path.of(np.array([[0.0, 0.0], [10.0, 0.0]]), 50.0), 2.0, 0.0, 0.0, 0.3, 1.0, 0.0)
    thing = moment(walk, 0.0, placed=Placed(walker.at(0.0), Pose.at()))
    (mesh,) = thing.asset.meshes
    assert thing.velocity_mps is not None
    speed = np.linalg.norm(thing.velocity_mps + mesh.attributes[VELOCITY] @ thing.pose.rotation.T, axis=1)
    low = mesh.vertices[:, 2] < 0.015
    assert low.sum() > 8
    assert np.median(speed[low]) < 0.4 * walker.speed_mps
    assert speed.max() > 1.5 * walker.speed_mps
