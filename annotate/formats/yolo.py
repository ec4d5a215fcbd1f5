"""YOLO boxes in Ultralytics' layout: ``images/SPLIT``, ``labels/SPLIT``, ``data.yaml``.

Source of the convention: https://docs.ultralytics.com/datasets/detect/
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
import yaml

from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target, is_ignored
from annotate.formats.walk import Entry

DIGITS = 6  # after the point: a hundredth of a pixel in pictures of 16,384
STEPS = 10**DIGITS  # shares that the ends of a box may have

type Line = Callable[[Entry, Record], str | None]


def write_boxes(dataset: Dataset, target: Target) -> None:
    write_layout(dataset, target, box_line)


def box_line(annotation: Entry, record: Record) -> str:
    """``x y width height``: the box's centre and size as shares of the picture's."""
    x, y, w, h = annotation["bbox"]
    width, height = record.size
    (middle_x, wide), (middle_y, high) = span(x / width, (x + w) / width), span(y / height, (y + h) / height)
    return " ".join((_half(middle_x), _half(middle_y), numbers(wide, high)))


def span(low: float, high: float) -> tuple[float, float]:
    """Middle and length of a span of shares whose ends are rounded, not those two: readers compute the ends again.

    None of them, in single precision neither, gets one outside 0..1, which some refuse.
    """
    first, last = (min(max(round(end * STEPS), 0), STEPS) for end in (low, high))
    middle, length = (first + last) / 2 / STEPS, (last - first) / STEPS
    if not all(kind(middle) + kind(length) / kind(2) <= kind(1) for kind in (np.float64, np.float32)):
        return span(low, (STEPS - 1) / STEPS)
    return middle, length


def box_of_line(line: str, width: int, height: int) -> list[float]:
    """The inverse: [x, y, width, height] in pixels."""
    x, y, w, h = (float(word) for word in line.split()[:4])
    return [(x - w / 2) * width, (y - h / 2) * height, w * width, h * height]


def write_layout(
    dataset: Dataset,
    target: Target,
    line: Line,
    more: Mapping[str, Any] | None = None,
    categories: Collection[int] | None = None,
) -> None:
    """All of a YOLO dataset, given what follows the class number in a label's line.

    Args:
        line: None for an annotation to leave out, which it says to the target itself.
        more: further keys of ``data.yaml``.
        categories: ids of those that become classes, counted from 0 by id; all of the dataset's by default.
    """
    names = {n: str(row["name"]) for n, row in dataset.categories.items() if categories is None or n in categories}
    classes = {number: index for index, number in enumerate(names)}
    filled: dict[str, None] = {}
    for split in dataset.splits:
        for record in dataset.records(split):
            filled[split] = None
            target.picture(record, f"images/{split}/{record.file_name}")
            rows = []
            for annotation in record.annotations:
                if is_ignored(annotation):
                    target.left_out("are marked to be ignored")
                elif (rest := line(annotation, record)) is not None:
                    rows.append(f"{classes[annotation['category_id']]} {rest}\n")
            target.text(f"labels/{split}/{record.stem}.txt", "".join(rows))
    target.text(
        "data.yaml",
        data_yaml(dataset.splits, tuple(filled), target, {**(more or {}), "names": dict(enumerate(names.values()))}),
    )


def data_yaml(splits: Sequence[str], filled: Sequence[str], target: Target, more: Mapping[str, Any]) -> str:
    """``train`` and ``val`` must be there; without ``path`` they are relative to this file's folder.

    Args:
        splits: the dataset's.
        filled: those of them with pictures; others have no folder, and are not named. Where none has, the first one is.
        more: what follows them: the classes' names, and what the kind of labels needs.
    """
    for split in splits:
        if split not in filled:
            target.note(f"split {split} has no pictures: data.yaml does not name it", 0)
    if not filled:
        filled = splits[:1]
        target.path(f"images/{splits[0]}/").mkdir()
    folders = {split: f"images/{split}" for split in filled}
    first, last = filled[0], filled[-1]
    trained = "train" if "train" in folders else first
    tested = "val" if "val" in folders else last if last != trained else trained
    if tested == trained:
        target.note("data.yaml has no pictures of its own for val: it names those for training", 0)
    keys = {"train": folders[trained], "val": folders[tested]} | folders
    return yaml.safe_dump({**keys, **more}, sort_keys=False, allow_unicode=True, default_flow_style=None, width=100)


def _half(middle: float) -> str:
    """A number that may lie halfway between two steps; as long as the others where it does not."""
    return f"{middle:.{DIGITS + 1}f}".removesuffix("0")


def numbers(*values: float) -> str:
    """Numbers for a label's line."""
    return " ".join(f"{value:.{DIGITS}f}" for value in values)


FORMAT = Format("yolo", "boxes in Ultralytics' layout", write_boxes)
