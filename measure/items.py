"""What every reader gives: pictures one at a time, each with its labels where there are any."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assets import AttributeValue, DatasetError

type Points = NDArray[np.float64]
type Tell = Counter[str]
"""Sentences for what a reader left out or changed, with how often."""


@dataclass(frozen=True, eq=False, slots=True)
class Thing:
    """One labelled object.

    Attributes:
        category: its name.
        box: x, y, width, height in pixels, within the picture.
        attributes: plain values by name.
        points: (K, 3) keypoints x, y in pixels and COCO's visibility; None for none.
    """

    category: str
    box: tuple[float, float, float, float]
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    points: Points | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Item:
    """One picture.

    Attributes:
        name: its own within the set; whatever is sampled depends on it alone.
        size: width and height in pixels.
        things: None where nothing is known of labels; empty where there is nothing in the picture.
        picture: the file; None where only labels are there.
        split: the part of the set that it is in, such as ``train``; empty for none.
        origin: of COCO files, the file's number in ``Source.files`` and the image's id.
    """

    name: str
    size: tuple[int, int]
    things: tuple[Thing, ...] | None
    picture: Path | None
    split: str = ""
    origin: tuple[int, int] = (0, 0)


@dataclass(frozen=True, eq=False)
class Source:
    """A set of pictures on disk.

    Attributes:
        place: what the user named.
        kind: the format, in a word.
        count: of its pictures.
        labelled: whether it has labels.
        root: the folder that its files must not lead out of.
        categories: names, as far as they are known before all is read.
        keypoints: names of a category's keypoints.
        scenes: of Prelabel's own sets, the scene scripts that made them.
        files: the COCO files that hold its labels.
        category_ids: names by the ids of those files.
        read: gives the items in the order of their names; counts what it left out.
    """

    place: Path
    kind: str
    count: int
    labelled: bool
    root: Path
    read: Callable[[Tell], Iterator[Item]]
    categories: tuple[str, ...] = ()
    keypoints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scenes: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    category_ids: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.count < 1:
            raise DatasetError(f"{self.place}: expected pictures, found none")


def fitted(box: tuple[float, float, float, float], size: tuple[int, int], tell: Tell) -> tuple[float, ...] | None:
    """A box as far as it lies in its picture, see ``annotate.formats.border``; None where nothing of it does."""
    x, y, w, h = box
    left, top, right, bottom = max(x, 0.0), max(y, 0.0), min(x + w, float(size[0])), min(y + h, float(size[1]))
    if not min(right - left, bottom - top) > LEAST_PX:
        tell["boxes have no area in their picture and are left out"] += 1
        return None
    if x < -SLACK_PX or y < -SLACK_PX or x + w > size[0] + SLACK_PX or y + h > size[1] + SLACK_PX:
        tell["boxes reach out of their picture and are cut at its border"] += 1
    return left, top, right - left, bottom - top


LEAST_PX, SLACK_PX = 0.1, 1.0
