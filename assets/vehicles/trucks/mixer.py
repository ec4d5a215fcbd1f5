"""A concrete mixer's drum on its frame."""

import numpy as np

from assets.polygons import Points, Shape, Skin, box, grid
from assets.rotations import BACKWARD, about_y
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.trucks.dimensions import Space
from assets.vehicles.trucks.skins import BODY, FRAME
from assets.vehicles.trucks.solids import drum, ladder, soft_box


def mixer(rng: np.random.Generator, space: Space) -> Pieces:
    """A concrete mixer's drum on its frame, with hopper, chute, ladder and water tank."""
    radius = min((space.top - space.floor - 0.4) / 1.65, space.width / 2.0 - 0.02)
    length = space.front - space.rear
    tilt = np.radians(float(rng.uniform(10.0, 14.0)))
    share = np.array([0.0, 0.0, 0.04, 0.16, 0.30, 0.44, 0.56, 0.70, 0.84, 0.96, 1.0])
    round_share = np.array([0.0, 0.45, 0.62, 0.88, 0.99, 1.0, 0.98, 0.84, 0.66, 0.48, 0.46])
    fine = np.linspace(0.0, 1.0, 44)
    profile_x, profile_r = (
        np.interp(np.linspace(0, 10, 44), np.arange(11), share),
        np.interp(fine * 10, np.arange(11), round_share),
    )
    long = 0.88 * length
    body = _drum(rng, long * profile_x, radius * profile_r)
    start = np.array([space.front - 0.35, 0.0, space.floor + radius * 0.66])
    drum_shape = body.moved(start, about_y(tilt) @ BACKWARD)
    mouth = start + about_y(tilt) @ np.array([-long, 0.0, 0.0])
    pieces = [
        box((space.rear + 0.1, 0.38, space.floor - 0.2), (space.front, 0.5, space.floor), FRAME).pair(),
        soft_box(
            (space.front - 0.30, -0.5, space.floor - 0.05), (space.front - 0.05, 0.5, space.floor + radius), 0.04, FRAME
        ),
    ]
    post_x = space.rear + 0.55
    top = mouth[2] - 0.3
    pieces.append(soft_box((post_x, 0.45, space.floor - 0.1), (post_x + 0.14, 0.6, top), 0.02, FRAME).pair())
    pieces.append(soft_box((post_x, -0.6, top - 0.2), (post_x + 0.14, 0.6, top), 0.02, FRAME))
    pieces.append(
        soft_box((space.rear + 0.12, 0.5, top - 0.1), (post_x + 0.14, 1.0, top - 0.04), 0.01, FRAME)
    )  # a step
    hopper = _hopper(mouth + np.array([-0.25, 0.0, 0.25]), ("paint_2", "cargo"))
    start_z = mouth[2] - 0.55
    chute = _chute(np.array([space.rear + 0.35, 0.0, start_z]), min(1.15, (start_z - 0.75) / 0.9))
    water = drum(
        (space.front - 0.15, -0.95, space.floor + 0.35), (space.front - 1.2, -0.95, space.floor + 0.35), 0.26, BODY, 16
    )
    rungs = ladder(np.array([space.rear + 0.15, 0.75, space.floor - 0.2]), mouth[2] + 0.2)
    guard = soft_box((space.rear, -1.1, space.floor - 0.25), (space.rear + 0.15, 1.1, space.floor - 0.05), 0.03, FRAME)
    return smooth(drum_shape, hopper, chute, water, *rungs) + flat(*pieces, guard)


def _drum(rng: np.random.Generator, x: Points, radius: Points) -> Shape:
    """A drum about the x axis, running towards +x, with two spiral bands in another colour."""
    segments = 40
    angle = np.arange(segments) * (2.0 * np.pi / segments)
    points = np.stack(
        [
            np.broadcast_to(x[:, None], (len(x), segments)),
            radius[:, None] * np.cos(angle),
            radius[:, None] * np.sin(angle),
        ],
        axis=2,
    )
    shape = grid(points[::-1], BODY, closed=True)
    style = str(rng.choice(["spiral", "bands", "plain"], p=[0.5, 0.2, 0.3]))
    rows = np.arange(len(shape.quads)) // segments
    columns = np.arange(len(shape.quads)) % segments
    turn = (columns / segments + rows * float(rng.choice([0.03, -0.03, 0.045]))) % 0.5
    marked = {"spiral": turn < 0.17, "bands": (rows // 6) % 2 == 0, "plain": rows < -1}[style]
    return Shape(shape.points, shape.quads, marked.astype(np.int64), (*shape.skins, ("accent", "cargo")))


def _hopper(middle: Points, skin: Skin) -> Shape:
    """A funnel, wide above."""
    rows = []
    for z, half in ((0.32, 0.52), (0.0, 0.34), (-0.35, 0.2)):
        rows.append(np.array([(x * half, y * half, z) for x, y in ((1, 1), (-1, 1), (-1, -1), (1, -1))]))
    return grid(np.stack(rows)[::-1] + middle, skin, closed=True)


def _chute(top: Points, length: float) -> Shape:
    """A half pipe that slopes down behind."""
    angle = np.linspace(np.pi, 2.0 * np.pi, 9)
    section = np.stack([0.0 * angle, 0.24 * np.cos(angle), 0.24 * np.sin(angle)], axis=1)
    way = np.array([-0.42, 0.0, -0.9])
    return grid(np.stack([section + top + way * length * s for s in (0.0, 0.5, 1.0)]), ("chassis", "cargo"))
