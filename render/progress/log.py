"""The events of a run for machines: one JSON object a line, each written at once, so that ``tail -f`` can follow."""

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from rich.console import Console

from assets import StorageError
from render.progress.events import Event, Sink
from render.progress.terminal import say


def utc_now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def json_log(path: Path, console: Console, now: Callable[[], datetime] = utc_now) -> Iterator[Sink]:
    """Gives a sink that appends to ``path``, which may be a pipe or a device.

    A disk that fills up in mid-run, or a reader that goes away, ends the log with a sentence on ``console``: the
    pictures matter more.

    Raises:
        StorageError: it cannot be written from the start.
    """
    try:
        torn = _torn(path)
        file = _open(path)
    except OSError as error:
        raise StorageError(f"--log-json {path}: cannot write, {error.strerror}") from error
    try:
        if torn:
            file.write(b"\n")  # what an earlier run left unfinished spoils its own line only
        yield _Log(path, file, console, now)
    finally:
        with suppress(OSError):  # said already
            file.close()


def _open(path: Path) -> BinaryIO:
    """To append to. Where nobody reads a pipe, waiting for somebody who does would be for ever."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC, 0o666)
    os.set_blocking(descriptor, True)
    return os.fdopen(descriptor, "ab")


def log_line(event: Event, at: datetime) -> str:
    """``event`` (snake case), ``time`` (UTC, ISO 8601) and the event's own fields."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    time = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    own = {item.name: getattr(event, item.name) for item in fields(event)}
    return json.dumps({"event": name, "time": time, **own}, default=dict, ensure_ascii=False, separators=(",", ":"))


class _Log:
    """Writes until it cannot."""

    def __init__(self, path: Path, file: BinaryIO, console: Console, now: Callable[[], datetime]) -> None:
        self._path, self._file, self._console, self._now = path, file, console, now
        self._writes = True

    def __call__(self, event: Event) -> None:
        if not self._writes:
            return
        try:
            self._file.write(log_line(event, self._now()).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            self._writes = False
            sentence = f"--log-json {self._path}: cannot write, {error.strerror}; the run goes on without it"
            say(self._console, sentence)


def _torn(path: Path) -> bool:
    """Whether a file ends within a line."""
    if not path.is_file() or path.stat().st_size == 0:
        return False
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) != b"\n"
