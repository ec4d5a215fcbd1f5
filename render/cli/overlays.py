"""``prelabel draw``: a dataset's pictures with its labels over them. One record is in memory at a time."""

import math
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotate.draw import draw, enlarged
from annotate.formats.source import Dataset, Record, read_dataset
from annotate.trails import Trails
from assets import ConfigError, DatasetError, StorageError, files
from assets.pictures import opened_picture
from render.cli.video import MOST_FPS, USUAL_FPS, Video, check_video
from render.run.picture import encode_picture

LARGE_ENOUGH_PX = 1200  # the longer side; smaller pictures are enlarged, so that lines leave something to be seen


def draw_dataset(
    folder: Path, ids: Sequence[range] | None, what: Collection[str], out: Path | None, video: Path | None = None
) -> int:
    """Write ``out/STEM.png`` for the pictures of a dataset, or a video of them, or both, and say how many.

    Args:
        ids: those pictures only, in the dataset's order; all by default.
        what: see ``annotate.draw``.
        out: made where it is missing; not a folder of the dataset's own.
        video: an .mp4 file; as many pictures a second as the dataset's first clip has.

    Raises:
        ConfigError: there is no dataset, or it lacks an id; neither ``out`` nor ``video`` is given; PyAV is missing.
        DatasetError: its annotations or a picture cannot be read.
        StorageError: ``out`` cannot be written.
    """
    if not folder.is_dir():
        raise ConfigError(f"draw {folder}: expected a dataset's folder, found none")
    if out is None and video is None:
        raise ConfigError("draw: expected --out for pictures, --video for a video, or both")
    if out is not None and folder.resolve() in (out.resolve(), out.resolve().parent):
        raise ConfigError(f"--out {out}: expected a folder outside the dataset")
    if video is not None:
        check_video(video)
        if folder.resolve() in video.resolve().parents:
            raise ConfigError(f"--video {video}: expected a file outside the dataset")
    dataset = read_dataset(folder)
    with ExitStack() as stack:
        film = None if video is None else stack.enter_context(Video(video, _fps(dataset)))
        return _draw(dataset, folder, ids, what, out, film)


def _draw(
    dataset: Dataset,
    folder: Path,
    ids: Sequence[range] | None,
    what: Collection[str],
    out: Path | None,
    film: Video | None,
) -> int:
    seen: set[int] = set()
    trails = Trails()
    for record in replace(dataset, files={"all": dataset.whole}).records("all"):
        number = record.image["id"]
        if ids is not None and not any(number in group for group in ids):
            continue
        rgb = _picture(folder / "images" / record.file_name, record)
        factor = math.ceil(LARGE_ENOUGH_PX / max(rgb.shape[:2]))
        annotations = trails.follow(record.image, record.annotations) if "tracks" in what else record.annotations
        picture = draw(*enlarged(rgb, annotations, factor), dataset.categories, what)
        if out is not None:
            _write(out, f"{record.stem}.png", encode_picture(picture, "png", 100))
        if film is not None:
            film.add(picture)
        seen.add(number)
    missing = next(_missing(ids or (), seen), None)
    if missing is not None:
        raise ConfigError(f"--ids: {folder} has no image {missing}")
    return len(seen)


def _fps(dataset: Dataset) -> float:
    """Of the dataset's first clip."""
    said = next(iter(dataset.videos.values()), {}).get("fps")
    return float(said) if isinstance(said, int | float) and 0.0 < said <= MOST_FPS else USUAL_FPS


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
