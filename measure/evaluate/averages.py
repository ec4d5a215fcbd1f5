"""COCO's average precision and recall, as pycocotools gives them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.evaluate.matching import match
from measure.evaluate.overlap import Pairs, Ranked
from measure.evaluate.predictions import Predictions
from measure.evaluate.truth import Truth

RECALLS = np.linspace(0.0, 1.0, 101)
LARGEST = 1e5**2
AREAS = {"all": (0.0, LARGEST), "small": (0.0, 32.0**2), "medium": (32.0**2, 96.0**2), "large": (96.0**2, LARGEST)}
MOST, MOST_POINTS = 100, 20  # predictions of a picture and category that count

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Scored:
    """One model's predictions, matched.

    Attributes:
        order: those that count, and what they are sorted by.
        found: (T, D) row of the truth that each found at each threshold, over things of all sizes; -1 for none.
        by_score: (D,) places among the ranked predictions, the surest first, equals in the pictures' order.
    """

    truth: Truth
    predictions: Predictions
    order: Ranked
    pairs: Pairs
    found: Codes
    by_score: Codes

    @property
    def category(self) -> Codes:
        """(D,) of the ranked predictions."""
        return self.predictions.category[self.order.row]

    @property
    def image(self) -> Codes:
        """(D,) of the ranked predictions."""
        return self.predictions.image[self.order.row]

    @property
    def score(self) -> Floats:
        """(D,) of the ranked predictions."""
        return self.predictions.score[self.order.row]


def scored(truth: Truth, predictions: Predictions, order: Ranked, pairs: Pairs) -> Scored:
    found = match(order, pairs, truth.crowd, truth.ignored)
    by_score = np.argsort(-predictions.score[order.row], kind="stable")
    return Scored(truth, predictions, order, pairs, found, by_score)


def averages(of: Scored, points: bool = False) -> dict[str, float]:
    """COCO's twelve figures, ten for keypoints, by pycocotools' names; -1 where there is nothing to be found."""
    precision, recall = {}, {}
    most = MOST_POINTS if points else MOST
    for area, found, wanted, counted in _by_area(of, points):
        precision[area], recall[area] = curves(of, found, wanted, counted, most)
    out = {"AP": mean(precision["all"]), "AP50": mean(precision["all"][0]), "AP75": mean(precision["all"][5])}
    out |= {f"AP {area}": mean(precision[area]) for area in precision if area != "all"}
    if points:
        out |= {"AR": mean(recall["all"]), "AR50": mean(recall["all"][0]), "AR75": mean(recall["all"][5])}
    else:
        _, found, wanted, counted = next(_by_area(of, points))
        out |= {f"AR {count}": mean(curves(of, found, wanted, counted, count)[1]) for count in (1, 10)}
        out["AR"] = mean(recall["all"])
    return out | {f"AR {area}": mean(recall[area]) for area in recall if area != "all"}


def _by_area(of: Scored, points: bool) -> Iterator[tuple[str, Codes, Flags, Flags]]:
    """By COCO's range of sizes: who finds what, which things are to be found, which predictions may be wrong."""
    truth, areas = of.truth, of.predictions.area[of.order.row]
    for area, (low, high) in AREAS.items():
        if points and area == "small":
            continue
        ignored = truth.ignored | (truth.area < low) | (truth.area > high)
        same = (ignored == truth.ignored).all()
        found = of.found if same else match(of.order, of.pairs, truth.crowd, ignored)
        yield area, found, ~ignored, (areas >= low) & (areas <= high)


def curves(
    of: Scored, found: Codes, wanted: Flags, counted: Flags, most: int = MOST, among: Codes | None = None
) -> tuple[Floats, Floats]:
    """Precision (T, R, K) at COCO's recalls and recall (T, K); -1 of categories with nothing to be found.

    Args:
        found: (T, D) what each prediction finds.
        wanted: (N,) things to be found; who finds another one counts neither way.
        counted: (D,) predictions that are wrong where they find nothing.
        most: predictions of a picture and category that count.
        among: places of predictions, the surest first; all by default.
    """
    count = len(of.truth.categories)
    precision, recall = np.full((len(found), len(RECALLS), count), -1.0), np.full((len(found), count), -1.0)
    things = np.bincount(of.truth.category[wanted], minlength=count)
    by_score = of.by_score if among is None else among
    by_score = by_score[of.order.rank[by_score] < most]
    kind = of.category[by_score]
    for k in np.flatnonzero(things):
        mine = by_score[kind == k]
        for level in range(len(found)):
            hit, wrong = judged(found[level, mine], wanted, counted[mine])
            precision[level, :, k], recall[level, k] = curve(hit, wrong, float(things[k]))
    return precision, recall


def judged(found: Codes, wanted: Flags, counted: Flags) -> tuple[Flags, Flags]:
    """Whether each prediction is right, and whether it is wrong; neither, where what it finds need not be found."""
    nothing = found < 0
    return ~nothing & wanted[found] if len(wanted) else ~nothing, nothing & counted


def curve(hit: Floats | Flags, wrong: Floats | Flags, things: float) -> tuple[Floats, float]:
    """Precision at COCO's recalls (R,), made to fall, and the last recall; of predictions, the surest first."""
    if not len(hit):
        return np.zeros(len(RECALLS)), 0.0
    right, bad = np.cumsum(hit, dtype=np.float64), np.cumsum(wrong, dtype=np.float64)
    recall = right / things
    precision = right / (bad + right + np.spacing(1))
    falling = np.append(np.maximum.accumulate(precision[::-1])[::-1], 0.0)
    return falling[np.searchsorted(recall, RECALLS, side="left")], float(recall[-1])


def mean(values: Floats) -> float:
    known = values[values > -1.0]
    return float(known.mean()) if len(known) else -1.0
