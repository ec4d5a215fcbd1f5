"""One Blender session for all tests that render; it is reset for every frame."""

from collections.abc import Iterator

import bpy
import pytest

from render.blender import BlenderRenderer
from scenes import PinholeCamera, look_at


@pytest.fixture(scope="session")
def renderer() -> Iterator[BlenderRenderer]:
    session = BlenderRenderer(samples=8, device="cpu")
    yield session
    session.close()


@pytest.fixture
def fine(renderer: BlenderRenderer) -> Iterator[BlenderRenderer]:
    """The session's renderer with enough samples for coverage to be exact to a percent."""
    cycles = bpy.context.scene.cycles
    names = ("samples", "use_denoising", "use_adaptive_sampling")
    before = [getattr(cycles, name) for name in names]
    for name, value in zip(names, (64, False, False), strict=True):
        setattr(cycles, name, value)
    yield renderer
    for name, value in zip(names, before, strict=True):
        setattr(cycles, name, value)


@pytest.fixture
def camera() -> PinholeCamera:
    """5 m west of the origin, 1.5 m up, looking slightly down: 120×90."""
    return PinholeCamera.from_fov((120, 90), 0.8, look_at((-5.0, 0.0, 1.5), (0.0, 0.0, 0.5)))
