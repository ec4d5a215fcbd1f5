"""Spectacles: two rims, half rims or none, lenses, a bridge and temples that rest on the ears, fitted to the head."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake, shape
from assets.faces.wear.sheets import smoothed, spaced
from assets.geometry import Mesh
from assets.materials import Colour, Material
from assets.polygons import Shape, grid, join, to_mesh, tube
from assets.vectors import cross

type Points = NDArray[np.float64]

RIM, LENS = ("rim", "glasses"), ("lens", "glasses")
ADULT_PUPILS_M = 0.0588  # between the pupils of the adult mesh: what sizes below are for
VERTEX_DISTANCE_M = 0.013  # from cornea to lens
LENS_RADIUS_M = 0.11  # of the lens's own curve
AROUND, RINGS = 48, 5


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
        lifted: how far the upper outer corner rises, of the half height.
        tapered: how much narrower it is below than above, of the half width.
        drop: how much further it reaches down than up, of the half height.
        rim: radius of the rim's tube, metres; 0 for none.
        rimmed: share of the outline that has a rim, from the top down.
        double: whether a second bar runs over the bridge.
    """

    half_width: float
    half_height: float
    square: float
    lifted: float = 0.0
    tapered: float = 0.0
    drop: float = 0.0
    rim: float = 0.0012
    rimmed: float = 1.0
    double: bool = False


# Half width, metres, and height against it, lowest and highest, then the rest of ``Style``.
FRAMES: dict[str, tuple[tuple[float, float], tuple[float, float], dict[str, float | bool]]] = {
    "round": ((0.0220, 0.0245), (0.90, 0.98), {"square": 2.05}),
    "oval": ((0.0240, 0.0260), (0.66, 0.74), {"square": 2.2}),
    "rectangular": ((0.0245, 0.0270), (0.58, 0.70), {"square": 5.0}),
    "panto": ((0.0235, 0.0260), (0.80, 0.90), {"square": 2.5, "tapered": 0.13}),
    "square": ((0.0245, 0.0275), (0.78, 0.90), {"square": 4.2, "tapered": 0.08}),
    "cat_eye": ((0.0245, 0.0270), (0.66, 0.80), {"square": 2.7, "tapered": 0.10, "lifted": 0.38}),
    "aviator": ((0.0265, 0.0290), (0.78, 0.86), {"square": 2.6, "tapered": 0.16, "drop": 0.22, "double": True}),
    "half_rim": ((0.0245, 0.0265), (0.58, 0.68), {"square": 3.6, "rimmed": 0.52}),
    "rimless": ((0.0240, 0.0265), (0.62, 0.72), {"square": 3.2, "rimmed": 0.0}),
}


def meshes(
    rng: np.random.Generator,
    kind: str,
    control: NDArray[np.float32],
    frame: str | None = None,
    before_m: float = 0.0,
) -> list[Mesh]:
    """A pair of glasses for a head; none for the kind ``none``.

    Args:
        frame: a name in ``FRAMES``; drawn where left out.
        before_m: how much further out they sit, over a mask.
    """
    if kind == "none":
        return []
    fit = _fit(control, before_m)
    chosen = frame or str(rng.choice(list(FRAMES)))
    style = _style(rng, chosen)
    half = join([_lens(fit, style), *_rims(fit, style), _temple(fit, style)])
    both = join([half, half.mirrored(), *_bridges(fit, style)])
    thin = style.rim < 0.0012 or style.double
    mesh = to_mesh("glasses", both, {"rim": _rim_material(rng, thin), "lens": _lens_material(rng, kind)})
    fade = np.clip(0.65 - (mesh.vertices[:, 2] / fit.scale + 0.004) / 0.03, 0.0, 1.0)
    return [replace(mesh, attributes={"fade": fade.astype(np.float32)})]


def _style(rng: np.random.Generator, frame: str) -> Style:
    widths, heights, rest = FRAMES[frame]
    wide = float(rng.uniform(*widths))
    thin = frame in ("aviator", "rimless", "half_rim") or (frame in ("round", "oval") and rng.random() < 0.6)
    rim = float(rng.uniform(0.0007, 0.0010) if thin else rng.uniform(0.0012, 0.0024))
    return Style(wide, wide * float(rng.uniform(*heights)), rim=rim, **rest)  # type: ignore[arg-type]


def _fit(control: NDArray[np.float32], before_m: float) -> Fit:
    data = bake.load()
    left, right = shape.eye_centers(data, control)
    front = control[control[:, 0] > 0.0]
    over_eyes = front[(np.abs(front[:, 1]) > 0.02) & (np.abs(front[:, 1]) < 0.05) & (np.abs(front[:, 2]) < 0.03)]
    clear = max(shape.eye_radius(data, control) * 1.05 + VERTEX_DISTANCE_M, float(over_eyes[:, 0].max()) + 0.003)
    sides = control[(np.abs(control[:, 2]) < 0.02) & (np.abs(control[:, 0]) < 0.04)]
    ear = control[(data.masks["ears"] > 0.5) & (control[:, 1] > 0.0)]
    return Fit(
        scale=float(left[1] - right[1]) / ADULT_PUPILS_M,
        plane_x=clear + before_m,
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
    forward = cross(out, up)
    middle = np.array([fit.plane_x, (0.0092 + style.half_width) * fit.scale, -0.004 * fit.scale])
    u, v = np.asarray(u)[..., None] * fit.scale, np.asarray(v)[..., None] * fit.scale
    sag = (u**2 + v**2) / (2.0 * LENS_RADIUS_M)
    points: Points = middle + u * out + v * up - sag * forward
    return points


def _outline(style: Style) -> tuple[Points, Points]:
    """Around the lens, (AROUND,) each, from the outer end up."""
    angle = np.arange(AROUND) * (2.0 * np.pi / AROUND)
    power = 2.0 / style.square
    across = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power
    up = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** power
    u = across + style.tapered * np.minimum(up, 0.0) * np.where(across < 0.0, 0.8, 0.48) * across
    corner = np.clip(across, 0.0, 1.0) ** 2 * np.maximum(up, 0.0)
    v = up * np.where(up < 0.0, 1.0 + style.drop, 1.0) + style.lifted * corner
    return u * style.half_width, v * style.half_height


def _lens(fit: Fit, style: Style) -> Shape:
    u, v = _outline(style)
    share = np.linspace(1e-3, 1.0, RINGS)[:, None]
    return grid(_on_lens(fit, style, share * u, share * v), LENS, closed=True)


def _rims(fit: Fit, style: Style) -> list[Shape]:
    """The rim's tube around the lens, or as much of it as there is."""
    if style.rimmed == 0.0:
        return []
    u, v = _outline(style)
    path = _on_lens(fit, style, u, v)
    along = np.roll(path, -1, 0) - np.roll(path, 1, 0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    away = path - path.mean(axis=0)
    front = cross(along, away)
    front /= np.linalg.norm(front, axis=1, keepdims=True)
    away = cross(front, along)
    turn = -np.arange(8) * (np.pi / 4.0)
    ring = path[:, None] + style.rim * (
        away[:, None] * np.cos(turn)[:, None] + 1.5 * front[:, None] * np.sin(turn)[:, None]
    )
    if style.rimmed == 1.0:
        return [grid(np.concatenate([ring, ring[:1]]), RIM, closed=True)]
    upper = (np.arange(int(AROUND * style.rimmed) + 1) - int(0.02 * AROUND)) % AROUND
    ends = [np.broadcast_to(path[upper[k]], (1, 8, 3)) for k in (0, -1)]
    return [grid(np.concatenate([ends[0], ring[upper], ends[1]]), RIM, closed=True)]


def _bridges(fit: Fit, style: Style) -> list[Shape]:
    """Over the nose; aviators have a second bar above."""
    out = []
    for level, bow_m in ((0.30, 0.0045), (0.95, 0.0015))[: 1 + style.double]:
        inward = -style.half_width * (1.0 if level < 0.5 else 0.45)
        side = _on_lens(fit, style, np.array(inward), np.array(level * style.half_height))
        y = side[1] * np.linspace(1.0, -1.0, 11)
        bow = 1.0 - (y / side[1]) ** 2
        path = np.stack([side[0] + 0.003 * bow, y, side[2] + bow_m * fit.scale * bow], axis=1)
        out.append(tube(path, max(style.rim, 0.0010), RIM, sides=8))
    return out


def _temple(fit: Fit, style: Style) -> Shape:
    u, v = _outline(style)
    corner = int(np.argmax(u + 0.9 * v * (v < 0.6 * style.half_height + style.lifted)))
    hinge = _on_lens(fit, style, u[corner], np.array(min(float(v[corner]), 0.6 * style.half_height)))
    x, y, z = fit.ear
    beside = max(fit.temple_y + 0.0025, float(hinge[1]) + 0.001)
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
    path = smoothed(spaced(knots, 40), 4)
    return tube(path, (max(0.6 * style.rim, 0.0007), max(style.rim, 0.0009)), RIM, sides=8)


def _rim_material(rng: np.random.Generator, thin: bool) -> Material:
    """Metal or plastic: black, tortoise, a colour or clear-ish grey."""
    if rng.uniform() < (0.8 if thin else 0.1):
        metals: tuple[Colour, ...] = ((0.62, 0.62, 0.64), (0.72, 0.52, 0.26), (0.10, 0.10, 0.11), (0.60, 0.40, 0.32))
        return Material("rim", base_color=metals[int(rng.integers(4))], metallic=1.0, roughness=0.3)
    plastics: tuple[Colour, ...] = ((0.012, 0.012, 0.013), (0.060, 0.022, 0.008), (0.20, 0.17, 0.15))
    pick = int(rng.integers(5))
    free = 0.015 + 0.35 * rng.uniform() ** 2 * rng.uniform(0.05, 1.0, 3)
    color = plastics[min(pick, 2)] if pick < 4 else (float(free[0]), float(free[1]), float(free[2]))
    return Material("rim", base_color=color, roughness=0.3, coat=0.3)


def _lens_material(rng: np.random.Generator, kind: str) -> Material:
    if kind == "clear":
        return Material("lens", "lens", (0.97, 0.98, 0.97), roughness=0.02, ior=1.35)
    tints = ((1.0, 1.0, 1.0), (1.0, 0.72, 0.48), (0.72, 0.95, 0.72), (0.7, 0.8, 1.0))
    tint = float(rng.uniform(0.015, 0.09)) * np.array(tints[int(rng.choice(4, p=[0.5, 0.25, 0.15, 0.1]))])
    color: Colour = (float(tint[0]), float(tint[1]), float(tint[2]))
    shade = Material("lens", "lens", color, roughness=0.12, ior=1.25)
    if rng.random() < 0.35:
        red, green, blue = (min(0.6, 6.0 * value + 0.08) for value in color)
        return replace(shade, params={"lower": (red, green, blue)})
    return shade
