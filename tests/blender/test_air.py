"""The table of clear skies against the texture that it was made from, between the states that it holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from render.blender import air
from render.blender.air import bake
from render.blender.renderer import BlenderRenderer


@pytest.fixture
def texture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Blender's, in a scene of its own; renderers start anew afterwards."""
    monkeypatch.setattr(bake, "SIDE", 360)
    yield bake._begin(tmp_path / "sky.exr")
    BlenderRenderer._owner = None  # for good: whose it was has lost it


@pytest.mark.parametrize(("sun_deg", "haze"), [(-4.1, 0.2), (0.6, 0.45), (7.0, 0.8), (33.0, 0.05), (54.0, 0.4)])
def test_between_its_states_the_table_is_near_the_texture(texture: Any, sun_deg: float, haze: float) -> None:
    shot = np.exp(bake._state(texture, float(np.radians(sun_deg)), haze))
    up, turn = np.meshgrid(air.heights(), air.turns(), indexing="ij")
    sun = np.radians(sun_deg)
    there = np.abs(np.cos(turn) - np.sin(up) * np.sin(sun)) <= np.cos(up) * np.cos(sun)
    error = np.abs(air.picture(float(sun), haze) - shot)[there] / shot.mean(axis=2, keepdims=True)[there]
    assert there.sum() > 300
    assert np.median(error) < 0.015
    assert np.quantile(error, 0.99) < 0.06


def test_the_table_is_read_as_it_was_written() -> None:
    rng = np.random.default_rng(0)
    logarithms = np.cumsum(rng.normal(size=(2, 2, 4, 5, 3)), axis=3)
    stored = air.encode(logarithms)
    low, high = stored["range"]
    whole = np.cumsum(stored["steps"], axis=3, dtype=np.uint16)
    assert low + whole * ((high - low) / 65535.0) == pytest.approx(logarithms, abs=(high - low) / 65535.0)


def test_the_sun_brings_more_light_the_higher_it_stands() -> None:
    levels = [air.picture(float(np.radians(degrees)), 0.2).mean() for degrees in (-9.0, -5.0, 0.0, 5.0)]
    assert levels == sorted(levels)
    assert air.picture(np.pi / 2.0, 1.0).shape == (air.ROWS, air.COLUMNS, 3)
