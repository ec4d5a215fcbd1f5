"""The surface of a body as functions of place: half widths, profiles, wheel arches; metres, ``d`` from the front."""

import numpy as np

from assets.polygons import Points
from assets.vehicles.buses.proportions import Profile, Proportions

SLACK = 0.14  # metres of setback that the rounded corners take up: flanks around low bumpers stay as they are


def flank_y(p: Proportions, d: Points | float, z: Points | float) -> Points:
    """Half width of the body, metres: drawn in at the sill and above the waist, round above, narrower in front."""
    d, z = np.asarray(d, np.float64), np.asarray(z, np.float64)
    half = p.width / 2.0
    low = p.tuck * np.clip((p.waist_z - z) / (p.waist_z - p.clearance), 0.0, 1.0) ** 2
    high = p.lean * np.clip((z - p.waist_z) / (p.edge_z - p.waist_z), 0.0, 1.0) ** 1.5
    over = p.round_y * _turn(p, z)
    nose = p.nose_taper * np.clip(1.0 - d / p.taper_d, 0.0, 1.0) ** 2
    return np.asarray(half - low - high - over - nose)


def front_d(p: Proportions, z: Points | float) -> Points:
    """How far behind the foremost point the centre line of the front lies at height z, metres."""
    return _profile(p.nose, z) + p.round_x * _turn(p, z)


def rear_d(p: Proportions, z: Points | float) -> Points:
    """How far before the rearmost point the centre line of the rear lies at height z, metres."""
    return _profile(p.tail, z) + 0.5 * p.round_x * _turn(p, z)


def map_d(p: Proportions, d: Points | float, z: Points | float) -> Points:
    """Where a nominal place on the flank lies at height z: stations lean with the windscreen and with the rear."""
    d, z = np.asarray(d, np.float64), np.asarray(z, np.float64)
    start = p.front_depth + np.maximum(front_d(p, z) - SLACK, 0.0)
    first = np.maximum(p.door_d, start + 0.07)
    zone_1 = start + (d - p.front_depth) * (first - start) / (p.door_d - p.front_depth)
    upright = np.maximum(p.upright_d, start + 0.25)
    zone_2 = first + (d - p.door_d) * (upright - first) / (p.upright_d - p.door_d)
    zone_3 = upright + (d - p.upright_d) * (p.upright_d + 1.0 - upright)
    nominal = p.length - p.rear_depth
    end = nominal - np.maximum(rear_d(p, z) - SLACK, 0.0)
    late = p.length - p.rear_depth - p.rear_zone
    zone_4 = late + (d - late) * (end - late) / (nominal - late)
    leaning = np.where(d < p.door_d, zone_1, np.where(d < p.upright_d, zone_2, zone_3))
    out = np.where(d < p.upright_d + 1.0, leaning, np.where(d < late, d, zone_4))
    return np.asarray(out)


def on_flank(p: Proportions, d: Points | float, z: Points | float, lift: float = 0.0) -> Points:
    """(..., 3) points of the left flank in the asset's frame, ``lift`` metres above the surface."""
    place = map_d(p, d, z)
    y = flank_y(p, place, z) + lift
    return np.stack(np.broadcast_arrays(p.length / 2.0 - place, y, np.asarray(z, np.float64)), axis=-1)


def on_front(p: Proportions, share: Points | float, z: Points | float, lift: float = 0.0) -> Points:
    """(..., 3) points of the front, ``share`` of the half width to the left of the centre."""
    share = np.asarray(share, np.float64)
    corner, tip = map_d(p, p.front_depth, z), front_d(p, z)
    y = flank_y(p, corner, z) * share
    x = p.length / 2.0 - corner - (tip - corner) * bent(np.abs(share), p.front_power) + lift
    return np.stack(np.broadcast_arrays(x, y, np.asarray(z, np.float64)), axis=-1)


def on_rear(p: Proportions, share: Points | float, z: Points | float, lift: float = 0.0) -> Points:
    """(..., 3) points of the rear, ``share`` of the half width to the left of the centre."""
    share = np.asarray(share, np.float64)
    corner, tip = map_d(p, p.length - p.rear_depth, z), p.length - rear_d(p, z)
    y = flank_y(p, corner, z) * share
    x = p.length / 2.0 - corner - (tip - corner) * bent(np.abs(share), p.rear_power) - lift
    return np.stack(np.broadcast_arrays(x, y, np.asarray(z, np.float64)), axis=-1)


def arch_z(p: Proportions, d: Points) -> Points:
    """Height of the body's lower edge along the flank: the sill, and the wheel arches over it."""
    out = np.full(np.shape(d), p.clearance)
    for axle in p.axles:
        inside = p.arch**2 - (d - axle) ** 2
        out = np.maximum(out, np.where(inside > 0.0, p.wheel + np.sqrt(np.maximum(inside, 0.0)), 0.0))
    return out


def _turn(p: Proportions, z: Points | float) -> Points:
    """0..0.76 of the way over the roof's edge; not quite to the level, since the roof's crown goes on."""
    t = np.clip((np.asarray(z, np.float64) - p.edge_z) / p.round_z, 0.0, 1.0)
    return np.asarray(1.0 - np.sqrt(1.0 - (0.97 * t) ** 2))


def _profile(profile: Profile, z: Points | float) -> Points:
    """A polyline of (height, setback) with its corners rounded over a hand's breadth."""
    heights, backs = np.array(profile).T
    z = np.asarray(z, np.float64)
    around = np.linspace(-0.06, 0.06, 5)
    spread = np.interp(z[..., None] + around, heights, backs)
    return np.asarray(spread.mean(axis=-1))


def bent(shares: Points, power: float) -> Points:
    """How far each station of an end stands out before its corner, 1 on the centre line."""
    out: Points = (1.0 - np.clip(shares, 0.0, 1.0) ** power) ** (1.0 / power)
    return out
