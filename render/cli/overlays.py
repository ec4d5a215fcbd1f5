"""``prelabel draw``: a dataset's pictures with its labels over them. One record is in memory at a time."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotate.draw import draw, enlarged
from annotate.formats.source import Record, read_dataset
from assets import ConfigError, DatasetError, StorageError, files
from assets.pictures import opened_picture
from render.run.frames import encode_picture

LARGE_ENOUGH_PX = 1200  # the longer side; smaller pictures are enlarged, so that lines leave something to be seen


def draw_dataset(folder: Path, ids: Sequence[range] | None, what: Collection[str], out: Path) -> int:
    """Write ``out/STEM.png`` for the pictures of a dataset, and say how many.

    Args:
        ids: those pictures only, in the dataset's order; all by default.
        what: see ``annotate.draw``.
        out: made where it is missing; not a folder of the dataset's own.

    Raises:
        ConfigError: there is no dataset, or it lacks an id.
        DatasetError: its annotations or a picture cannot be read.
        StorageError: ``out`` cannot be written.
    """
    if not folder.is_dir():
        raise ConfigError(f"draw {folder}: expected a dataset's folder, found none")
    if folder.resolve() in (out.resolve(), out.resolve().parent):
        raise ConfigError(f"--out {out}: expected a folder outside the dataset")
    dataset = read_dataset(folder)
    seen: set[int] = set()
    for record in replace(dataset, files={"all": dataset.whole}).records("all"):
        number = record.image["id"]
        if ids is not None and not any(number in group for group in ids):
            continue
        rgb = _picture(folder / "images" / record.file_name, record)
        factor = math.ceil(LARGE_ENOUGH_PX / max(rgb.shape[:2]))
        picture = draw(*enlarged(rgb, record.annotations, factor), dataset.categories, what)
        _write(out, f"{record.stem}.png", encode_picture(picture, "png", 100))
        seen.add(number)
    missing = next(_missing(ids or (), seen), None)
    if missing is not None:
        raise ConfigError(f"--ids: {folder} has no image {missing}")
    return len(seen)


def _missing(ids: Sequence[range], seen: Collection[int]) -> Iterator[int]:
    return (number for group in ids for number in group if number not in seen)


def _picture(path: Path, record: Record) -> NDArray[np.uint8]:
    number = record.image["id"]
    try:
        with opened_picture(path, within=path.parents[1]) as file:
            size = file.size
            rgb = np.asarray(file.convert("RGB")) if size == record.size else None
    except OSError as error:
        raise DatasetError(f"image {number}: {path} cannot be read ({error.strerror or error})") from error
    if rgb is None:
        expected, got = ("×".join(map(str, sides)) for sides in (record.size, size))
        raise DatasetError(f"image {number}: expected {expected} pixels, {path} has {got}")
    return rgb


def _write(out: Path, name: str, data: bytes) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        part = out / f".{name}.part"
        with files.writing(part) as file:
            file.write(data)
        part.replace(out / name)
    except OSError as error:
        raise StorageError(f"--out {out}: cannot write, {error.strerror}") from error
