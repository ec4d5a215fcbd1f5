"""Cubes that move before a camera, frames of exact depth of them, and the flow from one moment to the next."""

import numpy as np
from numpy.typing import NDArray

from annotate.flow import Flow, Seen, flow
from annotate.flow.depths import Solid, nearest, pixel_centres
from annotate.frame import Coverage, Frame
from assets import Asset, Material, primitives
from scenes import Distortion, Fisheye, PinholeCamera, Placed, Pose, SceneSpec, World, look_at
from scenes.motion import Clip, Motion, Mover, Steady, at

WIDTH, HEIGHT, FPS = 160, 120, 10.0
PAINT = Material("paint")
AHEAD = look_at((0.0, 0.0, 1.5), (10.0, 0.0, 1.5))  # the camera looks along x
WITHIN_PX = 0.05

type Floats = NDArray[np.float64]


def camera(pose: Pose = AHEAD, lens: Distortion | Fisheye | None = None) -> PinholeCamera:
    return PinholeCamera.from_fov((WIDTH, HEIGHT), 1.1, pose, distortion=lens)


def cube(size: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> Asset:
    return primitives.box(size, PAINT, category="box")


def scene(things: list[tuple[Asset, Steady]], view: Steady | None = None, lens: Distortion | Fisheye | None = None,
          scenery: tuple[Placed, ...] = ()) -> SceneSpec:  # fmt: skip
    """Things that move, numbered from 1, and a camera."""
    placed = [Placed(asset, mover.start, instance_id=number) for number, (asset, mover) in enumerate(things, 1)]
    movers = {place: mover for place, (_, mover) in enumerate(things)}
    start = camera(AHEAD if view is None else view.start, lens)
    return SceneSpec((*placed, *scenery), start, World("courtyard"), motion=Motion(Clip(10, FPS), movers, view))


def first_moves(mover: Mover, *placed: Placed) -> SceneSpec:
    """Things as they are placed, with a label or without, of which the first moves."""
    return SceneSpec(placed, camera(), World("courtyard"), motion=Motion(Clip(4, FPS), {0: mover}))


def wall(x: float = 12.0) -> Placed:
    """Scenery across the whole picture, whose face is so far away: it has no label."""
    return Placed(primitives.box((1.0, 40.0, 20.0), PAINT), Pose.at(x + 0.5, 0.0, -8.5))


def shown(spec: SceneSpec) -> Frame:
    """The frame that a renderer of exact depth makes of a scene: one sample at each pixel's centre."""
    rays = spec.camera.rays(pixel_centres(spec.camera))
    front = nearest(spec, rays, Solid())
    ids = np.array([*(placed.instance_id for placed in spec.placed), 0])[front.thing]
    leaves = tuple((placed.instance_id, "box") for placed in spec.labelled())
    index = np.full((1, *ids.shape), -1, np.int16)
    for place, (number, _) in enumerate(leaves):
        index[0, ids == number] = place
    rgb, normals = np.zeros((*ids.shape, 3), np.uint8), np.zeros((*ids.shape, 3), np.float32)
    depth = front.depth.astype(np.float32)
    return Frame(rgb, depth, normals, Coverage(leaves, index, (index >= 0).astype(np.float32)), {})


def between(spec: SceneSpec, first: int = 0, second: int = 1) -> tuple[SceneSpec, SceneSpec, Frame, Flow]:
    now, then = at(spec, first / FPS), at(spec, second / FPS)
    frame = shown(now)
    return now, then, frame, flow(Seen.of(frame, now), then)


def going(x: float, y: float, z: float, velocity: tuple[float, float, float], turning: tuple[float, float, float]
          = (0.0, 0.0, 0.0)) -> Steady:  # fmt: skip
    return Steady(Pose.at(x, y, z), np.array(velocity), np.array(turning))


def plane_points(now: SceneSpec, x: float) -> Floats:
    """(H, W, 3) where the pixels' rays meet the plane at x, in the world: what a closed form starts from."""
    camera = now.camera
    rays = camera.rays(pixel_centres(camera)) @ camera.pose.rotation.T
    reach = (x - camera.pose.translation[0]) / rays[..., 0]
    return np.asarray(camera.pose.translation + rays * reach[..., None])
