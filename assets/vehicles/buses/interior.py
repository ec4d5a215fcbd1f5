"""What is seen through the windows: floor, walls, ceiling, seats, handrails, dashboard, steering wheel."""

from dataclasses import replace

import numpy as np

from assets.polygons import Points, Shape, Skin, box, grid, join, pillow, tube
from assets.random import stream
from assets.vehicles.buses.hull import Hull
from assets.vehicles.buses.layout import Layout
from assets.vehicles.buses.proportions import Proportions
from assets.vehicles.buses.surface import flank_y, front_d, map_d

CLOTH: Skin = ("cloth", "interior")
DARK: Skin = ("cabin", "interior")
FLOOR: Skin = ("floor", "interior")
LINING: Skin = ("lining", "interior")
POLE: Skin = ("pole", "interior")
TUBE: Skin = ("ceiling_lamp", "interior")


def interior(rng: np.random.Generator, p: Proportions, body: Hull, layout: Layout, occupied: bool) -> Shape:
    """The cabin of a left-hand drive vehicle; an ``occupied`` bus has passengers, or none by chance."""
    pieces = [*_room(p, body, layout), _dashboard(p), _driver_seat(p)]
    if p.variant == "double":
        pieces += _upper_room(stream(rng, "upper"), p, body, layout, occupied)
    start, end = p.upright_d + (0.1 if p.type != "coach" else 0.0), layout.cabin[1]
    if end - start > 1.0:
        pieces += _seat_rows(rng, p, layout, start, end, float(rng.uniform(-0.1, 0.6)) if occupied else 0.0)
        if p.type == "city_bus" and p.variant != "bonneted":
            pieces += _poles(p, start, end)
    else:
        pieces.append(_passenger_bench(p))
    return join(pieces)


def driver_place(p: Proportions) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """The middle between the driver's hips, and the middle of the steering wheel; metres."""
    x, y, z = _driver_hips(p)
    wheel = _steering(p)
    return (x, y, z), (float(wheel[0]), float(wheel[1]), float(wheel[2]))


def _driver_hips(p: Proportions) -> tuple[float, float, float]:
    van = p.is_van
    y = 0.25 * p.width if van else 0.27 * p.width
    if van or p.variant == "bonneted":
        return p.length / 2.0 - (p.upright_d - 0.22), y, p.belt_z - 0.32
    return p.length / 2.0 - 1.25, y, max(p.floor_z + 0.5, p.cowl_z + 0.05) if p.type != "coach" else p.cowl_z + 0.28


def _steering(p: Proportions) -> Points:
    x, y, z = _driver_hips(p)
    return np.array([x + 0.46, y, z + (0.30 if p.is_van else 0.24)])


def _room(p: Proportions, body: Hull, layout: Layout) -> list[Shape]:
    """Floor, walls below and above the windows, ceiling, bulkhead."""
    start, end = layout.cabin
    middle, half = p.length / 2.0, p.width / 2.0 - 0.08
    floor = min(p.floor_z, p.belt_z - 0.3)
    deck = box(
        (middle - end, -half + p.tuck, floor - 0.05),
        (middle - start + 0.3, half - p.tuck, floor),
        DARK if p.is_van else FLOOR,
    )
    step = max(1, len(body.d) // 14)
    use = np.flatnonzero((body.d > p.door_d) & (body.d < end + 0.2))[::step]
    walls, van = [], p.is_van
    rows = [(floor, p.belt_z - 0.03, DARK if van else LINING), (p.top_z + 0.03, p.deck_z, LINING)]
    if p.variant == "double":
        rows += [(p.deck_z, p.upper[0] - 0.03, LINING), (p.upper[1] + 0.03, p.edge_z, LINING)]
    for low, high, skin in rows:
        if high - low < 0.05:
            continue
        z = np.array([low, high])
        place = map_d(p, body.d[use][:, None], z)
        y = flank_y(p, place, z) - 0.05
        sheet = np.stack([middle - place, y, np.broadcast_to(z, y.shape)], axis=2)
        walls.append(grid(sheet[::-1], skin).pair())
    roof = body.top[use][:, ::2] - [0.0, 0.0, 0.06]
    ceiling = grid(roof[:, ::-1], LINING).pair()
    back = box(
        (middle - end - 0.03, -half + 0.06, floor), (middle - end, half - 0.06, p.edge_z + 0.5 * p.round_z), DARK
    )
    if p.type == "panel_van":
        return [deck, *walls, ceiling, back]
    lamps = box(  # rows along both sides of the aisle
        (middle - end + 0.2, 0.24 * p.width, p.deck_z - 0.05),
        (middle - p.upright_d, 0.30 * p.width, p.deck_z - 0.01),
        TUBE,
    )
    return [deck, *walls, ceiling, back, lamps.pair()]


def _upper_room(rng: np.random.Generator, p: Proportions, body: Hull, layout: Layout, occupied: bool) -> list[Shape]:
    """A second deck: its floor, and rows of seats, some of them taken."""
    start, end = p.front_depth + 0.3, layout.cabin[1]
    half, middle = p.width / 2.0 - 0.1, p.length / 2.0
    deck = box((middle - end, -half, p.deck_z - 0.06), (middle - p.front_depth - 0.1, half, p.deck_z), FLOOR)
    above = replace(p, floor_z=p.deck_z, belt_z=p.upper[0], top_z=p.upper[1])
    return [deck, *_seat_rows(rng, above, layout, start, end, float(rng.uniform(-0.1, 0.6)) if occupied else 0.0)]


def _dashboard(p: Proportions) -> Shape:
    x = p.length / 2.0 - float(front_d(p, p.cowl_z)) - 0.16
    half = p.width / 2.0 - 0.16
    van = p.is_van
    depth = float(_steering(p)[0])
    reach = max(0.35, x - depth - 0.05)
    top = pillow((reach, 2 * half * 0.96, 0.26), DARK, 5.0).moved(
        (x - reach / 2.0 - 0.08, 0.0, p.cowl_z - (0.14 if van else 0.2))
    )
    angle = np.linspace(0.0, 2.0 * np.pi, 20, endpoint=False)
    lean, size = np.radians(35.0 if van else 58.0), 0.2 if van else 0.235
    ring = size * np.stack([-np.sin(lean) * np.sin(angle), np.cos(angle), np.cos(lean) * np.sin(angle)], axis=1)
    wheel = tube(ring + _steering(p), 0.017, DARK, 6, ring=True)
    hub = pillow((0.06, 0.16, 0.1), DARK).moved(_steering(p))
    column = tube(np.array([_steering(p), [x - 0.25 * reach, _steering(p)[1], p.cowl_z - 0.35]]), 0.05, DARK, 6)
    return join([top, wheel, hub, column])


def _driver_seat(p: Proportions) -> Shape:
    x, y, z = _driver_hips(p)
    return _seat(0.5, 0.98, 10).moved((x - 0.16, y, z - 0.36))


def _passenger_bench(p: Proportions) -> Shape:
    x, y, z = _driver_hips(p)
    width = 0.5 if p.variant == "small" else 0.9
    place = -y if p.variant == "small" else -0.22 * p.width
    return _seat(width, 0.95, 10).moved((x - 0.16, place, z - 0.36))


def _seat(width: float, height: float, segments: int = 6) -> Shape:
    """A seat whose backrest's foot stands at the origin."""
    lean = np.radians(14.0)
    turn = np.array([[np.cos(lean), 0.0, -np.sin(lean)], [0.0, 1.0, 0.0], [np.sin(lean), 0.0, np.cos(lean)]])
    back = height - 0.14
    cushion = pillow((0.46, width, 0.18), CLOTH, 4.0, segments).moved((0.22, 0.0, 0.27))
    rest = pillow((0.13, width, back), CLOTH, 4.0, segments).moved(
        (-back / 2.0 * np.sin(lean), 0.0, 0.16 + back / 2.0 * np.cos(lean)), turn
    )
    return join([cushion, rest])


def _seat_rows(
    rng: np.random.Generator, p: Proportions, layout: Layout, start: float, end: float, share: float
) -> list[Shape]:
    """Pairs of seats on both sides of the aisle, none before the doors; ``share`` of the seats taken."""
    pitch = float(rng.uniform(0.76, 0.88))
    high = 1.12 if p.type == "coach" else 0.98
    floor = min(p.floor_z, p.belt_z - 0.3)
    lift = min(max(p.belt_z - floor - 0.72, 0.0), 0.4)
    width = min(0.92, 0.42 * p.width)
    pair = _seat(width, high)
    y = p.width / 2.0 - p.tuck - 0.12 - width / 2.0
    out = []
    for d in np.arange(start + 0.55, end - 0.1, pitch):
        for side in (1.0, -1.0):
            door = p.type == "city_bus" and side < 0.0 and rng.uniform() < 0.35
            if door or (side < 0.0 and layout.slides[0] - 0.1 < d < layout.slides[1] + 0.2):
                continue
            place = np.array([p.length / 2.0 - d, side * y, floor + lift])
            out.append(pair.moved(place))
            for half in (-0.25, 0.25):
                if rng.uniform() < share:
                    out.append(_passenger(rng, high).moved(place + np.array([0.0, half * width, 0.0])))
    return out


def _passenger(rng: np.random.Generator, high: float) -> Shape:
    """Head, hair and shoulders of somebody on a seat whose backrest's foot stands at the origin."""
    u = rng.uniform
    top, x, y = high + u(0.05, 0.2), u(-0.12, -0.02), u(-0.03, 0.03)
    skin, coat = f"skin_{int(u(0, 2))}", f"coat_{int(u(0, 3))}"
    head = pillow((0.19, 0.15, 0.22), (skin, "interior"), 2.2, 6).moved((x + 0.03, y, top - 0.11))
    hair = pillow((0.20, 0.165, 0.17), ("hair", "interior"), 2.2, 6).moved((x + 0.005, y, top - 0.07))
    body = pillow((0.26, 0.42, 0.62), (coat, "interior"), 2.6, 6).moved((x + 0.06, y, top - 0.53))
    return join([head, hair, body])


def _poles(p: Proportions, start: float, end: float) -> list[Shape]:
    """Handrails from floor to ceiling and along it."""
    out = []
    for d in np.arange(start + 0.4, end - 0.3, 1.7):
        path = np.array([[p.length / 2.0 - d, 0.36, p.floor_z], [p.length / 2.0 - d, 0.34, p.deck_z]])
        out.append(tube(path, 0.018, POLE, 6).pair())
    rail = np.array([[p.length / 2.0 - start, 0.36, p.deck_z - 0.12], [p.length / 2.0 - end, 0.36, p.deck_z - 0.12]])
    out.append(tube(rail, 0.016, POLE, 6).pair())
    return out
