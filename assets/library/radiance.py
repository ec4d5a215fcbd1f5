"""What a picture of a sky may hold, whichever door it comes in by: the library, or ``--set hdri=FILE``."""

import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError
from assets.library.limits import IMAGE_SIDE_PX

LEAST_SIDE_PX = 2
MOST_RADIANCE = 1e9  # a thousand suns: what is more overflows while light is summed
DARKER = 1e-3  # share of the brightest value that others may lie below 0: conversions between colour spaces leave such


def check_side(width: int, height: int) -> None:
    """Raises:
    AssetError: a picture of so many pixels is too small or too large.
    """
    if not min(width, height) >= LEAST_SIDE_PX or max(width, height) > IMAGE_SIDE_PX:
        raise AssetError(
            f"expected a picture of {LEAST_SIDE_PX} to {IMAGE_SIDE_PX} pixels a side, got {width}x{height}"
        )


def check_radiance(pixels: NDArray[np.float32]) -> None:
    """Raises:
    AssetError: the pixels (H, W, C), of which the first three or the only one are light, light no scene.
    """
    height, width = pixels.shape[:2]
    check_side(width, height)
    light = pixels[..., :3]
    least, most = float(light.min()), float(light.max())
    if not np.isfinite([least, most]).all():
        raise AssetError("expected finite radiance, got NaN or infinity")
    if most > MOST_RADIANCE:
        raise AssetError(f"expected radiance of {MOST_RADIANCE:g} at most, got {most:g}")
    if least < -DARKER * max(most, 0.0):
        raise AssetError(f"expected radiance of 0 or more, got {least:g}")
    if most <= 0.0:
        raise AssetError("expected some light, got a picture that is black")
