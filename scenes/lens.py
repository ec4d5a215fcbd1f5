"""Lens distortion by Brown and Conrady's model, with OpenCV's coefficients."""

from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from assets import SceneError

type Floats = NDArray[np.float64]

WIDEST = 2.0  # how many times wider or higher than the picture the undistorted view of it may be
NEWTON_STEPS = 50


@dataclass(frozen=True)
class Distortion:
    """Where a lens moves a point (x, y) on the plane at z = 1, with r² = x² + y²:

    x' = x (1 + k1 r² + k2 r⁴ + k3 r⁶) + 2 p1 x y + p2 (r² + 2 x²), and
    y' = y (1 + k1 r² + k2 r⁴ + k3 r⁶) + p1 (r² + 2 y²) + 2 p2 x y.

    Attributes:
        k1, k2, k3: radial; k1 below 0 is a barrel, above 0 a pincushion.
        p1, p2: tangential.
    """

    k1: float = 0.0
    k2: float = 0.0
    p1: float = 0.0
    p2: float = 0.0
    k3: float = 0.0

    def __post_init__(self) -> None:
        if not np.isfinite(astuple(self)).all():
            raise SceneError(f"distortion: expected finite coefficients, got {self}")

    def coefficients(self) -> tuple[float, float, float, float, float]:
        """k1, k2, p1, p2, k3: OpenCV's ``distCoeffs``."""
        return self.k1, self.k2, self.p1, self.p2, self.k3

    def apply(self, points: Floats, reach: float) -> Floats:
        """Points (..., 2) at z = 1 as the lens shows them.

        Polynomials turn back far outside the picture, and would show there what lies behind its border. Beyond
        ``reach`` from the axis points therefore move in proportion to their distance: straight outwards, and never in.
        """
        radius = np.hypot(points[..., 0], points[..., 1])[..., None]
        beyond = np.maximum(radius / reach, 1.0)
        return self._polynomial(points / beyond) * beyond

    def invert(self, points: Floats) -> Floats:
        """The points (..., 2) at z = 1 that the lens shows at ``points``, by Newton's method; NaN where it fails."""
        out = np.asarray(points, np.float64)
        with np.errstate(all="ignore"):
            for _ in range(NEWTON_STEPS):
                off = self._polynomial(out) - points
                if np.nanmax(np.abs(off), initial=0.0) < 1e-12:
                    break
                a, b, c = self._jacobian(out)
                step = np.stack([c * off[..., 0] - b * off[..., 1], a * off[..., 1] - b * off[..., 0]], axis=-1)
                out = out - step / (a * c - b * b)[..., None]
        close = np.abs(self._polynomial(out) - points).max(axis=-1, keepdims=True) < 1e-9
        return np.where(close, out, np.nan)

    def folds(self, reach: float) -> bool:
        """Whether the model turns back somewhere within ``reach`` from the axis."""
        around = np.linspace(0.0, 2.0 * np.pi, 73)
        radius = np.linspace(0.0, reach, 65)[:, None, None]
        a, b, c = self._jacobian(radius * np.stack([np.cos(around), np.sin(around)], axis=-1))
        return bool((a * c - b * b <= 0.0).any())

    def _jacobian(self, points: Floats) -> tuple[Floats, Floats, Floats]:
        """dx'/dx, dx'/dy = dy'/dx, dy'/dy of the polynomial."""
        x, y = points[..., 0], points[..., 1]
        square = x * x + y * y
        radial = self._radial(square)
        slope = 2.0 * (self.k1 + square * (2.0 * self.k2 + square * 3.0 * self.k3))
        return (
            radial + x * x * slope + 2.0 * self.p1 * y + 6.0 * self.p2 * x,
            x * y * slope + 2.0 * (self.p1 * x + self.p2 * y),
            radial + y * y * slope + 6.0 * self.p1 * y + 2.0 * self.p2 * x,
        )

    def _polynomial(self, points: Floats) -> Floats:
        x, y = points[..., 0], points[..., 1]
        square = x * x + y * y
        radial, twice = self._radial(square), 2.0 * x * y
        return np.stack(
            [
                x * radial + self.p1 * twice + self.p2 * (square + 2.0 * x * x),
                y * radial + self.p1 * (square + 2.0 * y * y) + self.p2 * twice,
            ],
            axis=-1,
        )

    def _radial(self, square: Floats) -> Floats:
        return 1.0 + square * (self.k1 + square * (self.k2 + square * self.k3))


def undistorted_border(distortion: Distortion, low: Floats, high: Floats) -> Floats:
    """The picture's border, (N, 2) at z = 1, before the lens.

    Args:
        low, high: (2,) the top left and bottom right corner of the picture at z = 1.

    Raises:
        SceneError: the lens shows some point of the picture twice or never, or more than ``WIDEST`` times the view.
    """
    turns = np.array([low, [high[0], low[1]], high, [low[0], high[1]]])
    steps = np.linspace(0.0, 1.0, 65)[:, None, None]
    shown = (turns + steps * (np.roll(turns, -1, axis=0) - turns)).reshape(-1, 2)
    border = distortion.invert(shown)
    if not np.isfinite(border).all() or distortion.folds(float(np.hypot(*border.T).max())):
        raise SceneError(f"camera: expected a distortion that can be inverted over the whole picture, got {distortion}")
    widest = float((np.ptp(border, axis=0) / (high - low)).max())
    if widest > WIDEST:
        raise SceneError(
            f"camera: expected a distortion that shows at most {WIDEST:g} times the picture's undistorted view, "
            f"got {widest:.1f} times of {distortion}"
        )
    return border
