"""Doors that stand open: their leaves, swung out or slid back. What they leave is a panel of the layout."""

from dataclasses import replace

import numpy as np

from assets.polygons import Shape, Skin, box, join
from assets.rotations import about_z
from assets.vehicles.buses.layout import Layout
from assets.vehicles.buses.proportions import Proportions
from assets.vehicles.buses.surface import on_flank, on_rear
from assets.vehicles.state import State

PAINT: Skin = ("paint", "body")
BLACK: Skin = ("gloss", "body")
THICK = 0.022  # half of a leaf, metres


def possible(state: State, p: Proportions) -> State:
    """The state with its doors closed where the vehicle has no such door: buses have passengers' doors alone."""
    return state if p.is_van or state.doors == "passenger" else replace(state, doors="closed")


def open_doors(p: Proportions, layout: Layout, state: State) -> list[Shape]:
    """Leaves of the doors that are open; none while they are closed."""
    van = p.is_van
    if state.doors == "passenger":
        return _slid(p, layout) if van else _swung(p, layout)
    if state.doors == "driver":
        start, end, low, high = layout.door
        hinge = on_flank(p, start + 0.02, low, 0.02)
        return [
            _leaf(end - start - 0.04, high - low, p.belt_z - low, p.top_z - low, PAINT).moved(
                hinge, about_z(np.radians(-58.0))
            )
        ]
    if state.doors == "rear":
        share, low, high = layout.rear_door
        hinge = on_rear(p, share, 0.5 * (low + high), 0.03) * [1.0, 1.0, 0.0] + np.array([0.0, 0.0, low])
        glass = p.belt_z - low if layout.glazed else np.inf
        leaf = _leaf(float(hinge[1]) - 0.01, high - low, glass, p.top_z - low, PAINT)
        return [leaf.moved(hinge, about_z(np.radians(-14.0))).pair()]
    return []


def _swung(p: Proportions, layout: Layout) -> list[Shape]:
    """A bus's front door: a leaf beside each end of the opening, across."""
    start, end, low, high = layout.door
    leaf = _leaf((end - start) / 2.0, high - low - 0.02, 0.14, high - low - 0.08, BLACK)
    places = [on_flank(p, d, low + 0.01, 0.03) * [1.0, -1.0, 1.0] for d in (start + 0.03, end - 0.03)]
    return [leaf.moved(place, about_z(np.radians(90.0))) for place in places]


def _slid(p: Proportions, layout: Layout) -> list[Shape]:
    """A van's sliding door, back along its rail."""
    start, end, low, high = layout.slides
    place = on_flank(p, end - 0.05, p.waist_z, 0.06) * [1.0, -1.0, 0.0] + np.array([0.0, 0.0, low])
    glass = p.belt_z - low if layout.glazed else np.inf
    return [_leaf(end - start, high - low, glass, p.top_z - low, PAINT).moved(place)]


def _leaf(width: float, height: float, glass_low: float, glass_high: float, skin: Skin) -> Shape:
    """A door that stands on the origin and reaches back along -x; with a pane from ``glass_low`` up, if it has one."""
    low, top, edge = min(glass_low, height), min(glass_high, height - 0.05), 0.07

    def bar(start: float, end: float, bottom: float, upper: float) -> Shape:
        return box((-end, -THICK, bottom), (-start, THICK, upper), skin)

    if low >= top:
        return bar(0.0, width, 0.0, height)
    frame = [bar(0.0, width, 0.0, low), bar(0.0, width, top, height)]
    frame += [bar(0.0, edge, low, top), bar(width - edge, width, low, top)]
    pane = box((edge - width, -0.004, low), (-edge, 0.004, top), ("glass", "window"))
    return join([*frame, pane])
