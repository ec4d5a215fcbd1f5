"""Folders of pictures, and what all readers need to know of a picture's file."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from assets import DatasetError
from assets.pictures import opened_picture
from measure.items import Item, Source, Tell

SUFFIXES = (".jpg", ".jpeg", ".png")
MOST_PICTURES = 10_000_000
ORIENTATION, ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)  # of EXIF data: the tag, and its values for a quarter turn


def read_pictures(place: Path) -> Source:
    """All pictures below a folder, without labels."""
    names = listed(place)
    if not names:
        raise DatasetError(f"{place}: expected pictures ({', '.join(SUFFIXES)}) or a dataset, found none")
    return Source(place, "pictures", len(names), False, place, partial(_items, place, names))


def listed(folder: Path) -> list[str]:
    """Names of the pictures below a folder, relative to it, sorted; hidden folders and links are not entered."""
    out: list[str] = []
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inner = os.path.relpath(where, folder)
        found = (name for name in files if name.lower().endswith(SUFFIXES) and not name.startswith("."))
        out += (name if inner == "." else f"{inner}/{name}" for name in found)
        if len(out) > MOST_PICTURES:
            raise DatasetError(f"{folder}: expected at most {MOST_PICTURES} pictures, it has more")
    return sorted(out)


def picture_size(path: Path, root: Path) -> tuple[int, int]:
    """Width and height as it is looked at, turned as its EXIF data says; nothing is decoded.

    Raises:
        DatasetError: it is no picture.
    """
    try:
        with opened_picture(path, within=root) as picture:
            width, height = picture.size
            return (height, width) if picture.getexif().get(ORIENTATION) in ON_ITS_SIDE else (width, height)
    except OSError as error:
        raise DatasetError(f"{path}: this picture cannot be read ({error.strerror or error})") from error


def beside(folder: Path, stem: str) -> Path | None:
    """The picture of that name in a folder, whatever its suffix."""
    paths = (folder / f"{stem}{suffix}" for suffix in (*SUFFIXES, *map(str.upper, SUFFIXES)))
    return next((path for path in paths if path.is_file()), None)


def _items(place: Path, names: list[str], tell: Tell) -> Iterator[Item]:
    for name in names:
        yield Item(name, picture_size(place / name, place), None, place / name)
