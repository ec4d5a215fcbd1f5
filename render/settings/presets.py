"""How much work goes into a picture: one table, whose figures docs/performance.md measures and explains."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True)
class Preset:
    """Settings of Cycles that trade error for seconds. None of them changes what is in the picture, or its labels.

    Attributes:
        samples: paths a pixel, at most.
        noise: a pixel whose estimated error is below this gets no more paths; 0 gives all of them the same number.
        least: paths that each pixel gets in any case.
        denoiser: quality of Open Image Denoise; ``guides`` says how it treats albedo and normals before it uses them:
            what is filtered fast has lost pores, strands and weaves, and takes them from the picture.
        bounces: of a path: in all, diffuse, glossy, through glass, and through what is cut out by transparency.
        clamp: of what reaches a surface by way of others; 0 for none.
    """

    samples: int
    noise: float
    least: int
    denoiser: Literal["FAST", "BALANCED", "HIGH"]
    guides: Literal["NONE", "FAST", "ACCURATE"]
    bounces: tuple[int, int, int, int, int]
    clamp: float


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "draft": Preset(8, 0.0, 0, "FAST", "NONE", (4, 2, 3, 4, 8), 4.0),
        "standard": Preset(64, 0.05, 8, "BALANCED", "NONE", (6, 2, 3, 6, 12), 8.0),
        "high": Preset(128, 0.02, 16, "HIGH", "ACCURATE", (12, 4, 6, 8, 16), 16.0),
    }
)
STANDARD: Literal["standard"] = "standard"


def preset_of(name: str, samples: int | None = None, noise: float | None = None) -> Preset:
    """The preset of that name, with what is given in place of its own."""
    preset = PRESETS[name]
    samples = preset.samples if samples is None else samples
    noise = preset.noise if noise is None else noise
    return replace(preset, samples=samples, noise=noise)
