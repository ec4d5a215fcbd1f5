"""The pinhole camera, in OpenCV's convention: x right, y down, z forward, pixel centres at integer + 0.5."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assets import SceneError
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
    """

    width: int
    height: int
    focal_px: float
    cx: float
    cy: float
    pose: Pose
    exposure_ev: float = 0.0
    depth_of_field: DepthOfField | None = None

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise SceneError(f"camera: expected a picture of 1×1 or more, got {self.width}×{self.height}")
        if not self.focal_px > 0.0:
            raise SceneError(f"camera: expected a focal length above 0 px, got {self.focal_px}")

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
        depth = np.where(local[..., 2:] > 1e-9, local[..., 2:], np.nan)
        out: Float64 = local[..., :2] / depth * self.focal_px + [self.cx, self.cy]
        return out
