"""How well the machine is filled, and what the layers that fill it cost: ``python -m benchmarks scaling``.

The user's own command renders the same frames in every way, in turn: ``--workers 0``, which is the bare loop in one
process on all cores, then worker processes, then Ray on this machine. Each is run with few frames and with more, all in
new processes; the difference is what a frame costs, start-up left out, whatever a way keeps busy beside its workers
included.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Annotated

import typer

from benchmarks.clock import Cost, cost_of, cost_of_command, interleaved, typical
from benchmarks.report import Cell, JsonFile, Quick, Report, show
from render.batch.run import Batch, run_batch
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import RunConfig, make_config
from render.settings.devices import cores

BARE, ONE, ALL, RAY = "one process, all cores", "1 worker, all cores", "a worker a core", "Ray, a task a core"
FAKE = "render.run.fake:fake_renderer"
FAKE_FRAMES = (40, 440)
SHARD_FRAMES = 2
BATCH_TARGET, RAY_TARGET = 3.0, 10.0  # percent


@dataclass(frozen=True)
class Way:
    """Of one round: seconds of start-up, and of each frame beyond it."""

    start: Cost
    frame: Cost


def measure(scene: str, size: str, samples: int, frames: int, rounds: int, with_ray: bool) -> Report:
    """Every way, ``rounds`` times in turn."""
    few = 2 * SHARD_FRAMES * cores()
    ways = {
        BARE: ("--workers", "0"),
        ONE: ("--workers", "1"),
        ALL: ("--workers", str(cores())),
        **({RAY: ("--cluster", "local")} if with_ray else {}),
    }
    common = (scene, "--size", size, "--samples", str(samples), "--device", "cpu")

    def way(options: tuple[str, ...]) -> Way:
        low, high = (_command((*common, *options), count) for count in (few, few + frames))
        frame = (high - low) / frames
        return Way(low - Cost(frame.wall * few, frame.cpu * few), frame)

    found = interleaved({name: partial(way, options) for name, options in ways.items()}, rounds)
    layer = layer_cost(rounds)
    settings = {"scene": scene, "size": size, "samples": samples, "frames": frames, "few": few, "rounds": rounds}
    return Report("scaling", _rows(found), _notes(found, layer), settings)


def layer_cost(rounds: int, frames: tuple[int, int] = FAKE_FRAMES) -> Cost:
    """What the batch layer adds to a frame, from frames that cost next to nothing: one worker less the bare loop."""
    few, more = frames

    def bare(config: RunConfig, out: Path) -> object:
        return run(config, out, lambda watch: FakeRenderer())

    def batch(config: RunConfig, out: Path) -> object:
        return run_batch(config, out, Batch(1, FAKE))

    def frame(make: Callable[[RunConfig, Path], object]) -> Cost:
        low, high = (_fake(make, count) for count in (few, more))
        return (high - low) / (more - few)

    found = interleaved({"bare": lambda: frame(bare), "batch": lambda: frame(batch)}, rounds)
    return typical(found["batch"]) - typical(found["bare"])


def _fake(make: Callable[[RunConfig, Path], object], count: int) -> Cost:
    values = {"scenes": ["examples/boxes.py"], "size": (64, 48), "count": count, "device": "cpu"}
    with tempfile.TemporaryDirectory() as folder:
        return cost_of(lambda: make(make_config(values, ("count=2",)), Path(folder)))


def _command(options: tuple[str, ...], count: int) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        run_options = ("--count", str(count), "--shard-frames", str(SHARD_FRAMES), "--quiet", "--out", folder)
        return cost_of_command([sys.executable, "-m", "render", "render", *options, *run_options])


def _rows(found: dict[str, list[Way]]) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    for name, ways in found.items():
        frame, start = typical([way.frame for way in ways]), typical([way.start for way in ways])
        rows.append(
            {
                "way": name,
                "frames/s": 1.0 / frame.wall,
                "wall s a frame": frame.wall,
                "CPU s a frame": frame.cpu,
                "CPU beside the bare loop, %": _percent(ways, found[BARE], "cpu"),
                "wall beside the bare loop, %": _percent(ways, found[BARE], "wall"),
                "start-up, CPU s": start.cpu,
                "start-up, wall s": start.wall,
            }
        )
    return rows


def _notes(found: dict[str, list[Way]], layer: Cost) -> list[str]:
    bare = typical([way.frame for way in found[BARE]])
    over_bare = _percent(found[ONE], found[BARE], "cpu")
    notes = [
        f"batch layer over the bare loop: CPU {over_bare:+.1f} %, target {BATCH_TARGET:g}"
        f"; {1000 * layer.cpu:.1f} CPU ms a frame, from frames that cost next to nothing: "
        f"{100 * layer.cpu / bare.cpu:.2f} % of a frame of these"
    ]
    if RAY in found:
        over = {which: _percent(found[RAY], found[ALL], which) for which in ("cpu", "wall")}
        notes.append(f"Ray over workers: CPU {over['cpu']:+.1f} %, wall {over['wall']:+.1f} %, target {RAY_TARGET:g}")
    return notes


def _percent(ways: list[Way], others: list[Way], which: str) -> float:
    """By how much these are dearer, in the median over rounds."""
    pairs = zip((way.frame for way in ways), (other.frame for other in others), strict=True)
    ratios = [float(getattr(one, which) / getattr(other, which)) for one, other in pairs]
    return 100.0 * (median(ratios) - 1.0)


def main(
    scene: Annotated[str, typer.Option(help="Scene.")] = "vehicles",
    size: Annotated[str, typer.Option(metavar="WxH", help="Size that makes a frame about 5 CPU s.")] = "320x240",
    samples: Annotated[int, typer.Option(min=1, help="Paths a pixel.")] = 8,
    frames: Annotated[int, typer.Option(min=1, help="Frames beyond start-up, for each way and round.")] = 16,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds.")] = 3,
    ray: Annotated[bool, typer.Option("--ray/--no-ray", help="Ray on this machine, too.")] = True,
    json: JsonFile = None,
    quick: Quick = False,
) -> None:
    """Workers and Ray against one process."""
    if quick:
        size, samples, frames, rounds = "64x48", 1, 4, 1
    show(measure(scene, size, samples, frames, rounds, ray), json)
