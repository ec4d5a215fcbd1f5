"""From scene-linear radiance to the picture: metering, highlight roll-off, sRGB. Stated, fixed, and ours.

Blender writes linear radiance; everything that a camera does afterwards happens here, so that no view transform of a
Blender release can change a dataset.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from scenes import Sky, Weather, World

MIDDLE_GREY = 0.18
NIGHT_GREY = 0.045
DUSK_DEG, DUSK_SPAN_DEG = 3.0, 13.0  # the sun's height at which pictures begin to darken; how far below they are night
SUBJECT_SHARE = 0.6
SUBJECT_PULL = 1.8  # by so much at most does the subject change what the whole picture asks for
BRIGHT_SHARE, BRIGHT = 0.30, 0.9  # no more of the picture than this share comes out brighter than this
SHOULDER = 0.7  # values above roll off towards 1 instead of clipping
GLARE_FROM, GLARE_MOST = 2.0, 60.0
GLARE = ((0.004, 0.18), (0.014, 0.09), (0.05, 0.05))  # deviation as a share of the picture's width; share of the light
REC709 = np.array([0.2126, 0.7152, 0.0722], np.float32)


def key(world: World, weather: Weather) -> float:
    """How bright the middle of a picture is to be: a camera leaves night dark, and snow, fog and grey skies light.

    Only computed skies say how dark it is: pictured ones are all exposed as by day.
    """
    dark = 0.0
    if isinstance(world.sky, Sky):
        dark = (
            1.0 if world.sky.kind == "night" else (DUSK_DEG - np.degrees(world.sky.sun_elevation_rad)) / DUSK_SPAN_DEG
        )
    out = MIDDLE_GREY * (NIGHT_GREY / MIDDLE_GREY) ** float(np.clip(dark, 0.0, 1.0))
    grey = isinstance(world.sky, Sky) and world.sky.kind == "overcast"
    light = (1.25 if grey else 1.0) + 0.3 * weather.snow + 0.4 * min(1.0, weather.fog_per_m / 0.02)
    return float(out * light)


def meter(
    radiance: NDArray[np.float32], subject: NDArray[np.float32], exposure_ev: float, key: float = MIDDLE_GREY
) -> float:
    """Exposure factor that a camera's light meter would choose, with its mind on the subject.

    The brightest 2 % (lamps, the sun, glints) and the darkest 2 % do not count. Between the geometric mean, which a
    dark corner drags down, and the plain mean, which a bright sky drags up, it takes the middle. Cameras find faces and
    cars and expose for them: a subject that fills 4 % of the picture or more has ``SUBJECT_SHARE`` of the say, as long
    as the rest is not burnt away or drowned for its sake.

    Args:
        radiance: (H, W, 3) scene-linear, or (N, 3) where not all pixels count.
        subject: (H, W) or (N,) how much of each pixel is of something labelled, 0..1.
        exposure_ev: stops added by the photographer.
        key: linear value that the measured level gets.
    """
    luminance = np.clip(radiance @ REC709, 1e-6, None).ravel().astype(np.float64)
    low, high = np.quantile(luminance, (0.02, 0.98))
    body = (luminance >= low) & (luminance <= high)
    share = SUBJECT_SHARE * min(1.0, float(subject.mean()) / 0.04)
    level = _level(luminance, body * 1.0)
    if share > 0.0:
        pull = (_level(luminance, subject.ravel() * body + 1e-9) / level) ** share
        level *= float(np.clip(pull, 1.0 / SUBJECT_PULL, SUBJECT_PULL))
    highest = BRIGHT / float(np.quantile(luminance, 1.0 - BRIGHT_SHARE))
    return float(min(key / max(level, 1e-6), highest) * 2.0**exposure_ev)


def _level(luminance: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """The geometric middle between the weighted mean and the weighted geometric mean."""
    mean, log_mean = np.average(luminance, weights=weight), np.average(np.log(luminance), weights=weight)
    return float(np.sqrt(mean * np.exp(log_mean)))


def bleed(linear: NDArray[np.float32], glare: float) -> NDArray[np.float32]:
    """Exposed linear light (H, W, 3) with the halos that a lens puts around lamps.

    What is brighter than ``GLARE_FROM`` loses a little of its light to its surroundings: near, wide and very wide.

    Args:
        glare: 0 for a perfect lens, 1 for a smeared one.
    """
    bright = np.clip(linear - GLARE_FROM, 0.0, GLARE_MOST)
    if glare <= 0.0 or not bright.any():
        return linear
    height, width = linear.shape[:2]
    out = linear.copy()
    for spread, share in GLARE:
        step = max(1, int(spread * width / 3.0))  # a wide halo is smooth: a small picture holds it
        small = cv2.resize(bright, (-(-width // step), -(-height // step)), interpolation=cv2.INTER_AREA)
        halo = cv2.GaussianBlur(small, (0, 0), spread * width / step, borderType=cv2.BORDER_CONSTANT)
        out += np.float32(glare * share) * cv2.resize(halo, (width, height), interpolation=cv2.INTER_LINEAR)
    return out


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
