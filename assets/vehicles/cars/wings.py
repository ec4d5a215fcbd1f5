"""Wings of two kinds: those over the wheels of old cars, and those on the tails of fast ones."""

import numpy as np

from assets.polygons import Skin, box
from assets.vehicles.cars.body import BodyGrid
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.tops import on_top
from assets.vehicles.cars.wheels import tyre_width, wheel_place
from assets.vehicles.cycles.shapes import guard
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.slabs import slab

PAINT: Skin = ("paint", "body")
LOW = 1.3  # metres: what is lower may carry a wing on its tail
WINGED = 0.45  # of these


def wings(rng: np.random.Generator, p: Proportions, body: BodyGrid) -> Pieces:
    """Bowed sheets over all four wheels with running boards between them; or a blade over the tail of a low car."""
    if p.wings:
        return _fenders(p, body)
    if p.height < LOW and not p.open_top and not p.classic and rng.uniform() < WINGED:
        return _blade(rng, p, body)
    return Pieces()


def _fenders(p: Proportions, body: BodyGrid) -> Pieces:
    wide, radius = tyre_width(p) + 0.16, p.wheel + 0.10
    arcs = []
    for axle, span in zip(body.curves.axles, ((196.0, 12.0), (176.0, -14.0)), strict=True):
        place = wheel_place(p, body, axle)
        bowed = guard((place[0], p.wheel), radius, wide, span, PAINT, deep=0.55)
        arcs.append(bowed.moved((0.0, place[1] - 0.02, 0.0)).pair())
    front, rear = (wheel_place(p, body, axle) for axle in body.curves.axles)
    x = (rear[0] + radius - 0.02, front[0] - radius + 0.02)
    y, z = front[1], p.clearance + 0.04
    board = box((x[0], y - 0.18, z - 0.03), (x[1], y + 0.12, z), PAINT)
    tread = box((x[0], y - 0.1, z), (x[1], y + 0.1, z + 0.008), ("plastic", "trim"))
    edge = box((x[0], y + 0.12, z - 0.02), (x[1], y + 0.128, z), ("chrome", "trim"))
    return smooth(*arcs) + flat(board.pair(), tread.pair(), edge.pair())


def _blade(rng: np.random.Generator, p: Proportions, body: BodyGrid) -> Pieces:
    """Two posts and a blade across, painted or of bare carbon."""
    skin: Skin = PAINT if rng.uniform() < 0.5 else ("plastic", "trim")
    x, _, z = on_top(body, np.array([p.length - 0.3]), np.array([0.5]), 0.0)[0].tolist()
    high, half = z + float(rng.uniform(0.12, 0.26)), 0.45 * p.width
    chord = np.array([x - 0.24, x - 0.14, x, x + 0.06])
    low = high + np.array([0.045, 0.02, 0.0, 0.0])
    blade = slab(chord, low, low + np.array([0.01, 0.03, 0.035, 0.008]), half, 0.0, skin)
    post = box((x - 0.12, 0.5 * half - 0.012, z - 0.06), (x, 0.5 * half + 0.012, high + 0.02), ("plastic", "trim"))
    plate = box((x - 0.26, half - 0.01, high - 0.04), (x + 0.08, half + 0.004, high + 0.08), skin)
    return flat(blade, post.pair(), plate.pair())
