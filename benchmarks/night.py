"""What a GPU machine has to show, part by part: ``python -m benchmarks night PART``, all of them by ``gpu_night.sh``.

Every part stands alone and writes its JSON as soon as it knows something, so that a machine that is taken away has told
what it had told. Each is a run as users make one: worker processes, labels, files.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from statistics import mean
from typing import Annotated, Any

import typer

from benchmarks.card import Watch
from benchmarks.report import Cell, JsonFile, Quick, Report, say, show
from render.batch.run import Batch, run_batch
from render.cli.options import parse_size
from render.progress.events import Event, FrameDone, WorkerStarted
from render.settings.config import make_config
from render.settings.devices import cores
from scenes.registry import BUILT_IN

BESIDE = ("sample", "build", "render", "decode", "annotate", "encode", "write")
START, END = 2, 1  # frames a worker that are not counted: drivers load, and at the end some have nothing to do

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)

Device = Annotated[str, typer.Option(help="As of the command.")]
Size = Annotated[str, typer.Option(metavar="WxH", help="Size of the pictures.")]


@app.command()
def first(device: Device = "auto", json: JsonFile = None) -> None:
    """Seconds until a process has rendered its first tiny frame, which loads or compiles kernels, and its second."""
    values = {"scenes": ["vehicles"], "size": (64, 48), "samples": 1, "count": 2, "device": device}
    done: list[FrameDone] = []
    started = time.perf_counter()
    ready: list[tuple[float, str]] = []

    def hear(event: Event) -> None:
        if isinstance(event, WorkerStarted):
            ready.append((time.perf_counter() - started, event.device))
        elif isinstance(event, FrameDone):
            done.append(event)

    with tempfile.TemporaryDirectory() as folder:
        run_batch(make_config(values), Path(folder), Batch(1), on_event=hear)
    rows: list[dict[str, Cell]] = [
        {
            "frame": event.frame,
            "device": ready[0][1],
            "worker ready after, s": ready[0][0],
            **{f"{stage}, s": event.seconds.get(stage, (0.0, 0.0))[0] for stage in BESIDE},
        }
        for event in sorted(done, key=lambda event: event.frame)
    ]
    show(Report("first frame", rows), json)


@app.command()
def rate(
    scene: Annotated[str, typer.Option(help="Scene.")] = "vehicles",
    preset: Annotated[str, typer.Option(help="Preset.")] = "draft",
    size: Size = "640x480",
    workers: Annotated[int, typer.Option(min=1, help="Processes, all on one card.")] = 1,
    each: Annotated[int, typer.Option(min=1, help="Frames a worker that count.")] = 4,
    least: Annotated[int, typer.Option(min=1, help="Frames that count at least.")] = 8,
    setting: Annotated[list[str] | None, typer.Option("--with", help="A field of the config, as KEY=VALUE.")] = None,
    device: Device = "auto",
    json: JsonFile = None,
) -> None:
    """Images a second by workers on one card, how busy it is, its memory, and where a frame's seconds go."""
    counted = max(each * workers, least)
    values: dict[str, Any] = {"scenes": [scene], "size": parse_size(size), "preset": preset, "device": device}
    values |= {"count": counted + (START + END) * workers, **_fields(setting or ())}
    done: list[tuple[float, FrameDone]] = []

    def hear(event: Event) -> None:
        if isinstance(event, FrameDone):
            done.append((time.perf_counter(), event))

    with Watch() as watch, tempfile.TemporaryDirectory() as folder:
        run_batch(make_config(values), Path(folder), Batch(workers), on_event=hear)
    if len(done) < values["count"]:
        raise typer.Exit(1)  # stopped: what is there says nothing
    first, last = START * workers - 1, len(done) - END * workers - 1
    (start, _), (end, _) = done[first], done[last]
    card = watch.between(start, end)
    events = [event for _, event in done[first + 1 : last + 1]]
    row: dict[str, Cell] = {
        "scene": scene,
        "preset": preset,
        "with": " ".join(setting or ()),
        "workers": workers,
        "frames": len(events),
        "images/s": len(events) / (end - start),
        "GPU busy, %": mean(sample.busy for sample in card) if card else None,
        "card, MiB": max(sample.mib for sample in card) if card else None,
        "watts": mean(sample.watts for sample in card) if card else None,
        "worker, MiB": max(event.rss_bytes for event in events) / 2**20,
        **{f"{stage}, s": _mean(events, stage, 0) for stage in BESIDE},
        "render, CPU s": _mean(events, "render", 1),
        "frame, CPU s": sum(_mean(events, stage, 1) for stage in BESIDE),
    }
    show(Report("rate", [row], settings={"size": size, "cores": cores()}), json)


def _mean(events: list[FrameDone], stage: str, which: int) -> float:
    """Seconds of a stage: 0 by the wall, 1 of the CPU."""
    return mean(event.seconds.get(stage, (0.0, 0.0))[which] for event in events)


def _fields(settings: list[str] | tuple[()]) -> dict[str, Any]:
    pairs = (text.partition("=") for text in settings)
    return {key: int(value) if value.isdecimal() else value for key, _, value in pairs}


@app.command()
def smoke(
    out: Annotated[Path, typer.Option(help="Where the dataset stays.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 4,
    each: Annotated[int, typer.Option(min=1, help="Frames of each scene.")] = 1,
    against: Annotated[str, typer.Option(help="Device that must give the same labels.")] = "cpu",
    device: Device = "auto",
    json: JsonFile = None,
    quick: Quick = False,
) -> None:
    """Every built-in scene, checked; then rendered again on another device, whose labels are compared."""
    scenes = ["vehicles", "portrait"] if quick else list(BUILT_IN)
    count = each * len(scenes)
    common = ("--size", "160x120", "--preset", "draft", "--quiet", "--out", str(out))
    render = (*scenes, "--count", str(count), "--device", device, "--workers", str(workers))
    rows: list[dict[str, Cell]] = [
        _step("render", ("render", *render, *common)),
        _step("check", ("check", str(out))),
        _step("check --deep", ("check", str(out), "--deep", "--sample", str(count), "--device", against)),
    ]
    show(Report("smoke", rows, settings={"scenes": scenes}), json)


@app.command()
def kill(
    workers: Annotated[int, typer.Option(min=2, help="Processes.")] = 2,
    frames: Annotated[int, typer.Option(min=4, help="Frames.")] = 12,
    device: Device = "auto",
    json: JsonFile = None,
) -> None:
    """kill -9 of a worker, then of all and a resume: labels as of a run that nobody disturbed."""
    values = {"scenes": ["vehicles"], "size": (96, 72), "samples": 2, "count": frames, "device": device}
    with tempfile.TemporaryDirectory() as folder:
        calm, killed, resumed = (Path(folder) / name for name in ("calm", "killed", "resumed"))
        rows: list[dict[str, Cell]] = [_killing(values, calm, workers, never=True), _killing(values, killed, workers)]
        row = _resuming(values, resumed, workers)
        for each, place in zip((*rows, row), (calm, killed, resumed), strict=True):
            each["labels"] = sha256((place / "annotations" / "instances.json").read_bytes()).hexdigest()[:12]
            pictures = sorted((place / "images").iterdir())
            each["pictures"] = sha256(b"".join(path.read_bytes() for path in pictures)).hexdigest()[:12]
    show(Report("kill", [*rows, row]), json)


def _killing(values: Mapping[str, Any], out: Path, workers: int, never: bool = False) -> dict[str, Cell]:
    """A run of which one worker is killed once two frames are there."""
    pids: list[int] = []
    done, ended = 0, []

    def hear(event: Event) -> None:
        nonlocal done
        if isinstance(event, WorkerStarted):
            pids.append(event.pid)
        if isinstance(event, FrameDone):
            done += 1
            if done == 2 and not never:
                os.kill(pids[0], signal.SIGKILL)
                ended.append(pids[0])

    start = time.perf_counter()
    run_batch(make_config(values), out, Batch(workers), on_event=hear)
    name = "undisturbed" if never else "a worker killed"
    return {"run": name, "frames": done, "killed": len(ended), "wall s": time.perf_counter() - start}


def _resuming(values: Mapping[str, Any], out: Path, workers: int) -> dict[str, Cell]:
    """The command killed with all that it started once two records are there, then run again."""
    size = "x".join(str(side) for side in values["size"])
    picture = ("--count", str(values["count"]), "--size", size, "--samples", str(values["samples"]))
    options = ("--device", str(values["device"]), "--workers", str(workers), "--quiet", "--out", str(out))
    command = [sys.executable, "-m", "render", "render", *values["scenes"], *picture, *options]
    start = time.perf_counter()
    with subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and len(list(out.glob("images/*"))) < 2:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
    there = len(list(out.glob("images/*")))
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return {"run": "all killed, resumed", "frames": there, "killed": workers, "wall s": time.perf_counter() - start}


def _step(name: str, arguments: tuple[str, ...]) -> dict[str, Cell]:
    """One call of the command: its status, seconds and last words."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "render", *arguments], capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip()
    say(f"{name}: exit {done.returncode}\n{said[-3000:]}")
    return {"step": name, "exit": done.returncode, "wall s": time.perf_counter() - start, "said": said[-3000:]}
