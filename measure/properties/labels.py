"""What a set's labels say of each thing, as rows of a table."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from assets import AttributeValue
from measure.items import Item, Thing
from measure.properties.head import head_pose
from measure.table import Table

LABELS: Mapping[str, tuple[str, str]] = {
    "count": ("objects a picture", ""),
    "category": ("categories", ""),
    "size": ("box size, √(area / picture)", ""),
    "aspect": ("box width / height", ""),
    "across": ("place, left to right", ""),
    "down": ("place, top to bottom", ""),
    "cut": ("cut by the picture's border", ""),
    "overlap": ("share of the box under another box", ""),
    "points": ("share of keypoints that are seen", ""),
}
BORDER_PX = 1.0
UNTOLD = (  # names of one, not of a kind
    *("identity_id", "plate_text", "text", "parent", "asset"),
    *("gaze_x", "gaze_y", "gaze_z"),
)
ATTRIBUTE, FROM_POINTS = "attribute ", "from points "
ANGLES = ("yaw_deg", "pitch_deg", "roll_deg")


def add_things(
    table: Table, item: Item, categories: Mapping[str, str], keypoints: Mapping[str, tuple[str, ...]]
) -> None:
    """The rows of a picture's things.

    Args:
        categories: new names by those of the set; empty for things to be left out.
        keypoints: their names by category, as the set has them.
    """
    kept = [(thing, categories.get(thing.category, thing.category)) for thing in item.things or ()]
    kept = [(thing, name) for thing, name in kept if name]
    covered = overlaps(np.array([thing.box for thing, _ in kept], np.float64).reshape(-1, 4))
    for (thing, name), share in zip(kept, covered, strict=True):
        row = {"category": name, **geometry(thing, item.size), "overlap": float(share)}
        for key, value in thing.attributes.items():
            if key not in UNTOLD:
                row[f"{ATTRIBUTE}{key}"] = value
        if thing.points is not None:
            row |= _of_points(thing, item.size, keypoints.get(thing.category, ()))
        table.add(row)


def geometry(thing: Thing, size: tuple[int, int]) -> dict[str, AttributeValue]:
    """Size, shape and place of a box as shares of its picture."""
    x, y, w, h = thing.box
    width, height = size
    edges = (x < BORDER_PX, x + w > width - BORDER_PX, y < BORDER_PX, y + h > height - BORDER_PX)
    sides = [name for name, at in zip(("left", "right", "top", "bottom"), edges, strict=True) if at]
    return {
        "size": float(np.sqrt(w * h / (width * height))),
        "aspect": w / h,
        "across": (x + w / 2.0) / width,
        "down": (y + h / 2.0) / height,
        "cut": "not" if not sides else sides[0] if len(sides) == 1 else "several sides",
    }


def overlaps(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N,) the largest share of each box (N, 4) that one other box covers."""
    if len(boxes) < 2:
        return np.zeros(len(boxes))
    low, high = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    shared = np.minimum(high[:, None], high[None]) - np.maximum(low[:, None], low[None])
    area = np.clip(shared, 0.0, None).prod(axis=2)
    np.fill_diagonal(area, 0.0)
    out: NDArray[np.float64] = area.max(axis=1) / boxes[:, 2:].prod(axis=1)
    return out


def _of_points(thing: Thing, size: tuple[int, int], names: tuple[str, ...]) -> dict[str, AttributeValue]:
    points = thing.points
    assert points is not None
    out: dict[str, AttributeValue] = {"points": float((points[:, 2] == 2).mean())}
    angles = head_pose(points, names, size)
    if angles is not None:
        out |= {f"{FROM_POINTS}{key}": value for key, value in zip(ANGLES, angles, strict=True)}
    return out
