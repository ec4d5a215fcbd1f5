"""``fit``: a scene's parameters with which its labels look like those of REAL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assets import ConfigError
from assets.reading import shown
from measure.fit.cells import find_cells
from measure.fit.determined import Spread
from measure.fit.pool import Sampler
from measure.fit.real import Real, read_real
from measure.fit.search import Search
from measure.fit.weighing import Shares
from measure.items import Source
from measure.report import Property
from scenes import SceneParams, SceneScript
from scenes.distributions import Distribution
from scenes.limits import LEAST_SIDE_PX

DISTRIBUTIONS, MODEL, DEEP = "distributions", "model", "deep"
METHODS = (DISTRIBUTIONS, MODEL, DEEP)
CLASSES = 4  # of a model
PILOT, WIDE, NEAR, CHECK = 0.15, 0.15, 0.5, 0.2  # of all pictures, by what they are sampled for
ROUNDS: Mapping[str, tuple[tuple[int, float], ...]] = {
    DISTRIBUTIONS: ((1, 0.02), (1, 0.01), (1, 0.005), (1, 0.005), (1, 0.005)),
    MODEL: ((1, 0.02), (1, 0.01), (CLASSES, 0.01), (CLASSES, 0.005), (CLASSES, 0.005)),
    DEEP: ((1, 0.02), (1, 0.01), (CLASSES, 0.01), (CLASSES, 0.005), (CLASSES, 0.005)),
}  # classes, and how much it counts that many rows bear the weight: less and less, as pools come nearer
LOOSE = 5.0  # times that evenness: part of a nearer pool's shares that are wide all the same
LEAST_FRAMES = 100
REACHED = 0.05  # distance beyond chance, up to which a quantity is said to be reached
FINER = 2  # how many times finer pictures are than those that labels are had of here

type Advance = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Fit:
    """What was found.

    Attributes:
        scene: its name.
        params: by key; what is not named stays as it was.
        model: the file that ``learned`` takes its tables from; empty where none is needed.
        spreads: of all parameters that were looked at, how well REAL determines them.
        before, after: the labels beside REAL's, with the scene as it was and as fitted.
        size: width and height with the shape of REAL's pictures.
        notes: sentences.
    """

    scene: str
    params: Mapping[str, Distribution]
    model: bytes
    spreads: Mapping[str, Spread]
    before: tuple[Property, ...]
    after: tuple[Property, ...]
    size: tuple[int, int]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    Attributes:
        method: one of ``METHODS``.
        at_least: how many real objects must stand behind an entry.
        frames: how many descriptions are sampled in all.
        size: of pictures; None for REAL's shape.
        workers: processes that describe pictures; 0 for this one.
    """

    method: str = DISTRIBUTIONS
    at_least: int = 5
    frames: int = 3000
    seed: int = 0
    size: tuple[int, int] | None = None
    workers: int = 0

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ConfigError(
                f"--method: expected {', '.join(METHODS[:-1])} or {METHODS[-1]}, got '{shown(self.method)}'"
            )
        if self.frames < LEAST_FRAMES:
            raise ConfigError(f"--frames: expected {LEAST_FRAMES} or more, got {self.frames}")
        if self.at_least < 1:
            raise ConfigError(f"--at-least: expected 1 or more, got {self.at_least}")


def fit(
    script: SceneScript,
    params: SceneParams,
    source: Source,
    wish: Wish,
    categories: Mapping[str, str] | None = None,
    advance: Advance = lambda stage: None,
) -> Fit:
    """Fit a scene's parameters to the labels of a set.

    Args:
        params: what holds now; what is one value stays.
        source: the set, with labels.
        categories: other names for some of its categories; empty to leave one out.
        advance: is told the stage at each picture.

    Raises:
        ConfigError: there are no labels, too few of them, or none of the scene's categories.
        DatasetError: the set cannot be read.
    """
    real = read_real(script, source, wish.at_least, categories or {})
    size = wish.size or real.size
    params = params.with_size((max(LEAST_SIDE_PX, size[0] // FINER), max(LEAST_SIDE_PX, size[1] // FINER)))
    with Sampler(script, wish.workers) as sampler:
        search = Search(script, params, real, sampler, wish.at_least, wish.frames, wish.seed, advance)
        return _found(search, script, params, real, wish, size)


def _found(
    search: Search, script: SceneScript, params: SceneParams, real: Real, wish: Wish, size: tuple[int, int]
) -> Fit:
    pilot = search.sample(params, PILOT, "as it is")
    candidates = search.candidates(pilot)
    tables = [table for table in find_cells(params, pilot, wish.frames / len(pilot)) if table.key in candidates]
    if not tables:
        raise ConfigError(f"fit: expected parameters of {script.name} that are not of one value, found none")
    search.begin(pilot, tables)
    search.add(Shares.of(search.wide), WIDE, "widely")
    search.screen()
    for classes, even in ROUNDS[wish.method]:
        found, _ = search.step(even, classes)
        near = search.closer(found)
        search.add(near.mixed(LOOSE * even, search.wide), NEAR / len(ROUNDS[wish.method]), "nearer")
    held, known = search.determined()
    classes, even = ROUNDS[wish.method][-1]
    shares, log_weights = search.step(even, classes, joint=wish.method == DEEP)
    if wish.method == DEEP:
        fitted, model = search.as_network(shares, log_weights, held)
    else:
        fitted, model = search.written(search.returned(shares, known), held)
    after = search.sample(search.params_with(fitted), CHECK, "as fitted")
    compared = [search.compared(pool) for pool in (pilot, after)]
    notes = (*real.notes, *_notes(held, known, fitted, compared[1]))
    if _apart(compared[1]) >= _apart(compared[0]):
        notes = (f"no nearer to REAL than before with {wish.frames} descriptions: take more --frames", *notes)
    return Fit(script.name, fitted, model, known, compared[0], compared[1], size, notes)


def _apart(found: Sequence[Property]) -> float:
    """How far quantities are from REAL's, on average."""
    return float(np.mean([item.beyond for item in found]))


def _notes(
    held: frozenset[str],
    found: Mapping[str, Spread],
    fitted: Mapping[str, Distribution],
    after: Sequence[Property],
) -> list[str]:
    out = []
    if held:
        out.append(f"nothing in REAL's labels says what these should be, and they stay: {', '.join(sorted(held))}")
    loose = sorted(key for key, spread in found.items() if not spread.determined and key not in held and key in fitted)
    if loose:
        out.append(f"not determined: other values of these, together, would do as well: {', '.join(loose)}")
    for item in after:
        if item.beyond > REACHED and not item.key.endswith("_pairs"):
            by = f"; moved by {', '.join(item.moved_by)}" if item.moved_by else "; no parameter moves it"
            out.append(f"not reached: {item.title} (still {item.beyond:.2f} apart beyond chance{by})")
    return out
