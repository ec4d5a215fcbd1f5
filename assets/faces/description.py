"""A person's attributes, as the labels tell them."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from assets.asset import AttributeValue
from assets.faces.hair import LENGTHS
from assets.faces.identity import Identity
from assets.faces.look import Look
from assets.faces.wear.cuts import sleeves_of

AGE_GROUPS = ((13.0, "child"), (20.0, "teenager"), (36.0, "young_adult"), (60.0, "adult"), (200.0, "senior"))
PRESENTATIONS = ((0.4, "masculine"), (0.6, "androgynous"), (1.1, "feminine"))  # by ``Identity.gender``
type Point = tuple[float, float, float]


def attributes(
    identity: Identity, look: Look, points: Mapping[str, Point], at_rest: Mapping[str, Point]
) -> dict[str, AttributeValue]:
    """All that is known of a person without a camera.

    Args:
        points: the face's keypoints, metres.
        at_rest: the same with no expression and the gaze ahead, lids fully open: what eyes are measured against.
    """
    african, asian, european = (value / sum(identity.ancestry()) for value in identity.ancestry())
    feminine = identity.gender
    return {
        "identity_id": identity_id(identity, look),
        "age_years": round(identity.age_years, 1),
        "age_group": _below(identity.age_years, AGE_GROUPS),
        "gender_presentation": _below(feminine, PRESENTATIONS),
        "feminine": round(feminine, 3),
        "ancestry_african": round(african, 3),
        "ancestry_asian": round(asian, 3),
        "ancestry_european": round(european, 3),
        "skin_tone": look.skin_tone,
        "hair_style": look.hair_style,
        "hair_length": LENGTHS[look.hair_style],
        "hair_color": look.hair_color if look.hair_style != "bald" else "none",
        "facial_hair": look.facial_hair,
        "eye_color": look.eye_color,
        "makeup": look.makeup,
        "face_paint": look.face_paint,
        "expression": look.expression,
        "eye_openness_left": round(eye_gap_m(points, "left") / eye_gap_m(at_rest, "left"), 3),
        "eye_openness_right": round(eye_gap_m(points, "right") / eye_gap_m(at_rest, "right"), 3),
        "mouth_openness": round(_mouth_openness(points), 3),
        "glasses": look.glasses,
        "headwear": look.headwear,
        "facewear": look.facewear,
        "held": look.held,
        "sleeves": sleeves_of(look),
        "arms": look.arms,
        "gaze_yaw_deg": round(float(np.degrees(look.gaze_rad[0])), 2),
        "gaze_pitch_deg": round(float(np.degrees(look.gaze_rad[1])), 2),
    }


def _below(value: float, limits: Sequence[tuple[float, str]]) -> str:
    """The name of the first limit above the value."""
    return next(name for limit, name in limits if value < limit)


def identity_id(identity: Identity, look: Look) -> str:
    """12 hexadecimal digits from all that stays the same on a person's pictures: shape, skin tone, eye colour."""
    numbers = (identity.age_years, identity.gender, *identity.ancestry(), identity.weight, identity.muscle)
    local = sorted((name, weight) for name, weight in identity.local.items() if weight >= 5e-5)
    told = [f"{value:.4f}" for value in numbers] + [f"{name} {weight:.4f}" for name, weight in local]
    return hashlib.sha256("\n".join([*told, str(look.skin_tone), look.eye_color]).encode()).hexdigest()[:12]


def eye_gap_m(points: Mapping[str, Point], side: str) -> float:
    """How far the upper lid's edge is above the lower one's, in the middle of the eye; 0 where the lids meet."""
    pairs = ((1, 5), (2, 4))  # upper and lower points that lie over each other
    gaps = [points[f"{side}_eye_{upper}"][2] - points[f"{side}_eye_{lower}"][2] for upper, lower in pairs]
    return max(0.0, float(np.mean(gaps)))


def _mouth_openness(points: Mapping[str, Point]) -> float:
    """Gap between the middles of the lips' inner edges by the width of the mouth."""
    upper, lower = np.array(points["inner_lip_2"]), np.array(points["inner_lip_6"])
    right, left = np.array(points["outer_lip_0"]), np.array(points["outer_lip_6"])
    return max(0.0, float(upper[2] - lower[2])) / float(np.linalg.norm(right - left))
