"""Entries of a list of augmentations that work in linear light: what a sensor and its lens do, drawn for a picture."""

import math
from collections.abc import Mapping
from typing import Annotated

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from render.camera import sensor


def _as_range(value: object) -> object:
    return (value, value) if isinstance(value, int | float) else value


type Number = Annotated[float, Field(allow_inf_nan=False)]
type Range = Annotated[tuple[Number, Number], BeforeValidator(_as_range)]


class SensorEntry(BaseModel):
    """Arguments of an entry that works in linear light: a number, or [lowest, highest] to draw from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def apply(self, rng: np.random.Generator, light: sensor.Light) -> tuple[sensor.Light, dict[str, float]]:
        """The light afterwards, and what was drawn."""
        raise NotImplementedError


class SensorNoise(SensorEntry):
    """Shot and read noise; ``iso`` is drawn evenly on a logarithmic scale."""

    iso: Range = (100.0, 1600.0)
    full_well: float = Field(12_000.0, gt=0.0, allow_inf_nan=False)  # electrons of white at ISO 100
    read_noise: float = Field(3.0, ge=0.0, allow_inf_nan=False)  # electrons

    def apply(self, rng: np.random.Generator, light: sensor.Light) -> tuple[sensor.Light, dict[str, float]]:
        iso = math.exp(rng.uniform(math.log(self.iso[0]), math.log(self.iso[1])))
        return sensor.add_noise(rng, light, iso, self.full_well, self.read_noise), {"iso": iso}


class ColorFringes(SensorEntry):
    """Lateral chromatic aberration: how much larger red and blue are than green, as shares."""

    red: Range = (-0.0015, 0.0015)
    blue: Range = (-0.0015, 0.0015)

    def apply(self, rng: np.random.Generator, light: sensor.Light) -> tuple[sensor.Light, dict[str, float]]:
        red, blue = rng.uniform(*self.red), rng.uniform(*self.blue)
        return sensor.fringe(light, red, blue), {"red": red, "blue": blue}


class Vignetting(SensorEntry):
    """Share of light that corners lose."""

    strength: Range = (0.0, 0.3)

    def apply(self, rng: np.random.Generator, light: sensor.Light) -> tuple[sensor.Light, dict[str, float]]:
        strength = rng.uniform(*self.strength)
        return sensor.vignette(light, strength), {"strength": strength}


class WhiteBalance(SensorEntry):
    """Red against blue, and green against both, as shares."""

    warmth: Range = (-0.05, 0.05)
    tint: Range = (-0.02, 0.02)

    def apply(self, rng: np.random.Generator, light: sensor.Light) -> tuple[sensor.Light, dict[str, float]]:
        warmth, tint = rng.uniform(*self.warmth), rng.uniform(*self.tint)
        return sensor.white_balance(light, warmth, tint), {"warmth": warmth, "tint": tint}


SENSOR: Mapping[str, type[SensorEntry]] = {
    entry.__name__: entry for entry in (ColorFringes, SensorNoise, Vignetting, WhiteBalance)
}
LIMITS = {
    "iso": (1.0, 1e7),
    "strength": (-1.0, 1.0),
    **dict.fromkeys(("warmth", "tint"), (-0.9, 0.9)),
    **dict.fromkeys(("red", "blue"), (-0.1, 0.1)),
}
