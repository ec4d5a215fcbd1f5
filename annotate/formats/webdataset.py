"""WebDataset: tar files of pictures and records, which training reads in one sweep.

Source of the convention: https://github.com/webdataset/webdataset: files of one sample follow each other and share
their name up to the first point. It is plain tar, and written as such: equal datasets give equal bytes.
"""

import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target

SHARD_PICTURES = 1_000


def write(dataset: Dataset, target: Target) -> None:
    names = {number: str(row["name"]) for number, row in dataset.categories.items()}
    shards: dict[str, int] = {}
    for split in dataset.splits:
        with ExitStack() as stack:
            for place, record in enumerate(dataset.records(split)):
                if place % SHARD_PICTURES == 0:
                    stack.close()
                    path = target.path(f"{split}-{place // SHARD_PICTURES:06d}.tar")
                    tar = stack.enter_context(tarfile.open(path, "w", format=tarfile.USTAR_FORMAT))
                    shards[split] = shards.get(split, 0) + 1
                with target.source(record) as file:
                    picture = file.read()
                for name, data in sample(record, picture, names):
                    _add(tar, name, data)
                target.count(record)
    about = {"info": dataset.info, "categories": list(dataset.categories.values()), "shards": shards}
    target.text("dataset.json", _json(about) + "\n")


def sample(record: Record, picture: bytes, names: dict[int, str]) -> Iterator[tuple[str, bytes]]:
    """The files of one sample: the picture, and a record whose annotations name their category."""
    key = record.stem.replace(".", "_")
    suffix = record.file_name.removeprefix(record.stem)
    annotations = [{**item, "category": names[item["category_id"]]} for item in record.annotations]
    yield f"{key}{suffix}", picture
    yield f"{key}.json", _json({"image": record.image, "annotations": annotations}).encode()


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    """A file of nobody's and of no time."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o644
    tar.addfile(entry, io.BytesIO(data))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


FORMAT = Format("webdataset", "tar shards of pictures and JSON", write)
