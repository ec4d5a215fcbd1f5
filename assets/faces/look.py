"""How a person looks beyond the bones: skin tone, hair, eyes, expression, clothes; names, tables and their sources."""

from dataclasses import dataclass

from assets.errors import AssetError
from assets.faces.expressions import EXPRESSIONS
from assets.materials import Colour
from assets.names import expect_name

# Monk Skin Tone scale (Ellis Monk, CC BY 4.0, skintone.google): swatch, and our estimate of the diffuse albedo (linear
# RGB) of skin that photographs as that swatch; the swatches are what a lit face looks like, not an albedo.
MONK_SRGB = {
    1: "#f6ede4",
    2: "#f3e7db",
    3: "#f7ead0",
    4: "#eadaba",
    5: "#d7bd96",
    6: "#a07e56",
    7: "#825c43",
    8: "#604134",
    9: "#3a312a",
    10: "#292420",
}
MONK_ALBEDO: dict[int, Colour] = {
    1: (0.628, 0.443, 0.377),
    2: (0.568, 0.397, 0.340),
    3: (0.572, 0.388, 0.294),
    4: (0.507, 0.356, 0.253),
    5: (0.400, 0.258, 0.168),
    6: (0.271, 0.159, 0.095),
    7: (0.192, 0.106, 0.064),
    8: (0.132, 0.070, 0.044),
    9: (0.077, 0.043, 0.028),
    10: (0.037, 0.021, 0.015),
}

HAIR_STYLES = (
    "bald",
    "buzz",
    "short",
    "short_sides",
    "side_part",
    "fringe",
    "medium",
    "wavy",
    "long_straight",
    "long_wavy",
    "curly",
    "coily",
    "afro",
    "braids",
    "bun",
    "ponytail",
    "receding",
)
# Melanin and its redness as Blender's principled hair reads them, and the share of white strands.
HAIR_COLORS: dict[str, tuple[float, float, float]] = {
    "black": (0.97, 0.25, 0.0),
    "dark_brown": (0.86, 0.55, 0.0),
    "brown": (0.68, 0.65, 0.0),
    "blond": (0.30, 0.55, 0.0),
    "red": (0.55, 0.98, 0.0),
    "grey": (0.85, 0.3, 0.6),
    "white": (0.5, 0.3, 0.93),
}
FACIAL_HAIR = ("none", "stubble", "moustache", "goatee", "beard")
# Iris: ring around the pupil, and the rest, linear RGB.
EYE_COLORS: dict[str, tuple[Colour, Colour]] = {
    "dark_brown": ((0.036, 0.016, 0.008), (0.018, 0.009, 0.005)),
    "brown": ((0.16, 0.070, 0.022), (0.075, 0.032, 0.012)),
    "hazel": ((0.20, 0.10, 0.030), (0.085, 0.082, 0.034)),
    "green": ((0.20, 0.15, 0.045), (0.090, 0.135, 0.075)),
    "blue": ((0.20, 0.25, 0.30), (0.075, 0.15, 0.26)),
    "grey": ((0.21, 0.23, 0.24), (0.12, 0.15, 0.17)),
}
GARMENTS = ("t_shirt", "shirt", "suit", "hoodie", "sweater", "turtleneck", "dress", "jacket", "vest")
SLEEVES = ("long", "short", "none")
# What arms do, of people whose hands are not at their faces.
ARMS = ("hanging", "hips", "folded", "clasped", "behind", "pockets", "chest", "talking", "clapping", "raised")
GLASSES = ("none", "clear", "sunglasses")
HEADWEAR = ("none", "cap", "beanie", "hat", "hood", "headscarf", "headphones", "helmet", "peaked_cap")
FACEWEAR = ("none", "medical_mask", "cloth_mask", "ffp2_mask", "printed_mask", "mask_below_nose")
MAKEUP = ("none", "natural", "strong")
FACE_PAINT = ("none", "flag", "stripes", "clown", "tiger")
HELD = ("none", "hand", "phone", "cup", "bottle", "microphone", "book")


@dataclass(frozen=True)
class Look:
    """Attributes:
    skin_tone: Monk scale, 1 (lightest) to 10 (darkest).
    hair_style, hair_color, facial_hair, eye_color, expression, garment, glasses, headwear, facewear, makeup,
        face_paint: names from the tables of this module.
    expression_strength: 0..1 of the full expression.
    garment_color, headwear_color, facewear_color: linear RGB.
    earrings: in both ears.
    sleeves: of what is worn nearest to the body; where the garment cannot have these, what it has.
    arms: what they do, where ``held`` is ``none``; a name from the table of this module.
    held: ``hand`` for an empty one at the face, else what a hand holds before it; a name from the table of this module.
    gaze_rad: yaw (to the person's left) and pitch (up) of the eyes against the head.
    neck_rad: yaw, pitch, roll of the head against the shoulders about z, y, x.
    eyes_m: height of the eyes above what the person stands on; 0 for as high as the legs are long.
    arms_rad: how much further down than a bust's the left and the right arm hang, and how far forward.
    """

    skin_tone: int = 4
    hair_style: str = "short"
    hair_color: str = "brown"
    facial_hair: str = "none"
    eye_color: str = "brown"
    expression: str = "neutral"
    expression_strength: float = 1.0
    garment: str = "t_shirt"
    garment_color: Colour = (0.10, 0.14, 0.22)
    glasses: str = "none"
    headwear: str = "none"
    headwear_color: Colour = (0.05, 0.05, 0.06)
    facewear: str = "none"
    facewear_color: Colour = (0.30, 0.45, 0.55)
    sleeves: str = "long"
    arms: str = "hanging"
    earrings: bool = False
    makeup: str = "none"
    face_paint: str = "none"
    held: str = "none"
    gaze_rad: tuple[float, float] = (0.0, 0.0)
    neck_rad: tuple[float, float, float] = (0.0, 0.0, 0.0)
    eyes_m: float = 0.0
    arms_rad: tuple[tuple[float, float], tuple[float, float]] = ((0.0, 0.0), (0.0, 0.0))

    def __post_init__(self) -> None:
        if self.skin_tone not in MONK_ALBEDO:
            raise AssetError(f"look: expected skin_tone on the Monk scale 1..10, got {self.skin_tone}")
        for key, known in (
            ("hair_style", HAIR_STYLES),
            ("hair_color", HAIR_COLORS),
            ("facial_hair", FACIAL_HAIR),
            ("eye_color", EYE_COLORS),
            ("expression", EXPRESSIONS),
            ("garment", GARMENTS),
            ("sleeves", SLEEVES),
            ("arms", ARMS),
            ("glasses", GLASSES),
            ("headwear", HEADWEAR),
            ("facewear", FACEWEAR),
            ("makeup", MAKEUP),
            ("face_paint", FACE_PAINT),
            ("held", HELD),
        ):
            expect_name(getattr(self, key), known, f"look.{key}")
        if not 0.0 <= self.expression_strength <= 1.0:
            raise AssetError(f"look: expected expression_strength in 0..1, got {self.expression_strength}")
        if self.eyes_m != 0.0 and not 0.6 <= self.eyes_m <= 2.2:
            raise AssetError(f"look: expected eyes_m in 0.6..2.2, or 0, got {self.eyes_m}")
        if max(map(abs, self.gaze_rad)) > 0.6:
            raise AssetError(f"look: expected gaze_rad within ±0.6, got {self.gaze_rad}")
        if max(map(abs, self.neck_rad)) > 1.2:
            raise AssetError(f"look: expected neck_rad within ±1.2, got {self.neck_rad}")
