"""The shares of all cells with which a pool's labels look like REAL's: density ratios, found by gradients.

A row, of a picture or of a thing, that was drawn with shares q gets the weight p / q under other shares p. So one pool
stands for every setting near those that it was drawn with, and nothing is sampled while shares are sought. With several
classes p is a mixture: each class has shares of its own, and what belongs together falls into one class.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from measure.fit.cells import Cells
from measure.fit.descent import descended
from measure.fit.figures import Figure
from measure.fit.rows import Placed

NEAR_OWN = 1.0  # how much it counts to be the scene's own, by the number of REAL's pictures: more can tell more apart
NEAR_CENTRE, SMOOTH = 0.01, 1e-4  # how much it counts to be what is given as the centre, and to be smooth
EVEN = 5e-3
APART = 0.7  # deviation of the logits that classes begin with

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Pool:
    """What was drawn, as arrays.

    Attributes:
        placed: the cells of each of R rows, of all tables side by side.
        log_drawn: (R,) how likely that was, whichever pool it was; infinite for what the cells leave out.
        figures: of its labels, row by row.
        pictures: how many.
    """

    placed: Placed
    log_drawn: Floats
    figures: Sequence[Figure]
    pictures: int


@dataclass(frozen=True, eq=False)
class Shares:
    """Attributes:
    classes: (C,) with a sum of 1; cells: (C, K) of all tables side by side.
    """

    classes: Floats
    cells: Floats

    @classmethod
    def of(cls, cells: Floats) -> "Shares":
        """Of one class (K,)."""
        return cls(np.ones(1), cells[None])

    def marginal(self) -> Floats:
        """(K,) whatever the class."""
        return np.asarray(self.classes @ self.cells)

    def mixed(self, part: float, cells: Floats) -> "Shares":
        """With a part of other shares (K,) in each class."""
        return Shares(self.classes, (1.0 - part) * self.cells + part * cells)

    def log_likelihood(self, placed: Placed) -> Floats:
        """(R,) of what rows have drawn."""
        by_class = placed.summed(np.log(np.maximum(self.cells, 1e-300))) + np.log(self.classes)
        return np.asarray(logsumexp(by_class, axis=1))

    def weights(self, pool: Pool) -> Floats:
        """(R,) of the pool's rows, with a sum of 1."""
        log = self.log_likelihood(pool.placed) - pool.log_drawn
        return np.asarray(np.exp(log - logsumexp(log)))


def log_density(placed: Placed, tables: Sequence[Cells], shares: Shares) -> Floats:
    """(R,) how likely rows' draws are."""
    widths = np.concatenate([table.log_widths() for table in tables])
    return np.where(placed.beyond, -np.inf, shares.log_likelihood(placed) - placed.summed(widths[None])[:, 0])


def seek(
    pool: Pool,
    wanted: Sequence[Floats],
    tables: Sequence[Cells],
    pictures: int,
    classes: int = 1,
    held: frozenset[str] = frozenset(),
    even: float = EVEN,
    start: Shares | None = None,
    centre: Floats | None = None,
    emphasis: Floats | None = None,
    rng: np.random.Generator | None = None,
) -> tuple[Shares, float]:
    """The shares, and how far the labels are from REAL's with them: squares, and more if few pictures bear it.

    Args:
        wanted: REAL's shares of each figure.
        pictures: how many REAL has: the more, the less it counts to stay near the scene's own.
        held: parameters that stay as the scene has them.
        even: how much it counts that many pictures bear the weight.
        start: where to begin, with as many classes or one; None for the scene's own.
        centre: (K,) or (C, K) what shares differ from no more than they must; None for the scene's own.
        emphasis: (R,) how often each row counts; None for once.
        rng: begins elsewhere, and stays near to that: what then comes out differently is not determined.
    """
    near = NEAR_OWN / pictures if centre is None else NEAR_CENTRE
    own = np.concatenate([table.own for table in tables])
    free = np.repeat([table.key not in held and not table.still for table in tables], list(map(len, tables)))
    if rng is not None:
        centre = _elsewhere(tables, rng)
    centre = own if centre is None else np.where(free, centre, own)
    problem = _Problem(pool, wanted, tables, np.log(centre), near, classes, free, even, emphasis)
    shares = problem.shares(descended(problem, problem.begin(start)))[0]
    weights = shares.weights(pool)
    off = apart(pool.figures, [figure.shares(weights) for figure in pool.figures], wanted)
    return shares, off + even * float(np.log(len(weights) * (weights @ weights)))


def apart(figures: Sequence[Figure], one: Sequence[Floats], other: Sequence[Floats]) -> float:
    """How far shares of figures are from others: squares, by the figures' weights."""
    pairs = zip(figures, one, other, strict=True)
    return sum(figure.weight * float(np.mean((a - b) ** 2)) for figure, a, b in pairs)


def off_target(figures: Sequence[Figure], wanted: Sequence[Floats], weights: Floats) -> tuple[float, Floats]:
    """How far from REAL rows are with weights (R,), and (R,) its slope by each of them."""
    loss, slope = 0.0, np.zeros(len(weights))
    for figure, target in zip(figures, wanted, strict=True):
        within = figure.within(weights)
        below = max(float(within.sum()), 1e-12)
        shares = within @ figure.gains / below
        off, factor = shares - target, figure.weight / len(target)
        by_share = 2.0 * factor * off / below
        slope += np.append(figure.gains @ by_share - by_share @ shares, 0.0)[figure.codes]
        loss += factor * float(off @ off)
    return loss, slope


def unevenness(weights: Floats, even: float) -> tuple[float, Floats]:
    """How few rows have all the weight, times ``even``, and (R,) its slope by the log of each weight."""
    square = float(weights @ weights)
    return even * float(np.log(len(weights) * square)), even * (2.0 * weights**2 / square - 2.0 * weights)


def _elsewhere(tables: Sequence[Cells], rng: np.random.Generator) -> Floats:
    """Own shares, tilted by chance: numbers towards either end."""
    out = []
    for table in tables:
        numbers = table.numbers()
        if numbers is None:
            tilt = rng.normal(0.0, 0.7, len(table))
        else:
            tilt = rng.normal(0.0, 1.5) * (numbers - numbers.mean()) / max(table.width, 1e-12)
        shares = table.own * np.exp(tilt)
        out.append(shares / shares.sum())
    return np.concatenate(out)


class _Problem:
    """What is made small, and its gradient, as a function of logits: of the classes, then of cells by class."""

    def __init__(
        self,
        pool: Pool,
        wanted: Sequence[Floats],
        tables: Sequence[Cells],
        log_centre: Floats,
        near: float,
        classes: int,
        free: NDArray[np.bool_],
        even: float,
        emphasis: Floats | None,
    ) -> None:
        self._pool, self._tables = pool, tables
        self._centre = np.atleast_2d(log_centre)
        self._wanted = wanted
        self._classes, self._even, self._near = classes, even, near
        often = np.ones(len(pool.log_drawn)) if emphasis is None else emphasis
        self._log_emphasis = np.log(np.maximum(often, 1e-300))
        ends = np.cumsum([len(table) for table in tables])
        self._spans = [slice(int(end) - len(table), int(end)) for table, end in zip(tables, ends, strict=True)]
        self._free = free
        self._cells = int(ends[-1])
        self.size = classes + classes * self._cells

    def begin(self, start: Shares | None) -> Floats:
        """Logits of shares; classes that are to come of one begin a little apart."""
        x = np.zeros(self.size)
        if start is not None:
            cells = np.log(np.maximum(start.cells, 1e-6)) - self._centre
            x[self._classes :] = np.broadcast_to(cells, (self._classes, self._cells)).ravel()
            if len(start.classes) == self._classes:
                x[: self._classes] = np.log(np.maximum(start.classes, 1e-6))
        if self._classes > 1 and (start is None or len(start.classes) != self._classes):
            x[self._classes :] += np.random.default_rng(0).normal(0.0, APART, self._classes * self._cells)
        return x

    def shares(self, x: Floats) -> tuple[Shares, Floats]:
        """The shares, and their log, that logits stand for."""
        heads = x[: self._classes]
        logits = x[self._classes :].reshape(self._classes, -1) * self._free + self._centre
        log = np.empty_like(logits)
        for span in self._spans:
            log[:, span] = logits[:, span] - logsumexp(logits[:, span], axis=1, keepdims=True)
        return Shares(np.exp(heads - logsumexp(heads)), np.exp(log)), log

    def __call__(self, x: Floats) -> tuple[float, Floats]:
        shares, log = self.shares(x)
        by_class = self._pool.placed.summed(log) + np.log(shares.classes)
        total = logsumexp(by_class, axis=1)
        log_weights = total - self._pool.log_drawn + self._log_emphasis
        weights = np.exp(log_weights - logsumexp(log_weights))
        loss, slope = off_target(self._pool.figures, self._wanted, weights)
        more, flatter = unevenness(weights, self._even)
        by_row = weights * (slope - weights @ slope) + flatter
        belongs = np.exp(by_class - total[:, None]) * by_row[:, None]  # (R, C)
        by_cell = self._pool.placed.gathered(belongs)  # (C, K), by the log of a share
        near, nearer, by_head = self._staying(shares, log, x[self._classes :].reshape(self._classes, -1))
        cells = np.empty_like(by_cell)
        for span in self._spans:
            part = by_cell[:, span]
            cells[:, span] = part - shares.cells[:, span] * part.sum(axis=1, keepdims=True)
        cells = (cells + nearer) * self._free
        heads = belongs.sum(axis=0) + shares.classes * (by_head - shares.classes @ by_head)
        heads = heads - shares.classes * belongs.sum()
        return loss + more + near, np.concatenate([heads, cells.ravel()])

    def _staying(self, shares: Shares, log: Floats, x: Floats) -> tuple[float, Floats, Floats]:
        """How far cells are from the centre and how rough, its slope by their logits, and by the classes' shares."""
        slopes, each = np.zeros_like(log), np.zeros(len(log))
        for table, span in zip(self._tables, self._spans, strict=True):
            cells, off = shares.cells[:, span], log[:, span] - self._centre[:, span]
            far = (cells * off).sum(axis=1)
            each += self._near * far
            slopes[:, span] = self._near * shares.classes[:, None] * cells * (off - far[:, None])
            if table.numbers() is not None and len(table) > 2:
                bend = np.diff(x[:, span], 2, axis=1)
                each += SMOOTH * (bend**2).mean(axis=1)
                by_bend = SMOOTH * 2.0 * bend / bend.shape[1] * shares.classes[:, None]
                own = slopes[:, span]
                own[:, :-2] += by_bend
                own[:, 1:-1] -= 2.0 * by_bend
                own[:, 2:] += by_bend
        return float(shares.classes @ each), slopes, each
