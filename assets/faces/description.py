"""A person's attributes, as the labels tell them."""

import numpy as np

from assets.asset import AttributeValue
from assets.faces.identity import Identity
from assets.faces.look import Look

AGE_GROUPS = ((13.0, "child"), (20.0, "teenager"), (36.0, "young_adult"), (60.0, "adult"), (200.0, "senior"))


def attributes(identity: Identity, look: Look) -> dict[str, AttributeValue]:
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
