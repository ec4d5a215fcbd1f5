"""What the attributes of a category may be: type, unit, values and range, as data.

The built-in categories' tables are here; what a name may be comes from the assets' own tables. Categories of your own
have no schema, and any plain attributes, until ``define_attributes`` gives them one.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from annotate.angles import VIEWPOINTS
from assets import AttributeValue, SceneError
from assets.faces import EXPRESSIONS, EYE_COLORS, FACIAL_HAIR, GLASSES, HAIR_COLORS, HAIR_STYLES, MONK_SRGB
from assets.faces.description import AGE_GROUPS
from assets.faces.hair import LENGTHS
from assets.faces.look import ARMS, FACE_PAINT, FACEWEAR, HEADWEAR, HELD, MAKEUP, SLEEVES
from assets.library import Manifest
from assets.names import nearest
from assets.vehicles import CATEGORIES, COLORS, FLEET
from assets.vehicles.finish import LARGE_FROM_M, SMALL_BELOW_M
from assets.vehicles.plates.grammar import LAYOUTS
from assets.vehicles.state import DOORS, INDICATORS, LIGHTS

type Kind = Literal["string", "number", "integer", "boolean"]
type Schema = Mapping[str, Attribute]

KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (float, int),
    "integer": (int,),
    "boolean": (bool,),
}


@dataclass(frozen=True)
class Attribute:
    """What one attribute may be.

    Attributes:
        type: ``integer`` counts as a ``number``, ``boolean`` as neither.
        description: for people.
        unit: of numbers; empty for none.
        values: the only ones allowed, where there are any.
        low, high: both ends are allowed.
    """

    type: Kind
    description: str
    unit: str = ""
    values: tuple[str | int, ...] = ()
    low: float = -math.inf
    high: float = math.inf

    def __post_init__(self) -> None:
        if self.type not in KINDS:
            raise SceneError(f"attribute: expected a type of {', '.join(KINDS)}, got '{self.type}'")
        if not self.low <= self.high:
            raise SceneError(f"attribute: expected a range from low to high, got {self.low}..{self.high}")

    def expected(self) -> str:
        """What a value should be, in words: ``a number in -180..180 deg``."""
        if self.values:
            return f"one of {', '.join(map(str, self.values))}"
        article = "an" if self.type == "integer" else "a"
        unit = f" {self.unit}" if self.unit else ""
        if self.type == "boolean":
            return "true or false"
        if math.isinf(self.low) and math.isinf(self.high):
            return f"{article} {self.type}{unit and f' in{unit}'}"
        if math.isinf(self.high):
            return f"{article} {self.type} of {self.low:g}{unit} or more"
        return f"{article} {self.type} in {self.low:g}..{self.high:g}{unit}"

    def allows(self, value: object) -> bool:
        kinds = KINDS[self.type]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            return False
        if self.values and value not in self.values:
            return False
        return isinstance(value, str | bool) or self.low <= float(value) <= self.high  # type: ignore[arg-type]

    def to_json(self) -> dict[str, Any]:
        """``type``, ``description``; ``unit``, ``values`` and ``range`` where there are any. Open ends are null."""
        out: dict[str, Any] = {"type": self.type, "description": self.description}
        if self.unit:
            out["unit"] = self.unit
        if self.values:
            out["values"] = list(self.values)
        if not (math.isinf(self.low) and math.isinf(self.high)):
            out["range"] = [None if math.isinf(end) else end for end in (self.low, self.high)]
        return out

    @classmethod
    def from_json(cls, entry: Any) -> "Attribute":
        """The attribute behind ``to_json``.

        Raises:
            SceneError: the entry is malformed.
        """
        try:
            low, high = entry.get("range", (None, None))
            return cls(
                entry["type"],
                str(entry.get("description", "")),
                str(entry.get("unit", "")),
                tuple(entry.get("values", ())),
                -math.inf if low is None else float(low),
                math.inf if high is None else float(high),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise SceneError(f"attribute: expected type, description, unit, values and range, got {entry!r}") from error


def attribute_faults(attributes: Mapping[str, AttributeValue], schema: Schema) -> list[str]:
    """A sentence for each attribute that its category's schema does not have or allow; none may be missing one."""
    faults = []
    for name, value in attributes.items():
        if name not in schema:
            hint = nearest(name, tuple(schema)) or "; define_attributes adds to them"
            faults.append(f"attribute '{name}': expected one of {', '.join(schema)}{hint}")
        elif not schema[name].allows(value):
            faults.append(f"attribute '{name}': expected {schema[name].expected()}, got {value!r}")
    return faults


def define_attributes(category: str, attributes: Schema) -> None:
    """Give a category of your own a schema, or add to a built-in one's. From then on its annotations must fit.

    Raises:
        SceneError: the category has one of these attributes already, and it is another.
    """
    known = _schemas.get(category, {})
    for name, attribute in attributes.items():
        if known.get(name, attribute) != attribute:
            raise SceneError(f"category '{category}': expected attribute '{name}' to be defined once")
    _schemas[category] = {**known, **attributes}


def define_assets(manifests: Iterable[Manifest]) -> None:
    """Let annotations say which of the user's models they are of, and what those were given with ``--attr``.

    Categories without a schema take any attributes as it is.

    Raises:
        SceneError: two of a category have an attribute of one name and different kinds, or a value does not fit.
    """
    for manifest in manifests:
        known = _schemas.get(manifest.category)
        if known is None:
            continue
        new = {name: _kind_of(value) for name, value in manifest.attributes.items() if name not in known}
        define_attributes(manifest.category, {"asset": ASSET, **new})
        faults = attribute_faults(manifest.attributes, _schemas[manifest.category])
        if faults:
            raise SceneError(f"asset '{manifest.name}': {faults[0]}")


def _kind_of(value: AttributeValue) -> Attribute:
    if isinstance(value, bool):
        return Attribute("boolean", "of users' models")
    return Attribute("string" if isinstance(value, str) else "number", "of users' models")


def schema_of(category: str) -> Schema | None:
    """The schema of a category; None where any plain attributes will do."""
    return _schemas.get(category)


def attribute_schemas(categories: Iterable[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """``info.attribute_schema``: by category, those that have one, then by attribute."""
    return {
        category: {name: attribute.to_json() for name, attribute in schema.items()}
        for category in sorted(set(categories))
        if (schema := schema_of(category)) is not None
    }


def _angle(description: str, half_turn: float = 180.0) -> Attribute:
    return Attribute("number", description, "deg", low=-half_turn, high=half_turn)


def _share(description: str) -> Attribute:
    return Attribute("number", description, low=0.0, high=1.0)


def _length(description: str) -> Attribute:
    return Attribute("number", description, "m", low=0.0)


VEHICLE: Schema = {
    "type": Attribute("string", "kind of body", values=tuple(FLEET)),
    "color": Attribute("string", "paint", values=tuple(COLORS)),
    "size_class": Attribute(
        "string",
        f"length under {SMALL_BELOW_M:g} m, under {LARGE_FROM_M:g} m, or more",
        values=("small", "medium", "large"),
    ),
    "length_m": _length("of this vehicle, bumper to bumper"),
    "width_m": _length("of this vehicle, without mirrors"),
    "height_m": _length("of this vehicle"),
    "yaw_deg": _angle(
        "0: its front looks at the camera along the ray from its centre; positive: turned counter-clockwise seen from "
        "above; above -180. Like KITTI's alpha it follows the ray"
    ),
    "viewpoint": Attribute("string", "the side that one sees, each 45° wide", values=VIEWPOINTS),
    "plate_text": Attribute("string", "on the number plates; empty for none"),
    "lights": Attribute("string", "which lamps are lit", values=LIGHTS),
    "brake": Attribute("boolean", "the brake lamps are lit"),
    "indicators": Attribute("string", "which of them flash, caught while lit", values=INDICATORS),
    "doors": Attribute("string", "the one that stands open", values=DOORS),
    "occupied": Attribute("boolean", "a driver sits in it, or a rider on it"),
    "dirt": _share("0: washed; 1: not for months"),
}

ASSET = Attribute("string", "name of the user's model, see docs/assets.md; built-in things have none")

FACE: Schema = {
    "identity_id": Attribute("string", "the same on all pictures of a person, see below"),
    "yaw_deg": _angle(
        "against the camera's axes: 0 looks straight out of the picture; positive: turned to the person's own left; "
        "above -180"
    ),
    "pitch_deg": _angle("positive: nose up", 90.0),
    "roll_deg": _angle("positive: head leant to the person's own right shoulder; above -180"),
    "age_years": Attribute("number", "apparent age", "years", low=1.0, high=90.0),
    "age_group": Attribute(
        "string",
        "; ".join(f"{name} under {limit:g}" for limit, name in AGE_GROUPS[:-1]) + f"; {AGE_GROUPS[-1][1]}",
        values=tuple(name for _, name in AGE_GROUPS),
    ),
    "gender_presentation": Attribute(
        "string",
        "masculine: `feminine` under 0.4; feminine: above 0.6",
        values=("masculine", "androgynous", "feminine"),
    ),
    "feminine": _share("of the way from masculine to feminine bone and skin"),
    "ancestry_african": _share("of the head shape; the three add up to 1"),
    "ancestry_asian": _share("the same"),
    "ancestry_european": _share("the same"),
    "skin_tone": Attribute("integer", "on the Monk scale, 1 lightest, 10 darkest", values=tuple(MONK_SRGB)),
    "hair_style": Attribute("string", "hair on the head", values=HAIR_STYLES),
    "hair_length": Attribute(
        "string",
        "by style, tied hair as it were if it fell; short ends above the ear lobes",
        values=tuple(dict.fromkeys(LENGTHS.values())),
    ),
    "hair_color": Attribute("string", "none for bald heads", values=(*HAIR_COLORS, "none")),
    "facial_hair": Attribute("string", "on chin, cheeks and lip", values=FACIAL_HAIR),
    "eye_color": Attribute("string", "iris", values=tuple(EYE_COLORS)),
    "makeup": Attribute("string", "on eyes, lips and cheeks", values=MAKEUP),
    "face_paint": Attribute("string", "over the face, as fans, clowns and children wear it", values=FACE_PAINT),
    "expression": Attribute("string", "of the face", values=tuple(EXPRESSIONS)),
    "eye_openness_left": Attribute("number", "0: shut; 1: as on the person's face at rest, gaze ahead", low=0.0),
    "eye_openness_right": Attribute("number", "the same", low=0.0),
    "mouth_openness": Attribute("number", "gap between the lips by the mouth's width", low=0.0),
    "glasses": Attribute("string", "over the eyes", values=GLASSES),
    "headwear": Attribute("string", "on the head", values=HEADWEAR),
    "facewear": Attribute("string", "over mouth and nose; mask_below_nose over the mouth alone", values=FACEWEAR),
    "held": Attribute("string", "before the face: an empty hand at it, or what a hand holds there", values=HELD),
    "sleeves": Attribute("string", "of the shirt, the dress or what is under a jacket", values=SLEEVES),
    "arms": Attribute("string", "what they do; one of them is at the face where something is held", values=ARMS),
    "printed": Attribute("boolean", "on paper; left out on faces of people"),
    "gaze_yaw_deg": _angle("of the eyes against the head; positive: to the person's own left", 90.0),
    "gaze_pitch_deg": _angle("of the eyes against the head; positive: up", 90.0),
    **{
        f"gaze_{axis}": Attribute("number", meaning, low=-1.0, high=1.0)
        for axis, meaning in (
            ("x", "unit vector of the eyes' direction in the camera frame: to the right"),
            ("y", "the same: down"),
            ("z", "the same: forward, away from the camera"),
        )
    },
    "occluded_by": Attribute("string", "names of what hides 5 % of it or more, joined by commas; none for nothing"),
    "defocus_px": Attribute("number", "diameter of a point's disc out of focus, at the eyes", "px", low=0.0),
    "motion_px": Attribute("number", "way of the head across the picture while the shutter is open", "px", low=0.0),
}

LICENSE_PLATE: Schema = {
    "text": Attribute("string", "of the registration, rows joined by a space"),
    "country": Attribute("string", "ISO 3166's two letters"),
    "layout": Attribute("string", "name in `plate_country`", values=tuple(LAYOUTS)),
    "side": Attribute("string", "of the vehicle", values=("front", "rear")),
    "parent": Attribute("integer", "`instance_id` of the vehicle", low=1),
    "glyph_height_px": Attribute("number", "of its characters, the median of them", "px", low=0.0),
    "glyph_width_px": Attribute("number", "the same across", "px", low=0.0),
    "contrast": _share("between characters and ground in the picture, after Michelson"),
    "motion_px": Attribute("number", "way across the picture while the shutter is open", "px", low=0.0),
    "defocus_px": Attribute("number", "diameter of a point's disc out of focus", "px", low=0.0),
    "chars_visible": _share("of the area of its characters that shows"),
    "legible": _share("0: nobody reads it; 1: nothing is in the way of reading it"),
}

_schemas: dict[str, Schema] = dict.fromkeys(CATEGORIES, VEHICLE) | {
    **{"face": FACE, "person_head": FACE},
    "license_plate": LICENSE_PLATE,
}
