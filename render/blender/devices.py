"""Which device Cycles renders on."""

import ctypes
import functools
import json
import os
import sys

import bpy

from assets import RenderError
from render.blender.quiet import STDERR, silenced
from render.settings.asking import MARK
from render.settings.devices import GPU_BACKENDS

DRIVER = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"  # NVIDIA's


def choose_device(scene: bpy.types.Scene, wanted: str) -> str:
    """Make Cycles render on ``wanted`` (``auto``, ``cpu`` or a GPU backend) and say which device it is.

    What renders also denoises: on a CPU beside a GPU the denoiser would take longer than all paths.

    Raises:
        RenderError: a GPU backend was named and this machine has no such device.
    """
    name = _choose(scene, wanted)
    scene.cycles.denoising_use_gpu = scene.cycles.device == "GPU"
    if name.startswith(("cuda", "optix")):
        _hold_context()
    return name


def _choose(scene: bpy.types.Scene, wanted: str) -> str:
    if wanted in GPU_BACKENDS:
        names = _enable(wanted)
        if not names:
            raise RenderError(
                f"--device {wanted}: this machine has no {wanted.upper()} device; use --device cpu or auto"
            )
        scene.cycles.device = "GPU"
        return f"{wanted}: {', '.join(names)}"
    for backend in GPU_BACKENDS if wanted == "auto" else ():
        names = _enable(backend)
        if names:
            scene.cycles.device = "GPU"
            return f"{backend}: {', '.join(names)}"
    scene.cycles.device = "CPU"
    return "cpu"


def list_gpus() -> list[dict[str, str]]:
    """The GPUs of every backend, in Cycles' order: ``kind``, ``name`` and ``id``, which holds the place on the bus."""
    return [
        {"kind": backend, "name": device.name, "id": device.id}
        for backend in GPU_BACKENDS
        for device in _devices(backend)
    ]


def main() -> None:
    """Write the GPUs as one marked line of JSON, and end before a driver's own clean-up can crash."""
    with silenced(STDERR):
        listed = list_gpus()
    os.write(1, f"\n{MARK}{json.dumps(listed)}\n".encode())
    os._exit(0)


def _enable(backend: str) -> list[str]:
    """Names of the devices of one backend, switched on; empty where there are none or the build lacks the backend."""
    devices = _devices(backend)
    for device in bpy.context.preferences.addons["cycles"].preferences.devices if devices else ():
        device.use = device in devices
    return sorted(device.name for device in devices)


def _devices(backend: str) -> list[bpy.types.PropertyGroup]:
    """The devices of one backend, which becomes the one that Cycles renders with."""
    preferences = bpy.context.preferences.addons["cycles"].preferences
    known = {item[0] for item in preferences.get_device_types(bpy.context)}
    if backend.upper() not in known:
        return []
    preferences.compute_device_type = backend.upper()
    preferences.refresh_devices()
    return [device for device in preferences.devices if device.type == backend.upper()]


@functools.cache
def _hold_context() -> None:
    """Keep the driver's context of this process's card.

    Cycles asks for it at each render and gives it back: 0.2 s every time, and processes wait for each other.
    """
    driver = ctypes.CDLL(DRIVER)
    context, card = ctypes.c_void_p(), ctypes.c_int()
    if driver.cuInit(0) == 0 and driver.cuDeviceGet(ctypes.byref(card), 0) == 0:
        driver.cuDevicePrimaryCtxRetain(ctypes.byref(context), card)
