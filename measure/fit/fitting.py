"""``fit``: a scene's parameters with which its labels look like those of REAL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import logsumexp

from assets import ConfigError
from assets.reading import shown
from measure.comparing import of_labels
from measure.fit.cells import Cells, Floats, count_cells, find_cells
from measure.fit.determined import Spread, spreads
from measure.fit.figures import Figure, recipes
from measure.fit.learning import learned_model
from measure.fit.pool import Drawn, sample_pool
from measure.fit.real import Real, read_real
from measure.fit.weighing import EVEN, Pool, Shares, log_density, seek
from measure.fit.written import as_distributions, spans
from measure.items import Source
from measure.properties.labels import ATTRIBUTE, FROM_POINTS, add_things
from measure.properties.moves import moved_by, parameters_of
from measure.report import Property
from measure.table import Table
from scenes import SceneParams, SceneScript
from scenes.distributions import Distribution
from scenes.limits import LEAST_SIDE_PX
from scenes.registry import BUILT_IN

DISTRIBUTIONS, MODEL = "distributions", "model"
METHODS = (DISTRIBUTIONS, MODEL)
CLASSES = 4  # of a model
PILOT, WIDE, NEAR, CHECK = 0.1, 0.2, 0.5, 0.2  # of all pictures, by what they are sampled for
ROUNDS: Mapping[str, tuple[tuple[int, float], ...]] = {
    DISTRIBUTIONS: ((1, 0.04), (1, 0.02), (1, 0.01), (1, 0.005)),
    MODEL: ((1, 0.04), (1, 0.02), (CLASSES, 0.02), (CLASSES, 0.01), (CLASSES, 0.01), (CLASSES, 0.005)),
}  # classes, and how much it counts that many pictures bear the weight: less and less, as pools come nearer
PAIRS, PAIRS_OF_A_MODEL = 0.1, 1.0  # weight of pairs against single columns
LOOSE = 5.0  # times that evenness: part of a nearer pool's shares that are wide all the same
LEAST_FRAMES = 100
WORSE, SLACK = 1.05, 1.5e-3  # by how much labels may be further off where what is not determined stays as it was
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
    """

    method: str = DISTRIBUTIONS
    at_least: int = 5
    frames: int = 1000
    seed: int = 0
    size: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ConfigError(f"--method: expected {' or '.join(METHODS)}, got '{shown(self.method)}'")
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
    search = _Search(script, params, real, wish, advance)
    pilot = search.sample(params, PILOT, "as it is")
    movers = search.movers(pilot)
    tables = [table for table in find_cells(params, pilot) if table.key in movers]
    if not tables:
        raise ConfigError(f"fit: expected parameters of {script.name} that are not of one value, found none")
    search.begin(pilot, tables)
    search.add(Shares.of(search.wide), WIDE, "widely")
    for classes, even in ROUNDS[wish.method]:
        found, _ = search.seek(classes=classes, even=even)
        near = search.closer(found)
        search.add(near.mixed(LOOSE * even, search.wide), NEAR / len(ROUNDS[wish.method]), "nearer")
    held, known = search.determined()
    shares, _ = search.seek(held, ROUNDS[wish.method][-1][0])
    fitted, model = search.written(shares, held)
    after = search.sample(search.params_with(fitted), CHECK, "as fitted")
    compared = [search.compared(pool) for pool in (pilot, after)]
    notes = (*real.notes, *_notes(held, known, fitted, compared[1]))
    if _apart(compared[1]) >= _apart(compared[0]):
        notes = (f"no nearer to REAL than before with {wish.frames} descriptions: take more --frames", *notes)
    return Fit(script.name, fitted, model, known, compared[0], compared[1], size, notes)


class _Search:
    """Pools as they grow, and what is sought in them."""

    def __init__(self, script: SceneScript, params: SceneParams, real: Real, wish: Wish, advance: Advance) -> None:
        self._script, self._params, self._real, self._wish, self._advance = script, params, real, wish, advance
        self._drawn: list[Drawn] = []
        self._parts: list[tuple[int, list[Cells], Shares]] = []
        self._tables: list[Cells] = []
        self._rounds = 0
        self._last: Shares | None = None
        self._alone: Floats | None = None  # the last ones of one class
        self._pool: Pool | None = None
        self._real_figures: list[Figure] = []

    @property
    def wide(self) -> Floats:
        """(K,) half as the scene has it, half evenly."""
        return np.concatenate([0.5 * table.own + 0.5 / len(table) for table in self._tables])

    @property
    def pool(self) -> Pool:
        assert self._pool is not None
        return self._pool

    def sample(self, params: SceneParams, part: float, stage: str) -> list[Drawn]:
        self._rounds += 1
        seed = int(np.random.SeedSequence((self._wish.seed, self._rounds)).generate_state(1, np.uint64)[0] >> 1)
        count = max(1, round(part * self._wish.frames))
        return sample_pool(self._script, params, count, seed, lambda: self._advance(stage))

    def begin(self, pilot: list[Drawn], tables: list[Cells]) -> None:
        self._tables = tables
        self._extend(pilot, Shares.of(np.concatenate([table.own for table in tables])))

    def closer(self, shares: Shares) -> Shares:
        """Narrower cells for what is sought from now on, and these shares in them."""
        olds, every, marginal = self._tables, spans(self._tables), shares.marginal()
        self._tables = [table.closer(marginal[span]) for table, span in zip(olds, every, strict=True)]
        both = list(zip(olds, every, self._tables, strict=True))
        cells = [np.concatenate([old.carried(row[span], new) for old, span, new in both]) for row in shares.cells]
        self._last = Shares(shares.classes, np.array(cells))
        before = marginal if len(shares.classes) == 1 or self._alone is None else self._alone
        self._alone = np.concatenate([old.carried(before[span], new) for old, span, new in both])
        return self._last

    def movers(self, pilot: Sequence[Drawn]) -> frozenset[str]:
        """Parameters that may move something which both label: of a built-in scene those that are known to.

        All else would only add noise to what is sought.
        """
        known = frozenset(type(self._params).model_fields)
        if self._script.name not in BUILT_IN:
            return known
        ours, real = self._table_of(pilot).columns(), self._real.table.columns()
        both = [key.removeprefix(FROM_POINTS).removeprefix(ATTRIBUTE) for key in real if key in ours]
        return frozenset(name for key in ("count", *both) for name in moved_by(key, known)) | {self._params.how_many}

    def add(self, shares: Shares, part: float, stage: str) -> None:
        """Sample with these shares, too."""
        laws = [as_distributions(self._params, self._tables, row) for row in shares.cells]
        chosen = laws[0] if len(laws) == 1 else learned_model(self._params, shares.classes, laws)[0]
        self._extend(self.sample(self.params_with(chosen), part, stage), shares)

    def params_with(self, laws: Mapping[str, Distribution]) -> SceneParams:
        values = {**{key: getattr(self._params, key) for key in type(self._params).model_fields}, **laws}
        return self._params.read(values, self._script.name).with_size(self._params.size)

    def seek(self, held: frozenset[str] = frozenset(), classes: int = 1, even: float = EVEN) -> tuple[Shares, float]:
        pool = replace(self.pool, figures=self._figures(PAIRS if classes == 1 else PAIRS_OF_A_MODEL))
        start = self._last if self._last is not None and len(self._last.classes) in (1, classes) else None
        centre = None if classes == 1 else self._alone
        return seek(pool, self.wanted(None), self._tables, classes, held, even, start, centre)

    def wanted(self, emphasis: Floats | None) -> list[Floats]:
        """REAL's shares, with pictures counted (F,) times each."""
        weights = np.ones(self._real.table.pictures) if emphasis is None else emphasis
        return [figure.shares(weights) for figure in self._real_figures]

    def determined(self) -> tuple[frozenset[str], dict[str, Spread]]:
        """Parameters that stay as they are, because nothing in REAL says otherwise; and of all how far they are known.

        What is not determined but cannot be left alone, because labels would be further off, moves with the others.
        """
        best, off = self.seek()
        found = spreads(self.pool, self.wanted, self._tables, self._real.table.pictures, best, self._wish.seed)
        most = WORSE * off + SLACK
        loose = [key for key, spread in found.items() if not spread.determined and key != self._params.how_many]
        loose.sort(key=lambda key: -found[key].of)
        held: frozenset[str] = frozenset(loose)
        if held and self.seek(held)[1] > most:
            held = frozenset()
            for key in loose:
                if self.seek(held | {key})[1] <= most:
                    held |= {key}
        return held, found

    def written(self, shares: Shares, held: frozenset[str]) -> tuple[dict[str, Distribution], bytes]:
        """What goes into the file, and the model's bytes."""
        places = [place for place, table in enumerate(self._tables) if table.key not in held]
        tables = [self._tables[place] for place in places]
        every = spans(self._tables)
        cells = [np.concatenate([row[every[place]] for place in places]) for row in shares.cells] if places else []
        if not places:
            return {}, b""
        supports = self._supports(shares)
        if len(cells) == 1:
            own = [supports[place] for place in places]
            return as_distributions(self._params, tables, cells[0], own, self._wish.at_least), b""
        laws = []
        for share, row in zip(shares.classes, cells, strict=True):
            behind = [share * supports[place] for place in places]
            enough = share * self._real.table.pictures >= self._wish.at_least
            laws.append(as_distributions(self._params, tables, row, behind, self._wish.at_least) if enough else {})
        return learned_model(self._params, shares.classes, laws)

    def compared(self, drawn: Sequence[Drawn]) -> tuple[Property, ...]:
        table = self._table_of(drawn)
        places = self._real.source.place, self._real.source.place
        return tuple(of_labels(self._real.table, table, places, parameters_of([self._script.name])))

    def _supports(self, shares: Shares) -> list[float]:
        """How many real pictures, or things, stand behind each table."""
        weights = shares.weights(self.pool)
        table = self._real.table
        out = []
        for each, span in zip(self._tables, spans(self._tables), strict=True):
            total = len(table) if each.key in self._params.each else table.pictures
            of_key = [s for t, s in zip(self._tables, spans(self._tables), strict=True) if t.key == each.key]
            all_draws = sum(float(weights @ self.pool.counts[:, other].sum(axis=1)) for other in of_key)
            own = float(weights @ self.pool.counts[:, span].sum(axis=1))
            out.append(total * own / max(all_draws, 1e-12))
        return out

    def _extend(self, drawn: list[Drawn], shares: Shares) -> None:
        self._drawn += drawn
        self._parts.append((len(drawn), self._tables, shares))
        each = []
        for number, tables, part in self._parts:
            found = count_cells(self._params, tables, self._drawn)
            each.append(np.log(number / len(self._drawn)) + log_density(*found, tables, part))
        log_drawn = logsumexp(np.array(each), axis=0)
        counts, beyond = count_cells(self._params, self._tables, self._drawn)
        log_drawn += counts @ np.concatenate([table.log_widths() for table in self._tables])
        log_drawn[beyond] = np.inf
        self._pool = Pool(counts, log_drawn, self._figures(PAIRS))

    def _figures(self, pairs: float) -> list[Figure]:
        """Of the pool; those of REAL are noted."""
        table = self._table_of(self._drawn)
        made = recipes(self._real.table, table, self._wish.at_least, pairs)
        self._real_figures = [recipe.of(self._real.table) for recipe in made]
        return [recipe.of(table) for recipe in made]

    def _table_of(self, drawn: Sequence[Drawn]) -> Table:
        table = Table()
        for each in drawn:
            table.pictures += 1
            add_things(table, each.item, self._real.left_out, {})
        return table


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
