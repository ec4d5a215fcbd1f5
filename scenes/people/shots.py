"""Kinds of pictures of people: how far, from where, before what, in which light."""

from collections.abc import Mapping
from dataclasses import dataclass, field

HDRI_SHARES = {
    **{"city": 3, "courtyard": 3, "forest": 3, "interior": 4, "night": 1, "studio": 1, "sunrise": 2, "sunset": 2},
}
HELD_SHARES = {"none": 91, "hand": 4, "phone": 2, "cup": 1, "bottle": 0.6, "microphone": 0.6, "book": 0.8}
RARE = {"hard_sun": 6, "dusk": 3, "sunset": 4, "back_light": 5, "neon": 4, "screen": 2, "flash": 4}


@dataclass(frozen=True)
class Shot:
    """Distributions in their notation, for what a scene leaves to ``auto``.

    Attributes:
        face_height: chin to hairline of the nearest, share of the picture's height.
        focal_mm: on a 36 mm wide sensor.
        camera_pitch_deg: below 0 it looks down.
        light, hdri: shares of what ``scenes.people.lighting`` has, and of environments.
        key_light: a lamp's light against the surroundings'.
        blur: of infinity, in picture widths, from the least to the greatest; it hides an environment's pixels.
        follow: how far heads are raised or lowered to the camera: 1 all the way, 0 stays level.
        background: shares of what ``scenes.people.backgrounds`` has; None for what goes with the light.
        held: shares of what hands do at faces.
        plain: a plain backdrop is light grey, and a studio's light even.
        orbit_deg: how far aside from the first camera a further one of the same people stands.
    """

    face_height: str
    focal_mm: str
    camera_pitch_deg: str
    light: Mapping[str, float]
    hdri: Mapping[str, float]
    key_light: str = "uniform(0, 1.4)"
    blur: tuple[float, float] = (0.025, 0.06)
    follow: float = 1.0
    background: Mapping[str, float] | None = None
    held: Mapping[str, float] = field(default_factory=lambda: HELD_SHARES)
    plain: bool = False
    orbit_deg: float = 15.0


SHOTS: Mapping[str, Shot] = {
    "portrait": Shot(
        "uniform(0.38, 0.66)",
        "uniform(35, 100)",
        "truncnormal(-2, 6, -25, 20)",
        {"hdri": 50, "day": 13, "studio": 9, **RARE},
        HDRI_SHARES,
        orbit_deg=22.0,
    ),
    "group": Shot(
        "uniform(0.16, 0.42)",
        "uniform(28, 70)",
        "truncnormal(-4, 6, -25, 10)",
        {"hdri": 52, "day": 16, "studio": 4, **RARE},
        HDRI_SHARES,
        key_light="uniform(0.2, 1.5)",
        blur=(0.015, 0.04),
        follow=0.8,
    ),
    "crowd": Shot(
        "loguniform(0.05, 0.16)",
        "uniform(35, 135)",
        "truncnormal(-14, 6, -30, 0)",
        {"hdri": 50, "day": 32, "hard_sun": 8, "dusk": 4, "sunset": 4, "flash": 2},
        HDRI_SHARES | {"studio": 0},
        key_light="uniform(0.2, 1.5)",
        blur=(0.006, 0.015),
        follow=0.4,
        held={"none": 1},
    ),
    "faces_cctv": Shot(
        "loguniform(0.11, 0.3)",
        "uniform(18, 40)",
        "truncnormal(-26, 8, -45, -10)",
        {"hdri": 78, "day": 12, "hard_sun": 3, "dusk": 4, "sunset": 2, "neon": 1},
        {"interior": 6, "courtyard": 2, "city": 2, "night": 1.5, "forest": 0.5},
        key_light="uniform(0, 0.6)",
        blur=(0.006, 0.015),
        follow=0.1,
        held={"none": 96, "phone": 2, "cup": 1, "bottle": 1},
    ),
    "passport": Shot(
        "uniform(0.48, 0.58)",
        "uniform(70, 100)",
        "0",
        {"studio": 1},
        {"studio": 1},
        key_light="0",
        blur=(0.002, 0.006),
        background={"plain": 1},
        held={"none": 1},
        plain=True,
        orbit_deg=2.0,
    ),
    "webcam": Shot(
        "uniform(0.28, 0.55)",
        "uniform(22, 34)",
        "truncnormal(4, 7, -15, 22)",
        {"hdri": 84, "screen": 8, "back_light": 5, "neon": 3},
        {"interior": 8, "studio": 1, "night": 1, "courtyard": 1},
        key_light="uniform(0.3, 1.4)",
        blur=(0.008, 0.02),
        follow=0.6,
    ),
}
