"""All the hair of a person: on the scalp, brows, beard and lashes; its material and how far it recedes."""

import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError
from assets.faces import eyes, facial_hair
from assets.faces.groom import Body
from assets.faces.hair import LENGTHS, scalp_hair
from assets.faces.identity import Identity
from assets.faces.look import HAIR_COLORS, Look
from assets.geometry import Curves
from assets.materials import Colour, Material
from assets.random import stream

type Points = NDArray[np.float32]


def grow(
    rng: np.random.Generator,
    identity: Identity,
    look: Look,
    surface: Points,
    facing: Points,
    body: Body,
    scale: float,
    *,
    detail: float = 1.0,
) -> list[Curves]:
    """All strands of a person.

    Args:
        surface, facing: (V, 3) the baked mesh as it renders, and its normals.
        body: what strands stay out of.
        scale: size of this head against the base mesh.
        detail: above 0, up to 1: a share of the strands, as much wider, for faces of few pixels.

    Raises:
        AssetError: ``detail`` is out of its range.
    """
    if not 0.0 < detail <= 1.0:
        raise AssetError(f"hair: expected detail above 0 and up to 1, got {detail}")
    melanin, redness, white = _own_color(stream(rng, "hair shade"), look.hair_color)
    scalp = _hair_material(melanin, redness, white)
    face = _hair_material(melanin + 0.06 * (melanin < 0.9), redness, 0.6 * white)
    grown = float(np.clip((identity.age_years - 4.0) / 14.0, 0.0, 1.0))
    usual = (0.35 + 0.4 * grown) * (1.0 - 0.55 * identity.gender)
    brows = facial_hair.own_brows(stream(rng, "fullness"), usual, 1.0 - identity.gender)
    shade = float(stream(rng, "brow shade").normal(0.06, 0.12))  # brows are rarely as the hair is, and mostly darker
    brow = _hair_material(float(np.clip(melanin + shade, 0.2, 0.98)), redness, 0.6 * white)
    dark = _hair_material(max(0.75, melanin), redness, 0.0)
    lash_density = 0.75 + 0.35 * identity.gender
    return [
        *scalp_hair(
            stream(rng, "hair"),
            look.hair_style,
            surface,
            facing,
            body,
            scalp,
            receding(identity, look),
            scale,
            thinness(identity),
            detail,
        ),
        *facial_hair.brows(stream(rng, "brows"), surface, facing, brow, brows, detail),
        *facial_hair.beard(stream(rng, "beard"), look.facial_hair, surface, facing, face, detail),
        eyes.lashes(stream(rng, "lashes"), surface, dark, lash_density, detail),
    ]


def _own_color(rng: np.random.Generator, name: str) -> tuple[float, float, float]:
    """Melanin, its redness and the share of white strands: no two browns are the same."""
    melanin, redness, white = HAIR_COLORS[name]
    shift, turn, grey = rng.uniform(-1.0, 1.0, 3)
    melanin = float(np.clip(melanin + 0.11 * shift * (melanin < 0.95), 0.12, 0.98))
    redness = float(np.clip(redness + 0.2 * turn, 0.0, 1.0))
    return melanin, redness, float(np.clip(white + 0.25 * grey * (0.0 < white < 0.9), 0.0, 1.0))


def _hair_material(melanin: float, redness: float, white: float) -> Material:
    return Material("hair", "hair", roughness=0.42, params={"melanin": melanin, "redness": redness, "white": white})


def receding(identity: Identity, look: Look) -> float:
    """0..1: hairlines of men move back with age, less of those who wear it long; and that of a style."""
    age = float(np.clip((identity.age_years - 30.0) / 70.0, 0.0, 0.6))
    if look.hair_style == "receding":
        return min(1.0, 0.5 + 0.8 * age)
    kept = 0.9 if LENGTHS[look.hair_style] == "short" else 0.3
    return age * (1.0 - identity.gender) * kept


def thinness(identity: Identity) -> float:
    """0..1: hair grows sparser and finer with age; that of small children is fine too."""
    return float(
        np.clip((identity.age_years - 48.0) / 40.0, 0.0, 1.0)
        + 0.4 * np.clip((6.0 - identity.age_years) / 5.0, 0.0, 1.0)
    )


def root_color(name: str) -> Colour:
    """Colour of skin under hair, a little darker than strands of that colour look: it lies in their shade."""
    melanin, redness, white = HAIR_COLORS[name]
    light = 0.22 * (1.0 - melanin) ** 1.6 + 0.008
    return (
        light + 0.12 * white,
        light * (0.78 - 0.25 * redness) + 0.12 * white,
        light * (0.6 - 0.35 * redness) + 0.12 * white,
    )
