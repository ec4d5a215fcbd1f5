"""Which devices a machine has, and how a worker is confined to one; Blender and drivers answer from tables here."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from assets import RenderError
from render.settings import devices
from render.settings.devices import Card, Device, cores, found, gpus, print_devices

ONE, TWO = "0000:3b:00", "0000:af:00"
NVIDIA = [
    {"kind": kind, "name": "NVIDIA H100", "id": f"CUDA_NVIDIA H100_{bus}{suffix}"}
    for kind, suffix in (("cuda", ""), ("optix", "_OptiX"))
    for bus in (TWO, ONE)  # Cycles lists a card with a screen last
]
HIP = [{"kind": "hip", "name": f"Radeon {n}", "id": f"HIP_{n}"} for n in (0, 1)]
METAL = [{"kind": "metal", "name": f"M{n}", "id": f"METAL_{n}"} for n in (0, 1)]


@pytest.fixture(autouse=True)
def a_machine_with_gpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "may_have_gpu", lambda: True)
    monkeypatch.setattr(devices, "nvidia_cards", dict)


def environments(some: Sequence[Device]) -> list[dict[str, str]]:
    return [dict(device.environment()) for device in some]


def test_auto_prefers_optix_and_the_cpu_comes_last() -> None:
    rows = found(lambda: NVIDIA, {})
    assert [(row.kind, row.index, row.auto) for row in rows] == [
        ("optix", 0, True),
        ("optix", 1, True),
        ("cuda", 0, False),
        ("cuda", 1, False),
        ("cpu", 0, False),
    ]
    assert rows[-1].cores == cores() >= 1


def test_a_worker_is_confined_by_uuid_where_the_driver_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = "00000000:3B:00.0, GPU-one, 81559\n00000000:AF:00.0, GPU-two, [N/A]\n"

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 0, answer)

    monkeypatch.undo()
    monkeypatch.setattr(devices, "may_have_gpu", lambda: True)
    monkeypatch.setattr(subprocess, "run", run)
    some = gpus("cuda", lambda: NVIDIA, {"CUDA_VISIBLE_DEVICES": "0,1"})
    assert environments(some) == [{"CUDA_VISIBLE_DEVICES": "GPU-two"}, {"CUDA_VISIBLE_DEVICES": "GPU-one"}]
    assert [device.memory_bytes for device in some] == [None, 81559 * 2**20]


@pytest.mark.parametrize(
    ("asked", "device", "environ", "expected"),
    [
        (NVIDIA, "auto", {}, ["0", "1"]),
        (NVIDIA, "auto", {"CUDA_VISIBLE_DEVICES": "2, 5"}, ["2", "5"]),
        (HIP, "hip", {}, ["0", "1"]),
        (HIP, "auto", {"HIP_VISIBLE_DEVICES": "3,1", "CUDA_VISIBLE_DEVICES": "7,8"}, ["3", "1"]),
    ],
)
def test_otherwise_by_number_as_the_variable_counts(
    asked: list[dict[str, str]], device: str, environ: dict[str, str], expected: list[str]
) -> None:
    variable = "HIP_VISIBLE_DEVICES" if asked is HIP else "CUDA_VISIBLE_DEVICES"
    assert environments(gpus(device, lambda: asked, environ)) == [{variable: value} for value in expected]


def test_a_slice_of_a_card_keeps_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "nvidia_cards", lambda: {"0:3b:00": Card("GPU-one", None)})
    [device] = gpus("cuda", lambda: NVIDIA[1:2], {"CUDA_VISIBLE_DEVICES": "MIG-abc"})
    assert device.environment() == {"CUDA_VISIBLE_DEVICES": "MIG-abc"}


def test_devices_that_cannot_be_told_apart_get_one_worker() -> None:
    [device] = gpus("auto", lambda: METAL, {})
    assert (device.name, device.environment()) == ("M0", {})


def test_no_gpu_for_the_cpu_and_none_where_there_is_none() -> None:
    assert gpus("cpu", lambda: NVIDIA, {}) == ()
    assert gpus("auto", list, {}) == ()
    with pytest.raises(RenderError, match="--device optix: this machine has no OPTIX device; use --device cpu or auto"):
        gpus("optix", lambda: HIP, {})


def test_blender_is_not_asked_without_a_gpus_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def ask() -> list[dict[str, str]]:
        raise AssertionError("Blender was asked")

    monkeypatch.undo()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(devices, "GPU_FILES", (f"{tmp_path}/nvidia*",))
    assert [(row.kind, row.auto) for row in found(ask, {})] == [("cpu", True)]
    (tmp_path / "nvidia0").touch()
    with pytest.raises(AssertionError):
        found(ask, {})


def test_a_blender_that_crashes_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RenderError, match="got exit status 1; --device cpu renders without them"):
        devices.ask_blender()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"cpu.max": "150000 100000"}, 1),
        ({"cpu.max": "300000 100000"}, 3),
        ({"cpu.max": "20000 100000"}, 1),
        ({"cpu.max": "max 100000"}, 8),
        ({"cpu.cfs_quota_us": "400000", "cpu.cfs_period_us": "100000"}, 4),
        ({"cpu.cfs_quota_us": "-1", "cpu.cfs_period_us": "100000"}, 8),
        ({}, 8),
    ],
)
def test_a_containers_quota_counts(
    files: dict[str, str], expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text + "\n")
    monkeypatch.setattr(devices, "_cgroups", lambda controller: [tmp_path])
    monkeypatch.setattr(os, "process_cpu_count", lambda: 8)
    assert cores() == expected


def test_the_command_prints_a_table_or_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "ask_blender", lambda: HIP)
    for as_json in (False, True):
        text = StringIO()
        print_devices(Console(file=text, width=120), as_json)
        rows = json.loads(text.getvalue()) if as_json else text.getvalue().splitlines()[1:]
        assert len(rows) == 3
        assert "Radeon 1" in str(rows[1])


def test_a_card_without_a_kernel_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "nvidia_cards", lambda: {"0:3b:00": Card("GPU-one", None, "9.0")})
    monkeypatch.setattr(devices.kernels, "is_ready", lambda capability: capability != "9.0")
    some = found(lambda: NVIDIA, {})
    assert [(row.capability, row.kernel()) for row in some if row.kind == "cuda"] == [("", ""), ("9.0", "at first use")]
    (text,) = devices.waits(some)
    assert "prelabel devices --compile sm_90" in text
