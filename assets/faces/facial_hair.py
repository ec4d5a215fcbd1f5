"""Brows, moustache and beard: short strands on the face, rooted by masks on the base mesh."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.regions import EYES
from assets.faces.surface import Field, beard_faces, brow_faces, sample
from assets.geometry import Curves
from assets.materials import Material

type Points = NDArray[np.float32]

# Length at the chin: the shortest, the longest, and how many strands.
BEARDS = {"moustache": (0.006, 0.010, 1300), "goatee": (0.006, 0.018, 2600), "beard": (0.005, 0.026, 8000)}
TAPER = np.array([1.0, 1.0, 0.9, 0.65, 0.2])


@dataclass(frozen=True)
class Brows:
    """Attributes:
    fullness: 0..1, how wide and dense.
    taper: 0 for a bar, 1 for a wedge that is widest at the nose.
    inner, outer: how far the hairs begin before, and end behind, where they usually do, as shares of the brow.
    joined: 0..1, how dense hairs are between the brows.
    arch_m: how much higher they stand over the outer third than elsewhere.
    long: factor on the length of the hairs.
    """

    fullness: float = 0.5
    taper: float = 0.5
    inner: float = 0.0
    outer: float = 0.0
    joined: float = 0.0
    arch_m: float = 0.0
    long: float = 1.0


def own_brows(rng: np.random.Generator, usual: float, masculine: float) -> Brows:
    """Somebody's, about as full as usual."""
    joined = float(rng.beta(1.2, 2.0)) * float(rng.random() < 0.25 * masculine)
    inner, outer = (float(value) for value in rng.normal(0.0, 0.05, 2).clip(-0.1, 0.1))
    return Brows(
        fullness=float(np.clip(rng.normal(usual, 0.27), 0.0, 1.0)),
        taper=float(rng.beta(1.2, 1.2)),
        inner=inner,
        outer=outer,
        joined=joined,
        arch_m=float(np.clip(rng.normal(0.0, 0.0011), -0.0016, 0.002)),
        long=float(np.exp(rng.normal(0.0, 0.2))),
    )


def brows(
    rng: np.random.Generator, points: Points, normals: Points, material: Material, own: Brows, detail: float = 1.0
) -> list[Curves]:
    """Left and right brow; ``detail`` as in ``hairdo.grow``."""
    data = bake.load()
    out = []
    for side, sign in (("left", 1.0), ("right", -1.0)):
        roots = sample(
            rng,
            brow_faces(),
            lambda field, sign=sign: brow_density(field, own) * (sign * field("y") > 0.0),  # type: ignore[misc]
            data.rest,
            max(40, int((380 + 900 * own.fullness) * detail)),
        )
        if not len(roots.corners):
            continue
        along, across = roots.of(data.masks["brow_along"]), roots.of(data.masks["brow_across"])
        across = across - _rise(along, own)
        # Up at the nose, then outwards, and down at the tail; hairs from above and below meet in the middle.
        turn = np.interp(along, (0.0, 0.25, 0.6, 1.0), (1.15, 0.5, 0.15, -0.35)) - np.clip(across / 0.004, -1, 1) * 0.35
        turn = turn + rng.normal(0.0, 0.2, len(turn))
        direction = np.stack([np.full(len(turn), -0.1), sign * np.cos(turn), np.sin(turn)], 1)
        length = np.interp(along, (0.0, 0.5, 1.0), (0.0062, 0.0080, 0.0055)) * rng.uniform(0.45, 1.15, len(turn))
        rise = rng.uniform(0.12, 0.34, len(turn))
        strand = _lying(roots.of(points), roots.of(normals), direction, own.long * length, rise)
        radius = (0.00005 + 0.00003 * own.fullness) * rng.uniform(0.7, 1.2, (len(turn), 1)) / detail * TAPER
        radius = radius * np.interp(along, (0.0, 0.15, 0.65, 1.0), (0.75, 1.0, 1.0, 0.6))[:, None]  # brows thin out
        out.append(Curves(f"{side}_brow", strand, radius.astype(np.float32), material, f"{side}_brow"))
    return out


def _rise(along: NDArray[np.floating], own: Brows) -> NDArray[np.floating]:
    """How far over the brow's middle somebody's hairs have theirs, metres."""
    return np.asarray(own.arch_m * np.interp(along, (-0.1, 0.3, 0.68, 1.05), (-0.2, 0.0, 1.0, 0.1)))


def brow_density(field: Field, own: Brows) -> NDArray[np.float32]:
    """0..1: a spindle along the brow ridge."""
    along, across = field("brow_along"), field("brow_across")
    wedge = np.interp(along, (-0.1, 0.05, 0.4, 0.75, 1.05), (0.5, 1.25, 1.0, 0.6, 0.1))
    bar = np.interp(along, (-0.1, 0.05, 0.4, 0.75, 1.05), (0.2, 0.7, 0.95, 0.95, 0.35))
    half = (own.taper * wedge + (1.0 - own.taper) * bar) * (0.0019 + 0.0034 * own.fullness)
    edge = np.clip(1.7 - 1.5 * np.abs(across - _rise(along, own)) / half, 0.0, 1.0)
    ends = np.clip((along + 0.06 + own.inner) / 0.15, own.joined, 1.0) * np.clip((1.05 + own.outer - along) / 0.2, 0, 1)
    return np.asarray(edge * ends * (0.55 + 0.45 * own.fullness) * (np.abs(across) < 0.02), np.float32)


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
    rng: np.random.Generator,
    kind: str,
    points: Points,
    normals: Points,
    material: Material,
    detail: float = 1.0,
) -> list[Curves]:
    """Strands of a moustache, goatee or beard; stubble is in the skin's shader and needs none."""
    if kind not in BEARDS:
        return []
    data = bake.load()
    shortest, longest, count = BEARDS[kind]
    count = max(100, round(count * detail))
    roots = sample(rng, beard_faces(), lambda field: beard_density(field, kind), data.rest, count)
    place, normal = roots.of(points), roots.of(normals)
    rest = roots.of(data.rest) - EYES
    above = np.clip(roots.of(data.masks["moustache"]) / 0.003 + 0.5, 0.0, 1.0)
    full = float(shortest + (longest - shortest) * rng.random() ** 2)
    chin = np.exp(-((rest[:, 1] / 0.035) ** 2)) * np.clip((-0.055 - rest[:, 2]) / 0.03, 0.0, 1.0)
    cheek = np.clip(roots.of(data.masks["beard"]) / 0.02, 0.0, 1.0)  # short where it begins, long at the chin
    length = np.maximum(0.003, full * (0.4 + 0.25 * cheek + 0.35 * chin))
    length = np.where(above > 0.5, np.clip(0.75 * full, 0.0045, 0.0085), length) * rng.uniform(0.5, 1.15, len(place))
    outwards = np.sign(place[:, 1]) * np.clip(np.abs(place[:, 1]) / 0.006, 0.0, 1.0)
    ahead = np.stack([0.35 * chin - 0.2 * (1.0 - chin), -0.25 * place[:, 1] / 0.05, -np.ones(len(place))], 1)
    lip = np.stack([0.0 * above, 0.9 * outwards, -0.7 * np.ones(len(place))], 1)
    direction = np.where(above[:, None] > 0.5, lip, ahead) + _flow(rng, rest) + rng.normal(0.0, 0.2, lip.shape)
    rise = np.where(above > 0.5, 0.5, 0.65) * rng.uniform(0.6, 1.3, len(place))
    strand = _lying(place, normal, direction, length, rise)
    strand = strand + rng.normal(0.0, 0.06, (len(place), 1, 3)) * length[:, None, None] * np.linspace(0, 1, 5)[:, None]
    radius = 0.00012 * rng.uniform(0.75, 1.2, (len(place), 1)) / detail * TAPER
    return [Curves("beard", strand.astype(np.float32), radius.astype(np.float32), material, "beard")]


def _flow(rng: np.random.Generator, rest: Points) -> NDArray[np.floating]:
    """(N, 3) directions that differ from one patch of a beard to the next."""
    wave, phase = rng.normal(0.0, 150.0, (3, 3)), rng.uniform(0.0, 6.28, 3)
    return np.asarray(0.35 * np.sin(rest @ wave + phase))


def _lying(
    roots: Points,
    normals: Points,
    direction: NDArray[np.floating],
    length: NDArray[np.floating],
    rise: NDArray[np.floating],
) -> Points:
    """Five points a strand, along the skin in ``direction``, rising from it at the slope ``rise`` at the root."""
    flat = direction - (direction * normals).sum(1, keepdims=True) * normals
    flat = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
    t = np.linspace(0.0, 1.0, 5)[None, :, None]
    off = rise[:, None, None] * (t - 0.55 * t * t)
    out = (
        roots[:, None]
        - 0.0003 * normals[:, None]
        + length[:, None, None] * (flat[:, None] * t + normals[:, None] * off)
    )
    return np.asarray(out, np.float32)
