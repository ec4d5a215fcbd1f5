"""Labels without a render: what can be said of a picture from its description alone, for fitting and planning.

Boxes are of flat silhouettes, nearer things in front of others: hair, scenery, weather and subdivision do not count.
"""

from dataclasses import dataclass

import numpy as np

from annotate import masks
from annotate.flat import flat_surface
from annotate.labels import POSE_ATTRIBUTES, Attributes, plain
from annotate.silhouette import silhouette
from scenes import Placed, SceneSpec


@dataclass(frozen=True, eq=False)
class Outline:
    """Attributes:
    instance_id: of the thing that it is of.
    box: x, y, width, height in pixels, of what is seen of it in the picture.
    attributes: as its annotation would have them, but for what only pixels tell.
    """

    instance_id: int
    category: str
    box: tuple[float, float, float, float]
    attributes: Attributes


def outlines(spec: SceneSpec) -> list[Outline]:
    """Of all labels that are seen, nearest thing first."""
    camera = spec.camera
    taken = np.zeros((camera.height, camera.width), np.bool_)
    out = []
    for placed in sorted(spec.labelled(), key=lambda placed: _distance(placed, spec)):
        surface = flat_surface(placed)
        whole = silhouette(surface, camera).mask
        for label in placed.asset.labels:
            every = (label.parts is None or set(label.parts) >= set(surface.parts)) and not label.open
            mask = whole if every else silhouette(surface, camera, label.parts, label.open).mask
            seen = mask & ~taken
            if seen.any():
                x, y, w, h = masks.box(seen)
                told = _attributes(placed, spec, label.category)
                out.append(Outline(placed.instance_id, label.category, (x, y, w, h), told))
        taken |= whole
    return out


def _attributes(placed: Placed, spec: SceneSpec, category: str) -> Attributes:
    given = {**placed.asset.attributes, **placed.attributes}
    out = {name: plain(value, f"attribute '{name}' of '{placed.asset.name}'") for name, value in given.items()}
    return out | (POSE_ATTRIBUTES[category](placed, spec.camera) if category in POSE_ATTRIBUTES else {})


def _distance(placed: Placed, spec: SceneSpec) -> float:
    return float(spec.camera.distance(spec.camera.to_camera(placed.pose.translation)))
