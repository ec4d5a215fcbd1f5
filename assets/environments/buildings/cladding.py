"""What buildings are clad with: walls, roofs, windows, trim, by the names that their faces use."""

import numpy as np

from assets.materials import Colour, Material

GLOW = 2.0  # radiance of a lit room, W/m²/sr

STUCCO: tuple[Colour, ...] = (  # linear RGB
    (0.72, 0.68, 0.60),
    (0.66, 0.57, 0.40),
    (0.70, 0.48, 0.30),
    (0.55, 0.33, 0.24),
    (0.46, 0.50, 0.50),
    (0.62, 0.63, 0.60),
    (0.50, 0.55, 0.44),
    (0.42, 0.40, 0.38),
    (0.30, 0.36, 0.44),
)
BRICKS: tuple[Colour, ...] = (
    (0.24, 0.085, 0.055),
    (0.17, 0.070, 0.050),
    (0.30, 0.150, 0.090),
    (0.36, 0.270, 0.160),
    (0.13, 0.085, 0.070),
    (0.42, 0.38, 0.32),
)
ROOFS: tuple[Colour, ...] = ((0.21, 0.07, 0.04), (0.12, 0.06, 0.045), (0.055, 0.058, 0.065), (0.10, 0.095, 0.09))
PAINTED: tuple[Colour, ...] = (
    (0.70, 0.70, 0.67),
    (0.06, 0.10, 0.18),
    (0.20, 0.03, 0.03),
    (0.03, 0.12, 0.07),
    (0.02, 0.02, 0.022),
    (0.35, 0.20, 0.10),
    (0.12, 0.13, 0.14),
)


def shaded(rng: np.random.Generator, colors: tuple[Colour, ...], spread: float = 0.15) -> Colour:
    """One of the colours, a little lighter or darker, a little warmer or colder."""
    red, green, blue = colors[int(rng.integers(len(colors)))]
    shade, warm = float(np.exp(rng.normal(0.0, spread))), float(rng.normal(0.0, 0.03))
    return min(red * shade * (1 + warm), 0.9), min(green * shade, 0.9), min(blue * shade * (1 - warm), 0.9)


def brick(rng: np.random.Generator) -> Material:
    """Bricks of 20 to 25 cm in rows of 6.5 to 8.2 cm, joints included."""
    joint = float(rng.uniform(0.08, 0.42))
    params: dict[str, float | Colour] = {
        **_seeded(rng),
        "brick_m": float(rng.uniform(0.20, 0.25)),
        "row_m": float(rng.uniform(0.065, 0.082)),
        "joint_m": float(rng.uniform(0.008, 0.014)),
        "joint": (joint, joint * 0.95, joint * 0.86),
        "vary": float(rng.uniform(0.15, 0.5)),
    }
    return Material("brick", "facade", shaded(rng, BRICKS, 0.25), roughness=0.9, params=params)


def stucco(rng: np.random.Generator) -> Material:
    """Painted plaster."""
    return Material("stucco", "facade", shaded(rng, STUCCO, 0.2), roughness=0.9, params=_seeded(rng))


def plates(rng: np.random.Generator, length: float, height: float) -> Material:
    """Large plates of concrete, stone or metal, ``length`` by ``height`` metres."""
    params: dict[str, float | Colour] = {
        **_seeded(rng),
        "brick_m": length,
        "row_m": height,
        "joint_m": float(rng.uniform(0.012, 0.03)),
        "joint": (0.05, 0.05, 0.05),
        "vary": float(rng.uniform(0.03, 0.15)),
        "shift": 0.0,
    }
    color = shaded(rng, ((0.38, 0.37, 0.34), (0.52, 0.48, 0.40), (0.22, 0.22, 0.22), (0.60, 0.60, 0.59)), 0.2)
    return Material("plates", "facade", color, roughness=float(rng.uniform(0.5, 0.9)), params=params)


def corrugated(rng: np.random.Generator) -> Material:
    """Coated sheet metal with upright ribs 15 to 40 cm apart."""
    colors = ((0.45, 0.46, 0.46), (0.62, 0.62, 0.58), (0.16, 0.22, 0.30), (0.12, 0.22, 0.16), (0.30, 0.10, 0.07))
    params: dict[str, float | Colour] = {**_seeded(rng), "ribs_m": float(rng.uniform(0.15, 0.4))}
    return Material("corrugated", "facade", shaded(rng, colors), metallic=0.2, roughness=0.5, params=params)


def roofing(rng: np.random.Generator) -> Material:
    """Roof tiles."""
    params: dict[str, float | Colour] = {
        **_seeded(rng),
        "brick_m": float(rng.uniform(0.22, 0.34)),
        "row_m": float(rng.uniform(0.22, 0.38)),
        "joint_m": 0.025,
        "joint": (0.015, 0.012, 0.010),
        "vary": float(rng.uniform(0.1, 0.4)),
    }
    return Material("roof tiles", "facade", shaded(rng, ROOFS, 0.25), roughness=0.85, params=params)


def coated(rng: np.random.Generator, name: str, colors: tuple[Colour, ...]) -> Material:
    """Painted walls with a little dirt."""
    params: dict[str, float | Colour] = {**_seeded(rng), "dirt": float(rng.uniform(0.1, 0.4))}
    return Material(name, "facade", shaded(rng, colors), roughness=0.7, params=params)


def plain(rng: np.random.Generator, name: str, colors: tuple[Colour, ...], roughness: float = 0.7) -> Material:
    """Trim, doors, gutters: small faces of one colour."""
    return Material(name, base_color=shaded(rng, colors), roughness=roughness)


def panes(
    rng: np.random.Generator,
    size: tuple[float, float],
    night: bool,
    bars: tuple[int, int] | None = None,
    frame: Colour | None = None,
) -> Material:
    """Windows of ``size`` metres; ``bars``: columns and rows of panes in each."""
    columns, rows = bars or ((2, 1), (1, 1), (2, 2), (1, 2), (2, 3), (3, 1))[int(rng.integers(6))]
    light = float(rng.uniform(0.7, 1.0))
    params: dict[str, float | Colour] = {
        "seed": float(rng.uniform(1.0, 90.0)),
        "width_m": size[0],
        "height_m": size[1],
        "frame_m": float(rng.uniform(0.04, 0.09)),
        "frame": frame or shaded(rng, ((0.70, 0.70, 0.68), (0.66, 0.66, 0.64), (0.05, 0.05, 0.05), (0.16, 0.08, 0.04))),
        "columns": float(columns),
        "rows": float(rows),
        "blinds": float(rng.uniform(0.2, 0.9)),
        "lit": float(rng.uniform(0.1, 0.6)) if night else 0.0,
        "glow": GLOW * float(rng.uniform(0.3, 1.2)),
    }
    return Material("window", "window", (light * 0.95, light, light * 0.97), ior=1.6, params=params)


def curtain_wall(rng: np.random.Generator, size: tuple[float, float], night: bool) -> Material:
    """Glass from floor to floor, with an opaque plate at the foot of each pane."""
    tint = ((0.55, 0.72, 0.80), (0.50, 0.66, 0.58), (0.62, 0.55, 0.44), (0.8, 0.82, 0.84))[int(rng.integers(4))]
    params: dict[str, float | Colour] = {
        "seed": float(rng.uniform(1.0, 90.0)),
        "width_m": size[0],
        "height_m": size[1],
        "frame_m": float(rng.uniform(0.025, 0.07)),
        "frame": shaded(rng, ((0.05, 0.05, 0.055), (0.40, 0.41, 0.42), (0.62, 0.62, 0.62))),
        "columns": 1.0,
        "rows": 1.0,
        "spandrel": float(rng.choice([0.0, 0.2, 0.3, 0.42])),
        "plate": shaded(rng, ((0.03, 0.04, 0.05), (0.25, 0.26, 0.27), (0.05, 0.10, 0.14), (0.55, 0.55, 0.53))),
        "blinds": float(rng.uniform(0.0, 0.4)),
        "lit": float(rng.uniform(0.15, 0.7)) if night else 0.0,
        "glow": GLOW * float(rng.uniform(0.4, 1.2)),
    }
    return Material("curtain wall", "window", tint, ior=float(rng.uniform(1.7, 2.6)), params=params)


def shop_window(rng: np.random.Generator, size: tuple[float, float], night: bool, goods: float = 0.45) -> Material:
    """Large panes; mostly lit, by day too. ``goods`` is about how high wares stand behind them, 0..1."""
    params: dict[str, float | Colour] = {
        "seed": float(rng.uniform(1.0, 90.0)),
        "width_m": size[0],
        "height_m": size[1],
        "frame_m": float(rng.uniform(0.04, 0.08)),
        "frame": shaded(rng, PAINTED),
        "columns": float(max(1, round(size[0] / rng.uniform(1.2, 2.4)))),
        "rows": 1.0,
        "goods": goods * float(rng.uniform(0.6, 1.5)),
        "blinds": 0.15,
        "lit": 0.85 if night else 0.6,
        "glow": GLOW * float(rng.uniform(0.6, 1.5) if night else rng.uniform(0.02, 0.12)),
    }
    return Material("shop window", "window", (0.9, 0.95, 0.92), ior=1.55, params=params)


def _seeded(rng: np.random.Generator) -> dict[str, float | Colour]:
    return {"seed": float(rng.uniform(1.0, 90.0)), "dirt": float(rng.beta(1.6, 2.2))}
