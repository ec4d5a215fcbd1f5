"""Parts of a report that know a suite's design: curves, limits, effects and flips."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from measure.evaluate.effects import terms
from measure.evaluate.model import Model
from measure.evaluate.response_plots import Curves
from measure.evaluate.responses import (
    LIMITS,
    Below,
    Factor,
    Flips,
    Response,
    factors_of,
    fallen,
    flips,
    response,
)
from measure.evaluate.tables import model_cell, named
from measure.evaluate.trials import Outcomes, Trials, outcomes
from measure.evaluate.truth import Truth
from measure.report import Property

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

RELIABLE = 0.05  # p below which an effect is called one
SURE = 0.975  # share of resampled scenes from which on a gap is told without it
FLIPS = 40  # pairs of values that are listed


def of_suite(truth: Truth, models: Sequence[Model]) -> list[Property]:
    """Nothing for a set that is no suite, or in which nothing varies."""
    trials = truth.trials
    factors = [] if trials is None else factors_of(trials.cells)
    if trials is None or not factors:
        return []
    counted, told = _counted(truth, models)
    found = [outcomes(trials, truth.image, truth.category, model.hit, counted) for model in models]
    if not all(len(own.repeat) for own in found):
        return []
    tables = [own.by_repeat() for own in found]
    curves = [[response(factor, table) for table in tables] for factor in factors]
    first = (*_notes(trials, tables[0].shape[0], len(trials.cells)), *told)
    out = [
        _curve(factor, models, own, first if place == 0 else ())
        for place, (factor, own) in enumerate(zip(factors, curves, strict=True))
    ]
    more = (_limits(models, curves), _effects(models, factors, tables))
    return [*out, *(part for part in more if part is not None), *_flips(models, factors, trials, found)]


def _counted(truth: Truth, models: Sequence[Model]) -> tuple[Flags, list[str]]:
    """(N,) things that a curve counts, and what it leaves out: a category that no model has ever predicted."""
    wanted = ~truth.ignored
    known = np.unique(np.concatenate([model.scored.category for model in models]))
    unknown = [name for place, name in enumerate(truth.categories) if place not in known]
    present = [name for name in unknown if (wanted & (truth.category == truth.categories.index(name))).any()]
    if not len(known) or not present:
        return wanted, []
    words = f"curves leave out what nobody predicts: {', '.join(present)}"
    return wanted & np.isin(truth.category, known), [words]


def _notes(trials: Trials, scenes: int, cells: int) -> list[str]:
    whose = "the first thing of each picture" if trials.of_first else "all things"
    return [
        f"suite '{trials.name}': {scenes} base scenes in {cells} cells; recall of {whose}, a scene counts once",
        "intervals by a bootstrap over base scenes; differences are to the first value, in the same scenes",
    ]


def _curve(factor: Factor, models: Sequence[Model], curves: Sequence[Response], notes: Sequence[str]) -> Property:
    rows = []
    for level, label in enumerate(factor.labels):
        for model, curve in zip(models, curves, strict=True):
            rows.append(
                {
                    factor.key: label,
                    **model_cell(models, model),
                    "scenes": int(curve.scenes[level]),
                    "recall": float(curve.value[level]),
                    "low": float(curve.low[level]),
                    "high": float(curve.high[level]),
                    "difference": float(curve.difference[level]),
                    "difference low": float(curve.difference_low[level]),
                    "difference high": float(curve.difference_high[level]),
                }
            )
    plot = Curves([model.name for model in models], curves)
    lowest = float(np.nanmin(curves[0].value)) if np.isfinite(curves[0].value).any() else 0.0
    figures = {f"lowest_{factor.key}": lowest}
    title = f"recall by {factor.key}, the same scenes throughout"
    return Property(f"response {factor.key}", title, "suite", rows, figures=figures, plot=plot, notes=tuple(notes))


def _limits(models: Sequence[Model], curves: Sequence[Sequence[Response]]) -> Property | None:
    """Where a curve of numbers falls below a limit, in words; None where no factor is a number."""
    rows, notes = [], []
    for of_factor in curves:
        for model, curve in zip(models, of_factor, strict=True):
            if curve.factor.at is None:
                continue
            for limit in LIMITS:
                parts = fallen(curve, limit)
                for part in parts:
                    rows.append(
                        {
                            "factor": curve.factor.key,
                            **model_cell(models, model),
                            "recall below": limit,
                            "from": part.start,
                            "low": part.low,
                            "high": part.high,
                            "to": part.end,
                            "of resampled scenes": part.share,
                        }
                    )
                    notes.append(f"{named(models, model)}{_words(curve.factor.key, part)}")
    if not rows and all(curve.factor.at is None for of_factor in curves for curve in of_factor):
        return None
    if not rows:
        notes.append(f"no curve falls below {' or '.join(f'{limit:g}' for limit in LIMITS)}")
    return Property("limits", "where recall falls below", "suite", rows, notes=tuple(notes))


def _words(key: str, part: Below) -> str:
    """A sentence, which says how sure it is where it is not."""
    start, end = part.start, part.end
    if start is None and end is None:
        where = f"is below {part.limit:g} at every {key}"
    elif start is None:
        where = f"is below {part.limit:g} up to {key} {end:.4g}"
    elif end is None:
        where = f"falls below {part.limit:g} from {key} {start:.4g}"
    else:
        where = f"is below {part.limit:g} from {key} {start:.4g} to {end:.4g}"
    unsure = "" if part.share >= SURE else f" (so in {100 * part.share:.0f} % of resampled scenes)"
    return f"recall {where}{unsure}"


def _effects(models: Sequence[Model], factors: Sequence[Factor], tables: Sequence[Floats]) -> Property | None:
    """Main effects and interactions of a grid; None of other designs."""
    rows, notes = [], []
    for model, table in zip(models, tables, strict=True):
        found = terms(factors, table)
        for term in found:
            rows.append(
                {
                    "effect": " * ".join(term.keys),
                    **model_cell(models, model),
                    "share of variance": term.share,
                    "p": term.p,
                    "largest": term.largest,
                    "at": term.at,
                }
            )
        sure = [" * ".join(term.keys) for term in found if term.p < RELIABLE / len(found)]
        if found:
            notes.append(f"{named(models, model)}beyond chance: {', '.join(sure) or 'none'}")
    if not rows:
        return None
    notes.append(
        "shares of the variance between the cells of a scene; p by shuffling the cells of each scene, "
        f"and beyond chance is below {RELIABLE:g} over the number of effects"
    )
    return Property("effects", "main effects and interactions", "suite", rows, notes=tuple(notes))


def _flips(
    models: Sequence[Model], factors: Sequence[Factor], trials: Trials, found: Sequence[Outcomes]
) -> list[Property]:
    rows, notes = [], []
    figures: dict[str, float] = {}
    for number, (model, outcome) in enumerate(zip(models, found, strict=True)):
        own = [item for factor in factors for item in flips(factor, trials.cells, outcome)]
        pairs, flipped = sum(item.pairs for item in own), sum(item.lost + item.gained for item in own)
        if pairs:
            figures["flips" if number == 0 else f"{model.name}.flips"] = flipped / pairs
            notes.append(f"{named(models, model)}{flipped} of {pairs} pairs of neighbours flip")
        rows += [_flip_row(models, model, item) for item in own if item.pairs]
    if not rows:
        return []
    rows.sort(key=lambda row: -float(row["share"]))
    if len(rows) > FLIPS:
        notes.append(f"the {FLIPS} pairs of values with most flips of {len(rows)} are listed")
    title = "things found under one value and missed under its neighbour"
    return [Property("flips", title, "suite", rows[:FLIPS], figures=figures, notes=tuple(notes))]


def _flip_row(models: Sequence[Model], model: Model, item: Flips) -> dict[str, str | float | int]:
    return {
        "factor": item.key,
        "between": f"{item.one} and {item.other}",
        **{key: str(value) for key, value in model_cell(models, model).items()},
        "pairs": item.pairs,
        "lost": item.lost,
        "gained": item.gained,
        "share": (item.lost + item.gained) / item.pairs,
    }
