"""Pools of descriptions as they grow, and the shares of cells that are sought in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import logsumexp

from measure.comparing import of_labels
from measure.fit.cells import Cells, Floats
from measure.fit.deep import network_model
from measure.fit.determined import UNKNOWN, Spread, spreads
from measure.fit.figures import Figure, recipes
from measure.fit.learning import learned_model
from measure.fit.pool import Drawn, Sampler
from measure.fit.projecting import projected
from measure.fit.real import Real
from measure.fit.returning import returned
from measure.fit.rows import Placed, Rows
from measure.fit.screening import movers
from measure.fit.tilting import tilted
from measure.fit.weighing import EVEN, Pool, Shares, log_density, seek
from measure.fit.written import as_distributions, spans
from measure.properties.labels import ATTRIBUTE, FROM_POINTS, add_things
from measure.properties.moves import moved_by, parameters_of
from measure.report import Property
from measure.table import Table
from scenes import SceneParams, SceneScript
from scenes.distributions import Distribution
from scenes.registry import BUILT_IN

PAIRS, PAIRS_OF_A_MODEL = 0.1, 1.0  # weight of pairs against single columns
WORSE, SLACK = 1.05, 1.5e-3  # by how much labels may be further off where what is not determined stays as it was

SAMPLES = 20  # of REAL's pictures drawn anew, for what chance alone does
TRUSTED = 0.02  # how much it counts that many rows bear the weight, where it is asked what is determined

type Advance = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class _Part:
    """What was sampled at once: how many pictures, in which tables, with which shares."""

    number: int
    tables: list[Cells]
    shares: Shares


class Search:
    """Args:
    params: what holds now, and the size of pictures.
    frames: how many descriptions are sampled in all.
    advance: is told the stage at each picture.
    """

    def __init__(
        self,
        script: SceneScript,
        params: SceneParams,
        real: Real,
        sampler: Sampler,
        at_least: int,
        frames: int,
        seed: int,
        advance: Advance,
    ) -> None:
        self._script, self._params, self._real, self._sampler = script, params, real, sampler
        self._at_least, self._frames, self._seed, self._advance = at_least, frames, seed, advance
        self._drawn: list[Drawn] = []
        self._parts: list[_Part] = []
        self._tables: list[Cells] = []
        self._still: frozenset[str] = frozenset()
        self._rounds = 0
        self._last: Shares | None = None
        self._pool: Pool | None = None
        self._rows: Rows | None = None
        self._real_figures: list[Figure] = []

    @property
    def wide(self) -> Floats:
        """(K,) half as the scene has it, half evenly."""
        part = [0.0 if table.still else 0.5 for table in self._tables]
        return np.concatenate([(1 - p) * t.own + p / len(t) for t, p in zip(self._tables, part, strict=True)])

    @property
    def pool(self) -> Pool:
        assert self._pool is not None
        return self._pool

    def sample(self, params: SceneParams, part: float, stage: str) -> list[Drawn]:
        self._rounds += 1
        seed = int(np.random.SeedSequence((self._seed, self._rounds)).generate_state(1, np.uint64)[0] >> 1)
        count = max(1, round(part * self._frames))
        return self._sampler.sample(params, count, seed, lambda: self._advance(stage))

    def candidates(self, pilot: Sequence[Drawn]) -> frozenset[str]:
        """Parameters that may move something which both label: of a built-in scene those that are known to."""
        known = frozenset(type(self._params).model_fields)
        if self._script.name not in BUILT_IN:
            return known
        ours, real = self._table_of(pilot).columns(), self._real.table.columns()
        both = [key.removeprefix(FROM_POINTS).removeprefix(ATTRIBUTE) for key in real if key in ours]
        return frozenset(name for key in ("count", *both) for name in moved_by(key, known)) | {self._params.how_many}

    def begin(self, pilot: list[Drawn], tables: list[Cells]) -> None:
        self._tables = tables
        self._extend(pilot, Shares.of(np.concatenate([table.own for table in tables])))

    def screen(self) -> None:
        """Leave all tables as they are from now on that move nothing, as far as what was sampled tells."""
        assert self._rows is not None
        kept = movers(self._tables, self._rows, self.pool.figures)
        if any(kept):
            self._tables = [replace(table, still=not moves) for table, moves in zip(self._tables, kept, strict=True)]
            self._still = frozenset(table.key for table in self._tables) - {t.key for t in self._tables if not t.still}

    def closer(self, shares: Shares) -> Shares:
        """Narrower cells for what is sought from now on, and these shares in them."""
        olds, every, marginal = self._tables, spans(self._tables), shares.marginal()
        self._tables = [table.closer(marginal[span]) for table, span in zip(olds, every, strict=True)]
        both = list(zip(olds, every, self._tables, strict=True))
        cells = [np.concatenate([old.carried(row[span], new) for old, span, new in both]) for row in shares.cells]
        self._last = Shares(shares.classes, np.array(cells))
        return self._last

    def add(self, shares: Shares, part: float, stage: str) -> None:
        """Sample with these shares, too."""
        laws = [as_distributions(self._params, self._tables, row) for row in shares.cells]
        chosen = laws[0] if len(laws) == 1 else learned_model(self._params, shares.classes, laws)[0]
        self._extend(self.sample(self.params_with(chosen), part, stage), shares)

    def params_with(self, laws: Mapping[str, Distribution]) -> SceneParams:
        values = {**{key: getattr(self._params, key) for key in type(self._params).model_fields}, **laws}
        return self._params.read(values, self._script.name).with_size(self._params.size)

    def step(self, even: float, classes: int = 1, joint: bool = False) -> tuple[Shares, Floats]:
        """Shares nearer to REAL's labels than the last ones, and (R,) the log of the weights that they come of.

        Pictures are weighed by their labels first, from where the last shares would weigh them, and tables taken of
        these weights. Then tables are sought directly, which goes further, but not far from there: of few pictures,
        tables would be found that only these bear out.

        Args:
            joint: what belongs together counts as much as single quantities, as it does with several classes.
        """
        assert self._rows is not None
        before = self._last or Shares.of(np.concatenate([table.own for table in self._tables]))
        base = before.log_likelihood(self.pool.placed) - self.pool.log_drawn
        figures = self._figures(PAIRS_OF_A_MODEL if joint or classes > 1 else PAIRS)
        log = tilted(base, self._rows.pictures, figures, self.wanted(None), even)
        weights = np.exp(log - log.max())
        found = projected(self.pool.placed, self._tables, weights, self._rows.pictures, before, classes)
        pool, pictures = replace(self.pool, figures=figures), self._real.table.pictures
        further = seek(
            pool, self.wanted(None), self._tables, pictures, classes, even=even, start=found, centre=found.cells
        )
        return further[0], log

    def seek(self, held: frozenset[str] = frozenset(), even: float = EVEN) -> tuple[Shares, float]:
        """From the scene's own shares, of one class; the second is how far labels are off."""
        pool, pictures = replace(self.pool, figures=self._figures(PAIRS)), self._real.table.pictures
        start = self._last if self._last is not None and len(self._last.classes) == 1 else None
        return seek(pool, self.wanted(None), self._tables, pictures, held=held, even=even, start=start)

    def wanted(self, emphasis: Floats | None) -> list[Floats]:
        """REAL's shares, with pictures counted (F,) times each."""
        table = self._real.table
        often = np.ones(table.pictures) if emphasis is None else emphasis
        weights = np.concatenate([often, often[table.groups()]])
        return [figure.shares(weights) for figure in self._real_figures]

    def determined(self) -> tuple[frozenset[str], dict[str, Spread]]:
        """Parameters that stay as they are, because nothing in REAL says otherwise; and of all how far they are known.

        What is not determined but cannot be left alone, because labels would be further off, moves with the others.
        """
        assert self._rows is not None
        best, off = self.seek(even=TRUSTED)
        pictures = self._real.table.pictures
        found = spreads(self.pool, self.wanted, self._tables, pictures, self._rows.pictures, best, self._seed)
        most = WORSE * off + SLACK
        loose = [key for key, spread in found.items() if not spread.determined and key != self._params.how_many]
        loose.sort(key=lambda key: -found[key].of)
        held: frozenset[str] = frozenset(loose)
        if held and self.seek(held, even=TRUSTED)[1] > most:
            held = frozenset()
            for key in loose:
                if self.seek(held | {key}, even=TRUSTED)[1] <= most:
                    held |= {key}
        return held | self._still, found | dict.fromkeys(self._still, UNKNOWN)

    def returned(self, shares: Shares, known: Mapping[str, Spread]) -> Shares:
        """What is not determined goes back towards the scene's own, as far as labels of so few pictures bear it."""
        pairs = PAIRS if len(shares.classes) == 1 else PAIRS_OF_A_MODEL
        pool = replace(self.pool, figures=self._figures(pairs))
        count = self._real.table.pictures
        rng = np.random.default_rng(np.random.SeedSequence((self._seed, 78)))
        often = rng.multinomial(count, np.full(count, 1.0 / count), size=SAMPLES).astype(np.float64)
        others = [self.wanted(each) for each in often]
        return returned(pool, self.wanted(None), self._tables, shares, known, others)

    def written(self, shares: Shares, held: frozenset[str]) -> tuple[dict[str, Distribution], bytes]:
        """What goes into the file, and the model's bytes."""
        places = [place for place, table in enumerate(self._tables) if table.key not in held and not table.still]
        tables = [self._tables[place] for place in places]
        every = spans(self._tables)
        cells = [np.concatenate([row[every[place]] for place in places]) for row in shares.cells] if places else []
        if not places:
            return {}, b""
        supports = self._supports(shares)
        if len(cells) == 1:
            own = [supports[place] for place in places]
            return as_distributions(self._params, tables, cells[0], own, self._at_least), b""
        laws = []
        for share, row in zip(shares.classes, cells, strict=True):
            behind = [share * supports[place] for place in places]
            enough = share * self._real.table.pictures >= self._at_least
            laws.append(as_distributions(self._params, tables, row, behind, self._at_least) if enough else {})
        return learned_model(self._params, shares.classes, laws)

    def as_network(
        self, shares: Shares, log_weights: Floats, held: frozenset[str]
    ) -> tuple[dict[str, Distribution], bytes]:
        """What goes into the file with a network that is taught rows of these weights, and the network's bytes."""
        assert self._rows is not None
        free = [place for place, table in enumerate(self._tables) if table.key not in held and not table.still]
        conditions = {self._tables[place].condition for place in free}
        places = [at for at, table in enumerate(self._tables) if at in free or table.key in conditions]
        if not free:
            return {}, b""
        supports = self._supports(shares)
        tables, own = [self._tables[place] for place in places], [supports[place] for place in places]
        return network_model(self._params, tables, self._rows, log_weights, own, self._at_least)

    def compared(self, drawn: Sequence[Drawn]) -> tuple[Property, ...]:
        table = self._table_of(drawn)
        places = self._real.source.place, self._real.source.place
        return tuple(of_labels(self._real.table, table, places, parameters_of([self._script.name])))

    def _supports(self, shares: Shares) -> list[float]:
        """How many real pictures, or things, stand behind each table."""
        assert self._rows is not None
        weights, table, out = shares.weights(self.pool), self._real.table, list[float]()
        of_things = np.arange(len(weights)) >= len(weights) - self._rows.things
        by_kind = [self.pool.placed.gathered((weights * (of_things == kind))[:, None])[0] for kind in (False, True)]
        every = list(zip(self._tables, spans(self._tables), strict=True))
        for each, span in every:
            own = each.key in self._params.each
            draws = {other.case: float(by_kind[own][at].sum()) for other, at in every if other.key == each.key}
            total = len(table) if own else table.pictures
            out.append(total * float(by_kind[own][span].sum()) / max(sum(draws.values()), 1e-12))
        return out

    def _extend(self, drawn: list[Drawn], shares: Shares) -> None:
        self._drawn += drawn
        self._parts.append(_Part(len(drawn), self._tables, shares))
        self._rows = Rows(self._params, self._drawn, self._owners(self._drawn))
        self._weigh()

    def _weigh(self) -> None:
        """All rows in the cells that are sought now, and how likely each was to be drawn by all parts together."""
        assert self._rows is not None
        each = []
        for part in self._parts:
            log = log_density(Placed.of(self._rows, part.tables), part.tables, part.shares)
            each.append(np.log(part.number / len(self._drawn)) + log)
        placed = Placed.of(self._rows, self._tables)
        log_drawn = logsumexp(np.array(each), axis=0)
        log_drawn += placed.summed(np.concatenate([table.log_widths() for table in self._tables])[None])[:, 0]
        log_drawn[placed.beyond] = np.inf
        self._pool = Pool(placed, log_drawn, self._figures(PAIRS), len(self._drawn))

    def _figures(self, pairs: float) -> list[Figure]:
        """Of the pool; those of REAL are noted."""
        table = self._table_of(self._drawn)
        made = recipes(self._real.table, table, self._at_least, pairs)
        self._real_figures = [recipe.of(self._real.table) for recipe in made]
        return [recipe.of(table) for recipe in made]

    def _table_of(self, drawn: Sequence[Drawn]) -> Table:
        table = Table()
        for each in drawn:
            table.pictures += 1
            add_things(table, each.item, self._real.left_out, {})
        return table

    def _owners(self, drawn: Sequence[Drawn]) -> list[tuple[int, int]]:
        """The picture and the thing of each row of ``_table_of``."""
        out = []
        for number, each in enumerate(drawn):
            kept = [self._real.left_out.get(thing.category, thing.category) for thing in each.item.things or ()]
            out += [(number, owner) for owner, name in zip(each.owners, kept, strict=True) if name]
        return out
