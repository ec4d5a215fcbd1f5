"""How fast something goes along its way: straight lines between a few moments, whose integral is exact."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from assets import SceneError
from scenes.pose import Float64

BRAKES_MPS2 = 0.6  # from which a driver's foot is on the brake


@dataclass(frozen=True, eq=False)
class Speed:
    """Attributes:
    moments: (K,) seconds, growing.
    speeds: (K,) m/s, 0 or more; the first and the last hold before and after.
    zero_s: the moment from which the way is counted.
    """

    moments: Float64
    speeds: Float64
    zero_s: float = 0.0

    def __post_init__(self) -> None:
        shapes = {np.shape(self.moments), np.shape(self.speeds)}
        if len(shapes) != 1 or not (np.diff(self.moments) > 0.0).all() or not (np.asarray(self.speeds) >= 0.0).all():
            raise SceneError(f"speed: expected growing moments with speeds of 0 or more, got {self}")

    @classmethod
    def constant(cls, mps: float, zero_s: float = 0.0) -> Self:
        return cls(np.array([0.0]), np.array([mps]), zero_s)

    def later(self, seconds: float) -> "Speed":
        """The same by who does everything some seconds later."""
        return Speed(self.moments + seconds, self.speeds, self.zero_s)

    def at(self, seconds: float) -> float:
        """m/s."""
        return float(np.interp(seconds, self.moments, self.speeds))

    def change(self, seconds: float) -> float:
        """m/s², at that moment and just after it."""
        place = int(np.searchsorted(self.moments, seconds, side="right"))
        if not 0 < place < len(self.moments):
            return 0.0
        rise, run = np.diff(self.speeds)[place - 1], np.diff(self.moments)[place - 1]
        return float(rise / run)

    def way(self, seconds: float) -> float:
        """Metres since ``zero_s``."""
        return self._since_first(seconds) - self._since_first(self.zero_s)

    def brakes(self, seconds: float) -> bool:
        """Whether the brake lamps are lit: it slows down, or stands."""
        return self.change(seconds) < -BRAKES_MPS2 or self.at(seconds) < 0.05

    def _since_first(self, seconds: float) -> float:
        """Metres from the first moment, before which they are negative."""
        inner = self.moments[self.moments < seconds]
        if not len(inner):
            return (seconds - float(self.moments[0])) * float(self.speeds[0])
        knots = np.append(inner, seconds)
        values = np.interp(knots, self.moments, self.speeds)
        return float(np.sum(np.diff(knots) * (values[1:] + values[:-1]) / 2.0))
