"""From scene-linear radiance to the picture: metering, highlight roll-off, sRGB. Stated, fixed, and ours.

Blender writes linear radiance; everything that a camera does afterwards happens here, so that no view transform of a
Blender release can change a dataset.
"""

import numpy as np
from numpy.typing import NDArray

MIDDLE_GREY = 0.18
SUBJECT_SHARE = 0.6
SHOULDER = 0.7  # values above roll off towards 1 instead of clipping
REC709 = np.array([0.2126, 0.7152, 0.0722], np.float32)


def meter(radiance: NDArray[np.float32], subject: NDArray[np.float32], exposure_ev: float) -> float:
    """Exposure factor that a camera's light meter would choose, with its mind on the subject.

    The brightest 2 % (lamps, the sun, glints) and the darkest 2 % do not count. Between the geometric mean, which a
    dark corner drags down, and the plain mean, which a bright sky drags up, it takes the middle. Cameras find faces and
    cars and expose for them: a subject that fills 4 % of the picture or more has ``SUBJECT_SHARE`` of the say.

    Args:
        radiance: (H, W, 3) scene-linear.
        subject: (H, W) how much of each pixel is of something labelled, 0..1.
        exposure_ev: stops added by the photographer.
    """
    luminance = np.clip(radiance @ REC709, 1e-6, None).ravel().astype(np.float64)
    low, high = np.quantile(luminance, (0.02, 0.98))
    body = (luminance >= low) & (luminance <= high)
    share = SUBJECT_SHARE * min(1.0, float(subject.mean()) / 0.04)
    level = _level(luminance, body * 1.0) ** (1.0 - share)
    if share > 0.0:
        level *= _level(luminance, subject.ravel() * body + 1e-9) ** share
    return float(MIDDLE_GREY / max(level, 1e-6) * 2.0**exposure_ev)


def _level(luminance: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """The geometric middle between the weighted mean and the weighted geometric mean."""
    mean, log_mean = np.average(luminance, weights=weight), np.average(np.log(luminance), weights=weight)
    return float(np.sqrt(mean * np.exp(log_mean)))


def develop(radiance: NDArray[np.float32], exposure: float) -> NDArray[np.uint8]:
    """Picture (H, W, 3) uint8 sRGB of scene-linear radiance (H, W, 3)."""
    return tone(radiance * np.float32(exposure))


def tone(linear: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Picture (H, W, 3) uint8 sRGB of exposed linear light (H, W, 3), where 1 is about white.

    Linear up to ``SHOULDER``, an exponential shoulder with a continuous slope, then sRGB's curve (IEC 61966-2-1).
    """
    x = np.clip(linear, 0.0, None)
    room = 1.0 - SHOULDER
    rolled = SHOULDER + room * -np.expm1(-(x - SHOULDER) / room)
    x = np.where(x <= SHOULDER, x, rolled)
    encoded = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(np.maximum(x, 0.0031308), 1 / 2.4) - 0.055)
    out: NDArray[np.uint8] = (encoded * 255.0 + 0.5).astype(np.uint8)
    return out


def untone(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Exposed linear light (H, W, 3) that ``tone`` makes this picture of; what it clipped to white stays at 2.2."""
    code = np.minimum(np.arange(256), 254.75) / 255.0  # white itself is infinitely bright
    x = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    room = 1.0 - SHOULDER
    table = np.where(x <= SHOULDER, x, SHOULDER - room * np.log1p(-(np.maximum(x, SHOULDER) - SHOULDER) / room))
    return np.asarray(table.astype(np.float32)[picture])
