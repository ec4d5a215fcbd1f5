"""What two-wheelers are bent, pressed and moulded from: sweeps, sheets and bundles of bars."""

import numpy as np
from numpy.typing import ArrayLike

from assets.polygons import Points, Quads, Shape, Skin, box, grid, grid_quads, join, lathe, tube
from assets.vectors import cross


def curve(points: ArrayLike, count: int) -> Points:
    """(count, D) points of a Catmull-Rom spline through (N, D) ones."""
    p = np.asarray(points, np.float64)
    p = np.concatenate([2.0 * p[:1] - p[1:2], p, 2.0 * p[-1:] - p[-2:-1]])
    at = np.linspace(0.0, len(p) - 3 - 1e-9, count)
    i = at.astype(int)
    t = (at - i)[:, None]
    a, b, c, d = p[i], p[i + 1], p[i + 2], p[i + 3]
    out: Points = 0.5 * (
        2.0 * b + (c - a) * t + (2.0 * a - 5.0 * b + 4.0 * c - d) * t**2 + (3.0 * b - 3.0 * c + d - a) * t**3
    )
    return out


def xyz(x: float, y: float, z: float) -> Points:
    """A point or an offset, metres."""
    return np.array((x, y, z), np.float64)


def loft(
    path: ArrayLike, wide: ArrayLike, up: ArrayLike, down: ArrayLike, skin: Skin, exponent: float = 2.6, sides: int = 12
) -> Shape:
    """Superelliptic sections along a path in a plane of constant y; both ends are closed.

    Args:
        path: (N, 3) metres, from rear to front or from below to above.
        wide, up, down: (N,) half width along y, and heights over and under the path. Over is +z on a path along x and
            -x on one along z.
        exponent: 2 for ellipses, larger for boxes.
    """
    path = np.asarray(path, np.float64)
    n = len(path)
    wide, up, down = (np.broadcast_to(np.asarray(v, np.float64), (n,)) for v in (wide, up, down))
    angle = -(np.arange(sides) + 0.5) * (2.0 * np.pi / sides)
    c, s = np.cos(angle), np.sin(angle)
    y, h = np.sign(c) * np.abs(c) ** (2.0 / exponent), np.sign(s) * np.abs(s) ** (2.0 / exponent)
    across = wide[:, None] * y
    high = np.where(h > 0, up[:, None] * h, down[:, None] * h)
    points = path[:, None] + across[..., None] * [0.0, 1.0, 0.0] + high[..., None] * _normals(path)[:, None]
    middle = points.mean(axis=1, keepdims=True).repeat(sides, axis=1)
    return grid(np.concatenate([middle[:1], points, middle[-1:]]), skin, closed=True)


def sheet(points: ArrayLike, thickness: ArrayLike, skin: Skin, inner: Skin | None = None) -> Shape:
    """A sheet over (N, M, 3) points, looking along the cross product of its axes, with a back ``thickness`` away.

    Args:
        thickness: (3,) or (N, M, 3) from the front to the back, metres.
        inner: of the back, if another.
    """
    front = np.asarray(points, np.float64)
    back = front + np.asarray(thickness, np.float64)
    columns = front.shape[1]
    loop = np.concatenate([front, back[:, ::-1]], axis=1)
    middle = (front + back) / 2.0
    ends = np.concatenate([middle, middle[:, ::-1]], axis=1)
    out = grid(np.concatenate([ends[:1], loop, ends[-1:]]), skin, closed=True)
    if inner is None:
        return out
    column = np.tile(np.arange(2 * columns), len(loop) + 1)
    is_back = (column >= columns) & (column < 2 * columns - 1)
    return Shape(out.points, out.quads, is_back.astype(np.int64), (skin, inner))


def guard(
    axle: ArrayLike, radius: float, width: float, span_deg: tuple[float, float], skin: Skin, deep: float = 0.5
) -> Shape:
    """A mudguard: a bowed strip around a wheel at ``axle`` (x, z), from behind over the top to the front.

    Args:
        radius, width: of its crown and of the whole, metres.
        span_deg: where it ends behind and in front, as angles from +x over +z.
        deep: of its bow, as a share of half its width.
    """
    x, z = np.asarray(axle, np.float64)
    turn = np.radians(np.linspace(*span_deg, 14))
    a = np.radians(np.linspace(8.0, 172.0, 7))
    y = width / 2.0 * np.cos(a)
    r = radius - deep * width / 2.0 * (1.0 - np.sin(a))
    shape = (len(turn), len(a))
    points = np.stack(
        [
            x + np.cos(turn)[:, None] * r,
            np.broadcast_to(-y, shape),
            z + np.sin(turn)[:, None] * r,
        ],
        axis=2,
    )
    inward = np.stack([-np.cos(turn), 0.0 * turn, -np.sin(turn)], axis=1)[:, None] * 0.004
    return sheet(points, np.broadcast_to(inward, (*shape, 3)), skin)


def bars(start: ArrayLike, end: ArrayLike, radius: float, skin: Skin, sides: int = 4) -> Shape:
    """Straight rods with open ends between (N, 3) and (N, 3) points, all at once."""
    start, end = np.asarray(start, np.float64), np.asarray(end, np.float64)
    along = end - start
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    helper = np.where(np.abs(along[:, 1:2]) < 0.9, np.array([[0.0, 1.0, 0.0]]), np.array([[1.0, 0.0, 0.0]]))
    side = cross(helper, along)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    over = cross(along, side)
    angle = -np.arange(sides) * (2.0 * np.pi / sides)
    ring = radius * (side[:, None] * np.cos(angle)[:, None] + over[:, None] * np.sin(angle)[:, None])
    points = np.stack([start[:, None] + ring, end[:, None] + ring], axis=1)
    index: Quads = np.arange(2 * sides).reshape(2, sides)
    one = grid_quads(np.concatenate([index, index[:, :1]], axis=1))
    quads = (np.arange(len(start))[:, None, None] * 2 * sides + one).reshape(-1, 4)
    return Shape(points.reshape(-1, 3), quads, np.zeros(len(quads), np.int64), (skin,))


def strut(start: ArrayLike, end: ArrayLike, radius: float, spring: Skin, core: Skin) -> Shape:
    """A spring around a damper between two points, metres."""
    start, end = np.asarray(start, np.float64), np.asarray(end, np.float64)
    length = float(np.linalg.norm(end - start))
    coils = max(5, int(length / 0.028))
    y = np.linspace(0.12 * length, 0.82 * length, 2 * coils + 1)
    r = np.where(np.arange(len(y)) % 2 == 0, 0.72 * radius, radius)
    inner = [(0.0, 0.0), (0.45 * radius, 0.0), (0.45 * radius, length), (0.0, length)]
    shape = join([lathe(np.stack([r, y], axis=1), 10, spring), lathe(inner, 8, core)])
    return shape.moved(start, _from_y((end - start) / length))


def bracket(start: ArrayLike, end: ArrayLike, size: tuple[float, float], skin: Skin) -> Shape:
    """A bar of rectangular section ``size`` (across y, and the other way) between two points of about one y."""
    start, end = np.asarray(start, np.float64), np.asarray(end, np.float64)
    length = float(np.linalg.norm(end - start))
    shape = box((-size[1] / 2.0, 0.0, -size[0] / 2.0), (size[1] / 2.0, length, size[0] / 2.0), skin)
    return shape.moved(start, _from_y((end - start) / length))


def axle(middle: Points, half: float, radius: float, sides: int = 6) -> Shape:
    """A wheel's axle, ``half`` metres to each side of its middle."""
    ends = middle + np.array([[0.0, -half, 0.0], [0.0, 0.0, 0.0], [0.0, half, 0.0]])
    return tube(ends, radius, ("steel", "wheel"), sides)


def strap(points: ArrayLike, wide: float, thick: float, skin: Skin) -> Shape:
    """A flat strip in the middle plane through (N, 3) points from above to below, ``wide`` across y and ``thick``."""
    path = np.asarray(points, np.float64)[::-1]
    return loft(path, wide / 2.0, thick / 2.0, thick / 2.0, skin, 4.0, 8)


def _from_y(direction: Points) -> Points:
    """(3, 3) rotation that takes +y to a unit direction and keeps +z near the y axis."""
    flat = np.array([0.0, 1.0, 0.0]) if abs(direction[1]) < 0.9 else np.array([0.0, 0.0, 1.0])
    x = cross(direction, flat)
    x /= np.linalg.norm(x)
    return np.stack([x, direction, cross(x, direction)], axis=1)


def _normals(path: Points) -> Points:
    """(N, 3) unit normals in the x-z plane, +z for a path along +x."""
    along = np.gradient(path, axis=0)
    out = np.stack([-along[:, 2], 0.0 * along[:, 0], along[:, 0]], axis=1)
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    return out
