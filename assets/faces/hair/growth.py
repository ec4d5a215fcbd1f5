"""Strands of a style on a head: roots behind the hairline, guides along the comb, strands between the guides."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.groom import Body, Cut, Guides, guides, trimmed
from assets.faces.hair import tied
from assets.faces.hair.combs import ramp
from assets.faces.hair.scalp import scalp_density
from assets.faces.hair.strands import strands
from assets.faces.hair.styles import STYLES, Style
from assets.faces.regions import EYES
from assets.faces.surface import Field, Roots, body_faces, sample, scalp_faces
from assets.geometry import Curves
from assets.materials import Material
from assets.random import stream

type Points = NDArray[np.float32]

GUIDES = 420
FEW_BELOW = 0.2  # of detail: then strands become fewer and wider still, and straighter
FINE_M = 0.022  # behind the hairline, strands are shorter and finer
PART_NOISE_M = 0.008  # no scalp is shaved along a parting
SUNK_M = 0.0008  # strands begin below the skin


def scalp_hair(
    rng: np.random.Generator,
    style: str,
    points: Points,
    normals: Points,
    body: Body,
    material: Material,
    receding: float,
    scale: float,
    thin: float = 0.0,
    detail: float = 1.0,
) -> list[Curves]:
    """Strands of a style on a head.

    Args:
        style: a name in ``STYLES``, or ``bald`` for none.
        points, normals: (V, 3) surface of the baked mesh.
        body: what strands stay out of.
        receding: 0..1.
        scale: size of this head against the base mesh; lengths scale with it.
        thin: 0..1, fewer and finer strands, as with age.
        detail: above 0, up to 1; fewer, wider strands, for small pictures.
    """
    if style == "bald":
        return []
    chosen = STYLES[style]
    cut = chosen.cut if detail >= FEW_BELOW else replace(chosen.cut, points=max(5, round(0.65 * chosen.cut.points)))
    detail *= min(1.0, (detail / FEW_BELOW) ** 0.5)
    head = _Head(points, normals, _obstacles(body, points, normals, chosen.over_ears, detail), scale)
    part = _parting(stream(rng, "part"), chosen)
    knots = tied.knots(stream(rng, "knots"), chosen.tied, scale)
    leading = _guides(stream(rng, "guides"), chosen, head, receding, part, knots, detail)
    count = max(200, round(chosen.strands * (1.0 - 0.45 * thin) * detail))
    wide = (1.0 - 0.15 * thin) * scale / detail
    roots = _roots(stream(rng, "roots"), receding, count)
    fine = _fineness(roots, receding)
    dice = stream(rng, "strands")
    start = roots.of(points) - SUNK_M * roots.of(normals)
    side = _side(dice, roots, part if not knots.split else 0.0, chosen)
    grown = strands(dice, start, side, _reach(dice, fine, cut), leading, cut)
    length = np.linalg.norm(np.diff(grown, axis=1), axis=2).sum(1)
    radius = cut.radius_m * wide * dice.uniform(0.8, 1.2, len(fine)) * (0.5 + 0.5 * np.minimum(1.0, length / 0.03))
    radius *= 1.0 - 0.4 * fine  # hairlines thin out
    return [
        curves("hair", grown, radius, material),
        *tied.gathered(stream(rng, "tied"), chosen.tied, knots, head.body, material, scale, detail),
    ]


class _Head:
    """A head to grow on."""

    def __init__(self, points: Points, normals: Points, body: Body, scale: float) -> None:
        self.points, self.normals, self.body, self.scale = points, normals, body, scale
        self.rest = bake.load().rest


def curves(name: str, points: Points, radius: NDArray[np.floating], material: Material) -> Curves:
    """Strands (N, K, 3) that taper from ``radius`` (N,) at the root."""
    t = np.linspace(0.0, 1.0, points.shape[1])
    taper = np.interp(t, (0.0, 0.35, 0.7, 0.9, 1.0), (1.0, 0.95, 0.62, 0.28, 0.06))  # what ends blunt looks like wire
    return Curves(name, points, (radius[:, None] * taper).astype(np.float32), material, "hair")


def _obstacles(body: Body, points: Points, normals: Points, over_ears: bool, detail: float) -> Body:
    """The body, finer on the scalp, and the ears: as they are, or for hair that falls over them, as walls."""
    masks = bake.load().masks
    inside = np.zeros(len(points), bool)
    inside[body_faces()] = True
    scalp = np.flatnonzero(inside & (masks["scalp"] > -0.01) & (masks["torso"] < 0.3) & (masks["ears"] < 0.3))
    ears = np.flatnonzero(inside & (masks["ears"] >= 0.3))[::4]
    if detail < FEW_BELOW:
        scalp, ears = scalp[::2], ears[::2]
    facing = normals[ears]
    if over_ears:
        facing = np.stack([0.15 + 0.0 * facing[:, 0], np.sign(points[ears, 1]), 0.2 + 0.0 * facing[:, 0]], 1)
        facing /= np.linalg.norm(facing, axis=1, keepdims=True)
    return Body(
        np.concatenate([body.points, points[scalp], points[ears]]).astype(np.float32),
        np.concatenate([body.normals, normals[scalp], facing]).astype(np.float32),
    )


def _parting(rng: np.random.Generator, style: Style) -> float:
    low, high = style.parting or (0.0, 0.0)
    return float(rng.uniform(low, high) * rng.choice([-1.0, 1.0])) if style.parting else 0.0


def _roots(rng: np.random.Generator, receding: float, count: int) -> Roots:
    """Where strands grow; the hairline is not a line, nor the same on any two people."""
    wave, phase = rng.uniform(60.0, 260.0, (4, 3)), rng.uniform(0.0, 6.28, 4)

    def density(field: Field) -> NDArray[np.floating]:
        place = np.stack([field("x"), field("y"), field("z")], 1)
        ripple = np.sin(place @ wave.T + phase).mean(1)
        return scalp_density(field, receding) * np.clip(0.8 + 0.6 * ripple + field("scalp") / 0.03, 0.0, 1.0)

    return sample(rng, scalp_faces(), density, bake.load().rest, count)


def _fineness(roots: Roots, receding: float) -> NDArray[np.floating]:
    """(N,) 1 at the hairline, 0 inside."""
    masks = bake.load().masks
    grown = scalp_density(lambda key: roots.of(masks[key]), receding)
    edge = np.clip(1.0 - roots.of(masks["scalp"]) / FINE_M, 0.0, 1.0)
    return np.asarray(np.maximum(edge, 0.8 * (1.0 - grown)))


def _reach(rng: np.random.Generator, fine: NDArray[np.floating], cut: Cut) -> NDArray[np.floating]:
    """(N,) share of the style's length: shorter at the hairline, and some new hair everywhere."""
    young = rng.random(len(fine)) < 0.03 + 0.5 * fine**2
    return np.asarray((1.0 - 0.35 * fine) * np.where(young, rng.uniform(0.15, 0.6, len(fine)), 1.0))


def _side(rng: np.random.Generator, roots: Roots, part: float, style: Style) -> NDArray[np.floating]:
    """1 to the left of the parting and 0 to the right; all 0 where there is none."""
    place = roots.of(bake.load().rest) - EYES
    if style.parting is None:
        return np.zeros(len(place))
    crooked = part + 0.002 * np.sin(90.0 * place[:, 0] + 6.0 * part) + rng.normal(0.0, PART_NOISE_M, len(place))
    behind = -0.115 if style.tied != "braids" else -1.0
    return np.where((place[:, 1] > crooked) & (place[:, 0] > behind), 1.0, 0.0)


def _guides(
    rng: np.random.Generator, style: Style, head: _Head, receding: float, part: float, knots: tied.Knots, detail: float
) -> Guides:
    count = round(GUIDES * detail**0.5)
    roots = sample(rng, scalp_faces(), lambda field: 1.0 * (scalp_density(field, receding) > 0.02), head.rest, count)
    rest = roots.of(head.rest) - EYES
    heights, lengths = zip(*style.length, strict=True)
    length = np.interp(rest[:, 2], heights, lengths) * rng.uniform(*style.spread) * head.scale
    length = length * rng.uniform(0.92, 1.08, len(rest))
    top = ramp(rest[:, 2], -0.05, 0.08)
    low, high = style.cut.volume_m
    volume = (low + (high - low) * top) * rng.uniform(0.8, 1.2) * rng.uniform(0.75, 1.15, len(rest)) * head.scale
    if style.parting:  # hair rises away from a parting, or one looks along a trench
        volume = volume * (0.3 + 0.7 * ramp(np.abs(rest[:, 1] - part), 0.0, 0.03))
    side = _side(rng, roots, part, style)
    shape = style.comb(stream(rng, "comb"), part)
    scale = np.float32(head.scale)
    out = guides(
        roots.of(head.points),
        roots.of(head.normals),
        rest,
        length,
        volume,
        side,
        lambda at, base, along: shape(at / scale, base, along),
        head.body,
        style.cut,
        knots.of(side) if style.tied else None,
    )
    if style.scissors is None:
        return out
    cut, bases = style.scissors, np.repeat(rest, out.points.shape[1], 0)
    return trimmed(out, lambda at: cut(at / scale, bases))
