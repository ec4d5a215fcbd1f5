"""The skin of head, neck and what the collar leaves bare, with its parts; and the inside of the mouth."""

import functools

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake, facial_hair
from assets.faces.complexion import vertex_tint
from assets.faces.folds import vertex_relief
from assets.faces.hair import scalp_density, stubble_look
from assets.faces.hairdo import receding, root_color
from assets.faces.identity import Identity
from assets.faces.limbs import FOREARM, aside, before_elbow
from assets.faces.look import MONK_ALBEDO, Look
from assets.faces.parts import PARTS
from assets.faces.places import places
from assets.faces.regions import EYES
from assets.faces.surface import body_faces
from assets.faces.wear import cuts
from assets.geometry import Mesh
from assets.materials import Colour, Material
from assets.random import stream
from assets.standins import BARE

type Points = NDArray[np.float32]

UPPER_TEETH_M = np.array([0.0015, 0.0, -0.0030], np.float32)  # MakeHuman's stand too high to show in a smile
MOLES, SCAR_CHANCE = 4, 0.04
UNDERTONE = (3, 6), (0.012, 0.035)  # how much colours vary, by tone: the lightest three are hardly further apart
FOREARMS_M = {True: 0.11, False: 0.055}  # beyond the elbow: what is further out belongs to other meshes
UNDER_CLOTH_M = -0.03  # the same of arms in long sleeves
FACE_RAD = 1.40  # azimuth at which faces end: at ears, boxes of profiles would be a seventh wider than people draw them
ON_HAIRLINE_M = 0.004  # quads that the hairline crosses belong to the face, or its border would step at the forehead


def skin(
    rng: np.random.Generator,
    data: bake.HeadData,
    control: Points,
    identity: Identity,
    look: Look,
    forearms: bool = True,
) -> Mesh:
    """Head, neck and what clothes leave bare, one mesh.

    Args:
        forearms: as far as the bust has them; else arms end at the elbow.
    """
    used, corners, part = _bare(cuts.name_of(look), cuts.sleeves_of(look), forearms)
    inner = (part == PARTS.index("mouth_interior")).astype(np.int32)
    return Mesh(
        "skin",
        control[used],
        corners,
        np.full(len(part), 4, np.int32),
        (skin_material(rng, identity, look), _mouth_material("gum", (0.16, 0.035, 0.03), 0.35)),
        PARTS,
        inner,
        part,
        subdivision=1,
        attributes={key: values[used] for key, values in _skin_attributes(rng, data, identity, look).items()},
    )


def bust(control: Points) -> Mesh:
    """All of it as it is without clothes: a stand-in where nobody sees it."""
    used, corners, part = _whole()
    none = np.zeros(len(part), np.int32)
    return Mesh("skin", control[used], corners, np.full(len(part), 4, np.int32), (BARE,), PARTS, none, part)


@functools.cache
def _whole() -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """As ``_bare`` has it."""
    faces = body_faces()
    used, corners = np.unique(faces, return_inverse=True)
    return used.astype(np.int64), corners.ravel().astype(np.int32), _part_of_faces(bake.load(), faces)


@functools.cache
def _bare(garment: str, sleeves: str, forearms: bool) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """What a garment leaves bare: vertices, the corners of its quads among these, and the part of each quad."""
    data, faces = bake.load(), body_faces()
    below_m = cuts.SKIN_BELOW_M if sleeves != "none" else cuts.SKIN_BELOW_STRAPS_M
    buried = (cuts.height_above(data.rest, garment, sleeves) < -below_m)[faces].all(1)
    end_m = FOREARMS_M[forearms] if sleeves != "long" else UNDER_CLOTH_M
    beyond = (-before_elbow(data.rest, FOREARM) > end_m)[faces].any(1) & (aside(data.rest) > 0.0)[faces].all(1)
    hips = (data.rest[:, 2] < cuts.HEM_M)[faces].any(1)
    faces = faces[~(buried | beyond | hips)]
    used, corners = np.unique(faces, return_inverse=True)
    return used.astype(np.int64), corners.ravel().astype(np.int32), _part_of_faces(data, faces)


def _part_of_faces(data: bake.HeadData, faces: NDArray[np.int32]) -> NDArray[np.int32]:
    """(F,) index into PARTS."""
    masks = data.masks
    mean = {
        key: masks[key][faces].mean(1) for key in ("scalp", "jaw", "azimuth", "lips", "ears", "mouth", "nose", "torso")
    }
    place = data.rest[faces].mean(1)
    lower = _lower_lip(data)[faces].mean(1) > 0.5
    nose = (mean["nose"] > 0.22) & (np.abs(place[:, 1]) < 0.021) & (place[:, 0] > 0.13) & (place[:, 2] > 0.676)
    rules = (  # later ones win
        (np.ones(len(faces), bool), "skin"),
        (mean["azimuth"] > FACE_RAD, "preauricular"),
        ((mean["jaw"] < 0.0) | (mean["azimuth"] > 1.62), "neck"),
        ((mean["scalp"] > ON_HAIRLINE_M) & (mean["torso"] < 0.6), "scalp"),
        (nose, "nose"),
        ((mean["lips"] > 0.5) & ~lower, "top_lip"),
        ((mean["lips"] > 0.5) & lower, "bottom_lip"),
        (mean["mouth"] > 0.5, "mouth_interior"),
        ((mean["ears"] > 0.4) & (place[:, 1] > 0.0), "left_ear"),
        ((mean["ears"] > 0.4) & (place[:, 1] < 0.0), "right_ear"),
    )
    out = np.zeros(len(faces), np.int32)
    for where, name in rules:
        out[where] = PARTS.index(name)
    return out


def _lower_lip(data: bake.HeadData) -> NDArray[np.float32]:
    """(V,) 1 where opening the jaw moves the skin down most: tells the lower lip from the upper one."""
    opened = data.rest.copy()
    data.actions.add(opened, {"jawOpen": 1.0})
    moved = np.linalg.norm(opened - data.rest, axis=1)
    return np.asarray(moved > 0.5 * moved[data.masks["lips"] > 0.5].max(), np.float32)


def _skin_attributes(
    rng: np.random.Generator, data: bake.HeadData, identity: Identity, look: Look
) -> dict[str, NDArray[np.float32]]:
    masks = data.masks
    under_hair = scalp_density(masks.__getitem__, receding(identity, look)) * stubble_look(look.hair_style)
    shadow = {"none": 0.0, "stubble": 0.55}.get(look.facial_hair, 0.5)
    stubble = np.maximum(under_hair, shadow * facial_hair.beard_density(masks.__getitem__, look.facial_hair))
    wet = np.maximum(0.5 * masks["lips"] * (1.0 + (look.makeup == "strong")), places().rim)
    return {
        "rest": data.rest,
        "tint": vertex_tint(stream(rng, "tint"), identity, look),
        "relief": vertex_relief(stream(rng, "relief"), identity, look),
        "cover": np.stack([stubble, wet, places().sun], 1).astype(np.float32),
    }


def skin_material(rng: np.random.Generator, identity: Identity, look: Look) -> Material:
    base = np.array(MONK_ALBEDO[look.skin_tone])
    warm, light = rng.normal(0.0, 1.0, 2).clip(-1.6, 1.6)
    vary = float(np.interp(look.skin_tone, *UNDERTONE))
    tone: Colour = tuple((base * (1.0 + vary * light) * (1.0 + vary * warm * np.array([0.4, 0.0, -1.0]))).tolist())
    dark = (look.skin_tone - 1) / 9.0
    aged = float(np.clip((identity.age_years - 45.0) / 35.0, 0.0, 1.0))
    freckled = look.skin_tone <= 4 and rng.random() < 0.25
    params: dict[str, float | Colour] = {
        "hair": root_color(look.hair_color),
        "age": float(np.clip((identity.age_years - 15.0) / 60.0, 0.0, 1.0)),
        "mottle": float(rng.uniform(0.05, 0.10)) * (1.0 + 0.5 * aged),
        "freckles": float(rng.uniform(0.3, 1.0)) * freckled,
        "age_spots": float(rng.uniform(0.1, 0.8)) * aged * (1.0 - 0.6 * dark),
        "pores": float(rng.uniform(0.5, 1.0)) * float(np.clip((identity.age_years - 6.0) / 14.0, 0.25, 1.0)),
        "oil": float(rng.beta(2.0, 2.5)),
        "scatter_m": 0.0013 - 0.0006 * dark,
        "gloss": 0.35 - 0.13 * dark,  # as cameras show it: beside dark skin all of it would look like metal
        "seed": float(rng.uniform(0.0, 10.0)),
    }
    marks = stream(rng, "marks")
    for index in range(MOLES):
        place, radius = _mole(marks, identity.age_years)
        params |= {f"mole_{index}": place, f"mole_{index}_m": radius}
    if marks.random() < SCAR_CHANCE:
        start = np.array(_mole(marks, 60.0)[0])
        end = start + marks.normal(0.0, 0.012, 3)
        params |= {"scar_from": tuple(start.tolist()), "scar_to": tuple(end.tolist()), "scar_m": 0.0011}
    return Material("skin", "skin", base_color=tone, roughness=0.5, params=params)


def _mole(rng: np.random.Generator, age_years: float) -> tuple[Colour, float]:
    """A place on the base head, and the radius of a mole there, 0 for none."""
    chosen = int(rng.choice(_where_moles_show()))
    there = rng.random() < np.clip((age_years + 5.0) / 60.0, 0.0, 0.65)
    radius = float(np.exp(rng.normal(np.log(0.0011), 0.4))) * float(there)
    return tuple(bake.load().rest[chosen].tolist()), radius


@functools.cache
def _where_moles_show() -> NDArray[np.int64]:
    vertices = np.unique(body_faces())
    p = bake.load().rest[vertices] - EYES
    visible = (p[:, 0] > -0.06) & (p[:, 2] > -0.17) & (p[:, 2] < 0.06) & (np.abs(p[:, 1]) > 0.02)
    visible &= np.hypot(np.abs(p[:, 1]) - 0.031, p[:, 2]) > 0.026
    return np.asarray(vertices[visible], np.int64)


def mouth(rng: np.random.Generator, data: bake.HeadData, control: Points, coarse: bool = False) -> list[Mesh]:
    """Teeth with their gums, and the tongue, which nobody sees in a ``coarse`` face."""
    white, yellow = float(rng.uniform(0.8, 1.05)), float(rng.beta(2.0, 2.0))
    enamel = 0.42 * white, 0.36 * white, (0.30 - 0.09 * yellow) * white
    teeth = _mouth_material("teeth", enamel, 0.22, teeth=1.0)
    tongue = _mouth_material("tongue", (0.33, 0.10, 0.09), 0.35)
    control = control.copy()
    control[data.vertices_of("helper-upper-teeth")] += UPPER_TEETH_M
    tooth = _teeth()
    groups = (("teeth", ("helper-upper-teeth", "helper-lower-teeth"), teeth), ("tongue", ("helper-tongue",), tongue))
    out = []
    for name, helpers, material in groups[: 1 if coarse else 2]:
        used, corners = np.unique(data.faces_of(*helpers), return_inverse=True)
        none = np.zeros(corners.size // 4, np.int32)
        sizes = np.full(len(none), 4, np.int32)
        flat = corners.ravel().astype(np.int32)
        shown = {"rest": data.rest[used], "tooth": tooth[used]}
        parts = ("mouth_interior",)
        out.append(
            Mesh(name, control[used], flat, sizes, (material,), parts, none, none, subdivision=1, attributes=shown)
        )
    return out


# Widths of teeth from the middle to the back, upper and lower; how high a crown is: metres on the base mesh.
TOOTH_WIDTHS = {
    1.0: (0.0100, 0.0078, 0.0088, 0.0084, 0.0084, 0.0120, 0.012),
    -1.0: (0.0064, 0.0072, 0.0084, *4 * (0.0095,)),
}
CROWN_M = 0.0105


@functools.cache
def _teeth() -> Points:
    """(V, 3): ``_tooth`` of the vertices of teeth."""
    data = bake.load()
    out = np.zeros_like(data.rest)
    for name, sign in (("helper-upper-teeth", 1.0), ("helper-lower-teeth", -1.0)):
        vertices = data.vertices_of(name)
        out[vertices] = _tooth(data.rest[vertices] - EYES, sign)
    return out


def _tooth(place: Points, sign: float) -> Points:
    """(N, 3) of places on a row of teeth: which tooth, counted from the middle, how far from its edge to the gum, 0.

    Args:
        sign: 1 for the upper row, -1 for the lower one.
    """
    side = np.abs(place[:, 1])
    order = np.argsort(side)
    behind = place[:, 0].max() - place[:, 0]
    arc = np.hypot(side, behind) + 0.12 * np.minimum(side, behind)  # along the bow, near enough
    outer = order[(sign * place[order, 2]) < np.median(sign * place[:, 2])]
    edge = np.poly1d(np.polyfit(arc[outer], place[outer, 2], 2))(arc) if len(outer) > 6 else place[:, 2]
    low = np.array([(sign * place[np.abs(arc - a) < 0.006, 2]).min() for a in arc]) * sign
    edge = np.where(np.abs(low - edge) < 0.004, edge, low)
    number = np.interp(arc, np.concatenate([[0.0], np.cumsum(TOOTH_WIDTHS[sign])]), np.arange(8.0)) * np.sign(
        place[:, 1]
    )
    up = sign * (place[:, 2] - edge) / CROWN_M
    return np.stack([number, up, np.zeros(len(arc))], 1).astype(np.float32)


def _mouth_material(name: str, color: Colour, roughness: float, **params: float) -> Material:
    return Material(name, "mouth", base_color=color, roughness=roughness, params=params)
