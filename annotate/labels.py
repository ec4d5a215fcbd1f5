"""Annotations of one frame, from its description and its render: docs/architecture.md defines their fields."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from annotate import angles, masks
from annotate.cuboid import cuboid
from annotate.frame import Frame
from annotate.keypoints import keypoint_triples
from annotate.silhouette import Silhouette, silhouette
from annotate.skeletons import SKELETONS
from assets import AttributeValue, Label, SceneError
from scenes import PinholeCamera, Placed, SceneSpec

VISIBLE_COVERAGE = 0.5

type Attributes = dict[str, AttributeValue]


@dataclass(frozen=True)
class Labels:
    """Attributes:
    annotations: COCO annotations by category name, without ids; order follows the scene's description.
    hidden: ``instance_id`` and ``category`` of labelled things that cover no pixel by half or more.
    """

    annotations: tuple[dict[str, Any], ...]
    hidden: tuple[dict[str, Any], ...]


def annotate(spec: SceneSpec, frame: Frame, segmentation: Literal["polygon", "rle"] = "polygon") -> Labels:
    """Label every labelled instance of a scene, once for each label of its asset.

    Raises:
        SceneError: the frame lacks the geometry of an instance, or an attribute is not finite.
    """
    annotations, hidden = [], []
    for placed in spec.labelled():
        for label in placed.asset.labels:
            mask = frame.coverage.of(placed.instance_id, label.parts) >= VISIBLE_COVERAGE
            if mask.any():
                annotations.append(_annotation(spec.camera, frame, placed, label, mask, segmentation))
            else:
                hidden.append({"instance_id": placed.instance_id, "category": label.category})
    return Labels(tuple(annotations), tuple(hidden))


def _annotation(
    camera: PinholeCamera, frame: Frame, placed: Placed, label: Label, mask: NDArray[np.bool_], segmentation: str
) -> dict[str, Any]:
    if placed.instance_id not in frame.surfaces:
        raise SceneError(f"instance {placed.instance_id} ('{placed.asset.name}'): the frame lacks its surface")
    alone = silhouette(frame.surfaces[placed.instance_id], camera, label.parts)
    bbox = masks.box(mask)
    return {
        "category": label.category,
        "bbox": bbox,
        "area": int(np.count_nonzero(mask)),
        "segmentation": masks.polygons(mask) if segmentation == "polygon" else masks.rle(mask),
        "iscrowd": 0,
        "amodal_bbox": _amodal_bbox(bbox, alone),
        **_fractions(mask, alone),
        "bbox3d": _bbox3d(placed, camera),
        **_keypoints(placed, camera, frame, label.category),
        "instance_id": placed.instance_id,
        "parts": frame.coverage.dominant_parts(mask, placed.instance_id, label.parts),
        "attributes": _attributes(placed, camera, label.category),
    }


def _amodal_bbox(bbox: list[float], alone: Silhouette) -> list[float]:
    """Box of the geometry and of what is seen of it, which pixel edges may carry a fraction of a pixel further."""
    x, y, w, h = alone.amodal_bbox or bbox
    left, top = _rounded(min(x, bbox[0]), 2), _rounded(min(y, bbox[1]), 2)
    right, bottom = _rounded(max(x + w, bbox[0] + bbox[2]), 2), _rounded(max(y + h, bbox[1] + bbox[3]), 2)
    return [left, top, _rounded(right - left, 2), _rounded(bottom - top, 2)]


def _fractions(mask: NDArray[np.bool_], alone: Silhouette) -> dict[str, float]:
    """Visible share, truncation and occlusion.

    What is seen is certainly part of the instance, so its own area is that of the silhouette united with the visible
    mask: thin hair and the soft edge that a lens gives show where no pixel centre meets geometry.
    Then visible ≤ amodal always, and visible_fraction = (1 - truncation) (1 - occlusion).
    """
    visible = int(np.count_nonzero(mask))
    inside = int(np.count_nonzero(mask | alone.mask))
    total = alone.area_px + inside - int(np.count_nonzero(alone.mask))
    return {
        "visible_fraction": _rounded(visible / total, 4),
        "truncation": _rounded((total - inside) / total, 4),
        "occlusion": _rounded((inside - visible) / inside, 4),
    }


def _bbox3d(placed: Placed, camera: PinholeCamera) -> dict[str, Any]:
    """Centre, size and turn in the camera frame; ``corners`` is null for a box that reaches behind the camera."""
    box = cuboid(placed, camera)
    in_front = bool(np.isfinite(box.corners).all())
    return {
        "center": _rounded_list(box.center, 4),
        "size": _rounded_list(box.size, 4),
        "rotation": _rounded_list(box.rotation, 6),
        "corners": [_rounded_list(corner, 2) for corner in box.corners] if in_front else None,
    }


def _keypoints(placed: Placed, camera: PinholeCamera, frame: Frame, category: str) -> dict[str, Any]:
    """COCO's triples, for categories that have a skeleton."""
    if category not in SKELETONS:
        return {}
    triples = keypoint_triples(placed, camera, frame.depth, SKELETONS[category])
    flat = [value for x, y, v in triples.tolist() for value in (_rounded(x, 2), _rounded(y, 2), int(v))]
    return {"keypoints": flat, "num_keypoints": int(np.count_nonzero(triples[:, 2]))}


def _vehicle_pose(placed: Placed, camera: PinholeCamera) -> Attributes:
    yaw = angles.viewing_yaw_deg(placed, camera)
    return {"yaw_deg": _rounded(yaw, 2), "viewpoint": angles.viewpoint(yaw)}


def _head_pose(placed: Placed, camera: PinholeCamera) -> Attributes:
    names = ("yaw_deg", "pitch_deg", "roll_deg")
    values = angles.head_angles_deg(placed, camera)
    return {name: _rounded(value, 2) for name, value in zip(names, values, strict=True)}


POSE_ATTRIBUTES: Mapping[str, Callable[[Placed, PinholeCamera], Attributes]] = {
    **dict.fromkeys(("car", "truck", "bus", "motorcycle", "bicycle"), _vehicle_pose),
    "face": _head_pose,
}


def _attributes(placed: Placed, camera: PinholeCamera, category: str) -> Attributes:
    given = {**placed.asset.attributes, **placed.attributes}
    out = {name: plain(value, f"attribute '{name}' of '{placed.asset.name}'") for name, value in given.items()}
    if category in POSE_ATTRIBUTES:
        out |= POSE_ATTRIBUTES[category](placed, camera)
    return out


def plain(value: AttributeValue, where: str) -> AttributeValue:
    """A value, perhaps numpy's, as a plain Python one that JSON can hold.

    Raises:
        SceneError: it is not a string, a boolean, an integer or a finite number.
    """
    item = value.item() if isinstance(value, np.generic) else value
    if not isinstance(item, str | bool | int | float) or (isinstance(item, float) and not math.isfinite(item)):
        raise SceneError(f"{where}: expected a string, a boolean or a finite number, got {item!r}")
    return item + 0.0 if isinstance(item, float) else item


def _rounded_list(values: NDArray[np.float64], digits: int) -> list[float]:
    return [_rounded(value, digits) for value in values.tolist()]


def _rounded(value: float, digits: int) -> float:
    """Rounded, and 0.0 where that gives -0.0."""
    return round(float(value), digits) + 0.0
