"""How far a run is, for people: a bar on a terminal, plain lines elsewhere. All on standard error."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from render.pipeline import Summary

PLAIN_LINE_SECONDS = 10.0


@contextmanager
def progress(console: Console, total: int, quiet: bool) -> Iterator[Callable[[int, Summary], None]]:
    """Gives the function to call after each frame."""
    if console.is_terminal and not quiet:
        with _bar(console) as bar:
            task = bar.add_task("rendering", total=total, frame="–", rate="–")
            started = time.monotonic()

            def advance(number: int, summary: Summary) -> None:
                done = summary.rendered + summary.already_there
                rate = summary.rendered / max(time.monotonic() - started, 1e-9)
                bar.update(task, completed=done, frame=str(number), rate=f"{rate:.2f}")

            yield advance
    else:
        yield _PlainLines(console, total, every=0.0 if total <= 20 else PLAIN_LINE_SECONDS)


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]} frames/s"),
        TimeRemainingColumn(),
        TextColumn("frame {task.fields[frame]}"),
        console=console,
    )


class _PlainLines:
    """One line a frame for short runs, one every few seconds for long ones."""

    def __init__(self, console: Console, total: int, every: float) -> None:
        self._console, self._total, self._every = console, total, every
        self._started = self._last = time.monotonic()

    def __call__(self, number: int, summary: Summary) -> None:
        now = time.monotonic()
        done = summary.rendered + summary.already_there
        if now - self._last < self._every and done < self._total:
            return
        self._last = now
        rate = summary.rendered / max(now - self._started, 1e-9)
        left = (self._total - done) / rate
        line = f"{done}/{self._total} frames, {rate:.2f} frames/s, {left:.0f} s left (frame {number})"
        self._console.print(line, highlight=False)
