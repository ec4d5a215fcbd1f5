"""Which format a folder has is told by what lies in it."""

from pathlib import Path

from assets import ConfigError
from assets.reading import is_folder, is_regular
from measure.items import Source
from measure.readers.coco import coco_files, read_coco
from measure.readers.kitti import LABELS as KITTI_LABELS
from measure.readers.kitti import read_kitti
from measure.readers.plain import read_pictures
from measure.readers.voc import LABELS as VOC_LABELS
from measure.readers.voc import read_voc
from measure.readers.yolo import SETTINGS, has_yolo, read_yolo


def open_source(place: Path) -> Source:
    """A Prelabel dataset, a COCO file, or a folder of pictures with COCO, YOLO, KITTI or VOC labels, or with none.

    Raises:
        ConfigError: nothing is there.
        DatasetError: it cannot be read; says which file, and what it should be.
    """
    if is_regular(place) and place.suffix == ".json":
        return read_coco(place, (place,))
    if is_regular(place) and place.name in SETTINGS:
        return read_yolo(place.parent, place)
    if not is_folder(place):
        raise ConfigError(f"{place}: expected a dataset's folder or a COCO file, found none")
    return _of_folder(place) or read_pictures(place)


def _of_folder(place: Path) -> Source | None:
    """By what lies there; None where it is no labels."""
    if files := coco_files(place):
        return read_coco(place, files)
    for root in (place, place / "training"):
        if is_folder(root / KITTI_LABELS):
            return read_kitti(place, root)
    if is_folder(place / VOC_LABELS):
        return read_voc(place)
    if settings := has_yolo(place):
        return read_yolo(place, settings if is_regular(settings) else None)
    return None
