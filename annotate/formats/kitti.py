"""KITTI's object benchmark: a text file of boxes, 2D and 3D, and one of calibration for each picture.

Source: the development kit's readme, https://www.cvlibs.net/datasets/kitti/eval_object.php?obj_benchmark=3d.
Its pixels are 0-based with centres at whole numbers, half a pixel less than Prelabel's. Its camera frame is Prelabel's.
"""

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target, is_ignored
from annotate.formats.walk import Entry
from assets import DatasetError

NAMES = {"car": "Car", "truck": "Truck", "person": "Pedestrian"}  # where KITTI means the same; others keep theirs
OCCLUDED = (0.1, 0.5)  # shares hidden from which on it is "partly" (1) and "largely" (2) occluded
UNKNOWN_3D = (-1.0, -1.0, -1.0, -1000.0, -1000.0, -1000.0, -10.0)  # h w l, x y z, rotation_y
UNKNOWN_ALPHA = -10.0
LEVEL = math.cos(math.radians(5.0))

type Vector = NDArray[np.float64]


def write(dataset: Dataset, target: Target) -> None:
    names = kitti_names(dataset)
    for split in dataset.splits:
        with target.lines(f"ImageSets/{split}.txt") as members:
            for record in dataset.records(split):
                stem = f"{record.image['id']:06d}"
                suffix = record.file_name.removeprefix(record.stem)
                target.picture(record, f"training/image_2/{stem}{suffix}")
                target.text(f"training/label_2/{stem}.txt", labels(record, names))
                target.text(f"training/calib/{stem}.txt", calibration(record))
                members.write(f"{stem}\n")
                count_lost(record, target)


def labels(record: Record, names: Mapping[int, str]) -> str:
    """The label file of a picture. Ignored annotations are ``DontCare``: KITTI's scores leave those regions out."""
    return "".join(f"{label_row(annotation, record, names, share_cut)}\n" for annotation in record.annotations)


def label_row(annotation: Entry, record: Record, names: Mapping[int, str], truncated: Callable[[Entry], str]) -> str:
    """The 15 words of an annotation of a picture.

    Args:
        truncated: an annotation's second word.
    """
    box = corners_of_box(annotation["bbox"], *record.size)
    if is_ignored(annotation):
        return f"DontCare -1.00 -1 {_numbers(UNKNOWN_ALPHA, *box, *UNKNOWN_3D)}"
    cuboid = annotation.get("bbox3d")
    alpha, *rest = pose_of_cuboid(cuboid, annotation["id"]) if cuboid else (UNKNOWN_ALPHA, *UNKNOWN_3D)
    name, occluded = names[annotation["category_id"]], occlusion_level(annotation.get("occlusion"))
    return f"{name} {truncated(annotation)} {occluded} {_numbers(alpha, *box, *rest)}"


def share_cut(annotation: Entry) -> str:
    """The share that lies outside the picture; -1 for unknown."""
    return f"{float(annotation.get('truncation', -1.0)):.2f}"


def corners_of_box(box: list[float], width: int, height: int) -> tuple[float, float, float, float]:
    """Left, top, right, bottom where pixel centres lie at whole numbers; as KITTI's, within 0..width - 1 and so on."""
    x, y, w, h = box
    left, right = (min(max(value - 0.5, 0.0), width - 1.0) for value in (x, x + w))
    top, bottom = (min(max(value - 0.5, 0.0), height - 1.0) for value in (y, y + h))
    return left, top, right, bottom


def occlusion_level(share: float | None) -> int:
    """0 fully visible, 1 partly, 2 largely occluded, 3 unknown."""
    return 3 if share is None else sum(share >= edge for edge in OCCLUDED)


def pose_of_cuboid(cuboid: Entry, number: int) -> tuple[float, ...]:
    """alpha, height, width, length, the bottom's centre x, y, z and rotation_y of a ``bbox3d``: metres, radians.

    rotation_y is the heading seen from above, 0 along the camera's x, growing from z towards -x as KITTI's matrix
    about y has it; alpha is it less the direction of the ray. What pitch and roll there is, KITTI cannot hold.

    Raises:
        DatasetError: it is no cuboid.
    """
    center, (length, width, height), rotation = _cuboid(cuboid, number)
    bottom = center - rotation[:, 2] * height / 2.0
    forward = rotation[:, 0]
    rotation_y = math.atan2(-forward[2], forward[0])
    alpha = _wrapped(rotation_y - math.atan2(bottom[0], bottom[2]))
    return alpha, height, width, length, *bottom.tolist(), rotation_y


def calibration(record: Record) -> str:
    """KITTI's calibration file: one camera, already rectified; velodyne and IMU lie where the camera is.

    Raises:
        DatasetError: the image has no camera matrix.
    """
    camera = record.image.get("camera")
    try:
        k = np.array(camera["K"], np.float64).reshape(3, 3)  # type: ignore[index]
    except (KeyError, TypeError, ValueError) as error:
        raise DatasetError(f"image {record.image['id']}: expected a camera with a 3×3 matrix K") from error
    k[:2, 2] -= 0.5
    projection = _words(np.hstack([k, np.zeros((3, 1))]))
    rows = {f"P{i}": projection for i in range(4)} | IDENTITIES
    return "".join(f"{name}: {words}\n" for name, words in rows.items())


def kitti_names(dataset: Dataset) -> dict[int, str]:
    """KITTI's word for each category id; words have no spaces.

    Raises:
        DatasetError: two categories would have the same.
    """
    names = {n: NAMES.get(row["name"], "_".join(row["name"].split())) for n, row in dataset.categories.items()}
    if len(set(names.values())) != len(names) or "DontCare" in names.values():
        raise DatasetError(f"kitti: expected categories with names of their own, got {', '.join(names.values())}")
    return names


def count_lost(record: Record, target: Target) -> None:
    """Tell what of a picture KITTI cannot hold."""
    camera = record.image.get("camera") or {}
    if camera.get("distortion") is not None:
        target.note("pictures have a distorting lens, which KITTI's calibration cannot hold: P2 is the pinhole's")
    if (record.image.get("augmentation") or {}).get("geometric"):
        target.note("pictures were moved by augmentation: P2 and the 3D fields are those of the camera before it")
    for annotation in record.annotations:
        cuboid = annotation.get("bbox3d")
        if is_ignored(annotation):
            continue
        if not cuboid:
            target.note("annotations have no bbox3d: their 3D fields say unknown")
        elif -_cuboid(cuboid, annotation["id"])[2][1, 2] < LEVEL:  # its up axis against the camera's
            target.note("annotations stand tilted to the camera by more than 5°, which KITTI's rotation_y cannot hold")


def _cuboid(cuboid: Entry, number: int) -> tuple[Vector, tuple[float, float, float], Vector]:
    """Centre, length × width × height, rotation matrix from the asset's frame to the camera's."""
    try:
        center, size, q = (np.array(cuboid[key], np.float64) for key in ("center", "size", "rotation"))
        with np.errstate(invalid="ignore", divide="ignore"):
            w, x, y, z = (q / np.linalg.norm(q)).tolist()
        length, width, height = size.tolist()
        if center.shape != (3,) or not np.isfinite([*center, *size, w, x, y, z]).all() or min(size) <= 0.0:
            raise ValueError("three numbers for the centre, three above 0 for the size, four for the rotation")
    except (KeyError, TypeError, ValueError) as error:
        raise DatasetError(f"annotation {number}: expected 'bbox3d' to be center, size and rotation") from error
    rotation = np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ])  # fmt: skip
    return center, (length, width, height), rotation


def _numbers(*values: float) -> str:
    return " ".join(f"{round(value, 2) + 0.0:.2f}" for value in values)


def _words(matrix: Vector) -> str:
    return " ".join(f"{value:.12e}" for value in matrix.ravel().tolist())


def _wrapped(angle: float) -> float:
    """The angle in -pi..pi."""
    return math.remainder(angle, math.tau)


IDENTITIES = {
    "R0_rect": _words(np.eye(3)),
    "Tr_velo_to_cam": _words(np.eye(3, 4)),
    "Tr_imu_to_velo": _words(np.eye(3, 4)),
}
FORMAT = Format("kitti", "KITTI's object benchmark, 2D and 3D", write)
