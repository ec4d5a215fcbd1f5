"""What all labels of a frame cost, beside its render: ``uv run python -m benchmarks.labels``.

Stages are the program's own functions, each wrapped in a clock of this process's CPU time, of all threads.
The picture is rendered and decoded once, after a tiny one that pays for what is loaded but once; labels are made
``REPEATS`` times from the same frame, and the mean counts.
"""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from annotate import labels, masks, recording
from annotate.frame import Coverage
from render.progress.stopwatch import Stopwatch
from render.run.sampling import sample_frame
from render.settings.config import make_config, scene_params
from render.settings.presets import STANDARD, preset_of

REPEATS = 10
TARGET = 0.02  # of the render's CPU time
SCENES = {"vehicles": "count=6", "faces": "count=1"}
# Stage: the functions that it is made of, each an attribute of a module or class. None calls another of the table.
STAGES: dict[str, tuple[tuple[Any, str], ...]] = {
    "coverage": ((Coverage, "mask"), (Coverage, "parts_of")),
    "silhouettes": ((labels, "silhouette"),),
    "polygons": ((masks, "polygons"), (masks, "box"), (labels, "_fractions")),
    "points, boxes in 3D": ((labels, "_keypoints"), (labels, "written"), (labels, "_attributes")),
    "record": ((recording, "record"), (json, "dumps")),
}


@dataclass(frozen=True)
class Cost:
    """CPU seconds of one frame: its render, and its labels by stage."""

    scene: str
    annotations: int
    render: float
    stages: dict[str, float]

    @property
    def share(self) -> float:
        return sum(self.stages.values()) / self.render


def measure(scene: str, setting: str, size: tuple[int, int] = (640, 480), samples: int = 32) -> Cost:
    """Render frame 0 of a scene on the CPU and label it."""
    from render.blender import passes
    from render.blender.renderer import BlenderRenderer

    config = make_config({"scenes": [scene], "size": size, "samples": samples, "device": "cpu"}, (setting,))
    tiny = config.model_copy(update={"size": (64, 48)})
    sampled = sample_frame(0, [scene_params(config, scene)], config.seed)
    watch = Stopwatch()
    renderer = BlenderRenderer(preset_of(STANDARD, samples), "cpu", stopwatch=watch)
    renderer.render(sample_frame(0, [scene_params(tiny, scene)], config.seed).spec)
    watch.stages.clear()
    decoding = {"decode": tuple((passes, name) for name in ("Passes", "depth", "normals", "coverage"))}
    with _clocked(decoding) as spent:
        frame = renderer.render(sampled.spec)
    with _clocked(STAGES) as repeated:
        started = time.process_time()
        for _ in range(REPEATS):
            frame.coverage.__dict__.pop("_entries", None)  # each frame's first look at its coverage pays for this
            found = labels.annotate(sampled.spec, frame)
            json.dumps(recording.record(0, "000000000000.jpg", sampled.spec, frame, found, scene, config.seed))
        total = (time.process_time() - started) / REPEATS
    stages = {**spent, **{stage: seconds / REPEATS for stage, seconds in repeated.items()}}
    stages["the rest"] = total - sum(repeated.values()) / REPEATS
    return Cost(scene, len(found.annotations), watch.stages["render"].cpu, stages)


@contextmanager
def _clocked(stages: dict[str, tuple[tuple[Any, str], ...]]) -> Iterator[dict[str, float]]:
    """CPU seconds by stage, of the calls made inside the block."""
    spent: dict[str, float] = defaultdict(float)
    originals = [(owner, name, getattr(owner, name)) for parts in stages.values() for owner, name in parts]

    def clock(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def clocked(*args: Any, **kwargs: Any) -> Any:
            started = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent[stage] += time.process_time() - started

        return clocked

    try:
        for stage, parts in stages.items():
            for owner, name in parts:
                setattr(owner, name, clock(stage, getattr(owner, name)))
        yield spent
    finally:
        for owner, name, original in originals:
            setattr(owner, name, original)


def table(costs: list[Cost]) -> Table:
    """CPU milliseconds by stage, and their share of the render."""
    out = Table(box=None, header_style="dim")
    out.add_column("stage")
    for cost in costs:
        out.add_column(f"{cost.scene} ({cost.annotations}), CPU ms", justify="right")
        out.add_column("% of render", justify="right")
    for stage in costs[0].stages:
        out.add_row(stage, *(text for cost in costs for text in _cells(cost.stages[stage], cost.render)))
    out.add_row("all labels", *(text for cost in costs for text in _cells(cost.share * cost.render, cost.render)))
    out.add_row("render", *(text for cost in costs for text in _cells(cost.render, cost.render)))
    return out


def _cells(seconds: float, of: float) -> tuple[str, str]:
    return f"{1000.0 * seconds:.1f}", f"{100.0 * seconds / of:.2f}"


def main(samples: int = 32) -> None:
    """Print the table; exit 1 where labels cost more than the target."""
    costs = [measure(scene, setting, samples=samples) for scene, setting in SCENES.items()]
    console = Console()
    console.print(table(costs))
    worst = max(cost.share for cost in costs)
    console.print(f"all labels: {100.0 * worst:.2f} % of the render at most, target {100.0 * TARGET:g} %")
    if worst > TARGET:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
