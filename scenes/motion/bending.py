"""How fast surfaces go within a thing that changes its shape: what an open shutter blurs beside its pose."""

from dataclasses import replace

import numpy as np

from assets import Asset, Mesh
from assets.geometry import VELOCITY
from scenes.motion.motion import STEP_S, Mover
from scenes.spec import Placed

JUMP = 0.5  # of the way between two moments: what goes so much further before, or after, the one in the middle jumps


def bending(mover: Mover, placed: Placed, seconds: float) -> Asset:
    """The thing's asset, whose meshes that change their shape have ``VELOCITY`` among their attributes.

    Args:
        placed: the thing at that moment.
    """
    before, after = (mover.at(placed, seconds + step).asset for step in (-STEP_S, STEP_S))
    now = placed.asset
    if before is after or not len(before.meshes) == len(now.meshes) == len(after.meshes):
        return now
    meshes = tuple(map(_bent, before.meshes, now.meshes, after.meshes))
    same = all(one is two for one, two in zip(meshes, now.meshes, strict=True))
    return now if same else replace(now, meshes=meshes)


def _bent(before: Mesh, now: Mesh, after: Mesh) -> Mesh:
    """A mesh with its vertices' speeds; as it is where it is rigid, gets other faces, or jumps."""
    if not all(mesh.name == now.name and np.array_equal(mesh.corners, now.corners) for mesh in (before, after)):
        return now
    if not len(before.vertices) == len(now.vertices) == len(after.vertices):
        return now
    first, then = (
        (now.vertices.astype(np.float64) - before.vertices),
        (after.vertices - now.vertices.astype(np.float64)),
    )
    way = first + then
    if np.abs(then - first).max() > JUMP * np.abs(way).max() or not way.any():
        return now
    return replace(now, attributes={**now.attributes, VELOCITY: (way / (2.0 * STEP_S)).astype(np.float32)})
