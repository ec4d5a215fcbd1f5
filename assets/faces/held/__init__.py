"""Hands at the face, and what they hold before it."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.held import arm, bones, grips, hand, reach
from assets.faces.held.flesh import flesh
from assets.faces.held.things import THINGS, Thing
from assets.faces.held.touch import Solid
from assets.faces.identity import Identity
from assets.faces.look import Look
from assets.faces.surface import body_faces, normals
from assets.faces.wear import garments, hull
from assets.faces.wear.sheets import around, sheet
from assets.geometry import Curves, Mesh
from assets.materials import Material
from assets.random import stream

__all__ = ["Held", "hold"]

type Points = NDArray[np.float64]

EAR_CHANCE = 0.6  # that a phone is at the ear, and not before the face
UNDER_SLEEVE_M = 0.05  # of the forearm that a sleeve leaves to the hand's mesh
AROUND, RINGS = 24, 12
CENTRE = np.array([-0.075, 0.0, 0.02])  # of the head, from between the eyes
CELLS = 72  # of directions from there, up and down
NEAR_M, THICK_M = 0.19, 0.05  # what is further from there presses no hair; hair that is further out goes free
UNDER_M = 0.002


@dataclass(frozen=True, eq=False)
class Held:
    """A raised arm, for a left hand; ``side`` -1 mirrors it.

    Attributes:
        side: 1 for the left hand, -1 for the right one.
        reach: where hand and arm are.
        thing: what the hand holds.
        hanging: elbow and wrist of the arm before it was raised, of the real side.
    """

    side: float
    reach: reach.Reach
    thing: Thing | None
    hanging: tuple[Points, Points]

    @property
    def hanging_arms(self) -> tuple[float, ...]:
        """Which of them still do: 1 the left one, -1 the right one."""
        return (-self.side,)

    def raised(self, control: NDArray[np.float32]) -> NDArray[np.float32]:
        """(V, 3) of the baked mesh with this arm raised."""
        mirror = np.array([1.0, self.side, 1.0])
        return arm.raised(control, self.side, self.reach.wrist * mirror, self.reach.elbow * mirror, self.hanging)

    def meshes(self, control: NDArray[np.float32], look: Look, skin: Material, cloth: Material | None) -> list[Mesh]:
        """Hand, sleeve, and what is held.

        Args:
            control: of the bust, its arm raised.
            skin: of the bust, for the shader ``skin``.
            cloth: of the sleeve; None for a bare arm.
        """
        out = [self._hand(look, skin, cloth is None)]
        if cloth is not None:
            out.append(self._sleeve(control, look, cloth))
        if self.thing is not None:
            rotation, place = self.reach.thing
            out.append(self.thing.mesh(place, rotation, mirrored=self.side < 0.0))
        return out

    def press(self, strands: Sequence[Curves]) -> list[Curves]:
        """Strands under hand and thing: hair lies between these and the head."""
        mirror = np.array([1.0, self.side, 1.0])
        data = bones.load()
        solid = [hull.samples(self.reach.points.astype(np.float32), data.faces, 2)]
        if self.thing is not None:
            rotation, place = self.reach.thing
            moved = self.thing.shape.moved(place, rotation)
            solid.append(hull.samples(moved.points.astype(np.float32), moved.quads, 12))
        row, column, radius = _direction(np.concatenate(solid) * mirror)
        grid = np.full((CELLS, 2 * CELLS), np.inf)
        near = radius < NEAR_M
        np.minimum.at(grid, (row[near], column[near]), radius[near] - UNDER_M)
        for axis in (0, 1):
            grid = np.minimum.reduce([np.roll(grid, 1, axis), grid, np.roll(grid, -1, axis)])
        out = []
        for item in strands:
            row, column, radius = _direction(item.points)
            over = radius - grid[row, column]
            share = np.where((over > 0.0) & (over < THICK_M), 1.0 - over / np.maximum(radius, 1e-6), 1.0)[..., None]
            out.append(replace(item, points=(CENTRE + share * (item.points - CENTRE)).astype(np.float32)))
        return out

    def _hand(self, look: Look, skin: Material, bare: bool) -> Mesh:
        data = bones.load()
        points = self.reach.points * [1.0, self.side, 1.0]
        faces = data.faces if self.side > 0.0 else data.faces[:, ::-1]
        if not bare:
            back = self.reach.elbow - self.reach.wrist
            along = (self.reach.points - self.reach.wrist) @ (back / np.linalg.norm(back))
            faces = faces[(along[faces] < UNDER_SLEEVE_M).any(1)]
        return flesh(points, faces, look, skin)

    def _sleeve(self, control: NDArray[np.float32], look: Look, cloth: Material) -> Mesh:
        """From the bust's own sleeve to the wrist."""
        mirror = np.array([1.0, self.side, 1.0])
        elbow, wrist = self.reach.elbow * mirror, self.reach.wrist * mirror
        along = (wrist - elbow) / np.linalg.norm(wrist - elbow)
        long = float(np.linalg.norm(wrist - elbow))
        gap = garments.gap_of(look)
        bust = control[_envelope(self.side)].astype(np.float64)
        skin = (self.reach.points * mirror)[bones.load().weights[:, bones.ARM] > 0.6]
        far = np.linspace(0.42, 1.02, RINGS) * long
        near = (_reach(bust, elbow, along, 0.62 * long) or 0.04) + gap + 0.003
        cuff = (_reach(skin, elbow, along, 0.94 * long) or 0.03) + 0.004
        radius = np.interp(far / long, (0.42, 0.7, 1.02), (near, 0.55 * near + 0.45 * cuff, cuff))
        turn, circle = around(along, AROUND)
        wave = 1.0 + 0.025 * np.sin(3.0 * turn + 90.0 * far[:, None]) + 0.015 * np.sin(70.0 * far[:, None])
        rings = elbow + far[:, None, None] * along + (radius[:, None] * wave)[..., None] * circle
        inner = elbow + (far[-1] - np.array([0.001, 0.012]))[:, None, None] * along + (cuff - 0.0025) * circle
        rings = np.concatenate([rings, inner])
        flat = np.stack([0.0 * wave, turn * 0.035 + 0.0 * wave, far[:, None] + 0.0 * wave], -1)
        flat = np.concatenate([flat, flat[-1:], flat[-2:-1]])
        return sheet("sleeve", rings, "clothing", cloth, flat, closed=True)


def hold(
    rng: np.random.Generator,
    identity: Identity,
    look: Look,
    before: NDArray[np.float32],
    control: NDArray[np.float32],
    surface: NDArray[np.float32],
    worn: Sequence[Mesh],
) -> Held:
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
    best: Held | None = None
    for name in gestures if thing is None else [look.held]:
        for side in (first, -first):
            mirror = np.array([1.0, side, 1.0])
            shoulder, hanging = _shoulder(whole, before, control, side)
            head = _solid(surface, worn, mirror)
            spot = functools.partial(_spot, surface, side)
            draw = stream(rng, f"{name} {side:g}")
            if thing is None or shape_of is None:
                found = reach.laid(draw, whole, head, spot, shoulder, name)
            else:
                found = reach.offered(draw, thing, shape_of, head, spot, shoulder, at_ear)
            if best is None or found.cost < best.reach.cost - 0.15:
                best = Held(side, found, thing, hanging)
            if best.reach.cost < reach.FINE:
                return best
    assert best is not None
    return best


def _spot(surface: NDArray[np.float32], side: float, x: float, y: float, z: float) -> Points:
    return np.asarray(hull.spot(surface, x, side * y, z) * np.array([1.0, side, 1.0]), np.float64)


def _shoulder(
    whole: hand.Hand, before: NDArray[np.float32], control: NDArray[np.float32], side: float
) -> tuple[arm.Shoulder, tuple[Points, Points]]:
    """The shoulder of a side as if it were the left one, and elbow and wrist of the hanging arm as they are."""
    data = bake.load()
    mirror = np.array([1.0, side, 1.0])
    rotation, origin = whole.source
    joints = np.stack([whole.elbow, whole.wrist]) @ rotation.T + origin
    stiff = np.flatnonzero((data.masks["arm"] > 0.999) & (side * data.rest[:, 1] > 0.2))
    elbow, wrist = arm.carried(before[stiff].astype(np.float64), control[stiff].astype(np.float64), joints * mirror)
    joint = control[data.vertices_of(f"joint-{'l' if side > 0.0 else 'r'}-shoulder")].mean(0)
    body = np.zeros(len(control), bool)
    body[body_faces()] = True
    trunk = np.flatnonzero(body & (data.masks["arm"] < 0.1) & (data.masks["mouth"] < 0.3) & (data.masks["ears"] < 0.3))
    facing = normals(control, body_faces())
    solid = Solid(control[trunk[::3]] * mirror, facing[trunk[::3]] * mirror)
    upper, lower = (float(np.linalg.norm(part)) for part in (elbow - joint, wrist - elbow))
    return arm.Shoulder(joint * mirror, upper, lower, solid), (elbow, wrist)


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


def _envelope(side: float) -> NDArray[np.int32]:
    """Vertices of what clothes start from on a forearm."""
    data = bake.load()
    used = data.vertices_of("helper-tights")
    return np.asarray(used[(side * data.rest[used, 1] > 0.30) & (arm.beyond_elbow(side)[used] > 0.035)], np.int32)


def _reach(points: Points, start: Points, along: Points, at: float) -> float:
    """Radius of what lies around an axis at a place along it; 0 for nothing."""
    apart = points - start
    far = apart @ along
    near = np.abs(far - at) < 0.015
    if not near.any():
        return 0.0
    around = np.linalg.norm(apart[near] - far[near, None] * along, axis=1)
    return float(np.percentile(around[around < 0.09], 90)) if (around < 0.09).any() else 0.0


def _direction(points: NDArray[np.floating]) -> tuple[NDArray[np.int64], NDArray[np.int64], Points]:
    """Cells of the directions from the middle of the head to points (..., 3), and how far they are."""
    x, y, z = np.moveaxis(points - CENTRE, -1, 0)
    flat = np.hypot(x, y)
    row = ((np.arctan2(z, flat) / np.pi + 0.5) * CELLS).astype(np.int64).clip(0, CELLS - 1)
    column = ((np.arctan2(y, x) / np.pi + 1.0) * CELLS).astype(np.int64).clip(0, 2 * CELLS - 1)
    return row, column, np.hypot(flat, z)
