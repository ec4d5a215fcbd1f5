"""The COCO files of a run, made from its records, of which one shard's are in memory at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotate import write_dataset
from render.stores.info import dataset_info
from render.stores.storage import FrameFolder
from scenes import SceneScript


def write_coco(
    folder: FrameFolder, scripts: Sequence[SceneScript], part_ids: Mapping[str, int], without: Collection[int] = ()
) -> None:
    """``annotations/instances.json`` from the records, and one file per split.

    Args:
        without: frames whose records do not count.
    """
    config = folder.config
    categories = [category for script in scripts for category in script.categories]
    info = dataset_info(config, part_ids, categories, Records(folder, without))
    target = folder.root / "annotations"
    write_dataset(target / "instances.json", Records(folder, without), info, categories)
    for split in config.split:
        write_dataset(target / f"instances_{split}.json", Records(folder, without, split), info, categories)


@dataclass(frozen=True)
class Records(Iterable[dict[str, Any]]):
    """The records of a folder, or of one split of it, as often as they are asked for."""

    folder: FrameFolder
    without: Collection[int]
    split: str | None = None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        shares = self.folder.config.split
        for item in self.folder.records():
            frame = item["image"]["frame"]
            if frame not in self.without and (self.split is None or split_of(frame, shares) == self.split):
                yield item


def split_of(frame: int, shares: dict[str, float]) -> str:
    """The split of a frame: by its place in the golden-ratio sequence, which fills 0..1 evenly at any count."""
    place = (frame * 0.6180339887498949 + 0.5) % 1.0
    edge = 0.0
    for name, share in shares.items():
        edge += share
        if place < edge:
            return name
    return name
