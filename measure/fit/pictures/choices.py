"""What only pictures show of a scene: its parameters that no label moves, in cells, and how pools drew them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from assets import AttributeValue, SceneError
from measure.fit.cells import Cells, masses
from measure.fit.written import spans
from measure.properties.labels import LABELS
from measure.properties.moves import MOVES
from measure.properties.pixels import PIXELS
from scenes import SceneParams, SceneScript, sample
from scenes.distributions import Choice, Constant, Distribution, LogUniform
from scenes.drawn import Draw
from scenes.film import BOUNDS
from scenes.params import AUTO, Domain
from scenes.registry import BUILT_IN

CELLS, MOST_OPTIONS = 6, 40
OPEN = 0.02  # of the shares, spread over all cells, so that none is impossible

type Floats = NDArray[np.float64]
type Chosen = Mapping[str, tuple[AttributeValue, Distribution]]
"""What a picture drew once, by key: the value, and what gave it."""


def chosen(script: SceneScript, params: SceneParams, seed: int, number: int) -> Chosen | None:
    """What a frame of a run drew; None where it cannot be placed."""
    draws: list[Draw] = []
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
    try:
        sample(script, params.for_picture(number).noting(draws), rng)
    except SceneError:
        return None
    return {draw.key: (draw.value, draw.by) for draw in draws if draw.thing is None}


def shown_only(script: SceneScript, params: SceneParams) -> frozenset[str]:
    """Parameters that move pictures and no labels; numbers of a film apart, which the camera twin finds.

    Of a scene that is not built in all that it draws once are taken.
    """
    every = frozenset(type(params).model_fields) - set(params.each) - BOUNDS.keys() - {params.how_many}
    every -= {key for key in every if _one_value(getattr(params, key))}
    if script.name not in BUILT_IN:
        return every
    shown = {name for key in (*PIXELS, "judge") for name in MOVES.get(key, ())}
    return (every & shown) - {name for key in LABELS for name in MOVES.get(key, ())}


def tables_of(params: SceneParams, keys: frozenset[str], pilot: Sequence[Chosen]) -> list[Cells]:
    """Of those of the parameters that every picture draws, and not always alike."""
    out = []
    for key in sorted(keys):
        drawn = [each[key] for each in pilot if key in each]
        if len(drawn) == len(pilot) and (table := _table(params.domain(key), key, drawn)) is not None:
            out.append(table)
    return out


@dataclass(frozen=True, eq=False)
class Part:
    """Pictures that were drawn with the same shares.

    Attributes:
        cells: (N, T) the cell of each table that each picture drew; -1 for none.
        shares: (K,) of all cells, side by side, that they were drawn with.
    """

    cells: NDArray[np.intp]
    shares: Floats


def placed(tables: Sequence[Cells], every: Sequence[Chosen]) -> NDArray[np.intp]:
    """(N, T) cells, counted side by side."""
    starts = [span.start for span in spans(tables)]
    out = np.full((len(every), len(tables)), -1, np.intp)
    for column, (table, start) in enumerate(zip(tables, starts, strict=True)):
        rows = [row for row, each in enumerate(every) if table.key in each]
        found = table.places([every[row][table.key][0] for row in rows])
        out[rows, column] = np.where(found < 0, -1, start + found)
    return out


def weigher(parts: Sequence[Part]) -> Callable[[Floats], Floats]:
    """What gives pictures of all parts, side by side, their weights (M, N) under other shares (M, K)."""
    cells = np.concatenate([part.cells for part in parts])
    inside = (cells >= 0).all(axis=1)
    each = [np.log(len(p.cells) / len(cells)) + _likely(np.log(np.maximum(p.shares, 1e-12)), cells) for p in parts]
    drawn = np.where(inside, logsumexp(np.array(each), axis=0), np.inf)

    def weights(shares: Floats) -> Floats:
        log = _likely(np.log(np.maximum(shares, 1e-12)), cells) - drawn
        return np.asarray(np.exp(log - logsumexp(log, axis=-1, keepdims=True)))

    return weights


def open_to_all(table: Cells, shares: Floats) -> Floats:
    return (1.0 - OPEN) * shares / shares.sum() + OPEN / len(table)


def _likely(log_shares: Floats, cells: NDArray[np.intp]) -> Floats:
    return np.asarray(log_shares[..., np.maximum(cells, 0)].sum(axis=-1))


def _one_value(law: Distribution) -> bool:
    return isinstance(law, Constant) and law != AUTO


def _table(domain: Domain, key: str, drawn: Sequence[tuple[AttributeValue, Distribution]]) -> Cells | None:
    values, law = [value for value, _ in drawn], drawn[0][1]
    if domain.kind == "number":
        numbers = np.array([float(value) for value in values])
        low, high = float(numbers.min()), float(numbers.max())
        if not low < high:
            return None
        low, high = (float(f"{end:.4g}") for end in (low, high))
        ends = np.geomspace(low, high, CELLS + 1) if isinstance(law, LogUniform) else np.linspace(low, high, CELLS + 1)
        edges = tuple(min(max(float(f"{end:.4g}"), domain.low), domain.high) for end in ends)
        if not (np.diff(edges) > 0.0).all():
            return None
        alike = len({by for _, by in drawn}) == 1
        own = masses(law, edges) if alike else np.histogram(numbers, edges)[0].astype(np.float64)
        made = Cells(key, None, None, (), edges, law, own)
        return Cells(key, None, None, (), edges, law, open_to_all(made, own if own.sum() > 0.0 else np.ones(CELLS)))
    if isinstance(law, Choice) and len({by for _, by in drawn}) == 1:  # what is rare is an option, too
        shares = domain.shares(law)
        options, own = tuple(shares), np.array(list(shares.values()))
    else:
        options = tuple(sorted({*values}, key=str))
        own = np.array([float(values.count(option)) for option in options])
    if not 2 <= len(options) <= MOST_OPTIONS:
        return None
    made = Cells(key, None, None, options, (), law, own / own.sum())
    return Cells(key, None, None, options, (), law, open_to_all(made, own))
