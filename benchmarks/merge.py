"""How much memory and time the merge of a large run takes: ``python -m benchmarks.merge --annotations 1000000``.

Records as long as those of real vehicle runs are written to a folder, as the tasks of a cluster leave them, and merged
into one COCO file. The peak is the whole process's resident memory; the merge fails where it is above 1 GiB.
"""

import json
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from render.run.frames import Job
from render.run.pipeline import merge
from render.settings.config import RunConfig, make_config
from render.stores import Store, open_store
from render.stores.run import RunStore, deliver, open_run

PER_FRAME = 4  # annotations
SHARD_FRAMES = 4096
LIMIT_BYTES = 2**30


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
    return Cost(
        frames * PER_FRAME, seconds, cpu_seconds, peak, store.sizes("annotations")["annotations/instances.json"]
    )


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
    """Print seconds, speed and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        cost = measure(annotations, Path(folder))
    Console().print(str(cost), highlight=False, soft_wrap=True)
    if cost.peak_bytes > LIMIT_BYTES:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
