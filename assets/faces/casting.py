"""Likely hair and eyes for an age, a gender presentation and a skin tone: what a scene takes unless asked."""

import numpy as np

from assets.faces.identity import Identity


def hair_style(rng: np.random.Generator, identity: Identity) -> str:
    """A name in ``HAIR_STYLES``, likely for this age and gender presentation."""
    feminine, age = identity.gender, identity.age_years
    masculine = 1.0 - feminine
    child = float(np.clip((14.0 - age) / 6.0, 0.0, 1.0))
    young = float(np.clip((50.0 - age) / 25.0, 0.0, 1.0))
    old = float(np.clip((age - 45.0) / 30.0, 0.0, 1.0))
    grown = 1.0 - child
    return _pick(
        rng,
        {
            "bald": 1.4 * masculine**2 * grown * np.clip((age - 25.0) / 40.0, 0.0, 1.0),
            "receding": 3.0 * masculine**2 * old,
            "buzz": masculine * (0.8 + 0.4 * young),
            "short": 0.3 + 1.2 * old * feminine + 2.4 * masculine,
            "short_sides": 0.05 + 2.2 * masculine * (0.25 + 0.75 * young),
            "side_part": 0.1 + 1.6 * masculine,
            "fringe": 0.2 * child + feminine * (0.6 + 0.7 * child),
            "medium": 0.08 + feminine * (1.1 + 0.8 * old),
            "wavy": 0.1 + feminine * (1.0 + 0.5 * old),
            "long_straight": 0.04 + feminine * (0.5 + 1.3 * (1.0 - old)),
            "long_wavy": 0.04 + feminine * (0.3 + 1.2 * (1.0 - old)) * grown,
            "curly": 0.45 + 0.5 * feminine,
            "coily": 0.25 + 0.5 * masculine,
            "afro": 0.25 + 0.25 * young,
            "braids": 0.02 + feminine * (0.25 * young + 0.6 * child),
            "bun": 0.02 + feminine * (0.6 + 0.4 * old),
            "ponytail": 0.03 + feminine * (0.6 + 0.5 * (1.0 - old)),
        },
    )


def hair_color(rng: np.random.Generator, identity: Identity, tone: int) -> str:
    """A name in ``HAIR_COLORS``: grey comes with age, light colours with light skin."""
    if rng.random() < np.clip((identity.age_years - 40.0) / 35.0, 0.0, 0.95):
        return _pick(rng, {"grey": 1.0, "white": float(np.clip((identity.age_years - 50.0) / 25.0, 0.0, 1.5))})
    light = float(np.clip((6.0 - tone) / 5.0, 0.03, 1.0))
    return _pick(
        rng,
        {
            "black": 3.0 - 2.0 * light,
            "dark_brown": 2.0,
            "brown": 0.3 + 1.7 * light,
            "blond": 1.6 * light,
            "red": 0.4 * light,
        },
    )


def facial_hair(rng: np.random.Generator, identity: Identity) -> str:
    """A name in ``FACIAL_HAIR``; none for children and feminine faces."""
    if identity.age_years < 18.0 or rng.random() < 2.2 * identity.gender:
        return "none"
    return _pick(rng, {"none": 4.0, "stubble": 2.5, "moustache": 0.5, "goatee": 0.6, "beard": 1.6})


def eye_color(rng: np.random.Generator, tone: int) -> str:
    """A name in ``EYE_COLORS``: light ones come with light skin."""
    light = float(np.clip((6.0 - tone) / 5.0, 0.02, 1.0))
    return _pick(
        rng,
        {
            "dark_brown": 3.0 - 2.0 * light,
            "brown": 2.0,
            "hazel": light,
            "green": 0.7 * light,
            "blue": 1.4 * light,
            "grey": 0.6 * light,
        },
    )


def _pick(rng: np.random.Generator, weights: dict[str, float]) -> str:
    values = np.array(list(weights.values()), np.float64)
    return str(rng.choice(list(weights), p=values / values.sum()))
