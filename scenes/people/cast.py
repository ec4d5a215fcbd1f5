"""One person in a picture: who, how the head is turned, where the eyes look, what the face does and what is worn."""

import math
from dataclasses import replace

import numpy as np

from assets.faces import Identity, Look, casting, detail_for, person
from assets.faces.actor import Actor
from assets.faces.description import PRESENTATIONS
from assets.materials import Colour
from assets.people.build import mean_height_m
from assets.random import stream
from scenes.distributions import Choice, Constant, Distribution, parse
from scenes.motion.acting import Acting
from scenes.people.identities import Kept
from scenes.people.params import AUTO, People
from scenes.people.shots import BUST_ARMS, STANDING_ARMS, Shot
from scenes.pose import Float64, Pose, rotation_zyx
from scenes.spec import Placed

AS_USUAL = 0.75  # chance that somebody's beard is as on most pictures
STATURE = 0.035  # standard deviation of how tall people of an age are
EYES_BELOW_M = 0.115  # below the crown
FEMININE_CUT = PRESENTATIONS[0][0]  # presentation from which on a dress fits


def placed(
    rng: np.random.Generator,
    params: People,
    view: Pose,
    place: Float64,
    instance_id: int,
    who: Kept,
    face_px: float,
    shot: Shot,
    eyes_m: float = 0.0,
    lively: float = 1.0,
) -> tuple[Placed, Acting | None]:
    """One person at a place in the camera's frame, turned to the camera by the sampled angles, and how they move where
    a clip is asked for.

    Args:
        params: those of this one of the picture's people.
        place: (3,) middle between the eyes.
        who: what is the same on all pictures of this one.
        face_px: about how high the face comes out.
        shot: says how far a head is raised or lowered to the camera before ``pitch_deg``, and what hands, arms and
            sleeves are like unless it is asked for; in clips, hands hold nothing, and arms hang.
        eyes_m: of the eyes above what this one stands on; 0 where no legs are seen.
        lively: how far heads turn in clips.
    """
    yaw, pitch, roll = (float(np.radians(params.number(rng, key))) for key in ("yaw_deg", "pitch_deg", "roll_deg"))
    where = view.apply(place)
    to_camera = view.translation - where
    bearing = float(np.arctan2(to_camera[1], to_camera[0]))
    rise = shot.follow * float(np.arctan2(to_camera[2], np.hypot(to_camera[0], to_camera[1])))
    rotation = rotation_zyx(bearing, -rise, 0.0) @ rotation_zyx(yaw, -pitch, roll)
    look = Look(
        skin_tone=who.skin_tone,
        eye_color=who.eye_color,
        hair_style=who.hair_style,
        hair_color=who.hair_color,
        expression=params.name(rng, "expression"),
        expression_strength=float(stream(rng, "strength").triangular(0.25, 0.55, 1.0)),  # full ones are rare
        gaze_rad=_gaze(rng, params, rotation.T @ to_camera),
        neck_rad=_neck(rng, rotation, bearing),
        facial_hair=_facial_hair(rng, params, who),
        makeup=_makeup(rng, params, who.identity),
        face_paint=params.name(rng, "face_paint"),
        earrings=_earrings(rng, params, who.identity),
        garment=_garment(rng, params, who.identity),
        garment_color=_dye(stream(rng, "dye")),
        glasses=params.name(rng, "glasses"),
        headwear=params.name(rng, "headwear"),
        headwear_color=_dye(stream(rng, "headwear dye")),
        facewear=params.name(rng, "facewear"),
        facewear_color=_dye(stream(rng, "facewear dye")),
        sleeves=params.name_or(rng, "sleeves", parse(shot.sleeves)),
        arms=params.name_or(rng, "arms", parse(shot.arms or (STANDING_ARMS if eyes_m else BUST_ARMS))),
        held=_held(rng, params, parse(shot.held)),
        eyes_m=eyes_m,
    )
    named = {} if who.number is None else {"identity_id": f"{who.number:06d}"}
    if eyes_m and look.held == "none":
        look = replace(look, arms_rad=(_arm(stream(rng, "left arm")), _arm(stream(rng, "right arm"))))
    pose, detail = Pose(rotation, where), detail_for(face_px)
    if params.clip is None:
        return Placed(person(who.rng, who.identity, look, detail), pose, instance_id, named), None
    actor = Actor.of(who.rng, who.identity, look, detail)
    met = view.translation if _meets(look.gaze_rad, rotation.T @ to_camera) else None
    acting = Acting.of(stream(rng, "acting"), actor, pose, met, params.clip, lively)
    return acting.at(Placed(person(who.rng, who.identity, actor.look, detail), pose, instance_id, named), 0.0), acting


def _meets(gaze_rad: tuple[float, float], aim: Float64) -> bool:
    """Whether eyes look at the camera, which is in that direction from the head."""
    there = float(np.arctan2(aim[1], aim[0])), float(np.arctan2(aim[2], np.hypot(aim[0], aim[1])))
    return math.dist(gaze_rad, there) < 0.02


def _arm(rng: np.random.Generator) -> tuple[float, float]:
    """How far down and forward an arm of somebody who stands hangs, radians."""
    return float(rng.uniform(0.05, 0.3)), float(rng.normal(0.05, 0.25))


def eyes_m(rng: np.random.Generator, identity: Identity) -> float:
    """Height of the eyes of somebody who stands, metres."""
    spread = 1.0 + STATURE * float(np.clip(stream(rng, "stature").normal(), -2.2, 2.2))
    return mean_height_m(identity.age_years, identity.gender) * spread - EYES_BELOW_M


def _neck(rng: np.random.Generator, rotation: Float64, bearing: float) -> tuple[float, float, float]:
    """Turn of the head against shoulders that stand upright and turn part of the way with the head."""
    yaw = (float(np.arctan2(rotation[1, 0], rotation[0, 0])) - bearing + np.pi) % (2.0 * np.pi) - np.pi
    pitch = float(-np.arcsin(np.clip(rotation[2, 0], -1.0, 1.0)))
    roll = float(np.arctan2(rotation[2, 1], rotation[2, 2]))
    follow = float(stream(rng, "shoulders").uniform(0.35, 0.75))
    return float(np.clip(yaw * follow, -0.9, 0.9)), float(np.clip(pitch, -0.6, 0.6)), float(np.clip(roll, -0.5, 0.5))


def _gaze(rng: np.random.Generator, params: People, aim: Float64) -> tuple[float, float]:
    """Yaw and pitch of the eyes: at the camera as far as they turn, or somewhere else."""
    other = stream(rng, "gaze")
    wander = other.normal(0.0, 0.12, 2)
    contact = other.random() < params.number(rng, "eye_contact")
    yaw = float(np.arctan2(aim[1], aim[0])) if contact else float(wander[0])
    pitch = float(np.arctan2(aim[2], np.hypot(aim[0], aim[1]))) if contact else float(wander[1])
    return float(np.clip(yaw, -0.45, 0.45)), float(np.clip(pitch, -0.3, 0.3))


def _garment(rng: np.random.Generator, params: People, identity: Identity) -> str:
    """What is drawn; dresses are cut for feminine bodies, so others get something else, where there is something."""
    drawn = params.name(rng, "garment")
    if drawn != "dress" or identity.gender >= FEMININE_CUT:
        return drawn
    others = [str(name) for name in params.garment.support() if name != drawn]
    return str(stream(rng, "other garment").choice(others)) if others else drawn


def _facial_hair(rng: np.random.Generator, params: People, who: Kept) -> str:
    """What is asked for; else what is usual, or now and then something else."""
    wanted = params.name(rng, "facial_hair")
    if wanted != AUTO:
        return wanted
    usual = stream(rng, "as usual").random() < AS_USUAL
    return who.facial_hair if usual else casting.facial_hair(stream(rng, "auto beard"), who.identity)


def _makeup(rng: np.random.Generator, params: People, identity: Identity) -> str:
    wanted = params.name(rng, "makeup")
    if wanted != AUTO:
        return wanted
    worn = identity.gender**2 * float(np.clip((identity.age_years - 13.0) / 8.0, 0.0, 1.0))
    return str(Choice(("none", "natural", "strong"), (1.0, 1.2 * worn, 0.5 * worn)).sample(stream(rng, "auto makeup")))


def _earrings(rng: np.random.Generator, params: People, identity: Identity) -> bool:
    chance = 0.05 + 0.4 * identity.gender * float(identity.age_years > 8.0)
    return bool(stream(rng, "earring").random() < params.number_or(rng, "earrings", Constant(chance)))


def _held(rng: np.random.Generator, params: People, usual: Distribution) -> str:
    """What is asked for, or the usual; nobody drinks through a mask."""
    drawn = params.name_or(rng, "held", usual)
    masked = params.name(rng, "facewear") != "none"
    return "none" if masked and drawn in ("cup", "bottle") and params.held == Constant(AUTO) else drawn


def _dye(rng: np.random.Generator) -> Colour:
    """A colour of cloth: any lightness, mostly muted."""
    value = float(np.exp(rng.uniform(np.log(0.015), np.log(0.6))))
    tint = rng.uniform(0.15, 1.0, 3) ** (1.8 * float(rng.uniform()) ** 2)
    red, green, blue = (float(channel) for channel in value * tint / tint.max())
    return red, green, blue
