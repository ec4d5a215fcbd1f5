"""What keeps traffic and people apart: fences, rails, concrete barriers, cones, and gantries over roads.

Long ones run along y, centred on the origin, and look along +x.
"""

from itertools import pairwise

import numpy as np

from assets.asset import Asset
from assets.environments.buildings import cladding
from assets.environments.furniture.coats import METALS, metal
from assets.environments.furniture.signs import board, sign_materials
from assets.environments.panels import PART, Panels, boxes, panels, scenery
from assets.environments.surfaces import concrete
from assets.environments.turned import post, turned
from assets.errors import AssetError
from assets.materials import Colour, Material
from assets.polygons import grid, join

FENCES = ("mesh", "picket", "railing", "wall", "boards")


def fence(rng: np.random.Generator, length_m: float, kind: str | None = None) -> Asset:
    """A fence of ``length_m`` metres.

    Args:
        kind: one of ``FENCES``, or None for any.

    Raises:
        AssetError: no such kind.
    """
    kind = kind or str(rng.choice(FENCES, p=(0.25, 0.15, 0.25, 0.2, 0.15)))
    if kind not in FENCES:
        raise AssetError(f"fence: expected a kind among {', '.join(FENCES)}, got '{kind}'")
    made = {"mesh": _mesh, "picket": _picket, "railing": _railing, "wall": _masonry, "boards": _boards}[kind]
    flat, skin = made(rng, length_m)
    return scenery(f"{kind} fence", flat, {"fence": skin, "cap": concrete(rng), "metal": metal(rng)})


def _uprights(length: float, step: float, size: tuple[float, float], low: float, high: float, skin: str) -> Panels:
    """Bars of ``size`` along x and y, ``step`` metres apart."""
    y = np.linspace(-length / 2, length / 2 - size[1], max(2, round(length / step) + 1))[:, None]
    near = np.concatenate([0 * y - size[0] / 2, y, 0 * y + low], axis=1)
    return boxes(near, near + np.array([size[0], size[1], high - low]), skin)


def _mesh(rng: np.random.Generator, length: float) -> tuple[list[Panels], Material]:
    """Wire mesh between posts: the wires are drawn by their share of what lies behind."""
    high = float(rng.uniform(1.2, 2.4))
    half = length / 2
    net = panels([[0, -half, 0.05], [0, half, 0.05], [0, half, high], [0, -half, high]], "fence")
    rails = boxes(
        [[-0.02, -half, 0.05], [-0.02, -half, high]], [[0.02, half, 0.08], [0.02, half, high + 0.04]], "metal"
    )
    grey = METALS[int(rng.integers(len(METALS)))]
    params: dict[str, float | Colour] = {"mesh_m": 0.06, "wire_m": 0.004, "slant": float(rng.integers(2))}
    skin = Material("wire mesh", "wire_mesh", grey, metallic=0.4, roughness=0.5, params=params)
    return [net, rails, _uprights(length, 2.5, (0.06, 0.06), 0.0, high + 0.06, "metal")], skin


def _picket(rng: np.random.Generator, length: float) -> tuple[list[Panels], Material]:
    high, half = float(rng.uniform(0.7, 1.2)), length / 2
    rails = boxes(
        [[-0.05, -half, 0.2], [-0.05, -half, high - 0.25]], [[-0.01, half, 0.28], [-0.01, half, high - 0.17]], "fence"
    )
    pales = _uprights(length, float(rng.uniform(0.11, 0.17)), (0.02, 0.085), 0.05, high, "fence")
    posts = _uprights(length, 2.2, (0.1, 0.1), 0.0, high, "fence")
    return [rails, pales, posts], cladding.plain(
        rng, "pickets", ((0.68, 0.68, 0.66), (0.16, 0.09, 0.05), (0.2, 0.2, 0.19))
    )


def _railing(rng: np.random.Generator, length: float) -> tuple[list[Panels], Material]:
    high, half = float(rng.uniform(0.9, 1.5)), length / 2
    rails = boxes(
        [[-0.02, -half, 0.12], [-0.025, -half, high]], [[0.02, half, 0.16], [0.025, half, high + 0.05]], "metal"
    )
    bars = _uprights(length, float(rng.uniform(0.11, 0.2)), (0.018, 0.018), 0.14, high, "metal")
    return [rails, bars, _uprights(length, 2.0, (0.06, 0.06), 0.0, high + 0.08, "metal")], metal(rng)


def _masonry(rng: np.random.Generator, length: float) -> tuple[list[Panels], Material]:
    high, half = float(rng.uniform(0.5, 2.0)), length / 2
    body = boxes([-0.12, -half, 0.0], [0.12, half, high], "fence")
    cap = boxes([-0.16, -half, high], [0.16, half, high + 0.07], "cap")
    return [body, cap], cladding.brick(rng) if rng.uniform() < 0.6 else cladding.stucco(rng)


def _boards(rng: np.random.Generator, length: float) -> tuple[list[Panels], Material]:
    high = float(rng.uniform(1.4, 2.0))
    slats = _uprights(length, 0.152, (0.02, 0.145), 0.04, high, "fence")
    return [slats, _uprights(length, 2.4, (0.12, 0.1), 0.0, high + 0.05, "fence")], cladding.plain(
        rng, "boards", ((0.16, 0.09, 0.05), (0.22, 0.20, 0.17), (0.09, 0.06, 0.04))
    )


def guard_rail(rng: np.random.Generator, length_m: float) -> Asset:
    """A steel beam of two waves on posts behind it, its top at 0.75 m."""
    z = np.array([0.43, 0.46, 0.51, 0.56, 0.59, 0.62, 0.67, 0.72, 0.75])
    x = np.array([0.0, 0.07, 0.08, 0.02, 0.0, 0.02, 0.08, 0.07, 0.0])
    y = np.linspace(-length_m / 2, length_m / 2, 2)
    front = np.stack([np.stack([x, np.full(9, v), z], axis=1) for v in y], axis=0)
    beam = [grid(front, ("steel", PART)), grid(front[::-1] - np.array([0.004, 0.0, 0.0]), ("steel", PART))]
    posts = _uprights(length_m, float(rng.choice([1.33, 2.0, 4.0])), (0.1, 0.06), 0.0, 0.7, "post").moved(x=-0.09)
    grey = float(rng.uniform(0.22, 0.42))
    steel = Material("zinc", "concrete", (grey, grey, grey * 1.02), metallic=0.55, roughness=0.5, params={"seed": 4.0})
    return scenery("guard rail", [posts], {"steel": steel, "post": steel}, join(beam))


def concrete_barrier(rng: np.random.Generator, length_m: float) -> Asset:
    """A concrete wall 0.8 to 1.1 m high, wide at the foot, in elements of a few metres."""
    high = float(rng.uniform(0.8, 1.1))
    half = np.array([[0.30, 0.0], [0.30, 0.08], [0.15, 0.33], [0.09, high - 0.02], [0.07, high]])
    outline = np.concatenate([half, half[::-1] * [-1.0, 1.0]])
    count = max(1, round(length_m / float(rng.uniform(3.0, 6.0))))
    edges = np.linspace(-length_m / 2, length_m / 2, count + 1)
    flat = []
    for low, top in pairwise(edges):
        a, b = (np.stack([outline[:, 0], np.full(10, y), outline[:, 1]], axis=1) for y in (low + 0.008, top - 0.008))
        sides = np.stack([a[:-1], b[:-1], b[1:], a[1:]], axis=1)[:, ::-1]
        ends = [np.stack([e[k], e[k + 1], e[8 - k], e[9 - k]]) for e in (a, b) for k in range(4)]
        flat.append(panels(np.concatenate([sides, ends]), "concrete"))
    return scenery("concrete barrier", flat, {"concrete": concrete(rng)})


def cone(rng: np.random.Generator) -> Asset:
    """A traffic cone with white bands."""
    high = float(rng.uniform(0.45, 0.95))
    wide = high * 0.19

    def at(share: float) -> tuple[float, float]:
        return wide * (1.0 - 0.82 * share), 0.03 + (high - 0.03) * share

    bands = [
        (0.0, 0.35, "orange"),
        (0.35, 0.55, "white"),
        (0.55, 0.7, "orange"),
        (0.7, 0.84, "white"),
        (0.84, 1.0, "orange"),
    ]
    shapes = [turned([at(low), at(top)], skin, 14) for low, top, skin in bands]
    shapes.append(turned([at(1.0), (0.0, high)], "orange", 14))
    foot = boxes([-wide * 1.35, -wide * 1.35, 0.0], [wide * 1.35, wide * 1.35, 0.03], "foot")
    materials = {
        "orange": Material("orange", base_color=(0.62, float(rng.uniform(0.06, 0.13)), 0.008), roughness=0.5),
        "white": Material("band", base_color=(0.7, 0.7, 0.7), roughness=0.4),
        "foot": Material("foot", base_color=(0.02, 0.02, 0.02), roughness=0.8),
    }
    return scenery("cone", [foot], materials, join(shapes))


def gantry(rng: np.random.Generator, span_m: float) -> Asset:
    """A frame over a road of ``span_m`` metres, with panels for those who come from +x."""
    low, half, tall = float(rng.uniform(5.6, 6.6)), span_m / 2, float(rng.uniform(0.7, 1.1))
    flat = [
        boxes(
            [[-0.2, s * half - 0.2, 0.0] for s in (-1, 1)],
            [[0.2, s * half + 0.2, low + tall] for s in (-1, 1)],
            "metal",
        )
    ]
    for x in (-0.35, 0.35):
        chords = [[x - 0.05, -half, z] for z in (low, low + tall)]
        flat.append(boxes(chords, [[x + 0.05, half, z + 0.1] for z in (low, low + tall)], "metal"))
        flat.append(_uprights(span_m, 1.5, (0.05, 0.05), low, low + tall, "metal").moved(x=x))
    y = np.linspace(-half, half, max(2, round(span_m / 1.5)) + 1)
    for k, (a, b) in enumerate(pairwise(y)):
        za, zb = (low, low + tall) if k % 2 else (low + tall, low)
        bar = np.array([[0.36, a, za], [0.36, b, zb], [0.36, b, zb + 0.06], [0.36, a, za + 0.06]])
        flat.append(panels(np.stack([bar, bar[::-1] - [0.72, 0.0, 0.0]]), "metal"))
    flat.append(boxes([-0.3, -half, low + 0.1], [0.3, half, low + 0.13], "plate"))
    count = max(1, round(span_m / float(rng.uniform(5.0, 8.0))))
    color = str(rng.choice(["blue", "green", "white"], p=(0.55, 0.35, 0.1)))
    ink = "black" if color == "white" else "white"
    for k in range(count):
        if rng.uniform() < 0.8:
            wide, high = span_m / count * float(rng.uniform(0.28, 0.46)), float(rng.uniform(0.9, 1.6))
            middle = -half + span_m * (k + 0.5) / count
            flat += [g.moved(0.45, middle, low + 0.5) for g in board(rng, wide, high, color, ink)]
    feet = [post([(0.35, 0.0), (0.33, 0.6)], "metal", 8).moved([0.0, s * half, 0.0]) for s in (-1, 1)]
    return scenery("gantry", flat, sign_materials(rng), join(feet))
