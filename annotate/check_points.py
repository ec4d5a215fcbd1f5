"""Checks of what is projected: keypoints and three-dimensional boxes against their image's camera."""

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import numpy as np

from annotate.cuboid import corners_of
from annotate.entries import Entry
from annotate.keypoints import HIDDEN, UNLABELLED, VISIBLE
from assets import SceneError
from scenes import Distortion, Fisheye, PinholeCamera, Pose

CORNER_SLACK_PX = 0.2  # ten times what rounding of centre, size and turn moves a corner by, see annotate.cuboid


def keypoint_failures(
    annotations: Iterable[Entry], categories: Mapping[int, Entry], images: Mapping[int, Entry]
) -> Iterator[str]:
    """Triples are as many as the category names, lie in the picture, and are counted right."""
    for item in annotations:
        names = categories.get(item["category_id"], {}).get("keypoints")
        triples = item.get("keypoints")
        if names is None or triples is None:
            if (names is None) != (triples is None):
                yield f"annotation {item['id']}: expected keypoints where its category names them, and only there"
            continue
        image = images.get(item["image_id"])
        fault = _triples_fault(triples, len(names), item.get("num_keypoints"), image)
        if fault:
            yield f"annotation {item['id']}: {fault}"


def _triples_fault(triples: list[float], count: int, said: object, image: Entry | None) -> str | None:
    if len(triples) != 3 * count:
        return f"expected {count} keypoints of three numbers, got {len(triples)} numbers"
    points = np.array(triples, np.float64).reshape(-1, 3)
    labelled = points[:, 2] != UNLABELLED
    if not np.isin(points[:, 2], (UNLABELLED, HIDDEN, VISIBLE)).all():
        return "expected keypoints with v of 0, 1 or 2"
    if points[~labelled, :2].any():
        return "expected x = y = 0 for keypoints with v = 0"
    if image and not ((points[:, :2] >= 0.0) & (points[:, :2] <= [image["width"], image["height"]])).all():
        return "a keypoint lies outside the picture"
    if said != int(labelled.sum()):
        return f"{int(labelled.sum())} keypoints are labelled, num_keypoints is {said}"
    return None


def cuboid_failures(annotations: Iterable[Entry], images: Mapping[int, Entry]) -> Iterator[str]:
    """The box has a size and a turn, and its corners are where the image's camera sees them."""
    for item in annotations:
        image = images.get(item["image_id"])
        box = item["bbox3d"]
        if min(box["size"]) <= 0.0 or abs(math.hypot(*box["rotation"]) - 1.0) > 1e-4:
            yield f"annotation {item['id']}: expected a 3D box with sides above 0 and a unit quaternion, got {box}"
        elif image and box["corners"] is not None and not _moved(image):
            try:
                off = float(np.abs(np.array(box["corners"]) - _corners(box, image)).max())
            except (SceneError, TypeError) as error:
                yield f"image {image['id']}: its camera is none ({error})"
                continue
            if not off <= CORNER_SLACK_PX:
                yield f"annotation {item['id']}: corners of its 3D box are {off:.2f} px off the camera's"


def _moved(image: Entry) -> bool:
    """Whether augmentation moved the picture, and corners with it, away from where the camera saw them."""
    augmentation = image.get("augmentation")
    return isinstance(augmentation, dict) and bool(augmentation.get("geometric"))


def _corners(box: Entry, image: Entry) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(8, 2) pixels of the corners, from centre, size and turn."""
    camera = image["camera"]
    (focal, _, cx), (_, _, cy), _ = camera["K"]
    lens = _lens(camera.get("model", "pinhole"), camera.get("distortion"), camera.get("edge_deg"))
    own = _camera(image["width"], image["height"], focal, cx, cy, lens)
    center, size, rotation = (np.array(box[key], np.float64) for key in ("center", "size", "rotation"))
    return corners_of(center, size, rotation, own)


def _lens(model: object, coefficients: list[float] | None, edge_deg: float | None) -> Distortion | Fisheye | None:
    """Raises:
    SceneError: it is no lens.
    """
    if model == "fisheye":
        edge = {} if edge_deg is None else {"edge_rad": math.radians(edge_deg)}
        return Fisheye(*(coefficients or ()), **edge)
    if model != "pinhole":
        raise SceneError(f"camera: expected a model of pinhole or fisheye, got {model!r}")
    return None if coefficients is None else Distortion(*coefficients)


@lru_cache(maxsize=64)
def _camera(
    width: int, height: int, focal: float, cx: float, cy: float, lens: Distortion | Fisheye | None
) -> PinholeCamera:
    """A camera in whose own frame things are given: datasets are often taken by one and the same."""
    return PinholeCamera(width, height, focal, cx, cy, Pose.at(), distortion=lens)
