"""From scene-linear radiance to the picture: metering, highlight roll-off, sRGB. Stated, fixed, and ours.

Blender writes linear radiance; everything that a camera does afterwards happens here, so that no view transform of a
Blender release can change a dataset.
"""

import numpy as np
from numpy.typing import NDArray

MIDDLE_GREY = 0.18
SHOULDER = 0.7  # values above roll off towards 1 instead of clipping
REC709 = np.array([0.2126, 0.7152, 0.0722], np.float32)


def meter(radiance: NDArray[np.float32], exposure_ev: float) -> float:
    """Exposure factor that a camera's averaging light meter would choose.

    The brightest 2 % (lamps, the sun, glints) and the darkest 2 % do not count; between the geometric mean, which a
    dark corner drags down, and the plain mean, which a bright sky drags up, it takes the middle.

    Args:
        radiance: (H, W, 3) scene-linear.
        exposure_ev: stops added by the photographer.
    """
    luminance = np.clip(radiance @ REC709, 1e-6, None).ravel()
    low, high = np.quantile(luminance, (0.02, 0.98))
    body = luminance[(luminance >= low) & (luminance <= high)].astype(np.float64)
    level = np.sqrt(np.exp(np.log(body).mean()) * body.mean())
    return float(MIDDLE_GREY / max(level, 1e-6) * 2.0**exposure_ev)


def develop(radiance: NDArray[np.float32], exposure: float) -> NDArray[np.uint8]:
    """Picture (H, W, 3) uint8 sRGB of scene-linear radiance (H, W, 3).

    Linear up to ``SHOULDER``, an exponential shoulder with a continuous slope, then the transfer curve of IEC 61966-2-1.
    """
    x = np.clip(radiance * np.float32(exposure), 0.0, None)
    room = 1.0 - SHOULDER
    rolled = SHOULDER + room * -np.expm1(-(x - SHOULDER) / room)
    x = np.where(x <= SHOULDER, x, rolled)
    encoded = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(np.maximum(x, 0.0031308), 1 / 2.4) - 0.055)
    out: NDArray[np.uint8] = (encoded * 255.0 + 0.5).astype(np.uint8)
    return out
