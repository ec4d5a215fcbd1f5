"""Runs on graphics cards that are none: how many workers there are is no part of what they make."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assets import ConfigError, RenderError
from render.batch import run as batch_run
from render.batch.limits import Limits
from render.batch.run import Batch, run_batch
from render.progress.events import (
    Event,
    FrameDone,
    FrameFailed,
    FrameSetAside,
    RunEnded,
    RunStarted,
    WorkerEnded,
    WorkersAdded,
    WorkerStarted,
    WorkerTakenBack,
)
from render.settings.cards import Cards
from render.settings.devices import Device
from tests.render.batch import faulty
from tests.render.batch.conftest import Inject, config, digest, of

CARDS = tuple(Device("optix", "NVIDIA H100", index, f"GPU-{index}") for index in range(2))


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two empty cards of 80 GiB and eight cores."""

    @contextmanager
    def watched() -> Iterator[Cards]:
        cards = Cards()
        cards.see(f"GPU-{index}, 0, 81920" for index in range(2))
        monkeypatch.setattr(cards, "forget", lambda: None)
        yield cards

    monkeypatch.setattr(batch_run, "gpus", lambda device: () if device == "cpu" else CARDS[:1])
    monkeypatch.setattr(batch_run, "cores", lambda: 8)
    monkeypatch.setattr(batch_run, "watched", watched)


def render(out: Path, count: int = 12, **batch: Any) -> list[Event]:
    events: list[Event] = []
    how = Batch(factory=faulty.FACTORY, limits=Limits(), **batch)
    assert run_batch(config(count), out, how, on_event=events.append) is None
    return events


def test_so_many_workers_a_gpu_make_what_one_process_makes(
    tmp_path: Path, undisturbed: str, inject: Inject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_run, "gpus", lambda device: CARDS)
    inject(slow=0.2)
    events = render(tmp_path, workers_per_gpu=2)
    assert of(RunStarted, events)[0].workers == 4
    assert {(event.worker, event.threads) for event in of(WorkerStarted, events)} == {(n, 2) for n in range(4)}
    assert of(WorkersAdded, events) == []
    assert digest(tmp_path) == undisturbed


def test_a_gpu_gets_more_workers_once_frames_are_measured(tmp_path: Path, inject: Inject) -> None:
    inject(slow=0.3)
    events = render(tmp_path, count=60)
    assert of(RunStarted, events)[0].workers == 1
    first = of(WorkersAdded, events)[0]
    assert first.workers == 2
    assert len(of(FrameDone, events[: events.index(first)])) == 5  # one to begin with, four to measure
    assert {event.worker for event in of(FrameDone, events)} >= {0, 1}
    assert sorted(event.frame for event in of(FrameDone, events)) == list(range(60))


@pytest.mark.parametrize("batch", [{"workers": 1}, {"workers_per_gpu": 1}])
def test_a_number_that_is_given_stays_and_no_card_is_looked_at(
    tmp_path: Path, inject: Inject, monkeypatch: pytest.MonkeyPatch, batch: dict[str, int]
) -> None:
    def watched() -> None:
        raise AssertionError("cards were watched")

    monkeypatch.setattr(batch_run, "watched", watched)
    events = render(tmp_path, **batch)
    assert {event.worker for event in of(WorkerStarted, events)} == {0}
    assert of(WorkersAdded, events) == []


def test_workers_that_the_card_has_no_room_for_are_taken_back(tmp_path: Path, undisturbed: str, inject: Inject) -> None:
    (tmp_path / "cards").mkdir()
    inject(slow=0.5, cards=str(tmp_path / "cards"), room=1)
    events = render(tmp_path / "run", workers_per_gpu=3)
    back = of(WorkerTakenBack, events)
    assert [event.workers for event in back] == [2, 1]
    assert {event.reason for event in back} == {f"Blender could not render: {faulty.FULL}"}
    assert [event.reason for event in of(WorkerEnded, events)].count("taken back") == 2
    assert of(FrameSetAside, events) == []
    assert {event.frame for event in of(FrameFailed, events)}.isdisjoint(event.frame for event in back)
    assert {event.worker for event in of(FrameDone, events)}.isdisjoint(event.worker for event in back)
    assert digest(tmp_path / "run") == undisturbed


def test_the_last_worker_of_a_card_fails_as_any_other(
    tmp_path: Path, inject: Inject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_run, "gpus", lambda device: CARDS)
    (tmp_path / "cards").mkdir()
    inject(cards=str(tmp_path / "cards"), room=0)
    with pytest.raises(RenderError, match="out of GPU memory"):
        render(tmp_path / "run", workers=2)
    assert not (tmp_path / "run").exists()


def test_a_frame_that_no_card_has_room_for_is_set_aside(tmp_path: Path, inject: Inject) -> None:
    inject(frames={4: "no room"})
    events = render(tmp_path, workers_per_gpu=2)
    assert [event.frame for event in of(WorkerTakenBack, events)] == [4]
    assert [(event.frame, event.attempts) for event in of(FrameSetAside, events)] == [(4, 3)]
    assert len(of(FrameDone, events)) == 11
    assert events[-1] == RunEnded("incomplete")


@pytest.mark.parametrize(
    ("batch", "sentence"),
    [
        ({"workers": 4, "workers_per_gpu": 2}, "got both"),
        ({"workers": 0, "workers_per_gpu": 2}, "got both"),
        ({"workers_per_gpu": 0}, "--workers-per-gpu 0: expected a number from 1"),
        ({"workers_per_gpu": -1}, "--workers-per-gpu -1: expected a number from 1"),
    ],
)
def test_what_makes_no_sense_is_refused(batch: dict[str, int], sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        Batch(**batch)  # type: ignore[arg-type]


@pytest.mark.parametrize("device", ["cpu", "auto"])
def test_without_a_gpu_the_other_option_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, device: str) -> None:
    monkeypatch.setattr(batch_run, "gpus", lambda device: ())
    one = config().__class__(**{**vars(config()), "device": device})
    with pytest.raises(ConfigError, match=r"--workers-per-gpu 2: .*no GPU.*; use --workers N"):
        run_batch(one, tmp_path / "run", Batch(workers_per_gpu=2))
    assert not (tmp_path / "run").exists()
