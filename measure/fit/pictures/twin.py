"""The camera twin: a film's numbers with which pictures of ours look like REAL's, from pictures alone.

How each picture's figures move with each number is measured where its film stands (a slope a picture), films are sought
by these slopes, and pictures are developed there again: a few hundred developments a picture, and no render.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assets import ConfigError
from measure.fit.determined import Spread
from measure.fit.pictures.darkroom import Advance, Darkroom, Develop, read_ours, read_real
from measure.fit.pictures.evolution import evolved
from measure.fit.pictures.films import BY_KEY, EXPOSURE, NARROWEST, NUMBERS, WIDEST, Laws, drawn
from measure.fit.pictures.looks import Floats, Wanted, unscaled
from measure.items import Source
from measure.properties.columns import Column, What, compare_columns
from measure.properties.moves import moved_by
from measure.properties.pixels import PIXELS
from measure.report import Property
from scenes import Filmed, SceneParams
from scenes.distributions import Constant, Distribution, Given, Learned
from scenes.film import BOUNDS
from scenes.films import LINEAR
from scenes.params import AUTO

ROUNDS, RADIUS = 6, 0.25  # of slopes; how far a number may move in the first, by its range
NEARER, BACK = 0.8, 0.4  # the next radius, where pictures came nearer and where not
STEP = 0.08  # of a slope
GENERATIONS, AGAIN = 250, 120  # of a search by slopes, and of a refit
PULL = 0.01  # towards the plain curve and narrow spreads: what no figure asks for stays
REFITS, JITTER = 6, 0.15
NEAR_PLAIN = 0.05  # of a number's range
SLACK, WORSE = 0.01, 1.02  # by how much it may be further off where a number stays plain that nothing asks for
REACHED = 0.05


@dataclass(frozen=True, eq=False)
class Twin:
    """What was found.

    Attributes:
        params: by key.
        spreads: of all that were sought, how well REAL's pictures determine them.
        size: width and height of our pictures, whose pixels halos and noise are of.
        before, after: figures of REAL's pictures beside ours, on no film and on this one.
        notes: sentences.
    """

    params: Mapping[str, Distribution]
    spreads: Mapping[str, Spread]
    size: tuple[int, int]
    before: tuple[Property, ...]
    after: tuple[Property, ...]
    notes: tuple[str, ...]


def camera_twin(
    params: SceneParams,
    real: Source,
    ours: Source,
    develop: Develop,
    seed: int = 0,
    kept: frozenset[str] = frozenset(),
    rounds: int = ROUNDS,
    advance: Advance = lambda stage: None,
) -> Twin:
    """Seek the film of REAL's pictures.

    Args:
        params: of the scene that ours are of; numbers of the film that are not ``auto`` stay as they are.
        develop: a picture of ours, developed again.
        kept: further keys that stay.
        rounds: of slopes.
        advance: is told a stage.

    Raises:
        ConfigError: the scene has no films, is asked for one, or a set has too few pictures or others on films.
        DatasetError: a set cannot be read.
    """
    fixed = _fixed(params)
    first, others = read_ours(ours)
    rows, shrunk = read_real(real, max(first[0].rgb.shape[:2]))
    keys = [each.key for each in NUMBERS if each.key in BOUNDS and each.key not in fixed]
    exposed = all(negative.exposure_ev is not None for negative in first) and EXPOSURE not in kept
    if exposed and EXPOSURE in type(params).model_fields:
        keys.insert(0, EXPOSURE)
    search = _Search(Wanted(rows), Darkroom(first, develop, fixed, keys, seed), keys, seed)
    laws = search.sought(rounds, advance)
    spreads = search.spreads(laws)
    laws, held = search.held(laws, spreads)
    check = Darkroom(others, develop, fixed, keys, seed + 1)
    advance("check")
    after = check.rows(laws.keys, laws.shares(np.array([check.evenly[key] for key in laws.keys])))
    known = frozenset(type(params).model_fields)
    both = [_compared(rows, own, known) for own in (check.plain(), after)]
    notes = [f"{shrunk} of REAL's pictures are larger than ours, and were looked at at our size"] if shrunk else []
    height, width = first[0].rgb.shape[:2]
    return Twin(
        laws.distributions(),
        spreads,
        (width, height),
        both[0],
        both[1],
        (*notes, *_notes(laws, spreads, held, both[1])),
    )


class _Search:
    """Laws as they move."""

    def __init__(self, wanted: Wanted, room: Darkroom, keys: list[str], seed: int) -> None:
        self._wanted, self._room, self._keys, self._seed = wanted, room, keys, seed
        self._shares = self._rows = self._slopes = np.zeros(0)

    def sought(self, rounds: int, advance: Advance) -> Laws:
        """The best laws that were met; where slopes are those of them."""
        best, radius = Laws.start(self._keys), RADIUS
        least = self._stand(best)
        self._find_slopes()
        for number in range(rounds):
            advance(f"round {number + 1} of {rounds}")
            found = self._by_slopes(best, radius, self._wanted, GENERATIONS, number)
            shares = found.shares(self._evenly(found))
            rows = self._room.rows(found.keys, shares)
            value = self._away(rows, found)
            if value < least:
                best, least, radius = found, value, radius * NEARER
                self._shares, self._rows = shares, rows
                self._find_slopes()
            else:
                radius *= BACK
        return best

    def spreads(self, best: Laws) -> dict[str, Spread]:
        """How far apart refits are: to REAL's pictures and ours drawn again with replacement, from other places."""
        middles = []
        for number in range(REFITS):
            rng = np.random.default_rng(np.random.SeedSequence((self._seed, 78, number)))
            wanted, some = self._wanted.drawn_again(rng), rng.integers(len(self._room), size=len(self._room))
            jitter = np.clip(best.middles + JITTER * rng.uniform(-1.0, 1.0, len(best.keys)), 0.0, 1.0)
            start = Laws(best.keys, jitter, best.spreads)
            found = self._by_slopes(best, 2.0 * JITTER, wanted, AGAIN, 100 + number, start, some, 0.0)
            middles.append(found.middles)
        return {key: Spread(2.0 * float(np.std(row))) for key, row in zip(best.keys, np.array(middles).T, strict=True)}

    def held(self, laws: Laws, spreads: Mapping[str, Spread]) -> tuple[Laws, list[str]]:
        """Without numbers that nothing determines, or that are about plain, where it is about as near without them."""
        least, out = float(self._wanted.apart(self._rows)), list[str]()
        for key in sorted(spreads, key=lambda key: -spreads[key].of):
            middle = float(laws.middles[laws.keys.index(key)])
            plain = abs(middle - BY_KEY[key].share(BY_KEY[key].plain)) < NEAR_PLAIN
            if key == EXPOSURE or (spreads[key].determined and not plain):
                continue
            fewer = laws.without(key)
            value = float(self._wanted.apart(self._room.rows(fewer.keys, fewer.shares(self._evenly(fewer)))))
            if value <= WORSE * least + SLACK:
                laws, least = fewer, min(least, value)
                out += [] if plain else [key]
        return laws, out

    def _evenly(self, laws: Laws) -> Floats:
        return np.array([self._room.evenly[key] for key in laws.keys])

    def _stand(self, laws: Laws) -> float:
        self._shares = laws.shares(self._evenly(laws))
        self._rows = self._room.rows(laws.keys, self._shares)
        return self._away(self._rows, laws)

    def _away(self, rows: Floats, laws: Laws) -> float:
        return float(self._wanted.apart(rows) + _pulls(laws.keys, laws.middles, laws.spreads))

    def _find_slopes(self) -> None:
        """(S, K, N) how each figure of each picture moves with each number."""
        out = []
        for place in range(len(self._keys)):
            way = np.where(self._shares[place] + STEP <= 1.0, STEP, -STEP)
            moved = self._shares.copy()
            moved[place] += way
            out.append((self._room.rows(self._keys, moved) - self._rows) / way)
        self._slopes = np.stack(out, axis=1)

    def _by_slopes(
        self,
        around: Laws,
        radius: float,
        wanted: Wanted,
        generations: int,
        number: int,
        start: Laws | None = None,
        some: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None,
        pull: float = 1.0,
    ) -> Laws:
        """The best laws no further than ``radius`` from others, as far as slopes tell."""
        evenly, slopes = self._evenly(around), np.moveaxis(self._slopes, 2, 0)
        rows, shares = self._rows, self._shares
        if some is not None:
            evenly, slopes, rows, shares = evenly[:, some], slopes[some], rows[:, some], shares[:, some]
        count = len(around.keys)

        def value(points: Floats) -> Floats:
            moved = drawn(around.keys, points[:, :count], np.exp(points[:, count:]), evenly) - shares
            far = rows + np.moveaxis(slopes @ np.moveaxis(moved, 0, 2).swapaxes(0, 1), (0, 1, 2), (2, 1, 0))
            return np.asarray(
                wanted.apart(far) + pull * _pulls(around.keys, points[:, :count], np.exp(points[:, count:]))
            )

        middles = np.clip([around.middles - radius, around.middles + radius], 0.0, 1.0)
        logs = np.log(around.spreads) + np.log(4.0) * np.array([[-1.0], [1.0]])
        low, high = np.concatenate([middles, np.clip(logs, np.log(NARROWEST), np.log(WIDEST))], axis=1)
        rng = np.random.default_rng(np.random.SeedSequence((self._seed, 79, number)))
        first = np.clip((start or around).point, low, high)
        return around.at(evolved(value, first, low, high, 0.15, generations, rng)[0])


def _pulls(keys: Sequence[str], middles: Floats, spreads: Floats) -> Floats:
    """(...,) of laws with middles and spreads (..., K)."""
    plain = np.array([BY_KEY[key].share(BY_KEY[key].plain) for key in keys])
    return np.asarray(PULL * (np.abs(middles - plain).sum(axis=-1) + spreads.sum(axis=-1) / 2.0))


def _fixed(params: SceneParams) -> dict[str, Distribution]:
    """Numbers of the film that are set already.

    Raises:
        ConfigError: the scene has no films; a film is asked for; or one number follows another parameter.
    """
    if not isinstance(params, Filmed):
        raise ConfigError("--pictures: expected a scene whose parameters are prelabel.Filmed, this one has no films")
    if params.film != Constant(LINEAR):
        raise ConfigError(f"--pictures: expected film=linear, whose numbers are sought, got {params.film}")
    found = {key: getattr(params, key) for key in BOUNDS}
    fixed = {key: law for key, law in found.items() if law != AUTO}
    for key, law in fixed.items():
        if isinstance(law, Given | Learned):
            raise ConfigError(f"--pictures: expected {key} to follow nothing else, got {law}")
    return fixed


def _compared(real: Floats, own: Floats, known: frozenset[str]) -> tuple[Property, ...]:
    first, second = unscaled(real), unscaled(own)
    out = []
    for key in first:
        title, unit = PIXELS[key]
        columns = [Column(np.asarray(one[key]), np.arange(len(one[key]))) for one in (first, second)]
        item = compare_columns(What(key, title, unit, "pictures", moved_by(key, known)), *columns)
        if item is not None:
            out.append(item)
    return tuple(out)


def _notes(laws: Laws, spreads: Mapping[str, Spread], held: list[str], after: tuple[Property, ...]) -> list[str]:
    out = []
    if held:
        out.append(f"nothing in REAL's pictures says what these should be, and they stay plain: {', '.join(held)}")
    loose = sorted(key for key in laws.keys if not spreads[key].determined)
    if loose:
        out.append(f"not determined: other values of these, together, would do as well: {', '.join(loose)}")
    for item in after:
        if item.beyond > REACHED:
            out.append(f"not reached by a film: {item.title} (still {item.beyond:.2f} apart beyond chance)")
    return out
