"""COCO files, those of Prelabel among them: read an entry at a time, kept as boxes and attributes alone.

A file may list its annotations in any order, so those of all pictures are held: some 700 bytes each.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from annotate.entries import ANNOTATION, CATEGORY, IMAGE
from annotate.unfinished import expect_finished
from assets import AttributeValue, ConfigError, DatasetError, files
from assets.reading import is_folder, is_regular, shown
from assets.reading.lists import json_lists
from measure.items import Item, Points, Source, Tell, Thing, fitted

WHOLE = "instances"
LISTS = ("images", "annotations", "categories")
HEAD_BYTES = 2**22  # within which a file says what it is
SHARES = ("truncation", "occlusion", "visible_fraction")  # of Prelabel's annotations, told as attributes are


@dataclass
class _Content:
    """Of one or more COCO files: images by their id and file, annotations by those."""

    categories: dict[int, str] = field(default_factory=dict)
    keypoints: dict[str, tuple[str, ...]] = field(default_factory=dict)
    images: dict[tuple[int, int], tuple[str, tuple[int, int]]] = field(default_factory=dict)
    raw: dict[tuple[int, int], list["_Raw"]] = field(default_factory=lambda: defaultdict(list))
    scenes: set[str] = field(default_factory=set)
    split_of_file: dict[int, str] = field(default_factory=dict)
    split_of_image: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Raw:
    category: int
    box: tuple[float, float, float, float]
    ignored: bool
    attributes: Mapping[str, AttributeValue]
    points: Points | None


def coco_files(folder: Path) -> tuple[Path, ...]:
    """The COCO files of a folder: ``annotations/instances.json`` with its splits, others' ``instances_*.json``, or the
    only JSON file there is.

    Raises:
        ConfigError: there are several, and which one is meant is open.
    """
    expect_finished(folder)
    annotations = folder / "annotations"
    if (whole := annotations / f"{WHOLE}.json").exists():
        return whole, *sorted(annotations.glob(f"{WHOLE}_*.json"))
    if named := sorted(annotations.glob(f"{WHOLE}_*.json")):
        return tuple(named)
    for place in (annotations, folder):
        found = [path for path in sorted(place.glob("*.json")) if is_regular(path) and _begins_as_coco(path)]
        if len(found) > 1:
            names = ", ".join(path.name for path in found[:4])
            raise ConfigError(f"{place}: expected one COCO file, found {names}; name the file itself")
        if found:
            return tuple(found)
    return ()


def read_coco(place: Path, paths: Sequence[Path]) -> Source:
    """Args:
    paths: the file; or several, of which the first may be the whole set and others its splits.
    """
    root = place if place.is_dir() else place.parent
    content = _Content()
    whole = paths[0].stem == WHOLE
    for number, path in enumerate(paths):
        if number and whole:
            _read_split(path, root, content)
        else:
            _read(path, root, number, content)
            alone = whole or len(paths) == 1
            content.split_of_file[number] = "" if alone else path.stem.removeprefix(f"{WHOLE}_")
    pictures = _picture_folders(root, paths, content)
    return Source(
        place,
        "Prelabel" if content.scenes else "COCO",
        len(content.images),
        True,
        root.parent if place.is_file() and root.name == "annotations" else root,
        partial(_items, content, pictures),
        tuple(dict.fromkeys(content.categories[number] for number in sorted(content.categories))),
        content.keypoints,
        tuple(sorted(content.scenes)),
        tuple(paths[:1] if whole else paths),
        content.categories,
    )


def raw_entries(path: Path, root: Path, lists: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """The entries of a COCO file's lists as they stand there."""
    try:
        with files.opened(path, within=root) as file:
            yield from json_lists(file, str(path), lists)
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error


def head_of(path: Path) -> dict[str, Any]:
    """``info`` of a COCO file; empty where there is none, or where it stands behind the lists."""
    try:
        with files.opened(path, within=path.parents[1] if path.parent.name == "annotations" else path.parent) as file:
            text = file.read(HEAD_BYTES)
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error
    at = text.find(b'"info"')
    place = text.find(b"{", at) if at >= 0 else -1
    if place < 0:
        return {}
    try:
        found, _ = json.JSONDecoder().raw_decode(text[place:].decode(errors="replace"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _begins_as_coco(path: Path) -> bool:
    """Whether it holds an object with one of COCO's lists; without reading it all."""
    try:
        with files.opened(path, within=path.parent) as file:
            return next(json_lists(file, str(path), LISTS), None) is not None
    except (OSError, DatasetError):
        return False


def _read(path: Path, root: Path, number: int, content: _Content) -> None:
    take = {"categories": _take_category, "images": _take_image, "annotations": _take_annotation}
    seen = set()
    for key, entry in raw_entries(path, root, LISTS):
        seen.add(key)
        take[key](entry, path, number, content)
    if missing := [name for name in LISTS if name not in seen and name != "annotations"]:
        raise DatasetError(f"{path}: expected a COCO file with {' and '.join(missing)}, it has none")
    homeless = next((key[1] for key in content.raw if key not in content.images), None)
    if homeless is not None:
        raise DatasetError(f"{path}: annotations name image {homeless}, which is not there")


def _take_category(entry: Any, path: Path, _: int, content: _Content) -> None:
    expect_fields(entry, CATEGORY, ("id", "name"), f"{path.name}: category")
    name = str(entry["name"])
    if content.categories.setdefault(entry["id"], name) != name:
        raise DatasetError(f"{path}: category {entry['id']} is '{name}' here and another one in other splits")
    if isinstance(points := entry.get("keypoints"), list):
        content.keypoints[name] = tuple(map(str, points))


def _take_image(entry: Any, path: Path, number: int, content: _Content) -> None:
    expect_fields(entry, IMAGE, ("id", "width", "height"), f"{path.name}: image", ("camera", "hidden", "filtered"))
    if not isinstance(entry.get("file_name"), str):
        raise DatasetError(f"{path.name}: image {entry['id']}: expected 'file_name' to be a file's name")
    if (number, entry["id"]) in content.images:
        raise DatasetError(f"{path.name}: image {entry['id']} comes more than once")
    content.images[number, entry["id"]] = entry["file_name"], (entry["width"], entry["height"])
    if isinstance(scene := entry.get("scene"), str):
        content.scenes.add(scene)


def _take_annotation(entry: Any, path: Path, number: int, content: _Content) -> None:
    content.raw[number, _image_of(entry, path)].append(_raw(entry, path))


def _read_split(path: Path, root: Path, content: _Content) -> None:
    name = path.stem.removeprefix(f"{WHOLE}_")
    for key, entry in raw_entries(path, root, LISTS):
        if key == "images" and isinstance(entry, dict) and (0, entry.get("id")) in content.images:
            content.split_of_image[entry["id"]] = name


def _image_of(entry: dict[str, Any], path: Path) -> int:
    expect_fields(
        entry, ANNOTATION, ("id", "image_id"), f"{path.name}: annotation", ("segmentation", "bbox3d", "parts")
    )
    return int(entry["image_id"])


def _raw(entry: dict[str, Any], path: Path) -> _Raw:
    where = f"{path.name}: annotation"
    expect_fields(
        entry, {key: ANNOTATION[key] for key in ("id", "category_id", "bbox")}, ("category_id", "bbox"), where
    )
    x, y, w, h = map(float, entry["bbox"])
    attributes = dict(entry.get("attributes") or {}) | {key: entry[key] for key in SHARES if key in entry}
    points = None
    flat = entry.get("keypoints")
    if isinstance(flat, list) and flat:
        try:
            points = np.array(flat, np.float64).reshape(-1, 3)
        except (TypeError, ValueError) as error:
            raise DatasetError(f"{where} {entry['id']}: expected 'keypoints' to be triples of numbers") from error
    ignored = bool(entry.get("iscrowd")) or bool(entry.get("ignore"))
    return _Raw(entry["category_id"], (x, y, w, h), ignored, attributes, points)


def _items(content: _Content, pictures: Mapping[int, Path | None], tell: Tell) -> Iterator[Item]:
    for key, (name, size) in sorted(content.images.items(), key=lambda item: (item[1][0], item[0])):
        folder, things = pictures[key[0]], []
        for raw in content.raw.get(key, ()):
            if raw.category not in content.categories:
                raise DatasetError(f"image {key[1]}: an annotation names category {raw.category}, which is not there")
            if raw.ignored:
                tell["annotations are crowds, or marked to be ignored, and are left out"] += 1
            elif (box := fitted(raw.box, size, tell)) is not None:
                x, y, w, h = box
                things.append(Thing(content.categories[raw.category], (x, y, w, h), raw.attributes, raw.points))
        split = content.split_of_image.get(key[1], content.split_of_file[key[0]])
        picture = None if folder is None else folder / name
        yield Item(name, size, tuple(things), picture, split, key)


def _picture_folders(root: Path, paths: Sequence[Path], content: _Content) -> dict[int, Path | None]:
    """Of each file that names pictures: the folder that they lie in."""
    first: dict[int, str] = {}
    for (number, _), (name, _) in sorted(content.images.items()):
        first.setdefault(number, name)
    return {number: picture_folder(root, paths[number], name) for number, name in first.items()}


def picture_folder(root: Path, path: Path, name: str) -> Path | None:
    """Where a picture of a COCO file lies; None where it is nowhere that is usual."""
    return next((folder for folder in picture_folders(root, path) if is_regular(folder / name)), None)


def picture_folders(root: Path, path: Path) -> list[Path]:
    """The folders, of those that are there, in which pictures of a COCO file lie usually; the likeliest first."""
    at, split = path.parent, path.stem.removeprefix(f"{WHOLE}_")
    tops = dict.fromkeys((root, at, *((at.parent,) if at.name == "annotations" else ())))
    usual = (top / inner for top in tops for inner in ("images", f"images/{split}", split, "train", "."))
    return [folder for folder in usual if is_folder(folder)]


def expect_fields(
    entry: Any,
    fields: Mapping[str, Any],
    needed: Sequence[str],
    where: str,
    unread: Sequence[str] = (),
) -> None:
    """Needed fields are there, and those that are read are what they should be."""
    if not isinstance(entry, dict):
        raise DatasetError(f"{where}: expected an object, got {shown(entry)}")
    for key in needed:
        if key not in entry:
            raise DatasetError(f"{where} {shown(entry.get('id'))} has no '{key}'")
    for key, (expected, test) in fields.items():
        if key in entry and key not in (*unread, "file_name") and not test(entry[key]):
            got = shown(entry[key], 60)
            raise DatasetError(f"{where} {shown(entry.get('id'))}: expected '{key}' to be {expected}, got {got}")
