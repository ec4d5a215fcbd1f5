"""The COCO file: category ids, and the merge of records into one file.

Annotations of a record, see ``annotate.recording``, name their category; numbers come in when the file is written,
because ids of users' own categories depend on all names in it.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from annotate.skeletons import SKELETONS
from assets import DatasetError, StorageError, files

# name: (id, supercategory). Ids up to 90 are COCO's own (instances_val2017.json), 91 to 93 continue them.
CATEGORIES: Mapping[str, tuple[int, str]] = {
    "person": (1, "person"),
    "bicycle": (2, "vehicle"),
    "car": (3, "vehicle"),
    "motorcycle": (4, "vehicle"),
    "bus": (6, "vehicle"),
    "truck": (8, "vehicle"),
    "face": (91, "person"),
    "person_head": (92, "person"),
    "license_plate": (93, "vehicle"),
}
FIRST_USER_CATEGORY = 1001
IMAGES, BETWEEN, END = b'"images":[', b'\n],\n"annotations":[', b"\n]}\n"  # around the entries of a file


def category_table(names: Iterable[str]) -> tuple[dict[str, Any], ...]:
    """COCO's ``categories`` for these names, by id, with skeletons. Unknown names get 1001, 1002, … in sorted order."""
    wanted = set(names)
    known = {name: CATEGORIES[name] for name in wanted & CATEGORIES.keys()}
    own = {name: (FIRST_USER_CATEGORY + i, name) for i, name in enumerate(sorted(wanted - CATEGORIES.keys()))}
    rows = [
        {"id": number, "name": name, "supercategory": group, **(SKELETONS[name].coco() if name in SKELETONS else {})}
        for name, (number, group) in (known | own).items()
    ]
    return tuple(sorted(rows, key=lambda row: int(row["id"])))


@dataclass(frozen=True)
class Sections:
    """Where in a COCO file its entries stand, in bytes: a line feed, then entries with a comma and a line feed between.

    Empty where there are none.
    """

    images: range
    annotations: range


def write_dataset(
    path: Path,
    records: Iterable[Mapping[str, Any]],
    info: Mapping[str, Any],
    categories: Iterable[str],
    licenses: Sequence[Mapping[str, Any]] = (),
    videos: Iterable[Mapping[str, Any]] | None = None,
) -> Sections:
    """Merge records, read once and one at a time, into a COCO file that appears whole or not at all.

    The same records give the same bytes. For a split, hand over the records of its frames and the categories of all.

    Args:
        path: the file to write or replace; its folder exists.
        records: in the order wanted, as ``record`` makes them.
        info: COCO's ``info``.
        categories: every category name that the dataset may hold.
        licenses: COCO's ``licenses``.
        videos: the clips that its images are of, as COCO-VID has them; None where they are still ones.

    Returns:
        Where the entries are, for ``join_datasets``.

    Raises:
        DatasetError: an annotation's category is not among ``categories``.
        StorageError: the file cannot be written.
    """
    table = category_table(categories)
    with _appearing(path) as file:
        _write_head(file, info, licenses, table, videos)
        return _write_records(file, path.parent, records, {row["name"]: row["id"] for row in table})


def join_datasets(
    path: Path,
    images: Iterable[Iterable[bytes]],
    annotations: Iterable[Iterable[bytes]],
    info: Mapping[str, Any],
    categories: Iterable[str],
    licenses: Sequence[Mapping[str, Any]] = (),
    videos: Iterable[Mapping[str, Any]] | None = None,
) -> None:
    """The file that ``write_dataset`` makes of all records of several datasets, from their files.

    Args:
        path, info, categories, licenses, videos: as for ``write_dataset``.
        images, annotations: the bytes of each dataset's ``Sections`` that are not empty, in pieces of any size.

    Raises:
        StorageError: the file cannot be written.
    """
    with _appearing(path) as file:
        _write_head(file, info, licenses, category_table(categories), videos)
        _write_sections(file, images)
        file.write(BETWEEN)
        _write_sections(file, annotations)
        file.write(END)


@contextmanager
def _appearing(path: Path) -> Iterator[BinaryIO]:
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with files.writing(unfinished) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror or error})") from error
    except ValueError as error:  # a number without end, as 1e999 is one
        raise DatasetError(f"{path}: a record holds what JSON cannot ({error})") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _write_head(
    file: BinaryIO,
    info: Mapping[str, Any],
    licenses: Sequence[Mapping[str, Any]],
    table: Sequence[Mapping[str, Any]],
    videos: Iterable[Mapping[str, Any]] | None,
) -> None:
    for key, value in (("info", info), ("licenses", list(licenses)), ("categories", list(table))):
        file.write(f"{'{' if key == 'info' else ''}{_json(key)}:{_json(value)},\n".encode())
    if videos is not None:
        file.write(b'"videos":[')
        for number, video in enumerate(videos):
            file.write(("," if number else "").encode() + b"\n" + _json(video).encode())
        file.write(b"\n],\n")
    file.write(IMAGES)


def _write_records(
    file: BinaryIO, folder: Path, records: Iterable[Mapping[str, Any]], ids: Mapping[str, int]
) -> Sections:
    """Images go out at once; annotations wait in a file of their own until the last image is written."""
    with tempfile.TemporaryFile("w+b", dir=folder) as waiting:
        first, separator, waiting_separator = file.tell(), b"\n", b"\n"
        for entry in records:
            file.write(separator + _json(entry["image"]).encode())
            separator = b",\n"
            for annotation in entry["annotations"]:
                waiting.write(waiting_separator + _json(_numbered(annotation, ids)).encode())
                waiting_separator = b",\n"
        images = range(first, file.tell())
        file.write(BETWEEN)
        start = file.tell()
        waiting.seek(0)
        shutil.copyfileobj(waiting, file)
        annotations = range(start, file.tell())
        file.write(END)
    return Sections(images, annotations)


def _write_sections(file: BinaryIO, sections: Iterable[Iterable[bytes]]) -> None:
    separator = b""
    for section in sections:
        file.write(separator)
        separator = b","
        file.writelines(section)


def _numbered(annotation: Mapping[str, Any], ids: Mapping[str, int]) -> dict[str, Any]:
    """The annotation with its category's id in place of the name."""
    name = annotation["category"]
    if name not in ids:
        raise DatasetError(f"annotation {annotation['id']}: expected a category of {sorted(ids)}, got '{name}'")
    head = {"id": annotation["id"], "image_id": annotation["image_id"], "category_id": ids[name]}
    return head | {key: value for key, value in annotation.items() if key != "category"}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
