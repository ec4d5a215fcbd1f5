"""Labels of a picture that was warped after rendering: flipped, turned, cropped, resized, bent, partly painted over.

What warps pictures lives elsewhere; here a warp is where each pixel came from and where points go.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotate import masks
from annotate.frame import Behind, Coverage, Frame
from annotate.glass import told
from annotate.keypoints import HIDDEN, UNLABELLED, VISIBLE
from annotate.labels import Filters, Labels
from annotate.skeletons import SKELETONS
from assets import SceneError

type Points = NDArray[np.float64]
type Mask = NDArray[np.bool_]
type Annotation = dict[str, Any]

NOWHERE = -1
SIDE_BIT = 2  # of a cuboid corner's number: assets.geometry.BOX_CORNERS
SIDED = ("yaw_deg", "roll_deg", "gaze_yaw_deg", "gaze_x")  # a mirror turns their sign
KEEP_ALL = Filters()
MAX_SAMPLES = 256  # pixels of a thing at which its magnification is measured


@dataclass(frozen=True, eq=False)
class Warp:
    """Where the pixels of a picture come from, and where points go.

    Attributes:
        before: height and width of the picture that was warped.
        source: (H, W) int64, for each pixel the flat index of the one that it shows; -1 where it shows none.
        shown: (H, W), False where something was painted over the picture.
        points: maps points (N, 2) in continuous pixels, inside or outside the picture.
    """

    before: tuple[int, int]
    source: NDArray[np.int64]
    shown: Mask
    points: Callable[[Points], Points]

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the warped picture."""
        return self.source.shape[0], self.source.shape[1]

    def gather[T: np.generic](self, values: NDArray[T], nothing: float) -> NDArray[T]:
        """Values (H, W, …) of the picture before as values of this one; ``nothing`` where it shows no pixel of it."""
        flat = values.reshape(self.before[0] * self.before[1], *values.shape[2:])
        out: NDArray[T] = flat[self.source]
        out[self.source == NOWHERE] = nothing
        return out

    def magnification(self, points: Points) -> NDArray[np.float64]:
        """(N,) area after the warp by area before it, at points (N, 2); below 0 where it mirrors."""
        step = 0.5
        corners = [points, points + np.array([step, 0.0]), points + np.array([0.0, step])]
        here, right, below = np.split(self.points(np.concatenate(corners)), 3)
        (ax, ay), (bx, by) = (right - here).T, (below - here).T
        return np.asarray((ax * by - ay * bx) / step**2)

    @cached_property
    def mirrored(self) -> bool:
        """Whether left and right have changed places: the sign of the area of small triangles all over the picture."""
        height, width = self.before
        rows, columns = (np.mgrid[:8, :8] + 0.5) / 8.0
        grid = np.stack([columns.ravel() * width, rows.ravel() * height], axis=1)
        return bool(np.median(self.magnification(grid)) < 0.0)


def unwarped(height: int, width: int) -> Warp:
    """The warp that changes nothing."""
    source = np.arange(height * width, dtype=np.int64).reshape(height, width)
    return Warp((height, width), source, np.ones((height, width), np.bool_), lambda points: points)


def move_frame(frame: Frame, rgb: NDArray[np.uint8], warp: Warp) -> Frame:
    """The frame with the warped picture ``rgb``, and its passes moved with it.

    Normals and depth keep the axes of the camera. What was painted over hides instances, not depth. A mirror gives
    left parts the names of right ones.
    """
    coverage, behind = _moved_coverage(frame.coverage, warp), frame.behind
    if behind is not None:
        behind = Behind(_moved_coverage(behind.coverage, warp), warp.gather(behind.depth, 0.0))
    depth, normals = warp.gather(frame.depth, np.inf), warp.gather(frame.normals, 0.0)
    return replace(frame, rgb=rgb, linear=None, depth=depth, normals=normals, coverage=coverage, behind=behind)


def _moved_coverage(coverage: Coverage, warp: Warp) -> Coverage:
    index = np.stack([warp.gather(layer, NOWHERE) for layer in coverage.index])
    index[:, ~warp.shown] = NOWHERE
    weight = np.where(index == NOWHERE, np.float32(0.0), [warp.gather(layer, 0.0) for layer in coverage.weight])
    leaves = coverage.leaves
    if warp.mirrored:
        leaves = tuple((number, other_side(part)) for number, part in leaves)
    return Coverage(leaves, index, weight.astype(np.float32))


def move_labels(
    labels: Labels, moved: Frame, warp: Warp, filters: Filters = KEEP_ALL, amodal_masks: bool = False
) -> Labels:
    """Labels of the warped picture.

    Args:
        labels: of the picture before, made without filters and with ``amodal_masks``: both are for what comes out.
        moved: what ``move_frame`` gave.
        filters: applied to the moved annotations.
        amodal_masks: keep ``amodal_segmentation``, moved as well.

    Returns:
        What no pixel shows any more stands in ``hidden``.

    Raises:
        SceneError: an annotation lacks ``amodal_segmentation``.
    """
    annotations, hidden, filtered = [], list(labels.hidden), list(labels.filtered)
    for before in labels.annotations:
        after = _moved(before, moved, warp)
        name = {"instance_id": before["instance_id"], "category": before["category"]}
        if after is None:
            hidden.append(name)
            continue
        if not amodal_masks:
            del after["amodal_segmentation"]
        reason = filters.takes_out(after)
        if reason is not None:
            filtered.append({**name, "reason": reason})
            continue
        annotations.append(after)
    return Labels(tuple(annotations), tuple(hidden), tuple(filtered))


def other_side(name: str) -> str:
    """A name with its first ``left`` and ``right`` exchanged: ``left_eye`` for ``right_eye``."""
    swap = {"left": "right", "right": "left"}
    return re.sub(r"(?<![a-z])(left|right)(?![a-z])", lambda match: swap[match[0]], name, count=1)


def _moved(before: Annotation, moved: Frame, warp: Warp) -> Annotation | None:
    """The annotation in the warped picture; None where no pixel shows it."""
    if "amodal_segmentation" not in before:
        raise SceneError(
            f"instance {before['instance_id']}: expected amodal_segmentation, to be moved with the picture"
        )
    mask = warp.gather(masks.decode(before["segmentation"], *warp.before), False) & warp.shown
    if not mask.any():
        return None
    alone_before = masks.decode(before["amodal_segmentation"], *warp.before)
    alone = warp.gather(alone_before, False)
    bbox = masks.box(mask)
    parts = {other_side(name) if warp.mirrored else name for name in before["parts"]}
    return {
        **before,
        "bbox": bbox,
        "area": int(np.count_nonzero(mask)),
        "segmentation": masks.rle(mask) if isinstance(before["segmentation"], Mapping) else masks.polygons(mask),
        "amodal_bbox": _amodal_bbox(before, alone_before, bbox, warp),
        "amodal_segmentation": masks.rle(alone),
        **_fractions(before, mask, alone, alone_before, warp),
        "bbox3d": _bbox3d(before["bbox3d"], warp),
        **_keypoints(before, warp),
        **_char_boxes(before, warp),
        **told(moved, mask, before["instance_id"], parts),
        "attributes": _mirrored_attributes(before["attributes"]) if warp.mirrored else before["attributes"],
    }


def _amodal_bbox(before: Annotation, alone_before: Mask, bbox: list[float], warp: Warp) -> list[float]:
    """Box of where the amodal box goes, if its sides stay upright; else of where the thing's outline goes.

    What is outside the picture before has no outline: there the amodal box stands for it.
    """
    sides = _sides(before["amodal_bbox"])
    moved = warp.points(sides.reshape(-1, 2))
    upright = np.ptp(moved.reshape(sides.shape), axis=1).min(axis=1).max() < 0.02
    if not upright:
        height, width = warp.before
        outline = np.concatenate([np.reshape(ring, (-1, 2)) for ring in masks.polygons(alone_before)])
        outside = ((sides < 0.0) | (sides > [width, height])).any(axis=2)
        moved = warp.points(np.concatenate([outline, sides[outside]]))
    left, top = np.minimum(moved.min(axis=0), bbox[:2]).tolist()
    right, bottom = np.maximum(moved.max(axis=0), [bbox[0] + bbox[2], bbox[1] + bbox[3]]).tolist()
    x, y = _rounded(left, 2), _rounded(top, 2)
    return [x, y, _rounded(_rounded(right, 2) - x, 2), _rounded(_rounded(bottom, 2) - y, 2)]


def _sides(box: list[float], count: int = 17) -> Points:
    """(4, count, 2): points along the sides of a box [x, y, width, height]."""
    x, y, w, h = box
    corners = np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]])
    along = np.linspace(0.0, 1.0, count)[:, None]
    return np.asarray(corners[:, None] * (1.0 - along) + np.roll(corners, -1, axis=0)[:, None] * along)


def _fractions(before: Annotation, mask: Mask, alone: Mask, alone_before: Mask, warp: Warp) -> dict[str, float]:
    """Visible share, truncation and occlusion, as docs/labels.md defines them.

    The thing's own area, which pixels outside the picture belong to, grows by the warp's mean magnification over its
    pixels: exact for what magnifies evenly. A thing that was and is whole within the picture keeps truncation 0.
    """
    visible, inside = int(np.count_nonzero(mask)), int(np.count_nonzero(alone))
    rows, columns = np.nonzero(alone_before)
    every = slice(None, None, max(1, len(rows) // MAX_SAMPLES))
    grows = np.abs(warp.magnification(np.array([columns[every], rows[every]], np.float64).T + 0.5)).mean()
    if visible == before["area"] and inside == len(rows) and abs(grows - 1.0) < 1e-4:
        return {key: before[key] for key in ("visible_fraction", "truncation", "occlusion")}  # flips, quarter turns
    height, width = warp.size
    sides = warp.points(_sides(before["amodal_bbox"]).reshape(-1, 2))
    whole = before["truncation"] == 0.0 and bool(((sides >= 0.0) & (sides <= [width, height])).all())
    own_before = len(rows) / max(1.0 - before["truncation"], 5e-5)
    own = float(inside) if whole else max(float(inside), own_before * float(grows))
    return {
        "visible_fraction": _rounded(visible / own, 4),
        "truncation": _rounded((own - inside) / own, 4),
        "occlusion": _rounded((inside - visible) / inside, 4),
    }


def _bbox3d(box: Mapping[str, Any], warp: Warp) -> dict[str, Any]:
    """Corners move with the picture, and change sides in a mirror; the rest stays in the camera's frame."""
    if box["corners"] is None:
        return dict(box)
    corners = warp.points(np.array(box["corners"], np.float64))
    if warp.mirrored:
        corners = corners[np.arange(8) ^ SIDE_BIT]
    return {**box, "corners": [[_rounded(x, 2), _rounded(y, 2)] for x, y in corners.tolist()]}


def _keypoints(before: Annotation, warp: Warp) -> dict[str, Any]:
    """Triples where they go: none outside the picture, hidden under paint, left and right exchanged in a mirror."""
    if "keypoints" not in before:
        return {}
    triples = np.array(before["keypoints"], np.float64).reshape(-1, 3)
    labelled = np.flatnonzero(triples[:, 2] != UNLABELLED)
    out = np.zeros_like(triples)
    if len(labelled):
        height, width = warp.size
        points = np.round(warp.points(triples[labelled, :2]), 2)
        inside = ((points >= 0.0) & (points < [width, height])).all(axis=1)
        labelled, points = labelled[inside], points[inside]
        column, row = points.astype(int).T
        seen = (triples[labelled, 2] == VISIBLE) & warp.shown[row, column]
        out[labelled] = np.column_stack([points, np.where(seen, VISIBLE, HIDDEN)])
    if warp.mirrored and before["category"] in SKELETONS:
        out = out[SKELETONS[before["category"]].flip_order()]
    flat = [value for x, y, v in out.tolist() for value in (_rounded(x, 2), _rounded(y, 2), int(v))]
    return {"keypoints": flat, "num_keypoints": int(np.count_nonzero(out[:, 2]))}


def _char_boxes(before: Annotation, warp: Warp) -> dict[str, Any]:
    """Quadrilaterals of characters where their corners go: in a mirror they read backwards, as the picture does."""
    if "char_boxes" not in before:
        return {}
    boxes = np.array(before["char_boxes"], np.float64).reshape(-1, 2)
    moved = warp.points(boxes).reshape(-1, 8) if len(boxes) else boxes.reshape(-1, 8)
    return {"char_boxes": [[_rounded(value, 2) for value in row] for row in moved.tolist()]}


def _mirrored_attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Angles and viewpoints of the mirrored thing: it is seen from its other side."""
    out = {other_side(name): value for name, value in attributes.items()}
    for name in SIDED:
        if name in out and out[name] != 180.0:  # angles lie in (-180, 180]
            out[name] = -out[name] + 0.0
    if isinstance(out.get("viewpoint"), str):
        out["viewpoint"] = other_side(out["viewpoint"])
    return out


def _rounded(value: float, digits: int) -> float:
    return round(float(value), digits) + 0.0
