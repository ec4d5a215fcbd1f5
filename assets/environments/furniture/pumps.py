"""What stands on a forecourt: petrol pumps with their hoses, a pole with prices, a machine for air and water."""

import numpy as np

from assets.asset import Asset
from assets.environments.brands import Brand, digits
from assets.environments.furniture.coats import BRIGHT, dark, metal
from assets.environments.panels import PART, Float64, Panels, boxes, scenery
from assets.materials import Colour, Material
from assets.polygons import Shape, join, tube
from assets.random import stream

NOZZLES: tuple[Colour, ...] = ((0.015, 0.015, 0.017), (0.03, 0.25, 0.06), (0.55, 0.38, 0.02), (0.45, 0.03, 0.03))
RUBBER = Material("hose", base_color=(0.012, 0.012, 0.013), roughness=0.6)


def petrol_pump(rng: np.random.Generator, brand: Brand, night: bool = False) -> Asset:
    """A pump on its plinth that serves both sides, +y and -y: displays, nozzles, hoses, a lit head."""
    long, deep = float(rng.uniform(0.75, 1.15)), float(rng.uniform(0.42, 0.55))
    high, head = float(rng.uniform(1.5, 1.9)), float(rng.uniform(0.18, 0.4))
    x, y = long / 2.0, deep / 2.0
    flat = [
        boxes([-x, -y, 0.0], [x, y, 0.12], "dark"),
        boxes([-x * 0.98, -y * 0.95, 0.12], [x * 0.98, y * 0.95, high], "case"),
        boxes([-x * 0.99, -y * 0.97, 0.12], [x * 0.99, y * 0.97, high * 0.42], "body"),
        boxes([-x, -y, high], [x, y, high + head], "main"),
        boxes([-x * 1.002, -y * 1.004, high + head * 0.1], [x * 1.002, y * 1.004, high + head * 0.22], "second"),
    ]
    count, shapes = int(rng.integers(2, 5)), list[Shape]()
    own, low = stream(rng, "side"), float(rng.uniform(0.8, 1.0))
    drop = own.uniform(0.25, 0.6, count)
    for turn in (np.pi / 2.0, -np.pi / 2.0):
        side = [*_face(stream(rng, "face"), x, y, high, head, brand), *_nozzles(x, y, count, low)]
        flat += [group.moved(yaw=turn) for group in side]
        for k, at in enumerate(_places(x, count)):
            hose = _hose(at, y, low, high - 0.06, float(drop[k]))
            shapes.append(tube(hose @ _turned(turn), 0.014, ("hose", PART), 5))
    shade = float(rng.uniform(0.5, 0.75)) if rng.uniform() < 0.7 else float(rng.uniform(0.1, 0.3))
    case = Material("pump", base_color=(shade, shade, shade * 0.98), roughness=0.4)
    screen = Material("screen", base_color=(0.02, 0.025, 0.03), roughness=0.12)
    caps = {f"nozzle {k}": Material("nozzle", base_color=color, roughness=0.5) for k, color in enumerate(NOZZLES)}
    body = brand.materials(False)["main"]  # its head alone is lit
    made = {**brand.materials(night), **caps, "body": body, "case": case, "screen": screen}
    return scenery("petrol pump", flat, {**made, "dark": dark(), "hose": RUBBER}, join(shapes))


def _turned(yaw: float) -> Float64:
    cos, sin = np.cos(yaw), np.sin(yaw)
    return np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])


def _places(half: float, count: int) -> Float64:
    out: Float64 = (np.arange(count, dtype=np.float64) - (count - 1) / 2.0) * (1.5 * half / max(count, 2))
    return out


def _face(rng: np.random.Generator, half: float, out: float, high: float, head: float, brand: Brand) -> list[Panels]:
    """Of a pump that looks along +x: a screen with three figures, keys, the brand's word on its head."""
    base, tall = high - 0.42, 0.34
    flat = [boxes([out - 0.03, -half * 0.62, base], [out + 0.005, half * 0.62, base + tall], "screen")]
    for row, figures in enumerate((4, 4, 3)):
        number = "".join(str(digit) for digit in rng.integers(0, 10, figures))
        flat.append(digits(number, 0.075, "digits", out + 0.007).moved(z=base + 0.03 + 0.1 * row))
    word = brand.word(half * 1.6, head * 0.42, "ink", out + 0.008)
    return [*flat, word.moved(z=high + head * 0.4)]


def _nozzles(half: float, out: float, count: int, low: float) -> list[Panels]:
    """Holsters and the nozzles in them."""
    flat = []
    for k, at in enumerate(_places(half, count)):
        flat.append(boxes([out - 0.02, at - 0.06, low - 0.12], [out + 0.03, at + 0.06, low + 0.22], "dark"))
        flat.append(boxes([out + 0.02, at - 0.025, low], [out + 0.1, at + 0.025, low + 0.18], f"nozzle {k}"))
        flat.append(boxes([out + 0.09, at - 0.02, low - 0.06], [out + 0.12, at + 0.02, low + 0.06], f"nozzle {k}"))
    return flat


def _hose(at: float, out: float, low: float, high: float, drop: float) -> Float64:
    """(N, 3) from the pump's head down in a bow and up again to a nozzle."""
    t = np.linspace(0.0, 1.0, 9)
    sag = 4.0 * drop * t * (1.0 - t)
    bulge = np.sin(np.pi * t)
    return np.stack(
        [out + 0.05 + 0.09 * bulge, at + 0.05 * (1.0 - t), high + (low - high) * t - sag * (0.3 + 0.7 * t)], axis=1
    )


def price_pole(rng: np.random.Generator, brand: Brand, night: bool = False) -> Asset:
    """A pole or a slab with the brand's emblem and word above rows of prices, on both of its faces."""
    high, half = float(rng.uniform(4.2, 7.5)), float(rng.uniform(0.7, 1.1))
    rows, deep = int(rng.integers(3, 6)), float(rng.uniform(0.12, 0.2))
    row = min(0.62, (high - 2.0) * 0.5 / rows)
    foot = high - 2.2 * half - rows * row
    legs = boxes(
        [[-0.06, -half * 0.8, 0.0], [-0.06, half * 0.6, 0.0]],
        [[0.06, -half * 0.6, foot], [0.06, half * 0.8, foot]],
        "metal",
    )
    flat = [
        legs if rng.uniform() < 0.5 else boxes([-deep, -half, 0.0], [deep, half, foot], "second"),
        boxes([-deep, -half, foot], [deep, half, foot + rows * row], "board"),
        boxes([-deep * 1.1, -half * 1.02, foot + rows * row], [deep * 1.1, half * 1.02, high], "main"),
    ]
    face = [brand.emblem(half * 0.52, "second", deep * 1.1 + 0.03).moved(z=high - half * 0.75)]
    face.append(brand.word(half * 1.8, half * 0.36, "ink", deep * 1.1 + 0.01).moved(z=high - half * 1.85))
    for k in range(rows):
        z = foot + (k + 0.2) * row
        number = f"{int(rng.integers(1, 3))}{int(rng.integers(0, 100)):02d}9"
        face.append(digits(number, row * 0.6, "digits", deep + 0.01).moved(y=half * 0.3, z=z))
        face.append(boxes([deep, -half * 0.9, z], [deep + 0.008, -half * 0.3, z + row * 0.6], f"grade {k % 4}"))
    flat += [group.moved(yaw=turn) for turn in (0.0, np.pi) for group in face]
    grades = {f"grade {k}": Material("grade", base_color=BRIGHT[k], roughness=0.5) for k in range(4)}
    board = Material("price board", base_color=(0.012, 0.012, 0.014), roughness=0.3)
    return scenery("price pole", flat, {**brand.materials(night), **grades, "board": board, "metal": metal(rng)})


def air_machine(rng: np.random.Generator, brand: Brand) -> Asset:
    """A machine for air and water on a post, with its hose hung up."""
    high = float(rng.uniform(1.1, 1.5))
    flat = [
        boxes([-0.08, -0.1, 0.0], [0.08, 0.1, high * 0.6], "metal"),
        boxes([-0.15, -0.22, high * 0.5], [0.15, 0.22, high], "main"),
        boxes([0.15, -0.14, high * 0.72], [0.16, 0.14, high * 0.92], "dark"),
        digits("24", 0.09, "digits", 0.165).moved(z=high * 0.78),
    ]
    t = np.linspace(0.0, 2.0 * np.pi, 13)
    loop = np.stack([np.full(13, 0.2), 0.2 * np.sin(t), high * 0.5 + 0.25 * np.cos(t)], axis=1)
    made = {**brand.materials(False), "metal": metal(rng), "dark": dark(), "hose": RUBBER}
    return scenery("air machine", flat, made, tube(loop, 0.015, ("hose", PART), 5))
