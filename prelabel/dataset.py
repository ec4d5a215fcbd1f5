"""A dataset on disk, to look at and to train from: its labels in memory, its pictures when they are asked for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, overload

import numpy as np
import OpenEXR
from numpy.typing import NDArray
from pycocotools.coco import COCO

from annotate.flow import read_flo, read_kitti
from annotate.formats.source import read_dataset
from assets import ConfigError, DatasetError, files
from assets.pictures import opened_picture
from assets.reading import is_folder, is_regular
from render.run.labelled import Labelled
from render.stores.truth import FLOW_STEP, SUFFIXES


def open(folder: str | Path, split: str | None = None) -> "Dataset":
    """A finished dataset.

    >>> dataset = open(folder)
    >>> frame = dataset[0]
    >>> frame.rgb.shape, sorted(frame.annotations[0])[:3]
    ((48, 64, 3), ['amodal_bbox', 'area', 'attributes'])

    Args:
        split: only the pictures of one, such as ``train``.

    Raises:
        ConfigError: there is no such folder or split.
        DatasetError: its annotations cannot be read.
    """
    return Dataset(Path(folder), split)


class Dataset(Sequence["StoredFrame"]):
    """The pictures of a dataset in the order of its COCO file.

    Attributes:
        folder: where it is.
        info: COCO's ``info``: versions, the run's config, legends, licences.
        categories: COCO's id by name.
    """

    def __init__(self, folder: Path, split: str | None = None) -> None:
        if not is_folder(folder):
            raise ConfigError(f"open {folder}: expected a dataset's folder, found none")
        source = read_dataset(folder)
        if split is not None and (split not in source.splits or not source.is_split):
            known = ", ".join(source.splits) if source.is_split else "none"
            raise ConfigError(f"open {folder}: expected a split among {known}, got '{split}'")
        self.folder, self._split = folder, split
        self._file = source.files[split] if split else source.whole
        self.info: Mapping[str, Any] = source.info
        names = {number: str(row["name"]) for number, row in source.categories.items()}
        self.categories = {name: number for number, name in names.items()}
        records = replace(source, files={"all": self._file}).records("all")
        self._frames = [StoredFrame(folder, record.image, _named(record.annotations, names)) for record in records]

    def __len__(self) -> int:
        return len(self._frames)

    @overload
    def __getitem__(self, index: int) -> "StoredFrame": ...
    @overload
    def __getitem__(self, index: slice) -> "list[StoredFrame]": ...
    def __getitem__(self, index: int | slice) -> "StoredFrame | list[StoredFrame]":
        return self._frames[index]

    def by_id(self, image_id: int) -> "StoredFrame":
        """The picture with a COCO image id, which is the number of its frame.

        Raises:
            KeyError: there is none.
        """
        return self._by_id[image_id]

    def coco(self) -> COCO:
        """The labels as pycocotools has them."""
        return COCO(str(self._file))

    @cached_property
    def _by_id(self) -> "dict[int, StoredFrame]":
        return {frame.number: frame for frame in self._frames}

    def __repr__(self) -> str:
        counts = Counter(str(item["category"]) for frame in self._frames for item in frame.annotations)
        sizes = Counter(f"{frame.shape[1]}x{frame.shape[0]}" for frame in self._frames)
        scenes = Counter(str(frame.image.get("scene", "?")) for frame in self._frames)
        what = ", ".join(f"{count} {name}" for name, count in counts.most_common()) or "none"
        split = f" ({self._split})" if self._split else ""
        return (
            f"<dataset {self.folder}{split}: {len(self)} pictures of {', '.join(scenes) or 'nothing'}, "
            f"{', '.join(sizes) or 'no size'}; {counts.total()} annotations: {what}>"
        )


class StoredFrame(Labelled):
    """One picture of a dataset. Files are read when their arrays are asked for, and kept.

    Attributes:
        image, annotations: as ``Labelled`` has them.
        path: the picture's file.
    """

    def __init__(self, folder: Path, image: dict[str, Any], annotations: list[dict[str, Any]]) -> None:
        self.image, self.annotations = image, annotations
        self._folder = folder
        self.path = folder / "images" / image["file_name"]

    @cached_property
    def rgb(self) -> NDArray[np.uint8]:
        """(H, W, 3) uint8, sRGB.

        Raises:
            DatasetError: the file is missing or damaged.
        """
        return _pixels(self.path, "RGB")

    @cached_property
    def depth(self) -> NDArray[np.float32]:
        """(H, W) float32, metres along the optical axis; of the pass ``depth``."""
        return self.truth_of("depth")

    def truth_of(self, name: str) -> NDArray[Any]:
        path = self._folder / name / f"{Path(self.image['file_name']).stem}.{SUFFIXES[name][0]}"
        if not is_regular(path):
            raise ConfigError(f"{self._folder}: expected a dataset that was rendered with --passes {name}, no {path}")
        if path.suffix == ".flo":
            return _flow_pixels(path, self.shape)
        if path.suffix != ".exr":
            return _pixels(path)
        channels = "Z" if name == "depth" else "XYZV" if name in FLOW_STEP else "XYZ"
        return _exr_pixels(path, channels, self.shape)


def _named(annotations: Iterable[dict[str, Any]], names: Mapping[int, str]) -> list[dict[str, Any]]:
    return [{**item, "category": names[item["category_id"]]} for item in annotations]


def _flow_pixels(path: Path, shape: tuple[int, int]) -> NDArray[np.float32]:
    """(H, W, 3) of both files of a pass of flow: u, v and whether it is seen there."""
    try:
        most = 64 + 8 * shape[0] * shape[1]
        pixels = read_flo(files.read(path, most, within=path.parents[1]))
        _, visible = read_kitti(files.read(path.with_suffix(".png"), most, within=path.parents[1]), shape[0] * shape[1])
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror or error})") from error
    except DatasetError as error:
        raise DatasetError(f"{path}: {error}") from error
    if not pixels.shape[:2] == visible.shape == shape:
        raise DatasetError(f"{path}: expected {shape[1]}×{shape[0]} pixels, got {visible.shape[1]}×{visible.shape[0]}")
    return np.concatenate([pixels, visible[..., None].astype(np.float32)], axis=-1)


def _exr_pixels(path: Path, names: str, shape: tuple[int, int]) -> NDArray[Any]:
    """Channels of an EXR file, (H, W) of one and (H, W, N) of several; its size is looked at before it is decoded."""
    try:
        with files.opened(path, within=path.parents[1]), OpenEXR.File(str(path), header_only=True) as head:
            low, high = head.header()["dataWindow"]
        height, width = (int(high[axis]) - int(low[axis]) + 1 for axis in (1, 0))
        if (height, width) != shape:
            raise DatasetError(f"{path}: expected {shape[1]}×{shape[0]} pixels, got {width}×{height}")
        with OpenEXR.File(str(path), separate_channels=True) as file:
            channels = [file.channels()[name].pixels for name in names]
    except (OSError, RuntimeError, ValueError, TypeError, LookupError) as error:
        raise DatasetError(f"{path}: cannot be read ({error})") from error
    return channels[0] if len(channels) == 1 else np.stack(channels, axis=-1)


def _pixels(path: Path, mode: str | None = None) -> NDArray[Any]:
    try:
        with opened_picture(path, within=path.parents[1]) as file:
            return np.asarray(file.convert(mode) if mode else file)
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror or error})") from error
