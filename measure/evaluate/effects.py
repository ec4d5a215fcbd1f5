"""Main effects of a design's factors, and what two of them do together beyond what each does alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from measure.evaluate.responses import Factor, mean

SHUFFLES, AT_ONCE = 500, 2_000_000  # of a permutation test; numbers that are shuffled together

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]


@dataclass(frozen=True)
class Term:
    """A main effect, or what two factors do together beyond what each does alone.

    Attributes:
        keys: one factor or two.
        share: of the variance between the cells of a scene.
        p: of a permutation test: how often so much would come by chance.
        largest: deviation from the mean of all, for a pair from what both effects add up to.
        at: where that is, in words.
    """

    keys: tuple[str, ...]
    share: float
    p: float
    largest: float
    at: str


def terms(factors: Sequence[Factor], found: Floats) -> list[Term]:
    """Main effects and interactions of a full grid, the main effects first; none of another design."""
    if not factors or any((factor.level < 0).any() for factor in factors) or found.shape[0] < 2:
        return []
    sizes = np.prod([len(factor.labels) for factor in factors])
    if sizes != found.shape[1] or np.isnan(found).all():
        return []
    centred = found - mean(found, axis=1)[:, None]
    centred = np.where(np.isfinite(centred), centred, 0.0)
    whole = float((centred**2).sum())
    singles = [_term((factor,), centred, whole) for factor in factors]
    return singles + [_term(pair, centred, whole) for pair in combinations(factors, 2)]


def _term(factors: tuple[Factor, ...], centred: Floats, whole: float) -> Term:
    rest = centred
    if len(factors) > 1:  # less what each does alone
        for factor in factors:
            rest = rest - _effects(rest, factor.level, len(factor.labels))[factor.level]
    code = factors[0].level if len(factors) == 1 else factors[0].level * len(factors[1].labels) + factors[1].level
    count = int(np.prod([len(factor.labels) for factor in factors]))
    effects = _effects(rest, code, count)
    own = float((effects[code] ** 2).sum()) * len(centred)
    beyond = int((_by_chance(rest, code, count) >= own - 1e-12).sum())
    place = int(np.argmax(np.abs(effects)))
    parts = np.unravel_index(place, tuple(len(factor.labels) for factor in factors))
    words = ", ".join(f"{factor.key} = {factor.labels[int(part)]}" for factor, part in zip(factors, parts, strict=True))
    share = own / whole if whole > 0.0 else 0.0
    keys = tuple(factor.key for factor in factors)
    return Term(keys, share, (1 + beyond) / (1 + SHUFFLES), float(effects[place]), words)


def _by_chance(rest: Floats, code: Codes, count: int) -> Floats:
    """(SHUFFLES,) sums of squares of the effects where the cells of each scene are shuffled."""
    rng = np.random.default_rng(0)
    member = np.equal.outer(code, np.arange(count)).astype(np.float64)
    member /= np.maximum(member.sum(axis=0), 1.0)
    out = []
    at_once = max(1, min(SHUFFLES, AT_ONCE // rest.size))
    for start in range(0, SHUFFLES, at_once):
        times = min(at_once, SHUFFLES - start)
        shuffled = rng.permuted(np.broadcast_to(rest, (times, *rest.shape)), axis=2)
        effects = shuffled.mean(axis=1) @ member
        out.append((effects[:, code] ** 2).sum(axis=1) * len(rest))
    found: Floats = np.concatenate(out)
    return found


def _effects(values: Floats, code: Codes, count: int) -> Floats:
    """(count,) mean over scenes and cells of each code."""
    sums = np.bincount(code, values.mean(axis=0), minlength=count)
    out: Floats = sums / np.maximum(np.bincount(code, minlength=count), 1)
    return out
