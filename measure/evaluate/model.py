"""One model against the truth: its figures over all, and how far chance moves them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.evaluate.averages import (
    MOST,
    MOST_POINTS,
    Scored,
    averages,
    curve,
    curves,
    judged,
    mean,
    scored,
)
from measure.evaluate.chance import Z
from measure.evaluate.conditions import Condition
from measure.evaluate.matching import THRESHOLDS
from measure.evaluate.overlap import overlapping, ranked
from measure.evaluate.predictions import Predictions
from measure.evaluate.truth import Truth

DRAWS, FEWEST_DRAWS, WORK = 200, 30, 20_000_000  # of a bootstrap of AP; fewer for very many predictions
DRAWN = ("AP", "AP50", "recall", "precision")

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Model:
    """Attributes:
    name: of the model.
    scored: its predictions, matched.
    confidence: from which on a prediction counts, but for AP and AR.
    chosen: whether that is the model's best F1, as nobody named one.
    hit: (N,) things found at that confidence, at an overlap of 0.5.
    right, wrong: (D,) of the ranked predictions: what finds a thing, what finds nothing.
    figures: COCO's, recall, precision, F1 and false positives a picture.
    draws: (B,) of some figures in resampled pictures, the same ones for every model.
    """

    name: str
    scored: Scored
    confidence: float
    chosen: bool
    hit: Flags
    right: Flags
    wrong: Flags
    figures: Mapping[str, float]
    draws: Mapping[str, Floats]

    def interval(self, key: str) -> tuple[float, float]:
        """95 %, by the spread over resampled pictures."""
        half, value = Z * float(np.std(self.draws[key], ddof=1)), self.figures[key]
        return max(0.0, value - half), min(1.0, value + half)

    def difference(self, other: "Model", key: str) -> tuple[float, float, float]:
        """From another model's figure to this one's, with its interval: pictures are the same, so that luck cancels."""
        value = self.figures[key] - other.figures[key]
        half = Z * float(np.std(self.draws[key] - other.draws[key], ddof=1))
        return value, value - half, value + half


def judge(truth: Truth, predictions: Predictions, match: str = "boxes", confidence: float | None = None) -> Model:
    """Args:
    confidence: from which on predictions count for recall and precision; by default where F1 is best.
    """
    points = match == "keypoints"
    order = ranked(predictions, len(truth.categories), MOST_POINTS if points else MOST)
    pairs = overlapping(truth, predictions, order, match, float(THRESHOLDS[0]))
    of = scored(truth, predictions, order, pairs)
    wanted = ~truth.ignored
    right, wrong = judged(of.found[0], wanted, np.ones(len(order.row), np.bool_))
    least = _best_confidence(of, right, wrong, int(wanted.sum())) if confidence is None else confidence
    sure = of.score >= least
    right, wrong = right & sure, wrong & sure
    hit = np.zeros(len(truth), np.bool_)
    hit[of.found[0][right]] = True
    figures = averages(of, points) | _at(right, wrong, hit, truth)
    draws = _draws(of, hit, right, wrong)
    return Model(predictions.name, of, least, confidence is None, hit, right, wrong, figures, draws)


def _best_confidence(of: Scored, right: Flags, wrong: Flags, things: int) -> float:
    """The highest score at which F1 is best."""
    score = of.score[of.by_score]
    if not len(score) or not right.any():
        return 0.0
    hits, misses = np.cumsum(right[of.by_score]), np.cumsum(wrong[of.by_score])
    last = np.append(np.diff(score) < 0.0, True)  # of equal scores all count
    f1 = np.where(last, 2.0 * hits / np.maximum(hits + misses + things, 1), -1.0)
    return float(score[int(np.argmax(f1))])


def _at(right: Flags, wrong: Flags, hit: Flags, truth: Truth) -> dict[str, float]:
    hits, misses, things = int(right.sum()), int(wrong.sum()), int((~truth.ignored).sum())
    recall = float(hit[~truth.ignored].sum()) / things if things else -1.0
    precision = hits / (hits + misses) if hits + misses else 1.0
    f1 = 2.0 * hits / max(hits + misses + things, 1)
    return {"recall": recall, "precision": precision, "F1": f1, "false_positives": misses / len(truth.image_ids)}


def _draws(of: Scored, hit: Flags, right: Flags, wrong: Flags) -> dict[str, Floats]:
    """Figures of resampled pictures. A picture that is drawn twice has its things and predictions twice."""
    pictures, image = len(of.truth.image_ids), of.image
    wanted = ~of.truth.ignored
    counts = [np.bincount(x, minlength=pictures) for x in (of.truth.image[wanted], of.truth.image[wanted & hit])]
    hits, misses = (np.bincount(image[x], minlength=pictures) for x in (right, wrong))
    draws = int(np.clip(WORK // max(len(image) * len(THRESHOLDS), 1), FEWEST_DRAWS, DRAWS))
    out = {key: np.zeros(draws) for key in DRAWN}
    kinds = list(_kinds(of, wanted))
    rng = np.random.default_rng(0)
    for draw in range(draws):
        times = np.bincount(rng.integers(0, pictures, pictures), minlength=pictures).astype(np.float64)
        out["recall"][draw] = (times @ counts[1]) / max(float(times @ counts[0]), 1.0)
        out["precision"][draw] = (times @ hits) / max(float(times @ (hits + misses)), 1.0)
        out["AP"][draw], out["AP50"][draw] = _weighted(kinds, times)
    return out


type _Kind = tuple[Codes, Codes, list[tuple[Flags, Flags]]]
"""Of a category: each thing's picture, each prediction's, and which of these are right and wrong at each threshold."""


def _kinds(of: Scored, wanted: Flags) -> list[_Kind]:
    everything = np.ones(len(of.order.row), np.bool_)
    out = []
    for k in np.unique(of.truth.category[wanted]):
        mine = of.by_score[of.category[of.by_score] == k]
        levels = [judged(found[mine], wanted, everything[mine]) for found in of.found]
        out.append((of.truth.image[wanted & (of.truth.category == k)], of.image[mine], levels))
    return out


def _weighted(kinds: list[_Kind], times: Floats) -> tuple[float, float]:
    """AP and AP50 where pictures count so many times."""
    found = []
    for things, image, levels in kinds:
        total, weight = float(times[things].sum()), times[image]
        if total > 0.0:
            found.append([curve(weight * right, weight * wrong, total)[0].mean() for right, wrong in levels])
    return (float(np.mean(found)), float(np.mean([row[0] for row in found]))) if found else (0.0, 0.0)


def condition_ap(model: Model, condition: Condition) -> float:
    """AP of a condition's things, from the one matching: who finds another thing counts neither way, and who finds
    nothing is wrong in pictures of the condition. -1 where there is nothing to be found.
    """
    of = model.scored
    among = of.by_score[condition.pictures[of.image[of.by_score]]]
    counted = np.ones(len(of.order.row), np.bool_)
    return mean(curves(of, of.found, condition.inside & ~of.truth.ignored, counted, among=among)[0])


def false_positives(model: Model, condition: Condition) -> float | None:
    """A picture, where pictures alone, or the predicted category, decide on the condition; None else."""
    if not condition.of_picture:
        return None
    wrong = model.wrong & condition.pictures[model.scored.image]
    if condition.category is not None:
        wrong &= model.scored.category == condition.category
    return float(wrong.sum()) / max(int(condition.pictures.sum()), 1)
