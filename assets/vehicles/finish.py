"""From shapes to a labelled vehicle: what all families share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assets.asset import Asset, AttributeValue, Label
from assets.geometry import Mesh
from assets.polygons import Points
from assets.vehicles.plates.mounting import mounted
from assets.vehicles.state import State

type Point = tuple[float, float, float]

# Every part that a vehicle may have, in the order of the part masks' legend. ``cargo`` is a load or what carries it
# (a box, a tank, a trailer); frame, saddle and handlebar belong to two-wheelers.
PARTS = (
    *("body", "window", "wheel", "light", "plate", "mirror", "grille", "trim", "interior"),
    *("cargo", "frame", "saddle", "handlebar", "driver", "rider"),
)
SMALL_BELOW_M, LARGE_FROM_M = 4.3, 4.8  # size_class by length, near the limits between Europe's B, C/D and E segments


@dataclass(frozen=True)
class Description:
    """Attributes:
    category: COCO category name.
    type, color: names in the fleet's table and in ``COLORS``.
    length_m, width_m, height_m: of the vehicle itself, without mirrors, aerials, riders.
    plate_text: on its number plates, empty for none.
    """

    category: str
    type: str
    color: str
    length_m: float
    width_m: float
    height_m: float
    plate_text: str = ""


def finish(described: Description, state: State, meshes: Sequence[Mesh], keypoints: Mapping[str, Point]) -> Asset:
    """The asset: its box, its labels (a rider is no part of a two-wheeler's) and its attributes."""
    low = np.array([mesh.vertices.min(axis=0) for mesh in meshes]).min(axis=0)
    high = np.array([mesh.vertices.max(axis=0) for mesh in meshes]).max(axis=0)
    meshes, label = (meshes, ()) if state.plate is None else mounted(meshes, state.plate)
    size, center = (high - low).tolist(), ((high + low) / 2.0).tolist()
    attributes: dict[str, AttributeValue] = {
        "type": described.type,
        "color": described.color,
        "size_class": size_class(described.length_m),
        "length_m": round(described.length_m, 3),
        "width_m": round(described.width_m, 3),
        "height_m": round(described.height_m, 3),
        "plate_text": described.plate_text,
        "lights": state.lights,
        "brake": state.brake,
        "indicators": state.indicators,
        "doors": state.doors,
        "occupied": state.occupied,
        "dirt": round(state.dirt, 2),
    }
    parts = {part for mesh in meshes for part in mesh.parts}
    labelled = frozenset(parts - {"rider"}) if "rider" in parts else None
    return Asset(
        f"{described.color} {described.type}",
        tuple(meshes),
        (size[0], size[1], size[2]),
        "CC0-1.0",
        "Prelabel, procedural",
        center=(center[0], center[1], center[2]),
        labels=(Label(described.category, labelled), *label),
        keypoints=dict(keypoints),
        attributes=attributes,
    )


def both_sides(left: Mapping[str, Points]) -> dict[str, Point]:
    """Points of the left side, each with its mirror image, as ``<name>_left`` and ``<name>_right``; metres."""
    out: dict[str, Point] = {}
    for name, (x, y, z) in ((name, point.tolist()) for name, point in left.items()):
        out[f"{name}_left"], out[f"{name}_right"] = (x, y, z), (x, -y, z)
    return out


def size_class(length_m: float) -> str:
    """``small`` below 4.3 m, ``large`` from 4.8 m."""
    return "small" if length_m < SMALL_BELOW_M else "large" if length_m >= LARGE_FROM_M else "medium"
