"""The camera: a pinhole, and what a lens and a shutter add to it.

It follows OpenCV: x right, y down, z forward; but pixel centres lie at integer + 0.5.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from assets import SceneError
from scenes.lens import Distortion, undistorted_border
from scenes.pose import Float64, Pose


@dataclass(frozen=True)
class DepthOfField:
    """A thin lens on a 36 mm wide sensor.

    Attributes:
        f_number: focal length over aperture diameter.
        focus_m: distance along the optical axis that is sharp.
    """

    f_number: float
    focus_m: float

    def __post_init__(self) -> None:
        if self.f_number <= 0.0 or self.focus_m <= 0.0:
            raise SceneError(f"depth of field: expected f_number and focus_m above 0, got {self}")


@dataclass(frozen=True, eq=False)
class PinholeCamera:
    """Attributes:
    width, height: picture size in pixels.
    focal_px: focal length in pixels; pixels are square.
    cx, cy: principal point in pixels, from the picture's top left corner.
    pose: camera to world.
    exposure_ev: stops added to what the light meter chooses.
    depth_of_field: None renders everything sharp.
    distortion: None for straight lines. ``focal_px``, ``cx`` and ``cy`` stay what they are without it, as in OpenCV.
    shutter_s: how long the shutter is open, around the moment that the scene describes; 0 freezes all motion.
    velocity_mps: (3,) the camera's own motion in the world; None stands still.
    """

    width: int
    height: int
    focal_px: float
    cx: float
    cy: float
    pose: Pose
    exposure_ev: float = 0.0
    depth_of_field: DepthOfField | None = None
    distortion: Distortion | None = None
    shutter_s: float = 0.0
    velocity_mps: Float64 | None = None

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise SceneError(f"camera: expected a picture of 1×1 or more, got {self.width}×{self.height}")
        if not self.focal_px > 0.0:
            raise SceneError(f"camera: expected a focal length above 0 px, got {self.focal_px}")
        if not 0.0 <= self.shutter_s < np.inf:
            raise SceneError(f"camera: expected a shutter time of 0 s or more, got {self.shutter_s}")
        check_velocity(self.velocity_mps, "camera")
        if self.distortion is not None:
            _ = self.border  # raises where the distortion cannot be inverted

    @classmethod
    def from_fov(
        cls,
        size: tuple[int, int],
        fov_rad: float,
        pose: Pose,
        exposure_ev: float = 0.0,
        depth_of_field: DepthOfField | None = None,
    ) -> "PinholeCamera":
        """A centred camera whose longer picture side spans ``fov_rad``."""
        width, height = size
        focal = max(width, height) / 2.0 / np.tan(fov_rad / 2.0)
        return cls(width, height, float(focal), width / 2.0, height / 2.0, pose, exposure_ev, depth_of_field)

    def matrix(self) -> Float64:
        """K, (3, 3)."""
        return np.array([[self.focal_px, 0.0, self.cx], [0.0, self.focal_px, self.cy], [0.0, 0.0, 1.0]])

    def to_camera(self, points: ArrayLike) -> Float64:
        """World points (..., 3) in the camera frame, metres."""
        return (np.asarray(points, np.float64) - self.pose.translation) @ self.pose.rotation

    def project(self, points: ArrayLike) -> Float64:
        """World points (..., 3) as pixels (..., 2). Points at or behind the camera come out as NaN."""
        local = self.to_camera(points)
        return self.to_pixels(np.where(local[..., 2:] > 1e-9, local, np.nan))

    def to_pixels(self, local: Float64) -> Float64:
        """Points (..., 3) in the camera frame, in front of it, as pixels (..., 2)."""
        if self.distortion is None:
            return np.asarray(local[..., :2] * (self.focal_px / local[..., 2:]) + [self.cx, self.cy])
        return self.through_lens(local[..., :2] / local[..., 2:])

    def through_lens(self, plane: Float64) -> Float64:
        """Points (..., 2) on the plane at z = 1 as pixels (..., 2)."""
        if self.distortion is not None:
            plane = self.distortion.apply(plane, self.reach)
        return np.asarray(plane * self.focal_px + [self.cx, self.cy])

    @cached_property
    def border(self) -> Float64:
        """The picture's border on the plane at z = 1, before the lens bends it: (N, 2), all the way round."""
        principal = np.array([self.cx, self.cy])
        low, high = -principal / self.focal_px, ([self.width, self.height] - principal) / self.focal_px
        return undistorted_border(self.distortion or Distortion(), low, high)

    @cached_property
    def reach(self) -> float:
        """The furthest point of the picture from the optical axis, on the plane at z = 1."""
        return float(np.hypot(*self.border.T).max())


def check_velocity(velocity_mps: Float64 | None, whose: str) -> None:
    """Raises:
    SceneError: it is neither None nor three finite numbers.
    """
    if velocity_mps is not None and (np.shape(velocity_mps) != (3,) or not np.isfinite(velocity_mps).all()):
        raise SceneError(f"{whose}: expected a finite (3,) velocity in m/s, got {velocity_mps}")
