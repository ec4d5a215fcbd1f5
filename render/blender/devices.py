"""Which device Cycles renders on."""

import bpy

from assets import RenderError

GPU_BACKENDS = ("optix", "cuda", "hip", "metal", "oneapi")  # auto tries them in this order


def choose_device(scene: bpy.types.Scene, wanted: str) -> str:
    """Make Cycles render on ``wanted`` (``auto``, ``cpu`` or a GPU backend) and say which device it is.

    Raises:
        RenderError: a GPU backend was named and this machine has no such device.
    """
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


def _enable(backend: str) -> list[str]:
    """Names of the devices of one backend, switched on; empty where there are none or the build lacks the backend."""
    preferences = bpy.context.preferences.addons["cycles"].preferences
    known = {item[0] for item in preferences.get_device_types(bpy.context)}
    if backend.upper() not in known:
        return []
    preferences.compute_device_type = backend.upper()
    preferences.refresh_devices()
    devices = [device for device in preferences.devices if device.type == backend.upper()]
    for device in preferences.devices:
        device.use = device in devices
    return sorted(device.name for device in devices)
