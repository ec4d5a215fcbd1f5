"""Spectacles: two rims or half rims, lenses, a bridge and temples that rest on the ears, fitted to the head."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake, shape
from assets.geometry import Mesh
from assets.materials import Colour, Material
from assets.polygons import Shape, grid, join, to_mesh, tube

type Points = NDArray[np.float64]

RIM, LENS = ("rim", "glasses"), ("lens", "glasses")
ADULT_PUPILS_M = 0.0588  # between the pupils of the adult mesh: what sizes below are for
VERTEX_DISTANCE_M = 0.013  # from cornea to lens
LENS_RADIUS_M = 0.11  # of the lens's own curve
AROUND, RINGS = 40, 5


@dataclass(frozen=True)
class Fit:
    """Where glasses sit on one head, metres in the head's frame.

    Attributes:
        scale: of the head against an adult's.
        plane_x: of the lenses' middles.
        temple_y: half the head's width at the temples.
        ear: where the left temple rests: front of the ear's root.
    """

    scale: float
    plane_x: float
    temple_y: float
    ear: tuple[float, float, float]


@dataclass(frozen=True)
class Style:
    """What a pair of glasses is like.

    Attributes:
        half_width, half_height: of a lens, metres on an adult.
        square: exponent of its outline, 2 for an ellipse.
        rim: radius of the rim's tube, metres.
    """

    half_width: float
    half_height: float
    square: float
    rim: float


def meshes(rng: np.random.Generator, kind: str, control: NDArray[np.float32]) -> list[Mesh]:
    """A pair of glasses for a head; none for the kind ``none``."""
    if kind == "none":
        return []
    fit = _fit(control)
    wide = float(rng.uniform(0.0235, 0.0265))
    style = Style(
        wide, wide * float(rng.uniform(0.68, 0.86)), float(rng.uniform(2.2, 4.5)), float(rng.uniform(0.0009, 0.0021))
    )
    half = join([_lens(fit, style), _rim(fit, style), _temple(fit, style)])
    both = join([half, half.mirrored(), _bridge(fit, style)])
    return [to_mesh("glasses", both, {"rim": _rim_material(rng), "lens": _lens_material(rng, kind)})]


def _fit(control: NDArray[np.float32]) -> Fit:
    data = bake.load()
    left, right = shape.eye_centers(data, control)
    front = control[control[:, 0] > 0.0]
    over_eyes = front[(np.abs(front[:, 1]) > 0.02) & (np.abs(front[:, 1]) < 0.05) & (np.abs(front[:, 2]) < 0.03)]
    clear = max(shape.eye_radius(data, control) * 1.05 + VERTEX_DISTANCE_M, float(over_eyes[:, 0].max()) + 0.003)
    sides = control[(np.abs(control[:, 2]) < 0.02) & (np.abs(control[:, 0]) < 0.04)]
    ear = control[(data.masks["ears"] > 0.5) & (control[:, 1] > 0.0)]
    return Fit(
        scale=float(left[1] - right[1]) / ADULT_PUPILS_M,
        plane_x=clear,
        temple_y=float(sides[:, 1].max()),
        ear=(float(ear[:, 0].max()), float(ear[:, 1].min()), float(ear[:, 2].max())),
    )


def _on_lens(fit: Fit, style: Style, u: Points, v: Points) -> Points:
    """Points of the left lens at ``u`` outwards and ``v`` upwards from its middle, metres (...) on an adult.

    The lens leans back below (pantoscopic tilt) and outside (wrap), and is curved.
    """
    tilt, wrap = np.radians(7.0), np.radians(5.0)
    out = np.array([-np.sin(wrap), np.cos(wrap), 0.0])
    up = np.array([np.sin(tilt), 0.0, np.cos(tilt)])
    forward = np.cross(out, up)
    middle = np.array([fit.plane_x, (0.0092 + style.half_width) * fit.scale, -0.004 * fit.scale])
    u, v = np.asarray(u)[..., None] * fit.scale, np.asarray(v)[..., None] * fit.scale
    sag = (u**2 + v**2) / (2.0 * LENS_RADIUS_M)
    points: Points = middle + u * out + v * up - sag * forward
    return points


def _outline(style: Style) -> tuple[Points, Points]:
    angle = np.arange(AROUND) * (2.0 * np.pi / AROUND)
    power = 2.0 / style.square
    u = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power * style.half_width
    v = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** power * style.half_height
    return u, v


def _lens(fit: Fit, style: Style) -> Shape:
    u, v = _outline(style)
    share = np.linspace(1.0, 1e-3, RINGS)[:, None]
    return grid(_on_lens(fit, style, share * u, share * v), LENS, closed=True)


def _rim(fit: Fit, style: Style) -> Shape:
    u, v = _outline(style)
    path = _on_lens(fit, style, u, v)
    along = np.roll(path, -1, 0) - np.roll(path, 1, 0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    away = path - path.mean(axis=0)
    front = np.cross(along, away)
    front /= np.linalg.norm(front, axis=1, keepdims=True)
    away = np.cross(front, along)
    turn = -np.arange(8) * (np.pi / 4.0)
    ring = path[:, None] + style.rim * (
        away[:, None] * np.cos(turn)[:, None] + 1.5 * front[:, None] * np.sin(turn)[:, None]
    )
    return grid(np.concatenate([ring, ring[:1]]), RIM, closed=True)


def _bridge(fit: Fit, style: Style) -> Shape:
    side = _on_lens(fit, style, np.array(-style.half_width), np.array(0.35 * style.half_height))
    y = side[1] * np.linspace(1.0, -1.0, 11)
    bow = 1.0 - (y / side[1]) ** 2
    path = np.stack([side[0] + 0.003 * bow, y, side[2] + 0.0045 * fit.scale * bow], axis=1)
    return tube(path, max(style.rim, 0.0012), RIM, sides=8)


def _temple(fit: Fit, style: Style) -> Shape:
    hinge = _on_lens(fit, style, np.array(style.half_width), np.array(0.45 * style.half_height))
    x, y, z = fit.ear
    beside = max(fit.temple_y + 0.0025, float(hinge[1]))
    knots = np.array(
        [
            hinge,
            [hinge[0] - 0.002, beside, hinge[2]],
            [0.0, beside + 0.001, 0.6 * hinge[2] + 0.4 * z],
            [x - 0.004, y + 0.0045, z + 0.003],
            [x - 0.022 * fit.scale, y + 0.004, z - 0.006],
            [x - 0.032 * fit.scale, y + 0.001, z - 0.030 * fit.scale],
        ]
    )
    step = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(knots, axis=0), axis=1))])
    where = np.linspace(0.0, step[-1], 40)
    path = np.stack([np.interp(where, step, knots[:, axis]) for axis in range(3)], axis=1)
    for _ in range(4):  # round the knots; the ends stay
        path[1:-1] = (path[:-2] + 2.0 * path[1:-1] + path[2:]) / 4.0
    return tube(path, (max(0.6 * style.rim, 0.0008), max(style.rim, 0.0011)), RIM, sides=8)


def _rim_material(rng: np.random.Generator) -> Material:
    if rng.uniform() < 0.35:
        shade = float(rng.uniform(0.15, 0.7))
        return Material("rim", base_color=(shade, shade, shade), metallic=1.0, roughness=0.3)
    dark: Colour = tuple((0.01 + 0.25 * rng.uniform() ** 4 * rng.uniform(0.2, 1.0, 3)).tolist())
    return Material("rim", base_color=dark, roughness=0.25, coat=0.5)


def _lens_material(rng: np.random.Generator, kind: str) -> Material:
    if kind == "clear":
        return Material("lens", "lens", (0.97, 0.98, 0.97), roughness=0.02, ior=1.5)
    tint = float(rng.uniform(0.02, 0.12)) * rng.uniform(0.7, 1.0, 3)
    return Material("lens", "lens", tuple(tint.tolist()), roughness=0.02, ior=1.5)
