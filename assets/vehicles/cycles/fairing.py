"""Fairings of sport and touring machines with their lamps, screens and mirrors; and luggage."""

import numpy as np

from assets.polygons import Points, Shape, pillow, tube
from assets.rotations import about
from assets.vehicles.cycles.bodywork import fairing_nose, lower_flanks, screen, upper_flanks
from assets.vehicles.cycles.dimensions import Motorcycle
from assets.vehicles.cycles.fittings import indicators, mirrors, rear_box
from assets.vehicles.cycles.layout import Layout
from assets.vehicles.cycles.shapes import xyz
from assets.vehicles.cycles.skins import PAINT, SHADE
from assets.vehicles.pieces import Pieces, gather


def fairing(rng: np.random.Generator, m: Motorcycle, where: Layout) -> tuple[Pieces, Points]:
    """A sport machine's full fairing, or a touring one's upper half with a tall screen; with lamps and mirrors."""
    g, c = m.geometry, where.crank
    touring = m.style == "touring"
    half = float(rng.uniform(0.22, 0.26)) if touring else float(rng.uniform(0.19, 0.215))
    ahead = float(rng.uniform(-0.10, 0.0)) if touring else float(rng.uniform(-0.04, 0.06))
    tip = np.array([g.front[0] + ahead, 0.0, where.clamp_z - (0.06 if touring else float(rng.uniform(0.08, 0.12)))])
    knee = np.array([where.tank_rear[0] + (0.22 if touring else 0.12), 0.0, where.tank_rear[1] - 0.10])
    low = c[2] + (0.10 if touring else 0.15)
    soft = [fairing_nose(where.clamp, tip, half), upper_flanks(where.clamp, tip, knee, low, half)]
    if not touring:
        front = min(float(g.on_axis(low)[0]) - 0.04, g.front[0] - g.front_radius - 0.02)
        skin = PAINT if rng.uniform() < 0.65 else SHADE
        gap = float(rng.uniform(-0.01, 0.03))
        soft.append(lower_flanks(c, front, low - gap, c[2] - float(rng.uniform(0.17, 0.21)), half, skin))
    rise = float(rng.uniform(0.36, 0.5)) if touring else float(rng.uniform(0.15, 0.20))
    foot = np.array([tip[0] - 0.17, 0.0, tip[2] + 0.075])
    soft.append(screen(foot, foot + xyz(-0.22, 0.0, rise), (0.75 * half, 0.60 * half), 0.13))
    turn = about((0.0, 0.0, 1.0), float(rng.uniform(0.5, 0.7)))
    high = float(rng.uniform(0.055, 0.085))
    lamps: list[Shape] = []
    for size, ahead, material in (
        ((0.10, 0.66, 1.3), -0.012, "plastic"),
        ((0.10, 0.58, 1.0), 0.0, "reflector"),
        ((0.09, 0.22, 0.7), 0.009, "head"),
    ):
        lamp = pillow((size[0], size[1] * half, size[2] * high), (material, "light"), 2.8, 14)
        place = tip + xyz(-0.10 + ahead, 0.42 * half, -0.005)
        lamps.append(lamp.moved(place, turn).pair())
    root = np.array([tip[0] - 0.16, 0.72 * half, tip[2] + 0.075])
    lamps.append(mirrors(root, (0.0, 0.17, 0.08), (0.15, 0.08), ("paint", "mirror"), 0.010))
    lamps.append(indicators(np.array([tip[0] - 0.16, half + 0.06, tip[2] - 0.03]), 0.06, (0.055, 0.06, 0.035)))
    fill = pillow((0.30, 0.26, 0.34), ("dark", "trim"), 4.0, 12).moved((c[0] + 0.14, 0.0, c[2] + 0.12))
    return Pieces(soft=tuple(soft), smooth=(*lamps, fill)), tip + xyz(0.0, 0.0, -0.005)


def luggage(rng: np.random.Generator, m: Motorcycle, where: Layout) -> Pieces:
    """A top case, and panniers on a tourer."""
    z = m.seat + where.pillion
    material = "plastic" if rng.uniform() < 0.5 else "paint_box" if rng.uniform() < 0.6 else "rim"
    size = (float(rng.uniform(0.34, 0.42)), float(rng.uniform(0.42, 0.54)), float(rng.uniform(0.27, 0.33)))
    parts: list[Pieces] = []
    if rng.uniform() < 0.8 or m.style == "street":
        parts.append(rear_box((where.seat_end - 0.07, 0.0, z + 0.02 + size[2] / 2.0), size, material))
        rack = np.array(
            [
                [where.seat_end + 0.1, 0.09, z - 0.02],
                [where.seat_end - 0.1, 0.09, z + 0.02],
                [where.seat_end - 0.28, 0.08, z + 0.025],
            ]
        )
        parts.append(Pieces(smooth=(tube(rack, 0.010, ("frame", "trim"), 6).pair(),)))
    if m.style == "touring":
        x = m.geometry.rear[0] + 0.02
        pannier = rear_box((x, 0.29, m.seat - 0.14), (0.44, 0.20, 0.34), material)
        other = rear_box((x, -0.29, m.seat - 0.14), (0.44, 0.20, 0.34), material)
        parts += [pannier, other]
    return gather(*parts)
