"""Materials as data: which procedural shader, with which numbers. ``render/blender/shaders`` turns them into nodes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError

type Colour = tuple[float, float, float]

TEXTURED = ("base_color", "metallic", "roughness", "alpha", "emission", "normal")
CHANNELS = ("rgb", "r", "g", "b", "a")
VERTEX_COLOR = "own_color"  # mesh attribute, and param of materials that multiply by it; Cycles has a "vertex_color"

type Affine = tuple[float, float, float, float, float, float]
"""``(a, b, c, d, e, f)`` takes texture coordinates to ``(a u + b v + c, d u + e v + f)``; v grows upwards."""
AS_IT_IS: Affine = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


@dataclass(frozen=True, eq=False)
class Texture:
    """An image over the mesh's texture coordinates, in place of a number or a colour of a principled material.

    Attributes:
        input: what it feeds, one of ``TEXTURED``; ``normal`` is a tangent-space normal map.
        pixels: (H, W, 3 or 4) uint8, the top row first; sRGB where it is a colour.
        name: tells images apart: equal names mean equal pixels.
        channel: what of it is taken, one of ``CHANNELS``.
        factor: linear RGB that it is multiplied by; numbers take the first one, a normal map its strength from it.
        transform: where in the image the mesh's texture coordinates point.
    """

    input: str
    pixels: NDArray[np.uint8]
    name: str
    channel: str = "rgb"
    factor: Colour = (1.0, 1.0, 1.0)
    transform: Affine = AS_IT_IS

    def __post_init__(self) -> None:
        if self.input not in TEXTURED or self.channel not in CHANNELS:
            raise AssetError(f"texture '{self.name}': expected an input of {TEXTURED} and a channel of {CHANNELS}")
        shape = self.pixels.shape
        if len(shape) != 3 or shape[2] not in (3, 4) or not self.pixels.size or self.pixels.dtype != np.uint8:
            raise AssetError(f"texture '{self.name}': expected pixels (H, W, 3 or 4) uint8, got {shape}")
        if len(self.transform) != 6 or not np.isfinite(self.transform).all():
            raise AssetError(f"texture '{self.name}': expected a transform of 6 numbers, got {self.transform}")


@dataclass(frozen=True)
class Material:
    """A principled surface, or a procedural one that is built around it.

    Attributes:
        name: for people; need not be unique.
        kind: the shader that renders it, such as ``principled``, ``glass`` or ``skin``.
        base_color: linear RGB, 0..1.
        metallic, roughness, ior, transmission, alpha, coat, coat_roughness: of the principled shader; 0..1 but ``ior``.
        emission: linear RGB emitted; ``emission_strength`` in W/m²/sr scales it, 0 for none.
        params: further numbers and colours that the kind reads; ``principled`` multiplies its base colour by the mesh's
            attribute ``own_color``, (V, 3) linear RGB, where the param of that name is not 0.
        textures: images in place of some of these, at most one for each input; ``principled`` alone knows them.
    """

    name: str
    kind: str = "principled"
    base_color: Colour = (0.8, 0.8, 0.8)
    metallic: float = 0.0
    roughness: float = 0.5
    ior: float = 1.5
    transmission: float = 0.0
    alpha: float = 1.0
    coat: float = 0.0
    coat_roughness: float = 0.03
    emission: Colour = (0.0, 0.0, 0.0)
    emission_strength: float = 0.0
    params: Mapping[str, float | Colour] = field(default_factory=dict)
    textures: tuple[Texture, ...] = ()

    def __post_init__(self) -> None:
        unit = ("metallic", "roughness", "transmission", "alpha", "coat", "coat_roughness")
        for key in unit:
            value = getattr(self, key)
            if not 0.0 <= value <= 1.0:
                raise AssetError(f"material '{self.name}': expected {key} in 0..1, got {value}")
        amounts = (*self.base_color, *self.emission, self.emission_strength, self.ior)
        if not all(0.0 <= value < float("inf") for value in amounts):
            raise AssetError(f"material '{self.name}': expected finite colours, emission and ior ≥ 0")
