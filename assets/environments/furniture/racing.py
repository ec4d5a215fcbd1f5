"""What stands beside race tracks: walls of tyres, boards of sponsors, the arch over the start. They look along +x."""

import numpy as np

from assets.asset import Asset
from assets.environments.brands import Brand
from assets.environments.furniture.coats import BRIGHT, metal
from assets.environments.panels import Float64, Panels, boxes, panels, scenery
from assets.environments.turned import turned
from assets.materials import Material
from assets.polygons import join
from assets.random import stream

TYRE_M = (0.31, 0.2)  # radius and thickness of a tyre
ARCH_M = 5.8  # below the arch
CHECK_M = 0.4
BLACK, WHITE = (0.012, 0.012, 0.013), (0.66, 0.66, 0.64)


def tyre_wall(rng: np.random.Generator, length_m: float) -> Asset:
    """Stacks of tyres side by side along y, some of them painted; two rows of them, or one."""
    radius, thick = TYRE_M
    levels, rows, every = int(rng.integers(3, 6)), int(rng.integers(1, 3)), int(rng.integers(1, 5))
    profile = []
    for level in range(levels):
        z = level * thick
        profile += [(radius * 0.93, z), (radius, z + thick * 0.25), (radius, z + thick * 0.75)]
    profile += [(radius * 0.93, levels * thick), (radius * 0.6, levels * thick), (radius * 0.55, levels * thick - 0.1)]
    count, shapes = max(1, int(length_m / (2.02 * radius))), []
    stacks = {skin: turned(profile, skin, 12) for skin in ("rubber", "paint 0", "paint 1")}
    for row in range(rows):
        for k, y in enumerate(np.linspace(-0.5, 0.5, count) * (length_m - 2.0 * radius)):
            skin = "rubber" if row or k // every % 2 else f"paint {k // (2 * every) % 2}"
            x = -2.0 * radius * row + float(rng.normal(0.0, 0.015))
            shapes.append(stacks[skin].moved([x, float(y), 0.0]))
    first, second = (BRIGHT[int(k)] if rng.uniform() < 0.8 else BLACK for k in (5, rng.integers(len(BRIGHT))))
    made = {"rubber": Material("rubber", base_color=(0.02, 0.02, 0.02), roughness=0.85)}
    for skin, color in (("paint 0", first), ("paint 1", second)):
        made[skin] = Material("painted tyre", base_color=color, roughness=0.7)
    return scenery("tyre wall", [], made, join(shapes))


def hoarding(rng: np.random.Generator, brand: Brand, length_m: float) -> Asset:
    """A sponsor's board: its word once or often, between emblems."""
    high, half = float(rng.uniform(0.75, 0.98)), length_m / 2.0
    flat: list[Panels] = [boxes([-0.05, -half, 0.05], [0.0, half, high], "main")]
    tall = high * float(rng.uniform(0.4, 0.6))
    wide = float(np.ptp(brand.word(length_m * 0.9, tall, "ink", 0.005).corners[..., 1]))
    pitch = wide + 2.4 * tall
    for y in (np.arange(int(length_m / pitch)) - (int(length_m / pitch) - 1) / 2.0) * pitch:
        flat.append(brand.word(length_m * 0.9, tall, "ink", 0.005).moved(y=float(y), z=0.05 + (high - tall) / 2.0))
        flat.append(
            brand.emblem(tall * 0.55, "second", 0.012).moved(y=float(y) - wide / 2.0 - tall * 0.9, z=high / 2.0)
        )
    if rng.uniform() < 0.4:
        flat.append(boxes([-0.04, -half, high * 0.9], [0.004, half, high], "second"))
    return scenery("hoarding", flat, brand.materials(False))


def start_arch(rng: np.random.Generator, brand: Brand, span_m: float) -> Asset:
    """A beam on two towers over the start, with checks, the sponsor's word and a row of lamps on both of its faces."""
    half, tall = span_m / 2.0, float(rng.uniform(1.0, 1.7))
    top = ARCH_M + tall
    legs = [[-0.35, s * half - 0.35, 0.0] for s in (-1.0, 1.0)]
    flat = [
        boxes(legs, [[0.35, s * half + 0.35, top] for s in (-1.0, 1.0)], "second" if rng.uniform() < 0.5 else "metal"),
        boxes([-0.4, -half, ARCH_M], [0.4, half, top], "main"),
    ]
    face = [brand.word(span_m * 0.6, tall * 0.5, "ink", 0.41).moved(z=ARCH_M + tall * 0.28)]
    checks = np.arange(-half, half - CHECK_M, CHECK_M)
    for row in range(2):
        z, y = top - CHECK_M * (2 - row), checks[row::2]
        face.append(_sheet(checks, z, "white", 0.405))
        face.append(_sheet(y, z, "black", 0.41))
    lamps = (np.arange(5) - 2.0) * 0.7
    for y in lamps.tolist():
        face.append(boxes([0.4, y - 0.25, ARCH_M - 0.7], [0.5, y + 0.25, ARCH_M - 0.05], "black"))
        face.append(boxes([0.5, y - 0.15, ARCH_M - 0.5], [0.51, y + 0.15, ARCH_M - 0.2], "lamp"))
    lit = float(rng.choice([0.0, 2.5]))
    made = {
        **brand.materials(False),
        "metal": metal(stream(rng, "legs")),
        "white": Material("check", base_color=WHITE, roughness=0.5),
        "black": Material("check", base_color=BLACK, roughness=0.5),
        "lamp": Material("start lamp", base_color=(0.2, 0.01, 0.01), emission=(0.9, 0.03, 0.02), emission_strength=lit),
    }
    return scenery("start arch", [*flat, *(group.moved(yaw=turn) for turn in (0.0, np.pi) for group in face)], made)


def _sheet(y: Float64, z: float, skin: str, x: float) -> Panels:
    """Squares at y on a plane that looks along +x."""
    a, b, out = y, y + CHECK_M, np.full(len(y), x)
    corners = ((a, z), (b, z), (b, z + CHECK_M), (a, z + CHECK_M))
    return panels(np.stack([np.stack([out, v, np.full(len(y), w)], axis=1) for v, w in corners], axis=1), skin)
