"""A stream beside a run, its first frame, and its memory: ``python -m benchmarks stream [cpu|first|memory]``.

``cpu``: the same frames as a run and as a stream, in this process and by workers, in turn. Each is made with few frames
and with more, in new processes; the difference is what a frame costs, start-up left out. A second measurement, with
frames that cost next to nothing, tells in milliseconds what a shared machine would hide in percent.

``first``: a process that imports prelabel and takes one frame, with nothing on the disk that was made before (bytecode,
baked arrays), then with all of it.

``memory``: many tiny frames, by this process, by a worker, and by a worker whose consumer is slow.
"""

import json as json_text
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import mean, median
from typing import Annotated, Any, Literal

import typer

from benchmarks.clock import Cost, cost_of_command, interleaved, typical
from benchmarks.report import Cell, JsonFile, Quick, Report, show
from render.cli.options import parse_size
from render.run.start import BLENDER

FAKE = "render.run.fake:fake_renderer"
CHEAP, CHEAP_FRAMES = "examples/boxes.py", (40, 440)
KINDS = ("run", "stream")
TINY = (64, 48)
CPU_TARGET, FIRST_TARGET, FLAT_TARGET = 3.0, 5.0, 3.0  # percent, CPU s, percent
SLOWER = 10  # a slow consumer takes this part of the frames

type Part = Literal["cpu", "first", "memory"]


def cpu(
    scene: str,
    settings: Sequence[str],
    size: tuple[int, int],
    samples: int,
    frames: tuple[int, int],
    workers: int,
    rounds: int,
    factory: str = BLENDER,
    cheap_frames: tuple[int, int] = CHEAP_FRAMES,
) -> Report:
    """A stream beside a run, ``rounds`` times in turn.

    Args:
        frames: few and more of them.
        workers: of the second pair; those of the first are this process.
        factory: of ``render.run.start``.
    """
    values = {"scenes": [scene], "size": size, "samples": samples, "device": "cpu"}
    cheap_values = {**values, "scenes": [CHEAP]}
    ways = {(kind, count): f"{kind}, {_by(count)}" for count in (0, workers) for kind in KINDS}

    def frame(make: Callable[[str, int], Cost]) -> dict[str, list[Cost]]:
        return interleaved({name: partial(make, *way) for way, name in ways.items()}, rounds)

    found = frame(lambda kind, count: _frame(kind, count, values, list(settings), factory, frames))
    cheap = frame(lambda kind, count: _frame(kind, count, cheap_values, [], FAKE, cheap_frames))
    rows, notes = [], []
    for count in (0, workers):
        run, stream = (ways[kind, count] for kind in KINDS)
        rows += [_cpu_row(run, way, found, cheap) for way in (run, stream)]
        notes.append(_cpu_note(run, stream, found, cheap))
    about = {"scene": scene, "settings": settings, "size": size, "samples": samples, "frames": frames, "rounds": rounds}
    return Report("cpu", rows, notes, about)


def first(scenes: Sequence[str], size: tuple[int, int], rounds: int, factory: str = BLENDER) -> Report:
    """The first frame of a cold process, scene by scene: with nothing on the disk, then in the median of ``rounds``."""
    rows: list[dict[str, Cell]] = []
    notes = []
    for scene in scenes:
        values = {"scenes": [scene], "size": size, "preset": "draft", "device": "cpu"}
        with tempfile.TemporaryDirectory() as disk:
            empty, *warm = [_first(values, factory, Path(disk)) for _ in range(1 + rounds)]
        usual = {key: median(one[key] for one in warm) for key in empty}
        rows += [_first_row(scene, "empty", empty), _first_row(scene, "warm", usual)]
        notes.append(f"{scene}: {usual['first']:.2f} CPU s with warm caches, target {FIRST_TARGET:g}")
    return Report("first", rows, notes, {"scenes": scenes, "size": size, "rounds": rounds})


def memory(scene: str, settings: Sequence[str], frames: int, pause_s: float, factory: str = BLENDER) -> Report:
    """Memory along long streams of tiny frames.

    Args:
        frames: of each, but for the slow consumer's.
        pause_s: that a slow consumer takes over a frame.
        factory: of ``render.run.start``.
    """
    ways = {
        "this process": {"workers": 0, "count": frames, "pause_s": 0.0},
        "1 worker": {"workers": 1, "count": frames, "pause_s": 0.0},
        "1 worker, slow consumer": {"workers": 1, "count": frames // SLOWER, "pause_s": pause_s},
    }
    values = {"scenes": [scene], "size": TINY, "samples": 1, "device": "cpu"}
    rows = []
    for name, way in ways.items():
        own = {**values, "count": way.pop("count")}
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "marks.json"
            cost_of_command(_command("soak", values=own, settings=list(settings), factory=factory, out=str(out), **way))
            rows.append(_memory_row(name, json_text.loads(out.read_text())))
    over = max(float(row[f"{who}, change, %"] or 0.0) for row in rows for who in ("consumer", "worker"))
    notes = [f"growth from the second to the last quarter: {over:+.1f} % at most, target +{FLAT_TARGET:g}"]
    about = {"scene": scene, "settings": settings, "frames": frames, "pause_s": pause_s}
    return Report("memory", rows, notes, about)


def _frame(
    kind: str, workers: int, values: Mapping[str, Any], settings: list[str], factory: str, frames: tuple[int, int]
) -> Cost:
    """What a frame costs, start-up left out."""
    few, more = frames

    def whole(count: int) -> Cost:
        with tempfile.TemporaryDirectory() as out:
            return cost_of_command(
                _command(
                    "render",
                    kind=kind,
                    workers=workers,
                    values={**values, "count": count},
                    settings=settings,
                    factory=factory,
                    out=out,
                )
            )

    low, high = whole(few), whole(more)
    return (high - low) / (more - few)


def _cpu_row(run: str, way: str, found: Mapping[str, list[Cost]], cheap: Mapping[str, list[Cost]]) -> dict[str, Cell]:
    frame = typical(found[way])
    return {
        "way": way,
        "CPU s a frame": frame.cpu,
        "wall s a frame": frame.wall,
        "CPU over the run, %": None if way == run else _over(found, run, way),
        "frames that cost nothing, CPU ms": 1000.0 * typical(cheap[way]).cpu,
    }


def _cpu_note(run: str, stream: str, found: Mapping[str, list[Cost]], cheap: Mapping[str, list[Cost]]) -> str:
    more = typical(cheap[stream]).cpu - typical(cheap[run]).cpu
    return (
        f"{stream}, over a run: CPU {_over(found, run, stream):+.1f} %, target +{CPU_TARGET:g}; {1000 * more:+.1f} CPU "
        f"ms a frame, from frames that cost next to nothing: {100 * more / typical(found[run]).cpu:+.2f} % of these"
    )


def _over(found: Mapping[str, list[Cost]], run: str, stream: str) -> float:
    """By how much a stream is dearer, in the median over rounds."""
    return 100.0 * (median(one.cpu / other.cpu for one, other in zip(found[stream], found[run], strict=True)) - 1.0)


def _first(values: Mapping[str, Any], factory: str, disk: Path) -> dict[str, float]:
    """CPU seconds of a process until its first frame, with what earlier ones have left on the disk."""
    out = disk / "spent.json"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"XDG_CACHE_HOME": str(disk), "PYTHONPYCACHEPREFIX": str(disk)}
    cost_of_command(_command("first", values=values, factory=factory, out=str(out)), environment)
    spent: dict[str, float] = json_text.loads(out.read_text())
    return spent


def _first_row(scene: str, caches: str, spent: Mapping[str, float]) -> dict[str, Cell]:
    again = spent["again"] - spent["first"]
    return {
        "scene": scene,
        "caches": caches,
        "first frame, CPU s": spent["first"],
        "the same once more": again,
        "beyond it": spent["first"] - again,
        "import prelabel": spent["import"],
    }


def _memory_row(name: str, marks: Sequence[Mapping[str, int]]) -> dict[str, Cell]:
    """Means of the quarters, because Blender's memory goes up and down between its fresh starts."""
    quarter = len(marks) // 4
    row: dict[str, Cell] = {"frames from": name, "frames": marks[-1]["frames"]}
    for who, key in (("consumer", "own"), ("worker", "workers")):
        second = mean(mark[key] for mark in marks[quarter : 2 * quarter]) / 2**20
        last = mean(mark[key] for mark in marks[-quarter:]) / 2**20
        row |= {
            f"{who}, 2nd quarter, MiB": round(second, 1),
            f"{who}, last, MiB": round(last, 1),
            f"{who}, change, %": 100.0 * (last / second - 1.0) if second else None,
        }
    return {**row, "frames alive, at most": max(mark["alive"] for mark in marks)}


def _by(workers: int) -> str:
    return f"{workers} worker{'s' if workers > 1 else ''}" if workers else "this process"


def _command(function: str, **arguments: Any) -> list[str]:
    return [sys.executable, "-c", f"from benchmarks import stream_driver\nstream_driver.{function}(**{arguments!r})"]


def main(
    part: Annotated[list[str] | None, typer.Argument(help="cpu, first, memory; all unless told otherwise.")] = None,
    scene: Annotated[str, typer.Option(help="Scene whose CPU seconds are compared.")] = "vehicles",
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Its parameters.")] = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="Of its pictures, and of first frames.")] = "320x240",
    samples: Annotated[int, typer.Option(min=1, help="Paths a pixel.")] = 8,
    few: Annotated[int, typer.Option(min=1, help="Frames of a short run.")] = 2,
    frames: Annotated[int, typer.Option(min=1, help="Frames beyond them.")] = 12,
    workers: Annotated[int, typer.Option(min=1, help="Beside none.")] = 1,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds.")] = 3,
    tiny: Annotated[int, typer.Option(min=80, help="Tiny frames, for memory.")] = 2000,
    tiny_scene: Annotated[str, typer.Option(help="Scene of tiny frames.")] = "examples/boxes.py",
    pause: Annotated[float, typer.Option(min=0.0, help="Seconds that a slow consumer takes over one.")] = 1.0,
    json: JsonFile = None,
    quick: Quick = False,
) -> None:
    """A stream beside a run, its first frame, its memory. With --json a file for each part, its name at the end."""
    if quick:
        size, samples, few, frames, rounds, tiny, pause = "64x48", 1, 1, 2, 1, 80, 0.1
    pixels, options = parse_size(size) or (320, 240), tuple(settings or ())
    parts = {
        "cpu": lambda: cpu(scene, options, pixels, samples, (few, few + frames), workers, rounds),
        "first": lambda: first(("examples/boxes.py", scene), pixels, rounds),
        "memory": lambda: memory(tiny_scene, (), tiny, pause),
    }
    for name in part or parts:
        if name not in parts:
            raise typer.BadParameter(f"expected one of {', '.join(parts)}, got '{name}'")
        show(parts[name](), json and json.with_stem(f"{json.stem}-{name}"))
