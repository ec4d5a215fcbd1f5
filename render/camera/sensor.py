"""What a camera does to exposed linear light before its tone curve: colour fringes, fall-off, white balance, noise."""

import cv2
import numpy as np
from numpy.typing import NDArray

type Light = NDArray[np.float32]

MOST_TURN = float(np.log(1.5))  # of red and blue against each other, by automatic white balance


def fringe(light: Light, red: float, blue: float) -> Light:
    """Light (H, W, 3) of a lens that magnifies red by 1 + ``red`` and blue by 1 + ``blue``, seen from the centre."""
    height, width = light.shape[:2]
    out = light.copy()
    for channel, more in ((0, red), (2, blue)):
        scale = 1.0 + more
        matrix = np.array([[scale, 0.0, -more * (width - 1) / 2], [0.0, scale, -more * (height - 1) / 2]])
        plane = np.ascontiguousarray(light[..., channel])
        out[..., channel] = cv2.warpAffine(plane, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return out


def vignette(light: Light, strength: float) -> Light:
    """Light (H, W, 3) that falls off with the square of the distance from the centre, by ``strength`` in corners."""
    height, width = light.shape[:2]
    y, x = np.ogrid[:height, :width]
    squared = (x + 0.5 - width / 2) ** 2 + (y + 0.5 - height / 2) ** 2
    share = squared / ((width / 2) ** 2 + (height / 2) ** 2)
    return np.asarray(light * (1.0 - strength * share).astype(np.float32)[..., None])


def white_balance(light: Light, warmth: float, tint: float) -> Light:
    """Light (H, W, 3) with red raised and blue lowered by ``warmth``, green lowered by ``tint``; shares, 0 for none."""
    gains = np.array([1.0 + warmth, 1.0 - tint, 1.0 - warmth], np.float32)
    return np.asarray(light * (gains / gains.mean()))


def neutral(light: Light, share: float) -> Light:
    """Light (H, W, 3) with a share of its own warmth or coolness taken out, as automatic white balance does.

    It is estimated by shades of grey, the mean of order 6 (Finlayson and Trezzi 2004) of what is no brighter than
    white. Red and blue alone are weighed up, as lamps and skies differ in these: a green coat makes nobody's face pink.
    Neither changes by more than a half.
    """
    power = np.clip(light, 0.0, 1.0).astype(np.float64) ** 6
    red, _, blue = np.maximum(power.reshape(-1, 3).mean(0), 1e-18) ** (1.0 / 6.0)
    turn = share * float(np.clip(0.5 * np.log(blue / red), -MOST_TURN, MOST_TURN))
    gains = np.exp(np.array([turn, 0.0, -turn])).astype(np.float32)
    return np.asarray(light * (gains / (gains @ np.array([0.2126, 0.7152, 0.0722], np.float32))))


def add_noise(rng: np.random.Generator, light: Light, iso: float, full_well: float, read_noise: float) -> Light:
    """Light (H, W, 3) as a sensor counts it: variance proportional to the signal, and some that is always there.

    At ISO 100 white is ``full_well`` electrons, at twice the ISO half of them. Electrons arrive one by one (shot noise,
    variance equal to their number; the Poisson distribution's normal approximation), and reading adds ``read_noise``
    electrons of standard deviation. Nothing counts below 0: black has a floor, as in cameras.
    """
    white = full_well * 100.0 / iso
    electrons = np.maximum(light, 0.0) * np.float32(white)
    electrons += np.sqrt(electrons + np.float32(read_noise**2)) * rng.standard_normal(light.shape, np.float32)
    return np.asarray(np.maximum(electrons, 0.0) / np.float32(white))
