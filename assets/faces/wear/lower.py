"""What is below a bust: forearms and hands, legs in trousers or a skirt, shoes. Plain, since it is seen from afar."""

import functools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.look import MONK_ALBEDO, Look
from assets.faces.trunk import Trunk, ends, trunk_of
from assets.faces.wear.cuts import gap_of, sleeves_of
from assets.faces.wear.sheets import fabric
from assets.geometry import Mesh
from assets.materials import Colour, Material
from assets.polygons import grid_quads
from assets.random import stream
from assets.vectors import cross

type Points = NDArray[np.float64]

PARTS = ("clothing", "neck")  # bare skin below the head is labelled ``neck``
AROUND = 12
OVER_M = 0.003  # that the sleeve below a bust's reaches over its end
TROUSERS: tuple[Colour, ...] = (
    (0.012, 0.012, 0.014),
    (0.020, 0.030, 0.065),
    (0.045, 0.075, 0.14),
    (0.060, 0.060, 0.062),
    (0.22, 0.17, 0.11),
    (0.090, 0.060, 0.040),
)
SHOES: tuple[Colour, ...] = ((0.015, 0.013, 0.012), (0.10, 0.045, 0.020), (0.55, 0.55, 0.53))
# Metres below the hips, to the side, half widths to the side and to the front.
LEG = np.array(
    [
        (-0.06, 0.080, 0.080, 0.100),
        (0.03, 0.085, 0.090, 0.108),
        (0.12, 0.088, 0.086, 0.095),
        (0.25, 0.092, 0.076, 0.082),
        (0.42, 0.098, 0.064, 0.068),
        (0.62, 0.102, 0.060, 0.064),
        (0.79, 0.104, 0.058, 0.066),
        (0.80, 0.104, 0.040, 0.045),
    ]
)
GROUND_M = float(LEG[-1, 0]) + 0.07  # of an adult's hips above it
STRETCH = (0.6, 1.35)  # of legs
SHORTS = np.array([*(LEG[:4] * [1.0, 1.0, 1.02, 1.02]), (0.36, 0.097, 0.080, 0.086), (0.36, 0.097, 0.066, 0.072)])
SHORTS_CHANCE = 0.5  # with sleeves that are short
BARE_LEG = LEG[3:] * [1.0, 1.0, 0.68, 0.72]
SKIRT = np.array([(-0.06, 0.0, 0.16, 0.105), (0.1, 0.0, 0.185, 0.13), (0.5, 0.0, 0.22, 0.17), (0.5, 0.0, 0.20, 0.15)])
# Metres along the foot from the ankle, above the ground, half width, half height.
SHOE = np.array(
    [
        *((-0.075, 0.045, 0.01, 0.01), (-0.065, 0.045, 0.034, 0.045), (0.02, 0.045, 0.040, 0.045)),
        *((0.10, 0.032, 0.046, 0.032), (0.165, 0.024, 0.034, 0.022), (0.18, 0.022, 0.008, 0.006)),
    ]
)
# Metres along the forearm from where the bust's ends, and half widths: of sleeve and arm against the bust's.
SLEEVE = np.array([(-0.04, 1.0), (0.05, 0.86), (0.115, 0.76), (0.12, 0.5)])
ARM = np.array([(-0.04, 0.92), (0.06, 0.66), (0.13, 0.52)])
# The same of the hand: half widths to the front and to the side.
HAND = np.array(
    [
        *((0.10, 0.022, 0.022), (0.13, 0.026, 0.019), (0.17, 0.042, 0.016), (0.22, 0.043, 0.015)),
        *((0.27, 0.034, 0.012), (0.30, 0.022, 0.010), (0.31, 0.004, 0.003)),
    ]
)


def below(
    rng: np.random.Generator,
    points: NDArray[np.float32],
    look: Look,
    clothes: Sequence[Mesh],
    hanging: Sequence[float] = (1.0, -1.0),
) -> Mesh:
    """The rest of a standing person.

    Args:
        points: (V, 3) vertices of the baked mesh, posed.
        clothes: on the bust, whose cloth goes on down long sleeves.
        hanging: arms that do: 1 the left one, -1 the right one.
    """
    cloth = sleeved_in(clothes).materials[0]
    color: Colour = TROUSERS[int(rng.integers(len(TROUSERS)))]
    shoe: Colour = SHOES[int(rng.integers(len(SHOES)))]
    if look.garment == "suit":
        color, shoe = look.garment_color, SHOES[0]
    skirt = look.garment == "dress"
    legs = cloth if skirt else fabric(rng, color, 0.0012)
    bare = Material("skin", base_color=MONK_ALBEDO[look.skin_tone], roughness=0.5)
    materials = (legs, cloth, bare, Material("shoe", base_color=shoe, roughness=0.5))
    trunk = trunk_of(points)
    long = _stretch(trunk, look.eyes_m) if look.eyes_m else 1.0
    shorts = not skirt and not sleeved(look) and bool(stream(rng, "shorts").random() < SHORTS_CHANCE)
    tubes = [(_column(trunk, SKIRT, 1.0), 0)] if skirt else []
    for side in (1.0, -1.0):
        if not skirt:
            tubes.append((_column(trunk, SHORTS if shorts else LEG, side, long), 0))
        if skirt or shorts:
            tubes.append((_column(trunk, BARE_LEG, side, long), 2))
        tubes.append((_shoe(trunk, side, long), 3))
        if side in hanging:
            arm, hand = _forearm(points, trunk, side, gap_of(look) + OVER_M if sleeved(look) else 0.0)
            tubes += [(arm, 1 if sleeved(look) else 2), (hand, 2)]
    return _mesh(tubes, materials)


def sleeved(look: Look) -> bool:
    """Whether cloth covers the forearms."""
    return sleeves_of(look) == "long"


def sleeved_in(clothes: Sequence[Mesh]) -> Mesh:
    """What the sleeves belong to."""
    return next(mesh for mesh in reversed(clothes) if mesh.name in ("jacket", "garment"))


def _stretch(trunk: Trunk, eyes_m: float) -> float:
    """How long legs are for the eyes to be so high, against legs as they are."""
    scale = float(np.linalg.norm(trunk.up))
    hips = eyes_m + float(trunk.middle @ trunk.up) / scale
    return float(np.clip(hips / (scale * GROUND_M), *STRETCH))


def _column(trunk: Trunk, shape: Points, side: float, long: float = 1.0) -> Points:
    """(N, AROUND, 3): a tube that goes down, so many times as long."""
    down, aside, wide, deep = shape.T[..., None]
    down = np.where(down > 0.0, long * down, down)
    angle = np.arange(AROUND) * (2.0 * np.pi / AROUND)
    return trunk.at(deep * np.cos(angle), side * aside + wide * np.sin(angle), -down)


def _shoe(trunk: Trunk, side: float, long: float) -> Points:
    along, high, wide, tall = SHOE.T[..., None]
    angle = np.arange(AROUND) * (2.0 * np.pi / AROUND)
    ground = long * GROUND_M
    aside = side * (LEG[-1, 1] + 0.15 * (along + 0.07)) + wide * np.sin(angle)
    return trunk.at(along + 0.0 * angle, aside, high + np.maximum(tall * np.cos(angle), -high) - ground)


def _forearm(points: NDArray[np.float32], trunk: Trunk, side: float, cloth_m: float) -> tuple[Points, Points]:
    """The rest of an arm, and its hand: both tubes.

    Args:
        cloth_m: how far the sleeve's cloth stands off the arm; 0 for a bare one.
    """
    end = points[ends()[1 if side > 0.0 else 2]].astype(np.float64)
    middle, scale = end.mean(0), float(np.linalg.norm(trunk.up))
    elbow = points[_elbow(side)].astype(np.float64).mean(0)
    along = _unit(middle - elbow)
    aside = _unit(trunk.left - (trunk.left @ along) * along)
    ahead = cross(aside, -along)
    apart = end - middle
    radius = float(np.linalg.norm(apart - (apart @ along)[:, None] * along, axis=1).mean())
    shape = SLEEVE if cloth_m else ARM
    wide = radius * shape[:, 1] + cloth_m
    hang = _unit(along - 0.35 * trunk.up / scale)  # hands hang from the wrist
    wrist = middle + HAND[0, 0] * scale * along

    def tube(start: Points, way: Points, far: Points, wide: Points, thick: Points) -> Points:
        angle = (np.arange(AROUND) * (2.0 * np.pi / AROUND))[:, None]
        ring = wide[:, None, None] * np.cos(angle) * ahead + thick[:, None, None] * np.sin(angle) * aside
        return np.asarray(start + far[:, None, None] * way + ring)

    arm = tube(middle, along, scale * shape[:, 0], wide, wide)
    hand = tube(wrist, hang, scale * (HAND[:, 0] - HAND[0, 0]), scale * HAND[:, 1], scale * HAND[:, 2])
    return arm, hand


@functools.cache
def _elbow(side: float) -> NDArray[np.int64]:
    """Vertices of clothes around the arm, before the forearm's end."""
    data = bake.load()
    used = data.vertices_of("helper-tights")
    aside = side * data.rest[used, 1]
    return np.asarray(used[(aside > 0.30) & (aside < 0.34)], np.int64)


def _mesh(tubes: Sequence[tuple[Points, int]], materials: tuple[Material, ...]) -> Mesh:
    """One mesh of tubes with the number of their material; the third one is skin."""
    quads, kinds, first = [], [], 0
    for tube, kind in tubes:
        index = first + np.arange(tube.shape[0] * AROUND).reshape(-1, AROUND)
        quads.append(grid_quads(np.concatenate([index, index[:, :1]], axis=1)))
        kinds.append(np.full(len(quads[-1]), kind, np.int32))
        first += index.size
    points = np.concatenate([tube.reshape(-1, 3) for tube, _ in tubes]).astype(np.float32)
    corners, kind_of = np.concatenate(quads).astype(np.int32), np.concatenate(kinds)
    return Mesh(
        "below",
        points,
        corners.ravel(),
        np.full(len(corners), 4, np.int32),
        materials,
        PARTS,
        kind_of,
        (kind_of == 2).astype(np.int32),
        attributes={"rest": points},
    )


def _unit(vector: NDArray[np.floating]) -> Points:
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-12), np.float64)
