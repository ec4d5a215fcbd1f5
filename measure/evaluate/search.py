"""Where a model is worse than elsewhere: every condition and every pair of two is looked at, and what chance could have
made is left out. A tree then walks down into the worst region.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from measure.collecting import place_of
from measure.evaluate.chance import Recall, design_effect, discoveries, recall_of, tail
from measure.evaluate.conditions import Condition, Dimension, condition
from measure.evaluate.truth import Truth

LEAST, LEAST_PICTURES = 20, 10  # things and pictures of a condition that is looked at
RATE = 0.05  # of false discoveries
SURE = 0.01  # how rare a region of the tree must be, on pictures that it was not found in
DEPTH = 3
LEAF = 30  # things of a region, in each half of the pictures
PROMISING = 0.05  # tails below which the design effect is worth its time; it only raises them

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Finding:
    """A condition that is worse than the rest.

    Attributes:
        recall, rest: in it, and of all other things.
        at_least: how much worse it is at the upper end of its interval.
        p: how probable it would be if only chance did it, before all that was looked at counts.
    """

    condition: Condition
    recall: Recall
    rest: float
    at_least: float
    p: float


@dataclass(frozen=True, eq=False)
class Searched:
    """Attributes:
    findings: worst first.
    tested: conditions that were looked at.
    worst: lowest recall of a single condition with enough things; None for none.
    """

    findings: tuple[Finding, ...]
    tested: int
    worst: float | None


@dataclass(frozen=True)
class _Candidate:
    by: tuple[Dimension, ...]
    codes: tuple[int, ...]
    p: float


def search(truth: Truth, hit: Flags, known: Mapping[str, Dimension], pairs: bool = True) -> Searched:
    """Args:
    hit: (N,) whether each thing was found.
    known: the columns.
    """
    wanted = np.flatnonzero(~truth.ignored)
    data = _Data(truth.image[wanted], ~hit[wanted])
    if not len(wanted):
        return Searched((), 0, None)
    dims = list(known.values())
    singles = {d.key: _Cells.of(data, d.codes[wanted], len(d.labels)) for d in dims}
    candidates = [c for d in dims for c in _single(d, singles[d.key])]
    for a, b in combinations(dims, 2) if pairs and data.share > 0.0 else ():
        candidates += _pair(data, a, b, singles[a.key], singles[b.key], wanted)
    real = discoveries(np.array([c.p for c in candidates]), RATE)
    found = [_finding(truth, hit, c) for c, is_real in zip(candidates, real, strict=True) if is_real]
    found.sort(key=lambda finding: (-finding.at_least, finding.p))
    recalls = [cells.recall[cells.enough].min() for cells in singles.values() if cells.enough.any()]
    return Searched(tuple(f for f in found if f.at_least > 0.0), len(candidates), min(recalls, default=None))


@dataclass(frozen=True, eq=False)
class _Data:
    """Of things that are to be found: their pictures, and whether they were missed."""

    image: Codes
    missed: Flags

    @property
    def share(self) -> float:
        return float(self.missed.mean())

    @property
    def residual(self) -> Floats:
        out: Floats = self.missed.astype(np.float64) - self.share
        return out


@dataclass(frozen=True, eq=False)
class _Cells:
    """Of each condition of a column, or of two: things, pictures that have any of it, misses, and their tail."""

    n: Floats
    misses: Floats
    enough: Flags
    p: Floats

    @property
    def recall(self) -> Floats:
        return 1.0 - self.misses / np.maximum(self.n, 1)

    @classmethod
    def of(cls, data: _Data, codes: Codes, count: int, shares: Sequence[Floats] = ()) -> "_Cells":
        """Args:
        codes: (N,) condition, -1 for none.
        shares: (count,) further shares of misses that each condition must be worse than.
        """
        has = codes >= 0
        image, cell, missed = data.image[has], codes[has], data.missed[has]
        n, misses = np.bincount(cell, minlength=count).astype(float), np.bincount(cell, missed, minlength=count)
        enough = n >= LEAST
        p = _tails(n, misses, data.share, shares)
        if (enough & (p < PROMISING)).any():
            effect = design_effect(data.residual[has], image, cell, count)
            enough &= n / effect >= LEAST_PICTURES
            p = _tails(n, misses, data.share, shares, effect)
        return cls(n, misses, enough, p)


def _tails(n: Floats, misses: Floats, share: float, shares: Sequence[Floats], effect: Floats | float = 1.0) -> Floats:
    """The largest of the tails: a pair is a finding only if it is worse than all, and than each of its two."""
    out = tail(misses, n, share, effect)
    for other in shares:
        out = np.maximum(out, tail(misses, n, other, effect))
    return out


def _single(dimension: Dimension, cells: _Cells) -> Iterator[_Candidate]:
    for code in np.flatnonzero(cells.enough):
        yield _Candidate((dimension,), (int(code),), float(cells.p[code]))


def _pair(data: _Data, a: Dimension, b: Dimension, own_a: _Cells, own_b: _Cells, wanted: Codes) -> Iterator[_Candidate]:
    first, second = a.codes[wanted], b.codes[wanted]
    width = len(b.labels)
    codes = np.where((first >= 0) & (second >= 0), first * width + second, -1)
    shares = [np.repeat(1.0 - own_a.recall, width), np.tile(1.0 - own_b.recall, len(a.labels))]
    cells = _Cells.of(data, codes, len(a.labels) * width, shares)
    for cell in np.flatnonzero(cells.enough):
        yield _Candidate((a, b), (int(cell) // width, int(cell) % width), float(cells.p[cell]))


def _finding(truth: Truth, hit: Flags, candidate: _Candidate) -> Finding:
    own = condition(truth, candidate.by, candidate.codes)
    others = ~truth.ignored & ~own.inside
    recall = recall_of(hit, truth.image, own.inside)
    rest = float(hit[others].mean()) if others.any() else recall.value
    return Finding(own, recall, rest, rest - recall.high, candidate.p)


# --- the worst region


@dataclass(frozen=True, eq=False)
class Region:
    """Attributes:
    words: such as ``category = truck, occlusion > 0.4``.
    inside: (N,) its things.
    recall, rest: of it and of all others, on the half of the pictures that it was not found in.
    """

    words: str
    inside: Flags
    recall: Recall
    rest: float


def worst_region(truth: Truth, hit: Flags, known: Mapping[str, Dimension]) -> Region | None:
    """Found in half of the pictures and measured in the other: what was searched for looks worse than it is.

    None where no region is worse than chance makes it.
    """
    grown_in = np.array([place_of(name) % 2 == 0 for name in truth.names])[truth.image]
    wanted = ~truth.ignored
    steps = _walk(truth, hit, known, wanted & grown_in)
    inside = wanted.copy()
    for dimension, low, high in steps:
        inside &= (dimension.codes >= low) & (dimension.codes <= high)
    own, others = inside & ~grown_in, wanted & ~inside & ~grown_in
    if not steps or own.sum() < LEAF or not others.any():
        return None
    if _p_of(_Data(truth.image, ~hit), own, 1.0 - float(hit[own | others].mean())) > SURE:
        return None
    words = ", ".join(_words(*step) for step in _joined(steps))
    return Region(words, inside, recall_of(hit, truth.image, own), float(hit[others].mean()))


type Step = tuple[Dimension, int, int]
"""A column, and the first and the last of its conditions that are kept."""


def _walk(truth: Truth, hit: Flags, known: Mapping[str, Dimension], inside: Flags) -> list[Step]:
    steps: list[Step] = []
    while len(steps) < DEPTH:
        rows = np.flatnonzero(inside)
        data = _Data(truth.image[rows], ~hit[rows])
        options = [option for d in known.values() for option in _options(data, d, d.codes[rows])] if len(rows) else []
        if not options:
            break
        p, step = min(options, key=lambda option: option[0])
        if p * len(options) > SURE:
            break
        steps.append(step)
        dimension, low, high = step
        inside = inside & (dimension.codes >= low) & (dimension.codes <= high)
    return steps


def _options(data: _Data, dimension: Dimension, codes: Codes) -> Iterator[tuple[float, Step]]:
    """Ways to split: one name or value from the others, or numbers at an edge; how rare each is by chance."""
    count = len(dimension.labels)
    single = [(code, code) for code in range(count)]
    halves = [(0, k) for k in range(count - 1)] + [(k, count - 1) for k in range(1, count)]
    for low, high in halves if dimension.edges else single:
        inside = (codes >= low) & (codes <= high)
        n, misses = int(inside.sum()), int(data.missed[inside].sum())
        if n < LEAF or n == len(codes) or misses <= n * data.share:
            continue
        yield _p_of(data, inside, data.share), (dimension, low, high)


def _p_of(data: _Data, inside: Flags, share: float) -> float:
    """The tail of some things' misses, where ``share`` is missed."""
    image, missed = data.image[inside], data.missed[inside]
    effect = design_effect(missed.astype(np.float64) - share, image, np.zeros(len(image), np.intp), 1)
    return float(tail(np.array([float(missed.sum())]), np.array([float(len(image))]), share, effect)[0])


def _joined(steps: Sequence[Step]) -> list[Step]:
    """Steps of the same column are one range."""
    out: dict[str, Step] = {}
    for dimension, low, high in steps:
        _, before, after = out.get(dimension.key, (dimension, low, high))
        out[dimension.key] = (dimension, max(low, before), min(high, after))
    return list(out.values())


def _words(dimension: Dimension, low: int, high: int) -> str:
    if low == high or not dimension.edges:
        return dimension.words(low)
    if low == 0:
        return f"{dimension.key} ≤ {dimension.edges[high]:.4g}"
    if high == len(dimension.labels) - 1:
        return f"{dimension.key} > {dimension.edges[low - 1]:.4g}"
    return f"{dimension.key} {dimension.edges[low - 1]:.4g} to {dimension.edges[high]:.4g}"
