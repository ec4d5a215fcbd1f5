"""The camera: a pinhole or a fisheye, and what a lens and a shutter add to it.

It follows OpenCV: x right, y down, z forward; but pixel centres lie at integer + 0.5.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets import SceneError
from scenes.film import PLAIN, Film
from scenes.fisheye import WIDEST_RAD, Fisheye, angle_of
from scenes.lens import WIDEST, Distortion, undistorted_border
from scenes.limits import LEAST_SIDE_PX, MOST_SIDE_PX, WIDEST_VIEW, within
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
        if not all(within(value, 0.0) and value > 0.0 for value in (self.f_number, self.focus_m)):
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
    distortion: None for straight lines, ``Distortion`` for a lens that bends them, ``Fisheye`` for one that sees
        sideways and back. ``focal_px``, ``cx`` and ``cy`` stay what they are without it, as in OpenCV.
    shutter_s: how long the shutter is open, around the moment that the scene describes; 0 freezes all motion.
    velocity_mps: (3,) the camera's own motion in the world; None stands still.
    meters_things: the light meter has its mind on labelled things, as cameras do; else it goes by what is around.
    exposes_for: parts, such as a face's skin or a plate, that it brings out of the dark and out of the light, within
        limits.
    film: what it makes of light; a plain one is the plain curve.
    turning_radps: (3,) how it turns while it moves, rad/s about the world's axes; None does not.
    """

    width: int
    height: int
    focal_px: float
    cx: float
    cy: float
    pose: Pose
    exposure_ev: float = 0.0
    depth_of_field: DepthOfField | None = None
    distortion: Distortion | Fisheye | None = None
    shutter_s: float = 0.0
    velocity_mps: Float64 | None = None
    meters_things: bool = True
    exposes_for: frozenset[str] = frozenset()
    film: Film = PLAIN
    turning_radps: Float64 | None = None

    def __post_init__(self) -> None:
        if not all(within(side, LEAST_SIDE_PX, MOST_SIDE_PX) for side in (self.width, self.height)):
            least, most = f"{LEAST_SIDE_PX}×{LEAST_SIDE_PX}", f"{MOST_SIDE_PX}×{MOST_SIDE_PX}"
            raise SceneError(f"camera: expected a picture of {least} to {most}, got {self.width}×{self.height}")
        if not (within(self.focal_px, 0.0) and self.focal_px > 0.0):
            raise SceneError(f"camera: expected a focal length above 0 px, got {self.focal_px}")
        if not np.isfinite([self.cx, self.cy, self.exposure_ev]).all():
            got = f"{self.cx}, {self.cy}, {self.exposure_ev}"
            raise SceneError(f"camera: expected finite cx, cy and exposure_ev, got {got}")
        if not 0.0 <= self.shutter_s < np.inf:
            raise SceneError(f"camera: expected a shutter time of 0 s or more, got {self.shutter_s}")
        check_velocity(self.velocity_mps, "camera")
        check_turning(self.turning_radps, "camera")
        if self.fisheye is not None:
            self._check_fisheye(self.fisheye)
        else:
            self._check_view()

    def _check_view(self) -> None:
        """Raises:
        SceneError: it sees more than a straight picture can show, or its distortion cannot be inverted.
        """
        view = self.width / self.focal_px if self.distortion is None else float(np.ptp(self.border[:, 0]))
        if view > WIDEST_VIEW * (1.0 + 1e-9):
            most, got = (np.degrees(2.0 * np.arctan(width / 2.0)) for width in (WIDEST_VIEW, view))
            raise SceneError(
                f"camera: expected a picture {most:.1f}° wide at most, which is the renderer's shortest lens, got "
                f"{got:.1f}°; a Fisheye sees more"
            )

    def _check_fisheye(self, fisheye: Fisheye) -> None:
        if self.depth_of_field is not None:
            raise SceneError(
                "camera: expected no depth_of_field behind a Fisheye, whose short lens shows all things sharp"
            )
        if not (0.0 <= self.cx <= self.width and 0.0 <= self.cy <= self.height):
            raise SceneError(
                f"camera: expected a Fisheye's axis to meet the picture, got cx, cy of {self.cx}, {self.cy}"
            )
        widest = self.reach / fisheye.radius(self.reach)  # raises where it cannot be inverted
        if widest > WIDEST:
            raise SceneError(
                f"camera: expected a fisheye that shows at most {WIDEST:g} times the angle of an equidistant one, "
                f"got {widest:.1f} times of {fisheye}"
            )

    @classmethod
    def from_fov(
        cls,
        size: tuple[int, int],
        fov_rad: float,
        pose: Pose,
        exposure_ev: float = 0.0,
        depth_of_field: DepthOfField | None = None,
        distortion: Distortion | Fisheye | None = None,
    ) -> "PinholeCamera":
        """A centred camera whose longer picture side spans ``fov_rad``: by a fisheye's own law, else before the lens
        bends it.

        Raises:
            SceneError: no such lens has that angle.
        """
        width, height = size
        focal = max(width, height) / 2.0 / _half_side(fov_rad, distortion)
        return cls(
            width, height, focal, width / 2.0, height / 2.0, pose, exposure_ev, depth_of_field, distortion=distortion
        )

    @property
    def fisheye(self) -> Fisheye | None:
        """Its lens, if that is a fisheye."""
        return self.distortion if isinstance(self.distortion, Fisheye) else None

    def matrix(self) -> Float64:
        """K, (3, 3)."""
        return np.array([[self.focal_px, 0.0, self.cx], [0.0, self.focal_px, self.cy], [0.0, 0.0, 1.0]])

    def to_camera(self, points: ArrayLike) -> Float64:
        """World points (..., 3) in the camera frame, metres."""
        return (np.asarray(points, np.float64) - self.pose.translation) @ self.pose.rotation

    def distance(self, local: Float64) -> Float64:
        """(...,) metres of points (..., 3) in the camera frame, as depth is measured: along the optical axis; behind a
        fisheye, which sees what has none there, along the ray."""
        return np.asarray(local[..., 2] if self.fisheye is None else np.linalg.norm(local, axis=-1))

    def sees(self, local: Float64) -> NDArray[np.bool_]:
        """(...,) which points (..., 3) in the camera frame have a pixel, inside or outside the picture."""
        return np.asarray(local[..., 2] > 1e-9 if self.fisheye is None else angle_of(local) < WIDEST_RAD)

    def project(self, points: ArrayLike) -> Float64:
        """World points (..., 3) as pixels (..., 2). Points at or behind the camera come out as NaN.

        A fisheye's own NaN are those more than ``WIDEST_RAD`` from its axis.
        """
        local = self.to_camera(points)
        return self.to_pixels(np.where(self.sees(local)[..., None], local, np.nan))

    def to_pixels(self, local: Float64) -> Float64:
        """Points (..., 3) in the camera frame that it sees as pixels (..., 2)."""
        if self.distortion is None:
            return np.asarray(local[..., :2] * (self.focal_px / local[..., 2:]) + [self.cx, self.cy])
        return self.through_lens(self.bearings(local))

    def bearings(self, local: Float64) -> Float64:
        """Where points (..., 3) in the camera frame lie as seen from it: (..., 2) on the plane at z = 1; unit vectors
        (..., 3) for a fisheye."""
        if self.fisheye is None:
            return np.asarray(local[..., :2] / local[..., 2:])
        return np.asarray(local / np.maximum(np.linalg.norm(local, axis=-1, keepdims=True), 1e-12))

    def through_lens(self, bearings: Float64) -> Float64:
        """Bearings as pixels (..., 2)."""
        if self.distortion is not None:
            bearings = self.distortion.apply(bearings, self.reach)
        return np.asarray(bearings * self.focal_px + [self.cx, self.cy])

    def off_axis(self, bearings: Float64) -> Float64:
        """(...,) how far bearings lie from the optical axis, as ``reach`` counts."""
        return np.asarray(np.hypot(bearings[..., 0], bearings[..., 1]) if self.fisheye is None else angle_of(bearings))

    def rays(self, pixels: Float64) -> Float64:
        """Directions (..., 3) in the camera frame of what pixels (..., 2) show: z = 1, and for a fisheye unit vectors.

        ``distance`` of them is 1. NaN outside a fisheye's image circle.
        """
        shown = (pixels - [self.cx, self.cy]) / self.focal_px
        if isinstance(self.distortion, Fisheye):
            return self.distortion.invert(shown, self.reach)
        plane = shown if self.distortion is None else self.distortion.invert(shown)
        return np.concatenate([plane, np.ones((*plane.shape[:-1], 1))], axis=-1)

    @cached_property
    def border(self) -> Float64:
        """The picture's border on the plane at z = 1, before the lens bends it: (N, 2), all the way round.

        Not of a fisheye, whose border may lie behind it.
        """
        low, high = self._corners()
        return undistorted_border(
            self.distortion if isinstance(self.distortion, Distortion) else Distortion(), low, high
        )

    @cached_property
    def reach(self) -> float:
        """The furthest point of the picture from the optical axis, on the plane at z = 1; of a fisheye its angle."""
        if isinstance(self.distortion, Fisheye):
            low, high = self._corners()
            return self.distortion.reach(float(np.hypot(*np.maximum(np.abs(low), np.abs(high)))))
        return float(np.hypot(*self.border.T).max())

    @cached_property
    def circle(self) -> NDArray[np.bool_] | None:
        """(H, W) whether pixel centres lie within a fisheye's image circle; None where all do."""
        if self.fisheye is None:
            return None
        x, y = np.meshgrid(np.arange(self.width) + 0.5 - self.cx, np.arange(self.height) + 0.5 - self.cy)
        inside = np.hypot(x, y) <= self.focal_px * self.fisheye.radius(self.reach)
        return None if inside.all() else np.asarray(inside)

    def shows(self, pixels: Float64) -> NDArray[np.bool_]:
        """(...,) which pixels (..., 2) lie in the picture, and in a fisheye's image circle; NaN does not."""
        inside = np.asarray(((pixels >= 0.0) & (pixels < [self.width, self.height])).all(axis=-1))
        if self.fisheye is None:
            return inside
        away = np.hypot(pixels[..., 0] - self.cx, pixels[..., 1] - self.cy) / self.focal_px
        return inside & np.asarray(away <= self.fisheye.radius(self.reach))

    def _corners(self) -> tuple[Float64, Float64]:
        """(2,) the picture's top left and bottom right corner at focal length 1."""
        principal = np.array([self.cx, self.cy])
        return -principal / self.focal_px, ([self.width, self.height] - principal) / self.focal_px


def _half_side(fov_rad: float, distortion: Distortion | Fisheye | None) -> float:
    """How far from the middle a picture that spans an angle ends, at focal length 1.

    Raises:
        SceneError: no such lens has that angle.
    """
    half = fov_rad / 2.0
    if isinstance(distortion, Fisheye):
        if 0.0 < half <= distortion.edge_rad:
            return distortion.radius(half)
        expected = f"at most {np.degrees(2.0 * distortion.edge_rad):g}°, twice its fisheye's edge_rad"
    else:
        if 0.0 < half < np.pi / 2.0:
            return float(np.tan(half))
        expected = "below 180° without a Fisheye"
    got = f"{np.degrees(fov_rad):g}°"
    raise SceneError(f"camera: expected an angle of view above 0° and {expected}, got {got}")


def check_velocity(velocity_mps: Float64 | None, whose: str) -> None:
    """Raises:
    SceneError: it is neither None nor three finite numbers.
    """
    if velocity_mps is not None and (np.shape(velocity_mps) != (3,) or not np.isfinite(velocity_mps).all()):
        raise SceneError(f"{whose}: expected a finite (3,) velocity in m/s, got {velocity_mps}")


def check_turning(turning_radps: Float64 | None, whose: str) -> None:
    """Raises:
    SceneError: it is neither None nor three finite numbers.
    """
    if turning_radps is not None and (np.shape(turning_radps) != (3,) or not np.isfinite(turning_radps).all()):
        raise SceneError(f"{whose}: expected a finite (3,) turning in rad/s, got {turning_radps}")
