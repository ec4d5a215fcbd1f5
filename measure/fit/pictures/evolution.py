"""The least value of a function that has no gradients: evolution with a learnt covariance (Hansen, 2016), in a box."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

DIGITS = 9  # of values: the last ones of a sum depend on how memory lies, and would decide who is better


def evolved(
    function: Callable[[Floats], Floats],
    start: Floats,
    low: Floats,
    high: Floats,
    step: float,
    generations: int,
    rng: np.random.Generator,
) -> tuple[Floats, float]:
    """The best point that it met, and its value.

    Args:
        function: values (M,) at points (M, N); the same again at the same point.
        start, low, high: (N,) where it begins, and between what it stays.
        step: deviation of the first generation, as a share of each side of the box.
    """
    count = len(start)
    wide = np.maximum(high - low, 1e-12)
    mean, spread, covariance = (start - low) / wide, step, np.eye(count)
    many = 4 + int(3.0 * np.log(count))
    weights = np.log(many / 2.0 + 0.5) - np.log(np.arange(1, many // 2 + 1))
    weights /= weights.sum()
    worth = 1.0 / float((weights**2).sum())
    fade, damp = (worth + 2.0) / (count + worth + 5.0), 1.0
    damp += fade + 2.0 * max(0.0, np.sqrt((worth - 1.0) / (count + 1.0)) - 1.0)
    fade_way = (4.0 + worth / count) / (count + 4.0 + 2.0 * worth / count)
    one = 2.0 / ((count + 1.3) ** 2 + worth)
    rest = min(1.0 - one, 2.0 * (worth - 2.0 + 1.0 / worth) / ((count + 2.0) ** 2 + worth))
    usual = np.sqrt(count) * (1.0 - 1.0 / (4.0 * count) + 1.0 / (21.0 * count**2))
    path, way = np.zeros(count), np.zeros(count)
    best = np.clip(mean, 0.0, 1.0)
    least = float(np.round(function((low + wide * best)[None])[0], DIGITS))
    for _ in range(generations):
        sides, axes = np.linalg.eigh((covariance + covariance.T) / 2.0)
        sides = np.sqrt(np.maximum(sides, 1e-16))
        steps = (rng.standard_normal((many, count)) * sides) @ axes.T
        points = mean + spread * steps
        inside = np.clip(points, 0.0, 1.0)
        outside = ((points - inside) ** 2).sum(axis=1)  # what lies beyond the box counts as worse than its border
        values = np.round(function(low + wide * inside), DIGITS)
        if values.min() < least:
            least, best = float(values.min()), inside[int(values.argmin())]
        order = np.argsort(values + (np.ptp(values) + 1e-12) * outside * count, kind="stable")[: len(weights)]
        move = weights @ steps[order]
        mean = mean + spread * move
        path = (1.0 - fade) * path + np.sqrt(fade * (2.0 - fade) * worth) * (axes @ ((axes.T @ move) / sides))
        way = (1.0 - fade_way) * way + np.sqrt(fade_way * (2.0 - fade_way) * worth) * move
        covariance = (1.0 - one - rest) * covariance + one * np.outer(way, way)
        covariance += rest * (steps[order].T * weights) @ steps[order]
        spread *= float(np.exp(min(1.0, (fade / damp) * (np.linalg.norm(path) / usual - 1.0))))
        spread = min(spread, 1.0)
    return low + wide * best, least
