"""Annotations of one frame, from its description and its render: docs/architecture.md defines their fields."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from annotate import angles, masks
from annotate.blur import defocus_px, motion_px
from annotate.cuboid import cuboid, cuboid_of, written
from annotate.frame import Frame
from annotate.glass import told, visible
from annotate.keypoints import keypoint_triples
from annotate.occluders import occluded_by
from annotate.schema import attribute_faults, schema_of
from annotate.silhouette import Silhouette, silhouette
from annotate.skeletons import SKELETONS, keypoint_fault
from annotate.writings import char_boxes, seen_writing, writing_attributes
from assets import AttributeValue, Label, SceneError
from assets.writing import CORNERS, Writing
from scenes import PinholeCamera, Placed, SceneSpec

type Attributes = dict[str, AttributeValue]


@dataclass(frozen=True)
class Labels:
    """Attributes:
    annotations: COCO annotations by category name, without ids; order follows the scene's description.
    hidden: ``instance_id`` and ``category`` of labelled things that no pixel belongs to, see ``annotate.owners``.
    filtered: ``instance_id``, ``category`` and ``reason`` (the filter's name) of those that a filter took out.
    """

    annotations: tuple[dict[str, Any], ...]
    hidden: tuple[dict[str, Any], ...]
    filtered: tuple[dict[str, Any], ...] = ()

    @property
    def ignored(self) -> int:
        """How many annotations are marked as to be ignored."""
        return sum(annotation.get("ignore", 0) for annotation in self.annotations)


@dataclass(frozen=True)
class Filters:
    """Which annotations are too small or too little of their thing to learn from.

    Attributes:
        min_area_px: of the visible mask.
        min_visible: of ``visible_fraction``.
        keep_ignored: keep them with ``ignore: 1``; all others then have ``ignore: 0``.
    """

    min_area_px: int = 0
    min_visible: float = 0.0
    keep_ignored: bool = False

    def reason(self, annotation: Mapping[str, Any]) -> str | None:
        """The name of the filter that takes an annotation out; None for one that stays."""
        if annotation["area"] < self.min_area_px:
            return "min_area"
        return "min_visible" if annotation["visible_fraction"] < self.min_visible else None

    def takes_out(self, annotation: dict[str, Any]) -> str | None:
        """Why an annotation goes; None if it stays, and then says ``ignore`` where ignored ones are kept."""
        reason = self.reason(annotation)
        if not self.keep_ignored:
            return reason
        annotation["ignore"] = int(reason is not None)
        return None


def annotate(
    spec: SceneSpec,
    frame: Frame,
    segmentation: Literal["polygon", "rle"] = "polygon",
    filters: Filters = Filters(),
    amodal_masks: bool = False,
) -> Labels:
    """Label every labelled instance of a scene, once for each label of its asset.

    Args:
        amodal_masks: also give ``amodal_segmentation``.

    Raises:
        SceneError: the frame is not of the camera's size, or lacks the geometry of an instance; an attribute does not
            fit its category's schema, or a keypoint its skeleton.
    """
    size, wanted = frame.rgb.shape[1::-1], (spec.camera.width, spec.camera.height)
    if size != wanted:
        raise SceneError(f"frame: expected the camera's {wanted[0]}×{wanted[1]} pixels, got {size[0]}×{size[1]}")
    annotations, hidden, filtered = [], [], []
    for placed in spec.labelled():
        fault = keypoint_fault(placed.asset)
        if fault is not None:
            raise SceneError(fault)
        for label in placed.asset.labels:
            name = {"instance_id": placed.instance_id, "category": label.category}
            mask = visible(frame, placed.instance_id, label.parts)
            if not mask.any():
                hidden.append(name)
                continue
            annotation = _annotation(spec.camera, frame, placed, label, mask, segmentation, amodal_masks)
            reason = filters.takes_out(annotation)
            if reason is not None:
                filtered.append({**name, "reason": reason})
                continue
            annotations.append(annotation)
    return Labels(tuple(annotations), tuple(hidden), tuple(filtered))


def _annotation(
    camera: PinholeCamera,
    frame: Frame,
    placed: Placed,
    label: Label,
    mask: NDArray[np.bool_],
    segmentation: str,
    amodal_masks: bool,
) -> dict[str, Any]:
    if placed.instance_id not in frame.surfaces:
        raise SceneError(f"instance {placed.instance_id} ('{placed.asset.name}'): the frame lacks its surface")
    alone = silhouette(frame.surfaces[placed.instance_id], camera, label.parts, label.open)
    writing = seen_writing(label, placed, camera)
    bbox = masks.box(mask)
    occluders = partial(occluded_by, placed, camera, frame, label.parts, mask, alone.mask)
    return {
        "category": label.category,
        "bbox": bbox,
        "area": int(np.count_nonzero(mask)),
        "segmentation": masks.polygons(mask) if segmentation == "polygon" else masks.rle(mask),
        "iscrowd": 0,
        "amodal_bbox": _amodal_bbox(bbox, alone),
        **({"amodal_segmentation": masks.rle(mask | alone.mask)} if amodal_masks else {}),
        **_fractions(mask, alone),
        "bbox3d": written(cuboid(placed, camera) if writing is None else cuboid_of(writing, placed, camera), camera),
        **_keypoints(placed, camera, frame, label.category, writing),
        **({} if writing is None else char_boxes(writing, placed, camera)),
        "instance_id": placed.instance_id,
        **told(frame, mask, placed.instance_id, label.parts),
        "attributes": _attributes(placed, camera, label.category, occluders)
        if writing is None
        else _checked(label.category, placed, writing_attributes(writing, placed, camera, frame, mask)),
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


def _keypoints(
    placed: Placed, camera: PinholeCamera, frame: Frame, category: str, writing: Writing | None = None
) -> dict[str, Any]:
    """COCO's triples, for categories that have a skeleton: of a writing its corners."""
    if category not in SKELETONS:
        return {}
    points = None if writing is None else dict(zip(CORNERS, writing.corners, strict=True))
    triples = keypoint_triples(placed, camera, frame.depth, SKELETONS[category], frame.coverage, frame.behind, points)
    flat = [value for x, y, v in triples.tolist() for value in (_rounded(x, 2), _rounded(y, 2), int(v))]
    return {"keypoints": flat, "num_keypoints": int(np.count_nonzero(triples[:, 2]))}


def _vehicle_pose(placed: Placed, camera: PinholeCamera) -> Attributes:
    yaw = angles.viewing_yaw_deg(placed, camera)
    return {"yaw_deg": _rounded(yaw, 2), "viewpoint": angles.viewpoint(yaw)}


def _head_pose(placed: Placed, camera: PinholeCamera) -> Attributes:
    turns = zip(("yaw_deg", "pitch_deg", "roll_deg"), angles.head_angles_deg(placed, camera), strict=True)
    return {
        **{name: _rounded(value, 2) for name, value in turns},
        **_gaze(placed, camera),
        "defocus_px": _rounded(defocus_px(camera, float(camera.to_camera(placed.pose.translation)[2])), 2),
        "motion_px": _rounded(motion_px(camera, placed), 2),
    }


def _gaze(placed: Placed, camera: PinholeCamera) -> Attributes:
    """The eyes' direction in the camera frame, of those whose gaze against their head is known."""
    yaw, pitch = (placed.asset.attributes.get(name) for name in ("gaze_yaw_deg", "gaze_pitch_deg"))
    if not isinstance(yaw, float | int) or not isinstance(pitch, float | int):
        return {}
    ahead = angles.gaze(placed, camera, float(yaw), float(pitch)).tolist()
    return {name: _rounded(value, 4) for name, value in zip(("gaze_x", "gaze_y", "gaze_z"), ahead, strict=True)}


POSE_ATTRIBUTES: Mapping[str, Callable[[Placed, PinholeCamera], Attributes]] = {
    **dict.fromkeys(("car", "truck", "bus", "motorcycle", "bicycle"), _vehicle_pose),
    **dict.fromkeys(("face", "person_head"), _head_pose),
}


def _attributes(placed: Placed, camera: PinholeCamera, category: str, occluders: Callable[[], str]) -> Attributes:
    given = {**placed.asset.attributes, **placed.attributes}
    out = {name: plain(value, f"attribute '{name}' of '{placed.asset.name}'") for name, value in given.items()}
    if category in POSE_ATTRIBUTES:
        out |= POSE_ATTRIBUTES[category](placed, camera)
    schema = schema_of(category)
    if schema is not None and "occluded_by" in schema:
        out["occluded_by"] = occluders()
    return _checked(category, placed, out)


def _checked(category: str, placed: Placed, out: Attributes) -> Attributes:
    """The attributes, if they fit their category's schema.

    Raises:
        SceneError: they do not.
    """
    schema = schema_of(category)
    faults = attribute_faults(out, schema) if schema is not None else []
    if faults:
        raise SceneError(f"{category} '{placed.asset.name}': {faults[0]}")
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


def _rounded(value: float, digits: int) -> float:
    """Rounded, and 0.0 where that gives -0.0."""
    return round(float(value), digits) + 0.0
