"""The devices of this machine, as the real Blender tells them."""

import ctypes
from types import SimpleNamespace

import bpy
import pytest

from render.blender import devices
from render.blender.devices import choose_device
from render.settings.devices import GPU_BACKENDS, ask_blender


def test_a_blender_of_its_own_lists_the_gpus_that_one_here_would_choose() -> None:
    listed = ask_blender()
    first = next((kind for kind in GPU_BACKENDS if any(row["kind"] == kind for row in listed)), "cpu")
    assert choose_device(bpy.data.scenes[0], "auto").partition(":")[0] == first


@pytest.mark.parametrize(("status", "held"), [(0, 1), (100, 0)], ids=["a card", "no card"])
def test_the_drivers_context_is_held_where_there_is_a_card(
    monkeypatch: pytest.MonkeyPatch, status: int, held: int
) -> None:
    calls: list[str] = []

    def answers(name: str) -> object:
        return lambda *arguments: calls.append(name) or status

    names = ("cuInit", "cuDeviceGet", "cuDevicePrimaryCtxRetain")
    monkeypatch.setattr(ctypes, "CDLL", lambda path: SimpleNamespace(**{name: answers(name) for name in names}))
    devices._hold_context.__wrapped__()
    assert calls[0] == "cuInit"
    assert calls.count("cuDevicePrimaryCtxRetain") == held
