"""How far a lens and a shutter smear a point, in pixels."""

import numpy as np

from scenes import PinholeCamera, Placed

SENSOR_M = 0.036  # width of the sensor that f-numbers go by: scenes.DepthOfField


def defocus_px(camera: PinholeCamera, distance_m: float) -> float:
    """Diameter of the disc that a point at a distance along the optical axis becomes; 0 where all is sharp.

    The lens's hole, f / N wide, seen from the point and from the plane in focus: ``f/N · F · |d - s| / (d · s)``, with
    the focal length f in metres and F in pixels, the point at d and the focus at s.
    """
    lens = camera.depth_of_field
    if lens is None or distance_m <= 0.0:
        return 0.0
    hole_m = camera.focal_px * SENSOR_M / camera.width / lens.f_number
    return hole_m * camera.focal_px * abs(distance_m - lens.focus_m) / (distance_m * lens.focus_m)


def motion_px(camera: PinholeCamera, placed: Placed) -> float:
    """Length of the way of a thing's origin across the picture while the shutter is open."""
    still = np.zeros(3)
    own = still if placed.velocity_mps is None else placed.velocity_mps
    cameras = still if camera.velocity_mps is None else camera.velocity_mps
    half = 0.5 * camera.shutter_s * (np.asarray(own) - np.asarray(cameras))
    start, end = camera.project([placed.pose.translation - half, placed.pose.translation + half])
    way = float(np.hypot(*(end - start)))
    return way if np.isfinite(way) else 0.0
