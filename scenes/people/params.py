"""The parameters that all scenes of people have."""

from collections.abc import Iterable, Mapping

from pydantic import field_validator

from assets import PrelabelError
from assets.environments import BUILT_IN
from assets.faces import EXPRESSIONS, EYE_COLORS, FACIAL_HAIR, GARMENTS, GLASSES, HAIR_COLORS, HAIR_STYLES
from assets.faces.description import AGE_GROUPS, PRESENTATIONS
from assets.faces.look import ARMS, FACE_PAINT, FACEWEAR, HEADWEAR, HELD, MAKEUP, SLEEVES
from scenes.distributions import Distribution
from scenes.films import Filmed
from scenes.params import Bins, integer, name, number
from scenes.people.backgrounds import BACKGROUNDS
from scenes.people.backgrounds import check as check_background
from scenes.people.lighting import LIGHTS

AUTO = "auto"
MOST_PEOPLE = 40
METERING = ("faces", "scene")
# As the labels name what the parameters are numbers of.
BINS = {
    "age_group": Bins("age_years", AGE_GROUPS),
    "gender_presentation": Bins("gender", PRESENTATIONS),
}
# Everyday faces most of the time.
EXPRESSION_WEIGHTS = {
    **{"neutral": 7, "slight_smile": 6, "smile": 7, "laugh": 2.5, "talk": 4, "surprise": 0.5, "anger": 0.5},
    **{"sadness": 0.5, "disgust": 0.25, "fear": 0.25, "pucker": 0.3, "squint": 0.7, "blink": 0.4, "mixture": 1.5},
}
GARMENT_WEIGHTS = {
    **{"t_shirt": 3, "sweater": 2, "shirt": 2, "hoodie": 1.5, "suit": 1, "dress": 1, "turtleneck": 1},
    **{"jacket": 1.8, "vest": 0.4},
}
HEADWEAR_WEIGHTS = {
    **{"none": 20, "cap": 1, "beanie": 1, "hat": 0.7, "hood": 0.5, "headscarf": 0.8, "headphones": 0.6},
    **{"helmet": 0.8, "peaked_cap": 0.8},
}
FACEWEAR_WEIGHTS = {
    **{"none": 24, "medical_mask": 0.7, "cloth_mask": 0.5, "ffp2_mask": 0.3, "printed_mask": 0.3},
    "mask_below_nose": 0.3,
}
FACE_PAINT_WEIGHTS = {"none": 100, "flag": 1, "stripes": 1, "clown": 0.4, "tiger": 0.4}


def weights(options: Iterable[str], known: Mapping[str, float]) -> dict[str, float]:
    """Weights of the options that there are; 0.5 for those that nobody weighed."""
    return {option: known.get(option, 0.5) for option in options}


class People(Filmed):
    """What a picture of people is sampled from. What ``auto`` means is the shot's own, see ``scenes.people.shots``."""

    each = (
        *("yaw_deg", "pitch_deg", "roll_deg", "age_years", "gender", "skin_tone", "african", "asian", "european"),
        *("weight", "variety", "expression", "hair_style", "hair_color", "facial_hair", "eye_color", "garment"),
        *("sleeves", "arms"),
        *("glasses", "headwear", "facewear", "earrings", "makeup", "face_paint", "held", "eye_contact"),
    )
    bins = BINS

    count: Distribution = integer(1, 1, MOST_PEOPLE, help="people in the picture")
    face_height: Distribution = number(
        AUTO, 0.02, 0.9, help="chin to hairline of the nearest, of the picture's height", auto=True
    )
    yaw_deg: Distribution = number(
        "truncnormal(0, 28, -90, 90)", -120, 120, "deg", help="head turned to the person's left"
    )
    pitch_deg: Distribution = number("truncnormal(0, 9, -35, 35)", -50, 50, "deg", help="head raised")
    roll_deg: Distribution = number(
        "truncnormal(0, 7, -30, 30)", -50, 50, "deg", help="head leant to the person's right shoulder"
    )
    camera_pitch_deg: Distribution = number(AUTO, -75, 45, "deg", help="camera raised", auto=True)
    focal_mm: Distribution = number(AUTO, 12, 200, "mm", help="focal length on a 36 mm wide sensor", auto=True)
    exposure_ev: Distribution = number(
        "truncnormal(0.05, 0.35, -0.8, 1.4)", -3, 3, "EV", help="stops over the light meter"
    )
    metering: Distribution = name(
        {"faces": 15, "scene": 1}, METERING, help="what the camera exposes for: none dark or burnt, or the whole"
    )
    identities: Distribution = integer(0, 0, 1_000_000, help="people to choose from; 0: everyone is new")
    first_identity: Distribution = integer(0, 0, 1_000_000_000, help="number of the first of them")
    age_years: Distribution = number("uniform(5, 85)", 3, 90, "years")
    gender: Distribution = number("uniform(0, 1)", 0, 1, help="presentation, 0 masculine to 1 feminine")
    skin_tone: Distribution = integer("uniform(1, 10)", 1, 10, help="Monk scale, 1 lightest")
    african: Distribution = number(
        "beta(0.5, 0.8)", 0, 1, help="ancestry proportions of the shape, before they are scaled to 1"
    )
    asian: Distribution = number("beta(0.5, 0.8)", 0, 1)
    european: Distribution = number("beta(0.5, 0.8, 0.01, 1)", 0.01, 1)
    weight: Distribution = number("beta(3, 3)", 0, 1)
    variety: Distribution = number("1", 0, 1.5, help="factor on the spread of local shape")
    expression: Distribution = name(weights(EXPRESSIONS, EXPRESSION_WEIGHTS), tuple(EXPRESSIONS))
    hair_style: Distribution = name(AUTO, (AUTO, *HAIR_STYLES), help="auto: by age and gender presentation")
    hair_color: Distribution = name(AUTO, (AUTO, *HAIR_COLORS), help="auto: by age and skin tone")
    facial_hair: Distribution = name(AUTO, (AUTO, *FACIAL_HAIR), help="auto: by age and gender presentation")
    eye_color: Distribution = name(AUTO, (AUTO, *EYE_COLORS), help="auto: by skin tone")
    garment: Distribution = name(weights(GARMENTS, GARMENT_WEIGHTS), GARMENTS)
    sleeves: Distribution = name(AUTO, SLEEVES, help="of garments that can have them; auto: by the shot", auto=True)
    glasses: Distribution = name(weights(GLASSES, {"none": 7, "clear": 2, "sunglasses": 1}), GLASSES)
    headwear: Distribution = name(weights(HEADWEAR, HEADWEAR_WEIGHTS), HEADWEAR)
    facewear: Distribution = name(weights(FACEWEAR, FACEWEAR_WEIGHTS), FACEWEAR, help="over mouth and nose")
    earrings: Distribution = number(AUTO, 0, 1, help="chance of them; auto: by age and presentation", auto=True)
    makeup: Distribution = name(AUTO, (AUTO, *MAKEUP), help="auto: by age and gender presentation")
    face_paint: Distribution = name(weights(FACE_PAINT, FACE_PAINT_WEIGHTS), FACE_PAINT, help="over the whole face")
    held: Distribution = name(AUTO, HELD, help="a hand at the face, or what it holds; auto: by the shot", auto=True)
    arms: Distribution = name(
        AUTO, ARMS, help="what they do where no hand is at the face; auto: by the shot", auto=True
    )
    bystanders: Distribution = number(
        AUTO, 0, 20, help="others on the ground, from behind, without labels; auto: by the shot", auto=True
    )
    hands: Distribution = number(
        AUTO, 0, 12, help="arms of others that reach into the picture, without labels; auto: by the shot", auto=True
    )
    posters: Distribution = number(AUTO, 0, 10, help="printed faces on the ground; auto: few", auto=True)
    mannequins: Distribution = number(
        AUTO, 0, 10, help="mannequins and statues on the ground, without labels; auto: few", auto=True
    )
    printed: Distribution = name("unlabelled", ("unlabelled", "labelled"), help="whether printed faces are faces")
    props: Distribution = number(AUTO, 0, 20, help="things on the ground; auto: by the shot", auto=True)
    eye_contact: Distribution = number(
        "0.75", 0, 1, help="chance that the eyes look into the camera as far as they can"
    )
    light: Distribution = name(AUTO, LIGHTS, help="where light comes from", auto=True)
    hdri: Distribution = name(
        *(AUTO, BUILT_IN),
        open=True,
        auto=True,
        library=("environment",),
        help="environment where light is hdri or back_light",
    )
    hdri_rotation_deg: Distribution = number("uniform(0, 360)", 0, 360, "deg")
    key_light: Distribution = number(AUTO, 0, 10, help="lamp on the faces against the environment", auto=True)
    background: Distribution = name(
        *(AUTO, BACKGROUNDS),
        open=True,
        auto=True,
        library=("background",),
        help="what is behind; photos:FOLDER for pictures of yours",
    )

    @field_validator("background")
    @classmethod
    def _check_background(cls, value: Distribution) -> Distribution:
        try:
            for item in value.support():
                if item != AUTO:  # also of a single case of a condition
                    check_background(item)
        except PrelabelError as error:
            raise ValueError(str(error)) from error
        return value
