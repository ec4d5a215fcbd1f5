"""A COCO file as images with their annotations, one image in memory at a time.

Prelabel writes a COCO file an entry a line, annotations in the order of their images. Two readers, one at the images
and one at the annotations, walk down such a file side by side. A COCO file of another layout is loaded whole.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from annotate.entries import ANNOTATION, IMAGE, Test, read_entries
from assets import DatasetError, files
from assets.reading import json_value

type Entry = dict[str, Any]

MOST_LINE = 64 * 2**20  # characters of an entry


def joined(path: Path, images_only: bool = False) -> Iterator[tuple[Entry, list[Entry]]]:
    """Each image with its annotations."""
    if head_of(path) is None:
        yield from _grouped(path)
        return
    annotations = iter(()) if images_only else _section(path, "annotations")
    waiting = next(annotations, None)
    for image in _section(path, "images"):
        own = []
        while waiting is not None and waiting.get("image_id") == image.get("id"):
            own.append(waiting)
            waiting = next(annotations, None)
        yield image, own
    if waiting is not None:
        raise DatasetError(
            f"{path}: annotation {waiting.get('id')}: expected annotations in the order of their images, "
            f"got one of image {waiting.get('image_id')} that is not there or not in its turn"
        )


def _grouped(path: Path) -> Iterator[tuple[Entry, list[Entry]]]:
    """The same for a COCO file that another tool wrote."""
    raw = read_entries(path).raw
    own: dict[Any, list[Entry]] = {}
    for image in raw["images"]:
        require(image, IMAGE, ("id",), f"{path.name}: image")
        own[image["id"]] = []
    for annotation in raw["annotations"]:
        require(annotation, ANNOTATION, ("id", "image_id"), f"{path.name}: annotation")
        if annotation["image_id"] not in own:
            raise DatasetError(f"{path}: annotation {annotation['id']}: there is no image {annotation['image_id']}")
        own[annotation["image_id"]].append(annotation)
    for image in raw["images"]:
        yield image, own[image["id"]]


def head_of(path: Path) -> Entry | None:
    """What stands before the images in a file that has an entry a line; None for a file that has not."""
    lines: list[str] = []
    for number, line in _lines(path):
        if line.rstrip("\r\n") == '"images":[':
            head = _parsed("".join(lines).rstrip().removesuffix(",") + "}", path, number)
            return head if isinstance(head, dict) and isinstance(head.get("categories"), list) else None
        lines.append(line)
        if number == 16 or not lines[0].startswith('{"'):
            break
    return None


def _section(path: Path, name: str) -> Iterator[Entry]:
    """The entries of a list, parsed line by line.

    Raises:
        DatasetError: a line is no JSON object, or the file ends before the list does.
    """
    inside = False
    for number, line in _lines(path):
        text = line.rstrip("\r\n")
        if not inside:
            inside = text == f'"{name}":['
        elif text.startswith("]"):
            return
        else:
            entry = _parsed(text.removesuffix(","), path, number)
            if not isinstance(entry, dict):
                raise DatasetError(f"{path}, line {number}: expected an object")
            yield entry
    raise DatasetError(f"{path}: expected a list of {name}, but the file ends before it does")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        opened = files.opened(path, within=path.parents[1])
        with io.TextIOWrapper(opened, encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(iter(partial(file.readline, MOST_LINE), ""), 1):
                if len(line) == MOST_LINE:
                    raise DatasetError(f"{path}, line {number}: expected at most {MOST_LINE} characters")
                yield number, line
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path}: this is not JSON (not UTF-8 text)") from error


def _parsed(text: str, path: Path, line: int) -> Any:
    return json_value(text, str(path), line)


def require(entry: object, fields: Mapping[str, tuple[str, Test]], needed: Iterable[str], where: str) -> None:
    """Needed fields are there, and those that are there are what they should be."""
    if not isinstance(entry, dict):
        raise DatasetError(f"{where}: expected an object, got {type(entry).__name__}")
    name = f"{where} {entry.get('id')}"
    for key in needed:
        if key not in entry:
            raise DatasetError(f"{name} has no '{key}'")
    for key, (expected, test) in fields.items():
        if key in entry and not test(entry[key]):
            raise DatasetError(f"{name}: expected '{key}' to be {expected}")
