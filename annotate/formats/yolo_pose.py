"""YOLO keypoints in Ultralytics' layout. All classes of such a dataset have the same points, so several become several.

Source of the convention: https://docs.ultralytics.com/datasets/pose/
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from annotate.formats.keypoints import keypoints_of, names_of
from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target
from annotate.formats.walk import Entry
from annotate.formats.yolo import box_line, numbers, write_layout
from assets import DatasetError


@dataclass(frozen=True)
class Posed:
    """Categories whose keypoints are the same.

    Attributes:
        categories: their ids, ascending.
        folder: their names, joined.
        points: names of the keypoints in order.
        flips: where each point's values come from in a mirrored picture; None where nothing is said of it.
    """

    categories: tuple[int, ...]
    folder: str
    points: tuple[str, ...]
    flips: tuple[int, ...] | None


def write_poses(dataset: Dataset, target: Target) -> None:
    """One YOLO dataset, or a folder with one for each skeleton where there are several.

    Raises:
        DatasetError: no category has keypoints, or what is said of them is damaged.
    """
    skeletons = skeletons_of(dataset)
    if not skeletons:
        raise DatasetError("yolo-pose: expected a category with keypoints, got none in annotations/instances.json")
    if len(skeletons) == 1:
        _write(dataset, target, skeletons[0], skeletons, categories=None)
        return
    folders = [target.folder(posed.folder) for posed in skeletons]
    for posed, folder in zip(skeletons, folders, strict=True):
        _write(dataset, folder, posed, skeletons, posed.categories)
    target.include(folders)
    told = ", ".join(f"{posed.folder} ({len(posed.points)} points)" for posed in skeletons)
    target.note(f"a folder for each set of keypoints: {told}", 0)


def skeletons_of(dataset: Dataset) -> list[Posed]:
    """The categories that have keypoints, by what these are, in the order of their first ids.

    Raises:
        DatasetError: keypoints or flip pairs are none.
    """
    groups: dict[tuple[tuple[str, ...], tuple[int, ...] | None], list[int]] = {}
    for number, row in dataset.categories.items():
        if points := tuple(names_of(row)):
            pairs = row.get("flip_pairs")
            groups.setdefault((points, tuple(flip_indices(points, pairs)) if pairs else None), []).append(number)
    return [
        Posed(tuple(numbers), _folder_name([str(dataset.categories[n]["name"]) for n in numbers]), points, flips)
        for (points, flips), numbers in groups.items()
    ]


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


def _write(
    dataset: Dataset, target: Target, posed: Posed, all_posed: Sequence[Posed], categories: Collection[int] | None
) -> None:
    others = {number for other in all_posed if other is not posed for number in other.categories}

    def line(annotation: Entry, record: Record) -> str | None:
        number = annotation["category_id"]
        if number in others:
            target.elsewhere()
        elif number not in posed.categories:
            target.left_out("are of a category without keypoints")
        else:
            return pose_line(annotation, record, len(posed.points))
        return None

    more: dict[str, Any] = {"kpt_shape": [len(posed.points), 3]}
    if posed.flips is not None:
        more["flip_idx"] = list(posed.flips)
    write_layout(dataset, target, line, more, categories)


def _folder_name(names: Sequence[str]) -> str:
    return re.sub(r"[^\w.-]+", "_", "-".join(names))


FORMAT = Format("yolo-pose", "boxes and keypoints in Ultralytics' layout", write_poses)
