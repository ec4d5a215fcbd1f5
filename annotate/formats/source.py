"""A finished dataset on disk as a stream of records, one in memory at a time whatever the dataset's size.

``annotate.formats.walk`` reads the COCO file; here is what a dataset is, and what its entries must be.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotate.entries import ANNOTATION, CATEGORY, IMAGE, read_entries
from annotate.formats.border import inside
from annotate.formats.walk import Entry, head_of, joined, require
from annotate.unfinished import ANNOTATIONS, expect_finished
from assets import ConfigError, DatasetError
from assets.names import nearest

WHOLE = "train"  # what a dataset without splits is exported as
ORDER = ("train", "val", "test")
IMAGE_NEEDS = ("id", "file_name", "width", "height")
ANNOTATION_NEEDS = ("id", "image_id", "category_id", "bbox")


@dataclass(frozen=True, eq=False)
class Record:
    """One picture and its annotations, as the COCO file has them.

    Attributes:
        image: the COCO image; ``file_name`` is a plain name.
        annotations: as far as they lie in the picture, see ``annotate.formats.border``. Fields that COCO, or
            ``docs/labels.md``, knows have the types they should; those beyond ``id``, ``image_id``, ``category_id`` and
            ``bbox`` may be missing.
    """

    image: Entry
    annotations: tuple[Entry, ...]

    @property
    def file_name(self) -> str:
        return str(self.image["file_name"])

    @property
    def stem(self) -> str:
        return Path(self.file_name).stem

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image["width"], self.image["height"]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Attributes:
    folder: what a run wrote.
    info: COCO's ``info``.
    categories: COCO's ``categories`` by id, ascending.
    files: the COCO file of each split; train, val and test come first. Without splits, all is ``train``.
    others: ids of categories that were not chosen, see ``only``.
    wanted: which pictures are, by their ids; all by default.
    videos: entries of the file's ``videos`` by id, where it has some.
    """

    folder: Path
    info: Mapping[str, Any]
    categories: Mapping[int, Entry]
    files: Mapping[str, Path]
    others: frozenset[int] = frozenset()
    wanted: Callable[[int], bool] | None = None
    videos: Mapping[int, Entry] = field(default_factory=dict)
    _home: dict[int, str] = field(default_factory=dict)
    _left_out: dict[str, int] = field(default_factory=dict)
    _cut: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def splits(self) -> tuple[str, ...]:
        return tuple(self.files)

    @property
    def is_split(self) -> bool:
        return self.whole not in self.files.values()

    @property
    def whole(self) -> Path:
        return self.folder / ANNOTATIONS

    def names(self) -> list[str]:
        """Category names by category id: the order in which formats count classes from 0."""
        return [str(row["name"]) for row in self.categories.values()]

    def only(self, names: Iterable[str]) -> "Dataset":
        """The same pictures with annotations of these categories alone; ids and their order stay.

        Raises:
            ConfigError: there is no such category, or none was given; names the nearest one.
        """
        known, chosen = self.names(), set(names)
        for name in sorted(chosen - set(known)):
            raise ConfigError(f"--categories {name}: expected some of {', '.join(known)}{nearest(name, known)}")
        if not chosen:
            raise ConfigError(f"--categories: expected some of {', '.join(known)}, got none")
        kept = {number: row for number, row in self.categories.items() if row["name"] in chosen}
        others = self.others | (self.categories.keys() - kept.keys())
        return replace(self, categories=kept, others=others, _home={}, _left_out={}, _cut={})

    @property
    def left_out(self) -> int:
        """Annotations of categories that were not chosen, in the splits that were read."""
        return sum(self._left_out.values())

    @property
    def cut(self) -> tuple[int, int]:
        """How many annotations were cut at their picture's border, and how many lie outside, in those splits."""
        return sum(cut for cut, _ in self._cut.values()), sum(outside for _, outside in self._cut.values())

    def records(self, split: str) -> Iterator[Record]:
        """The records of a split in the file's order.

        Raises:
            DatasetError: the file is torn, or an entry is not what it should be; names the file and the id.
        """
        path = self.files[split]
        ids: set[int] = set()
        stems: set[str] = set()
        self._left_out[split], self._cut[split] = 0, (0, 0)
        for image, annotations in joined(path):
            require(image, IMAGE, IMAGE_NEEDS, f"{path.name}: image")
            for annotation in annotations:
                self._check_annotation(annotation, path)
            kept = tuple(item for item in annotations if item["category_id"] not in self.others)
            self._left_out[split] += len(annotations) - len(kept)
            record = Record(image, self._within(image, kept, split))
            if Path(record.file_name).name != record.file_name or record.file_name in (".", ".."):
                raise DatasetError(
                    f"{path.name}: image {image['id']}: expected a file in images/, got {record.file_name}"
                )
            if record.stem in stems or image["id"] in ids:
                raise DatasetError(f"{path.name}: image {image['id']}: its id, or {record.stem}, comes more than once")
            if self._home.setdefault(image["id"], split) != split:
                raise DatasetError(f"image {image['id']} is in split {self._home[image['id']]} and in split {split}")
            ids.add(image["id"])
            stems.add(record.stem)
            if self.wanted is None or self.wanted(image["id"]):
                yield record

    def _within(self, image: Entry, annotations: tuple[Entry, ...], split: str) -> tuple[Entry, ...]:
        """The annotations as far as they lie in their picture, counted where that is not all of them."""
        found = [inside(item, image["width"], image["height"]) for item in annotations]
        cut, outside = self._cut[split]
        changed = sum(new is not None and new is not old for new, old in zip(found, annotations, strict=True))
        self._cut[split] = cut + changed, outside + found.count(None)
        return tuple(item for item in found if item is not None)

    def check_splits(self) -> None:
        """Once every split was read: no frame of the dataset was in none.

        Raises:
            DatasetError: one was.
        """
        if self.is_split:
            for image, _ in joined(self.whole, images_only=True):
                if image.get("id") not in self._home:
                    raise DatasetError(f"image {image.get('id')} of instances.json is in no split")

    def _check_annotation(self, annotation: Entry, path: Path) -> None:
        require(annotation, ANNOTATION, ANNOTATION_NEEDS, f"{path.name}: annotation")
        where = f"{path.name}: annotation {annotation['id']}"
        if annotation["category_id"] not in self.categories.keys() | self.others:
            raise DatasetError(f"{where}: there is no category {annotation['category_id']}")
        if min(annotation["bbox"][2:]) <= 0:
            raise DatasetError(f"{where}: expected a box with a width and a height, got {annotation['bbox']}")


def read_dataset(folder: Path) -> Dataset:
    """The head of a dataset: what its records say is read as they are asked for.

    Raises:
        DatasetError: the run is unfinished, or ``annotations/instances.json`` is missing or no COCO file.
    """
    expect_finished(folder)
    path = folder / ANNOTATIONS
    head = head_of(path)
    if head is None:
        whole = read_entries(path).raw
        head = {key: whole.get(key) for key in ("info", "categories", "videos")}
    for row in head["categories"]:
        require(row, CATEGORY, tuple(CATEGORY), f"{path.name}: category")
    categories = {row["id"]: row for row in sorted(head["categories"], key=lambda row: int(row["id"]))}
    if not categories or len(categories) != len(head["categories"]):
        raise DatasetError(f"{path}: expected categories, each with an id of its own")
    if len({row["name"] for row in categories.values()}) != len(categories):
        raise DatasetError(f"{path}: expected categories, each with a name of its own")
    info, videos = head.get("info"), head.get("videos")
    known = [row for row in videos if isinstance(row, dict)] if isinstance(videos, list) else []
    return Dataset(
        folder,
        info if isinstance(info, dict) else {},
        categories,
        _split_files(path.parent) or {WHOLE: path},
        videos={row["id"]: row for row in known if isinstance(row.get("id"), int)},
    )


def _split_files(annotations: Path) -> dict[str, Path]:
    paths = {path.stem.removeprefix("instances_"): path for path in annotations.glob("instances_*.json")}
    first = [name for name in ORDER if name in paths]
    return {name: paths[name] for name in [*first, *sorted(paths.keys() - set(first))]}
