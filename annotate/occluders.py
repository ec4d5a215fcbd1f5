"""What hides a labelled thing, by name."""

from collections import Counter
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from annotate.frame import Coverage, Frame, LeafKey
from scenes import PinholeCamera, Placed

LEAST = 0.05  # of the thing's silhouette inside the picture that something hides, to be named
NONE, OBJECT, PERSON = "none", "object", "person"
PERSON_PARTS = frozenset({"skin", "nose", "hair", "clothing"})


def occluded_by(
    placed: Placed,
    camera: PinholeCamera,
    frame: Frame,
    parts: Collection[str] | None,
    mask: NDArray[np.bool_],
    alone: NDArray[np.bool_],
) -> str:
    """Names of what hides ``LEAST`` of a thing or more, sorted and joined by commas, or ``none``.

    A name is a part of the same thing without its side (``hair``, ``glasses``, ``ear``), ``person`` for another
    person, or ``object`` for anything else that stands before it.

    Args:
        parts: those that the label is made of; None for the whole thing.
        mask, alone: (H, W) what is seen of it, and its silhouette.
    """
    hidden = alone & ~mask
    least = LEAST * np.count_nonzero(alone | mask)
    if np.count_nonzero(hidden) < least:
        return NONE
    middle = camera.to_camera(placed.pose.apply(placed.asset.center))
    near = float(camera.distance(middle)) - 0.5 * max(placed.asset.size)
    areas: Counter[str] = Counter()
    if frame.behind is not None:  # a pane that one looks through hides nothing
        pane = frame.behind.pane
        areas.update(_areas(frame.behind.coverage, frame.behind.depth, hidden & pane, near, placed.instance_id, parts))
        hidden = hidden & ~pane
    areas.update(_areas(frame.coverage, frame.depth, hidden, near, placed.instance_id, parts))
    return ",".join(sorted(name for name, area in areas.items() if area >= least)) or NONE


def _areas(
    coverage: Coverage,
    depth: NDArray[np.float32],
    hidden: NDArray[np.bool_],
    near: float,
    own: int,
    parts: Collection[str] | None,
) -> dict[str, float]:
    """Pixels of ``hidden`` (H, W) by the name of what covers them; scenery counts where it is nearer than ``near``."""
    people = {number for number, part in coverage.leaves if part in PERSON_PARTS}
    names = [_name(leaf, own, parts, people) for leaf in coverage.leaves]
    index, weight = coverage.index[:, hidden], coverage.weight[:, hidden]
    areas: dict[str, float] = {}
    for name in sorted({name for name in names if name}):
        wanted = np.array([*(own_name == name for own_name in names), False])
        areas[name] = float(weight[wanted[index]].sum())
    scenery = 1.0 - np.where(index >= 0, weight, 0.0).sum(axis=0)
    areas[OBJECT] = areas.get(OBJECT, 0.0) + float(scenery[depth[hidden] < near].sum())
    return areas


def _name(leaf: LeafKey, own: int, parts: Collection[str] | None, people: Collection[int]) -> str:
    """What a leaf is called as an occluder; empty for the label's own parts."""
    instance, part = leaf
    if instance != own:
        return PERSON if instance in people else OBJECT
    return "" if parts is None or part in parts else part.removeprefix("left_").removeprefix("right_")
