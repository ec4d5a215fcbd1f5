"""Datasets in other formats: ``prelabel export``. docs/formats.md says what each carries and what it loses.

Each format is a file: a pure converter and a thin writer, ``write(dataset, target)``.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

from annotate.formats import (
    coco_vid,
    croissant,
    hf,
    kitti,
    kitti_tracking,
    mot,
    openimages,
    plate_text,
    tao,
    voc,
    webdataset,
    yolo,
    yolo_pose,
    yolo_seg,
)
from annotate.formats.source import Dataset, read_dataset
from annotate.formats.target import Format, Summary, Target, unfinished
from assets import ConfigError
from assets.names import nearest

__all__ = ["FORMATS", "Format", "Summary", "export", "registry"]


def registry(*formats: Format) -> Mapping[str, Format]:
    """Formats by name.

    Raises:
        ConfigError: two have the same name.
    """
    out: dict[str, Format] = {}
    for item in formats:
        if item.name in out:
            raise ConfigError(f"format '{item.name}': expected a name that is not taken")
        out[item.name] = item
    return out


CROPS: Mapping[str, Callable[[Dataset, Target], int]] = {"plates": plate_text.write_crops}
FORMATS = registry(
    yolo.FORMAT,
    yolo_seg.FORMAT,
    yolo_pose.FORMAT,
    kitti.FORMAT,
    voc.FORMAT,
    openimages.FORMAT,
    webdataset.FORMAT,
    hf.FORMAT,
    croissant.FORMAT,
    mot.FORMAT,
    kitti_tracking.FORMAT,
    coco_vid.FORMAT,
    tao.FORMAT,
    plate_text.PADDLE,
    plate_text.CSV,
)


def export(
    folder: Path,
    to: str,
    out: Path,
    link: bool = False,
    categories: Collection[str] | None = None,
    wanted: Callable[[int], bool] | None = None,
    crops: str | None = None,
) -> Summary:
    """Write a finished dataset in another format. It appears under ``out`` whole, or not at all.

    The same dataset gives the same bytes. One record is in memory at a time.

    Args:
        folder: a dataset: ``images/`` and ``annotations/instances.json``, and its splits where it has some.
        to: a name of ``FORMATS``.
        out: does not exist, or is an empty folder.
        link: hard links to the pictures in place of copies, where the disk can. A tool that then changes a picture
            in its place changes the dataset's, too.
        categories: names of those whose annotations are written; all by default.
        wanted: whether a picture is, by its id; all by default.
        crops: a name of ``CROPS``: what is also cut out of the pictures, as if seen straight from the front.

    Raises:
        ConfigError: there is no such format, category or kind of crops.
        DatasetError: the dataset is damaged, or lacks what the format is about; names the file or the id.
        StorageError: ``out`` is not empty, or cannot be written.
    """
    if to not in FORMATS:
        raise ConfigError(f"--to {to}: expected one of {', '.join(FORMATS)}{nearest(to, FORMATS)}")
    if crops is not None and crops not in CROPS:
        raise ConfigError(f"--crops {crops}: expected one of {', '.join(CROPS)}{nearest(crops, CROPS)}")
    every = replace(read_dataset(folder), wanted=wanted)
    dataset = every if categories is None else every.only(categories)
    with unfinished(out) as root:
        target = Target(root, folder / "images", link)
        FORMATS[to].write(dataset, target)
        dataset.check_splits()
        if crops is not None:
            target.note(
                f"{crops} cut out, as seen from the front, in crops/", CROPS[crops](replace(every, _home={}), target)
            )
        if wanted is not None and not target.images:
            raise ConfigError(f"export: expected pictures of {folder} among those that are asked for, got none")
        if dataset.left_out:
            target.note("annotations left out, as they are of other categories", dataset.left_out)
        cut, outside = dataset.cut
        if cut:
            target.note("annotations cut at their picture's border", cut)
        if outside:
            target.note("annotations left out, as nothing of them is in their picture", outside)
    return Summary(to, out, target.images, target.annotations, target.notes())
