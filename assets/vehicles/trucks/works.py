"""Bodies of the building trade: a tipper's tub and a mixer's drum."""

import numpy as np

from assets.polygons import Points, Shape, Skin, box, grid, join, tube
from assets.vehicles.trucks.boxes import Space
from assets.vehicles.trucks.solids import Pieces, about_y, drum, flat, smooth, soft_box

BODY: Skin = ("paint_2", "cargo")
FRAME: Skin = ("chassis", "cargo")
DARK: Skin = ("dark", "cargo")


def tub(rng: np.random.Generator, space: Space, canopy: float, shield: float) -> Pieces:
    """A tipper's tub with ribbed walls, a tailgate, a canopy over the cab and often a heap in it.

    Args:
        canopy: metres that the canopy reaches over the cab, 0 for none.
        shield: height of the front wall, at least that of the others.
    """
    half, low, high = space.width / 2.0, space.floor, space.top
    wall, lean = 0.06, float(rng.uniform(0.0, 0.12))
    rear_lean = float(rng.uniform(0.0, 0.25))
    outer = np.array([(half - lean, low), (half, high)])
    side = _slab(
        [(space.rear + rear_lean, outer[0, 0], low), (space.front, outer[0, 0], low)],
        [(space.rear, outer[1, 0], high), (space.front, outer[1, 0], high)],
        wall,
    ).pair()
    rim = soft_box((space.rear, half - 0.08, high - 0.10), (space.front, half + 0.03, high + 0.03), 0.02, BODY).pair()
    floor = box((space.rear + rear_lean, -half + lean, low - 0.08), (space.front, half - lean, low + 0.04), BODY)
    sill = soft_box(
        (space.rear + rear_lean, half - lean - 0.1, low - 0.1),
        (space.front, half - lean + 0.04, low + 0.06),
        0.02,
        BODY,
    ).pair()
    front = box((space.front - wall, -half + 0.02, low), (space.front, half - 0.02, max(high, shield)), BODY)
    gate = grid(
        np.array(
            [[[space.rear + rear_lean, y * (half - lean), low], [space.rear, y * half, high]] for y in (1.0, -1.0)]
        ),
        BODY,
    )
    pieces = [side, rim, floor, sill, front, gate, gate.moved((wall, 0.0, 0.0))]
    pieces += _ribs(rng, space, lean, rear_lean)
    if canopy:
        high = max(high, shield)
        pieces.append(
            soft_box(
                (space.front - 0.1, -half + 0.02, high - 0.04),
                (space.front + canopy, half - 0.02, high + 0.03),
                0.025,
                BODY,
            )
        )
        pieces.append(
            soft_box(
                (space.front + canopy - 0.04, -half + 0.1, high - 0.04),
                (space.front + canopy, half - 0.1, high + 0.12),
                0.02,
                BODY,
            )
        )
    ram = drum((space.front - 0.4, 0.0, low - 0.4), (space.front - 0.1, 0.0, low + 0.02), 0.10, ("chrome", "cargo"), 12)
    subframe = box((space.rear + 0.2, -0.5, low - 0.24), (space.front, 0.5, low - 0.08), FRAME)
    return flat(*pieces, subframe) + smooth(ram, *_heap(rng, space))


def _slab(low: list[tuple[float, float, float]], high: list[tuple[float, float, float]], thick: float) -> Shape:
    """A wall between a lower and an upper edge (rear, front), looking along +y, with its back."""
    points = np.array([[low[1], high[1]], [low[0], high[0]]])
    back = points - [0.0, thick, 0.0]
    return join([grid(points, BODY), grid(back[::-1], BODY), grid(np.stack([points[1], back[1]]), BODY)])


def _ribs(rng: np.random.Generator, space: Space, lean: float, rear_lean: float) -> list[Shape]:
    half, low, high = space.width / 2.0, space.floor, space.top
    count = int((space.front - space.rear) / float(rng.uniform(0.5, 0.85)))
    wide = float(rng.uniform(0.09, 0.15))
    ribs: list[Shape] = []
    if rng.uniform() < 0.75:
        for x in np.linspace(space.rear + rear_lean + 0.1, space.front - wide - 0.03, max(count, 3)):
            bar = soft_box((x, -0.03, 0.0), (x + wide, 0.05, high - low), 0.02, BODY)
            shear = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, lean / (high - low)], [0.0, 0.0, 1.0]])
            ribs.append(bar.moved((0.0, half - lean, low), shear).pair())
    else:
        z = low + 0.45 * (high - low)
        y = half - 0.55 * lean
        ribs.append(
            soft_box((space.rear + 0.1, y - 0.05, z), (space.front - 0.02, y + 0.05, z + 0.12), 0.02, BODY).pair()
        )
    for y in (-0.6 * half, 0.0, 0.6 * half):
        at = space.rear + 0.5 * rear_lean
        ribs.append(soft_box((at - 0.08, y - 0.06, low + 0.1), (at + 0.02, y + 0.06, high - 0.1), 0.02, BODY))
    for z in (low + 0.12, high - 0.2):
        at = space.rear + rear_lean * (high - z) / (high - low)
        ribs.append(soft_box((at - 0.07, -half + lean, z), (at + 0.02, half - lean, z + 0.1), 0.02, BODY))
    return ribs


def _heap(rng: np.random.Generator, space: Space) -> list[Shape]:
    """What the tub holds, heaped or low; a dark floor where it is empty."""
    x = np.linspace(space.front - 0.08, space.rear + 0.1, 24)
    y = np.linspace(-space.width / 2.0 + 0.08, space.width / 2.0 - 0.08, 15)
    full = float(rng.uniform(-0.5, 0.25))
    along = np.sin(np.linspace(0.0, np.pi, 24)) ** 0.6
    across = np.sin(np.linspace(0.0, np.pi, 15)) ** 0.8
    rough = rng.normal(0.0, 0.025, (24, 15))
    z = space.top - 0.25 + full + 0.42 * along[:, None] * across + rough
    z = np.maximum(z, space.floor + 0.1)
    points = np.stack(np.broadcast_arrays(x[:, None], y, z), axis=2)
    return [grid(points[:, ::-1], ("load", "cargo"))]


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
    drum_shape = body.moved(start, about_y(tilt) @ np.diag([-1.0, -1.0, 1.0]))
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
    hopper = _hopper(mouth + np.array([-0.25, 0.0, 0.25]), ("paint_2", "cargo"))
    start_z = mouth[2] - 0.55
    chute = _chute(np.array([space.rear + 0.35, 0.0, start_z]), min(1.15, (start_z - 0.75) / 0.9))
    water = drum(
        (space.front - 0.15, -0.95, space.floor + 0.35), (space.front - 1.2, -0.95, space.floor + 0.35), 0.26, BODY, 16
    )
    ladder = _ladder(np.array([space.rear + 0.15, 0.75, space.floor - 0.2]), mouth[2] + 0.2)
    guard = soft_box((space.rear, -1.1, space.floor - 0.25), (space.rear + 0.15, 1.1, space.floor - 0.05), 0.03, FRAME)
    return smooth(drum_shape, hopper, chute, water, *ladder) + flat(*pieces, guard)


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


def _ladder(foot: Points, top: float) -> list[Shape]:
    skin: Skin = ("aluminium", "cargo")
    rails = [
        tube(np.array([foot + np.array([0, y, 0]), [foot[0], foot[1] + y, top]]), 0.018, skin) for y in (-0.18, 0.18)
    ]
    rungs = [
        tube(np.array([[foot[0], foot[1] - 0.18, z], [foot[0], foot[1] + 0.18, z]]), 0.014, skin)
        for z in np.arange(foot[2] + 0.1, top, 0.3)
    ]
    return [*rails, *rungs]


def ladder(foot: Points, top: float) -> list[Shape]:
    """An upright ladder that looks along x."""
    return _ladder(foot, top)
