"""Paint colours of vehicles: what the twelve names stand for, how often each is met, what a paint is to be called."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assets.materials import Colour, Material
from assets.names import expect_name


@dataclass(frozen=True)
class Swatch:
    """Attributes:
    low, high: linear RGB of a range's two ends; a paint lies on the line between them, a little off it.
    weight: how often it is met among the swatches of its name.
    """

    low: Colour
    high: Colour
    weight: float = 1.0


@dataclass(frozen=True)
class Paint:
    """Attributes:
    swatches: what goes by this name.
    metallic: share of paints of this colour that carry flakes.
    """

    swatches: tuple[Swatch, ...]
    metallic: float

    @property
    def low(self) -> Colour:
        """The smallest value of each channel."""
        r, g, b = np.min([(swatch.low, swatch.high) for swatch in self.swatches], axis=(0, 1)).tolist()
        return (r, g, b)

    @property
    def high(self) -> Colour:
        """The largest value of each channel."""
        r, g, b = np.max([(swatch.low, swatch.high) for swatch in self.swatches], axis=(0, 1)).tolist()
        return (r, g, b)


def _paint(metallic: float, *swatches: tuple[Colour, Colour, float]) -> Paint:
    return Paint(tuple(Swatch(*swatch) for swatch in swatches), metallic)


# Ranges: sRGB of ordinary paints, made linear; solid, warm and cold, dark and light ones.
COLORS: dict[str, Paint] = {
    "white": _paint(
        0.3,
        ((0.72, 0.72, 0.70), (0.84, 0.84, 0.82), 4.0),
        ((0.72, 0.70, 0.65), (0.80, 0.78, 0.73), 1.0),
    ),
    "black": _paint(
        0.6,
        ((0.003, 0.003, 0.004), (0.012, 0.012, 0.013), 4.0),
        ((0.003, 0.004, 0.008), (0.007, 0.008, 0.014), 1.0),
    ),
    "gray": _paint(
        0.8,
        ((0.050, 0.053, 0.057), (0.17, 0.175, 0.18), 4.0),
        ((0.055, 0.051, 0.047), (0.16, 0.15, 0.14), 1.0),
        ((0.055, 0.065, 0.075), (0.14, 0.155, 0.17), 1.0),
    ),
    "silver": _paint(
        1.0,
        ((0.36, 0.37, 0.38), (0.52, 0.53, 0.54), 4.0),
        ((0.38, 0.37, 0.355), (0.50, 0.49, 0.47), 1.0),
    ),
    "blue": _paint(
        0.7,
        ((0.006, 0.020, 0.10), (0.030, 0.12, 0.42), 4.0),
        ((0.008, 0.018, 0.055), (0.012, 0.032, 0.11), 2.0),
        ((0.06, 0.17, 0.32), (0.18, 0.36, 0.60), 1.5),
        ((0.008, 0.12, 0.24), (0.03, 0.27, 0.50), 1.0),
    ),
    "red": _paint(
        0.5,
        ((0.20, 0.006, 0.008), (0.52, 0.018, 0.016), 4.0),
        ((0.075, 0.004, 0.006), (0.20, 0.008, 0.012), 1.2),
    ),
    "brown": _paint(
        0.8,
        ((0.040, 0.018, 0.009), (0.14, 0.065, 0.030), 3.0),
        ((0.075, 0.048, 0.030), (0.16, 0.105, 0.065), 1.0),
    ),
    "green": _paint(
        0.6,
        ((0.008, 0.040, 0.016), (0.045, 0.22, 0.070), 3.0),
        ((0.045, 0.065, 0.022), (0.10, 0.14, 0.045), 1.5),
        ((0.20, 0.48, 0.025), (0.34, 0.60, 0.06), 1.0),
        ((0.22, 0.36, 0.26), (0.34, 0.50, 0.38), 0.7),
    ),
    "beige": _paint(
        0.8,
        ((0.42, 0.35, 0.24), (0.60, 0.52, 0.39), 3.0),
        ((0.36, 0.29, 0.18), (0.48, 0.41, 0.28), 1.0),
    ),
    "orange": _paint(
        0.4,
        ((0.58, 0.12, 0.008), (0.80, 0.22, 0.018), 3.0),
        ((0.38, 0.085, 0.008), (0.55, 0.13, 0.012), 1.0),
    ),
    "yellow": _paint(
        0.2,
        ((0.70, 0.46, 0.010), (0.84, 0.62, 0.045), 3.0),
        ((0.74, 0.42, 0.008), (0.82, 0.47, 0.015), 1.0),
        ((0.74, 0.64, 0.14), (0.82, 0.74, 0.28), 0.5),
    ),
    "purple": _paint(
        0.7,
        ((0.040, 0.008, 0.060), (0.13, 0.030, 0.22), 3.0),
        ((0.11, 0.055, 0.22), (0.30, 0.19, 0.48), 1.0),
    ),
}

# How often each is met on photographs that people take and publish: white, black, grey and silver are 0.80 of the cars
# built (the big paint makers' yearly reports, 2015-2023) but fewer of those photographed, whose pixels are twice as
# saturated as those of such traffic. Of vans and trucks: fleets buy white, and house colours; much of the world paints
# lorries in loud ones. Of buses: what cities paint theirs. Of two-wheelers: makers' catalogues. Read off such reports
# and pictures and rounded; there is no census. The words' order is that of COLORS.
_ORDER = tuple(COLORS)
COLOR_SHARES: Mapping[str, Mapping[str, float]] = {
    family: dict(zip(_ORDER, shares, strict=True))
    for family, shares in {
        #      white  black  gray   silver blue   red    brown  green  beige  orange yellow purple
        "car": (0.215, 0.140, 0.100, 0.090, 0.135, 0.165, 0.020, 0.040, 0.015, 0.035, 0.040, 0.005),
        "van": (0.420, 0.060, 0.070, 0.090, 0.110, 0.090, 0.005, 0.035, 0.020, 0.035, 0.055, 0.010),
        "truck": (0.240, 0.040, 0.040, 0.040, 0.180, 0.160, 0.015, 0.090, 0.020, 0.075, 0.090, 0.010),
        "bus": (0.260, 0.030, 0.020, 0.050, 0.160, 0.200, 0.005, 0.085, 0.025, 0.055, 0.090, 0.020),
        "school_bus": (0.06, 0.0, 0.0, 0.0, 0.03, 0.02, 0.0, 0.02, 0.0, 0.03, 0.84, 0.0),
        "tractor": (0.03, 0.02, 0.03, 0.01, 0.20, 0.26, 0.0, 0.28, 0.0, 0.08, 0.09, 0.0),
        "caravan": (0.78, 0.0, 0.03, 0.08, 0.03, 0.01, 0.0, 0.01, 0.05, 0.0, 0.01, 0.0),
        "rickshaw": (0.06, 0.06, 0.01, 0.01, 0.15, 0.10, 0.0, 0.27, 0.01, 0.05, 0.27, 0.01),
        "motorcycle": (0.090, 0.270, 0.050, 0.060, 0.150, 0.210, 0.010, 0.050, 0.005, 0.050, 0.045, 0.010),
        "bicycle": (0.110, 0.290, 0.090, 0.080, 0.140, 0.130, 0.010, 0.070, 0.010, 0.030, 0.025, 0.015),
    }.items()
}
FLAKED = {
    "car": 1.0,
    "van": 0.7,
    "truck": 0.35,
    "bus": 0.3,
    "school_bus": 0.0,
    "tractor": 0.0,
    "caravan": 0.0,
    "rickshaw": 0.0,
    "motorcycle": 0.7,
    "bicycle": 0.5,
}  # factor on ``metallic``


def sample_color(rng: np.random.Generator, family: str = "car") -> str:
    """A name as often as traffic has it among the vehicles of a family, a key of ``COLOR_SHARES``."""
    shares = COLOR_SHARES[expect_name(family, COLOR_SHARES, "family")]
    return str(rng.choice(list(shares), p=np.array(list(shares.values())) / sum(shares.values())))


def car_paint(rng: np.random.Generator, color: str, family: str = "car") -> Material:
    """A paint of one of the names in ``COLORS``, new and clean: solid, metallic, pearl or, seldom, without gloss.

    Raises:
        AssetError: no such colour or family.
    """
    paint = COLORS[expect_name(color, tuple(COLORS), "color")]
    flaked = FLAKED[expect_name(family, COLOR_SHARES, "family")]
    weights = np.array([swatch.weight for swatch in paint.swatches])
    swatch = paint.swatches[int(rng.choice(len(weights), p=weights / weights.sum()))]
    where = rng.uniform()
    low, high = np.array(swatch.low), np.array(swatch.high)
    rgb = np.clip((low + (high - low) * where) * np.exp(rng.normal(0.0, 0.014, 3)), 0.0, 1.0)
    flakes = bool(rng.uniform() < paint.metallic * flaked)
    pearl = bool(flakes and rng.uniform() < 0.3)
    matte = bool(rng.uniform() < 0.02)
    return Material(
        f"{color} paint",
        kind="car_paint",
        base_color=(float(rgb[0]), float(rgb[1]), float(rgb[2])),
        metallic=float(rng.uniform(0.35, 0.65)) * (0.4 if color == "white" else 1.0) if flakes else 0.0,
        roughness=float(rng.uniform(0.28, 0.42)),
        coat=0.0 if matte else 1.0,
        coat_roughness=float(rng.uniform(0.01, 0.04)),
        params={
            "flake": float(rng.uniform(0.3, 0.8)) if flakes else 0.0,
            "pearl": float(rng.uniform(0.3, 1.0)) if pearl else 0.0,
            "pearl_color": _pearl(rng, rgb),
            "peel": float(rng.uniform(0.2, 1.0)),
        },
    )


def _pearl(rng: np.random.Generator, rgb: ArrayLike) -> Colour:
    """What the paint turns to where one looks along it: near its own colour, a pale one hardly tinted."""
    swing = 0.03 if oklch(rgb)[1] < 0.06 else 0.15
    r, g, b = np.clip(np.asarray(rgb) * rng.uniform(1.0 - swing, 1.0 + swing, 3), 0.0, 1.0).tolist()
    return (r, g, b)


def oklch(linear_rgb: ArrayLike) -> tuple[float, float, float]:
    """Lightness 0..1, chroma and hue in degrees of linear sRGB in the Oklab colour space (published 2020)."""
    cones = np.cbrt(TO_CONES @ np.clip(np.asarray(linear_rgb, np.float64), 0.0, None))
    lightness, a, b = (TO_OKLAB @ cones).tolist()
    return lightness, float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a)) % 360.0)


TO_CONES = np.array(
    [
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    ]
)
TO_OKLAB = np.array(
    [
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    ]
)


BLACK_BELOW, SILVER_FROM, WHITE_FROM = 0.30, 0.64, 0.835  # lightness where one neutral name ends and the next begins


def color_name(linear_rgb: ArrayLike) -> str:
    """What people would call a surface, one of ``COLORS``.

    Args:
        linear_rgb: (3,) share of white light that it sends back, its gloss left out.
    """
    lightness, chroma, hue = oklch(linear_rgb)
    if chroma < 0.045 and lightness < (0.21 if chroma >= 0.032 else BLACK_BELOW):
        return "black"
    if chroma < 0.024:
        return "gray" if lightness < SILVER_FROM else "silver" if lightness < WHITE_FROM else "white"
    return _hue_name(lightness, chroma, hue)


def _hue_name(lightness: float, chroma: float, hue: float) -> str:
    pale = lightness >= 0.60
    if hue < 40.0 or hue >= 345.0:
        return "brown" if chroma < 0.07 and lightness < 0.5 else "red"
    if hue < 75.0:
        return "orange" if chroma >= 0.10 and lightness >= 0.47 else "beige" if pale else "brown"
    if hue < 110.0:
        return "yellow" if chroma >= 0.08 and pale else "beige" if pale else "brown" if hue < 100.0 else "green"
    return "green" if hue < 200.0 else "blue" if hue < 287.0 else "purple"
