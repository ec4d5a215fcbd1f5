"""The lines that a body is drawn with: side view, plan and section, as functions of ``d``, metres behind the front."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.flanks import CLADDING, Curve, Plane, Points, curve, flank_y, sill_z

FENDER = 0.085  # metres of body above an arch, at least


@dataclass(frozen=True, eq=False)
class Curves:
    """Attributes:
    center_z: height of hood, glass, roof and deck on the centre line; ``edge_y``, ``edge_z``: where top and side meet.
    belt: height of the belt line; ``bow``: how far the top's centre runs ahead of (negative) or behind its edges.
    lean: how far the edge lies ahead of (negative) the belt below it: pillars that are not upright.
    flank_y: (d, z) to half width; ``sill``: (d, offset) to the lower edge, ``offset`` metres outside of the arches.
    front_tip, rear_tip: height to the distance behind the foremost, before the rearmost point on the centre line.
    front_rise, rear_rise: how much higher the top's ends lie in the middle than at their corners.
    axles: d of both axles; ``arch``: radius of the wheel arches; ``dome``: rise of the hood's middle.
    cowl_side_d, header_side_d, foot_side_d: where the edge leaves the hood, meets the roof, and meets the deck.
    gaps: d of the door gaps; ``window_edges``: d of the side windows' vertical edges, in pairs;
    ``glass_edges``: d, at the edge, of the cowl's front, the windscreen's foot and top, the rear window's top and foot.
    """

    center_z: Curve
    edge_y: Curve
    edge_z: Curve
    belt: Curve
    bow: Curve
    lean: Curve
    flank_y: Plane
    sill: Plane
    front_tip: Curve
    rear_tip: Curve
    front_rise: float
    rear_rise: float
    axles: tuple[float, float]
    arch: float
    dome: float
    cowl_side_d: float
    header_side_d: float
    foot_side_d: float
    gaps: tuple[float, ...]
    window_edges: tuple[float, ...]
    glass_edges: tuple[float, ...]


def make_curves(p: Proportions) -> Curves:
    """All lines of one car."""
    axles = (p.front_overhang, p.front_overhang + p.wheelbase)
    cowl_side, header_side = p.cowl_d + 0.20 - 0.08 * p.box, p.header_d + 0.07 - 0.03 * p.box
    foot_side = p.length if p.tailgate else p.glass_d - (0.03 if p.bed else 0.16)
    center, sill = _center(p), sill_z(p, axles)
    edge_z = _fenders(_edge_z(p, cowl_side, header_side, foot_side), axles, p.wheel + p.arch)
    start, end = p.front_depth, p.length - p.rear_depth
    belt = _belt(p, edge_z, sill, cowl_side, foot_side)
    gaps, windows = _doors(p, axles, cowl_side, foot_side)
    lean = _lean(p)
    return Curves(
        center_z=center,
        edge_y=_edge_y(p, cowl_side, header_side, foot_side),
        edge_z=edge_z,
        belt=belt,
        bow=_bow(p, cowl_side, header_side, foot_side),
        lean=lean,
        flank_y=flank_y(p, belt, axles),
        sill=sill,
        front_tip=_front_tip(p),
        rear_tip=_rear_tip(p),
        front_rise=float(center(p.nose) - edge_z(start)),
        rear_rise=float(center(p.roof_d if p.tailgate else p.length - 0.08) - edge_z(end + float(lean(end)))),
        axles=axles,
        arch=p.arch,
        dome=p.dome,
        cowl_side_d=cowl_side,
        header_side_d=header_side,
        foot_side_d=foot_side,
        gaps=gaps,
        window_edges=windows,
        glass_edges=(cowl_side - 0.06, cowl_side + 0.02, header_side - 0.04, *_rear_window(p, foot_side)),
    )


def _rear_window(p: Proportions, foot: float) -> tuple[float, ...]:
    """Its top and foot; nothing where the rear window is in the tailgate."""
    if p.tailgate:
        return ()
    if p.soft_top:
        return (0.6 * p.roof_d + 0.4 * foot, 0.15 * p.roof_d + 0.85 * foot)
    return (p.roof_d + 0.03, foot - 0.045) if p.bed else (p.roof_d + 0.05, foot - 0.05)


def _peak(p: Proportions) -> float:
    return p.header_d + 0.35 * (p.roof_d - p.header_d)


def _bulges(p: Proportions) -> tuple[list[float], float]:
    """How round hood, windscreen and roof are, and over how many metres their corners are rounded."""
    return [bulge * (1.0 - 0.6 * p.box) for bulge in (0.035, 0.022, 0.008, 0.012)], 0.05 - 0.03 * p.box


def _center(p: Proportions) -> Curve:
    bulges, blur = _bulges(p)
    keys = [
        (0.06, p.hood_z),
        (p.cowl_d, p.cowl_z),
        (p.header_d, p.height - 0.04 + 0.015 * p.box),
        (_peak(p), p.height),
        (p.roof_d, p.height - p.roof_drop),
    ]
    if p.tailgate:
        return curve([*keys, (p.length, p.height - p.roof_drop - 0.03)], p.length, blur, [*bulges, 0.0])
    keys += [(p.glass_d, p.deck_z), (p.length - 0.06, p.tail_z)]
    return curve(keys, p.length, 0.025 if p.bed else blur, [*bulges, 0.0 if p.bed else 0.02, 0.008])


def _edge_z(p: Proportions, cowl: float, header: float, foot: float) -> Curve:
    bulges, blur = _bulges(p)
    low = 0.02 * p.box  # the roof's edge lies higher on a box
    keys = [
        (0.10, p.hood_z - 0.065 + low),
        (cowl, p.cowl_z - 0.035),
        (header, p.height - 0.10 + low),
        (_peak(p) + 0.1, p.height - 0.062 + low),
    ]
    if p.tailgate:
        return curve([*keys, (p.roof_d, p.height - p.roof_drop - 0.075 + low)], p.length, blur, bulges)
    keys += [
        (p.roof_d - 0.02, p.height - p.roof_drop - 0.08 + low),
        (foot, p.deck_z - 0.035),
        (p.length - 0.1, p.tail_z - 0.04 + low),
    ]
    return curve(keys, p.length, 0.025 if p.bed else blur + 0.01, [*bulges, 0.0 if p.bed else 0.02, 0.0])


def _fenders(edge_z: Curve, axles: tuple[float, float], arch_top: float) -> Curve:
    """The same edge, swelling over wheels that a low hood would not clear."""
    lifts = [max(0.0, arch_top + FENDER - float(edge_z(axle))) for axle in axles]

    def edge(at: ArrayLike) -> Points:
        d = np.asarray(at, np.float64)
        swell = [lift * np.exp(-(((d - axle) / 0.45) ** 2)) for lift, axle in zip(lifts, axles, strict=True)]
        out: Points = edge_z(d) + swell[0] + swell[1]
        return out

    return edge


def _edge_y(p: Proportions, cowl: float, header: float, foot: float) -> Curve:
    half, wide = p.width / 2.0, 0.035 * p.box
    keys = [
        (0.3, half - 0.12 + wide),
        (cowl - 0.2, half - 0.135 + wide),
        (cowl + 0.1, half * 0.835),
        (header, p.roof_y + 0.005),
    ]
    keys += [(header + 0.7, p.roof_y), (p.roof_d - 0.1, p.roof_y - (0.03 if p.tailgate or p.bed else 0.01))]
    if not p.tailgate:
        keys += [(foot, half - 0.10 if p.bed else half * 0.84), (foot + 0.3, half - (0.10 if p.bed else 0.13) + wide)]
    return curve(keys, p.length, 0.02 if p.bed else 0.06)


def _belt(p: Proportions, edge_z: Curve, sill: Plane, cowl: float, foot: float) -> Curve:
    """Straight along the doors; beside hood and deck it stays a hand below the edge, or as far as the arches let it."""
    end = p.length - 0.3 if p.tailgate else foot
    keys = [(0.3, p.hood_z - 0.14), (cowl, p.belt_front - 0.01), (cowl + 0.3, p.belt_front)]
    keys += [(end - 0.75, p.belt_rear), (end - 0.1, p.belt_rear + p.kick)]
    line = curve(keys, p.length, 0.05, [0.03, 0.0, 0.0, 0.0])

    def belt(at: ArrayLike) -> Points:
        edge = edge_z(at)
        out: Points = np.maximum(
            np.minimum(line(at), edge - 0.075), np.minimum(sill(at, CLADDING) + 0.015, edge - 0.04)
        )
        return out

    return belt


def _lean(p: Proportions) -> Curve:
    """Pillars behind the driver lean forward, the more the nearer a tailgate."""
    end = p.length - p.rear_depth
    if not p.tailgate:
        return curve([(0.0, 0.0), (p.length, 0.0)], p.length, 0.05)
    back = -min(p.rake, max(0.0, end - p.header_d - 0.9))
    return curve([(p.header_d + 0.2, 0.0), (end - 0.5, 0.45 * back), (end, back)], p.length, 0.12)


def _bow(p: Proportions, cowl: float, header: float, foot: float) -> Curve:
    flat = 1.0 - 0.55 * p.box
    keys = [(p.front_depth, -0.36 * flat), (cowl, p.cowl_d - cowl), (header, p.header_d - header), (header + 0.5, 0.0)]
    if p.tailgate:
        return curve([*keys, (p.roof_d - 0.6, 0.0), (p.length - p.rear_depth, 0.1)], p.length, 0.06)
    keys += [
        (p.roof_d - 0.3, 0.0),
        (p.roof_d, 0.02),
        (foot, p.glass_d - foot),
        (p.length - p.rear_depth, 0.06 if p.bed else 0.22 * flat),
    ]
    return curve(keys, p.length, 0.04)


def _front_tip(p: Proportions) -> Curve:
    top, nose = p.hood_z, p.nose
    keys = [
        (0.12, 0.09),
        (p.clearance + 0.05, 0.045),
        (p.clearance + 0.14, 0.012),
        (0.56 * top, 0.0),
        (0.72 * top, 0.005 + 0.06 * nose),
        (top - 0.11, 0.22 * nose),
        (top - 0.045, 0.5 * nose),
        (top, nose),
    ]
    return curve(keys, 2.0, 0.02 - 0.008 * p.box)


def _rear_tip(p: Proportions) -> Curve:
    ledge, top = p.clearance + p.bumper, 0.035 + 0.015 * p.box
    low = [
        (p.clearance, 0.10),
        (p.clearance + 0.13, 0.03),
        (ledge - 0.14, 0.0),
        (ledge - 0.02, 0.006),
        (ledge + 0.03, top),
    ]
    if p.tailgate:
        end = p.length - p.roof_d
        keys = [
            *low,
            (p.belt_rear - 0.03, min(top + 0.03, 0.6 * end)),
            (p.height - p.roof_drop - 0.05, end),
            (p.height, end + 0.02),
        ]
    elif p.bed:
        keys = [*low, (p.tail_z, 0.045), (p.tail_z + 0.1, 0.05)]
    else:
        keys = [*low, (p.tail_z - 0.10, top + 0.02), (p.tail_z - 0.04, top + 0.005), (p.tail_z, top + 0.02)]
        keys.append((p.tail_z + 0.1, top + 0.06))
    return curve(keys, 2.2, 0.015)


def _doors(
    p: Proportions, axles: tuple[float, float], cowl: float, foot: float
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Gaps in front of the front door, between the doors, behind the rear one; and the edges of the side windows."""
    first = max(axles[0] + p.arch + 0.08, p.cowl_d + 0.12)
    last_glass = p.length - p.rear_depth - 0.02 if p.tailgate else foot - (0.10 if p.bed else 0.40)
    if p.doors == 1:
        middle = min(first + 1.32, axles[1] - p.arch + 0.02, *((p.roof_d + 0.03,) if p.bed else ()))
        if p.bed or p.open_top or p.soft_top:
            return (first, middle), (cowl + 0.17, middle - 0.06)
        return (first, middle), (cowl + 0.17, middle - 0.06, middle + 0.03, max(last_glass, middle + 0.35))
    middle = first + 0.30 + 0.29 * (axles[1] - p.arch + 0.16 - first)
    middle = min(max(middle, p.header_d + 0.42), first + 1.1)
    last = min(axles[1] - p.arch + 0.17, middle + 1.0, *((p.roof_d + 0.04,) if p.bed else ()))
    windows = [cowl + 0.17, middle - 0.035, middle + 0.035]
    if p.tailgate:
        if last_glass - last > 0.3:
            return (first, middle, last), (*windows, last - 0.03, last + 0.05, last_glass)
        return (first, middle, last), (*windows, last_glass - 0.05)
    return (first, middle, last), (*windows, max(last_glass, middle + 0.4))
