"""Kinds of pictures of people: how far, from where, before what, in which light."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scenes.people.standing import Ground

HDRI_SHARES = {
    **{"city": 3, "courtyard": 3, "forest": 3, "interior": 4, "night": 1, "studio": 1, "sunrise": 2, "sunset": 2},
}
HELD_SHARES = {"none": 91, "hand": 4, "phone": 2, "cup": 1, "bottle": 0.6, "microphone": 0.6, "book": 0.8}
SLEEVE_SHARES = {"long": 40, "short": 50, "none": 10}  # of garments that can have them
BUST_ARMS = {
    **{"hanging": 68, "folded": 7, "clasped": 4, "hips": 3, "chest": 3, "talking": 8, "clapping": 3, "raised": 4},
}
STANDING_ARMS = {
    **{"hanging": 46, "hips": 9, "folded": 9, "clasped": 9, "behind": 4, "pockets": 7, "chest": 2, "talking": 7},
    **{"clapping": 3, "raised": 4},
}
LIVELY_ARMS = {
    **{"hanging": 34, "hips": 12, "folded": 6, "clasped": 4, "chest": 2, "talking": 16, "clapping": 10, "raised": 16},
}
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
        arms: shares of what they do elsewhere; None for what is usual of people who stand, or of busts.
        sleeves: shares of their lengths.
        plain: a plain backdrop is light grey, and a studio's light even.
        orbit_deg: how far aside from the first camera a further one of the same people stands.
        ground: people stand on it, whole; None where the picture ends above their hips, or others hide them.
        bystanders: how many others there are on the ground, who turn their backs to the camera.
        hands: how many arms of others reach into the picture.
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
    arms: Mapping[str, float] | None = None
    sleeves: Mapping[str, float] = field(default_factory=lambda: SLEEVE_SHARES)
    plain: bool = False
    orbit_deg: float = 15.0
    ground: Ground | None = None
    bystanders: str = "0"
    hands: str = "0"


SHOTS: Mapping[str, Shot] = {
    "portrait": Shot(
        "uniform(0.38, 0.66)",
        "uniform(35, 100)",
        "truncnormal(-2, 6, -25, 20)",
        {"hdri": 50, "day": 13, "studio": 9, **RARE},
        HDRI_SHARES,
        orbit_deg=22.0,
        hands="choice({0: 8, 1: 1.5, 2: 0.5})",
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
        hands="choice({0: 8, 1: 1.5, 2: 0.5})",
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
        arms={"hanging": 8, "clapping": 1, "raised": 1},
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
        arms={"hanging": 1},
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
        hands="choice({0: 8, 1: 1.5, 2: 0.5})",
    ),
    # Photographers' eyes, knees and steps; what the subject does leaves others before, behind and beside it.
    "street": Shot(
        "loguniform(0.075, 0.42)",
        "loguniform(26, 120)",
        "0",
        {"hdri": 38, "day": 38, "hard_sun": 12, "dusk": 3, "sunset": 4, "flash": 3, "back_light": 2},
        {"city": 4, "courtyard": 3, "forest": 2, "interior": 2, "sunrise": 1, "sunset": 1, "night": 0.7},
        key_light="uniform(0, 0.8)",
        blur=(0.001, 0.016),
        follow=0.3,
        held={"none": 90, "hand": 3, "phone": 3, "cup": 1.5, "bottle": 1, "microphone": 1, "book": 0.5},
        orbit_deg=20.0,
        bystanders="choice({0: 3, 1: 2, 2: 2, 3: 2, 4: 1.5, 6: 1})",
        hands="choice({0: 5, 1: 2, 2: 1.5, 4: 0.5})",
        ground=Ground("truncnormal(1.55, 0.3, 0.5, 2.4)", "truncnormal(0.36, 0.15, 0.08, 0.8)", 2.5),
    ),
    "sport": Shot(
        "loguniform(0.07, 0.3)",
        "loguniform(60, 200)",
        "0",
        {"day": 50, "hard_sun": 25, "hdri": 22, "sunset": 3},
        {"forest": 3, "courtyard": 2, "interior": 3, "sunset": 1},
        key_light="uniform(0, 0.5)",
        blur=(0.006, 0.03),
        follow=0.15,
        held={"none": 1},
        arms=LIVELY_ARMS,
        sleeves={"long": 15, "short": 60, "none": 25},
        orbit_deg=20.0,
        background={"stands": 5, "outdoors": 4, "environment": 1},
        bystanders="choice({0: 4, 1: 3, 2: 2, 3: 1})",
        hands="choice({0: 5, 1: 2, 2: 1.5, 4: 0.5})",
        ground=Ground("truncnormal(1.2, 0.4, 0.4, 2.5)", "truncnormal(0.33, 0.13, 0.08, 0.75)", 1.6, roll_deg=3.0),
    ),
    "stage": Shot(
        "loguniform(0.08, 0.42)",
        "loguniform(50, 200)",
        "0",
        {"studio": 20, "neon": 30, "hdri": 30, "back_light": 15, "flash": 5},
        {"interior": 3, "night": 2, "studio": 2},
        key_light="uniform(0.3, 1.5)",
        blur=(0.003, 0.02),
        follow=0.1,
        held={"none": 62, "microphone": 30, "hand": 4, "book": 2, "bottle": 2},
        arms=LIVELY_ARMS,
        orbit_deg=20.0,
        background={"stage": 7, "environment": 1, "room": 1, "gradient": 1},
        bystanders="choice({0: 6, 1: 2, 2: 1, 3: 1})",
        hands="choice({0: 4, 1: 1.5, 2: 1.5, 4: 1, 7: 0.5})",
        ground=Ground(
            "truncnormal(1.5, 0.2, 1.0, 2.0)",
            "truncnormal(0.36, 0.14, 0.08, 0.75)",
            0.9,
            roll_deg=2.5,
            raised_m="uniform(0, 1)",
        ),
    ),
    "march": Shot(
        "loguniform(0.06, 0.26)",
        "loguniform(28, 135)",
        "0",
        {"hdri": 40, "day": 40, "hard_sun": 12, "dusk": 3, "sunset": 3, "flash": 2},
        {"city": 4, "courtyard": 3, "forest": 2, "interior": 1, "sunrise": 1},
        key_light="uniform(0, 0.6)",
        blur=(0.001, 0.01),
        follow=0.2,
        held={"none": 95, "hand": 2, "phone": 2, "microphone": 1},
        arms=LIVELY_ARMS,
        orbit_deg=20.0,
        bystanders="choice({0: 1, 2: 2, 4: 3, 6: 2, 9: 1})",
        hands="choice({0: 4, 1: 1.5, 2: 1.5, 4: 1, 7: 0.5})",
        ground=Ground("histogram({0.8: 1, 1.4: 4, 1.9: 3, 2.6: 2, 4: 0})", "truncnormal(0.4, 0.14, 0.1, 0.8)", 5.0),
    ),
}
