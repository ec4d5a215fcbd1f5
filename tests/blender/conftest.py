"""One Blender session for all tests that render; it is reset for every frame."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from render.blender.renderer import BlenderRenderer
from render.settings.presets import STANDARD, preset_of
from scenes import PinholeCamera, look_at


@pytest.fixture(scope="session")
def renderer() -> Iterator[BlenderRenderer]:
    session = BlenderRenderer(preset_of(STANDARD, samples=8), device="cpu")
    yield session
    session.close()


@pytest.fixture
def fine(renderer: BlenderRenderer) -> Iterator[BlenderRenderer]:
    """The session's renderer with enough samples for coverage to be exact to a percent."""
    before = renderer.preset
    renderer.use(replace(before, samples=64, noise=0.0), denoise=False)
    yield renderer
    renderer.use(before)


@pytest.fixture
def camera() -> PinholeCamera:
    """5 m west of the origin, 1.5 m up, looking slightly down: 120×90."""
    return PinholeCamera.from_fov((120, 90), 0.8, look_at((-5.0, 0.0, 1.5), (0.0, 0.0, 0.5)))
