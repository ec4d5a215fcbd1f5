"""YOLO's layout: pictures in folders named ``images``, a text file for each in ``labels``, names in ``data.yaml``.

Source of the convention: https://docs.ultralytics.com/datasets/detect/
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from assets import AttributeValue, DatasetError, files
from assets.reading import is_folder, is_regular, shown, yaml_value
from measure.items import Item, Source, Tell, Thing, fitted
from measure.readers.plain import listed, picture_size

SETTINGS = ("data.yaml", "data.yml", "dataset.yaml")
SPLITS = ("train", "val", "test")
MOST_BYTES = 2**24  # of a label file


@dataclass(frozen=True)
class _Layout:
    """Attributes:
    pictures: of each split, relative to the root.
    points: keypoints a thing, and numbers for each of them; (0, 0) for none.
    """

    root: Path
    names: Mapping[int, str]
    pictures: Mapping[str, tuple[str, ...]]
    points: tuple[int, int] = (0, 0)


def has_yolo(folder: Path) -> Path | None:
    """Its settings, or the folder ``labels`` where there are only pictures and labels."""
    found = next((folder / name for name in SETTINGS if is_regular(folder / name)), None)
    return found or (folder / "labels" if is_folder(folder / "labels") and is_folder(folder / "images") else None)


def read_yolo(place: Path, settings: Path | None) -> Source:
    """Raises:
    DatasetError: its settings say nothing of pictures or names.
    """
    layout = _without_settings(place) if settings is None else _by_settings(place, settings)
    count = sum(map(len, layout.pictures.values()))
    labels = any(is_folder(layout.root / "labels" / part) for part in ("", *SPLITS)) or _any_label(layout)
    return Source(
        place, "YOLO", count, labels, layout.root, partial(_items, layout), tuple(dict.fromkeys(layout.names.values()))
    )


def _any_label(layout: _Layout) -> bool:
    names = (name for pictures in layout.pictures.values() for name in pictures[:100])
    return any(is_regular(layout.root / _label_name(name)) for name in names)


def _without_settings(place: Path) -> _Layout:
    names: dict[int, str] = {}
    for candidate in (place / "classes.txt", place / "labels" / "classes.txt", place / "obj.names"):
        if is_regular(candidate):
            names = dict(enumerate(_lines(candidate, place)))
            break
    found: dict[str, list[str]] = {}
    for name in listed(place / "images"):
        split = name.partition("/")[0] if "/" in name else ""
        found.setdefault(split if split in SPLITS else "", []).append(f"images/{name}")
    return _Layout(place, names, {split: tuple(pictures) for split, pictures in found.items()})


def _by_settings(place: Path, settings: Path) -> _Layout:
    values = _settings(settings, place)
    names = _names(values["names"], settings)
    root = place
    if isinstance(path := values.get("path"), str) and is_folder(place / path):
        root = place / path
    pictures: dict[str, tuple[str, ...]] = {}
    for split in SPLITS:
        folders = values.get(split)
        given = [folders] if isinstance(folders, str) else folders if isinstance(folders, list) else []
        found = {name: None for folder in given for name in _pictures_of(root, str(folder), settings)}
        known = {name for others in pictures.values() for name in others}
        if own := tuple(name for name in found if name not in known):  # val may be named for test, too
            pictures[split] = own
    return _Layout(root, names, pictures, _points(values.get("kpt_shape")))


def class_names(path: Path, root: Path) -> dict[int, str]:
    """Names by number, of settings or of a text file with a name a line.

    Raises:
        DatasetError: it says none.
    """
    if path.name in SETTINGS:
        return _names(_settings(path, root)["names"], path)
    return dict(enumerate(_lines(path, root)))


def _settings(settings: Path, root: Path) -> dict[str, Any]:
    try:
        text = files.read(settings, MOST_BYTES, within=root)
    except OSError as error:
        raise DatasetError(f"{settings}: cannot be read ({error.strerror})") from error
    values = yaml_value(text, str(settings), error=DatasetError)
    if not isinstance(values, dict) or not isinstance(values.get("names"), list | dict):
        raise DatasetError(f"{settings}: expected YOLO's settings with names of classes")
    return values


def _names(given: Any, settings: Path) -> dict[int, str]:
    pairs = given.items() if isinstance(given, dict) else enumerate(given)
    out = {int(number): str(name) for number, name in pairs if str(number).isdecimal()}
    if len(out) != len(given):
        raise DatasetError(f"{settings}: expected names of classes by their numbers")
    return out


def _points(shape: Any) -> tuple[int, int]:
    if isinstance(shape, list) and len(shape) == 2 and all(isinstance(n, int) and 0 < n < 1000 for n in shape):
        return shape[0], shape[1]
    return 0, 0


def _pictures_of(root: Path, folder: str, settings: Path) -> Iterator[str]:
    """Pictures of a folder, or those that a text file lists, relative to the root."""
    place = root / folder
    if is_folder(place):
        inside = place.resolve()
        top = root.resolve()
        if not inside.is_relative_to(top):
            raise DatasetError(f"{settings}: expected pictures below {root}, got {shown(folder)}")
        yield from (str(Path(inside.relative_to(top), name)) for name in listed(place))
    elif is_regular(place):
        yield from sorted(str(Path(line.removeprefix("./"))) for line in _lines(place, root))
    else:
        raise DatasetError(f"{settings}: it names {shown(folder)}, which is not there")


def _lines(path: Path, root: Path) -> list[str]:
    try:
        text = files.read(path, MOST_BYTES, within=root).decode()
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path}: expected UTF-8 text") from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _label_name(picture: str) -> str:
    """Where Ultralytics' own loader looks: the last ``images`` of the path becomes ``labels``."""
    before, found, after = picture.rpartition("images/")
    path = Path(f"{before}labels/{after}") if found else Path(picture)
    return str(path.with_suffix(".txt"))


def _items(layout: _Layout, tell: Tell) -> Iterator[Item]:
    every = sorted((name, split) for split, names in layout.pictures.items() for name in names)
    for name, split in every:
        picture, label = layout.root / name, layout.root / _label_name(name)
        size = picture_size(picture, layout.root)
        things = []
        if is_regular(label):
            for number, line in enumerate(_lines(label, layout.root), 1):
                if (thing := _thing(line, size, layout, f"{label}, line {number}", tell)) is not None:
                    things.append(thing)
        yield Item(name, size, tuple(things), picture, split)


def _thing(line: str, size: tuple[int, int], layout: _Layout, where: str, tell: Tell) -> Thing | None:
    """One line: a class, and a box as shares of the picture; a ring of points or keypoints may follow."""
    words = line.split()
    try:
        kind, values = int(float(words[0])), [float(word) for word in words[1:]]
    except (ValueError, OverflowError) as error:
        raise DatasetError(f"{where}: expected a class and numbers, got {shown(line)}") from error
    if len(values) < 4 or not all(map(math.isfinite, values)):
        raise DatasetError(f"{where}: expected a class and four numbers or more, got {shown(line)}")
    count, each = layout.points
    points = None
    if count and len(values) == 4 + count * each:
        flat = np.array(values[4:]).reshape(count, each)
        seen = flat[:, 2] if each == 3 else 2.0 * (flat[:, :2].any(axis=1))
        points = np.column_stack([flat[:, :2] * size, seen])
    if points is None and len(values) > 5:  # a ring: its hull is the box
        ring = np.array(values[: len(values) // 2 * 2]).reshape(-1, 2)
        (x0, y0), (x1, y1) = ring.min(axis=0), ring.max(axis=0)
    else:
        x, y, w, h = values[:4]
        x0, y0, x1, y1 = x - w / 2, y - h / 2, x + w / 2, y + h / 2
    box = fitted((x0 * size[0], y0 * size[1], (x1 - x0) * size[0], (y1 - y0) * size[1]), size, tell)
    if box is None:
        return None
    attributes: dict[str, AttributeValue] = {}
    left, top, wide, high = map(float, box)
    return Thing(layout.names.get(kind, f"class {kind}"), (left, top, wide, high), attributes, points)
