"""How the network of ``--method deep`` is taught: on our own descriptions, weighted as REAL's labels ask for.

Of each example some variables are hidden by chance, and the network says them from the others. It starts where all
variables are independent, and stops when examples that it was not taught get less likely.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenes.network import Floats, Layers, forward, shares_of

HIDDEN, STEPS, AT_ONCE = 32, 800, 256
RATE, DECAY = 3e-3, 2e-5  # of Adam's steps; of weights at each step, which keeps shares smooth
HELD_OUT, EVERY, PATIENCE = 0.2, 50, 5  # share of pictures; steps between looks at them; looks without a gain
ADAM, TINY = (0.9, 0.999), 1e-8

type Codes = NDArray[np.intp]


def taught(cells: Codes, asked: NDArray[np.bool_], weights: Floats, sizes: Sequence[int], groups: Codes) -> Layers:
    """The layers of a network.

    Args:
        cells: (R, M) the cell of each variable, -1 for none.
        asked: (R, M) whether the network is to say it; what it is not asked for it is told.
        weights: (R,) of the rows.
        sizes: (M,) how many cells variables have.
        groups: (R,) the picture of each row: held out are whole pictures.
    """
    rng = np.random.default_rng(0)
    starts = np.cumsum([0, *sizes])
    examples = _Examples(cells, asked & (cells >= 0), starts)
    out = (groups * 2_654_435_761 % 2**32) < HELD_OUT * 2**32
    chances = np.where(out, 0.0, weights)
    chances /= chances.sum()
    looked_at = np.flatnonzero(out & (weights > 0.0))
    looks = examples.hidden(np.random.default_rng(1), looked_at)
    layers = _begun(rng, examples, weights, starts)
    best, least, waited = layers, np.inf, 0
    moments = [[np.zeros_like(each) for each in pair] for pair in layers for _ in range(2)]
    for step in range(STEPS):
        chosen = rng.choice(len(cells), AT_ONCE, p=chances)
        slopes = _slopes(layers, examples.hidden(rng, chosen), np.ones(AT_ONCE) / AT_ONCE, starts)[1]
        layers = _stepped(layers, slopes, moments, step + 1)
        if step % EVERY == EVERY - 1 and len(looked_at):
            off = _slopes(layers, looks, weights[looked_at] / weights[looked_at].sum(), starts)[0]
            best, least, waited = (layers, off, 0) if off < least - 1e-4 else (best, least, waited + 1)
            if waited >= PATIENCE:
                break
    return best if np.isfinite(least) else layers


class _Examples:
    """Rows as the network sees them."""

    def __init__(self, cells: Codes, asked: NDArray[np.bool_], starts: Codes) -> None:
        self._asked, self._there = asked, cells >= 0
        self._at, self._total = np.where(self._there, cells + starts[:-1], 0), int(starts[-1])

    def hidden(self, rng: np.random.Generator, rows: Codes) -> tuple[Floats, Floats]:
        """(N, K) what is known of rows, (N, K) what is to be said: some of what is asked, and one at least."""
        asked, there, at = self._asked[rows], self._there[rows], self._at[rows]
        share = rng.uniform(size=(len(rows), 1))
        ranks = np.where(asked, rng.uniform(size=asked.shape), 2.0)
        unknown = asked & ((ranks < share) | (ranks == ranks.min(axis=1, keepdims=True)))
        return self._spread(at, there & ~unknown), self._spread(at, unknown)

    def everything(self) -> Floats:
        """(R, K) all that is asked."""
        return self._spread(self._at, self._asked)

    def _spread(self, at: Codes, where: NDArray[np.bool_]) -> Floats:
        out = np.zeros((len(at), self._total))
        rows, columns = np.nonzero(where)
        out[rows, at[rows, columns]] = 1.0
        return out


def _begun(rng: np.random.Generator, examples: _Examples, weights: Floats, starts: Codes) -> Layers:
    """All variables independent, each with its own shares."""
    total = int(starts[-1])
    often = weights @ examples.everything() / weights.sum()
    offsets = np.zeros(total)
    for start, end in itertools.pairwise(starts):
        offsets[start:end] = np.log(often[start:end] + 1e-3 / (end - start))
    first = rng.normal(0.0, 0.3, (HIDDEN, total)), np.zeros(HIDDEN)
    second = rng.normal(0.0, 1.0 / np.sqrt(HIDDEN), (HIDDEN, HIDDEN)), np.zeros(HIDDEN)
    return first, second, (rng.normal(0.0, 0.01, (total, HIDDEN)), offsets)


def _slopes(
    layers: Layers, example: tuple[Floats, Floats], weights: Floats, starts: Codes
) -> tuple[float, list[tuple[Floats, Floats]]]:
    """How unlikely what is to be said is, on average, and its slopes by weights and offsets."""
    known, wanted = example
    values = forward(layers, known, fast=True)
    shares = shares_of(values[-1], starts.tolist())
    loss = -float(weights @ (wanted * np.log(shares + 1e-12)).sum(axis=1))
    asked = np.concatenate(
        [
            np.repeat(wanted[:, start:end].sum(axis=1, keepdims=True), end - start, axis=1)
            for start, end in itertools.pairwise(starts)
        ],
        axis=1,
    )
    slope = (shares * asked - wanted) * weights[:, None]
    out = []
    for number in range(len(layers) - 1, -1, -1):
        out.append((slope.T @ values[number], slope.sum(axis=0)))
        if number:
            slope = slope @ layers[number][0] * (1.0 - values[number] ** 2)
    return loss, out[::-1]


def _stepped(layers: Layers, slopes: list[tuple[Floats, Floats]], moments: list[list[Floats]], step: int) -> Layers:
    """One step of Adam (Kingma and Ba, 2015), which keeps its moments in place."""
    out = []
    for number, (pair, by) in enumerate(zip(layers, slopes, strict=True)):
        new = []
        for which in (0, 1):
            first, second = moments[2 * number][which], moments[2 * number + 1][which]
            first += (1.0 - ADAM[0]) * (by[which] - first)
            second += (1.0 - ADAM[1]) * (by[which] ** 2 - second)
            ahead = first / (1.0 - ADAM[0] ** step) / (np.sqrt(second / (1.0 - ADAM[1] ** step)) + TINY)
            new.append(pair[which] * (1.0 - DECAY * (which == 0)) - RATE * ahead)
        out.append((new[0], new[1]))
    return tuple(out)
