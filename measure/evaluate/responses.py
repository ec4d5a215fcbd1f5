"""How a recall answers to the factors of a design. Every figure is of pairs: the same base scenes under each value.

Intervals are of 95 %, by a bootstrap over base scenes: cells of one scene share its luck, and are drawn together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assets import AttributeValue
from measure.evaluate.chance import SIDED, wilson
from measure.evaluate.trials import Cell, Outcomes

DRAWS, FEWEST_DRAWS, WORK = 1000, 100, 20_000_000  # of a bootstrap; numbers that they may take
MOST_LEVELS = 24  # of a number, beyond which ranges are told
RANGES = 8
LIMITS = (0.9, 0.5)  # recalls that a curve may fall below

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Factor:
    """One factor of a design.

    Attributes:
        key: its name.
        labels: of its values, in order.
        at: (L,) the values of a number, the middles of its ranges; None for names.
        level: (C,) of each cell; -1 for cells that leave the factor as it is.
    """

    key: str
    labels: tuple[str, ...]
    at: Floats | None
    level: Codes


def factors_of(cells: Sequence[Cell]) -> list[Factor]:
    """Those with two values or more, in the order in which cells name them."""
    keys = dict.fromkeys(key for cell in cells for key in cell)
    found = [_factor(key, [cell.get(key) for cell in cells]) for key in keys]
    return [factor for factor in found if len(factor.labels) > 1]


def _factor(key: str, values: Sequence[AttributeValue | None]) -> Factor:
    there = [value for value in values if value is not None]
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in there):
        names = tuple(dict.fromkeys(str(value) for value in there))
        return Factor(
            key, names, None, np.array([-1 if value is None else names.index(str(value)) for value in values])
        )
    numbers = np.array([np.nan if value is None else float(value) for value in values])
    known = np.isfinite(numbers)
    distinct = np.unique(numbers[known])
    if len(distinct) <= MOST_LEVELS:
        level = np.where(known, np.searchsorted(distinct, numbers), -1)
        return Factor(key, tuple(f"{value:g}" for value in distinct), distinct, level)
    edges = np.linspace(distinct[0], distinct[-1], RANGES + 1)
    level = np.where(known, np.clip(np.searchsorted(edges, numbers, side="right") - 1, 0, RANGES - 1), -1)
    labels = tuple(f"{low:.4g} to {high:.4g}" for low, high in pairwise(edges))
    return Factor(key, labels, (edges[1:] + edges[:-1]) / 2.0, level)


@dataclass(frozen=True, eq=False)
class Response:
    """A recall by the values of one factor, over all values of the others.

    Attributes:
        factor: that is varied.
        scenes: (L,) base scenes behind each value.
        value, low, high: (L,) recall, and its interval.
        difference, difference_low, difference_high: (L,) to the first value, of the same scenes.
        draws: (DRAWS, L) recalls of resampled scenes.
    """

    factor: Factor
    scenes: Codes
    value: Floats
    low: Floats
    high: Floats
    difference: Floats
    difference_low: Floats
    difference_high: Floats
    draws: Floats


def response(factor: Factor, found: Floats) -> Response:
    """Args:
    found: (R, C) recall of each base scene in each cell; NaN where nothing was there.
    """
    levels = [found[:, factor.level == level] for level in range(len(factor.labels))]
    means = np.column_stack([mean(level, axis=1) for level in levels])
    times = _times(len(means))
    value, draws = mean(means, axis=0), _drawn(times, means)
    low, high = _ends(value, draws, means, 1.0)
    gaps = means - means[:, :1]
    gap, gap_draws = mean(gaps, axis=0), _drawn(times, gaps)
    gap_low, gap_high = _ends(gap, gap_draws, gaps, 0.0)
    gap_low[0] = gap_high[0] = 0.0
    scenes = np.isfinite(means).sum(axis=0)
    return Response(factor, scenes, value, low, high, gap, gap_low, gap_high, draws)


def _times(scenes: int) -> Floats:
    """(DRAWS, R) how often each scene is drawn; fewer draws of very many scenes."""
    rng = np.random.default_rng(0)
    draws = max(FEWEST_DRAWS, min(DRAWS, WORK // scenes))
    return rng.multinomial(scenes, np.full(scenes, 1.0 / scenes), draws).astype(np.float64)


def _drawn(times: Floats, values: Floats) -> Floats:
    there = np.isfinite(values)
    weight = times @ there
    total = times @ np.where(there, values, 0.0)
    return np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0.0)


def _ends(value: Floats, draws: Floats, values: Floats, whole: float) -> tuple[Floats, Floats]:
    """Quantiles of what was drawn; where all scenes say the same, what so few of them can rule out.

    Args:
        whole: 1 for shares, which end at 0 and 1; 0 for differences.
    """
    low, high = np.full(len(value), np.nan), np.full(len(value), np.nan)
    for level in range(len(value)):
        own = values[np.isfinite(values[:, level]), level]
        if not len(own):
            continue
        if np.ptp(own) > 0.0:
            low[level], high[level] = np.nanquantile(draws[:, level], (SIDED, 1.0 - SIDED))
        elif whole:
            low[level], high[level] = wilson(float(value[level]), len(own))
        else:
            wide = wilson(0.0, len(own))[1]
            low[level], high[level] = value[level] - wide, value[level] + wide
    return low, high


def mean(values: Floats, axis: int) -> Floats:
    """NaN where there is nothing, and no warning."""
    there = np.isfinite(values)
    count, total = there.sum(axis=axis), np.where(there, values, 0.0).sum(axis=axis)
    out: Floats = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    return out


@dataclass(frozen=True)
class Below:
    """A part of a curve that lies below a limit.

    Attributes:
        limit: of recall.
        start, low, high: where it begins, and the interval of that; None where it does so before the first value.
        end: where it ends; None where it does not.
        share: of resampled sets of scenes whose curve falls below the limit there, too.
    """

    limit: float
    start: float | None
    low: float | None
    high: float | None
    end: float | None
    share: float


def fallen(curve: Response, limit: float) -> list[Below]:
    """Where a curve of numbers is below a limit, by straight lines between its values."""
    at = curve.factor.at
    if at is None or not np.isfinite(curve.value).all():
        return []
    out = []
    for start, end in _runs(at, curve.value, limit):
        others = [_nearest(at, draw, limit, start, end) for draw in curve.draws if np.isfinite(draw).all()]
        begun = np.array([other for other in others if other is not None])
        low, high = (None, None)
        if start is not None and len(begun):
            low, high = (float(end) for end in np.quantile(begun, (SIDED, 1.0 - SIDED)))
        out.append(Below(limit, start, low, high, end, len(begun) / max(len(others), 1)))
    return out


def _runs(at: Floats, value: Floats, limit: float) -> list[tuple[float | None, float | None]]:
    """Begin and end of each part below a limit; None at the ends of the curve."""
    out: list[tuple[float | None, float | None]] = []
    begun: float | None = None
    inside = bool(value[0] < limit)
    for (a, b), (one, two) in zip(pairwise(at.tolist()), pairwise(value.tolist()), strict=True):
        if (one < limit) == (two < limit):
            continue
        cross = a + (b - a) * (limit - one) / (two - one)
        if inside:
            out.append((begun, cross))
        begun, inside = cross, not inside
    return [*out, (begun, None)] if inside else out


def _nearest(at: Floats, draw: Floats, limit: float, start: float | None, end: float | None) -> float | None:
    """Where the part of another curve begins that overlaps this one; None where none does."""
    least, most = at[0] if start is None else start, at[-1] if end is None else end
    for other_start, other_end in _runs(at, draw, limit):
        first = float(at[0] if other_start is None else other_start)
        if first <= most and (at[-1] if other_end is None else other_end) >= least:
            return first
    return None


@dataclass(frozen=True)
class Flips:
    """How often the same thing is found under one value of a factor and missed under the next, all else being equal."""

    key: str
    one: str
    other: str
    pairs: int
    lost: int
    gained: int


def flips(factor: Factor, cells: Sequence[Cell], outcome: Outcomes) -> list[Flips]:
    """Between neighbouring values, in their order."""
    rest = [tuple(sorted((k, str(v)) for k, v in cell.items() if k != factor.key)) for cell in cells]
    place: dict[tuple[int, object], list[int]] = {}
    for number, (level, others) in enumerate(zip(factor.level.tolist(), rest, strict=True)):
        if level >= 0:
            place.setdefault((level, others), []).append(number)
    out = []
    for level, (one, other) in enumerate(pairwise(factor.labels)):
        both = [
            (a, b)
            for (at, others), mine in place.items()
            if at == level
            for a in mine
            for b in place.get((level + 1, others), [])
        ]
        if not both:
            continue
        left, right = (outcome.found[:, [pair[side] for pair in both]] for side in (0, 1))
        there = np.isfinite(left) & np.isfinite(right)
        lost, gained = int((there & (left > right)).sum()), int((there & (left < right)).sum())
        out.append(Flips(factor.key, one, other, int(there.sum()), lost, gained))
    return out
