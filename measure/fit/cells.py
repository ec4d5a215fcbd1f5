"""A scene's parameters as tables: each a row of cells with shares, for every case of what it depends on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from assets import AttributeValue
from measure.fit.pool import Drawn
from scenes import SceneParams
from scenes.distributions import (
    Beta,
    Choice,
    Constant,
    Distribution,
    Given,
    Histogram,
    LogUniform,
    TruncNormal,
    Uniform,
)
from scenes.params import AUTO, Domain

CELLS, CELLS_OF_A_CASE, LEAST_CELLS, MOST_VALUES = 10, 6, 3, 40
DRAWS_A_CELL = 30
WIDER = 0.5  # of its range that a parameter is tried beyond either end
LEAST_SHARE = 0.02  # of the scene's own shares that is spread over all cells, so that none is impossible
RARE = 0.01  # of the shares, that may lie beyond either end where intervals are made narrower
SAMPLES = 2000

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Cells:
    """One table.

    Attributes:
        key: the parameter.
        condition, case: holds where that other parameter has this value; None for always.
        options: names or whole numbers; empty for intervals.
        edges: of intervals; empty for options.
        law: what the scene itself draws it from.
        own: (K,) shares that this gives.
        still: it moves nothing that is matched, and stays as the scene has it.
    """

    key: str
    condition: str | None
    case: AttributeValue | None
    options: tuple[AttributeValue, ...]
    edges: tuple[float, ...]
    law: Distribution
    own: Floats
    still: bool = False

    def __len__(self) -> int:
        return len(self.own)

    def places(self, values: Sequence[AttributeValue]) -> NDArray[np.intp]:
        """(N,) the cells of values; -1 where they have none."""
        if self.options:
            known = {option: at for at, option in enumerate(self.options)}
            return np.array([known.get(value, -1) for value in values], np.intp)
        numbers = np.array([float(value) for value in values])
        at = np.searchsorted(self.edges, numbers, side="right") - 1
        at = np.where(numbers == self.edges[-1], len(self) - 1, at)
        return np.where((at >= 0) & (at < len(self)), at, -1)

    def numbers(self) -> Floats | None:
        """(K,) the middle of each cell; None for names."""
        if self.edges:
            return np.asarray(np.add(self.edges[1:], self.edges[:-1]) / 2.0)
        if all(isinstance(option, int | float) for option in self.options):
            return np.array([float(option) for option in self.options])
        return None

    @property
    def width(self) -> float:
        """Of the range of numbers."""
        numbers = self.numbers()
        assert numbers is not None
        return float(self.edges[-1] - self.edges[0]) if self.edges else float(np.ptp(numbers)) or 1.0

    def log_widths(self) -> Floats:
        """(K,) of intervals; 0 for options."""
        return np.log(np.diff(self.edges)) if self.edges else np.zeros(len(self))

    def closer(self, shares: Floats) -> "Cells":
        """The same parameter in intervals where shares (K,) are, and no further than a cell beyond."""
        if not self.edges or self.still:
            return self
        full = np.flatnonzero(np.minimum(np.cumsum(shares), np.cumsum(shares[::-1])[::-1]) > RARE)
        first, last = max(0, int(full[0]) - 1), min(len(self), int(full[-1]) + 2)
        edges = np.linspace(self.edges[first], self.edges[last], len(self) + 1)
        rounded = tuple(dict.fromkeys(float(f"{edge:.4g}") for edge in edges))
        inside = (max(rounded[0], self.edges[0]), *rounded[1:-1], min(rounded[-1], self.edges[-1]))
        if len(inside) != len(self) + 1 or not all(np.diff(inside) > 0.0):
            return self
        return Cells(self.key, self.condition, self.case, (), inside, self.law, _spread(masses(self.law, inside)))

    def carried(self, shares: Floats, to: "Cells") -> Floats:
        """Shares (K,) of these cells as shares of other intervals of the same parameter."""
        return _spread(masses(Histogram(self.edges, tuple(shares.tolist())), to.edges)) if self.edges else shares

    def distribution(self, shares: Floats) -> Distribution:
        """In the notation, of (K,) shares."""
        kept = [(at, float(f"{share:.4g}")) for at, share in enumerate(shares) if share > 1e-4]
        if self.options:
            return Choice(tuple(self.options[at] for at, _ in kept), tuple(share for _, share in kept))
        return Histogram(self.edges, tuple(float(f"{share:.4g}") if share > 1e-4 else 0.0 for share in shares))


def find_cells(params: SceneParams, pilot: Sequence[Drawn], more: float = np.inf) -> list[Cells]:
    """Tables of all that a scene draws and does not hold at one value.

    Args:
        more: how many times as many pictures there are to be: where few of them draw from a table it gets fewer cells.

    What is ``auto`` is made conditional on the parameter that its own distribution follows, such as the kind of camera.
    """
    return [table for key in type(params).model_fields for table in _tables(params, key, pilot, more)]


def condition_value(params: SceneParams, drawn: Drawn, condition: str, thing: int | None) -> AttributeValue | None:
    """What a picture or its thing has of a condition, which may be the name of bins."""
    if condition in params.bins:
        value = drawn.value(params.bins[condition].key, thing)
        return None if value is None else params.bins[condition].name_of(float(value))
    return drawn.value(condition, thing)


def _tables(params: SceneParams, key: str, pilot: Sequence[Drawn], more: float) -> list[Cells]:
    draws = [(drawn, draw) for drawn in pilot for draw in drawn.laws if draw.key == key]
    chosen: Distribution = getattr(params, key)
    if not draws or (isinstance(chosen, Constant) and chosen != AUTO):
        return []
    domain = params.domain(key)
    condition = chosen.key if isinstance(chosen, Given) else _followed(params, key, draws) if chosen == AUTO else None
    if condition is None:
        laws = {draw.by for _, draw in draws}
        if len(laws) > 1:
            laws = {_seen(domain, [draw.value for _, draw in draws])}
        return _table(domain, key, None, None, laws.pop(), _worth(CELLS, more * len(draws)))
    cases = [condition_value(params, drawn, condition, draw.thing) for drawn, draw in draws]
    by_case = {case: draw.by for case, (_, draw) in zip(cases, draws, strict=True)}
    out = []
    for case, law in by_case.items():
        cells = _worth(CELLS_OF_A_CASE, more * cases.count(case))
        out += _table(domain, key, condition, case, law, cells) if case else []
    return out


def _worth(cells: int, draws: float) -> int:
    """How many cells so many draws can fill."""
    return int(min(cells, max(LEAST_CELLS, draws / DRAWS_A_CELL)))


def _followed(params: SceneParams, key: str, draws: Sequence[tuple[Drawn, object]]) -> str | None:
    """The parameter on whose value alone it depends which distribution the scene draws a parameter from."""
    best: tuple[int, str] | None = None
    for other in type(params).model_fields:
        chosen = getattr(params, other)
        if other == key or isinstance(chosen, Constant | Given) or params.domain(other).kind == "number":
            continue
        laws: dict[AttributeValue | None, set[Distribution]] = {}
        for drawn, draw in draws:
            laws.setdefault(drawn.value(other, draw.thing), set()).add(draw.by)  # type: ignore[attr-defined]
        different = {law for found in laws.values() for law in found}
        if None in laws or len(different) < 2 or any(len(found) > 1 for found in laws.values()):
            continue
        if best is None or len(laws) < best[0]:
            best = len(laws), other
    return None if best is None else best[1]


def _seen(domain: Domain, values: Sequence[AttributeValue]) -> Distribution:
    """What a scene gave, where it does not say by which distribution."""
    if domain.kind != "number":
        names, counts = np.unique(np.array([str(value) for value in values]), return_counts=True)
        back = {str(value): value for value in values}
        return Choice(tuple(back[str(name)] for name in names), tuple(map(float, counts)))
    low, high = (float(np.min([float(value) for value in values])), float(np.max([float(value) for value in values])))
    edges = np.linspace(low, high, CELLS + 1) if high > low else np.array([low, low + 1e-9])
    counts, _ = np.histogram([float(value) for value in values], edges)
    return Histogram(tuple(edges.tolist()), tuple(map(float, counts)))


def _table(
    domain: Domain, key: str, condition: str | None, case: AttributeValue | None, law: Distribution, cells: int
) -> list[Cells]:
    """A list of one; of none where there is nothing to choose from."""
    if domain.kind == "number" and not isinstance(law, Choice | Constant):
        edges = _edges(domain, law, cells)
        return (
            [Cells(key, condition, case, (), tuple(edges), law, _spread(masses(law, edges)))] if len(edges) > 2 else []
        )
    known = domain.shares(law)
    options = _whole(domain, [int(value) for value in known]) if domain.kind == "integer" else tuple(known)
    if len(options) < 2:
        return []
    return [
        Cells(key, condition, case, options, (), law, _spread(np.array([known.get(each, 0.0) for each in options])))
    ]


def _whole(domain: Domain, values: Iterable[int]) -> tuple[int, ...]:
    values = list(values)
    more = max(1, round(WIDER * (max(values) - min(values))))
    low, high = max(int(domain.low), min(values) - more), min(int(domain.high), max(values) + more)
    count = min(high - low + 1, MOST_VALUES)
    return tuple(dict.fromkeys(np.linspace(low, high, count).round().astype(int).tolist()))


def _edges(domain: Domain, law: Distribution, cells: int) -> list[float]:
    low, high = (float(bound) for bound in law.support())
    if isinstance(law, TruncNormal):  # what it hardly ever gives would only coarsen the table
        low, high = max(low, law.mean - 3.0 * law.sd), min(high, law.mean + 3.0 * law.sd)
    if isinstance(law, LogUniform):
        factor = (high / low) ** WIDER
        low, high = max(low / factor, domain.low), min(high * factor, domain.high)
        edges = np.geomspace(max(low, 1e-9), high, cells + 1)
    else:
        more = WIDER * (high - low)
        edges = np.linspace(max(low - more, domain.low), min(high + more, domain.high), cells + 1)
    rounded = [float(f"{edge:.4g}") for edge in edges]
    return [min(max(edge, domain.low), domain.high) for edge in dict.fromkeys(rounded)]


def masses(law: Distribution, edges: Sequence[float]) -> Floats:
    """(K,) how much of a distribution lies between edges."""
    at = np.array(edges)
    match law:
        case Uniform(low, high):
            below = ((at - low) / max(high - low, 1e-12)).clip(0.0, 1.0)
        case LogUniform(low, high):
            below = (np.log(at.clip(low, high) / low) / max(np.log(high / low), 1e-12)).clip(0.0, 1.0)
        case TruncNormal(mean, sd, low, high):
            below = stats.norm.cdf((at.clip(low, high) - mean) / sd)
        case Beta(a, b, low, high):
            below = stats.beta.cdf(((at - low) / max(high - low, 1e-12)).clip(0.0, 1.0), a, b)
        case Histogram(ends, weights):
            below = np.interp(at, ends, np.concatenate([[0.0], np.cumsum(weights)]) / sum(weights))
        case _:
            rng = np.random.default_rng(np.random.SeedSequence(0))
            drawn = np.sort([float(law.sample(rng)) for _ in range(SAMPLES)])
            below = np.searchsorted(drawn, at) / SAMPLES
    return np.diff(below)


def _spread(shares: Floats) -> Floats:
    total = shares.sum()
    even = np.full(len(shares), 1.0 / len(shares))
    return even if total <= 0.0 else (1.0 - LEAST_SHARE) * shares / total + LEAST_SHARE * even
