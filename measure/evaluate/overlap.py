"""How well predictions lie on things: of each pair of one picture and one category, COCO's overlap.

Boxes and masks have intersection over union, of crowds intersection over the prediction's area; keypoints have the
similarity of COCO's challenge. The arithmetic is pycocotools', so that its figures come out to the last bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from annotate import masks
from assets import DatasetError
from assets.reading import shown
from measure.evaluate.predictions import Predictions
from measure.evaluate.truth import Truth

AT_ONCE = 2**20  # pairs
# Of COCO's 17 keypoints of a person; others have one for all, as nobody has measured them.
SIGMAS = np.array(
    [0.26, 0.25, 0.25, 0.35, 0.35, 0.79, 0.79, 0.72, 0.72, 0.62, 0.62, 1.07, 1.07, 0.87, 0.87, 0.89, 0.89]
)
OTHER_SIGMA = 0.05

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Ranked:
    """Predictions as COCO takes them: of each picture and category so many, the surest first.

    Attributes:
        row: (D,) of the predictions, ordered by picture, category and falling score.
        rank: (D,) 0 for the surest of its picture and category.
    """

    row: Codes
    rank: Codes


@dataclass(frozen=True, eq=False)
class Pairs:
    """Predictions and things that overlap by ``least`` or more, ordered by rank, then prediction, then thing.

    Attributes:
        prediction: (P,) place among the ranked ones.
        thing: (P,) row of the truth.
        overlap: (P,)
    """

    prediction: Codes
    thing: Codes
    overlap: Floats


def ranked(predictions: Predictions, categories: int, most: int) -> Ranked:
    group = predictions.image * categories + predictions.category
    order = np.lexsort((-predictions.score, group))
    starts = np.searchsorted(group[order], group[order], side="left")
    rank = np.arange(len(order)) - starts
    kept = rank < most
    return Ranked(order[kept], rank[kept])


def overlapping(truth: Truth, predictions: Predictions, order: Ranked, match: str, least: float) -> Pairs:
    """Args:
    least: overlap of pairs that are kept.

    Raises:
        DatasetError: a mask is of another size than its picture, or keypoints of another number.
    """
    count = len(truth.categories)
    of_thing = truth.image * count + truth.category
    things = np.argsort(of_thing, kind="stable")
    group = (predictions.image * count + predictions.category)[order.row]
    low, high = (np.searchsorted(of_thing[things], group, side=side) for side in ("left", "right"))
    found = [
        _block(truth, predictions, order, things, low, high, first, last, match, least)
        for first, last in _blocks(high - low, group)
    ]
    prediction, thing, overlap = (
        np.concatenate([part[k] for part in found]) if found else np.zeros(0, kind)
        for k, kind in enumerate((np.intp, np.intp, np.float64))
    )
    by_rank = np.lexsort((thing, prediction, order.rank[prediction]))
    return Pairs(prediction[by_rank], thing[by_rank], overlap[by_rank])


def _blocks(counts: Codes, group: Codes) -> list[tuple[int, int]]:
    """Stretches of predictions with whole groups and about ``AT_ONCE`` pairs each."""
    if not len(counts):
        return []
    ends = np.flatnonzero(np.diff(group, append=-1)) + 1
    block = np.cumsum(counts)[ends - 1] // AT_ONCE
    last = ends[np.flatnonzero(np.diff(block, append=block[-1] + 1))]
    return list(zip([0, *last[:-1].tolist()], last.tolist(), strict=True))


def _block(
    truth: Truth,
    predictions: Predictions,
    order: Ranked,
    things: Codes,
    low: Codes,
    high: Codes,
    first: int,
    last: int,
    match: str,
    least: float,
) -> tuple[Codes, Codes, Floats]:
    counts = (high - low)[first:last]
    prediction = np.repeat(np.arange(first, last), counts)
    within = np.arange(len(prediction)) - np.repeat(np.cumsum(counts) - counts, counts)
    thing = things[np.repeat(low[first:last], counts) + within]
    row = order.row[prediction]
    if match == "boxes":
        overlap = box_overlap(predictions.box[row], truth.box[thing], truth.crowd[thing])
    elif match == "keypoints":
        overlap = _similarity(truth, predictions, row, thing)
    else:
        overlap = _mask_overlap(truth, predictions, row, thing)
    kept = overlap >= least
    return prediction[kept], thing[kept], overlap[kept]


def box_overlap(predicted: Floats, true: Floats, crowd: NDArray[np.bool_]) -> Floats:
    """(P,) of boxes (P, 4) x, y, width, height."""
    low = np.maximum(predicted[:, :2], true[:, :2])
    high = np.minimum(predicted[:, :2] + predicted[:, 2:], true[:, :2] + true[:, 2:])
    sides = high - low
    shared = np.where((sides > 0.0).all(axis=1), sides[:, 0] * sides[:, 1], 0.0)
    own = predicted[:, 2] * predicted[:, 3]
    whole = np.where(crowd, own, own + true[:, 2] * true[:, 3] - shared)
    return np.divide(shared, whole, out=np.zeros(len(shared)), where=shared > 0.0)


def _mask_overlap(truth: Truth, predictions: Predictions, row: Codes, thing: Codes) -> Floats:
    """Picture by picture: its masks are made once."""
    out = np.zeros(len(row))
    image = truth.image[thing]
    for pairs in np.split(np.arange(len(row)), np.flatnonzero(np.diff(image)) + 1):
        if not len(pairs):
            continue
        size = truth.sizes[image[pairs[0]]]
        mine, at = np.unique(row[pairs], return_inverse=True)
        theirs, of = np.unique(thing[pairs], return_inverse=True)
        predicted = [run_lengths(predictions.segmentation[k], size, f"prediction {k + 1}") for k in mine]
        true = [run_lengths(truth.segmentation[k], size, "an annotation") for k in theirs]
        found = coco_mask.iou(predicted, true, truth.crowd[theirs].astype(np.uint8).tolist())
        out[pairs] = np.asarray(found).reshape(len(mine), len(theirs))[at, of]
    return out


def run_lengths(segmentation: Any, size: Floats, what: str) -> dict[str, Any]:
    """Of polygons, plain counts or packed ones, as pycocotools makes them; its C code is handed nothing unchecked.

    Raises:
        DatasetError: it is none, or of another size.
    """
    width, height = (int(side) for side in size)
    counts = segmentation.get("counts") if isinstance(segmentation, dict) else None
    if isinstance(segmentation, dict) and segmentation.get("size") != [height, width]:
        got = shown(segmentation.get("size"))
        raise DatasetError(f"{what}: expected a mask of height and width {[height, width]}, as its picture, got {got}")
    try:
        if isinstance(counts, list):
            runs = np.array(counts, np.int64)
            if runs.ndim != 1 or (runs < 0).any() or runs.sum() != height * width:
                raise DatasetError(f"expected run lengths over {height * width} pixels")
            found: dict[str, Any] = coco_mask.frPyObjects({"size": [height, width], "counts": counts}, height, width)
            return found
        return masks.rle(masks.decode(segmentation, height, width))
    except (DatasetError, TypeError, ValueError, OverflowError) as error:
        raise DatasetError(f"{what}: its mask cannot be read ({error})") from error


def _similarity(truth: Truth, predictions: Predictions, row: Codes, thing: Codes) -> Floats:
    """Object keypoint similarity, pair by pair as COCOeval has it."""
    pairs = zip(row.tolist(), thing.tolist(), strict=True)
    made = [
        _point_similarity(predictions.points[k], truth.points[n], truth.box[n], float(truth.area[n])) for k, n in pairs
    ]
    return np.array(made, np.float64)


def _point_similarity(predicted: Sequence[float], true: Sequence[float] | None, box: Floats, area: float) -> float:
    p = np.asarray(predicted, np.float64).reshape(-1, 3)
    g = np.zeros_like(p) if not true else np.asarray(true, np.float64).reshape(-1, 3)
    if len(p) != len(g):
        raise DatasetError(f"predictions: expected {len(g)} keypoints, as the things have, got {len(p)}")
    sigmas = SIGMAS / 10.0 if len(g) == len(SIGMAS) else np.full(len(g), OTHER_SIGMA)
    seen = g[:, 2] > 0
    if seen.any():
        dx, dy = p[:, 0] - g[:, 0], p[:, 1] - g[:, 1]
    else:
        x0, y0, w, h = box
        nothing = np.zeros(len(p))
        dx = np.maximum(nothing, x0 - w - p[:, 0]) + np.maximum(nothing, p[:, 0] - (x0 + w * 2))
        dy = np.maximum(nothing, y0 - h - p[:, 1]) + np.maximum(nothing, p[:, 1] - (y0 + h * 2))
    e = (dx**2 + dy**2) / ((sigmas * 2) ** 2) / (area + np.spacing(1)) / 2
    e = e[seen] if seen.any() else e
    return float(np.sum(np.exp(-e)) / e.shape[0])
