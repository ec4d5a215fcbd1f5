"""Whatever happens to a run, the same command goes on, and in the end the dataset is the one of an undisturbed run."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assets import AssetError, PrelabelError, RenderError, StorageError
from render.batch.limits import Limits
from render.batch.run import Batch, run_batch
from render.progress.events import Event, FrameDone, FrameFailed, FrameSetAside, RunEnded, WorkerEnded, WorkerStarted
from render.stores.storage import RunFolder
from tests.render.batch import faulty
from tests.render.batch.conftest import COUNT, Inject, config, digest, of

LONG_S = 120.0  # that no test takes, on the slowest machine


def render(out: Path, workers: int = 2, count: int = COUNT, sink: Any = None, **limits: Any) -> list[Event]:
    events: list[Event] = []

    def hear(event: Event) -> None:
        events.append(event)
        if sink:
            sink(event)

    assert run_batch(config(count), out, Batch(workers, faulty.FACTORY, Limits(**limits)), on_event=hear) is None
    return events


def test_workers_make_what_one_process_makes(tmp_path: Path, undisturbed: str, inject: Inject) -> None:
    events = render(tmp_path)
    assert digest(tmp_path) == undisturbed
    assert sorted(event.frame for event in of(FrameDone, events)) == list(range(COUNT))
    assert {event.worker for event in of(WorkerStarted, events)} <= {0, 1}
    assert {event.reason for event in of(WorkerEnded, events)} == {"done"}
    assert events[-1] == RunEnded("complete")
    assert of(WorkerStarted, render(tmp_path)) == []


def test_workers_die_at_every_stage_of_a_frame(tmp_path: Path, undisturbed: str, inject: Inject) -> None:
    stages = ["kill", "killed before its record", "killed in its record", "killed after its record"]
    (tmp_path / "once").mkdir()
    inject(frames=dict(zip((1, 4, 6, 7), stages, strict=True)), once=str(tmp_path / "once"))
    events = render(tmp_path / "run")
    assert digest(tmp_path / "run") == undisturbed
    failed = {event.frame: event.reason for event in of(FrameFailed, events)}
    assert {1, 4, 6, 7} <= failed.keys()
    assert failed == {frame: f"frame {frame}: its worker crashed (SIGKILL)" for frame in failed}
    assert len(failed) <= 8  # a worker that crashes may have had another frame beside the one at fault


def test_a_frame_that_crashes_labels_is_set_aside_and_not_those_beside_it(tmp_path: Path, inject: Inject) -> None:
    inject(frames={4: "killed before its record"})
    events = render(tmp_path, 1)
    assert [(event.frame, event.attempts) for event in of(FrameSetAside, events)] == [(4, 3)]
    assert sorted(event.frame for event in of(FrameDone, events)) == [frame for frame in range(COUNT) if frame != 4]


def test_workers_are_killed_at_random_moments(tmp_path: Path, undisturbed: str, inject: Inject) -> None:
    inject(slow=0.02)
    dice, pids, killed = random.Random(6), dict[int, int](), []

    def kill(event: Event) -> None:
        if isinstance(event, WorkerStarted):
            pids[event.worker] = event.pid
        if isinstance(event, FrameDone) and len(killed) < 3 and pids and dice.random() < 0.5:
            time.sleep(dice.uniform(0.0, 0.04))  # the other worker is anywhere in its frame by now
            killed.append(pids.pop(1 - event.worker, None) or pids.pop(event.worker))
            os.kill(killed[-1], signal.SIGKILL)

    events = render(tmp_path, sink=kill)
    assert digest(tmp_path) == undisturbed
    crashed = {event.pid for event in of(WorkerEnded, events) if event.reason == "crashed (SIGKILL)"}
    assert crashed == set(killed) != set()


def test_frames_that_cannot_be_rendered_are_set_aside_and_tried_again(
    tmp_path: Path, undisturbed: str, inject: Inject
) -> None:
    inject(frames={0: "kill", 3: "scene", 5: "render", 7: "mistake"})
    events = render(tmp_path)
    aside = {
        event.frame: (event.attempts, event.reason.partition(" (faulty.py")[0]) for event in of(FrameSetAside, events)
    }
    assert aside == {
        0: (3, "frame 0: its worker crashed (SIGKILL)"),
        3: (1, "frame 3: a scene fault"),
        5: (3, "frame 5: a render fault"),
        7: (3, "frame 7: ValueError: frame 7: a mistake fault"),
    }
    assert len(of(FrameDone, events)) == COUNT - 4
    images = json.loads((tmp_path / "annotations" / "instances.json").read_text())["images"]
    assert {image["id"] for image in images} == set(range(COUNT)) - set(aside)
    assert events[-1] == RunEnded("incomplete")
    inject()
    render(tmp_path)
    assert digest(tmp_path) == undisturbed


def test_a_worker_that_hangs_is_replaced(tmp_path: Path, undisturbed: str, inject: Inject) -> None:
    (tmp_path / "once").mkdir()
    inject(frames={2: "hang"}, once=str(tmp_path / "once"))
    events = render(tmp_path / "run", frame_s=2.0)
    assert digest(tmp_path / "run") == undisturbed
    assert "frame 2: its worker timed out" in [event.reason for event in of(FrameFailed, events)]


def test_workers_are_recycled(tmp_path: Path, undisturbed: str, inject: Inject) -> None:
    events = render(tmp_path / "frames", recycle_frames=5)
    assert [e.reason for e in of(WorkerEnded, events)].count("recycled (frames)") in (1, 2)
    assert digest(tmp_path / "frames") == undisturbed
    events = render(tmp_path / "memory", 1, 4, worker_bytes=1)
    assert {event.reason for event in of(WorkerEnded, events)} == {"recycled (memory)", "done"}
    assert of(FrameFailed, events) == []


@pytest.mark.parametrize(
    ("faults", "error", "sentence"),
    [
        ({"start": "error"}, RenderError, "no such card"),
        ({"start": "kill"}, RenderError, r"workers cannot start: 3 in a row crashed \(SIGKILL\)"),
        ({"frames": {-1: "asset"}}, AssetError, "frame .*: a asset fault"),
    ],
)
def test_a_run_in_which_nothing_can_be_rendered_ends_and_leaves_nothing(
    tmp_path: Path, inject: Inject, faults: dict[str, Any], error: type[PrelabelError], sentence: str
) -> None:
    inject(**faults)
    with pytest.raises(error, match=sentence):
        render(tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_run_of_bad_frames_only_ends_and_leaves_nothing(tmp_path: Path, inject: Inject) -> None:
    inject(frames={-1: "scene"})
    with pytest.raises(PrelabelError, match="a scene fault"):
        render(tmp_path / "run", 1, 2)
    assert not (tmp_path / "run").exists()


def test_a_full_disk_ends_the_run_with_a_sentence(tmp_path: Path, undisturbed: str, inject: Inject) -> None:
    inject(frames={4: "full disk"})
    with pytest.raises(StorageError, match=r"shard-0000\d.jsonl: cannot write, the disk is full"):
        render(tmp_path)
    inject()
    render(tmp_path)
    assert digest(tmp_path) == undisturbed


def test_pictures_and_records_that_were_damaged_are_made_again(
    tmp_path: Path, undisturbed: str, inject: Inject
) -> None:
    render(tmp_path)
    picture, shard = tmp_path / "images" / "000000000003.jpg", tmp_path / "records" / "shard-00001.jsonl"
    picture.write_bytes(picture.read_bytes()[:-7])
    shard.write_bytes(shard.read_bytes()[:-7])
    assert len(of(FrameDone, render(tmp_path, 1))) == 2
    assert digest(tmp_path) == undisturbed


def test_a_wall_clock_that_leaps_is_not_looked_at(
    tmp_path: Path, undisturbed: str, inject: Inject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", faulty.leaping())
    assert of(WorkerEnded, render(tmp_path, 1, frame_s=20.0))[0].reason == "done"
    assert digest(tmp_path) == undisturbed


class Command:
    """``prelabel render`` in a process of its own, with slow workers."""

    def __init__(self, out: Path, log: Path, slow: float) -> None:
        arguments = ["render", "examples/boxes.py", "--count", str(COUNT), "--size", "64x48", "--set", "count=2"]
        options = ["--shard-frames", "5", "--workers", "2", "--out", str(out), "--log-json", str(log)]
        environment = {**os.environ, faulty.VARIABLE: json.dumps({"slow": slow})}
        self.log = log
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.render.batch.faulty", *arguments, *options],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = self.log.read_text().splitlines() if self.log.is_file() else []
        return [event for event in map(json.loads, lines) if event["event"] == name]

    def wait_for_frames(self, count: int) -> None:
        until(lambda: len(self.events("frame_done")) >= count)

    def signal(self, number: int) -> None:
        """To all of its processes, as a terminal does it."""
        os.killpg(self.process.pid, number)

    def end(self) -> tuple[int, str]:
        said = self.process.communicate(timeout=LONG_S)[1]
        return self.process.returncode, said


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Callable[..., Command]]:
    started: list[Command] = []

    def start(slow: float = 0.4) -> Command:
        started.append(Command(tmp_path / "run", tmp_path / f"log-{len(started)}", slow))
        return started[-1]

    yield start
    for one in started:
        with one.process:
            one.process.kill()


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG_S
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def test_the_supervisor_is_killed(
    tmp_path: Path, undisturbed: str, command: Callable[..., Command], inject: Inject
) -> None:
    first = command()
    first.wait_for_frames(3)
    with pytest.raises(StorageError, match=rf"another run \(process {first.process.pid} on .*\) is writing into it"):
        render(tmp_path / "run")
    workers = [event["pid"] for event in first.events("worker_started")]
    first.process.kill()
    until(lambda: not any(map(alive, workers)))
    first.process.wait()
    events = render(tmp_path / "run")
    assert 0 < len(of(FrameDone, events)) < COUNT
    assert digest(tmp_path / "run") == undisturbed


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_lets_frames_under_way_finish(
    tmp_path: Path, undisturbed: str, command: Callable[..., Command], inject: Inject, number: int, code: int
) -> None:
    first = command()
    first.wait_for_frames(2)
    first.signal(number)
    returned, said = first.end()
    assert returned == code
    assert "frames under way are finished first" in said
    assert "the same command continues" in said
    assert "Traceback" not in said
    done = len(first.events("frame_done"))
    assert {event["reason"] for event in first.events("worker_ended")} == {"stopped"}
    assert first.events("frame_failed") == []
    assert len(of(FrameDone, render(tmp_path / "run"))) == COUNT - done > 0
    assert digest(tmp_path / "run") == undisturbed


def test_a_second_signal_ends_at_once(
    tmp_path: Path, undisturbed: str, command: Callable[..., Command], inject: Inject
) -> None:
    first = command(slow=600.0)
    until(lambda: len(first.events("worker_started")) == 2)
    first.signal(signal.SIGINT)
    time.sleep(0.2)
    assert first.process.poll() is None
    first.signal(signal.SIGINT)
    assert first.end()[0] == 130
    assert not any(alive(event["pid"]) for event in first.events("worker_started"))
    render(tmp_path / "run")
    assert digest(tmp_path / "run") == undisturbed


def test_a_folder_is_free_after_its_run_was_killed(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from render.stores.storage import RunFolder; from tests.render.batch"
    )
    code += ".test_faults import config; RunFolder(Path(sys.argv[1]), config()).open(); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert (tmp_path / ".lock-owner").is_file()
    with RunFolder(tmp_path, config()):
        pass
