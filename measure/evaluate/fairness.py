"""Whether faces are found alike: by skin tone, age and gender presentation, and by two of these at once.

Equal opportunity (Hardt et al., 2016) asks that what is there is found as often in every group: the largest difference
of two groups' recalls says how far a model is from that. Which groups these are was not known before, so that its
interval is that of all pairs of groups together (Bonferroni). Nothing is said of race.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from measure.evaluate.chance import SIDED, Recall, recall_of, spread_of
from measure.evaluate.conditions import CATEGORY, Condition, Dimension, conditions
from measure.evaluate.model import Model
from measure.evaluate.truth import Truth
from measure.report import Cell, Property

GROUPS = ("skin_tone", "age_group", "gender_presentation")
FACE = "face"
ENOUGH = 30  # pictures of a group

type Flags = NDArray[np.bool_]


def fairness(truth: Truth, models: Sequence[Model], known: Mapping[str, Dimension]) -> list[Property]:
    """A table for each of the groups that the set knows, and for two at once; none where it knows none."""
    columns = [known[key] for key in GROUPS if key in known]
    faces = np.ones(len(truth), np.bool_)
    if FACE in truth.categories and CATEGORY in known:
        faces = truth.category == truth.categories.index(FACE)
    return [_property(truth, models, by, faces) for by in [*((one,) for one in columns), *combinations(columns, 2)]]


def _property(truth: Truth, models: Sequence[Model], by: tuple[Dimension, ...], faces: Flags) -> Property:
    title = " and ".join(dimension.key.replace("_", " ") for dimension in by)
    rows: list[dict[str, Cell]] = []
    notes: list[str] = []
    figures: dict[str, float] = {}
    for number, model in enumerate(models):
        prefix = {"model": model.name} if len(models) > 1 else {}
        groups = [(own, own.inside & faces) for own in conditions(truth, by)]
        found = [(own, inside, recall_of(model.hit, truth.image, inside)) for own, inside in groups if inside.any()]
        for own, _, recall in found:
            said = "" if recall.pictures >= ENOUGH else f"too few: {recall.pictures} pictures of {ENOUGH}"
            rows.append({**prefix, "group": own.words, **_cells(recall), "said": said})
        named = f"{model.name}: " if len(models) > 1 else ""
        sentence, own_figures = _gap(truth, model, found)
        notes.append(named + sentence)
        if not number:
            figures = {f"{key}_{'_'.join(d.key for d in by)}": value for key, value in own_figures.items()}
    return Property(
        f"fair_{'_'.join(d.key for d in by)}",
        f"faces by {title}",
        "fairness",
        rows,
        figures=figures,
        notes=tuple(notes),
    )


def _cells(recall: Recall) -> dict[str, Cell]:
    return {"n": recall.n, "recall": recall.value, "low": recall.low, "high": recall.high}


def _gap(truth: Truth, model: Model, found: list[tuple[Condition, Flags, Recall]]) -> tuple[str, dict[str, float]]:
    """The sentence on the worst and the best group, and its figures."""
    enough = [item for item in found if item[2].pictures >= ENOUGH]
    few = len(found) - len(enough)
    aside = f"; groups with too few pictures to be judged: {few}" if few else ""
    if len(enough) < 2:
        return f"fewer than two groups have {ENOUGH} pictures: nothing is said", {}
    worst, best = (pick(enough, key=lambda item: item[2].value) for pick in (min, max))
    low, high = worst[2].value, best[2].value
    z = float(special.ndtri(1.0 - SIDED / math.comb(len(enough), 2)))
    errors = [_error(spread_of(model.hit, truth.image, item[1]), item[2]) for item in (worst, best)]
    half = z * math.hypot(*errors)
    difference = high - low
    ratio = low / high if high > 0.0 else 1.0
    spread = z * math.hypot(
        *(error / max(item[2].value, 1e-3) for error, item in zip(errors, (worst, best), strict=True))
    )
    beyond = "beyond chance" if difference > half else "no more than chance does"
    return (
        f"equal opportunity: worst {worst[0].words} {low:.3f}, best {best[0].words} {high:.3f}: difference "
        f"{difference:.3f} ({max(0.0, difference - half):.3f} to {min(1.0, difference + half):.3f}), ratio {ratio:.3f} "
        f"({ratio * math.exp(-spread):.3f} to {min(1.0, ratio * math.exp(spread)):.3f}); {beyond}{aside}"
    ), {"difference": difference, "ratio": ratio}


def _error(spread: float, recall: Recall) -> float:
    """A recall of 0 or 1 has no spread, but is not known exactly either: its interval says how far."""
    return max(spread, (recall.high - recall.low) / (2.0 * float(special.ndtri(1.0 - SIDED))) if spread == 0.0 else 0.0)
