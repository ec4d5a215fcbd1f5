"""A set's entries one at a time: of COCO files, of the records of a run that goes on, and of other formats."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotate.tags import FILE as TAGS
from annotate.unfinished import ANNOTATIONS, RECORDS, SETTINGS
from assets import ConfigError, DatasetError, files
from assets.reading import MOST_YAML_BYTES, is_folder, is_regular
from assets.reading.lists import json_places
from measure.items import Item, Source
from measure.readers import open_source
from measure.readers.coco import LISTS, WHOLE, coco_files, picture_folders
from render.stores.records import record_of
from view.index import rows
from view.index.pieces import pieces
from view.index.rows import Category, Entry, Folders, Picture, Seen, Thing

NOWHERE = (0, 0)
PIECES = {"images": pieces(rows.PICTURE_KEYS), "annotations": pieces(rows.THING_KEYS)}


@dataclass(frozen=True, eq=False)
class Place:
    """A set on disk, before it is read.

    Attributes:
        place: what the user named.
        root: the folder that its files must not lead out of.
        kind: ``coco``, ``records`` or ``other``.
        files: those that say what is in it; their sizes and times tell whether it has changed.
        source: of other formats.
    """

    place: Path
    root: Path
    kind: str
    files: tuple[Path, ...]
    source: Source | None = None

    @property
    def settings(self) -> Path | None:
        """The ``run.yaml`` that it was rendered by."""
        path = self.root / SETTINGS
        return path if is_regular(path) else None

    def run(self) -> str:
        """A digest of the settings of the run that wrote it: records of two runs do not go together."""
        if self.settings is None:
            return ""
        try:
            text = files.read(self.settings, MOST_YAML_BYTES, within=self.root)
        except OSError as error:
            raise DatasetError(f"{self.settings}: cannot be read ({error.strerror})") from error
        return hashlib.sha256(text).hexdigest()[:16]

    def state(self) -> list[tuple[str, int, int]]:
        """Name, bytes and time of each file that says what is in it; of other formats all of its files at once."""
        if self.kind == "other":
            return [_walked(self.root)]
        out = []
        for path in self.files if self.kind != "records" else records(self.root):
            try:
                told = path.stat()
            except OSError as error:
                raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error
            out.append((path.name, told.st_size, told.st_mtime_ns))
        return out

    def entries(self, seen: Mapping[str, int]) -> Iterator[Entry]:
        """All of the set; of records those behind what was seen of each file.

        Raises:
            DatasetError: it cannot be read; says where.
        """
        if self.kind == "records":
            yield from _records(self.root, seen)
        elif self.kind == "coco":
            yield from _coco(self)
        else:
            assert self.source is not None
            yield from _items(self.source)


def find(place: Path) -> Place:
    """A set in any format that ``compare`` reads, or a run that is not finished.

    Raises:
        ConfigError: nothing is there.
        DatasetError: it cannot be read.
    """
    if is_regular(place) and place.suffix == ".json":
        root = place.parent.parent if place.parent.name == "annotations" else place.parent
        return Place(place, root, "coco", (place,))
    if not is_folder(place):
        raise ConfigError(f"view {place}: expected a dataset's folder or a COCO file, found none")
    if not (place / ANNOTATIONS).exists() and records(place):
        return Place(place, place, "records", ())
    if found := coco_files(place):
        return Place(place, place, "coco", found)
    source = open_source(place)
    return Place(place, source.root, "other", (), source)


def _walked(root: Path) -> tuple[str, int, int]:
    """How many files there are below a folder, their bytes, and the newest one's time; links are not followed."""
    count = size = newest = 0
    for where, _, names in os.walk(root):
        for name in names:
            if name != TAGS and (told := _told(Path(where, name))) is not None:
                count, size, newest = count + 1, size + told.st_size, max(newest, told.st_mtime_ns)
    return f"{count} files", size, newest


def _told(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except OSError:
        return None  # it is gone, which another count will say


def records(root: Path) -> list[Path]:
    """The files of records of a run."""
    return sorted(root.glob(RECORDS))


# --- COCO


def _coco(place: Place) -> Iterator[Entry]:
    whole = len(place.files) > 1 and place.files[0].stem == WHOLE
    splits = dict(_splits(place.files[1:], place.root)) if whole else {}
    paths = place.files[:1] if whole else place.files

    usual = [picture_folders(place.root, path) for path in paths]

    def folder(file: int, name: str) -> str | None:
        found = next((folder for folder in usual[file] if is_regular(folder / name)), None)
        return None if found is None else str(found.relative_to(place.root))

    folders = Folders(folder)
    for number, path in enumerate(paths):
        own = "" if len(paths) == 1 else path.stem.removeprefix(f"{WHOLE}_")
        for key, entry, at in _places(path, place.root, LISTS):
            if key == "images":
                picture = rows.picture(entry, at, number, folders, path.name, own)
                yield replace(picture, split=splits.get(picture.key[1], own)) if splits else picture
            elif key == "annotations":
                yield rows.thing(entry, at, number, path.name)
            else:
                yield rows.category(entry, number, path.name)


def _splits(paths: Sequence[Path], root: Path) -> Iterator[tuple[int, str]]:
    for path in paths:
        for _, entry, _ in _places(path, root, ("images",)):
            if isinstance(entry, dict) and isinstance(entry.get("id"), int):
                yield entry["id"], path.stem.removeprefix(f"{WHOLE}_")


def _places(path: Path, root: Path, lists: Sequence[str]) -> Iterator[tuple[str, Any, tuple[int, int]]]:
    try:
        with files.opened(path, within=root) as file:
            yield from json_places(file, str(path), lists, pieces=PIECES)
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error


# --- records


def _records(root: Path, seen: Mapping[str, int]) -> Iterator[Entry]:
    folders = Folders(lambda file, name: "images")
    for path in records(root):
        begin = end = seen.get(path.name, 0)
        try:
            with files.opened(path, within=root) as file:
                file.seek(begin)
                for line in file:
                    if not line.endswith(b"\n"):
                        break  # the frame is being written
                    yield from _record(line, (end, len(line)), path, folders)
                    end += len(line)
        except OSError as error:
            raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error
        if end > begin:
            yield Seen(path.name, end)


def _record(line: bytes, at: tuple[int, int], path: Path, folders: Folders) -> Iterator[Entry]:
    try:
        found = record_of(line)
    except ValueError:
        return  # what a crash left is no frame, and the run makes it again
    image = found["image"]
    yield rows.picture(image, at, 0, folders, path.name)
    for entry in found["annotations"]:
        yield rows.thing(entry, NOWHERE, 0, path.name)


# --- other formats


def _items(source: Source) -> Iterator[Entry]:
    for name, points in source.keypoints.items():
        yield Category(0, 1 + tuple(source.keypoints).index(name), name, points)
    for number, item in enumerate(source.read(Counter())):
        yield _item(item, number, source.root)
        for each in item.things or ():
            x, y, w, h = each.box
            document: dict[str, Any] = {"category": each.category, "bbox": list(each.box)}
            document["attributes"] = dict(each.attributes)
            if each.points is not None:
                document["keypoints"] = each.points.ravel().tolist()
            row = rows.plain(each.attributes)
            yield Thing((0, number), each.category, (x, y, w, h), NOWHERE, row, _text(document))


def _item(item: Item, number: int, root: Path) -> Picture:
    path = "" if item.picture is None else os.path.relpath(item.picture, root)
    document = _text({"file_name": item.name, "width": item.size[0], "height": item.size[1]})
    return Picture((0, number), item.name, path, item.size, "", NOWHERE, {}, item.split, document)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
