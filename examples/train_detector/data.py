"""Rendered, streamed or real pictures with COCO boxes, as square arrays for training. Needs NumPy and OpenCV alone."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

VEHICLES = ("car", "truck", "bus", "motorcycle", "bicycle")
IGNORED = -1  # class of boxes that neither count as right nor as wrong
PAD = 114  # grey around pictures that are not square

type Sample = tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.int64]]  # of Pictures: pixels, boxes, labels


@dataclass(frozen=True, eq=False)
class Pictures:
    """Attributes:
    pixels: (N, S, S, 3) uint8 BGR, letterboxed from the top left corner.
    boxes: N arrays (K, 4) of x0, y0, x1, y1 in those pixels.
    labels: N arrays (K,) of indices into the classes, or ``IGNORED``.
    """

    pixels: NDArray[np.uint8]
    boxes: list[NDArray[np.float32]]
    labels: list[NDArray[np.int64]]

    def __len__(self) -> int:
        return len(self.pixels)


class Recent:
    """The newest pictures of a stream, to be drawn from as from ``Pictures``: a new one takes the place of the oldest.

    Attributes:
        pixels, boxes, labels: as ``Pictures`` has them; the first ``len`` of them count.
        seen: pictures that have come.
    """

    def __init__(self, most: int, side: int) -> None:
        self.pixels = np.zeros((most, side, side, 3), np.uint8)
        self.boxes: list[NDArray[np.float32]] = []
        self.labels: list[NDArray[np.int64]] = []
        self.seen = 0

    def __len__(self) -> int:
        return len(self.boxes)

    def take(self, samples: Iterator[Sample], until: int) -> None:
        """Take samples until so many have been seen, or there are no more."""
        for pixels, boxes, labels in islice(samples, max(until - self.seen, 0)):
            place = self.seen % len(self.pixels)
            self.pixels[place] = pixels
            # A place that is not there yet is put at the end.
            self.boxes[place : place + 1], self.labels[place : place + 1] = [boxes], [labels]
            self.seen += 1


def load(
    images: Path,
    coco: Path,
    side: int,
    most: int | None = None,
    min_visible: float = 0.25,
    only: Mapping[str, Collection[str]] | None = None,
    classes: Sequence[str] = VEHICLES,
    without: Collection[str] = (),
    least: float = 0.0,
) -> Pictures:
    """The first ``most`` pictures of a COCO file.

    Args:
        side: of the square that each is fitted into, pixels.
        min_visible: boxes of things that show less of themselves are ignored; real labels carry no such share.
        only: pictures whose sampled parameters have one of these values, such as ``{"weather": ["clear"]}``.
        classes: categories to be found; others are ignored.
        without: categories that are left out, as if nothing were there.
        least: boxes whose square root of the area is a smaller share of ``side`` are ignored.
    """
    data = json.loads(coco.read_text())
    names = {category["id"]: category["name"] for category in data["categories"]}
    of_image: dict[int, list[Mapping[str, Any]]] = {entry["id"]: [] for entry in data["images"]}
    for annotation in data["annotations"]:
        of_image[annotation["image_id"]].append({**annotation, "category": names[annotation["category_id"]]})
    wanted = [entry for entry in data["images"] if _has(entry.get("parameters", {}), only or {})]
    entries = sorted(wanted, key=lambda entry: str(entry["file_name"]))[:most]
    pixels = np.full((len(entries), side, side, 3), PAD, np.uint8)
    boxes, labels = [], []
    for index, entry in enumerate(entries):
        picture = cv2.imread(str(images / entry["file_name"]))
        if picture is None:
            raise FileNotFoundError(f"{images / entry['file_name']}: expected a picture")
        found = of_image[entry["id"]]
        pixels[index], *own = fitted(picture, found, side, min_visible, classes, without, least)
        boxes.append(own[0])
        labels.append(own[1])
    return Pictures(pixels, boxes, labels)


def of_frame(frame: Any, side: int, classes: Sequence[str] = VEHICLES, without: Collection[str] = ()) -> Sample:
    """What a frame of ``prelabel.stream`` is to a training: its ``rgb`` and ``annotations``, as ``load`` has them."""
    return fitted(frame.rgb[..., ::-1], frame.annotations, side, classes=classes, without=without)


def fitted(
    picture: NDArray[np.uint8],
    annotations: Sequence[Mapping[str, Any]],
    side: int,
    min_visible: float = 0.25,
    classes: Sequence[str] = VEHICLES,
    without: Collection[str] = (),
    least: float = 0.0,
) -> Sample:
    """A picture in its square, with its boxes; options are those of ``load``.

    Args:
        picture: (H, W, 3) BGR.
        annotations: COCO's, with the name of their ``category``.
    """
    found = [item for item in annotations if item["category"] not in without]
    scale = side / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:side, :side]
    pixels = np.full((side, side, 3), PAD, np.uint8)
    pixels[: small.shape[0], : small.shape[1]] = small
    xywh = np.array([item["bbox"] for item in found], np.float32).reshape(-1, 4) * scale
    boxes = np.concatenate([xywh[:, :2], xywh[:, :2] + xywh[:, 2:]], axis=1)
    labels = np.array([_label(item, classes, min_visible) for item in found], np.int64)
    return pixels, boxes, np.where(np.sqrt(xywh[:, 2] * xywh[:, 3]) < least * side, IGNORED, labels)


def joined(parts: Sequence[Pictures]) -> Pictures:
    """Several sets of pictures of the same size as one."""
    return Pictures(
        np.concatenate([part.pixels for part in parts]),
        [boxes for part in parts for boxes in part.boxes],
        [labels for part in parts for labels in part.labels],
    )


def _has(parameters: Mapping[str, object], only: Mapping[str, Collection[str]]) -> bool:
    return all(str(parameters.get(key)) in values for key, values in only.items())


def _label(annotation: Mapping[str, Any], classes: Sequence[str], min_visible: float) -> int:
    name, seen = annotation["category"], annotation.get("visible_fraction", 1.0)
    return classes.index(name) if name in classes and seen >= min_visible else IGNORED


def augmented(
    rng: np.random.Generator, pixels: NDArray[np.uint8], boxes: NDArray[np.float32], labels: NDArray[np.int64]
) -> Sample:
    """Mirrored, zoomed, moved and with other colours: what photographs differ in and labels do not."""
    side = pixels.shape[0]
    if rng.uniform() < 0.5:
        pixels, boxes = pixels[:, ::-1], boxes.copy()
        boxes[:, [0, 2]] = side - boxes[:, [2, 0]]
    zoom, squeeze = float(np.exp(rng.uniform(-0.6, 0.5))), float(np.exp(rng.normal(0.0, 0.08)))
    scale = np.array([zoom * squeeze, zoom / squeeze])
    room = side * (1.0 - scale)
    shift = np.where(room > 0, rng.uniform(0.0, 1.0, 2) * room, rng.uniform(0.0, 1.0, 2) * room)
    matrix = np.array([[scale[0], 0.0, shift[0]], [0.0, scale[1], shift[1]]])
    flags = cv2.INTER_AREA if zoom < 1.0 else cv2.INTER_LINEAR
    moved = cv2.warpAffine(np.ascontiguousarray(pixels), matrix, (side, side), flags=flags, borderValue=(PAD,) * 3)
    before = boxes * np.tile(scale, 2).astype(np.float32) + np.tile(shift, 2).astype(np.float32)
    after = before.clip(0, side)
    kept = (after[:, 2:] - after[:, :2]).prod(axis=1) / np.maximum((before[:, 2:] - before[:, :2]).prod(axis=1), 1e-6)
    inside = kept > 0.15
    return _recoloured(rng, moved), after[inside], np.where(kept > 0.3, labels, IGNORED)[inside]


def _recoloured(rng: np.random.Generator, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    out = pixels.astype(np.float32)
    gain, lift = np.exp(rng.normal(0.0, 0.25)), rng.normal(0.0, 12.0)
    out = out * gain * np.exp(rng.normal(0.0, 0.06, 3)) + lift
    grey = out.mean(axis=2, keepdims=True)
    out = grey + (out - grey) * rng.uniform(0.4, 1.6)
    if rng.uniform() < 0.25:
        out = cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.4, 1.4)))
    out += rng.normal(0.0, rng.uniform(0.0, 8.0), out.shape)
    if rng.uniform() < 0.1:
        out = np.broadcast_to(out.mean(axis=2, keepdims=True), out.shape)
    return out.clip(0, 255).astype(np.uint8)
