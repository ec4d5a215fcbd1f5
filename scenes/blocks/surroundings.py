"""What is around: built-in places, halls, and a plain wall behind things."""

import numpy as np

from assets import Material, SceneError
from assets.environments.sites import Site
from assets.primitives import box
from scenes.camera import PinholeCamera
from scenes.pose import Pose
from scenes.spec import Placed

WALL_M = 0.2


def scenery(site: Site) -> list[Placed]:
    """Ground, buildings, plants and everything else of a place (``assets.environments.sites`` makes them)."""
    return [Placed(prop.asset, Pose.at(prop.x, prop.y, prop.z, prop.yaw)) for prop in site.props]


def hall(
    length_m: float, width_m: float, height_m: float, ground: Material, walls: Material, roof: Material | None = None
) -> list[Placed]:
    """A room around the origin, its floor at z = 0; without a roof the sky shines in."""
    x, y = length_m / 2.0, width_m / 2.0
    end = box((WALL_M, width_m, height_m), walls)
    side = box((length_m + 2.0 * WALL_M, WALL_M, height_m), walls)
    slab = (length_m + 2.0 * WALL_M, width_m + 2.0 * WALL_M, WALL_M)
    out = [Placed(box(slab, ground), Pose.at(0.0, 0.0, -WALL_M))]
    out += [Placed(end, Pose.at(sign * (x + WALL_M / 2.0), 0.0)) for sign in (-1.0, 1.0)]
    out += [Placed(side, Pose.at(0.0, sign * (y + WALL_M / 2.0))) for sign in (-1.0, 1.0)]
    return out if roof is None else [*out, Placed(box(slab, roof), Pose.at(0.0, 0.0, height_m))]


def backdrop(camera: PinholeCamera, distance_m: float, material: Material) -> Placed:
    """A wall square to the camera that fills the picture and more, ``distance_m`` before it.

    Raises:
        SceneError: the camera is a fisheye, whose picture no wall fills.
    """
    if camera.fisheye is not None:
        raise SceneError("backdrop: expected a camera without a Fisheye; a hall stands all round one")
    wide, high = (1.6 * side * distance_m / camera.focal_px + 1.0 for side in (camera.width, camera.height))
    right, down, ahead = camera.pose.rotation.T
    foot = camera.pose.apply(np.array([0.0, high / 2.0, distance_m]))
    return Placed(box((0.02, wide, high), material), Pose(np.stack([ahead, -right, -down], axis=1), foot))
