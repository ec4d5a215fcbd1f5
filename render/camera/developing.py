"""A camera's film: what it does to exposed linear light until a picture is there, as ``scenes.Film`` says.

In the order in which cameras do it: light falls off towards the corners, a sensor counts it, white balance is set, a
curve is laid over it, noise is reduced, edges and colour are made stronger, and somebody saves it smaller.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from render.camera import film as plain
from render.camera import sensor
from scenes import Film

FULL_WELL, READ_NOISE = 12_000.0, 3.0  # electrons, as in ``--augment``
GREY = 0.4613  # middle grey of 18 %, as the sRGB curve has it
BRIGHTEST, STEPS = 8.0, 8192  # of the table that holds the whole curve, even in the root of light
AREA = 0.02  # of the longer side: how far clarity looks around
COARSE = 4  # times smaller is what clarity looks at
WHOLE = 0.25  # softness from which on a picture was all made larger
FINE = 90.0  # quality of JPEG files that keep the whole resolution of colour
SKIN = (np.float32(0.839), np.float32(-0.545))  # direction of its hues, Cr and Cb
SKIN_COS = np.float32(0.77)  # 40° off it nothing is spared
FAINT = 0.05  # amplitude up to which detail is taken for noise, at a smear of 1

type Plane = NDArray[np.float32]


def picture(linear: NDArray[np.float32], film: Film) -> NDArray[np.uint8]:
    """Picture (H, W, 3) uint8 of exposed linear light (H, W, 3), where 1 is about white. Of a plain film: its bytes."""
    if film.plain:
        return plain.tone(linear)
    light = linear if film.vignette <= 0.0 else sensor.vignette(linear, film.vignette)
    if film.iso > 0.0:
        rng = np.random.default_rng(np.random.SeedSequence(film.seed))
        light = sensor.add_noise(rng, light, film.iso, FULL_WELL, READ_NOISE)
    if film.awb > 0.0:
        light = sensor.neutral(light, film.awb)
    if film.warmth or film.tint:
        light = sensor.white_balance(light, film.warmth, film.tint)
    return _saved(_detailed(_toned(light, film), film), film)


def curve(light: NDArray[np.floating[Any]], film: Film) -> NDArray[np.float32]:
    """What share of white (0..1, as sRGB codes it) light becomes: shoulder, sRGB, contrast about middle grey, black."""
    x = np.maximum(light, 0.0)
    room = 1.0 - film.shoulder
    x = np.where(x <= film.shoulder, x, film.shoulder - room * np.expm1(-(x - film.shoulder) / room))
    x = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(np.maximum(x, 0.0031308), 1 / 2.4) - 0.055).clip(0.0, 1.0)
    below = GREY * (x / GREY) ** film.contrast
    above = 1.0 - (1.0 - GREY) * ((1.0 - x) / (1.0 - GREY)) ** film.contrast
    x = np.where(x <= GREY, below, above)
    x = (x - film.black) / (1.0 - film.black) if film.black >= 0.0 else x * (1.0 + film.black) - film.black
    return np.asarray(x.clip(0.0, 1.0), np.float32)


def _toned(light: NDArray[np.float32], film: Film) -> NDArray[np.float32]:
    table = curve(BRIGHTEST * np.linspace(0.0, 1.0, STEPS, dtype=np.float64) ** 2, film)
    place = np.sqrt(np.maximum(light, 0.0))
    place *= np.float32((STEPS - 1) / np.sqrt(BRIGHTEST))
    place += np.float32(0.5)
    return np.asarray(np.take(table, np.minimum(place, np.float32(STEPS - 1)).astype(np.int32)))


def _detailed(codes: NDArray[np.float32], film: Film) -> NDArray[np.uint8]:
    """8-bit codes (H, W, 3) with what is done to brightness and colour apart from each other."""
    first, *colour = cv2.split(cv2.cvtColor(codes, cv2.COLOR_RGB2YCrCb))
    grey = np.asarray(first, np.float32)
    if film.smear > 0.0:
        grey = _cored(grey, film.smear)
        colour = [cv2.GaussianBlur(plane, (0, 0), 0.3 + 2.0 * film.smear) for plane in colour]
    if film.clarity:
        grey = grey + np.float32(film.clarity) * 4.0 * grey * (1.0 - grey) * (grey - _around(grey))
    if film.sharpening > 0.0:
        soft = cv2.GaussianBlur(grey, (0, 0), film.halo)
        grey = np.asarray(cv2.addWeighted(grey, 1.0 + film.sharpening, soft, -film.sharpening, 0.0), np.float32)
    half = np.float32(0.5)  # where no colour lies
    red, blue = (plane - half for plane in colour)
    strength = _strength(red, blue, film)
    colour = [red * strength + half, blue * strength + half]
    out = cv2.cvtColor(cv2.merge([grey, *colour]), cv2.COLOR_YCrCb2RGB)
    return np.asarray(cv2.convertScaleAbs(np.maximum(out, 0.0), alpha=255.0), np.uint8)


def _strength(red: Plane, blue: Plane, film: Film) -> Plane | np.float32:
    """Factor on colour (H, W): that of the film, less of what it adds for the hues of skin.

    These lie along one line from grey, whatever the tone, as tone is brightness: 123° in the plane of Cb and Cr.
    """
    if film.saturation <= 1.0 or film.spare_skin <= 0.0:
        return np.float32(film.saturation)
    along = (SKIN[0] * red + SKIN[1] * blue) / np.maximum(np.hypot(red, blue), np.float32(1e-6))
    near = np.clip((along - SKIN_COS) / (1.0 - SKIN_COS), 0.0, 1.0)
    return np.asarray(film.saturation - (film.saturation - 1.0) * film.spare_skin * near, np.float32)


def _cored(grey: Plane, smear: float) -> Plane:
    """Without detail that is fainter than noise: what stands out more than that stays as it is."""
    base = cv2.GaussianBlur(grey, (0, 0), 0.6 + 0.9 * smear)
    detail = grey - base
    power = detail * detail
    return np.asarray(base + detail * (power / (power + np.float32((FAINT * smear) ** 2))))


def _around(grey: Plane) -> Plane:
    """The level of a pixel's surroundings."""
    height, width = grey.shape
    small = cv2.resize(grey, (-(-width // COARSE), -(-height // COARSE)), interpolation=cv2.INTER_AREA)
    spread = max(0.5, AREA * max(width, height) / COARSE)
    return np.asarray(cv2.resize(cv2.GaussianBlur(small, (0, 0), spread), (width, height)), np.float32)


def _saved(codes: NDArray[np.uint8], film: Film) -> NDArray[np.uint8]:
    """As it comes back from a smaller picture, and from a JPEG file.

    A picture that was hardly smaller is mixed with what it was, or the least softness would be one of a size.
    """
    height, width = codes.shape[:2]
    if film.softness > 0.0:
        sides = tuple(max(2, round(side / (1.0 + max(film.softness, WHOLE)))) for side in (width, height))
        small = cv2.resize(codes, sides, interpolation=cv2.INTER_AREA)
        back = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
        share = min(film.softness / WHOLE, 1.0)
        codes = np.asarray(cv2.addWeighted(back, share, codes, 1.0 - share, 0.0), np.uint8)
    if film.jpeg < 100.0:
        finest = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444 if film.jpeg >= FINE else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420
        options = [cv2.IMWRITE_JPEG_QUALITY, round(film.jpeg), cv2.IMWRITE_JPEG_SAMPLING_FACTOR, finest]
        data = cv2.imencode(".jpg", cv2.cvtColor(codes, cv2.COLOR_RGB2BGR), options)[1]
        decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
        assert decoded is not None  # our own JPEG
        codes = np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), np.uint8)
    return codes
