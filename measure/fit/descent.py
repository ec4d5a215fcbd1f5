"""The least value of a smooth function by its gradients: L-BFGS (Nocedal, 1980), on plain vectors.

Written out because SciPy's own keeps all cores busy with vectors that are too short for it, and takes twice as long.
"""

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

STEPS, ENOUGH = 150, 1e-6  # iterations; share of the value, by which the last five must have made it less
REMEMBERED, HALVINGS, SLOPE = 12, 12, 1e-4

type Floats = NDArray[np.float64]


def descended(function: Callable[[Floats], tuple[float, Floats]], start: Floats) -> Floats:
    """Where it ends.

    Args:
        function: its value and its gradient at a point (N,).
        start: (N,).
    """
    x, (value, slope) = start, function(start)
    pairs: deque[tuple[Floats, Floats, float]] = deque(maxlen=REMEMBERED)
    values = [value]
    for _ in range(STEPS):
        way = -_scaled(slope, pairs)
        if not way @ slope < 0.0:
            pairs.clear()
            way = -slope
        length = 1.0 if pairs else 1.0 / max(float(np.linalg.norm(slope)), 1e-12)
        for _ in range(HALVINGS):
            there = x + length * way
            new, new_slope = function(there)
            if new <= value + SLOPE * length * float(way @ slope):
                break
            length /= 2.0
        else:
            break
        step, turn = there - x, new_slope - slope
        if (curve := float(step @ turn)) > 1e-12:
            pairs.append((step, turn, 1.0 / curve))
        x, value, slope = there, new, new_slope
        values.append(value)
        if len(values) > 5 and values[-6] - value < ENOUGH * abs(value):
            break
    return x


def _scaled(slope: Floats, pairs: deque[tuple[Floats, Floats, float]]) -> Floats:
    """The slope by what the last steps say of the curvature."""
    out, factors = slope.copy(), list[float]()
    for step, turn, inverse in reversed(pairs):
        factors.append(inverse * float(step @ out))
        out -= factors[-1] * turn
    if pairs:
        step, turn, inverse = pairs[-1]
        out /= inverse * float(turn @ turn)
    for (step, turn, inverse), factor in zip(pairs, reversed(factors), strict=True):
        out += step * (factor - inverse * float(turn @ out))
    return out
