"""What a factor may change in the labels: all else is promised to stay, and ``check`` looks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from scenes.film import BOUNDS

type Moves = Literal["nothing", "itself", "all"]
ORDER: tuple[Moves, ...] = ("nothing", "itself", "all")

TURN = ("yaw_deg", "viewpoint", "pitch_deg", "roll_deg", "gaze_x", "gaze_y", "gaze_z")
EYES = ("gaze_yaw_deg", "gaze_pitch_deg", "eye_openness_left", "eye_openness_right")  # which follow the camera
BLUR = ("defocus_px", "motion_px")
GLYPHS = ("glyph_height_px", "glyph_width_px")
PLATE = ("plate_text", "text", "country", "layout", "side", *GLYPHS)
FOLLOWS = ("occluded_by", "contrast", "chars_visible", "legible")  # what a picture shows: it may always differ


@dataclass(frozen=True)
class Effect:
    """Attributes:
    attributes: that may differ, beside what hides a thing.
    moves: what may have another 3D box, outline and keypoints: nothing, the thing itself that a factor is of, or all,
        as where the camera moves.
    seen: whether more or less of a thing may show.
    own: the factor is of a thing: where it is of the first one, no other has other attributes.
    labels: a thing may have more labels or fewer: a plate that is read is one beside its vehicle.
    """

    attributes: frozenset[str] = frozenset()
    moves: Moves = "nothing"
    seen: bool = True
    own: bool = False
    labels: bool = False


def _effect(attributes: Collection[str] = (), moves: Moves = "nothing", seen: bool = True) -> Effect:
    return Effect(frozenset(attributes), moves, seen)


def _own(attributes: Collection[str], moves: Moves = "nothing", seen: bool = True) -> Effect:
    return Effect(frozenset(attributes), moves, seen, own=True)


UNSEEN = _effect(seen=False)  # light, and what happens to it behind the lens
HIDING = _effect()
TURNED = _own((*TURN, *EYES, *BLUR, "side", *GLYPHS), "itself")
EFFECTS: dict[str, Effect] = {
    "color": _own(("color",), seen=False),
    "dirt": _own(("dirt",), seen=False),
    "plates": replace(_own(PLATE, "all"), labels=True),  # a sheet's millimetres move a camera that is aimed by sizes
    "plate_country": _own(PLATE, "itself"),  # of another size, but on the same vehicle
    **dict.fromkeys(("exposure_ev", "rain", "visibility_m", "light_azimuth_deg", "key_light"), UNSEEN),
    **dict.fromkeys(("hdri", "hdri_rotation_deg", "film", "metering", *BOUNDS), UNSEEN),
    **dict.fromkeys(("light", "weather", "season"), _effect(("lights",))),  # by night lamps are lit; trees may hide
    **dict.fromkeys(("occlusion", "occlusion_from_below", "occlusion_by_pole"), HIDING),
    **dict.fromkeys(
        ("clutter", "distractors", "pedestrians", "background", "bystanders", "mannequins", "props"), HIDING
    ),
    "distance_m": _effect((*TURN, *BLUR, "side", *GLYPHS), "all"),
    "resolution": _effect((*BLUR, *GLYPHS), "all"),
    "defocus_px": _effect(BLUR),
    "motion_px": _effect(BLUR),
    **dict.fromkeys(("yaw_deg", "pitch_deg", "roll_deg"), TURNED),
    "skin_tone": _own(("skin_tone", "eye_color", "hair_color", "identity_id"), seen=False),
    **{key: _own((key,), seen=False) for key in ("eye_color", "hair_color", "makeup", "face_paint")},
    **{
        key: _own((key,), "itself") for key in ("glasses", "headwear", "facewear", "held", "garment", "sleeves", "arms")
    },
}
"""By factor. Of one that is not here nothing is promised: ``moved`` measures what comes with it."""


def effect_of(factors: Iterable[str]) -> Effect | None:
    """Of several factors at once; None where nothing is promised of one of them."""
    out = Effect(seen=False, own=True)
    for key in factors:
        own = EFFECTS.get(key)
        if own is None:
            return None
        moves = max(out.moves, own.moves, key=ORDER.index)
        both = out.attributes | own.attributes
        out = Effect(both, moves, out.seen or own.seen, out.own and own.own, out.labels or own.labels)
    return out
