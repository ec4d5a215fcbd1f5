"""Fisheye lenses by OpenCV's model: a point's angle from the optical axis says how far from the middle it is shown."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets import SceneError

type Floats = NDArray[np.float64]

WIDEST_RAD = math.radians(170.0)  # from the axis: what lies straight behind is no point of the picture but all round it
NEWTON_STEPS = 30
FINE = 2049  # angles at which the law is asked whether it turns back


@dataclass(frozen=True)
class Fisheye:
    """Where a lens shows what it sees at an angle θ from the optical axis, at focal length 1:

    θ' = θ (1 + k1 θ² + k2 θ⁴ + k3 θ⁶ + k4 θ⁸) from the middle. All zero is the equidistant fisheye.

    Attributes:
        k1, k2, k3, k4: OpenCV's fisheye coefficients.
        edge_rad: angle from the axis at which the image circle ends; beyond it the picture is black and has no labels.
    """

    k1: float = 0.0
    k2: float = 0.0
    k3: float = 0.0
    k4: float = 0.0
    edge_rad: float = WIDEST_RAD

    def __post_init__(self) -> None:
        if not np.isfinite(self.coefficients()).all():
            raise SceneError(f"fisheye: expected finite coefficients, got {self}")
        if not 0.0 < self.edge_rad <= WIDEST_RAD:
            most = math.degrees(WIDEST_RAD)
            raise SceneError(
                f"fisheye: expected an image circle that ends above 0° and at most {most:g}° from the axis, "
                f"got {math.degrees(self.edge_rad):g}°"
            )

    def coefficients(self) -> tuple[float, float, float, float]:
        """k1, k2, k3, k4: the distortion that ``cv2.fisheye`` takes."""
        return self.k1, self.k2, self.k3, self.k4

    def shown(self, angle: Floats) -> Floats:
        """θ' of θ, radians; the polynomial as it is."""
        square = angle * angle
        return np.asarray(
            angle * (1.0 + square * (self.k1 + square * (self.k2 + square * (self.k3 + square * self.k4))))
        )

    def radius(self, angle_rad: float) -> float:
        """How far from the middle the lens shows what lies at an angle from the axis, at focal length 1."""
        return float(self.shown(np.array(angle_rad)))

    def apply(self, rays: Floats, reach: float) -> Floats:
        """Where the lens shows unit vectors (..., 3) in the camera frame: points (..., 2) at focal length 1.

        Beyond ``reach`` from the axis, where the polynomial may turn back, points move in proportion to their angle:
        straight outwards, and never in.
        """
        aside, angle = np.hypot(rays[..., 0], rays[..., 1]), angle_of(rays)
        beyond = np.maximum(angle / reach, 1.0)
        away = self.shown(angle / beyond) * beyond
        scale = np.divide(away, aside, out=np.ones_like(away), where=aside > 1e-12)
        return np.asarray(rays[..., :2] * scale[..., None])

    def invert(self, points: Floats, reach: float) -> Floats:
        """Unit vectors (..., 3) that the lens shows at ``points`` (..., 2); NaN for those beyond ``reach``."""
        away = np.hypot(points[..., 0], points[..., 1])
        angle = self.angle(away, reach)
        share = np.divide(np.sin(angle), away, out=np.ones_like(away), where=away > 1e-12)
        return np.concatenate([points * share[..., None], np.cos(angle)[..., None]], axis=-1)

    def angle(self, away: Floats, reach: float) -> Floats:
        """θ of θ' by Newton's method, from a table; NaN beyond ``reach``."""
        table = np.linspace(0.0, reach, FINE)
        out = np.interp(away, self.shown(table), table)
        for _ in range(NEWTON_STEPS):
            step = (self.shown(out) - away) / self._slope(out)
            out = np.clip(out - step, 0.0, reach)
            if np.abs(step).max(initial=0.0) < 1e-13:
                break
        return np.where(away <= self.radius(reach) + 1e-9, out, np.nan)

    def reach(self, away: float) -> float:
        """The angle at which the lens shows what lies ``away`` from the middle, or the image circle's, if that is less.

        Raises:
            SceneError: it shows something twice before.
        """
        table = np.linspace(0.0, self.edge_rad, FINE)
        shown = self.shown(table)
        first = int(np.argmax(shown >= away)) if (shown >= away).any() else FINE - 1
        if (self._slope(table[: first + 1]) <= 0.0).any():
            turns = math.degrees(table[int(np.argmax(self._slope(table) <= 0.0))])
            raise SceneError(
                f"camera: expected a fisheye that shows nothing twice in the picture, got {self}, which turns back "
                f"{turns:.1f}° from the axis; an edge_rad below that ends the picture there"
            )
        return float(self.angle(np.array(away), float(table[first]))) if shown[first] >= away else self.edge_rad

    def _slope(self, angle: Floats) -> Floats:
        square = angle * angle
        factors = 3.0 * self.k1, 5.0 * self.k2, 7.0 * self.k3, 9.0 * self.k4
        return np.asarray(
            1.0 + square * (factors[0] + square * (factors[1] + square * (factors[2] + square * factors[3])))
        )


def angle_of(rays: Floats) -> Floats:
    """Angles (...,) of vectors (..., 3) in the camera frame from the optical axis, 0..π."""
    return np.asarray(np.arctan2(np.hypot(rays[..., 0], rays[..., 1]), rays[..., 2]))
