"""Hands at the face, and what they hold before it; and what arms do else."""

import functools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.held import grips, hand, reach
from assets.faces.held.limb import Limb, hanging_of, shoulder_of
from assets.faces.held.posture import hang, postured
from assets.faces.held.things import THINGS
from assets.faces.held.touch import Solid
from assets.faces.identity import Identity
from assets.faces.look import Look
from assets.faces.surface import body_faces, normals
from assets.faces.wear import hull
from assets.geometry import Mesh
from assets.random import stream

__all__ = ["Limb", "hang", "hold", "postured"]

type Points = NDArray[np.float64]

EAR_CHANCE = 0.6  # that a phone is at the ear, and not before the face


def hold(
    rng: np.random.Generator,
    identity: Identity,
    look: Look,
    before: NDArray[np.float32],
    control: NDArray[np.float32],
    surface: NDArray[np.float32],
    worn: Sequence[Mesh],
) -> Limb:
    """How one person does what ``look.held`` says.

    Args:
        rng: for the side, the gesture and the thing; the same rng, identity and look give the same.
        before: (V, 3) vertices of the baked mesh at rest.
        control: (V, 3) the same, posed.
        surface: (V, 3) where they lie on the subdivided surface.
        worn: on the head.
    """
    whole = hand.hand(identity)
    thing = THINGS[look.held](stream(rng, "thing")) if look.held in THINGS else None
    shape_of = grips.grip(stream(rng, "grip"), whole, thing) if thing is not None else None
    at_ear = bool(stream(rng, "ear").random() < EAR_CHANCE)
    gestures = stream(rng, "gesture").permutation(list(reach.GESTURES)).tolist()
    first = 1.0 if stream(rng, "side").random() < 0.5 else -1.0
    best: Limb | None = None
    for name in gestures if thing is None else [look.held]:
        for side in (first, -first):
            mirror = np.array([1.0, side, 1.0])
            hanging = hanging_of(whole, before, control, side)
            shoulder = shoulder_of(hanging, control, side)
            head = _solid(surface, worn, mirror)
            spot = functools.partial(_spot, surface, side)
            draw = stream(rng, f"{name} {side:g}")
            if thing is None or shape_of is None:
                found = reach.laid(draw, whole, head, spot, shoulder, name)
            else:
                found = reach.offered(draw, thing, shape_of, head, spot, shoulder, at_ear)
            if best is None or found.cost < best.reach.cost - 0.15:
                best = Limb(side, found, thing, hanging)
            if best.reach.cost < reach.FINE:
                return best
    assert best is not None
    return best


def _spot(surface: NDArray[np.float32], side: float, x: float, y: float, z: float) -> Points:
    return np.asarray(hull.spot(surface, x, side * y, z) * np.array([1.0, side, 1.0]), np.float64)


def _solid(surface: NDArray[np.float32], worn: Sequence[Mesh], mirror: Points) -> Solid:
    """Head, neck, and what is on the head."""
    data = bake.load()
    body = np.zeros(len(surface), bool)
    body[body_faces()] = True
    kept = body & (data.masks["torso"] < 0.9) & (data.masks["mouth"] < 0.3)
    points, facing = [surface[kept]], [normals(surface, body_faces())[kept]]
    for mesh in worn:
        if (mesh.face_sizes == 4).all():
            points.append(mesh.vertices)
            facing.append(normals(mesh.vertices, mesh.corners.reshape(-1, 4)))
    place, direction = np.concatenate(points), np.concatenate(facing)
    good = np.linalg.norm(direction, axis=1) > 0.5
    return Solid(place[good] * mirror, direction[good] * mirror)
