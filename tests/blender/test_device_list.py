"""The devices of this machine, as the real Blender tells them."""

import bpy

from render.blender.devices import choose_device
from render.settings.devices import GPU_BACKENDS, ask_blender


def test_a_blender_of_its_own_lists_the_gpus_that_one_here_would_choose() -> None:
    listed = ask_blender()
    first = next((kind for kind in GPU_BACKENDS if any(row["kind"] == kind for row in listed)), "cpu")
    assert choose_device(bpy.data.scenes[0], "auto").partition(":")[0] == first
