"""The front end of a bicycle, wheel to grips: all that turns with the bars."""

import numpy as np

from assets.polygons import Points, Shape, Skin, join, pillow, tube
from assets.vehicles.cycles.bicycle_dimensions import Bike
from assets.vehicles.cycles.bicycle_parts import (
    basket,
    drop_bar,
    mudguards,
    rim_brake,
)
from assets.vehicles.cycles.fittings import handlebar, lever, round_lamp
from assets.vehicles.cycles.shapes import axle, curve, xyz
from assets.vehicles.cycles.skins import BAR
from assets.vehicles.cycles.wheels import WheelStyle, cycle_wheel
from assets.vehicles.pieces import Pieces, gather

FRAME: Skin = ("paint", "frame")


def bicycle_front(
    rng: np.random.Generator, b: Bike, style: WheelStyle, shod: bool
) -> tuple[Pieces, dict[str, Points], Points]:
    """Front wheel, fork, stem, bars, guard, lamp, basket; named points; the front tyre's points.

    Args:
        shod: it has mudguards and what goes with them.
    """
    g = b.geometry
    wheel = cycle_wheel(rng, style).moved(g.front)
    crown_z = g.front_radius * 2.0 + (0.035 if b.style != "mountain" else 0.085)
    crown = g.on_axis(crown_z)
    y = g.front_width / 2.0 + 0.028
    skin: Skin = FRAME if rng.uniform() < 0.7 else ("bars", "frame")
    shapes = _fork(b, crown_z, y, skin)
    head_top = g.on_axis(min(b.bar - 0.05, crown_z + (0.16 if b.style != "child" else 0.09)))
    shapes.append(tube(np.stack([crown, (crown + head_top) / 2, head_top]), 0.016, skin, 8))
    shapes.append(axle(g.front, y + 0.02, 0.007))
    bars, points, clamp = _bars(rng, b, head_top)
    pieces = [wheel, bars]
    if shod:
        pieces.append(
            mudguards(b.geometry, True, "plastic" if rng.uniform() < 0.5 else "chrome" if b.age > 0.6 else "paint")
        )
    if not style.disc:
        shapes.append(rim_brake(g.front, crown, style))
    if shod or rng.uniform() < 0.25:
        lamp = crown + xyz(0.09, 0.0, 0.07) if shod else clamp + xyz(0.05, 0.0, 0.03)
        shapes.append(round_lamp(lamp, 0.034 if shod else 0.022, ("chrome" if b.age > 0.6 else "plastic", "light")))
        stem = np.stack([crown, (crown + lamp) / 2 - [0, 0, 0.01], lamp - [0.03, 0, 0]])
        shapes.append(tube(stem, 0.006, ("plastic", "light"), 4))
        points["front_light"] = lamp + xyz(0.005, 0.0, 0.0)
    if shod and b.style != "child" and rng.uniform() < 0.4:
        pieces.append(basket(clamp + xyz(0.20, 0.0, -0.10)))
    return gather(*pieces, Pieces(smooth=(join(shapes),))), points, wheel.smooth[0].points


def _fork(b: Bike, crown_z: float, y: float, skin: Skin) -> list[Shape]:
    """Two blades ``y`` metres to each side and their crown; a mountain bike's slide on springs."""
    g = b.geometry
    crown = g.on_axis(crown_z)
    if b.style == "mountain":
        split, top = g.on_fork(g.front_radius + 0.22), g.on_fork(crown_z)
        lower, upper = np.stack([g.front, (g.front + split) / 2, split]), np.stack([split, (split + top) / 2, top])
        bridge = pillow((0.06, 2 * y + 0.06, 0.045), ("plastic", "frame"), 4.0, 10)
        return [
            tube(lower + xyz(0, y + 0.012, 0), 0.019, ("plastic", "frame"), 8).pair(),
            tube(upper + xyz(0, y + 0.012, 0), 0.015, ("chrome", "frame"), 8).pair(),
            bridge.moved((top + crown) / 2.0 * [1, 0, 1]),
        ]
    blade = np.array(
        [
            crown + xyz(0.0, y, 0.0),
            crown * 0.55 + g.front * 0.45 + [-0.012, y, 0.0],
            g.front + xyz(0.0, y + 0.012, 0.0),
        ]
    )
    bridge = pillow((0.045, 2 * y + 0.03, 0.04), skin, 4.0, 10)
    return [tube(curve(blade, 7), (0.011, 0.014), skin, 8).pair(), bridge.moved(crown)]


def _bars(rng: np.random.Generator, b: Bike, head_top: Points) -> tuple[Pieces, dict[str, Points], Points]:
    """Stem and bars by style; where the hands are; where the bars are held."""
    g = b.geometry
    if b.style == "road":
        clamp = np.array([head_top[0] + 0.085, 0.0, b.bar])
        bars, hand = drop_bar(clamp, b.reach)
    else:
        back = {"city": 0.15, "step_through": 0.20, "mountain": 0.03}.get(b.style, 0.09) * float(rng.uniform(0.8, 1.2))
        ahead = 0.07 if b.style == "mountain" else 0.05
        rise = {"mountain": 0.015, "child": 0.06}.get(b.style, 0.05)
        clamp = np.array([g.on_axis(b.bar - rise)[0] + ahead, 0.0, b.bar - rise])
        grip = np.array([clamp[0] - back, b.reach, b.bar])
        bend = np.array([clamp[0] - 0.1 * back + 0.01, 0.5 * b.reach, b.bar])
        points = [clamp, clamp + xyz(0.0, 0.06, 0.0), bend, grip + xyz(0.5 * back, -0.12, 0.0), grip]
        along = np.array([-min(3.0 * back, 0.5), 1.0, -0.05])
        along /= np.linalg.norm(along)
        bars = join([handlebar(points, 0.0115, BAR, 0.11, 0.016), lever(grip, along, ("lever", "handlebar"), 0.04)])
        hand = grip - along * 0.05 + [0.0, 0.0, 0.012]
    stem = np.stack([head_top, g.on_axis(clamp[2] - 0.012) * 0.9 + head_top * 0.1, clamp])
    shapes = [bars, tube(curve(stem, 6), 0.0145, BAR, 8)]
    if b.style in ("city", "step_through") and rng.uniform() < 0.5:
        shapes.append(
            pillow((0.045, 0.05, 0.04), ("chrome", "handlebar"), 2.2, 10).moved(clamp + xyz(-0.02, 0.10, 0.03))
        )
    points_out = {"handle_left": hand, "handle_right": hand * [1.0, -1.0, 1.0]}
    return Pieces(smooth=tuple(shapes)), points_out, clamp
