"""Who a new face is: drawn from the seed, the file's name and the face's number alone, or from a video's track.

What is kept of the old face comes in as values that were measured, and moves nothing else that is drawn.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from assets import Asset
from assets.faces import Look, casting, detail_for, person
from assets.random import stream
from render.anonymize.cutting import head_alone
from render.anonymize.finding import Found
from render.anonymize.settings import Settings
from scenes.people.identities import kept
from scenes.people.params import People

GROWN = "uniform(20, 65)"  # years, of whom nobody knows the age
GAZE_RAD = (0.4, 0.25)
AGES = {"child": 9.0, "teenager": 16.0, "young_adult": 27.0, "adult": 47.0, "senior": 70.0}


@dataclass(frozen=True)
class Kept:
    """What a new face shares with the old one; None for what is drawn.

    Attributes:
        expression: name and strength.
        skin_tone: Monk's.
        gaze_rad: that looks into the camera.
    """

    expression: tuple[str, float] | None
    skin_tone: int | None
    gaze_rad: tuple[float, float]


def stream_of(settings: Settings, name: str, found: Found) -> np.random.Generator:
    """What a new face is drawn from. Of a track it is the same in every frame."""
    rng = np.random.default_rng(np.random.SeedSequence(settings.seed))
    return stream(rng, f"track {found.track}" if found.track is not None else f"{name} {found.kind} {found.number}")


def drawn_rotation(rng: np.random.Generator) -> tuple[float, float, float]:
    """Yaw, pitch and roll in radians as the scenes draw them, for poses that are not kept."""
    params = People()
    yaw, pitch, roll = (float(np.radians(params.number(rng, key))) for key in ("yaw_deg", "pitch_deg", "roll_deg"))
    return yaw, pitch, roll


def new_face(
    rng: np.random.Generator,
    settings: Settings,
    found: Found,
    share: Kept,
    face_px: float,
    turn: tuple[float, float, float],
) -> Asset:
    """Args:
    rng: see ``stream_of``.
    face_px: about how high it comes out.
    turn: of the head, for the shoulders.
    """
    params = People.model_validate({"age_years": _age(settings, found)})
    who = kept(rng, params, None)
    tone = who.skin_tone if share.skin_tone is None else share.skin_tone
    whole = settings.region == "head"
    expression = share.expression
    if expression is None:
        expression = params.name(rng, "expression"), float(stream(rng, "strength").uniform(0.5, 1.0))
    look = Look(
        skin_tone=tone,
        eye_color=casting.eye_color(stream(rng, "auto eyes"), tone),
        hair_style=who.hair_style if whole else "bald",  # whose forehead and cheeks no hair covers
        hair_color=casting.hair_color(stream(rng, "auto hair color"), who.identity, tone),
        # Of a face between somebody else's hair and clothes nobody knows whether a beard goes with them.
        facial_hair=casting.facial_hair(stream(rng, "auto beard"), who.identity) if whole else "none",
        expression=expression[0],
        expression_strength=expression[1],
        gaze_rad=share.gaze_rad,
        neck_rad=_neck(turn),
    )
    return head_alone(person(who.rng, who.identity, look, detail_for(face_px)))


def _neck(turn: tuple[float, float, float]) -> tuple[float, float, float]:
    """Shoulders turn half of the way with the head."""
    yaw, pitch, roll = (float(np.clip(0.5 * angle, -0.5, 0.5)) for angle in turn)
    return yaw, pitch, roll


def contact(yaw_rad: float, pitch_rad: float) -> tuple[float, float]:
    """Turn of the eyes that look into the camera as far as eyes turn."""
    most = GAZE_RAD
    return float(np.clip(-yaw_rad, -most[0], most[0])), float(np.clip(-pitch_rad, -most[1], most[1]))


def _age(settings: Settings, found: Found) -> Any:
    """What the user's labels say, where age is kept; else that of a grown-up."""
    said = found.attributes
    if "age" in settings.keep:
        for key in ("age_years", "age"):
            if isinstance(said.get(key), int | float) and 3 <= said[key] <= 90:
                return str(float(said[key]))
        if said.get("age_group") in AGES:
            return str(AGES[said["age_group"]])
    return GROWN
