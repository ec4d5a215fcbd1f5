"""The lines that a body is drawn with: side view, plan and section, as functions of ``d``, metres behind the front."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.vehicles.cars.dimensions import Proportions

type Points = NDArray[np.float64]
type Curve = Callable[[ArrayLike], Points]

STEP = 0.01  # metres between the samples of a curve
CLADDING = 0.045  # metres around an arch that rows of the grid follow
FENDER = 0.105  # metres of body above an arch, at least


@dataclass(frozen=True, eq=False)
class Curves:
    """Attributes:
    center_z: height of hood, glass, roof and deck on the centre line; ``edge_y``, ``edge_z``: where top and side meet.
    belt: height of the belt line; ``bow``: how far the top's centre runs ahead of (negative) or behind its edges.
    flank_y: (d, z) to half width; ``sill``: (d, offset) to the lower edge, ``offset`` metres outside of the arches.
    front_tip, rear_tip: height to the distance behind the foremost, before the rearmost point on the centre line.
    front_rise, rear_rise: how much higher the top's ends lie in the middle than at their corners.
    axles: d of both axles; ``arch``: radius of the wheel arches.
    cowl_side_d, header_side_d, foot_side_d: where the edge leaves the hood, meets the roof, and meets the deck.
    gaps: d of the door gaps; ``window_edges``: d of the side windows' vertical edges, in pairs;
    ``glass_edges``: d, at the edge, of the cowl's front, the windscreen's foot and top, the rear window's top and foot.
    """

    center_z: Curve
    edge_y: Curve
    edge_z: Curve
    belt: Curve
    bow: Curve
    flank_y: Callable[[ArrayLike, ArrayLike], Points]
    sill: Callable[[ArrayLike, float], Points]
    front_tip: Curve
    rear_tip: Curve
    front_rise: float
    rear_rise: float
    axles: tuple[float, float]
    arch: float
    cowl_side_d: float
    header_side_d: float
    foot_side_d: float
    gaps: tuple[float, ...]
    window_edges: tuple[float, ...]
    glass_edges: tuple[float, ...]


def make_curves(p: Proportions) -> Curves:
    """All lines of one car."""
    axles, arch = (p.front_overhang, p.front_overhang + p.wheelbase), p.wheel + 0.052
    cowl_side, header_side = p.cowl_d + 0.20, p.header_d + 0.07
    foot_side = p.length if p.tailgate else p.glass_d - (0.03 if p.bed else 0.16)
    center, sill = _center(p), _sill(p, axles, arch)
    edge_z = _fenders(_edge_z(p, cowl_side, header_side, foot_side), axles, p.wheel + arch)
    start, end = p.front_depth, p.length - p.rear_depth
    belt = _belt(p, edge_z, sill, cowl_side, foot_side)
    gaps, windows = _doors(p, axles, arch, cowl_side, foot_side)
    return Curves(
        center_z=center,
        edge_y=_edge_y(p, cowl_side, header_side, foot_side),
        edge_z=edge_z,
        belt=belt,
        bow=_bow(p, cowl_side, header_side, foot_side),
        flank_y=_flank(p, belt, axles, arch),
        sill=sill,
        front_tip=_front_tip(p),
        rear_tip=_rear_tip(p),
        front_rise=float(center(0.10) - edge_z(start)),
        rear_rise=float(center(p.roof_d if p.tailgate else p.length - 0.08) - edge_z(end)),
        axles=axles,
        arch=arch,
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
    return (p.roof_d + 0.03, foot - 0.045) if p.bed else (p.roof_d + 0.05, foot - 0.05)


def _curve(keys: list[tuple[float, float]], length: float, blur: float, bulges: list[float] | None = None) -> Curve:
    """Straight lines between keys, each bulging by so many metres, with corners rounded over about ``blur`` metres."""
    d, value = np.array(keys).T
    x = np.arange(-0.6, length + 0.6, STEP)
    y = np.interp(x, d, value)
    if bulges is not None:
        index = np.clip(np.searchsorted(d, x) - 1, 0, len(d) - 2)
        t = np.clip((x - d[index]) / (d[index + 1] - d[index]), 0.0, 1.0)
        y = y + np.array(bulges)[index] * 4.0 * t * (1.0 - t)
    reach = int(3 * blur / STEP)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * STEP / blur) ** 2)
    y = np.convolve(np.pad(y, reach, mode="edge"), kernel / kernel.sum(), mode="valid")

    def curve(at: ArrayLike) -> Points:
        return np.interp(np.asarray(at, np.float64), x, y)

    return curve


def _center(p: Proportions) -> Curve:
    peak_d = p.header_d + 0.35 * (p.roof_d - p.header_d)
    keys = [
        (0.06, p.hood_z),
        (p.cowl_d, p.cowl_z),
        (p.header_d, p.height - 0.04),
        (peak_d, p.height),
        (p.roof_d, p.height - p.roof_drop),
    ]
    bulges = [0.035, 0.022, 0.008, 0.012]
    if p.tailgate:
        return _curve([*keys, (p.length, p.height - p.roof_drop - 0.03)], p.length, 0.05, [*bulges, 0.0])
    keys += [(p.glass_d, p.deck_z), (p.length - 0.06, p.tail_z)]
    return _curve(keys, p.length, 0.025 if p.bed else 0.05, [*bulges, 0.0 if p.bed else 0.02, 0.008])


def _edge_z(p: Proportions, cowl: float, header: float, foot: float) -> Curve:
    peak_d = p.header_d + 0.35 * (p.roof_d - p.header_d)
    keys = [
        (0.10, p.hood_z - 0.065),
        (cowl, p.cowl_z - 0.035),
        (header, p.height - 0.10),
        (peak_d + 0.1, p.height - 0.062),
    ]
    bulges = [0.035, 0.022, 0.006, 0.012]
    if p.tailgate:
        return _curve([*keys, (p.roof_d, p.height - p.roof_drop - 0.075)], p.length, 0.05, bulges)
    keys += [
        (p.roof_d - 0.02, p.height - p.roof_drop - 0.08),
        (foot, p.deck_z - 0.035),
        (p.length - 0.1, p.tail_z - 0.04),
    ]
    return _curve(keys, p.length, 0.025 if p.bed else 0.06, [*bulges, 0.0 if p.bed else 0.02, 0.0])


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
    half = p.width / 2.0
    keys = [(0.3, half - 0.12), (cowl - 0.2, half - 0.135), (cowl + 0.1, half * 0.835), (header, p.roof_y + 0.005)]
    keys += [(header + 0.7, p.roof_y), (p.roof_d - 0.1, p.roof_y - (0.03 if p.tailgate or p.bed else 0.01))]
    if not p.tailgate:
        keys += [(foot, half - 0.10 if p.bed else half * 0.84), (foot + 0.3, half - (0.10 if p.bed else 0.13))]
    return _curve(keys, p.length, 0.02 if p.bed else 0.06)


def _belt(p: Proportions, edge_z: Curve, sill: Callable[[ArrayLike, float], Points], cowl: float, foot: float) -> Curve:
    """Straight along the doors; beside hood and deck it stays a hand below the edge, or as far as the arches let it."""
    end = p.length - 0.3 if p.tailgate else foot
    line = _curve(
        [(0.3, p.hood_z - 0.14), (cowl, p.belt_front - 0.01), (cowl + 0.3, p.belt_front), (end, p.belt_rear)],
        p.length,
        0.05,
        [0.03, 0.0, 0.0],
    )

    def belt(at: ArrayLike) -> Points:
        edge = edge_z(at)
        out: Points = np.maximum(
            np.minimum(line(at), edge - 0.075), np.minimum(sill(at, CLADDING) + 0.015, edge - 0.04)
        )
        return out

    return belt


def _bow(p: Proportions, cowl: float, header: float, foot: float) -> Curve:
    keys = [(p.front_depth, -0.36), (cowl, p.cowl_d - cowl), (header, p.header_d - header), (header + 0.5, 0.0)]
    if p.tailgate:
        return _curve([*keys, (p.roof_d - 0.6, 0.0), (p.length - p.rear_depth, 0.1)], p.length, 0.06)
    keys += [
        (p.roof_d - 0.3, 0.0),
        (p.roof_d, 0.02),
        (foot, p.glass_d - foot),
        (p.length - p.rear_depth, 0.12 if p.bed else 0.3),
    ]
    return _curve(keys, p.length, 0.04)


def _flank(
    p: Proportions, belt: Curve, axles: tuple[float, float], arch: float
) -> Callable[[ArrayLike, ArrayLike], Points]:
    """Half width: sill tucked in, widest at the shoulder, narrower to both ends, lips around the arches."""
    share = _curve(
        [(0.0, 0.94), (0.12, 0.962), (0.30, 0.984), (0.52, 0.988), (0.78, 1.0), (0.90, 0.994), (1.0, 0.972)], 1.0, 0.03
    )

    def flank(d: ArrayLike, z: ArrayLike) -> Points:
        d, z = np.asarray(d, np.float64), np.asarray(z, np.float64)
        middle = (d - 0.5 * p.length) / (0.5 * p.length)
        half = p.width / 2.0 * (1.0 - 0.035 * np.abs(middle) ** 3)
        y = half * share((z - p.clearance) / (belt(d) - p.clearance))
        for axle in axles:
            away = np.hypot(d - axle, z - p.wheel) - arch
            y = y + (0.014 + 0.01 * p.cladding) * np.exp(-((away / 0.07) ** 2))
        return np.minimum(y, p.width / 2.0)

    return flank


def _sill(p: Proportions, axles: tuple[float, float], arch: float) -> Callable[[ArrayLike, float], Points]:
    def sill(d: ArrayLike, offset: float) -> Points:
        d = np.asarray(d, np.float64)
        ends = 0.05 * np.clip((axles[0] - arch - d) / 0.5, 0.0, 1.0) + 0.10 * np.clip(
            (d - axles[1] - arch) / 0.6, 0.0, 1.0
        )
        z = p.clearance + ends + offset
        for axle in axles:
            inside = (arch + offset) ** 2 - (d - axle) ** 2
            z = np.maximum(z, np.where(inside >= 0.0, p.wheel + np.sqrt(np.clip(inside, 0.0, None)), 0.0))
        return z

    return sill


def _front_tip(p: Proportions) -> Curve:
    top = p.hood_z
    keys = [
        (0.12, 0.09),
        (p.clearance + 0.05, 0.045),
        (p.clearance + 0.14, 0.012),
        (0.58 * top, 0.0),
        (0.72 * top, 0.008),
    ]
    keys += [(top - 0.12, 0.035), (top - 0.06, 0.065), (top, 0.14)]
    return _curve(keys, 2.0, 0.02)


def _rear_tip(p: Proportions) -> Curve:
    low = [(p.clearance, 0.10), (p.clearance + 0.13, 0.03), (0.44, 0.0), (0.58, 0.004), (0.63, 0.035)]
    if p.tailgate:
        end = p.length - p.roof_d
        keys = [
            *low,
            (p.belt_rear - 0.03, min(0.09, 0.6 * end)),
            (p.height - p.roof_drop - 0.05, end),
            (p.height, end + 0.02),
        ]
    elif p.bed:
        keys = [*low, (p.tail_z, 0.045), (p.tail_z + 0.1, 0.05)]
    else:
        keys = [*low, (p.tail_z - 0.10, 0.045), (p.tail_z - 0.04, 0.035), (p.tail_z, 0.06), (p.tail_z + 0.1, 0.1)]
    return _curve(keys, 2.2, 0.015)


def _doors(
    p: Proportions, axles: tuple[float, float], arch: float, cowl: float, foot: float
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Gaps in front of the front door, between the doors, behind the rear one; and the edges of the side windows."""
    first = axles[0] + arch + 0.10
    last_glass = p.length - p.rear_depth - 0.02 if p.tailgate else foot - (0.10 if p.bed else 0.42)
    if p.doors == 1:
        middle = first + 1.35
        return (first, middle), (cowl + 0.17, middle - 0.06, middle + 0.03, max(last_glass, middle + 0.35))
    middle, last = first + 1.08, min(axles[1] - arch + 0.16, first + 2.05)
    windows = [cowl + 0.17, middle - 0.035, middle + 0.035]
    if p.tailgate:
        return (first, middle, last), (*windows, last - 0.03, last + 0.06, last_glass)
    return (first, middle, last), (*windows, last_glass)
