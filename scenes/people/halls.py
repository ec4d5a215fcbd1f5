"""What is behind people on stages and pitches: curtains, screens and lamps in the dark; stands full of a crowd."""

import numpy as np
from numpy.typing import NDArray

from assets import Asset
from assets.environments import surfaces
from assets.environments.panels import boxes, panels, scenery, wall
from assets.materials import Colour, Material, Texture
from assets.primitives import floor
from assets.random import stream
from scenes.pose import Float64, Pose
from scenes.spec import Placed

ROW_PX, SEAT_PX = 22, 18  # of the crowd's picture
SEAT_M = 0.55
ALBEDO: tuple[Colour, ...] = ((0.55, 0.38, 0.30), (0.40, 0.26, 0.17), (0.20, 0.11, 0.07), (0.08, 0.045, 0.03))
GROUND_M = 90.0


def stage(rng: np.random.Generator, heads: Float64, ahead_rad: float, ground_z: float) -> list[Placed]:
    """Boards, a dark or coloured curtain, a screen or a lit word, and lamps that shine into the picture."""
    far = float(rng.uniform(1.5, 7.0))
    tone = float(np.exp(rng.uniform(np.log(0.004), np.log(0.12))))
    tint = rng.uniform(0.1, 1.0, 3) ** float(rng.uniform(0.0, 1.5))
    curtain = Material("curtain", base_color=_rgb(tone * tint / tint.max()), roughness=0.95)
    glow = rng.uniform(0.05, 1.0, 3) ** 1.5
    lamp = Material("lamp", base_color=(0.0, 0.0, 0.0), emission=_rgb(glow / glow.max()), emission_strength=6.0)
    screen = Material(
        "screen",
        base_color=(0.0, 0.0, 0.0),
        emission_strength=float(rng.uniform(0.3, 1.5)),
        textures=(Texture("emission", _lights(stream(rng, "screen")), f"lights {int(rng.integers(1 << 53))}"),),
    )
    flat = [wall(40.0, -1.0, 14.0, "curtain")]
    if rng.random() < 0.45:
        wide, low = float(rng.uniform(2.0, 6.0)), float(rng.uniform(0.4, 2.5))
        y, tall = float(rng.uniform(-3.0, 3.0)), 0.6 * wide
        corners = [[0.05, y - wide / 2, low], [0.05, y + wide / 2, low]]
        corners += [[0.05, y + wide / 2, low + tall], [0.05, y - wide / 2, low + tall]]
        flat.append(panels(corners, "screen", [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]))
    for _ in range(int(rng.integers(0, 7))):
        size, place = float(rng.uniform(0.06, 0.2)), [0.3, float(rng.uniform(-6.0, 6.0)), float(rng.uniform(2.0, 5.5))]
        flat.append(boxes(np.array(place) - size, np.array(place) + size, "lamp"))
    back = scenery("stage", flat, {"curtain": curtain, "lamp": lamp, "screen": screen})
    boards = Material("boards", base_color=_rgb(np.full(3, float(rng.uniform(0.01, 0.2)))), roughness=0.35)
    return [_at(floor(GROUND_M, boards), heads, ahead_rad, 0.0, ground_z), _at(back, heads, ahead_rad, far, ground_z)]


def stands(rng: np.random.Generator, heads: Float64, ahead_rad: float, ground_z: float) -> list[Placed]:
    """Grass or a court's floor, a hoarding, and rows of people behind it, too far off for faces: no labels."""
    distance = float(np.linalg.norm(heads[:, :2], axis=1).max())
    far, rows = distance * float(rng.uniform(0.8, 3.0)) + 4.0, int(rng.integers(10, 26))
    seats = int(rng.integers(50, 90))
    wide, tall = seats * SEAT_M, rows * 0.62
    picture = Texture("base_color", crowd(stream(rng, "crowd"), rows, seats), f"crowd {int(rng.integers(1 << 53))}")
    people = Material("crowd", roughness=0.9, textures=(picture,))
    low = float(rng.uniform(0.7, 1.3))
    near = [[0.0, -wide / 2, low], [0.0, wide / 2, low]]
    corners = [*near, [-tall, wide / 2, low + tall], [-tall, -wide / 2, low + tall]]
    flat = [panels(corners, "crowd", [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]), wall(wide, 0.0, low, "board")]
    board = Material("board", base_color=_rgb(rng.uniform(0.02, 0.6, 3)), roughness=0.5)
    back = scenery("stands", flat, {"crowd": people, "board": board})
    turf = surfaces.grass(rng) if rng.random() < 0.6 else surfaces.concrete(rng)
    return [_at(floor(GROUND_M, turf), heads, ahead_rad, 0.0, ground_z), _at(back, heads, ahead_rad, far, ground_z)]


def crowd(rng: np.random.Generator, rows: int, seats: int) -> NDArray[np.uint8]:
    """(rows * ROW_PX, seats * SEAT_PX, 3) sRGB: coats and heads without faces, the nearest row below."""
    high, wide = rows * ROW_PX, seats * SEAT_PX
    out = np.broadcast_to(rng.uniform(0.02, 0.25, 3), (high, wide, 3)).copy()
    y, x = np.mgrid[0:high, 0:wide]
    for row in range(rows):
        base = (row + 1) * ROW_PX
        for seat in range(seats):
            if rng.random() < 0.12:
                continue
            middle = (seat + 0.5 * (row % 2) + float(rng.normal(0.5, 0.12))) * SEAT_PX
            band = (slice(max(0, base - 2 * ROW_PX), base), slice(max(0, int(middle) - 14), int(middle) + 14))
            dy, dx = y[band] - base, x[band] - middle
            tint = rng.uniform(0.1, 1.0, 3) ** float(rng.uniform(0.0, 1.5))
            coat = float(np.exp(rng.uniform(-4.0, -0.5))) * tint / tint.max()
            out[band][(dx / 9.0) ** 2 + ((dy + 4.0) / 14.0) ** 2 < 1.0] = coat
            rise = float(rng.normal(-21.0, 1.5))
            skin = np.array(ALBEDO[int(rng.integers(len(ALBEDO)))]) * float(rng.uniform(0.6, 1.1))
            out[band][(dx / 4.4) ** 2 + ((dy - rise) / 5.6) ** 2 < 1.0] = skin
            hair = np.full(3, float(rng.choice([0.01, 0.02, 0.05, 0.3])))
            out[band][((dx / 4.8) ** 2 + ((dy - rise + 1.0) / 6.2) ** 2 < 1.0) & (dy < rise - 1.5)] = hair
    for axis in (0, 1):  # far off and out of focus
        out = (np.roll(out, 1, axis) + 2.0 * out + np.roll(out, -1, axis)) / 4.0
    out *= np.exp(rng.normal(0.0, 0.12, (high, wide, 1)))
    return np.asarray(255.0 * np.clip(out, 0.0, 1.0) ** (1.0 / 2.2), np.uint8)


def _lights(rng: np.random.Generator) -> NDArray[np.uint8]:
    """(64, 96, 3): what a large screen may show: bars and discs of light."""
    y, x = np.mgrid[0:64, 0:96]
    out = np.zeros((64, 96, 3))
    for _ in range(int(rng.integers(3, 10))):
        color, (cy, cx) = rng.uniform(0.0, 1.0, 3) ** 2, rng.uniform([0, 0], [64, 96])
        if rng.random() < 0.5:
            out[np.hypot(y - cy, x - cx) < rng.uniform(3, 20)] = color
        else:
            slant = float(rng.normal(0.0, 0.6))
            out[np.abs(x - cx + slant * (y - cy)) < rng.uniform(1, 9)] = color
    return np.asarray(255.0 * out, np.uint8)


def _at(asset: Asset, heads: Float64, ahead_rad: float, far: float, ground_z: float) -> Placed:
    """Behind the last head, its front towards the camera."""
    away = np.array([np.cos(ahead_rad), np.sin(ahead_rad), 0.0])
    right = np.array([away[1], -away[0], 0.0])
    place = away * (float((heads @ away).max()) + far) + right * float((heads @ right).mean())
    rotation = np.stack([-away, right, np.array([0.0, 0.0, 1.0])], axis=1)
    return Placed(asset, Pose(rotation, place + np.array([0.0, 0.0, ground_z])))


def _rgb(values: NDArray[np.floating]) -> Colour:
    red, green, blue = (float(value) for value in values)
    return red, green, blue
