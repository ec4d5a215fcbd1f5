"""What Blender says where a graphics card has no memory left."""

import re

from assets import RenderError

# Cycles' own words, and what CUDA, HIP, OptiX and Vulkan call it. The machine's own memory is another matter.
FULL = re.compile(
    r"out of GPU|out of memory in \w+ queue|\(out of memory\)|ERROR_(?:DEVICE_)?OUT_OF_(?:DEVICE_)?MEMORY",
    re.IGNORECASE,
)


class NoRoomError(RenderError):
    """The graphics card has no memory left for a frame; with fewer workers on it there may be some."""


def render_error(said: str) -> RenderError:
    """The error for a render call that failed, from what Blender said."""
    kind = NoRoomError if FULL.search(said) else RenderError
    return kind(f"Blender could not render: {said.strip()}")
