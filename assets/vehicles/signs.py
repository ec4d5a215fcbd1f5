"""What stands on roofs: taxi signs, light bars, luggage boxes and racks. All around the origin, on z = 0."""

import numpy as np

from assets.materials import Material
from assets.polygons import Shape, box, pillow, tube
from assets.vehicles.lamps import AMBER, RED
from assets.vehicles.pieces import Pieces, flat, smooth

BLUE = (0.02, 0.12, 1.0)
FLASH = 5.0  # W/m²/sr of a beacon that is lit


def sign_materials(rng: np.random.Generator) -> dict[str, Material]:
    """``beacon_blue``, ``beacon_red`` and ``beacon_amber``, lit on some vehicles, and a taxi sign's ``sign_box``."""
    on = FLASH * float(rng.uniform() < 0.4)
    tones = {
        "blue": ((0.008, 0.04, 0.45), BLUE),
        "red": ((0.45, 0.008, 0.01), RED),
        "amber": ((0.75, 0.22, 0.01), AMBER),
    }
    lit = 1.6 * float(rng.uniform() < 0.5)
    body = (0.75, 0.52, 0.02) if rng.uniform() < 0.6 else (0.75, 0.75, 0.73)
    return {
        **{
            f"beacon_{name}": Material(
                f"{name} beacon", "car_lamp", base, roughness=0.12, coat=1.0, emission=light, emission_strength=on
            )
            for name, (base, light) in tones.items()
        },
        "sign_box": Material("roof sign", base_color=body, roughness=0.35, emission=body, emission_strength=lit),
        "box_grey": Material("roof box", base_color=_grey(rng), roughness=0.3, coat=0.5),
    }


def _grey(rng: np.random.Generator) -> tuple[float, float, float]:
    grey = float(rng.choice([0.012, 0.03, 0.2, 0.55]))
    return (grey, grey, grey)


def taxi_sign(rng: np.random.Generator) -> Pieces:
    """A lit box across the roof with dark marks for its word."""
    wide, deep, high = float(rng.uniform(0.3, 0.62)), float(rng.uniform(0.1, 0.18)), float(rng.uniform(0.1, 0.17))
    body = pillow((deep, wide, high), ("sign_box", "light"), 5.0, 12).moved((0.0, 0.0, 0.02 + high / 2.0))
    foot = box((-0.4 * deep, -0.4 * wide, -0.03), (0.4 * deep, 0.4 * wide, 0.03), ("plastic", "trim"))
    step = 0.8 * wide / 4.0
    marks: list[Shape] = []
    for k in range(4):
        y = -0.4 * wide + step * k
        for x in (-0.51 * deep, 0.51 * deep):
            low = (x - 0.003, y + 0.12 * step, 0.02 + 0.28 * high)
            marks.append(box(low, (x + 0.003, y + 0.78 * step, 0.02 + 0.72 * high), ("gloss", "light")))
    return smooth(body) + flat(foot, *marks)


def light_bar(rng: np.random.Generator, wide: float, colors: tuple[str, str]) -> Pieces:
    """Beacons across the roof, the left ones in the first colour, the right ones in the second."""
    deep, high = float(rng.uniform(0.2, 0.3)), float(rng.uniform(0.08, 0.14))
    base = box((-deep / 2.0, -wide / 2.0, -0.02), (deep / 2.0, wide / 2.0, 0.035), ("plastic", "trim"))
    count = int(rng.integers(1, 4))
    size = 0.46 * wide / count
    domes = []
    for side, color in ((1.0, colors[0]), (-1.0, colors[1])):
        for k in range(count):
            dome = pillow((0.9 * deep, 0.95 * size, high), (f"beacon_{color}", "light"), 4.0, 12)
            domes.append(dome.moved((0.0, side * (0.04 * wide + size * (k + 0.5)), 0.03 + 0.45 * high)))
    middle = box((-0.35 * deep, -0.04 * wide, 0.0), (0.35 * deep, 0.04 * wide, 0.8 * high), ("cargo_white", "trim"))
    return smooth(*domes) + flat(base, middle)


def beacon(color: str) -> Pieces:
    """One turning lamp on a foot."""
    lamp = pillow((0.15, 0.15, 0.17), (f"beacon_{color}", "light"), 3.0, 12).moved((0.0, 0.0, 0.1))
    return smooth(lamp) + flat(box((-0.06, -0.06, -0.02), (0.06, 0.06, 0.03), ("plastic", "trim")))


def roof_load(rng: np.random.Generator, wide: float, long: float) -> Pieces:
    """Two bars across the roof with a closed box, or a basket with bags and cases, on them."""
    long = min(long, 1.9)
    bars = [
        tube(np.array([[x, -wide / 2.0, 0.05], [x, wide / 2.0, 0.05]]), 0.016, ("aluminium", "trim"))
        for x in (-0.32 * long, 0.32 * long)
    ]
    feet = box((-0.35 * long, wide / 2.0 - 0.05, -0.04), (0.35 * long, wide / 2.0, 0.05), ("plastic", "trim")).pair()
    if rng.uniform() < 0.55:
        size = (0.98 * long, 0.62 * wide, float(rng.uniform(0.3, 0.42)))
        case = pillow(size, ("box_grey", "cargo"), 4.5, 16).moved((0.0, 0.14 * wide, 0.07 + size[2] / 2.0))
        return smooth(*bars, case) + flat(feet)
    half, rim = 0.42 * wide, 0.17
    corner = np.array([(0.48 * long, half), (-0.48 * long, half), (-0.48 * long, -half), (0.48 * long, -half)])
    rails = []
    for z in (0.07, rim):
        ring = np.concatenate([corner, np.full((4, 1), z)], axis=1)
        rails.append(tube(np.concatenate([ring, ring[:1]]), 0.011, ("plastic", "trim"), 4))
    bags = []
    for k, x in enumerate(np.linspace(-0.33 * long, 0.33 * long, 3)):
        high = float(rng.uniform(0.2, 0.45))
        skin = (("canvas", "wood", "art_0", "art_1", "cloth")[int(rng.integers(5))], "cargo")
        bags.append(
            pillow((0.3 * long, 1.7 * half, high), skin, 3.0 + 2.0 * (k % 2), 10).moved((x, 0.0, 0.06 + high / 2.0))
        )
    return smooth(*bars, *rails, *bags) + flat(feet)
