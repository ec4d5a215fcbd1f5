"""The COCO files of a run in a store, made from its records without ever holding many of them."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotate import write_dataset
from assets import StorageError
from render.run.frames import Job
from render.settings.config import RunConfig
from render.stores.coco import split_of
from render.stores.errors import store_errors
from render.stores.info import dataset_info
from render.stores.run import parse_record, record_files
from render.stores.store import Store


def merge(store: Store, config: RunConfig) -> None:
    """Write ``annotations/instances.json``, and one file per split.

    Records are read from the store once, into a file in the folder for temporary files (TMPDIR); that and the largest
    of the COCO files must fit there, about three times the records.

    Args:
        config: as ``open_run`` gave it.

    Raises:
        StorageError: a record is damaged, or the store or the temporary files cannot be read or written.
    """
    job = Job.of(config)
    categories = [category for script, _ in job.scenes for category in script.categories]
    with tempfile.TemporaryDirectory(prefix="prelabel-merge-") as scratch:
        spool = Path(scratch) / "records.jsonl"
        info = dataset_info(config, job.part_ids, categories, _spooling(store, config, spool))
        for split in (None, *config.split):
            name = f"annotations/instances{f'_{split}' if split else ''}.json"
            target = Path(scratch) / name
            target.parent.mkdir(exist_ok=True)
            write_dataset(target, _Spooled(spool, config.split, split), info, categories)
            store.upload(Path(scratch), [name])
            target.unlink()


@dataclass(frozen=True)
class _Spooled(Iterable[dict[str, Any]]):
    """The records of a file, or those of one split."""

    path: Path
    shares: dict[str, float]
    split: str | None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        with self.path.open("rb") as file:
            for line in file:
                item = json.loads(line)
                if self.split is None or split_of(item["image"]["frame"], self.shares) == self.split:
                    yield item


def _spooling(store: Store, config: RunConfig, path: Path) -> Iterator[dict[str, Any]]:
    """All records by frame, each frame's once; their lines are written to a file on the way."""
    last = -1
    with path.open("wb") as file:
        for name, frames in record_files(store, config).items():
            seen = 0
            for line in store.lines(name):
                item = parse_record(line, f"{store.place}/{name}")
                seen += 1
                if (frame := item["image"]["frame"]) > last:
                    with store_errors(str(path), "write"):
                        file.write(line)
                    last = frame
                    yield item
            if seen != len(frames):
                raise StorageError(
                    f"{store.place}/{name}: expected {len(frames)} records, found {seen}; "
                    "remove the file to render its frames anew"
                )
