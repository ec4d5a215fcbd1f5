"""Scalp hair: styles as combs and cuts. A comb is a field of directions on the head; ``groom`` grows the strands."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.groom import Body, Comb, Cut, guides, strands
from assets.faces.regions import EYES
from assets.faces.surface import Field, body_faces, sample
from assets.geometry import Curves
from assets.materials import Material

type Points = NDArray[np.float32]

GUIDES = 320
POINTS = 8
CROWN = np.array([-0.135, 0.008, 0.100], np.float32)  # the whorl, from the eyes of the base head
OVER_CLOTHES_M = -0.11  # strands below this, from the eyes, lie on shoulders
TAPER = np.array([1.0, 1.0, 1.0, 0.95, 0.9, 0.8, 0.6, 0.25], np.float32)


@dataclass(frozen=True)
class Style:
    """Attributes:
    cut: how strands hang.
    comb: makes the field of directions, from the place of the parting (metres to the left).
    length: metres by root height: at the lower edge, and at the top of the head.
    strands: how many.
    parted: whether hair lies to both sides of a parting.
    """

    cut: Cut
    comb: Callable[[float], Comb]
    length: tuple[float, float]
    strands: int
    parted: bool = False


def scalp_density(field: Field, receding: float) -> NDArray[np.float32]:
    """0..1, where scalp hair grows; ``receding`` 0..1 moves the hairline back at forehead and temples."""
    front = np.clip(1.0 - field("azimuth") / 1.0, 0.0, 1.0)
    depth = field("scalp") - receding * (0.02 + 0.05 * front)
    grown = np.clip((depth + 0.001) / 0.008, 0.0, 1.0) * (field("ears") < 0.2) * (field("torso") < 0.6)
    return np.asarray(grown, np.float32)


def scalp_hair(
    rng: np.random.Generator,
    style: str,
    points: Points,
    normals: Points,
    body: Body,
    material: Material,
    receding: float,
    scale: float,
) -> list[Curves]:
    """Strands of a style on a head.

    Args:
        style: a name in ``STYLES``, or ``bald`` for none.
        points, normals: (V, 3) surface of the baked mesh.
        body: what strands stay out of.
        receding: 0..1.
        scale: size of this head against the base mesh; lengths scale with it.
    """
    if style == "bald":
        return []
    chosen = STYLES[style]
    data = bake.load()
    faces = body_faces()
    part = float(rng.choice([-1.0, 1.0])) * float(rng.uniform(0.018, 0.032)) if style in ("short", "side_part") else 0.0
    part = float(rng.uniform(-0.02, 0.02)) if style in ("medium", "long_straight") else part
    leaders = sample(rng, faces, lambda field: 1.0 * (scalp_density(field, receding) > 0.3), data.rest, GUIDES)
    children = sample(rng, faces, lambda field: scalp_density(field, receding), data.rest, chosen.strands)
    comb = chosen.comb(part)
    top = np.clip((leaders.of(data.rest)[:, 2] - 0.728 + 0.05) / 0.14, 0.0, 1.0)
    length = np.interp(top, (0.0, 1.0), chosen.length) * rng.uniform(0.85, 1.15) * scale
    length = length * rng.uniform(0.92, 1.08, len(length))
    roots, facing = leaders.of(points), leaders.of(normals)
    base = leaders.of(data.rest) - EYES
    grown = guides(roots, facing, base, length, comb, body, chosen.cut)
    side, guide_side = (
        _side(rng, item.of(data.rest) - EYES, part) if chosen.parted else np.zeros(len(item.corners))
        for item in (children, leaders)
    )
    start = children.of(points) - 0.0008 * children.of(normals)
    out = strands(rng, start, roots, grown, side, guide_side, chosen.cut, POINTS)
    low = out[..., 2] < OVER_CLOTHES_M * scale
    out[low] = body.thinned(OVER_CLOTHES_M * scale).push_out(out[low], 0.006)
    curves = [_curves("hair", out, chosen.cut.radius_m * scale, material)]
    if style in ("bun", "ponytail"):
        curves.append(_gathered(rng, style, points, material, scale, body))
    return curves


def _side(rng: np.random.Generator, roots: Points, part: float) -> NDArray[np.floating]:
    """1 to the left of the parting and 0 to the right; a little mixed, for no scalp is shaved along a parting."""
    blurred = roots[:, 1] + rng.normal(0.0, 0.003, len(roots))
    return np.where((blurred > part) & (roots[:, 0] > -0.15), 1.0, 0.0)


def _curves(name: str, points: Points, radius: float, material: Material) -> Curves:
    return Curves(name, points, np.broadcast_to(radius * TAPER, points.shape[:2]).astype(np.float32), material, "hair")


def _flat(direction: Points) -> Points:
    return np.asarray(direction / np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-6), np.float32)


def _whorl(part: float) -> Comb:
    """Away from the crown: forward on top, down at the sides and behind; the fringe leans to one side."""

    def comb(points: Points, roots: Points, along: float) -> Points:
        out = _flat(roots - CROWN)
        low = np.clip((0.03 - roots[:, 2]) / 0.03, 0.0, 1.0)
        out[:, 0] -= 1.1 * low * (roots[:, 0] > -0.1)  # the sides lie back, over no ear
        front = np.clip((roots[:, 0] + 0.06) / 0.06, 0.0, 1.0)
        out[:, 1] += -np.sign(part) * 0.6 * front
        out[:, 2] += 0.25 * front
        return out

    return comb


def _parted(part: float) -> Comb:
    """Away from a parting to both sides and back, then down."""

    def comb(points: Points, roots: Points, along: float) -> Points:
        side = np.where(roots[:, 1] > part, 1.0, -1.0)
        front = np.clip((roots[:, 0] + 0.05) / 0.06, 0.0, 1.0)
        top = np.clip((roots[:, 2] - 0.02) / 0.06, 0.0, 1.0)
        out = np.stack([-0.35 - 0.55 * front, side * (0.25 + 0.75 * top), 0.08 * front - 0.35 * (1.0 - top)], 1)
        behind = roots[:, 0] < -0.13
        out[behind] = np.stack([-0.4 * np.ones(len(roots)), 0.3 * np.sign(roots[:, 1]), -0.6 * np.ones(len(roots))], 1)[
            behind
        ]
        return _flat(out.astype(np.float32))

    return comb


def _swept(part: float) -> Comb:
    """Across the head from a low parting, and down at the sides."""

    def comb(points: Points, roots: Points, along: float) -> Points:
        low = np.sign(part) * 0.042
        over = np.sign(part) * (low - roots[:, 1]) * np.sign(part) > 0
        side = np.where(over, -np.sign(part), np.sign(part))
        top = np.clip((roots[:, 2] - 0.04) / 0.04, 0.0, 1.0)
        front = np.clip((roots[:, 0] + 0.05) / 0.06, 0.0, 1.0)
        out = np.stack([-0.3 - 0.5 * (1.0 - top), side * (0.1 + 0.9 * top), 0.3 * front * top - 0.6 * (1.0 - top)], 1)
        return _flat(out.astype(np.float32))

    return comb


def _falling(part: float) -> Comb:
    """From the parting to the sides, then straight down beside the face and over the shoulders' back."""
    spread = _parted(part)

    def comb(points: Points, roots: Points, along: float) -> Points:
        start = spread(points, roots, along)
        down = np.zeros_like(points)
        down[:, 2] = -1.0
        keep = points[:, 0] > -0.01  # strands beside the face lean back, out of it
        down[:, 0] -= 0.5 * keep
        down[:, 1] += 0.25 * np.sign(points[:, 1]) * (np.abs(points[:, 1]) < 0.07) * keep
        share = np.clip((0.035 - points[:, 2:]) / 0.05, 0.0, 1.0)  # gravity takes over below the temples
        return _flat((1.0 - share) * start + share * down)

    return comb


def _outward(part: float) -> Comb:
    """Away from the middle of the skull."""

    def comb(points: Points, roots: Points, along: float) -> Points:
        return _flat(roots - np.array([-0.07, 0.0, 0.02], np.float32))

    return comb


def _towards(place: tuple[float, float, float]) -> Callable[[float], Comb]:
    """Combed to one point on the back of the head."""

    def make(part: float) -> Comb:
        def comb(points: Points, roots: Points, along: float) -> Points:
            return _flat(np.array(place, np.float32) - points)

        return comb

    return make


BUN, TAIL = (-0.175, 0.0, 0.075), (-0.19, 0.0, 0.04)

STYLES: dict[str, Style] = {
    "buzz": Style(
        Cut(4, 0.8, 0.05, 0.9, 0.004, 0.0, 0.0009, ragged=0.3, radius_m=0.00015), _whorl, (0.005, 0.009), 18000
    ),
    "short": Style(
        Cut(8, 0.45, 0.05, 0.55, 0.007, 0.4, 0.002, ragged=0.4, hug=0.4, radius_m=0.00022),
        _whorl,
        (0.009, 0.045),
        16000,
    ),
    "side_part": Style(
        Cut(9, 0.45, 0.1, 0.4, 0.008, 0.5, 0.0014, ragged=0.3, hug=0.5, radius_m=0.00025),
        _swept,
        (0.009, 0.085),
        15000,
        True,
    ),
    "medium": Style(
        Cut(14, 0.5, 0.35, 0.12, 0.007, 0.5, 0.004, 0.004, 1.2, 0.2, 0.75, 0.00027), _falling, (0.10, 0.24), 13000, True
    ),
    "long_straight": Style(
        Cut(18, 0.5, 0.4, 0.12, 0.007, 0.3, 0.004, ragged=0.25, hug=0.7, radius_m=0.00029),
        _falling,
        (0.26, 0.40),
        13000,
        True,
    ),
    "curly": Style(
        Cut(9, 0.5, 0.55, 0.7, 0.014, 0.55, 0.004, 0.0075, 2.3, 0.3, 0.3, 0.00026), _outward, (0.055, 0.10), 14000
    ),
    "afro": Style(Cut(6, 0.5, 0.0, 0.8, 0.01, 0.3, 0.006, 0.005, 3.0, 0.3, 0.00026), _outward, (0.035, 0.065), 16000),
    "bun": Style(
        Cut(10, 0.4, 0.0, 0.2, 0.004, 0.45, 0.0012, ragged=0.05, hug=0.6, radius_m=0.00027),
        _towards(BUN),
        (0.10, 0.15),
        13000,
    ),
    "ponytail": Style(
        Cut(10, 0.4, 0.0, 0.2, 0.004, 0.45, 0.0012, ragged=0.05, hug=0.6, radius_m=0.00027),
        _towards(TAIL),
        (0.10, 0.15),
        13000,
    ),
}


def _gathered(
    rng: np.random.Generator, style: str, points: Points, material: Material, scale: float, body: Body
) -> Curves:
    """The bun, wound in a ball, or the tail, falling from where the hair is tied."""
    count = 2500
    if style == "bun":
        center = np.array([-0.195, 0.0, 0.085], np.float32) * scale
        axis = rng.normal(0.0, 0.35, (count, 3)) + np.array([0.9, 0.0, 0.35])
        axis /= np.linalg.norm(axis, axis=1, keepdims=True)
        first = np.cross(axis, [0.0, 1.0, 0.1])
        first /= np.linalg.norm(first, axis=1, keepdims=True)
        second = np.cross(axis, first)
        angle = rng.uniform(0.0, 2.0 * np.pi, (count, 1)) + np.linspace(0.0, 2.2, POINTS)[None]
        radius = 0.032 * scale * rng.uniform(0.55, 1.0, (count, 1)) * np.linspace(1.0, 0.97, POINTS)
        height = (
            rng.uniform(-0.8, 0.8, (count, 1)) * np.sqrt(np.maximum(0.0, 1.0 - (radius / (0.033 * scale)) ** 2)) * 0.03
        )
        swing = np.cos(angle)[..., None] * first[:, None] + np.sin(angle)[..., None] * second[:, None]
        out = center + radius[..., None] * swing + height[..., None] * axis[:, None]
    else:
        t = np.linspace(0.0, 1.0, POINTS)[None, :, None]
        start = np.array(TAIL) * scale + rng.normal(0.0, 0.006, (count, 1, 3))
        bend = np.concatenate([-0.05 * np.sin(2.2 * t), 0.0 * t, 0.02 * np.sin(3.0 * t) - 0.24 * t**1.6], 2) * scale
        out = start + bend + rng.normal(0.0, 0.016, (count, 1, 3)) * np.sqrt(t) * (1.0 - 0.5 * t)
        for k in range(1, POINTS):
            out[:, k] = body.push_out(out[:, k].astype(np.float32), 0.004)
    return _curves("gathered", out.astype(np.float32), 0.00028 * scale, material)


def stubble_look(style: str) -> float:
    """0..1, how dark the scalp is under the hair: covers what shows between strands."""
    return 0.25 if style == "bald" else 0.96
