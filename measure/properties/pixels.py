"""What a camera and a scene leave in a picture's pixels, as a row of a table."""

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assets import AttributeValue

PIXELS: Mapping[str, tuple[str, str]] = {
    "exposure": ("exposure: mean grey level", "of 255"),
    "contrast": ("contrast: deviation of grey by its mean", ""),
    "blacks": ("blacks: share of pixels below 10 of 255", ""),
    "whites": ("whites: share of pixels above 245 of 255", ""),
    "saturation": ("saturation (HSV): mean", "of 255"),
    "red_to_green": ("white balance: red to green", "stops"),
    "blue_to_green": ("white balance: blue to green", "stops"),
    "hue": ("colour that most of the picture has", ""),
    "sharpness": ("sharpness: slope of the strongest edges", "of their height a px"),
    "gradient": ("texture: mean gradient by mean grey", "% a px"),
    "noise": ("noise: deviation in the flattest parts", "grey levels"),
    "jpeg_quality": ("JPEG quality", ""),
    "jpeg_grid": ("JPEG grid: steps at its lines by those between", ""),
    "vignette": ("vignette: corners by the middle", "stops"),
    "spectrum": ("power spectrum: slope", "by octave of radius"),
}
SMALL, WINDOW = 256, 512  # px: of the longer side for light and colour; of the middle, at its own size, for fine detail
RINGS = 16  # of the power spectrum
HUES = ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink")
EDGES_DEG = (15, 42, 70, 160, 195, 260, 290, 335)  # where each of them ends
HUE_OF = np.digitize(np.arange(256) * (360.0 / 256.0), EDGES_DEG) % len(HUES)  # of each of 256 hues, its name
LUMA = np.array([0.299, 0.587, 0.114], np.float32)
# The first row of the luminance table in the JPEG standard's annex K, at quality 50 of the IJG's library.
QUANTA = np.array([16, 11, 10, 16, 24, 40, 51, 61], np.float64)

type Pixels = NDArray[np.uint8]
type Plane = NDArray[np.float32]


def measure_pixels(rgb: Pixels) -> tuple[dict[str, AttributeValue], NDArray[np.float64]]:
    """The figures of ``PIXELS``, without those of the file itself, and the log2 power at ``RINGS`` radii.

    Args:
        rgb: (H, W, 3) sRGB.
    """
    scale = min(1.0, SMALL / max(rgb.shape[:2]))
    small = rgb
    if scale < 1.0:
        small = np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    window = _middle(rgb)
    grey = window.astype(np.float32) @ LUMA
    power = spectrum(grey)
    return {**light(small), **colour(small), **detail(grey), "spectrum": _slope(power)}, power


def light(rgb: Pixels) -> dict[str, AttributeValue]:
    grey = rgb.astype(np.float32) @ LUMA
    mean = float(grey.mean())
    return {
        "exposure": mean,
        "contrast": float(grey.std()) / max(mean, 1.0),
        "blacks": float((grey < 10.0).mean()),
        "whites": float((grey > 245.0).mean()),
        "vignette": _vignette(grey),
    }


def colour(rgb: Pixels) -> dict[str, AttributeValue]:
    hue, saturation, value = cv2.split(cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV_FULL))
    strength = cv2.multiply(saturation, value, scale=1.0 / 255.0)
    by_hue = np.bincount(np.asarray(hue, np.uint8).ravel(), strength.ravel(), 256)
    mass = np.bincount(HUE_OF, by_hue, len(HUES))
    # A grey world's light: what the least coloured half of the pixels, neither black nor white, has on average.
    levels: NDArray[np.intp] = np.bincount(np.asarray(strength, np.uint8).ravel(), minlength=256)
    half = int(np.searchsorted(np.cumsum(levels), strength.size / 2.0))
    calm = ((strength <= half) & (value > 20) & (value < 250)).astype(np.uint8)
    red, green, blue, _ = (level + 1.0 for level in cv2.mean(rgb, calm))
    return {
        "saturation": float(saturation.mean()),
        "red_to_green": float(np.log2(red / green)),
        "blue_to_green": float(np.log2(blue / green)),
        "hue": HUES[int(mass.argmax())] if float(strength.mean()) > 4.0 else "none",
    }


def detail(grey: Plane) -> dict[str, AttributeValue]:
    """Of a window (H, W) at the picture's own size."""
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=0.125)
    steep = np.asarray(cv2.magnitude(across, down), np.float32)
    return {
        "gradient": 100.0 * float(steep.mean()) / max(float(grey.mean()), 1.0),  # or brightness would move it, too
        "sharpness": _sharpness(grey, steep),
        "noise": _noise(grey),
        "jpeg_grid": _grid(grey),
    }


def spectrum(grey: Plane) -> NDArray[np.float64]:
    """(RINGS,) log2 of the mean power by radius, from low frequencies to half a cycle a pixel."""
    side = min(grey.shape)
    if side < 2 * RINGS:
        return np.zeros(RINGS)
    square = grey[(grey.shape[0] - side) // 2 :, (grey.shape[1] - side) // 2 :][:side, :side]
    taper = np.hanning(side).astype(np.float32)
    windowed = (square - square.mean()) * taper[:, None] * taper
    power = np.abs(np.fft.rfft2(windowed)) ** 2 / side**2
    ring = _rings(side)
    total = np.bincount(ring.ravel(), power.ravel(), RINGS + 1)[:RINGS]
    return np.asarray(np.log2(total / np.maximum(np.bincount(ring.ravel(), minlength=RINGS + 1)[:RINGS], 1) + 1e-3))


def file_figures(picture: Image.Image) -> dict[str, AttributeValue]:
    """The quality that a JPEG file was written with, as the IJG's library counts it; nothing for other files."""
    tables = getattr(picture, "quantization", None)
    if not tables or len(tables.get(0, ())) != 64:
        return {}
    scale = 100.0 * float(np.mean(np.array(tables[0][:8]) / QUANTA))
    quality = 100.0 - scale / 2.0 if scale <= 100.0 else 5000.0 / scale
    return {"jpeg_quality": round(float(np.clip(quality, 1.0, 100.0)))}


_ring_cache: dict[int, NDArray[np.intp]] = {}


def _rings(side: int) -> NDArray[np.intp]:
    """The ring of each frequency of a picture of that side; RINGS for what lies beyond the last."""
    if side not in _ring_cache:
        radius = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None]) * 2.0
        _ring_cache[side] = np.minimum((radius * RINGS).astype(np.intp), RINGS)
    return _ring_cache[side]


def _slope(power: NDArray[np.float64]) -> float:
    radius = np.log2(np.arange(RINGS) + 0.5)
    return float(np.polyfit(radius[1:], power[1:], 1)[0])


def _middle(rgb: Pixels) -> Pixels:
    """The middle, cut where JPEG's grid has its lines."""
    top, left = (max(0, (side - WINDOW) // 2) // 8 * 8 for side in rgb.shape[:2])
    return rgb[top : top + WINDOW, left : left + WINDOW]


def _vignette(grey: Plane) -> float:
    """Corners by the middle, each a fifth of the sides."""
    high, wide = (max(1, side // 5) for side in grey.shape)
    corners = [
        grey[ys, xs].mean() for ys in (slice(high), slice(-high, None)) for xs in (slice(wide), slice(-wide, None))
    ]
    top, left = ((side - part) // 2 for side, part in zip(grey.shape, (high, wide), strict=True))
    return float(np.log2((np.mean(corners) + 1.0) / (grey[top : top + high, left : left + wide].mean() + 1.0)))


def _sharpness(grey: Plane, steep: Plane) -> float:
    """The slope of the steepest per mille of pixels, by the height of the edge that each lies on.

    An edge as sharp as pixels can have it rises by half of its height a pixel here. Heights are of a window of nine
    pixels, against which noise is little.
    """
    kernel = np.ones((9, 9), np.uint8)
    height = cv2.dilate(grey, kernel) - cv2.erode(grey, kernel)
    edges = steep >= max(float(np.quantile(steep, 0.995)), 1.0)
    return float(np.median(steep[edges] / np.maximum(height[edges], 1.0))) if edges.any() else 0.0


def _noise(grey: Plane) -> float:
    """The diagonal detail of 2×2 pixels in the flattest tenth of blocks, as a deviation (after Donoho, 1994)."""
    high, wide = (side // 16 * 16 for side in grey.shape)
    if not high or not wide:
        return 0.0
    a = grey[:high, :wide]
    diagonal = (a[::2, ::2] - a[1::2, ::2] - a[::2, 1::2] + a[1::2, 1::2]) / 2.0
    level = cv2.resize(a, (wide // 16, high // 16), interpolation=cv2.INTER_AREA)
    squares = cv2.resize(a * a, (wide // 16, high // 16), interpolation=cv2.INTER_AREA)
    spread = squares - level * level
    own = np.sqrt(cv2.resize(diagonal * diagonal, (wide // 16, high // 16), interpolation=cv2.INTER_AREA))
    usable = (level > 8.0) & (level < 247.0)  # nothing moves where the sensor is at its end
    if not usable.any():
        return 0.0
    flat = spread <= np.quantile(spread[usable], 0.1)
    return float(np.median(own[flat & usable]))


def _grid(grey: Plane) -> float:
    """Steps across the lines of 8×8 blocks by the mean of those between; 1 where there are no blocks."""
    out = []
    for steps in (np.abs(np.diff(grey, axis=1)), np.abs(np.diff(grey, axis=0)).T):
        blocks = steps.shape[1] // 8
        if not blocks or not len(steps):
            continue
        by_column = steps[:, : blocks * 8].mean(axis=0).reshape(blocks, 8).mean(axis=0)
        if by_column[:7].mean() > 0.0:
            out.append(float(by_column[7] / by_column[:7].mean()))
    return float(np.mean(out)) if out else 1.0
