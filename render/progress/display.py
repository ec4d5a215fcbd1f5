"""How far a run is, for people: a bar and a line a worker on a terminal, a bar in a notebook, plain lines elsewhere."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from render.progress.events import (
    Event,
    FrameDone,
    FrameFailed,
    FrameSetAside,
    RunStarted,
    Sink,
    WorkerEnded,
    WorkersAdded,
    WorkerStarted,
    WorkerTakenBack,
)
from render.progress.tally import PLANNED, Tally
from render.progress.terminal import say
from render.progress.words import failures, figures, time_left

PLAIN_LINE_SECONDS = 10.0
SHORT_RUN = 20  # frames; a plain line for each of them
WORKER_LINES = 16
TROUBLE_LINES = 20
REFRESH_HZ = 2.0  # drawing costs milliseconds, which are the workers' too


@contextmanager
def progress(console: Console, quiet: bool, clock: Callable[[], float] = time.monotonic) -> Iterator[Sink]:
    """Gives a sink that shows events on ``console``: live on a terminal, a bar in a notebook, plain lines elsewhere.

    Args:
        quiet: plain lines anywhere.
    """
    tally, troubles = Tally(clock), _Troubles(console)
    show = _plain if quiet else _live if console.is_terminal else _below_cell if console.is_jupyter else _plain
    with show(console, tally) as add:

        def sink(event: Event) -> None:
            add(event)
            troubles(event)

        yield sink


@contextmanager
def _live(console: Console, tally: Tally) -> Iterator[Sink]:
    lock = threading.RLock()  # the screen is drawn by a thread of its own; a signal may come in between

    def drawn() -> RenderableType:
        with lock:
            return view(tally)

    def add(event: Event) -> None:
        with lock:
            tally(event)

    with Live(console=console, refresh_per_second=REFRESH_HZ, get_renderable=drawn):
        yield add


@contextmanager
def _below_cell(console: Console, tally: Tally) -> Iterator[Sink]:
    from render.progress.notebook import bar  # there is IPython here, and perhaps nowhere else

    with bar(tally) as look:

        def add(event: Event) -> None:
            tally(event)
            look()

        yield add


@contextmanager
def _plain(console: Console, tally: Tally) -> Iterator[Sink]:
    lines = _PlainLines(console, tally)

    def add(event: Event) -> None:
        tally(event)
        lines(event)

    yield add


@contextmanager
def counter(console: Console, total: int, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Progress of a loop in this process: gives the function to call with each finished frame's number."""
    with progress(console, quiet) as sink:
        sink(RunStarted("", total, 0, 1))
        yield lambda number: sink(FrameDone(0, number, {}, {}, 0))


def view(tally: Tally) -> RenderableType:
    """What stands on a terminal at one moment."""
    bar = Table.grid(padding=(0, 2))
    bar.add_row(
        "rendering",
        ProgressBar(total=max(tally.frames, 1), completed=tally.there, width=20),
        f"{tally.there}/{tally.frames}",
        f"{tally.rate():.2f} frames/s",
        time_left(tally),
    )
    lines: list[RenderableType] = [bar]
    if tally.failures:
        lines.append(Text(f"  {failures(tally)}", style="red"))
    if any(worker.pid for worker in tally.workers.values()):
        lines.append(_worker_lines(tally))
    return Group(*lines)


def _worker_lines(tally: Tally) -> Table:
    table = Table.grid(padding=(0, 2))
    if len(tally.workers) > WORKER_LINES:
        at_work = sum(worker.at_work for worker in tally.workers.values())
        devices = f"{len(tally.devices)} devices" if len(tally.devices) > 3 else ", ".join(tally.devices)
        peak = f"at most {tally.peak_rss_bytes / 2**30:.1f} GiB each"
        table.add_row(f"  {at_work} of {len(tally.workers)} workers at work", devices, peak, style="dim")
        return table
    for slot, worker in sorted(tally.workers.items()):
        state = f"{worker.frames} frames" if worker.at_work else f"{worker.frames} frames, ended"
        memory = f"{worker.rss_bytes / 2**30:.1f} GiB" if worker.rss_bytes else ""
        table.add_row(f"  worker {slot}", worker.device, state, memory, f"pid {worker.pid}", style="dim")
    return table


class _PlainLines:
    """One line a frame for short runs, one every few seconds for long ones; and each device once."""

    def __init__(self, console: Console, tally: Tally) -> None:
        self._console, self._tally = console, tally
        self._last = tally.clock()
        self._devices = 0

    def __call__(self, event: Event) -> None:
        tally = self._tally
        if isinstance(event, WorkerStarted) and len(tally.devices) > self._devices:
            self._devices = len(tally.devices)
            say(self._console, f"device: {event.device}")
        if not isinstance(event, FrameDone):
            return
        now = tally.clock()
        every = 0.0 if tally.frames <= SHORT_RUN else PLAIN_LINE_SECONDS
        if now - self._last < every and tally.left:
            return
        self._last = now
        say(self._console, f"{figures(tally)} (frame {event.frame})")


class _Troubles:
    """A line for each of the first troubles, and for more or fewer workers; counting does for the rest."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told = 0

    def __call__(self, event: Event) -> None:
        sentence = _trouble(event)
        if sentence is None or self._told > TROUBLE_LINES:
            return
        self._told += 1
        if self._told > TROUBLE_LINES:
            sentence = "further troubles are counted only; summary.json and --log-json name them"
        say(self._console, sentence)


def _trouble(event: Event) -> str | None:
    match event:
        case FrameFailed():
            return f"frame {event.frame} failed, attempt {event.attempt}: {event.reason}; it is tried again"
        case FrameSetAside():
            return f"frame {event.frame} set aside, attempt {event.attempts}: {event.reason}"
        case WorkersAdded():
            return f"there is time and room for more on the GPU: {event.workers} workers from now on"
        case WorkerTakenBack():
            went_on = f"the run goes on with {event.workers}, and frame {event.frame} with it"
            return f"worker {event.worker} is taken back, its GPU has no room for it: {went_on} ({event.reason})"
        case WorkerEnded() if not event.reason.startswith((*PLANNED, "recycled")):
            return f"worker {event.worker} (pid {event.pid}) {event.reason}"
    return None
