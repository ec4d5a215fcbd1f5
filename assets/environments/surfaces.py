"""What grounds and walls of a place are made of. Patterns lie in world metres: sheets of any shape can share them."""

import numpy as np

from assets.errors import AssetError
from assets.materials import Colour, Material
from assets.random import stream

PAVINGS = ("slabs", "setts", "bricks", "irregular")
PAINTS: dict[str, Colour] = {  # linear RGB of fresh paint
    "white": (0.62, 0.62, 0.59),
    "yellow": (0.62, 0.38, 0.03),
    "red": (0.30, 0.035, 0.03),
    "green": (0.05, 0.20, 0.09),
    "blue": (0.03, 0.10, 0.34),
}


def asphalt(
    rng: np.random.Generator, lane_m: float = 0.0, lane_offset_m: float = 0.0, heading_rad: float = 0.0
) -> Material:
    """Asphalt of any age: old ones are light, cracked and patched.

    Args:
        lane_m: width of lanes, in whose middles oil drips and beside them wheels leave tracks; 0 for none.
        lane_offset_m: lanes' middles are at ``lane_offset_m + k lane_m`` metres to the left of the line through the
            origin along ``heading_rad``.
    """
    age = float(rng.beta(1.3, 1.6))
    grey = float(np.exp(np.log(0.035) + age * 1.6 + rng.normal(0.0, 0.18)))
    params: dict[str, float | Colour] = {
        "seed": float(rng.uniform(1.0, 9.0)),
        "cracks": float(np.clip(age * rng.uniform(0.0, 1.3) - 0.25, 0.0, 1.0)),
        "patches": float(np.clip(age * rng.uniform(0.0, 1.6), 0.0, 1.0)),
        "stains": float(rng.uniform(0.1, 0.9)),
        "tracks": float(rng.choice([1.0, 1.0, -0.6]) * rng.uniform(0.2, 1.0)),
        "tar": float(np.clip(age * stream(rng, "tar").uniform(-0.3, 1.5), 0.0, 1.0)),
        "spots": 0.25 + 0.75 * float(stream(rng, "spots").beta(2.0, 2.0)),
        "lane_m": lane_m,
        "lane_offset_m": lane_offset_m,
        "heading_rad": heading_rad,
    }
    return Material(
        "asphalt", "road", _tinted(rng, grey, 0.04), roughness=float(rng.uniform(0.72, 0.88)), params=params
    )


def concrete(rng: np.random.Generator, plate_m: float = 0.0, spots: float = 0.0) -> Material:
    """Cast concrete, for grounds and walls.

    Args:
        plate_m: distance of joints, 0 for none.
        spots: of oil, cracks and grit, as grounds have them, 0..1.
    """
    grey = float(np.exp(rng.uniform(np.log(0.16), np.log(0.42))))
    params: dict[str, float | Colour] = {"seed": float(rng.uniform(1.0, 9.0)), "plate_m": plate_m}
    params["spots"] = spots
    return Material("concrete", "concrete", _tinted(rng, grey, 0.06), roughness=0.85, params=params)


def paving(rng: np.random.Generator, pattern: str | None = None, heading_rad: float = 0.0) -> Material:
    """Slabs, setts, bricks or irregular stones with joints between them.

    Args:
        pattern: one of ``PAVINGS``, or None for any.
        heading_rad: of the rows, about z.

    Raises:
        AssetError: no such pattern.
    """
    pattern = pattern or str(rng.choice(PAVINGS, p=(0.5, 0.2, 0.2, 0.1)))
    if pattern not in PAVINGS:
        raise AssetError(f"paving: expected a pattern among {', '.join(PAVINGS)}, got '{pattern}'")
    width, ratio = _stone(rng, pattern)
    grey = float(np.exp(rng.uniform(np.log(0.12), np.log(0.36))))
    red = (0.26, 0.105, 0.065)
    color = _tinted(rng, grey, 0.08)
    if pattern == "bricks" and rng.uniform() < 0.7:
        shade = float(rng.uniform(0.6, 1.3))
        color = (red[0] * shade, red[1] * shade, red[2] * shade)
    joint = float(rng.uniform(0.02, 0.10))
    params: dict[str, float | Colour] = {
        "seed": float(rng.uniform(1.0, 9.0)),
        "width_m": width,
        "length_m": width * ratio,
        "shift": float(rng.choice([0.0, 0.5, 0.5, 1.0 / 3.0])) if pattern == "slabs" else 0.5,
        "joint_m": float(rng.uniform(0.004, 0.012)) * (2.0 if pattern in {"setts", "irregular"} else 1.0),
        "joint": (joint, joint * float(rng.uniform(0.9, 1.15)), joint * 0.8),
        "vary": float(rng.uniform(0.1, 0.6)),
        "round": 1.0 if pattern == "setts" else float(rng.uniform(0.0, 0.15)),
        "heading_rad": heading_rad,
    }
    return Material(f"{pattern} paving", "paving", color, roughness=float(rng.uniform(0.65, 0.9)), params=params)


def _stone(rng: np.random.Generator, pattern: str) -> tuple[float, float]:
    """Width in metres, and length as a multiple of it; 0 for irregular ones."""
    if pattern == "slabs":
        return float(rng.uniform(0.3, 0.7)), float(rng.choice([1.0, 1.5, 2.0]))
    if pattern == "setts":
        return float(rng.uniform(0.09, 0.16)), float(rng.uniform(1.0, 1.5))
    return (0.105, 2.0) if pattern == "bricks" else (float(rng.uniform(0.35, 0.7)), 0.0)


def grass(rng: np.random.Generator, season: str = "summer") -> Material:
    """A lawn or a verge; dry and brown in part."""
    shade, yellow = float(rng.uniform(0.7, 1.4)), float(rng.uniform(0.5, 1.0))
    if season == "winter":
        yellow = float(rng.uniform(0.9, 1.3))
    params: dict[str, float | Colour] = {
        "seed": float(rng.uniform(1.0, 9.0)),
        "bare": float(rng.beta(1.2, 3.0)),
        "dry": (0.17 * shade, 0.135 * shade, 0.05 * shade),
    }
    return Material(
        "grass", "grass", (0.060 * shade * yellow, 0.085 * shade, 0.022 * shade), roughness=0.9, params=params
    )


def gravel(rng: np.random.Generator) -> Material:
    """Loose stones of 1 to 6 cm."""
    grey = float(np.exp(rng.uniform(np.log(0.14), np.log(0.40))))
    params: dict[str, float | Colour] = {
        "seed": float(rng.uniform(1.0, 9.0)),
        "stone_m": float(np.exp(rng.uniform(np.log(0.012), np.log(0.06)))),
        "vary": float(rng.uniform(0.3, 1.0)),
    }
    return Material("gravel", "gravel", _tinted(rng, grey, 0.12), roughness=0.85, params=params)


def soil(rng: np.random.Generator) -> Material:
    """Bare earth, from dark to sandy."""
    shade = float(np.exp(rng.uniform(np.log(0.5), np.log(2.2))))
    params: dict[str, float | Colour] = {"seed": float(rng.uniform(1.0, 9.0)), "lump_m": float(rng.uniform(0.05, 0.3))}
    return Material("soil", "soil", (0.115 * shade, 0.082 * shade, 0.055 * shade), roughness=0.95, params=params)


def road_paint(rng: np.random.Generator, color: str = "white") -> Material:
    """Paint on a road, fresh or worn; the road shows through where it is gone.

    Raises:
        AssetError: no such paint; ``PAINTS`` has the names.
    """
    if color not in PAINTS:
        raise AssetError(f"road paint: expected a color among {', '.join(PAINTS)}, got '{color}'")
    shade = float(rng.uniform(0.65, 1.1))
    red, green, blue = PAINTS[color]
    params: dict[str, float | Colour] = {"seed": float(rng.uniform(1.0, 9.0)), "wear": float(rng.beta(1.2, 1.8))}
    return Material(
        f"{color} paint", "road_paint", (red * shade, green * shade, blue * shade), roughness=0.6, params=params
    )


def kerb_stone(rng: np.random.Generator) -> Material:
    """Granite or concrete kerbs, about a metre long each."""
    grey = float(np.exp(rng.uniform(np.log(0.16), np.log(0.40))))
    params: dict[str, float | Colour] = {"seed": float(rng.uniform(1.0, 9.0)), "plate_m": float(rng.uniform(0.8, 1.2))}
    return Material("kerb stone", "concrete", _tinted(rng, grey, 0.06), roughness=0.8, params=params)


def _tinted(rng: np.random.Generator, grey: float, warmth: float) -> Colour:
    warm = float(rng.normal(0.4, 0.6)) * warmth
    return (grey * (1.0 + warm), grey, grey * (1.0 - warm))
