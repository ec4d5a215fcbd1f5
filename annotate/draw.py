"""Labels drawn over a picture."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

from annotate import masks, strokes
from annotate.keypoints import UNLABELLED, VISIBLE
from annotate.skeletons import SKELETONS
from annotate.strokes import Colour, Pen, Picture, Rectangle
from assets import ConfigError
from assets.geometry import BOX_CORNERS
from assets.names import nearest

WHAT = ("boxes", "masks", "keypoints", "cuboids", "amodal", "attributes", "tracks")
DEFAULT = frozenset({"boxes", "masks", "keypoints", "attributes"})
# Named in this order, as many as the box is wide.
KEY_ATTRIBUTES = (
    *("type", "color", "viewpoint", "expression", "age_group", "yaw_deg", "hair_style", "size_class", "pitch_deg"),
    "roll_deg",
)
FEWEST_ATTRIBUTES = 2
MANY = 12  # annotations, whose titles would cover each other
MIN_SIDE_FOR_TITLES_PX = 64  # on a smaller picture they would cover everything
MIN_SIDE_FOR_ATTRIBUTES_PX = 200
FRONT = [k for k, sign in enumerate(BOX_CORNERS[:, 0]) if sign > 0]  # a cuboid's corners at its front
EDGES = [(a, b) for a in range(8) for b in range(a + 1, 8) if np.count_nonzero(BOX_CORNERS[a] != BOX_CORNERS[b]) == 1]


@dataclass(frozen=True)
class _Item:
    """An annotation, its category's entry, its colour, and the pen for the picture."""

    entry: Mapping[str, Any]
    category: Mapping[str, Any]
    colour: Colour
    pen: Pen


def draw(
    rgb: Picture,
    annotations: Iterable[Mapping[str, Any]],
    categories: Mapping[int, str | Mapping[str, Any]] | None = None,
    what: Collection[str] = DEFAULT,
) -> Picture:
    """A copy of a picture (H, W, 3) with labels over it.

    ``boxes``: visible boxes and category names. ``masks``: visible masks. ``amodal``: amodal boxes, dashed, and the
    outlines of amodal masks. ``keypoints``: dots, filled where they show and hollow where something hides them, the
    edges of the skeleton, and outlines of a plate's characters. ``cuboids``: twelve edges, the front crossed out.
    ``attributes``: a few values; of a plate its text.
    ``tracks``: the ``trail`` that ``annotate.trails`` gives annotations of moving pictures, and ``track_id``.

    Args:
        annotations: with a ``category``, as ``annotate`` makes them, or a ``category_id``, as COCO files have them.
        categories: by id, for those with an id: names, or entries of a COCO file.
        what: of ``WHAT``.
    """
    out = np.ascontiguousarray(rgb).copy()
    height, width = out.shape[:2]
    pen = Pen.for_picture(height, width)
    items = [_item(entry, index, categories or {}, pen) for index, entry in enumerate(annotations)]
    for layer, paint in _LAYERS:
        for item in items if layer in what else ():
            paint(out, item)
    smallest = min(height, width)
    if smallest >= MIN_SIDE_FOR_TITLES_PX and not {"boxes", "attributes", "tracks"}.isdisjoint(what):
        taken: list[Rectangle] = []
        values = "attributes" in what and smallest >= MIN_SIDE_FOR_ATTRIBUTES_PX
        for item in _titled(items):
            text = _title(item, values)
            if "tracks" in what and "track_id" in item.entry:
                text = f"{item.entry['track_id']} {text}"
            strokes.title(out, text, item.entry["bbox"], item.colour, pen, taken)
    return out


def enlarged(
    rgb: Picture, annotations: Iterable[Mapping[str, Any]], factor: int
) -> tuple[Picture, list[dict[str, Any]]]:
    """A picture and what is drawn of its annotations, ``factor`` times as large: small pictures have no room for lines.

    Masks become run lengths; numbers that are not drawn stay as they are.
    """
    if factor == 1:
        return rgb, [dict(entry) for entry in annotations]
    height, width = rgb.shape[:2]
    picture = cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    out = [_enlarged(entry, (height, width), factor) for entry in annotations]
    return np.asarray(picture, np.uint8), out


def _enlarged(entry: Mapping[str, Any], shape: tuple[int, int], factor: int) -> dict[str, Any]:
    new = dict(entry)
    for key in {"segmentation", "amodal_segmentation"} & entry.keys():
        mask = masks.decode(entry[key], *shape)
        new[key] = masks.rle(mask.repeat(factor, axis=0).repeat(factor, axis=1))
    for key in {"bbox", "amodal_bbox"} & entry.keys():
        new[key] = [factor * value for value in entry[key]]
    for key in {"trail", "char_boxes"} & entry.keys():
        new[key] = [[factor * value for value in each] for each in entry[key]]
    if "keypoints" in entry:
        new["keypoints"] = [v if i % 3 == 2 else factor * v for i, v in enumerate(entry["keypoints"])]
    corners = entry.get("bbox3d", {}).get("corners")
    if corners is not None:
        new["bbox3d"] = {**entry["bbox3d"], "corners": [[factor * x, factor * y] for x, y in corners]}
    return new


def read_what(names: Iterable[str]) -> frozenset[str]:
    """What to draw, checked.

    Raises:
        ConfigError: a name is none of ``WHAT``.
    """
    found = frozenset(names)
    for name in sorted(found - set(WHAT)):
        raise ConfigError(f"what: expected some of {', '.join(WHAT)}, got '{name}'{nearest(name, WHAT)}")
    return found


def _item(entry: Mapping[str, Any], index: int, categories: Mapping[int, str | Mapping[str, Any]], pen: Pen) -> _Item:
    name = entry.get("category")
    category = categories.get(entry.get("category_id", -1), {})
    if isinstance(category, str):
        category = {"name": category}
    if name is not None:
        skeleton = SKELETONS[name].coco() if name in SKELETONS else {}
        category = {"name": name, **skeleton}
    return _Item(entry, category, strokes.colour_of(entry.get("instance_id", index)), pen)


def _mask(out: Picture, item: _Item) -> None:
    strokes.tint(out, masks.decode(item.entry["segmentation"], *out.shape[:2]), item.colour, item.pen)


def _amodal(out: Picture, item: _Item) -> None:
    if "amodal_segmentation" in item.entry:
        whole = masks.decode(item.entry["amodal_segmentation"], *out.shape[:2])
        strokes.outline(out, whole, item.colour, max(1, item.pen.width // 2))
    if "amodal_bbox" in item.entry:
        strokes.dashed(out, item.entry["amodal_bbox"], item.colour, item.pen)


def _box(out: Picture, item: _Item) -> None:
    strokes.rectangle(out, item.entry["bbox"], item.colour, item.pen)


def _trail(out: Picture, item: _Item) -> None:
    """Thin where it is old; a dot where the thing is now."""
    trail: Sequence[Sequence[float]] = item.entry.get("trail", ())
    for age, ((x0, y0), (x1, y1)) in enumerate(pairwise(trail), start=1):
        width = max(1, round(item.pen.width * (0.5 + age / len(trail))))
        strokes.line(out, (x0, y0), (x1, y1), item.colour, width, halo=False)
    if trail:
        x, y = trail[-1]
        strokes.dot(out, (x, y), 1.0 + item.pen.width, item.colour, hollow=False)


def _cuboid(out: Picture, item: _Item) -> None:
    corners = item.entry.get("bbox3d", {}).get("corners")
    if corners is None:
        return
    for a, b in EDGES:
        width = item.pen.width + 1 if a in FRONT and b in FRONT else item.pen.width
        strokes.line(out, corners[a], corners[b], item.colour, width)
    low_right, low_left, high_right, high_left = FRONT[0], FRONT[2], FRONT[1], FRONT[3]
    for a, b in ((low_right, high_left), (low_left, high_right)):
        strokes.line(out, corners[a], corners[b], item.colour, item.pen.width)


def _keypoints(out: Picture, item: _Item) -> None:
    flat: Sequence[float] = item.entry.get("keypoints", ())
    points = [(flat[i], flat[i + 1], flat[i + 2]) for i in range(0, len(flat) - 2, 3)]
    radius = _dot_radius(item, len(points))
    width = max(1, min(item.pen.width, round(0.45 * radius)))
    for first, second in item.category.get("skeleton", ()):
        if max(first, second) <= len(points):
            (x0, y0, v0), (x1, y1, v1) = points[first - 1], points[second - 1]
            if UNLABELLED not in (v0, v1):
                strokes.line(out, (x0, y0), (x1, y1), item.colour, width, halo=v0 == v1 == VISIBLE)
    for hidden in (True, False):  # those that show lie on top
        for x, y, v in points:
            if v != UNLABELLED and (v != VISIBLE) == hidden:
                strokes.dot(out, (x, y), radius, item.colour, hollow=hidden)


def _characters(out: Picture, item: _Item) -> None:
    for box in item.entry.get("char_boxes", ()):
        points = [(box[k], box[k + 1]) for k in range(0, 8, 2)]
        for first, second in zip(points, (*points[1:], points[0]), strict=True):
            strokes.line(out, first, second, item.colour, max(1, item.pen.width // 2))


def _dot_radius(item: _Item, count: int) -> float:
    """As large as the picture asks for, and smaller where so many dots would cover the thing."""
    _, _, w, h = item.entry["bbox"]
    room = math.sqrt(w * h / max(count, 1))
    return max(1.0, min(1.0 + 1.4 * item.pen.width, 0.13 * room))


def _titled(items: Sequence[_Item]) -> list[_Item]:
    """One of each thing and of its plate; where there are many, those whose boxes are not much narrower than names."""
    named, out = set(), []
    for item in items:
        thing = item.entry.get("instance_id")
        if thing is not None and "char_boxes" in item.entry:
            thing = f"plate of {thing}"
        if thing is not None and thing in named:
            continue
        named.add(thing)
        if len(items) <= MANY or strokes.text_width(_title(item, False), item.pen) <= 2.0 * item.entry["bbox"][2]:
            out.append(item)
    return out


def _title(item: _Item, values: bool) -> str:
    """The category, and as many values as the box is wide."""
    text = str(item.category.get("name", item.entry.get("category_id", "?")))
    if "char_boxes" in item.entry:
        text = str(item.entry.get("attributes", {}).get("text", text))
    if item.entry.get("ignore"):
        text += " (ignored)"
    attributes = item.entry.get("attributes", {})
    named = [key for key in KEY_ATTRIBUTES if key in attributes] if values else []
    for count, key in enumerate(named):
        longer = f"{text} {_value(key, attributes[key])}"
        if count >= FEWEST_ATTRIBUTES and strokes.text_width(longer, item.pen) > item.entry["bbox"][2]:
            break
        text = longer
    return text


def _value(key: str, value: object) -> str:
    if key.endswith("_deg") and isinstance(value, int | float):
        return f"{key.removesuffix('_deg') if key != 'yaw_deg' else ''} {value:.0f} deg".strip()
    return str(value)


_LAYERS = (
    ("masks", _mask),
    ("amodal", _amodal),
    ("boxes", _box),
    ("cuboids", _cuboid),
    ("keypoints", _characters),
    ("keypoints", _keypoints),
    ("tracks", _trail),
)
