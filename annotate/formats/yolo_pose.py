"""YOLO keypoints in Ultralytics' layout. All classes of such a dataset have the same number of points.

Source of the convention: https://docs.ultralytics.com/datasets/pose/
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from annotate.formats.keypoints import keypoints_of, names_of
from annotate.formats.source import Dataset, Entry, Record
from annotate.formats.target import Format, Target
from annotate.formats.yolo import box_line, numbers, write_layout
from assets import DatasetError


def write_poses(dataset: Dataset, target: Target) -> None:
    """Raises:
    DatasetError: no category has keypoints, or two have other ones.
    """
    posed = {number: names for number, row in dataset.categories.items() if (names := names_of(row))}
    if not posed:
        raise DatasetError("yolo-pose: expected a category with keypoints, got none in annotations/instances.json")
    (first, points), *others = posed.items()
    for number, names in others:
        if names != points:
            both = [dataset.categories[n]["name"] for n in (first, number)]
            raise DatasetError(
                f"yolo-pose: expected one set of keypoints, got another for {both[0]} than for {both[1]}"
            )
    row = dataset.categories[first]
    more: dict[str, Any] = {"kpt_shape": [len(points), 3]}
    if row.get("flip_pairs"):
        more["flip_idx"] = flip_indices(points, row["flip_pairs"])
    write_layout(dataset, target, partial(_line, posed, target, len(points)), more)


def pose_line(annotation: Entry, record: Record, count: int) -> str:
    """``x y width height`` of the box, then ``x y v`` for each point; a point that is not labelled is ``0 0 0``."""
    width, height = record.size
    words = [box_line(annotation, record)]
    for x, y, v in keypoints_of(annotation, count):
        words.append(f"{numbers(x / width, y / height)} {v}" if v else f"{numbers(0, 0)} 0")
    return " ".join(words)


def flip_indices(names: Sequence[str], pairs: Sequence[Sequence[int | str]]) -> list[int]:
    """Where each point's values come from in a mirrored picture.

    Args:
        pairs: of the points' numbers from 0, or of their names.

    Raises:
        DatasetError: a pair is none.
    """
    out = list(range(len(names)))
    place: dict[int | str, int] = {name: index for index, name in enumerate(names)} | {i: i for i in range(len(names))}
    for pair in pairs:
        if len(pair) != 2 or any(item not in place for item in pair):
            raise DatasetError(f"flip_pairs: expected pairs of keypoints, got {list(pair)}")
        a, b = (place[item] for item in pair)
        out[a], out[b] = b, a
    return out


def _line(posed: dict[int, list[str]], target: Target, count: int, annotation: Entry, record: Record) -> str | None:
    if annotation["category_id"] not in posed:
        target.left_out("are of a category without keypoints")
        return None
    return pose_line(annotation, record, count)


FORMAT = Format("yolo-pose", "boxes and keypoints in Ultralytics' layout", write_poses)
