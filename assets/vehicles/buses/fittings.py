"""What is screwed on: lamp bowls, mirrors, wipers, handles, slats, arch lips, things on the roof, the underside."""

import numpy as np

from assets.polygons import Points, Shape, Skin, box, grid, join, lathe, pillow, tube
from assets.rotations import FORWARD
from assets.vehicles.buses.hull import Hull, Panel
from assets.vehicles.buses.layout import GRILLE, Layout
from assets.vehicles.buses.proportions import Proportions
from assets.vehicles.buses.surface import arch_z, flank_y, on_flank, on_front, on_rear

PLASTIC: Skin = ("plastic", "trim")
FLOOR: Skin = ("dark", "trim")
BLACK: Skin = ("plastic", "mirror")
MIRROR: Skin = ("mirror", "mirror")


def smooth_details(rng: np.random.Generator, p: Proportions, body: Hull, layout: Layout) -> Shape:
    """Lamp bowls, wipers, arch lips, mirrors, handles, and what stands on the roof."""
    pieces = [_bowls(p, layout), *_round_lamps(p, layout), *_wipers(rng, p), *_lips(rng, p)]
    if p.is_van:
        pieces += [_van_mirrors(rng, p), _handles(p, layout)]
        if p.type == "panel_van" and p.edge_z < 2.4 and rng.uniform() < 0.22:
            pieces.append(_rack(rng, p))
        if p.type == "minibus" and rng.uniform() < 0.5:
            pieces.append(_pod(rng, p, (-0.2, 0.6), 0.5, 0.15))
    else:
        pieces.append(_bus_mirrors(rng, p))
        pieces += _roof_things(rng, p)
    return join(pieces)


def flat_details(rng: np.random.Generator, p: Proportions, layout: Layout) -> Shape:
    """Slats, the underside, marker lamps."""
    chrome = rng.uniform() < 0.3
    bars = [_slats(p, panel, chrome) for panel in layout.panels if panel.skin == GRILLE]
    return join([*bars, *_underside(p), *_marker_lamps(rng, p), *_hinges(p, layout)])


def _bowls(p: Proportions, layout: Layout) -> Shape:
    profile = np.array([(1.0, 0.0), (0.96, -0.08), (0.70, -0.36), (0.35, -0.50), (0.0, -0.52)])
    eye = np.array([(0.48, -0.40), (0.46, -0.24), (0.32, -0.14), (0.0, -0.10)])
    pieces: list[Shape] = []
    for share, z, radius in layout.bowls:
        place = on_front(p, share, z) - [0.012 + 0.30 * radius, 0.0, 0.0]
        for shape, skin in ((profile, ("reflector", "light")), (eye, ("head", "light"))):
            pieces.append(lathe(shape * radius, 14, skin).moved(place, FORWARD).pair())
    return join(pieces)


def _round_lamps(p: Proportions, layout: Layout) -> list[Shape]:
    """Round lenses behind, each in a black ring."""
    lens = np.array([(1.0, 0.0), (0.94, 0.16), (0.6, 0.24), (0.0, 0.28)])
    ring = np.array([(1.14, -0.2), (1.12, 0.1), (0.98, 0.12)])
    out = []
    for share, z, radius, (name, part) in layout.rounds:
        place = on_rear(p, share, z, 0.002)
        for side in ("left", "right"):
            skin: Skin = (name.replace("left", side), part)
            one = join([lathe(lens * radius, 14, skin), lathe(ring * radius, 14, PLASTIC)]).moved(place, FORWARD.T)
            out.append(one if side == "left" else one.mirrored())
    return out


def _hinges(p: Proportions, layout: Layout) -> list[Shape]:
    """Three for each of a van's rear doors."""
    share, low, high = layout.rear_door
    if share == 0.0:
        return []
    out = []
    for z in low + (high - low) * np.array([0.1, 0.5, 0.9]):
        place = on_rear(p, share, float(z), 0.004)
        out.append(box(place - [0.016, 0.05, 0.035], place + np.array([0.016, 0.05, 0.035]), PLASTIC).pair())
    return out


def _rack(rng: np.random.Generator, p: Proportions) -> Shape:
    """Rails and bars on a low roof, with a ladder on some."""
    start, end, half = p.upright_d + 0.1, p.length - 0.45, 0.5 * p.width - p.lean - 0.16
    front, back, z = p.length / 2.0 - start, p.length / 2.0 - end, p.height + 0.10
    skin: Skin = ("aluminium" if rng.uniform() < 0.5 else "plastic", "trim")
    pieces = [tube(np.array([(front, half, z), (back, half, z)]), 0.02, skin, 6).pair()]
    for x in np.linspace(front, back, int(rng.integers(3, 6))):
        path = [(x, half, z - 0.2), (x, half, z), (x, -half, z), (x, -half, z - 0.2)]
        pieces.append(tube(np.array(path), 0.018, skin, 6))
    if rng.uniform() < 0.6:
        y, top = float(rng.uniform(0.05, half - 0.3)), z + 0.06
        for off in (-0.19, 0.19):
            pieces.append(tube(np.array([(front - 0.1, y + off, top), (back - 0.1, y + off, top)]), 0.026, skin, 4))
        for x in np.arange(back + 0.1, front - 0.2, 0.3):
            pieces.append(tube(np.array([(x, y - 0.19, top), (x, y + 0.19, top)]), 0.015, skin, 4))
    return join(pieces)


def _van_mirrors(rng: np.random.Generator, p: Proportions) -> Shape:
    tall = 0.24 if p.variant == "small" else float(rng.uniform(0.34, 0.42))
    skin: Skin = ("paint", "mirror") if rng.uniform() < 0.25 else BLACK
    foot = on_flank(p, p.door_d + 0.10, p.belt_z + 0.03)
    place = foot + np.array([0.02, 0.16, 0.5 * tall - 0.02])
    housing = pillow((0.13, 0.22, tall), skin, 3.5, 14).moved(place)
    face = pillow((0.012, 0.185, tall - 0.05), MIRROR, 6.0).moved(place - [0.062, 0.0, 0.0])
    arm = tube(
        np.array([foot - [0.0, 0.03, 0.0], foot + np.array([0.01, 0.07, 0.01]), place - [0, 0.03, 0.10]]),
        0.028,
        BLACK,
        8,
    )
    return join([housing, face, arm]).pair()


def _bus_mirrors(rng: np.random.Generator, p: Proportions) -> Shape:
    """Ears on bent arms before the front's upper corners; a bonneted bus has them on stalks beside the hood."""
    tall = float(rng.uniform(0.32, 0.5))
    coach = p.type == "coach"
    if p.variant == "bonneted":
        foot = on_flank(p, p.door_d - 0.05, p.cowl_z + 0.05)
        place = foot + np.array([0.30, 0.24, 0.05])
        path = np.array([foot, foot + np.array([0.16, 0.15, -0.05]), place - [0.0, 0.02, 0.0]])
    else:
        high = min(p.header_z, p.edge_z) - float(rng.uniform(-0.10, 0.15))
        foot = on_front(p, 0.93, high, -0.02)
        ahead, aside = float(rng.uniform(0.28, 0.5 if coach else 0.36)), float(rng.uniform(0.10, 0.22))
        drop = float(rng.uniform(0.30, 0.55))
        knee = foot + np.array([0.75 * ahead, 0.7 * aside, 0.04])
        place = foot + np.array([ahead, aside, -drop])
        path = np.array(
            [foot, foot + np.array([0.4 * ahead, 0.3 * aside, 0.06]), knee, place + np.array([0.0, 0.0, 0.5 * tall])]
        )
    skin: Skin = ("paint", "mirror") if rng.uniform() < 0.3 else BLACK
    arm = tube(path, 0.038 if coach else 0.03, skin, 8)
    housing = pillow((0.14, 0.24, tall), skin, 3.5, 14).moved(place)
    face = pillow((0.012, 0.20, tall - 0.05), MIRROR, 6.0).moved(place - [0.068, 0.0, 0.0])
    return join([arm, housing, face]).pair()


def _handles(p: Proportions, layout: Layout) -> Shape:
    pieces = []
    for d, sides in ((p.upright_d - 0.16, 2), (layout.slides[0] + 0.14, 1)):
        bar = pillow((0.19, 0.035, 0.035), PLASTIC, 3.0, 10).moved(on_flank(p, d, p.belt_z - 0.11, 0.015))
        pieces.append(bar.pair() if sides == 2 else bar.mirrored())
    z = p.belt_z - 0.25
    pieces.append(pillow((0.035, 0.035, 0.2), PLASTIC, 3.0, 10).moved(on_rear(p, -0.07, z, 0.015)))
    return join(pieces)


def _wipers(rng: np.random.Generator, p: Proportions) -> list[Shape]:
    """Two arms with blades: lying for vans, standing or lying for buses."""
    out = []
    van = p.is_van
    z = p.cowl_z + (0.045 if van else 0.0)
    reach, lift, thick = (0.44, 0.06, 0.010) if van else (0.6, float(rng.uniform(0.06, 0.3)), 0.016)
    for start in (0.62, -0.02):
        shares = np.linspace(start, start - reach, 6)
        blade = on_front(p, shares, z + lift, 0.022)
        out.append(tube(blade, (thick, 1.4 * thick), PLASTIC, 4))
        middle = blade[3]
        foot = on_front(p, start - 0.02, z - 0.05, 0.0)
        out.append(tube(np.array([foot, (foot + middle) / 2.0 + [0.02, 0, 0.0], middle]), 0.9 * thick, PLASTIC, 4))
    return out


def _lips(rng: np.random.Generator, p: Proportions) -> list[Shape]:
    """A rim along each wheel arch."""
    radius, skin = p.arch + 0.004, PLASTIC if rng.uniform() < 0.6 else ("paint", "body")
    angle = np.linspace(np.radians(4.0), np.radians(176.0), 15)
    out = []
    for axle in p.axles:
        d, z = axle + radius * np.cos(angle), p.wheel + radius * np.sin(angle)
        keep = z > p.clearance + 0.02
        d, z = d[keep], z[keep]
        path = np.stack([p.length / 2.0 - d, flank_y(p, d, z) - 0.004, z], axis=1)
        out.append(tube(path, 0.017, skin, 6).pair())
    return out


def _roof_z(p: Proportions, d: float) -> float:
    return p.height - 0.01 - 0.4 * p.crown


def _pod(rng: np.random.Generator, p: Proportions, d: tuple[float, float], half: float, tall: float) -> Shape:
    """A round-edged housing on the roof; ``d`` is its middle's distance from the body's middle and its half length."""
    skin: Skin = (str(rng.choice(["paint", "pod", "pod"])), "body")
    middle, reach = d
    shape = pillow((2 * reach, 2 * half, 2.2 * tall), skin, 6.0, 20)
    return shape.moved((middle, 0.0, _roof_z(p, 0.0) + 0.1 * tall))


def _roof_things(rng: np.random.Generator, p: Proportions) -> list[Shape]:
    """Air conditioning, batteries or gas tanks under a fairing, hatches."""
    u, half, out = rng.uniform, p.width / 2.0, []
    ends = p.length / 2.0 - 1.2
    if p.variant == "double":
        return []
    if p.variant != "bonneted" and u() < 0.85:
        out.append(_pod(rng, p, (u(-0.6, 0.7) * ends, u(0.9, 1.5)), half * u(0.5, 0.78), u(0.16, 0.24)))
    if p.type == "city_bus" and p.variant == "low floor" and u() < 0.35:
        reach = u(1.2, 0.32 * p.length)
        out.append(_pod(rng, p, (u(-0.5, 0.5) * (ends - reach), reach), half * u(0.6, 0.85), u(0.24, 0.36)))
    for place in u(-0.8, 0.8, int(rng.integers(1, 4))):
        hatch = pillow((0.75, 0.75, 0.12), ("pod", "body"), 6.0, 12)
        out.append(hatch.moved((float(place) * ends, 0.0, p.height)))
    return out


def _slats(p: Proportions, panel: Panel, chrome: bool) -> Shape:
    """Bars across a grille, on its own surface."""
    low, high = panel.z
    count = max(1, round((high - low) / 0.07))
    skin: Skin = ("chrome" if chrome and panel.face == "front" else "plastic", "grille")
    out = []
    for z in low + (np.arange(count) + 0.5) * (high - low) / count:
        if panel.face in ("front", "rear"):
            place = on_front if panel.face == "front" else on_rear
            shares = np.linspace(-panel.u[1], panel.u[1], 9)
            path = place(p, shares, float(z), -0.014)
            out.append(tube(path, (0.014, 0.011), skin, 4))
            continue
        path = on_flank(p, np.array(panel.u), float(z), -0.014)
        bar = tube(path, (0.014, 0.011), skin, 4)
        out += [bar] if panel.face in ("left", "sides") else []
        out += [bar.mirrored()] if panel.face in ("right", "sides") else []
    return join(out)


def _marker_lamps(rng: np.random.Generator, p: Proportions) -> list[Shape]:
    """Amber side markers along long bodies; a bonneted bus has lamps over its windows too."""
    if p.length < 5.6:
        return []
    z = p.clearance + 0.38
    out = []
    for d in np.linspace(p.axles[0] + p.arch + 0.2, p.length - 0.8, max(2, round(p.length / 3.0))):
        if float(arch_z(p, np.array([d - 0.06, d + 0.06])).max()) > p.clearance + 0.01:
            continue
        place = on_flank(p, float(d), z)
        out.append(
            box(place - [0.045, 0.01, 0.018], place + np.array([0.045, 0.012, 0.018]), ("marker_amber", "light")).pair()
        )
    if p.variant == "bonneted":
        for place in (on_front(p, 0.72, p.edge_z + 0.02), on_rear(p, 0.62, p.edge_z - 0.06)):
            out.append(_box_lamp(place, ("beacon_red", "light")).pair())
            out.append(_box_lamp(place * [1.0, 0.66, 1.0], ("beacon_amber", "light")).pair())
    return out


def _box_lamp(place: Points, skin: Skin) -> Shape:
    return box(place - [0.05, 0.1, 0.08], place + np.array([0.05, 0.1, 0.08]), skin)


def _underside(p: Proportions) -> list[Shape]:
    """Slabs between and beside the wheels, narrow where they turn; closed boxes of the wheel wells above them."""
    low, high = p.clearance + 0.012, p.clearance + 0.22
    half, inner = p.width / 2.0 - p.tuck - 0.03, p.width / 2.0 - p.tyre * (2.2 if p.twin else 1.0) - 0.14
    middle, arch = p.length / 2.0, p.arch + 0.01
    out: list[Shape] = []
    start = 0.30
    for axle in p.axles:
        out.append(_slab(middle, start, axle - arch, 0.82 * half if start < 0.5 else half, low, high))
        out.append(_slab(middle, axle - arch, axle + arch, inner if axle > p.axles[0] else half - 0.42, low, high))
        out += _well(p, axle)
        start = axle + arch
    out.append(_slab(middle, start, p.length - 0.14, 0.92 * half, low, high))
    return out


def _slab(middle: float, start: float, end: float, half: float, low: float, high: float) -> Shape:
    return box((middle - end, -half, low), (middle - start, half, high), FLOOR)


def _well(p: Proportions, axle: float) -> list[Shape]:
    """Half cylinders behind an arch, closed towards the middle: nothing shines through."""
    angle = np.linspace(np.radians(-18.0), np.radians(198.0), 16)
    outer = float(flank_y(p, axle, p.wheel + p.arch)) - 0.02
    deep = p.tyre * (2.2 if p.twin and axle > p.axles[0] else 1.0) + (0.22 if axle == p.axles[0] else 0.1)
    radius = np.array([p.arch + 0.004, p.arch + 0.004, 0.0])
    d = axle + np.cos(angle)[:, None] * radius
    z = np.maximum(p.wheel + np.sin(angle)[:, None] * radius, 0.16)
    y: Points = np.broadcast_to(np.array([outer, outer - deep, outer - deep]), z.shape).copy()
    y[:, 0] = flank_y(p, d[:, 0], z[:, 0]) - 0.02
    return [grid(np.stack([p.length / 2.0 - d, y, z], axis=2)[::-1], FLOOR).pair()]
