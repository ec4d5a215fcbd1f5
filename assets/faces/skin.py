"""The skin of head, neck and what the collar leaves bare, with its parts; and the inside of the mouth."""

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake, facial_hair, garment
from assets.faces.hair import scalp_density, stubble_look
from assets.faces.hairdo import receding, root_color
from assets.faces.identity import Identity
from assets.faces.look import MONK_ALBEDO, Look
from assets.faces.parts import PARTS
from assets.faces.surface import body_faces
from assets.geometry import Mesh
from assets.materials import Colour, Material

type Points = NDArray[np.float32]

UPPER_TEETH_M = np.array([0.0015, 0.0, -0.0030], np.float32)  # MakeHuman's stand too high to show in a smile
ON_HAIRLINE_M = 0.004  # quads that the hairline crosses belong to the face, or its border would step at the forehead


def skin(rng: np.random.Generator, data: bake.HeadData, control: Points, identity: Identity, look: Look) -> Mesh:
    """Head, neck and what the collar leaves bare, one mesh."""
    faces = body_faces()
    buried = (garment.collar_height(data.rest, look.garment) < -garment.SKIN_BELOW_M)[faces].all(1)
    faces = faces[~buried]
    used, corners = np.unique(faces, return_inverse=True)
    part = _part_of_faces(data, faces)
    inner = (part == PARTS.index("mouth_interior")).astype(np.int32)
    return Mesh(
        "skin",
        control[used],
        corners.ravel().astype(np.int32),
        np.full(len(faces), 4, np.int32),
        (_skin_material(rng, identity, look), _mouth_material("gum", (0.16, 0.035, 0.03), 0.35)),
        PARTS,
        inner,
        part,
        subdivision=1,
        attributes={key: values[used] for key, values in _skin_attributes(data, identity, look).items()},
    )


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


def _skin_attributes(data: bake.HeadData, identity: Identity, look: Look) -> dict[str, Points]:
    masks = data.masks
    under_hair = scalp_density(masks.__getitem__, receding(identity, look)) * stubble_look(look.hair_style)
    shadow = {"none": 0.0, "stubble": 0.55}.get(look.facial_hair, 0.5)
    stubble = np.maximum(under_hair, shadow * facial_hair.beard_density(masks.__getitem__, look.facial_hair))
    z = data.rest[:, 2] - 0.7284
    forehead = np.clip((z - 0.022) / 0.012, 0.0, 1.0) * np.clip((0.085 - z) / 0.02, 0.0, 1.0)
    lines = forehead * (data.rest[:, 0] > 0.08) * (np.abs(data.rest[:, 1]) < 0.05)
    return {
        "rest": data.rest,
        "blush": masks["blush"],
        "oil": masks["oil"],
        "lip": np.clip(masks["lips"], 0.0, 1.0),
        "stubble": stubble.astype(np.float32),
        "lines": lines.astype(np.float32),
    }


def _skin_material(rng: np.random.Generator, identity: Identity, look: Look) -> Material:
    base = MONK_ALBEDO[look.skin_tone]
    jitter = rng.normal(0.0, 0.03)
    tone: Colour = tuple(float(np.clip(v * (1 + jitter + rng.normal(0, 0.015)), 0, 1)) for v in base)  # type: ignore[assignment]
    dark = (look.skin_tone - 1) / 9.0
    blush = (1.0 - 0.05 * dark, 0.70 + 0.14 * dark, 0.68 + 0.14 * dark)
    made_up = float(rng.uniform(0.0, 0.25)) * identity.gender * (identity.age_years > 16)
    lip = (0.92 - 0.12 * dark, 0.56 + 0.12 * dark - made_up, 0.58 + 0.12 * dark - made_up)
    params: dict[str, float | Colour] = {
        "blush": blush,
        "lip": lip,
        "hair": root_color(look.hair_color),
        "age": float(np.clip((identity.age_years - 30.0) / 50.0, 0.0, 1.0)),
        "mottle": float(rng.uniform(0.04, 0.09)),
        "freckles": float(rng.uniform(0.0, 0.8)) if look.skin_tone <= 4 and rng.random() < 0.25 else 0.0,
        "scatter_m": 0.0013,
        "seed": float(rng.uniform(0.0, 10.0)),
    }
    return Material("skin", "skin", base_color=tone, roughness=0.5, params=params)


def mouth(data: bake.HeadData, control: Points) -> list[Mesh]:
    teeth = _mouth_material("teeth", (0.78, 0.72, 0.62), 0.2)
    tongue = _mouth_material("tongue", (0.33, 0.10, 0.09), 0.35)
    control = control.copy()
    control[data.vertices_of("helper-upper-teeth")] += UPPER_TEETH_M
    groups = (("teeth", ("helper-upper-teeth", "helper-lower-teeth"), teeth), ("tongue", ("helper-tongue",), tongue))
    out = []
    for name, helpers, material in groups:
        used, corners = np.unique(data.faces_of(*helpers), return_inverse=True)
        none = np.zeros(corners.size // 4, np.int32)
        sizes = np.full(len(none), 4, np.int32)
        flat = corners.ravel().astype(np.int32)
        out.append(Mesh(name, control[used], flat, sizes, (material,), ("mouth_interior",), none, none, subdivision=1))
    return out


def _mouth_material(name: str, color: Colour, roughness: float) -> Material:
    return Material(name, "mouth", base_color=color, roughness=roughness)
