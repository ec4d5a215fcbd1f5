"""Files of predictions: COCO's results, folders of YOLO's text files, and CSV."""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pycocotools import mask as coco_mask

from assets import ConfigError, DatasetError, files
from assets.reading import is_folder, is_regular, shown
from assets.reading.lists import json_entries
from measure.evaluate.overlap import run_lengths
from measure.evaluate.predictions import Collector, Predictions, model_name
from measure.evaluate.truth import Truth
from measure.readers.yolo import SETTINGS, class_names

MOST_BYTES = 2**31  # of a CSV file
MOST_LABEL = 2**24  # of a text file
MOST_PX = 1e9
IMAGE, CATEGORY, SCORE = (
    ("image_id", "image", "file_name", "filename"),
    ("category", "category_id", "class", "label"),
    "score",
)
BOX = ("x", "y", "width", "height")
CORNERS = ("x1", "y1", "x2", "y2")
SENTENCE = "COCO's results (.json), a CSV file, or a folder of YOLO's text files"


def read_predictions(path: Path, truth: Truth, mapping: Mapping[str, str], match: str = "boxes") -> Predictions:
    """Args:
    mapping: names of the truth's categories by a name or an id that the model has for them; empty to leave out.
    match: ``boxes``, ``masks`` or ``keypoints``; the latter two are in COCO's results alone.

    Raises:
        ConfigError: nothing is there, or it has not what ``match`` asks for.
        DatasetError: it is not what it should be; says where.
    """
    collector = Collector(truth, mapping, match, str(path))
    if is_folder(path):
        _expect_boxes(match, path)
        _read_yolo(path, truth, collector)
    elif not is_regular(path):
        raise ConfigError(f"--predictions {path}: expected {SENTENCE}, found none")
    elif path.suffix.lower() in (".csv", ".tsv"):
        _expect_boxes(match, path)
        _read_csv(path, truth, collector)
    else:
        _read_coco(path, truth, collector, match)
    return collector.finish(model_name(path))


def _expect_boxes(match: str, path: Path) -> None:
    if match != "boxes":
        raise ConfigError(f"--match {match}: expected COCO's results, which alone have {match}, got {path}")


# --- COCO's results


def _read_coco(path: Path, truth: Truth, collector: Collector, match: str) -> None:
    try:
        with files.opened(path, within=path.parent) as file:
            for number, entry in enumerate(json_entries(file, str(path)), 1):
                _take_result(entry, f"{path.name}, prediction {number}", truth, collector, match)
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error


def _take_result(entry: Any, where: str, truth: Truth, collector: Collector, match: str) -> None:
    if not isinstance(entry, dict):
        raise DatasetError(f"{where}: expected an object, got {shown(entry)}")
    image = entry.get("image_id")
    if not isinstance(image, int) or isinstance(image, bool):
        raise DatasetError(f"{where}: expected 'image_id' to be an integer, got {shown(image)}")
    key = entry.get("category_id", entry.get("category"))
    if not isinstance(key, int | str) or isinstance(key, bool):
        raise DatasetError(f"{where}: expected 'category_id' to be an integer, got {shown(key)}")
    score = entry.get("score")
    if score is None or not _is_number(score):
        raise DatasetError(f"{where}: expected 'score' to be a finite number, got {shown(score)}")
    at, more = collector.image(image), None
    if match != "boxes":
        more = entry.get("segmentation" if match == "masks" else "keypoints")
        if not more:
            collector.leave_out(f"predictions have no {match}, and are left out")
            return
    if at is None:
        collector.take(None, key, (), score)
        return
    box, area = _box_of(entry, where, truth, at)
    if match == "keypoints":
        more = _points(more, where)
    collector.take(at, key, box, float(score), more, area)


def _box_of(entry: Mapping[str, Any], where: str, truth: Truth, at: int) -> tuple[Sequence[float], float]:
    """The box and the area as pycocotools takes them: where there is no box, of the mask or the keypoints."""
    box = entry.get("bbox")
    if box:
        if not (isinstance(box, list) and len(box) == 4 and all(_is_number(value) for value in box)):
            raise DatasetError(f"{where}: expected 'bbox' to be [x, y, width, height] in pixels, got {shown(box)}")
        if min(box[2:]) < 0:
            raise DatasetError(f"{where}: expected a width and a height of at least 0, got {shown(box)}")
        return [float(value) for value in box], -1.0
    if entry.get("segmentation"):
        found = run_lengths(entry["segmentation"], truth.sizes[at], where)
        return coco_mask.toBbox(found).tolist(), float(coco_mask.area(found))
    if entry.get("keypoints"):
        flat = _points(entry["keypoints"], where)
        x, y = flat[0::3], flat[1::3]
        return [min(x), min(y), max(x) - min(x), max(y) - min(y)], -1.0
    raise DatasetError(f"{where}: expected 'bbox', 'segmentation' or 'keypoints', got none")


def _points(flat: Any, where: str) -> list[float]:
    if not (isinstance(flat, list) and len(flat) % 3 == 0 and all(_is_number(value) for value in flat)):
        raise DatasetError(f"{where}: expected 'keypoints' to be triples of numbers, got {shown(flat)}")
    return [float(value) for value in flat]


# --- CSV


def _read_csv(path: Path, truth: Truth, collector: Collector) -> None:
    try:
        text = files.read(path, MOST_BYTES, within=path.parent).decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        heads = [name.strip() for name in next(rows, [])]
        image, kind, score, box, corners = _columns(heads, path)
        names = _by_name(truth)
        for number, row in enumerate(rows, 2):
            if not any(row):
                continue
            where = f"{path.name}, line {number}"
            if len(row) < len(heads):
                raise DatasetError(f"{where}: expected {len(heads)} values, got {len(row)}")
            x, y, w, h = (_number(row[place], where, heads[place]) for place in box)
            if corners:
                w, h = w - x, h - y
            if w < 0 or h < 0:
                raise DatasetError(f"{where}: expected a width and a height of at least 0, got {w:g} and {h:g}")
            key = row[kind].strip()
            picture = row[image].strip()
            at = names.get(picture)
            if at is None and picture.isdecimal():
                at = collector.image(int(picture))
            collector.take(at, int(key) if key.isdecimal() else key, (x, y, w, h), _number(row[score], where, SCORE))
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"{path}: this is not a CSV file in UTF-8") from error


def _columns(heads: Sequence[str], path: Path) -> tuple[int, int, int, tuple[int, ...], bool]:
    lower = [name.lower() for name in heads]
    image, kind = (next((lower.index(name) for name in names if name in lower), None) for names in (IMAGE, CATEGORY))
    for names in (BOX, CORNERS):
        if image is not None and kind is not None and SCORE in lower and all(name in lower for name in names):
            places = tuple(lower.index(name) for name in names)
            return image, kind, lower.index(SCORE), places, names is CORNERS
    expected = "image, category, score and x, y, width, height (or x1, y1, x2, y2)"
    raise DatasetError(f"{path}: expected columns {expected}, got {shown(', '.join(heads), 200)}")


def _by_name(truth: Truth) -> dict[str, int]:
    """Places of pictures by file name, by its last part and without its ending, where these are nobody else's."""
    out: dict[str, int] = {}
    for form in (_stem, _last, str):
        found: dict[str, int | None] = {}
        for place, name in enumerate(truth.names):
            found[form(name)] = None if form(name) in found else place
        out |= {name: place for name, place in found.items() if place is not None}
    return out


def _stem(name: str) -> str:
    return Path(name).stem


def _last(name: str) -> str:
    return Path(name).name


# --- YOLO


def _read_yolo(path: Path, truth: Truth, collector: Collector) -> None:
    """A text file a picture: class, centre and sides as shares of the picture, confidence."""
    folder = path / "labels" if is_folder(path / "labels") else path
    names = _classes(path, folder) or dict(enumerate(truth.categories))
    places = {Path(name).stem: place for place, name in enumerate(truth.names)}
    if len(places) != len(truth.names):
        raise DatasetError(f"{path}: expected pictures of different names, as YOLO's files are called by them")
    found = sorted(file for file in folder.glob("*.txt") if file.name != "classes.txt")
    if not found:
        raise DatasetError(f"{path}: expected YOLO's text files, found none")
    for file in found:
        place = places.get(file.stem)
        for line, values in _lines(file, path):
            where = f"{file.name}, line {line}"
            if len(values) != 6:
                raise DatasetError(
                    f"{where}: expected a class, a box and a confidence (YOLO's save_conf), got {len(values)} numbers"
                )
            if place is None:
                collector.take(None, 0, (), 0.0)
                continue
            width, height = truth.sizes[place]
            kind, x, y, w, h, score = values
            if min(w, h) < 0.0 or max(abs(x), abs(y), w, h) > 2.0:
                raise DatasetError(f"{where}: expected a box as shares of its picture, got {x:g} {y:g} {w:g} {h:g}")
            box = ((x - w / 2) * width, (y - h / 2) * height, w * width, h * height)
            collector.take(place, names.get(int(kind), f"class {int(kind)}"), box, score)


def _classes(path: Path, folder: Path) -> dict[int, str]:
    """Names of classes by their numbers, where a file says them; else they count the dataset's, by ascending id."""
    for candidate in (*(path / name for name in SETTINGS), path / "classes.txt", folder / "classes.txt"):
        if is_regular(candidate):
            return class_names(candidate, path)
    return {}


def _lines(file: Path, root: Path) -> Iterator[tuple[int, list[float]]]:
    try:
        text = files.read(file, MOST_LABEL, within=root).decode()
    except OSError as error:
        raise DatasetError(f"{file}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{file}: expected UTF-8 text") from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, [_number(word, f"{file.name}, line {number}", "a value") for word in line.split()]


def _number(text: str, where: str, what: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not abs(found) <= MOST_PX:
        raise DatasetError(f"{where}: expected {what} to be a finite number, got {shown(text)}")
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MOST_PX
