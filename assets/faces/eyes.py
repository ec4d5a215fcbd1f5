"""Eyeballs and lashes. An eyeball is one surface, a sphere with the cornea's bulge; its shader paints the rest."""

import functools
import itertools

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake, shape
from assets.faces.look import EYE_COLORS, Look
from assets.faces.surface import boundary_loop
from assets.geometry import Curves, Mesh
from assets.materials import Material

type Sphere = tuple[NDArray[np.float64], NDArray[np.float32], NDArray[np.int32]]

IRIS_RAD = 0.405  # half angle of the iris as seen from the eye's centre
BULGE = 0.05  # how much further the cornea's tip stands out than the sclera's sphere, relative
CORNEA_RAD = 0.5  # half angle of the bulge, which ends smoothly: its tip is round enough for a small clear reflection
FIT = 0.985  # of MakeHuman's eyeball, so that it stays under the lids
RINGS, SECTORS, REACH_RAD = 22, 32, 2.0
COARSE_RINGS, COARSE_SECTORS = 10, 16  # of eyes of a few pixels


def meshes(
    rng: np.random.Generator, points: NDArray[np.float32], look: Look, coarse: bool = False, aged: float = 0.0
) -> list[Mesh]:
    """Right and left eyeball; ``coarse`` ones are for a few pixels, ``aged`` ones, up to 1, yellow."""
    sphere = _sphere(COARSE_RINGS, COARSE_SECTORS) if coarse else _sphere(RINGS, SECTORS)
    data = bake.load()
    centers, radius = shape.eye_centers(data, points), shape.eye_radius(data, points)
    inner, outer = EYE_COLORS[look.eye_color]
    tint = float(rng.uniform(0.8, 1.25))
    material = Material(
        "eye",
        "eye",
        base_color=tuple(min(1.0, value * tint) for value in outer),  # type: ignore[arg-type]
        roughness=0.35,
        coat=1.0,
        coat_roughness=0.02,
        params={
            "inner": inner,
            "pupil": float(rng.uniform(0.3, 0.48)),
            "seed": float(rng.uniform(0.0, 100.0)),
            "warm": float(np.clip(0.35 * rng.random() + 0.4 * (look.skin_tone - 1) / 9.0 + 0.3 * aged, 0.0, 1.0)),
        },
    )
    return [
        _ball(name, center, radius * FIT, look.gaze_rad, material, sphere)
        for name, center in zip(("left_eye", "right_eye"), centers, strict=True)
    ]


def _ball(
    name: str,
    center: NDArray[np.float32],
    radius: float,
    gaze: tuple[float, float],
    material: Material,
    sphere: Sphere,
) -> Mesh:
    directions, disc, faces = sphere
    theta = np.arccos(np.clip(directions[:, 0], -1.0, 1.0))
    bulge = 1.0 + BULGE * np.clip(1.0 - (theta / CORNEA_RAD) ** 2, 0.0, 1.0) ** 2
    yaw, pitch = gaze
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    turn = np.array([[cy, -sy, 0], [sy, cy, 0], [0, 0, 1]]) @ np.array([[cp, 0, -sp], [0, 1, 0], [sp, 0, cp]])
    points = center + (directions * (radius * bulge)[:, None]) @ turn.T
    count = len(faces)
    return Mesh(
        name,
        points.astype(np.float32),
        faces.ravel(),
        np.full(count, 4, np.int32),
        (material,),
        (name,),
        np.zeros(count, np.int32),
        np.zeros(count, np.int32),
        subdivision=1,
        attributes={"disc": disc},
    )


@functools.cache
def _sphere(rings: int, sectors: int) -> Sphere:
    """Unit directions with the pole at +x, disc coordinates (1 at the iris's rim), and quads; open behind."""
    fine = np.linspace(0.004, IRIS_RAD * 1.15, rings // 2, endpoint=False)
    theta = np.concatenate([fine, np.linspace(IRIS_RAD * 1.15, REACH_RAD, rings - rings // 2)])
    phi = np.arange(sectors) / sectors * 2.0 * np.pi
    t, p = np.meshgrid(theta, phi, indexing="ij")
    directions = np.stack([np.cos(t), np.sin(t) * np.cos(p), np.sin(t) * np.sin(p)], -1).reshape(-1, 3)
    r = t / IRIS_RAD
    disc = np.stack([r * np.cos(p), r * np.sin(p), r], -1).reshape(-1, 3).astype(np.float32)
    ring, sector = np.meshgrid(np.arange(rings - 1), np.arange(sectors), indexing="ij")
    after = (sector + 1) % sectors
    quads = np.stack([ring, ring + 1, ring + 1, ring], -1) * sectors + np.stack([sector, sector, after, after], -1)
    quads = quads.reshape(-1, 4)
    cap = [[0, i, i + 1, i + 2] for i in range(1, sectors - 2, 2)]  # closes the pole
    return directions, disc, np.concatenate([quads, cap]).astype(np.int32)


FEWER_BELOW = 0.5  # of detail
LASHES = {"upper": (75, 2, 1.0), "lower": (30, 1, 0.55)}  # strands, number of MakeHuman's strip, length


def lashes(
    rng: np.random.Generator, points: NDArray[np.float32], material: Material, density: float, detail: float = 1.0
) -> Curves:
    """Lashes of both eyes, along MakeHuman's strips: from the lid's edge out, curled away from the eye.

    Args:
        density: 1 for many.
        detail: above 0, up to 1: a share of them, as much wider.
    """
    share = min(1.0, detail / FEWER_BELOW)
    strands, radii = [], []
    for side in "lr":
        for lid, (full, strip, length) in LASHES.items():
            count = max(6, int(full * density * share))
            roots, tips = _strip(f"helper-{side}-eyelashes-{strip}")
            along = np.sort(rng.uniform(0.06, 0.97, count))
            root, tip = (
                _along(points[roots], along),
                _along(points[tips], np.clip(along + rng.normal(0.0, 0.012, count), 0, 1)),
            )
            root = root + 0.34 * (tip - root)  # the strip starts behind the lid
            reach = (tip - root) * (length * rng.uniform(0.65, 1.05, count))[:, None]
            curl = np.array([0.0, 0.0, 0.22 if lid == "upper" else -0.1]) * np.linalg.norm(reach, axis=1, keepdims=True)
            t = np.linspace(0.0, 1.0, 4)[None, :, None]
            strands.append(root[:, None] + reach[:, None] * t + curl[:, None] * (t * t - 0.4 * t))
            thick = 0.00009 if lid == "upper" else 0.00004
            radii.append(np.broadcast_to(thick / share * np.array([1.0, 0.9, 0.6, 0.15]), (count, 4)))
    return Curves(
        "lashes", np.concatenate(strands).astype(np.float32), np.concatenate(radii).astype(np.float32), material, "skin"
    )


@functools.cache
def _strip(group: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Vertices of a lash strip's two long sides, inner and outer, both from the nose outwards."""
    data = bake.load()
    faces = data.faces_of(group)
    loop = boundary_loop(faces)
    uses = np.bincount(faces.ravel(), minlength=len(data.rest))
    corners = [i for i, vertex in enumerate(loop) if uses[vertex] == 1]
    loop = loop[corners[0] :] + loop[: corners[0]]
    corners = [i - corners[0] for i in corners] + [len(loop)]
    closed = [*loop, loop[0]]
    sides = sorted((closed[a : b + 1] for a, b in itertools.pairwise(corners)), key=len)[-2:]
    center = shape.eye_centers(data, data.rest)[0 if group[7] == "l" else 1]
    sides.sort(key=lambda side: float(np.linalg.norm(data.rest[side] - center, axis=1).mean()))
    out = [np.array(side, np.int32) for side in sides]
    inner, outer = (side if abs(data.rest[side[0], 1]) < abs(data.rest[side[-1], 1]) else side[::-1] for side in out)
    return inner, outer


def _along(line: NDArray[np.float32], where: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points at 0..1 along a polyline."""
    steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    return np.stack([np.interp(where * steps[-1], steps, line[:, axis]) for axis in range(3)], 1)
