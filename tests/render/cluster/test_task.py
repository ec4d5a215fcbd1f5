"""What one task brings to the store. No Ray here."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assets import RenderError
from render.cluster.task import Task, TaskDone, render_task
from render.progress.events import FrameDone, FrameSetAside
from render.run.frames import Job
from render.run.pipeline import merge
from render.settings.config import RunConfig
from render.stores import Store, open_store
from render.stores.run import RunStore, missing, open_run

Make = Callable[..., RunConfig]
HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def renderers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "run"))


def task(config: RunConfig, store: Store, frames: range, factory: str = "good") -> Task:
    return Task(config, store.place, frames, f"cluster_renderers:{factory}", 1, 60.0, str(Path.cwd()))


def test_tasks_in_any_order_make_the_dataset_of_a_local_run(
    config: Make,
    store: Store,
    undisturbed: Callable[[RunConfig], dict[str, bytes]],
    dataset: Callable[[Store], dict[str, bytes]],
) -> None:
    run = open_run(store, config(passes=["depth", "masks"], split={"train": 0.5, "val": 0.5}))
    for frames in reversed(missing(store, run)):
        render_task(task(run, store, frames))
    merge(Job.of(run), RunStore(store, run))
    expected = undisturbed(run)
    got = dataset(store)
    assert {name: got[name] for name in expected} == expected
    assert len(store.sizes("depth")) == len(store.sizes("masks")) == 8
    assert missing(store, run) == []


def test_records_say_what_they_need_and_all_of_it_is_there(config: Make, store: Store) -> None:
    run = open_run(store, config())
    render_task(task(run, store, range(2, 4)))
    assert set(store.sizes("records")) == {"records/shard-00001.jsonl"}
    for line in store.lines("records/shard-00001.jsonl"):
        told = {name: size for name, (size, _) in json.loads(line)["files"].items()}
        assert told.items() <= store.sizes("images").items()


def test_one_process_keeps_its_renderer_and_counts_its_seconds(config: Make, store: Store) -> None:
    run = open_run(store, config())
    first, second = (render_task(task(run, store, frames, "slow")) for frames in (range(2), range(2, 4)))
    assert ["start" in event.seconds for event in frames_done(first, second)] == [True, False, False, False]
    assert all(event.seconds["sample"][0] > 0.0 for event in frames_done(first, second))


def frames_done(*tasks: TaskDone) -> list[FrameDone]:
    return [event for done in tasks for event in done.events if isinstance(event, FrameDone)]


def test_a_frame_that_cannot_be_made_does_not_cost_the_others(config: Make, store: Store) -> None:
    run = open_run(store, config(shard_frames=8))
    done = render_task(task(run, store, range(8), "failing"))
    assert [event for event in done.events if isinstance(event, FrameSetAside)] == [
        FrameSetAside(frame=5, seed=0, attempts=3, reason="the card fell off the bus")
    ]
    assert missing(store, run) == [range(5, 6)]
    render_task(task(run, store, range(5, 6)))
    assert missing(store, run) == []


def test_a_machine_that_can_render_nothing_delivers_nothing(config: Make, store: Store) -> None:
    run = open_run(store, config())
    with pytest.raises(RenderError, match=r"none of 2 frames could be rendered on .*: the card fell off the bus"):
        render_task(task(run, store, range(2), "broken"))
    assert store.sizes("records") == {}


def test_a_process_ends_when_a_frame_hangs(tmp_path: Path) -> None:
    out = tmp_path / "run"
    code = (
        "from pathlib import Path; from render.settings.config import make_config\n"
        "from render.cluster.task import Task, render_task\n"
        "config = make_config({'scenes': ['examples/boxes.py'], 'size': (48, 32)})\n"
        f"render_task(Task(config, {str(out)!r}, range(4, 8), 'cluster_renderers:hanging', 1, 0.3, str(Path.cwd())))"
    )
    path = {"PYTHONPATH": str(HERE)}
    ended = subprocess.run([sys.executable, "-c", code], env=path, capture_output=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert b"Timeout" in ended.stderr
    assert not out.exists()
