"""The log of events: every line parses, whatever happened to the file before or meanwhile."""

import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest
from rich.console import Console

from assets import StorageError
from render.progress.events import FrameDone, FrameSetAside, RunEnded, RunStarted
from render.progress.log import json_log, log_line

NOON = datetime(2030, 5, 6, 12, 0, 0, 250_000, tzinfo=UTC)


def a_console() -> tuple[Console, io.StringIO]:
    text = io.StringIO()
    return Console(file=text, width=200), text


def test_a_line_names_the_event_the_time_and_all_fields() -> None:
    event = FrameDone(1, 17, MappingProxyType({"annotations": 3}), {"render": (1.5, 3.0)}, 2**30)
    assert json.loads(log_line(event, NOON)) == {
        "event": "frame_done",
        "time": "2030-05-06T12:00:00.250Z",
        "worker": 1,
        "frame": 17,
        "counts": {"annotations": 3},
        "seconds": {"render": [1.5, 3.0]},
        "rss_bytes": 2**30,
    }


def test_a_line_is_there_as_soon_as_it_happened_and_runs_follow_each_other(tmp_path: Path) -> None:
    path, (console, _) = tmp_path / "log", a_console()
    with json_log(path, console, lambda: NOON) as sink:
        sink(RunStarted("out", 3, 0, 1))
        assert json.loads(path.read_text())["event"] == "run_started"
    with json_log(path, console) as sink:
        sink(FrameSetAside(2, 0, 3, "crashed:\nsignal 11"))
        sink(RunEnded("incomplete"))
    names = [json.loads(line)["event"] for line in path.read_text().splitlines()]
    assert names == ["run_started", "frame_set_aside", "run_ended"]


def test_a_torn_line_spoils_no_later_one(tmp_path: Path) -> None:
    path, (console, _) = tmp_path / "log", a_console()
    path.write_text('{"event":"frame_do')
    with json_log(path, console) as sink:
        sink(RunEnded("complete"))
    assert json.loads(path.read_text().splitlines()[1])["how"] == "complete"


def test_an_unwritable_file_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with (
        pytest.raises(StorageError, match=r"--log-json .*: cannot write, Is a directory"),
        json_log(tmp_path, a_console()[0]),
    ):
        pass


def test_a_reader_that_goes_away_ends_the_log_and_not_the_run(tmp_path: Path) -> None:
    (console, text), pipe = a_console(), tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with json_log(pipe, console) as sink:
        sink(RunStarted("out", 3, 0, 1))
        assert json.loads(os.read(reader, 1000))["frames"] == 3
        os.close(reader)
        sink(RunEnded("complete"))
        sink(RunEnded("complete"))
    assert text.getvalue().count("cannot write, Broken pipe; the run goes on without it") == 1
