"""Workers and threads for a machine."""

from typing import Any

import pytest

from render.batch.plan import plan
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
    assert plan(1000, None, (), 8, None)[0].environment == {}
