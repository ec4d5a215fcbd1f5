"""What EEVEE would draw with, asked in a process of its own: without a driver Blender ends that process."""

import json
import os

import bpy
import gpu

from render.blender.quiet import STDERR, silenced
from render.settings.asking import MARK


def main() -> None:
    """Write it as one marked line of JSON, and end before a driver's own clean-up can crash."""
    with silenced(STDERR):
        bpy.ops.wm.read_factory_settings(use_empty=True)
        gpu.init()
        found = {"backend": gpu.platform.backend_type_get(), "renderer": gpu.platform.renderer_get()}
    os.write(1, f"\n{MARK}{json.dumps(found)}\n".encode())
    os._exit(0)
