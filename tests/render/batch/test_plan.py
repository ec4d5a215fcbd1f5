"""Workers and threads for a machine."""

from typing import Any

import pytest

from assets import ConfigError
from render.batch.plan import more, plan
from render.settings.devices import Device

GIB = 2**30
CARDS = [Device("cuda", "card", index, f"GPU-{index}") for index in range(2)]


@pytest.mark.parametrize(
    ("machine", "threads"),
    [
        ({"cores": 4}, [1, 1, 1, 1]),
        ({"cores": 4, "memory_bytes": 64 * GIB}, [1, 1, 1, 1]),
        ({"cores": 8, "memory_bytes": 5 * GIB}, [3, 3, 2]),
        ({"cores": 8, "memory_bytes": GIB}, [8]),
        ({"cores": 8, "frames": 1}, [8]),
        ({"cores": 8, "frames": 3}, [3, 3, 2]),
        ({"cores": 2, "wanted": 4}, [1, 1, 1, 1]),
        ({"cores": 8, "wanted": 2, "memory_bytes": GIB}, [4, 4]),
        ({"cores": 8, "gpus": CARDS}, [4, 4]),
    ],
)
def test_workers_share_the_cores(machine: dict[str, Any], threads: list[int]) -> None:
    slots = plan(**{"frames": 1000, "wanted": None, "gpus": (), "memory_bytes": None, **machine})
    assert [slot.threads for slot in slots] == threads


def test_each_worker_sees_one_gpu_and_they_take_turns() -> None:
    slots = plan(1000, 3, CARDS, 8, None)
    assert [slot.environment for slot in slots] == [{"CUDA_VISIBLE_DEVICES": f"GPU-{index}"} for index in (0, 1, 0)]
    assert [slot.card for slot in slots] == ["GPU-0", "GPU-1", "GPU-0"]
    assert plan(1000, None, (), 8, None)[0].environment == {}


def test_each_gpu_gets_as_many_workers_as_are_asked_for() -> None:
    slots = plan(1000, None, CARDS, 8, None, per_gpu=3)
    assert [slot.card for slot in slots] == ["GPU-0", "GPU-1"] * 3
    assert [slot.threads for slot in slots] == [2, 2, 1, 1, 1, 1]
    assert len(plan(5, None, CARDS, 8, None, per_gpu=3)) == 5
    assert [slot.threads for slot in plan(1000, None, CARDS, 2, None, per_gpu=2)] == [1, 1, 1, 1]


def test_workers_for_each_gpu_need_a_gpu() -> None:
    with pytest.raises(ConfigError, match="--workers-per-gpu 3: this machine has no GPU to render on; use --workers N"):
        plan(1000, None, (), 8, None, per_gpu=3)


def test_a_gpu_that_has_no_name_of_its_own_is_still_one() -> None:
    assert plan(9, 2, [Device("metal", "M5")], 8, None)[1].card == "metal 0"


def test_what_is_added_is_like_what_is_there_and_the_cores_are_shared_out_anew() -> None:
    slots = more(plan(1000, None, CARDS, 8, None), ["GPU-1", "GPU-0"], 8)
    assert [(slot.threads, slot.card) for slot in slots] == [(2, "GPU-0"), (2, "GPU-1"), (2, "GPU-1"), (2, "GPU-0")]
    assert slots[2].environment == slots[1].environment
