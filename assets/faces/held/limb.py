"""One arm of somebody: where its hand is, and the meshes of hand, sleeve and what is held."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.held import arm, bones, hand
from assets.faces.held.flesh import flesh
from assets.faces.held.reach import Reach
from assets.faces.held.things import Thing
from assets.faces.held.touch import Solid
from assets.faces.limbs import beyond_elbow
from assets.faces.look import Look
from assets.faces.surface import body_faces, normals
from assets.faces.wear import hull
from assets.faces.wear.sheets import around, sheet
from assets.geometry import Curves, Mesh
from assets.materials import Material
from assets.vectors import cross

type Points = NDArray[np.float64]

UNDER_SLEEVE_M = 0.05  # of the forearm that a sleeve leaves to the hand's mesh
AROUND, RINGS = 24, 12
CENTRE = np.array([-0.075, 0.0, 0.02])  # of the head, from between the eyes
CELLS = 72  # of directions from there, up and down
NEAR_M, THICK_M = 0.19, 0.05  # what is further from there presses no hair; hair that is further out goes free
UNDER_M = 0.002
OVER_M = 0.001  # that it reaches over the bust's
NEAR_RING_M, WIDEST_M, USUAL_M = 0.012, 0.09, 0.035  # of a forearm's sections
SUBDIVIDED = 0.93  # of its cage is what subdivision leaves of a sleeve's radius
IN_POCKET_M = -0.05  # beyond the wrist: what is further in is not seen
SIDES = {1.0: "left", -1.0: "right"}


@dataclass(frozen=True, eq=False)
class Limb:
    """An arm and its hand, thought for the left one; ``side`` -1 mirrors it.

    Attributes:
        side: 1 for the left hand, -1 for the right one.
        reach: where hand and arm are.
        thing: what the hand holds.
        hanging: elbow and wrist of the arm before it was moved, of the real side.
        hidden: the hand is in a pocket.
    """

    side: float
    reach: Reach
    thing: Thing | None
    hanging: tuple[Points, Points]
    hidden: bool = False

    def raised(self, control: NDArray[np.float32]) -> NDArray[np.float32]:
        """(V, 3) of the baked mesh with this arm where it is."""
        mirror = np.array([1.0, self.side, 1.0])
        return arm.raised(control, self.side, self.reach.wrist * mirror, self.reach.elbow * mirror, self.hanging)

    def meshes(self, control: NDArray[np.float32], look: Look, skin: Material, cloth: Mesh | None) -> list[Mesh]:
        """Hand, sleeve, and what is held.

        Args:
            control: of the bust, its arms moved.
            skin: of the bust, for the shader ``skin``.
            cloth: the garment whose sleeves go on; None for a bare arm.
        """
        out = [self._hand(control, look, skin, cloth is None)]
        if cloth is not None:
            out.append(self._sleeve(cloth))
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

    def _hand(self, control: NDArray[np.float32], look: Look, skin: Material, bare: bool) -> Mesh:
        data, mirror = bones.load(), np.array([1.0, self.side, 1.0])
        points = self.reach.points
        if bare:
            natural = _grown(control, self.side) @ [0.0, 0.0, 1.0]
            away = self.reach.rotation[:, 2]
            points = arm.untwisted(points, self.reach.wrist, self.reach.elbow, away, natural)
        points = points * mirror
        faces = data.faces if self.side > 0.0 else data.faces[:, ::-1]
        back = self.reach.elbow - self.reach.wrist
        along = (self.reach.points - self.reach.wrist) @ (back / np.linalg.norm(back))
        if not bare:
            faces = faces[(along[faces] < UNDER_SLEEVE_M).any(1)]
        if self.hidden:
            faces = faces[(along[faces] > IN_POCKET_M).any(1)]
        return replace(flesh(points, faces, look, skin), name=f"{SIDES[self.side]}_hand")

    def _sleeve(self, cloth: Mesh) -> Mesh:
        """From the bust's own sleeve to the wrist."""
        mirror = np.array([1.0, self.side, 1.0])
        elbow, wrist = self.reach.elbow * mirror, self.reach.wrist * mirror
        along = (wrist - elbow) / np.linalg.norm(wrist - elbow)
        long = float(np.linalg.norm(wrist - elbow))
        skin = (self.reach.points * mirror)[bones.load().weights[:, bones.ARM] > 0.6]
        far = np.linspace(0.38, 1.02, RINGS) * long
        turn, circle = around(along, AROUND)
        control = _section(cloth.vertices.astype(np.float64) - elbow, along, far[1], circle)
        near = control * (SUBDIVIDED if cloth.subdivision else 1.0) + OVER_M
        cuff = float(_section(skin - elbow, along, 0.94 * long, circle).max()) + 0.004
        share = np.interp(far / long, (0.38, 0.46, 0.7, 1.02), (0.0, 0.05, 0.45, 1.0))[:, None]
        wave = 0.025 * np.sin(3.0 * turn + 90.0 * far[:, None]) + 0.015 * np.sin(70.0 * far[:, None])
        radius = ((1.0 - share) * near + share * cuff) * (1.0 + wave * np.minimum(1.0, 4.0 * share))
        rings = elbow + far[:, None, None] * along + radius[..., None] * circle
        inner = elbow + (far[-1] - np.array([0.001, 0.012]))[:, None, None] * along + (cuff - 0.0025) * circle
        rings = np.concatenate([rings, inner])
        flat = np.stack([0.0 * wave, turn * 0.035 + 0.0 * wave, far[:, None] + 0.0 * wave], -1)
        flat = np.concatenate([flat, flat[-1:], flat[-2:-1]])
        return sheet(f"{SIDES[self.side]}_sleeve", rings, "clothing", cloth.materials[0], flat, closed=True)


def hanging_of(
    whole: hand.Hand, before: NDArray[np.float32], control: NDArray[np.float32], side: float
) -> tuple[Points, Points]:
    """Elbow and wrist of a bust's arm as they are, of the real side; arguments as ``hold`` has them."""
    data = bake.load()
    rotation, origin = whole.source
    joints = (np.stack([whole.elbow, whole.wrist]) @ rotation.T + origin) * [1.0, side, 1.0]
    stiff = np.flatnonzero((data.masks["arm"] > 0.999) & (side * data.rest[:, 1] > 0.2))
    elbow, wrist = arm.carried(before[stiff].astype(np.float64), control[stiff].astype(np.float64), joints)
    return elbow, wrist


def shoulder_of(
    hanging: tuple[Points, Points], control: NDArray[np.float32], side: float, every: int = 3
) -> arm.Shoulder:
    """The shoulder of a side as if it were the left one.

    Args:
        hanging: elbow and wrist, of the real side.
        every: how many vertices of the trunk there are to each that is taken.
    """
    data = bake.load()
    mirror = np.array([1.0, side, 1.0])
    elbow, wrist = hanging
    joint = control[data.vertices_of(f"joint-{'l' if side > 0.0 else 'r'}-shoulder")].mean(0)
    body = np.zeros(len(control), bool)
    body[body_faces()] = True
    trunk = np.flatnonzero(body & (data.masks["arm"] < 0.1) & (data.masks["mouth"] < 0.3) & (data.masks["ears"] < 0.3))
    facing = normals(control, body_faces())
    solid = Solid(control[trunk[::every]] * mirror, facing[trunk[::every]] * mirror)
    upper, lower = (float(np.linalg.norm(part)) for part in (elbow - joint, wrist - elbow))
    return arm.Shoulder(joint * mirror, upper, lower, solid)


def _grown(control: NDArray[np.float32], side: float) -> Points:
    """Rotation of the hand's frame as the bust's forearm has it, as if it were the left one."""
    data, mirror = bake.load(), np.array([1.0, side, 1.0])
    beyond = beyond_elbow(data.rest, side)
    stiff = np.flatnonzero((data.masks["arm"] > 0.999) & (side * data.rest[:, 1] > 0.2) & (beyond > arm.BLEND_M))
    turn = arm.rigid(data.rest[stiff].astype(np.float64) * mirror, control[stiff].astype(np.float64) * mirror)
    out: Points = turn @ hand.usual().source[0]
    return out


def _section(points: Points, along: Points, at: float, circle: Points) -> Points:
    """(N,) radii of what lies around an axis through the origin.

    Args:
        at: along the axis.
        circle: (N, 3) directions across it.
    """
    far = points @ along
    apart = points - far[:, None] * along
    radius = np.linalg.norm(apart, axis=1)
    near = (np.abs(far - at) < NEAR_RING_M) & (radius < WIDEST_M)
    if not near.any():
        return np.full(len(circle), USUAL_M)
    x, y = circle[0], cross(along, circle[0])
    angles = np.arctan2(apart[near] @ y, apart[near] @ x)
    order = np.argsort(angles)
    wanted = np.arctan2(circle @ y, circle @ x)
    return np.asarray(np.interp(wanted, angles[order], radius[near][order], period=2.0 * np.pi), np.float64)


def _direction(points: NDArray[np.floating]) -> tuple[NDArray[np.int64], NDArray[np.int64], Points]:
    """Cells of the directions from the middle of the head to points (..., 3), and how far they are."""
    x, y, z = np.moveaxis(points - CENTRE, -1, 0)
    flat = np.hypot(x, y)
    row = ((np.arctan2(z, flat) / np.pi + 0.5) * CELLS).astype(np.int64).clip(0, CELLS - 1)
    column = ((np.arctan2(y, x) / np.pi + 1.0) * CELLS).astype(np.int64).clip(0, 2 * CELLS - 1)
    return row, column, np.hypot(flat, z)
