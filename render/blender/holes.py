"""What of a surface is there and what is a hole, as its material says it to Cycles: for the silhouettes of labels."""

import numpy as np
from numpy.typing import NDArray

from annotate.frame import Cutout
from assets import Material
from assets.materials import AS_IT_IS, Affine, Texture

WITHOUT_ALPHA = frozenset({"glass", "lens", "hair"})  # kinds whose shaders have no such number
WHOLE = 1.0 - 1e-3
PLACES = {"r": 0, "rgb": 0, "g": 1, "b": 2, "a": 3}  # of a channel in a pixel


def cutout_of(material: Material) -> Cutout | None:
    """How much of a material's surface is there, by texture coordinates; None for one without holes.

    Wire mesh is taken for the veil that it is from afar.
    """
    texture = _texture(material)
    if material.kind in WITHOUT_ALPHA:
        return None
    alpha = _even(_share(material)) if texture is None else _pictured(texture)
    return None if alpha.min() >= WHOLE else Cutout(alpha)


def hole_place(material: Material) -> Affine:
    """Where in the image of its holes a material's texture coordinates point."""
    texture = _texture(material)
    return AS_IT_IS if texture is None else texture.transform


def _texture(material: Material) -> Texture | None:
    return next((item for item in material.textures if item.input == "alpha"), None)


def _share(material: Material) -> float:
    """How much of a surface without such an image is there, everywhere alike."""
    params = material.params
    if material.kind == "leaf":  # what shines through it is no hole
        through = _number(params.get("through"), 0.4)
        return through + (1.0 - through) * material.alpha
    if material.kind == "wire_mesh":
        return min(1.0, 2.0 * _number(params.get("wire_m"), 0.004) / _number(params.get("mesh_m"), 0.06))
    return material.alpha


def _number(value: object, usual: float) -> float:
    return float(value) if isinstance(value, int | float) else usual


def _even(share: float) -> NDArray[np.float32]:
    return np.full((1, 1), share, np.float32)


def _pictured(texture: Texture) -> NDArray[np.float32]:
    """(h, w) of an image, the lowest row first: v grows upwards. An image without an alpha channel has no holes."""
    place = PLACES[texture.channel]
    if place >= texture.pixels.shape[2]:
        return _even(1.0)
    values = texture.pixels[::-1, :, place].astype(np.float32) / np.float32(255.0)
    return np.asarray(np.clip(values * np.float32(texture.factor[0]), 0.0, 1.0))
