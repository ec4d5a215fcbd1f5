"""Picture descent: what only pictures show of a scene is moved until a network, or a classifier, sees REAL's pictures.

Small renders are dear and weights are cheap: a pool is rendered widely, shares of the parameters' cells are sought that
make its weighted pictures look like REAL's, a nearer pool is rendered with those, and so on.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from assets import ConfigError, files
from assets.reading import json_value, shown
from measure.collecting import chosen as by_name
from measure.collecting import decoded
from measure.fit.cells import Cells
from measure.fit.pictures import choices, objectives
from measure.fit.pictures.darkroom import smaller
from measure.fit.pictures.evolution import evolved
from measure.fit.pictures.looks import Floats, Pixels, figures
from measure.fit.written import as_distributions, spans
from measure.items import Item, Source
from measure.judge.distances import kernel_distance
from measure.writing import write
from scenes import SceneParams, SceneScript
from scenes.distributions import Distribution

PARTS = {"as it is": 0.2, "widely": 0.3, "nearer": 0.15, "nearest": 0.15, "as found": 0.2}  # of all renders
LEAST_RENDERS, LEAST_REAL, MOST_REAL = 50, 10, 500
TURNS = 4  # of a classifier that learns and shares that move
GENERATIONS, STEP, FAR = 250, 0.25, 3.0  # of a search; how far logits of shares go
EVEN, NEAR = 0.05, 0.01  # how much it counts that many pictures bear the weight, and to be the scene's own
MOST_BYTES = 2**20  # of what was found
LOOSE = 0.2  # part of a nearer pool's shares that are wide all the same

type Render = Callable[[SceneParams, int, int, str], Source]
"""Frames of parameters: how many, from which seed, and the name of the part; made before, they are not made again."""
type Look = Callable[[Iterable[Pixels]], Iterator[np.ndarray[tuple[int], np.dtype[np.float32]]]]
type Advance = Callable[[str], None]


@dataclass(frozen=True)
class Aim:
    """What is asked for: one of ``OBJECTIVES``, and how many renders in all.

    Raises:
        ConfigError: there is no such objective; too few renders.
    """

    objective: str = objectives.KID
    renders: int = 500
    seed: int = 0

    def __post_init__(self) -> None:
        if self.objective not in objectives.OBJECTIVES:
            known = " or ".join(objectives.OBJECTIVES)
            raise ConfigError(f"--objective: expected {known}, got '{shown(self.objective)}'")
        if self.renders < LEAST_RENDERS:
            raise ConfigError(f"--renders: expected {LEAST_RENDERS} or more, got {self.renders}")


@dataclass(frozen=True)
class Step:
    """Of the curve: a part of the pictures, and how far it is from REAL's by itself: KID with its error."""

    part: str
    renders: int
    kid: float
    error: float
    figures: float


@dataclass(frozen=True, eq=False)
class Descent:
    """Attributes:
    params: by key.
    curve: part by part, of all renders.
    notes: sentences.
    """

    params: Mapping[str, Distribution]
    curve: tuple[Step, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Seen:
    """Pictures of a set: features (N, D), figures (S, N), and what each drew."""

    features: Floats
    figures: Floats
    drawn: tuple[choices.Chosen, ...] = ()


def descend(
    script: SceneScript,
    params: SceneParams,
    real: Source,
    render: Render,
    look: Look,
    work: Path,
    aim: Aim,
    kept: frozenset[str] = frozenset(),
    advance: Advance = lambda stage: None,
) -> Descent:
    """Move what only pictures show.

    Args:
        params: what holds now, of the size that is rendered.
        work: a folder for what has been found so far, with which a search that was stopped goes on.
        kept: keys that stay.

    Raises:
        ConfigError: REAL has too few pictures, or the scene has nothing that only pictures show.
        DatasetError: a set cannot be read.
    """
    wanted = _looked_at(real, _items(real, MOST_REAL, LEAST_REAL), look, max(params.size))
    search = _Search(script, wanted, render, look, work, aim, advance)
    pilot = search.part("as it is", params)
    tables = choices.tables_of(params, choices.shown_only(script, params) - kept, pilot.drawn)
    if not tables:
        raise ConfigError(
            f"--renders: expected parameters of {script.name} that only pictures show, found none to move"
        )
    own = np.concatenate([table.own for table in tables])
    wide = np.concatenate([0.5 * table.own + 0.5 / len(table) for table in tables])
    search.begin(tables, pilot, own)
    for name in ("widely", "nearer", "nearest"):
        shares = wide if name == "widely" else search.kept(name, lambda: (1.0 - LOOSE) * search.sought() + LOOSE * wide)
        search.add(search.part(name, _with(script, params, tables, shares)), shares)
    found = search.kept("as found", search.sought)
    laws = as_distributions(params, tables, found)
    search.part("as found", _with(script, params, tables, found))
    first, last = search.curve[0], search.curve[-1]
    notes = []
    if last.kid + last.figures >= first.kid + first.figures:
        notes.append(f"no nearer to REAL's pictures than before with {aim.renders} renders: take more --renders")
    if last.kid > 2.0 * last.error:
        notes.append(f"not reached: KID is still {last.kid:.4f} ± {last.error:.4f}: what these parameters do not move")
    return Descent(laws, tuple(search.curve), tuple(notes))


class _Search:
    """Parts as they are rendered."""

    def __init__(
        self,
        script: SceneScript,
        wanted: _Seen,
        render: Render,
        look: Look,
        work: Path,
        aim: Aim,
        advance: Advance,
    ) -> None:
        self._script, self._wanted, self._render, self._look = script, wanted, render, look
        self._work, self._aim, self._advance = work, aim, advance
        self.curve: list[Step] = []
        self._tables: list[Cells] = []
        self._seen: list[_Seen] = []
        self._parts: list[choices.Part] = []

    def part(self, name: str, params: SceneParams) -> _Seen:
        """Rendered and looked at; its place on the curve is noted."""
        self._advance(name)
        count = max(LEAST_REAL, round(PARTS[name] * self._aim.renders))
        number = list(PARTS).index(name)
        seed = int(np.random.SeedSequence((self._aim.seed, 80, number)).generate_state(1, np.uint64)[0] >> 1)
        source = self._render(params, count, seed, name)
        items = _items(source, count, LEAST_REAL)
        drawn = [choices.chosen(self._script, params, seed, item.origin[1]) for item in items]
        known = [(item, each) for item, each in zip(items, drawn, strict=True) if each is not None]
        seen = _looked_at(source, [item for item, _ in known], self._look)
        seen = _Seen(seen.features, seen.figures, tuple(each for _, each in known))
        kid = kernel_distance(self._wanted.features, seen.features)
        even = np.full((1, len(known)), 1.0 / len(known))
        apart = float(objectives.by_figures(self._wanted.figures, seen.figures)(even)[0])
        before = self.curve[-1].renders if self.curve else 0
        self.curve.append(Step(name, before + count, kid.value, kid.error, apart))
        return seen

    def kept(self, name: str, seek: Callable[[], Floats]) -> Floats:
        """(K,) shares that a part is drawn with: sought once, and read where that was done before.

        Raises:
            ConfigError: another search was begun in the folder.
        """
        path = self._work / f"{name.replace(' ', '-')}.json"
        asked = {**asdict(self._aim), "pictures": len(self._wanted.features)}
        if not path.exists():
            self._work.mkdir(parents=True, exist_ok=True)
            write(path, (json.dumps({**asked, "shares": seek().tolist()}) + "\n").encode())
        found = json_value(files.read(path, MOST_BYTES), str(path))
        count = sum(len(table) for table in self._tables)
        same = isinstance(found, dict) and {key: found.get(key) for key in asked} == asked
        if not same or not isinstance(found.get("shares"), list) or len(found["shares"]) != count:
            expected = "expected what this search has left there, got another's"
            raise ConfigError(f"{self._work}: {expected}; choose another --out")
        return np.array(found["shares"], np.float64)

    def begin(self, tables: list[Cells], pilot: _Seen, own: Floats) -> None:
        self._tables = tables
        self.add(pilot, own)

    def add(self, seen: _Seen, shares: Floats) -> None:
        self._seen.append(seen)
        self._parts.append(choices.Part(choices.placed(self._tables, seen.drawn), shares))

    def sought(self) -> Floats:
        """(K,) shares with which all pictures so far, weighted, look most like REAL's."""
        features = np.concatenate([seen.features for seen in self._seen])
        rows = np.concatenate([seen.figures for seen in self._seen], axis=1)
        looks = objectives.by_figures(self._wanted.figures, rows)
        if self._aim.objective == objectives.KID:
            kernel = objectives.by_kernel(self._wanted.features, features)
            return self._least(objectives.together([(1.0, kernel), (objectives.FIGURES, looks)]), 0)
        deceived = objectives.Deceived(self._wanted.features, features)
        weights, shares = choices.weigher(self._parts), np.concatenate([table.own for table in self._tables])
        for turn in range(TURNS):
            deceived.learn(weights(shares[None])[0])
            shares = self._least(objectives.together([(1.0, deceived), (objectives.FIGURES, looks)]), turn)
        return shares

    def _least(self, objective: objectives.Objective, turn: int) -> Floats:
        own = np.concatenate([table.own for table in self._tables])
        weights, places = choices.weigher(self._parts), spans(self._tables)

        def shares(points: Floats) -> Floats:
            raw = own * np.exp(points)
            return np.concatenate([raw[:, at] / raw[:, at].sum(axis=1, keepdims=True) for at in places], axis=1)

        def value(points: Floats) -> Floats:
            every = shares(points)
            each = weights(every)
            few = np.log(each.shape[1] * (each**2).sum(axis=1))
            far = (every * np.log(every / own)).sum(axis=1)
            return np.asarray(objective(each) + EVEN * few + NEAR * far)

        rng = np.random.default_rng(np.random.SeedSequence((self._aim.seed, 81, len(self._parts), turn)))
        end = np.full(len(own), FAR)
        point, _ = evolved(value, np.zeros(len(own)), -end, end, STEP / FAR, GENERATIONS, rng)
        return np.asarray(shares(point[None])[0])


def _with(script: SceneScript, params: SceneParams, tables: Sequence[Cells], shares: Floats) -> SceneParams:
    laws = as_distributions(params, tables, shares)
    values = {**{key: getattr(params, key) for key in type(params).model_fields}, **laws}
    return params.read(values, script.name).with_size(params.size)


def _items(source: Source, most: int, least: int) -> list[Item]:
    found = by_name((item for item in source.read(Counter()) if item.picture is not None), most)
    if len(found) < least:
        raise ConfigError(f"{source.place}: expected {least} pictures or more to look at, got {len(found)}")
    return found


def _looked_at(source: Source, items: Sequence[Item], look: Look, side: int | None = None) -> _Seen:
    """Args:
    side: of ours, to which larger pictures are made smaller.
    """
    rows: list[Floats] = []

    def pictures() -> Iterator[Pixels]:
        for item in items:
            assert item.picture is not None
            rgb = decoded(item.picture, source.root, item.size)[0]
            if side is not None and max(rgb.shape[:2]) > 1.1 * side:
                rgb = smaller(rgb, side)
            rows.append(figures(rgb))
            yield rgb

    features = np.array(list(look(pictures())), np.float64)
    return _Seen(features, np.array(rows).T)
