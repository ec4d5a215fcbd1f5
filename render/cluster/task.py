"""One task of a cluster: some frames of a shard, rendered into a scratch folder and then brought to the store.

Until then nothing of them is in the store, so a task that is lost anywhere can be given to another machine. Its process
keeps the renderer for the tasks that come after it.
"""

import faulthandler
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from assets import RenderError
from render.progress.events import Event, FrameDone, FrameSetAside
from render.progress.stopwatch import Stopwatch
from render.run.frames import Job, Renderer
from render.run.labelled import LabelledFrame, make_frame
from render.run.shard import ATTEMPTS, render_shard
from render.run.start import start_renderer
from render.settings.config import RunConfig
from render.settings.resume import check_maker
from render.stores import open_store
from render.stores.frame_folder import FrameFolder
from render.stores.run import deliver
from render.stores.spooled import parse_record


@dataclass(frozen=True)
class Task:
    """Attributes:
    out: the store.
    frames: all of one shard.
    factory: what makes a renderer, see ``render.run.start``.
    threads: of the CPU.
    frame_s: seconds after which a frame counts as hung and this process ends.
    directory: where the driver runs: paths of scenes and skies are relative to it, where this machine has it.
    """

    config: RunConfig
    out: str
    frames: range
    factory: str
    threads: int
    frame_s: float
    directory: str


@dataclass(frozen=True)
class TaskDone:
    """Attributes:
    process: host and process id, which tell workers apart.
    events: what the frames gave, in order.
    """

    process: tuple[str, int]
    device: str
    events: tuple[Event, ...]


def render_task(task: Task) -> TaskDone:
    """Render frames in this process, and bring those that could be made to the store.

    Raises:
        RenderError: nothing can be rendered here.
        PrelabelError: nothing can be rendered, or written, anywhere.
    """
    if Path(task.directory).is_dir():
        os.chdir(task.directory)
    check_maker(task.config)
    store = open_store(task.out)
    events: list[Event] = []
    with _scratch() as scratch:
        folder = FrameFolder(scratch, task.config)
        folder.make_folders()

        def renderer(watch: Stopwatch) -> Renderer:
            return _renderer(task.config, task.factory, task.threads, watch)

        def heard(event: Event) -> None:
            events.append(event)
            _clock(task.frame_s)

        try:
            render_shard(task.config, _clocked(task), folder, renderer, on_event=heard)
        finally:
            faulthandler.cancel_dump_traceback_later()
        _check_machine(events)
        deliver(store, task.config, scratch, *_made(folder))
    return TaskDone((os.uname().nodename, os.getpid()), _kept.device, tuple(events))


def render_frame(config: RunConfig, number: int, factory: str, threads: int, directory: str) -> LabelledFrame:
    """One frame in this process, in memory.

    Raises:
        FrameError: it cannot be made.
        PrelabelError: nothing can be rendered here.
    """
    if Path(directory).is_dir():
        os.chdir(directory)
    check_maker(config)
    watch = Stopwatch()
    return make_frame(Job.of(config), _renderer(config, factory, threads, watch), watch, number)


def _clocked(task: Task) -> Iterator[int]:
    for frame in task.frames:
        _clock(task.frame_s)
        yield frame


def _clock(seconds: float) -> None:
    """End this process ``seconds`` from now, unless called again. Works where a driver holds Python's lock."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__ or sys.stderr)


def _check_machine(events: list[Event]) -> None:
    """A machine that is broken fails everything quickly, and must not be given one shard after the other for that.

    Raises:
        RenderError: there were several frames, and none could be rendered in three attempts each.
    """
    lost = [event for event in events if isinstance(event, FrameSetAside) and event.attempts == ATTEMPTS]
    if len(lost) > 1 and not any(isinstance(event, FrameDone) for event in events):
        host = os.uname().nodename
        raise RenderError(f"none of {len(lost)} frames could be rendered on {host}: {lost[0].reason}")


def _made(folder: FrameFolder) -> tuple[list[str], dict[int, bytes]]:
    """Names of the files of all finished frames, and their records' lines by frame."""
    names, lines = list[str](), {}
    for path in (folder.root / "records").iterdir():
        for line in path.read_bytes().splitlines(keepends=True):
            record = parse_record(line, str(path))
            names += record["files"]
            lines[record["image"]["frame"]] = line
    return names, lines


@dataclass
class _Kept:
    """The renderer of this process, what it depends on, and its stopwatch."""

    key: tuple[object, ...] = ()
    renderer: Renderer | None = None
    watch: Stopwatch | None = None
    device: str = ""


_kept = _Kept()


def _renderer(config: RunConfig, factory: str, threads: int, watch: Stopwatch) -> Renderer:
    """The renderer of an earlier task of this process, where it fits, or a new one, which reports to ``watch``."""
    key = (factory, threads, config.content_hash(), config.device)
    if _kept.renderer is None or _kept.watch is None or _kept.key != key:
        _kept.key, _kept.renderer = (), None  # before the next one starts: there is room for one
        _kept.renderer = start_renderer(factory, config, threads, watch)
        _kept.watch, _kept.key = watch, key
        _kept.device = str(getattr(_kept.renderer, "device", ""))
    watch.stages = _kept.watch.stages  # it knows its first stopwatch only
    return _kept.renderer


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for one task; those that killed processes of this machine left behind are removed first."""
    prefix = f"prelabel-task-{os.uname().nodename}-"
    for path in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        pid = path.name.removeprefix(prefix).partition("-")[0]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(path, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{prefix}{os.getpid()}-") as folder:
        yield Path(folder)
