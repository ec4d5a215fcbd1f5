"""What a labelled set says is there, as arrays: a row a thing, and what is known of each thing and each picture.

Unlike ``measure.readers`` it keeps crowds and boxes that reach out of their picture: COCO's figures count on them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotate.entries import ANNOTATION, CATEGORY, FLAT, IMAGE, INTEGER
from assets import AttributeValue, ConfigError, DatasetError
from assets.reading import is_folder, is_regular, shown
from measure.evaluate.trials import Trials, read_trials
from measure.items import Thing
from measure.properties.labels import UNTOLD, geometry, overlaps
from measure.readers.coco import LISTS, SHARES, coco_files, expect_fields, picture_folder, raw_entries
from measure.table import Table

HIDDEN = (*UNTOLD, "ancestry_african", "ancestry_asian", "ancestry_european")  # names of one; and nothing on race
OF_PICTURE = "picture "  # before a picture's key that its things have, too

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Truth:
    """A labelled set.

    Attributes:
        place: what the user named.
        image_ids: (I,) ascending.
        names, sizes: of each picture: its file's name; (I, 2) width and height in pixels.
        category_ids, categories: ascending, and their names.
        image, category: (N,) index of each thing's.
        box: (N, 4) x, y, width, height in pixels, as they are written.
        area: (N,) in pixels, as it is written.
        crowd, ignored: (N,) what may be found any number of times; what nobody must find, crowds among them.
        segmentation, points: COCO's, of each thing; empty where they were not asked for.
        things, pictures: what is known of each row; both have a row for each thing and picture.
        root, folder: what its files must not lead out of; where its pictures are, None where they are not there.
        trials: the design, where the set is a suite.
    """

    place: Path
    image_ids: Codes
    names: tuple[str, ...]
    sizes: Floats
    category_ids: tuple[int, ...]
    categories: tuple[str, ...]
    image: Codes
    category: Codes
    box: Floats
    area: Floats
    crowd: Flags
    ignored: Flags
    things: Table
    pictures: Table
    root: Path
    folder: Path | None = None
    segmentation: tuple[Any, ...] = ()
    points: tuple[Any, ...] = ()
    trials: Trials | None = None

    def __post_init__(self) -> None:
        lengths = {len(x) for x in (self.image, self.category, self.box, self.area, self.crowd, self.ignored)}
        if len(lengths) > 1:
            raise ValueError(f"truth: expected a value of each for each thing, got {sorted(lengths)}")
        if not len(self.image_ids):
            raise DatasetError(f"{self.place}: expected pictures, found none")

    def __len__(self) -> int:
        return len(self.image)


def read_truth(place: Path, match: str = "boxes") -> Truth:
    """Args:
    place: a dataset's folder, or a COCO file.
    match: ``boxes``, ``masks`` or ``keypoints``: what is kept of each thing besides.

    Raises:
        ConfigError: nothing is there, or what is there has no COCO file.
        DatasetError: it cannot be read.
    """
    path = _coco_file(place)
    root = place if is_folder(place) else place.parent
    content = _Content(match)
    for key, entry in raw_entries(path, root, LISTS):
        getattr(content, key).append(entry) if key != "annotations" else content.take(entry, path)
    return _truth(place, path, root, content)


def _coco_file(place: Path) -> Path:
    if is_regular(place):
        return place
    if not is_folder(place):
        raise ConfigError(f"{place}: expected a dataset's folder or a COCO file, found none")
    found = coco_files(place)
    if not found:
        raise ConfigError(f"{place}: expected a dataset with a COCO file, found none; other formats are not evaluated")
    if len(found) > 1 and found[0].name != "instances.json":
        names = ", ".join(path.name for path in found[:4])
        raise ConfigError(f"{place}: expected one COCO file, found {names}; name the file itself")
    return found[0]


@dataclass
class _Content:
    """A COCO file as it is read: of annotations only what is needed, in its order."""

    match: str
    images: list[Any] = field(default_factory=list)
    categories: list[Any] = field(default_factory=list)
    of: list[tuple[int, int]] = field(default_factory=list)
    box: list[list[float]] = field(default_factory=list)
    area: list[float] = field(default_factory=list)
    flags: list[tuple[bool, bool]] = field(default_factory=list)
    rows: list[Mapping[str, AttributeValue]] = field(default_factory=list)
    more: list[Any] = field(default_factory=list)
    instances: list[int] = field(default_factory=list)

    def take(self, entry: Any, path: Path) -> None:
        needed = ("id", "image_id", "category_id", "bbox")
        expect_fields(entry, _ANNOTATION, needed, f"{path.name}: annotation")
        x, y, w, h = map(float, entry["bbox"])
        crowd = bool(entry.get("iscrowd"))
        self.of.append((entry["image_id"], entry["category_id"]))
        self.box.append([x, y, w, h])
        self.area.append(float(entry.get("area", w * h)))
        ignored = crowd or bool(entry.get("ignore"))
        if self.match != "boxes":
            key = "segmentation" if self.match == "masks" else "keypoints"
            if key == "segmentation" and not entry.get(key):
                raise DatasetError(f"{path.name}: annotation {entry['id']} has no '{key}', which --match masks needs")
            if key == "keypoints":
                _expect_points(entry, path)
            self.more.append(entry.get(key))
            ignored |= key == "keypoints" and not entry.get("num_keypoints", _labelled(entry.get(key)))
        self.flags.append((crowd, ignored))
        instance = entry.get("instance_id")
        self.instances.append(instance if INTEGER[1](instance) else 0)
        self.rows.append(_thing_row(entry))


_ANNOTATION = {
    key: ANNOTATION[key] for key in ("id", "image_id", "category_id", "bbox", "area", "iscrowd", "attributes")
}
_ANNOTATION |= {key: ANNOTATION[key] for key in SHARES}


def _expect_points(entry: Mapping[str, Any], path: Path) -> None:
    flat = entry.get("keypoints")
    fits = flat is None or (isinstance(flat, list) and len(flat) % 3 == 0 and all(map(ANNOTATION["area"][1], flat)))
    if not fits or not INTEGER[1](entry.get("num_keypoints", 0)):
        raise DatasetError(f"{path.name}: annotation {entry['id']}: expected 'keypoints' to be triples of numbers")


def _labelled(flat: Any) -> bool:
    return isinstance(flat, list) and any(flat[2::3])


def _thing_row(entry: Mapping[str, Any]) -> dict[str, AttributeValue]:
    row = {key: value for key, value in (entry.get("attributes") or {}).items() if key not in HIDDEN}
    row |= {key: entry[key] for key in SHARES if key in entry}
    box3d = entry.get("bbox3d")
    if isinstance(box3d, dict) and ANNOTATION["bbox3d"][1](box3d):
        row["distance_m"] = float(np.hypot.reduce(box3d["center"]))
    return row


def _truth(place: Path, path: Path, root: Path, content: _Content) -> Truth:
    images = _images(content.images, path)
    categories = _categories(content.categories, path)
    image_at = {entry["id"]: number for number, entry in enumerate(images)}
    category_at = {number: place for place, number in enumerate(categories)}
    of = np.array(
        [
            (_place(image_at, image, "image", path), _place(category_at, kind, "category", path))
            for image, kind in content.of
        ],
        np.intp,
    ).reshape(-1, 2)
    sizes = np.array([(entry["width"], entry["height"]) for entry in images], np.float64).reshape(-1, 2)
    box = np.array(content.box, np.float64).reshape(-1, 4)
    flags = np.array(content.flags, np.bool_).reshape(-1, 2)
    names = tuple(entry["file_name"] for entry in images)
    things = _things(content.rows, of, box, np.array(content.area), sizes, tuple(categories.values()))
    return Truth(
        place,
        np.array([entry["id"] for entry in images], np.int64),
        names,
        sizes,
        tuple(categories),
        tuple(categories.values()),
        of[:, 0].copy(),
        of[:, 1].copy(),
        box,
        np.array(content.area, np.float64),
        flags[:, 0].copy(),
        flags[:, 1].copy(),
        things,
        _pictures(images, of[~flags[:, 1], 0], things),
        root.parent if place.is_file() and root.name == "annotations" else root,
        picture_folder(root, path, names[0]) if names else None,
        tuple(content.more) if content.match == "masks" else (),
        tuple(content.more) if content.match == "keypoints" else (),
        read_trials(images, content.instances),
    )


def _images(entries: Sequence[Any], path: Path) -> list[dict[str, Any]]:
    for entry in entries:
        expect_fields(entry, IMAGE, ("id", "width", "height"), f"{path.name}: image", ("camera", "hidden", "filtered"))
        if not isinstance(entry.get("file_name"), str):
            raise DatasetError(f"{path.name}: image {entry['id']}: expected 'file_name' to be a file's name")
    out = sorted(entries, key=lambda entry: entry["id"])
    for one, other in pairwise(out):
        if one["id"] == other["id"]:
            raise DatasetError(f"{path.name}: image {one['id']} comes more than once")
    return out


def _categories(entries: Sequence[Any], path: Path) -> dict[int, str]:
    for entry in entries:
        expect_fields(entry, CATEGORY, ("id", "name"), f"{path.name}: category")
    out = {entry["id"]: str(entry["name"]) for entry in sorted(entries, key=lambda entry: entry["id"])}
    if len(out) != len(entries) or len(set(out.values())) != len(out):
        raise DatasetError(f"{path.name}: expected categories with ids and names of their own")
    return out


def _place(known: Mapping[int, int], number: int, what: str, path: Path) -> int:
    if number not in known:
        raise DatasetError(f"{path.name}: annotations name {what} {shown(number)}, which is not there")
    return known[number]


def _things(
    rows: Sequence[Mapping[str, AttributeValue]],
    of: Codes,
    box: Floats,
    area: Floats,
    sizes: Floats,
    names: Sequence[str],
) -> Table:
    """Categories, what COCO's own fields tell of each thing, then its attributes."""
    out, crowding = Table(), _crowding(of[:, 0], box)
    for number, row in enumerate(rows):
        image, kind = of[number]
        x, y, w, h = box[number]
        own: dict[str, AttributeValue] = {"category": names[kind], "area": float(area[number])}
        if w > 0.0 and h > 0.0:
            width, height = sizes[image]
            own |= {
                key: value
                for key, value in geometry(Thing("", (x, y, w, h)), (int(width), int(height))).items()
                if key != "size"
            }
            own["overlap"] = float(crowding[number])
        out.add({**row, **own})
    return out


def _crowding(image: Codes, box: Floats) -> Floats:
    """(N,) the largest share of each box that one other box of its picture covers."""
    out = np.zeros(len(image))
    order = np.argsort(image, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(image[order])) + 1):
        if 1 < len(rows) <= MOST_CROWDED and (box[rows, 2:] > 0.0).all():
            out[rows] = overlaps(box[rows])
    return out


MOST_CROWDED = 1000  # things of a picture: above, all pairs are too many


def _pictures(images: Sequence[Mapping[str, Any]], image: Codes, things: Table) -> Table:
    """Parameters, the scene, a suite's factors, and how many things there are."""
    out, counts = Table(), np.bincount(image, minlength=len(images))
    taken = things.columns()
    for number, entry in enumerate(images):
        row: dict[str, AttributeValue] = {}
        for source in (entry.get("parameters"), entry.get("factors")):
            if isinstance(source, dict) and FLAT[1](source):
                row |= source
        row = {f"{OF_PICTURE}{key}" if key in taken else key: value for key, value in row.items()}
        row["things"] = int(counts[number])
        if isinstance(scene := entry.get("scene"), str):
            row["scene"] = scene
        out.add(row)
    return out
