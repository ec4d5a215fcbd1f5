"""How much memory and time the merge of a large run takes: ``python -m benchmarks.merge --annotations 1000000``.

Records as long as those of real vehicle runs are written to a folder, as the tasks of a cluster leave them, and merged
into one COCO file; then in groups of shards that are joined, to the same bytes. The peak is the whole process's
resident memory; the merge fails where it is above 1 GiB.
"""

import hashlib
import json
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from render.run.frames import Job
from render.run.grouped import in_turn, merge_in_groups
from render.run.pipeline import merge
from render.settings.config import RunConfig, make_config
from render.settings.resume import earlier_run
from render.stores import Store, open_store
from render.stores.claims import RUN_FILE
from render.stores.run import RunStore, deliver, open_run

PER_FRAME = 4  # annotations
SHARD_FRAMES = 4096
GROUP_SHARDS = 16
LIMIT_BYTES = 2**30
WHOLE = "annotations/instances.json"


@dataclass(frozen=True)
class Cost:
    """Of one merge. ``bytes`` are those of the COCO file, of which it wrote ``speed`` MB/s."""

    annotations: int
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    bytes: int

    @property
    def speed(self) -> float:
        return self.bytes / self.seconds / 1e6

    def __str__(self) -> str:
        return (
            f"{self.annotations} annotations in {self.bytes / 1e6:.0f} MB: {self.seconds:.1f} s "
            f"({self.cpu_seconds:.1f} CPU s), {self.speed:.1f} MB/s, peak {self.peak_bytes / 2**20:.0f} MiB"
        )


def measure(annotations: int, folder: Path) -> Cost:
    """Write that many annotations' records into an empty folder, and merge them."""
    frames = max(1, annotations // PER_FRAME)
    config = make_config({"scenes": ["vehicles"], "count": frames, "shard_frames": SHARD_FRAMES})
    store = open_store(str(folder))
    _write_records(store, open_run(store, config))
    started, cpu = time.perf_counter(), time.process_time()
    merge(Job.of(config), RunStore(store, config))
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Cost(frames * PER_FRAME, seconds, cpu_seconds, peak, store.sizes("annotations")[WHOLE])


@dataclass(frozen=True)
class Tree:
    """Of a merge in groups: CPU seconds of all groups, and of the join with its speed in MB/s."""

    groups: int
    group_cpu_seconds: float
    join_cpu_seconds: float
    join_speed: float

    def __str__(self) -> str:
        return (
            f"in {self.groups} groups: {self.group_cpu_seconds:.1f} CPU s, which tasks share; the join "
            f"{self.join_cpu_seconds:.2f} CPU s, {self.join_speed:.0f} MB/s"
        )


def measure_groups(folder: Path, group_shards: int) -> Tree:
    """Merge what ``measure`` left in the folder once more, by groups.

    Raises:
        RuntimeError: the bytes are others.
    """
    store = open_store(str(folder))
    config = earlier_run(store.read(RUN_FILE) or b"", RUN_FILE)
    spent: dict[str, tuple[int, float, float]] = {}

    def each(call: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        wall, cpu = time.perf_counter(), time.process_time()
        results = in_turn(call, arguments)
        spent[call.__name__] = (len(arguments), time.perf_counter() - wall, time.process_time() - cpu)
        return results

    before = _digest(folder)
    merge_in_groups(Job.of(config), RunStore(store, config), (), group_shards, each)
    if _digest(folder) != before:
        raise RuntimeError("expected the bytes of the merge in one piece")
    (groups, _, group_cpu), (_, wall, join_cpu) = spent["merge_part"], spent["join_parts"]
    return Tree(groups, group_cpu, join_cpu, (folder / WHOLE).stat().st_size / wall / 1e6)


def _digest(folder: Path) -> str:
    with (folder / WHOLE).open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


def _write_records(store: Store, config: RunConfig) -> None:
    template = json.dumps({**_record(4294967295), "run": config.identity}, separators=(",", ":")).encode() + b"\n"
    for first in range(0, config.count, config.shard_frames):
        frames = range(first, min(first + config.shard_frames, config.count))
        lines = {frame: template.replace(b"4294967295", b"%d" % frame) for frame in frames}
        deliver(store, config, Path(), [], lines)


def _record(frame: int) -> dict[str, Any]:
    """About 9.5 kB: an image's entry of 1 kB, and annotations of 2.1 kB each with polygons of 60 points."""
    image = {
        "id": frame,
        "file_name": f"{frame:012d}.jpg",
        "frame": frame,
        "assets": [{"origin": "Prelabel", "licence": "CC0-1.0"}],
        "camera": {"K": [[560.123456789] * 3] * 3, "rotation": [[0.123456789] * 3] * 3, "translation": [1.5] * 3},
        "parameters": {f"parameter_{number}": 0.123456789 * number for number in range(18)},
    }
    points = [(frame + number) % 640 + 0.5 for number in range(120)]
    annotations = [
        {
            "id": frame,
            "image_id": frame,
            "category": "car",
            "bbox": [10.0, 20.0, 300.0, 200.0],
            "segmentation": [points],
            "keypoints": [round(value * 1.01, 2) for value in points[:72]],
            "bbox3d": {"corners": [[value, value * 0.5] for value in points[:16]]},
            "attributes": {f"attribute_{name}": "a value" for name in range(12)},
        }
        for number in range(PER_FRAME)
    ]
    return {"image": image, "annotations": annotations}


def main(annotations: Annotated[int, typer.Option(min=1, help="How many, at four a frame.")] = 1_000_000) -> None:
    """Print seconds, speed and peak memory; then the same in groups."""
    with tempfile.TemporaryDirectory() as folder:
        cost = measure(annotations, Path(folder))
        tree = measure_groups(Path(folder), GROUP_SHARDS)
    for told in (cost, tree):
        Console().print(str(told), highlight=False, soft_wrap=True)
    if cost.peak_bytes > LIMIT_BYTES:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
