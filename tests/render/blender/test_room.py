"""Which of Blender's sentences mean that a graphics card is full."""

import pickle

import pytest

from assets import RenderError
from render.blender.room import NoRoomError, render_error


@pytest.mark.parametrize(
    "said",
    [
        "Error: System is out of GPU memory\nError: System is out of GPU memory\n",
        "Error: System is out of GPU and shared host memory\n",
        "Error: Out of memory in CUDA queue enqueue (integrator_init_from_camera)\n",
        "Error: Failed to create CUDA context (Out of memory)\n",
        "Error: Failed to load OptiX kernel from 'kernel_optix.ptx' (Out of memory)\n",
        "Error: OptiX call optixAccelBuild failed: OPTIX_ERROR_DEVICE_OUT_OF_MEMORY\n",
        "Error: CUDA_ERROR_OUT_OF_MEMORY\n",
        "Error: Could not allocate shadow atlas. Most likely out of GPU memory.\n",
        "Error: VK_ERROR_OUT_OF_DEVICE_MEMORY\n",
    ],
)
def test_a_card_without_room(said: str) -> None:
    error = render_error(said)
    assert isinstance(error, NoRoomError)
    assert str(error).startswith("Blender could not render: Error: ")
    assert "\n" not in str(error)
    assert isinstance(pickle.loads(pickle.dumps(error)), NoRoomError)  # a worker sends it


@pytest.mark.parametrize(
    "said",
    [
        "Error: Illegal address in CUDA queue synchronize (integrator_shade_surface)\n",
        "Error: Failed allocate render result, out of memory\n",  # of the machine's
        "Error: VK_ERROR_OUT_OF_HOST_MEMORY\n",
        "Error: No camera found in scene\n",
    ],
)
def test_anything_else_is_a_frame_that_failed(said: str) -> None:
    assert type(render_error(said)) is RenderError
