"""Labelled images a second on one GPU, by preset: ``python -m benchmarks gpu``.

One worker process renders, as ``--workers 1`` does. The share is that of the render calls in the time that passes
between the first frame and the last: what it lacks from 100 % is building scenes, while labels of the frame before are
made beside the render. ``--engine eevee`` has the same labels from a second, unlit render by Cycles.
"""

import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks.report import Cell, JsonFile, Quick, Report, say, show
from render.batch.run import Batch, run_batch
from render.cli.arguments import shown
from render.cli.options import parse_size
from render.progress.events import Event, FrameDone
from render.settings.config import make_config
from render.settings.devices import gpus
from render.settings.presets import PRESETS

NO_GPU = 2
WARM = 3  # frames that load kernels


def measure(scenes: list[str], size: tuple[int, int], frames: int, engine: str = "cycles") -> Report:
    """Every preset for every scene."""
    rows: list[dict[str, Cell]] = []
    for scene in scenes:
        for preset in PRESETS:
            rows.append(_row(scene, preset, size, frames, engine))
            say(str(rows[-1]))
    return Report("gpu", rows, [f"{gpus('auto')[0]}"], {"size": size, "frames": frames, "engine": engine})


def _row(scene: str, preset: str, size: tuple[int, int], frames: int, engine: str) -> dict[str, Cell]:
    done: list[tuple[float, FrameDone]] = []

    def hear(event: Event) -> None:
        if isinstance(event, FrameDone):
            done.append((time.perf_counter(), event))

    values = {"scenes": [scene], "size": size, "engine": engine, "preset": preset, "count": frames + WARM}
    config = make_config(values)
    with tempfile.TemporaryDirectory() as folder:
        run_batch(config, Path(folder), Batch(1), on_event=hear)
    seconds = done[-1][0] - done[WARM - 1][0]
    measured = [event.seconds for _, event in done[WARM:]]

    def share(*stages: str) -> float:
        return 100.0 * sum(stage_seconds[stage][0] for stage_seconds in measured for stage in stages) / seconds

    return {
        "scene": scene,
        "preset": preset,
        "images/s": frames / seconds,
        "the GPU renders, %": share("render"),
        "sample and build, %": share("sample", "build"),
        "beside the render, %": share("decode", "annotate", "encode", "write"),
        "MiB": round(done[-1][1].rss_bytes / 2**20),
    }


def main(
    size: Annotated[str, typer.Option(metavar="WxH", help="Size of the pictures.")] = "640x480",
    frames: Annotated[int, typer.Option(min=1, help="Frames of each preset.")] = 30,
    scene: Annotated[list[str] | None, typer.Option(help="Scene, repeatable." + shown("vehicles, portrait"))] = None,
    engine: Annotated[str, typer.Option(help="cycles or eevee.")] = "cycles",
    json: JsonFile = None,
    quick: Quick = False,
) -> None:
    """Images a second by preset, where there is a GPU."""
    if not gpus("auto"):
        Console(stderr=True).print("this machine has no GPU that Blender could render on", highlight=False)
        raise typer.Exit(NO_GPU)
    if quick:
        size, frames = "160x120", 3
    show(measure(scene or ["vehicles", "portrait"], parse_size(size) or (640, 480), frames, engine), json)
