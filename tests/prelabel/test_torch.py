"""``FrameStream`` under a DataLoader of many processes and ranks: each frame comes once, and none is left out.

torch is no dependency: a stand-in has the few functions that ``prelabel.torch`` asks. What a DataLoader does in its
workers is done here in turn.
"""

import importlib
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

import prelabel
from assets import ConfigError, SceneError
from render.progress.stopwatch import Stopwatch
from render.run.fake import FakeRenderer
from render.run.labelled import LabelledFrame
from render.settings.config import RunConfig
from render.settings.devices import cores
from render.stream.stream import Stream

FAKE = "render.run.fake:fake_renderer"
SMALL = {"size": (32, 24), "device": "cpu"}
BOXES = "examples/boxes.py"
MOVING = "examples/moving_boxes.py"


@dataclass
class Worker:
    """What torch tells a DataLoader's worker."""

    id: int
    num_workers: int


@dataclass
class Torch:
    """Where the code under test believes to run.

    Attributes:
        rank, world_size: of ``torch.distributed``; no world where it does not run.
        threads: that each renderer got, in the order in which they started.
    """

    worker: Worker | None = None
    rank: int = 0
    world_size: int = 0
    threads: list[int] = field(default_factory=list)


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Torch]:
    state = Torch()
    names = ("torch", "torch.utils", "torch.utils.data", "torch.distributed")
    modules = {name: ModuleType(name) for name in names}
    modules["torch.utils.data"].IterableDataset = object  # type: ignore[attr-defined]
    modules["torch.utils.data"].get_worker_info = lambda: state.worker  # type: ignore[attr-defined]
    modules["torch.distributed"].is_available = lambda: True  # type: ignore[attr-defined]
    modules["torch.distributed"].is_initialized = lambda: state.world_size > 0  # type: ignore[attr-defined]
    modules["torch.distributed"].get_rank = lambda: state.rank  # type: ignore[attr-defined]
    modules["torch.distributed"].get_world_size = lambda: state.world_size  # type: ignore[attr-defined]
    modules["torch"].distributed = modules["torch.distributed"]  # type: ignore[attr-defined]
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delitem(sys.modules, "prelabel.torch", raising=False)
    monkeypatch.delitem(vars(prelabel), "torch", raising=False)
    module = importlib.import_module("prelabel.torch")
    real = module.stream

    def stream(*scenes: str, **options: Any) -> Stream:
        made: Stream = real(*scenes, **options)
        made._factory = FAKE
        return made

    def start(config: RunConfig, threads: int, watch: Stopwatch) -> FakeRenderer:
        state.threads.append(threads)
        return FakeRenderer()

    monkeypatch.setattr(module, "stream", stream)
    monkeypatch.setattr("render.run.fake.fake_renderer", start)
    yield state
    sys.modules.pop("prelabel.torch", None)
    vars(prelabel).pop("torch", None)


def number(frame: LabelledFrame) -> int:
    return frame.number


def stream_of(*scenes: str, **options: Any) -> Any:
    return prelabel.torch.FrameStream(*(scenes or (BOXES,)), **{**SMALL, "transform": number, **options})


def by_worker(torch: Torch, dataset: Any, workers: int) -> list[list[int]]:
    """The numbers that each of a DataLoader's workers gives."""
    found = []
    for worker in range(workers):
        torch.worker = Worker(worker, workers)
        found.append(list(dataset))
    torch.worker = None
    return found


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("ranks", [1, 2, 3])
def test_ranks_and_workers_share_the_frames_without_overlap_or_gap(torch: Torch, ranks: int, workers: int) -> None:
    all_numbers: list[int] = []
    torch.world_size = ranks
    for torch.rank in range(ranks):
        dataset = stream_of(start=3, stop=14)
        of_rank = [item for part in by_worker(torch, dataset, workers) for item in part]
        assert sorted(of_rank) == list(range(3 + torch.rank, 14, ranks))  # however many workers it has
        assert len(dataset) == len(of_rank)
        all_numbers += of_rank
    assert sorted(all_numbers) == list(range(3, 14))


def test_workers_take_turns_so_that_the_loader_gives_frames_in_order(torch: Torch) -> None:
    assert by_worker(torch, stream_of(stop=5), 2) == [[0, 2, 4], [1, 3]]


def test_workers_beyond_the_last_frame_give_nothing(torch: Torch) -> None:
    assert by_worker(torch, stream_of(stop=2), 4) == [[0], [1], [], []]


def test_without_workers_or_ranks_it_is_the_stream(torch: Torch) -> None:
    assert list(stream_of(start=1, stop=4)) == [1, 2, 3]
    assert list(stream_of(start=1, stop=4)) == [1, 2, 3]  # each epoch anew


def test_without_a_stop_it_does_not_end_and_has_no_length(torch: Torch) -> None:
    torch.worker = Worker(1, 2)
    endless = stream_of()
    assert [item for item, _ in zip(endless, range(3), strict=False)] == [1, 3, 5]
    with pytest.raises(TypeError, match="without stop has no length"):
        len(endless)


def test_a_rank_can_be_given(torch: Torch) -> None:
    torch.rank, torch.world_size = 0, 1
    assert list(stream_of(stop=6, rank=1, world_size=2)) == [1, 3, 5]


def test_a_worker_that_is_started_anew_keeps_the_rank_of_its_loader(torch: Torch) -> None:
    torch.rank, torch.world_size = 1, 2
    sent = pickle.dumps(stream_of(stop=6))
    torch.rank, torch.world_size = 0, 0  # torch.distributed does not run in the new process
    assert by_worker(torch, pickle.loads(sent), 2) == [[1, 5], [3]]


def test_the_transform_makes_what_is_handed_out(torch: Torch) -> None:
    assert [type(item) for item in stream_of(stop=1, transform=None)] == [LabelledFrame]
    assert list(stream_of(stop=2, transform=lambda frame: frame.rgb.shape)) == [(24, 32, 3)] * 2


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("ranks", [1, 2])
def test_ranks_and_workers_share_whole_clips(torch: Torch, ranks: int, workers: int) -> None:
    found: list[list[int]] = []
    torch.world_size = ranks
    for torch.rank in range(ranks):
        dataset = stream_of(MOVING, sequence=2, stop=10, clips=True, transform=lambda clip: list(map(number, clip)))
        of_rank = [item for part in by_worker(torch, dataset, workers) for item in part]
        assert len(dataset) == len(of_rank)
        found += of_rank
    assert sorted(found) == [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]]


def test_workers_share_the_cores(torch: Torch) -> None:
    by_worker(torch, stream_of(stop=1), 2)
    list(stream_of(stop=1))
    by_worker(torch, stream_of(stop=1, threads=7), 1)
    assert torch.threads == [max(cores() // 2, 1), 0, 7]  # the second of the two has no frame


def test_what_does_not_fit_is_said_at_once(torch: Torch) -> None:
    with pytest.raises(ConfigError, match="expected no step"):
        stream_of(step=2)
    with pytest.raises(ConfigError, match=r"expected a rank in 0\.\.1, got 2"):
        stream_of(rank=2, world_size=2)
    with pytest.raises(ConfigError, match="expected threads from 0, got -1"):
        stream_of(threads=-1)
    with pytest.raises(ConfigError, match="no_such_scene"):
        stream_of("no_such_scene")
    with pytest.raises(ConfigError, match="expected moving pictures for clips"):
        stream_of(clips=True)


def test_workers_of_both_kinds_are_refused(torch: Torch) -> None:
    both = stream_of(stop=1, workers=2)
    with pytest.raises(ConfigError, match="expected the DataLoader's workers or its own, got both"):
        by_worker(torch, both, 1)


def test_what_is_wrong_with_a_frame_reaches_the_loader(torch: Torch, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise SceneError("frame 0: no room")

    monkeypatch.setattr("render.run.frames.sample_frame", fail)
    with pytest.raises(SceneError, match="no room"):
        list(stream_of(stop=1))
