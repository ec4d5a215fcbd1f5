"""Brows, moustache and beard: short strands on the face, rooted by masks on the base mesh."""

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.groom import Body
from assets.faces.surface import Field, body_faces, sample
from assets.geometry import Curves
from assets.materials import Material

type Points = NDArray[np.float32]

BEARD_LENGTH_M = {"moustache": 0.007, "goatee": 0.008, "beard": 0.010}


def brows(
    rng: np.random.Generator, points: Points, normals: Points, material: Material, fullness: float
) -> list[Curves]:
    """Left and right brow; ``fullness`` 0..1 sets width and density."""
    data = bake.load()
    out = []
    for side, sign in (("left", 1.0), ("right", -1.0)):
        roots = sample(
            rng,
            body_faces(),
            lambda field, sign=sign: brow_density(field, fullness) * (sign * field("y") > 0.0),  # type: ignore[misc]
            data.rest,
            int(420 + 330 * fullness),
        )
        if not len(roots.corners):
            continue
        along, across = roots.of(data.masks["brow_along"]), roots.of(data.masks["brow_across"])
        # Up at the nose, then outwards, and down at the tail; hairs from above and below meet in the middle.
        turn = np.interp(along, (0.0, 0.25, 0.6, 1.0), (1.15, 0.5, 0.15, -0.35)) - np.clip(across / 0.004, -1, 1) * 0.35
        turn = turn + rng.normal(0.0, 0.16, len(turn))
        direction = np.stack([np.full(len(turn), -0.1), sign * np.cos(turn), np.sin(turn)], 1)
        length = np.interp(along, (0.0, 0.5, 1.0), (0.0065, 0.008, 0.006)) * rng.uniform(0.7, 1.1, len(turn))
        strand = _lying(roots.of(points), roots.of(normals), direction, length, 0.22)
        radius = np.broadcast_to(
            (0.00006 + 0.00003 * fullness) * np.array([1.0, 1.0, 0.8, 0.45, 0.1]), strand.shape[:2]
        )
        out.append(Curves(f"{side}_brow", strand, radius.astype(np.float32), material, f"{side}_brow"))
    return out


def brow_density(field: Field, fullness: float) -> NDArray[np.float32]:
    """0..1: a spindle along the brow ridge."""
    along, across = field("brow_along"), field("brow_across")
    half = np.interp(along, (-0.1, 0.05, 0.4, 0.75, 1.05), (0.3, 1.0, 1.0, 0.75, 0.15)) * (0.0026 + 0.0022 * fullness)
    edge = np.clip(1.7 - 1.5 * np.abs(across) / half, 0.0, 1.0)
    ends = np.clip((along + 0.06) / 0.15, 0.0, 1.0) * np.clip((1.05 - along) / 0.2, 0.0, 1.0)
    return np.asarray(edge * ends * (np.abs(across) < 0.02), np.float32)


def beard_density(field: Field, kind: str) -> NDArray[np.float32]:
    """0..1 where facial hair grows."""
    x, side, z = field("x"), np.abs(field("y")), field("z")
    moustache = np.clip(field("moustache") / 0.004 + 0.4, 0.0, 1.0) * (x > 0.0)
    cheeks = np.clip(field("beard") / 0.016 + 0.2, 0.0, 1.0) * (field("azimuth") < 1.33) * (z > -0.145)
    cheeks = cheeks * np.clip(1.0 - (field("jaw") < -0.012) * 0.8, 0.0, 1.0)
    chin = np.clip((0.03 - side) / 0.006, 0.0, 1.0) * (z < -0.055) * (x > -0.02)
    shapes = {"moustache": moustache, "goatee": np.maximum(moustache, cheeks * chin), "none": 0.0 * moustache}
    grown = shapes.get(kind, np.maximum(moustache, cheeks))
    bare = np.maximum.reduce(
        [field("lips"), field("mouth"), field("ears"), np.clip(2.5 * field("nose"), 0, 1) * (z > -0.047)]
    )
    return np.asarray(grown * np.clip(1.0 - 2.0 * bare, 0.0, 1.0), np.float32)


def beard(
    rng: np.random.Generator, kind: str, points: Points, normals: Points, body: Body, material: Material
) -> list[Curves]:
    """Strands of a moustache, goatee or beard; stubble is in the skin's shader and needs none."""
    if kind not in BEARD_LENGTH_M:
        return []
    data = bake.load()
    count = {"moustache": 900, "goatee": 2000, "beard": 6000}[kind]
    roots = sample(rng, body_faces(), lambda field: beard_density(field, kind), data.rest, count)
    place, normal = roots.of(points), roots.of(normals)
    above = roots.of(data.masks["moustache"]) > 0.0
    direction = np.stack(
        [np.where(above, 0.0, -0.15), np.where(above, np.sign(place[:, 1]) * 0.9, 0.0), np.full(len(place), -1.0)], 1
    )
    direction = direction + rng.normal(0.0, 0.3, direction.shape)
    length = BEARD_LENGTH_M[kind] * rng.uniform(0.6, 1.2, len(place)) * np.where(above, 0.75, 1.0)
    strand = _lying(place, normal, direction, length, 0.55)
    radius = np.broadcast_to(0.00014 * np.array([1.0, 1.0, 0.9, 0.6, 0.2]), strand.shape[:2])
    return [Curves("beard", strand, radius.astype(np.float32), material, "beard")]


def _lying(
    roots: Points, normals: Points, direction: NDArray[np.floating], length: NDArray[np.floating], rise: float
) -> Points:
    """Five points a strand, along the skin in ``direction``, rising from it at the slope ``rise`` at the root."""
    flat = direction - (direction * normals).sum(1, keepdims=True) * normals
    flat = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
    t = np.linspace(0.0, 1.0, 5)[None, :, None]
    off = rise * (t - 0.55 * t * t)
    out = (
        roots[:, None]
        - 0.0003 * normals[:, None]
        + length[:, None, None] * (flat[:, None] * t + normals[:, None] * off)
    )
    return np.asarray(out, np.float32)
