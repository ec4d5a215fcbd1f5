"""How long a truck is, where its axles stand and what room its body has."""

from dataclasses import dataclass

import numpy as np

from assets.vehicles.trucks.dimensions import Cab, Chassis, Space

# Lengths over all of rigid trucks by class of cab, metres: 3.5 to 7.5 t, to 16 t, and two to four axles above that.
RIGID_LENGTHS = {
    **{"light": (5.5, 7.3), "medium": (6.8, 9.2), "heavy": (8.4, 12.0)},
    **{"hood": (7.2, 9.6), "van": (5.8, 7.2)},
}


@dataclass(frozen=True)
class Layout:
    """Attributes:
    chassis: of the truck or tractor; ``space``: for its body, or that of the trailer.
    trailer: the trailer's axles, or None.
    kingpin: d where truck and trailer turn; ``height`` of the coupling; 0 without a trailer.
    length: over all, straight, metres.
    """

    chassis: Chassis
    space: Space
    trailer: Chassis | None
    kingpin: float
    height: float
    length: float


def rigid(rng: np.random.Generator, cab: Cab, length: float, rear_axles: int, steered: int, top: float) -> Layout:
    """One frame for cab and body.

    Args:
        top: height of the body's upper edge.
    """
    first = (cab.axle,) if steered == 1 else (cab.axle, cab.axle + float(rng.uniform(1.75, 1.95)))
    spacing = float(rng.uniform(1.30, 1.38))
    overhang = (length - cab.axle) * float(rng.uniform(0.22, 0.31)) + 0.3 * (rear_axles - 1)
    last = length - max(overhang - 0.4 * spacing * (rear_axles - 1), cab.tyre + 0.35)
    axles = tuple(last - spacing * k for k in range(rear_axles))[::-1]
    tyre = cab.tyre * (float(rng.uniform(0.94, 1.0)) if cab.kind in ("light", "van") else 1.0)
    section = cab.section * (0.95 if cab.kind in ("light", "van") else 0.9)
    width = min(2.0 * cab.fender + float(rng.uniform(0.16, 0.42)), 2.55)
    start = cab.rear - 0.9 if not cab.nose else 0.6
    chassis = Chassis(
        first,
        axles,
        True,
        cab.rail,
        0.38 if cab.width < 2.2 else 0.42,
        start,
        length - 0.08,
        tyre,
        section,
        width - 0.04,
    )
    floor = max(cab.rail + float(rng.uniform(0.12, 0.2)), 2.0 * tyre + 0.06)
    gap = float(rng.uniform(0.10, 0.30)) + (0.2 if cab.kind == "bonnet" else 0.0)
    return Layout(chassis, Space(-length, -(cab.rear + gap), floor, top, width), None, 0.0, 0.0, length)


def articulated(rng: np.random.Generator, cab: Cab) -> Layout:
    """A tractor with two or three axles and its semi-trailer, 12 to 17 m in all."""
    american = cab.nose > 0.0
    if american:
        first = cab.rear + float(rng.uniform(0.5, 0.9))
        axles: tuple[float, ...] = (first, first + 1.32)
    else:
        base = max(float(rng.uniform(3.55, 3.95)), cab.length + 0.95 - cab.axle + cab.tyre)
        axles = (cab.axle + base,)
        if rng.uniform() < 0.2:
            axles = (axles[0] - 0.55, axles[0] + 0.8)
    kingpin = float(np.mean(axles)) - float(rng.uniform(0.2, 0.55 if not american else 0.2))
    tractor = Chassis((cab.axle,), axles, True, cab.rail, 0.42, cab.rear - 0.9, max(axles) + 0.72, cab.tyre, 0.28, 2.5)
    front = min(cab.rear + float(rng.uniform(0.42, 0.75)) + (0.2 if american else 0.0), kingpin - 0.5)
    front = max(front, kingpin - 1.75)
    total = float(rng.uniform(14.6, 16.6)) if rng.uniform() < 0.8 else float(rng.uniform(12.2, 14.6))
    total = max(total, front + 8.0) if american else total
    height = float(rng.uniform(1.12, 1.22))
    duals = american or bool(rng.uniform() < 0.2)
    count, pitch = (2, 1.25) if duals else (3, 1.31)
    last = total - float(rng.uniform(0.9, 1.9))
    trailer = Chassis(
        (), tuple(last - pitch * k for k in range(count))[::-1], duals, height - 0.04, 0.5, front + 0.2,
        total - 0.08, 0.515, 0.28 if duals else 0.38, 2.52,
    )  # fmt: skip
    space = Space(-total, -front, height + 0.08, float(rng.uniform(3.75, 4.05)), float(rng.uniform(2.50, 2.58)))
    return Layout(tractor, space, trailer, kingpin, height, total)
