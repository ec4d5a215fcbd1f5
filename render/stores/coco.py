"""The COCO files of a run, made from its records, of which few are in memory at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotate import Sections, write_dataset
from render.settings.config import RunConfig
from render.stores.info import Source, dataset_info, sources
from render.stores.place import Records

WHOLE = "instances"  # how the names of a run's COCO files begin


@dataclass(frozen=True)
class Written:
    """COCO files of some records: one of all of them, and one for each split.

    Attributes:
        stem: how their names begin, in ``annotations``.
        sections: where their entries are, by split; None is the one of all.
        used: what the pictures were made from.
    """

    stem: str
    sections: Mapping[str | None, Sections]
    used: frozenset[Source]


def coco_name(split: str | None = None, stem: str = WHOLE) -> str:
    """The name of a COCO file within the place."""
    return f"annotations/{stem}{f'_{split}' if split else ''}.json"


def write_coco(
    place: Records,
    categories: Collection[str],
    part_ids: Mapping[str, int],
    without: Collection[int] = (),
    stem: str = WHOLE,
) -> Written:
    """``annotations/instances.json`` from the records, and one file per split.

    Args:
        place: that is entered.
        categories: that the run's scenes may show.
        without: frames whose records do not count.
        stem: how the files are called in place of ``instances``.

    Raises:
        StorageError: a record is damaged, or something cannot be read or written.
    """
    config = place.config
    with place.every_record() as records:
        used = sources(_Chosen(records, without))
        info = dataset_info(config, part_ids, categories, used)
        sections = {}
        for split in (None, *config.split):
            chosen = _Chosen(records, without, config.split, split, config.together)
            with place.appearing(coco_name(split, stem)) as path:
                sections[split] = write_dataset(path, chosen, info, categories, videos=videos_of(config, split))
    return Written(stem, sections, used)


@dataclass(frozen=True)
class _Chosen(Iterable[dict[str, Any]]):
    """Records without those of some frames, or those of one split, as often as they are asked for."""

    records: Iterable[dict[str, Any]]
    without: Collection[int]
    shares: Mapping[str, float] | None = None
    split: str | None = None
    together: int = 1

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for item in self.records:
            frame = item["image"]["frame"]
            own = not self.split or split_of(frame // self.together, self.shares or {}) == self.split
            if own and frame not in self.without:
                yield item


def videos_of(config: RunConfig, split: str | None = None) -> Iterator[dict[str, Any]] | None:
    """COCO-VID's ``videos`` of a run, or of a split of it: an entry for each clip; None for still pictures."""
    if config.sequence is None:
        return None
    (width, height), frames = config.size, config.frames()
    shape = {"width": width, "height": height, "length": config.sequence, "fps": config.fps}
    clips = range(frames.start // config.sequence, (frames.stop - 1) // config.sequence + 1)
    own = (clip for clip in clips if split is None or split_of(clip, config.split) == split)
    return ({"id": clip, "name": f"clip-{clip:06d}", **shape} for clip in own)


def split_of(scene: int, shares: Mapping[str, float]) -> str:
    """The split of a scene, of which each frame is one unless it has several views or moves: no split has a part of it.

    By its place in the golden-ratio sequence, which fills 0..1 evenly at any count.
    """
    place = (scene * 0.6180339887498949 + 0.5) % 1.0
    edge = 0.0
    for name, share in shares.items():
        edge += share
        if place < edge:
            return name
    return name
