"""Which parameter of a scene, or option of ``render``, moves a quantity: the one that moves it most comes first."""

from collections.abc import Iterable, Sequence

from scenes import find_scene
from scenes.registry import BUILT_IN

MOVES: dict[str, tuple[str, ...]] = {
    "count": ("count",),
    "category": ("type", "place", "shot"),
    "size": ("fill", "face_height", "camera", "fov_deg", "focal_mm"),
    "aspect": ("bearing_deg", "type", "camera", "yaw_deg", "pitch_deg"),
    "across": ("camera", "place", "shot", "count"),
    "down": ("camera_height_m", "camera_pitch_deg", "camera", "shot"),
    "cut": ("fill", "face_height", "camera"),
    "overlap": ("count", "place", "shot", "bystanders", "alike"),
    "points": ("camera", "place", "yaw_deg", "held"),
    "exposure": ("exposure_ev", "light", "weather"),
    "blacks": ("black", "contrast", "film", "light", "exposure_ev", "weather"),
    "whites": ("exposure_ev", "shoulder", "light", "key_light"),
    "contrast": ("contrast", "film", "light", "weather", "key_light"),
    "saturation": ("saturation", "film", "color", "weather", "light", "background"),
    "red_to_green": ("warmth", "light", "weather", "hdri"),
    "blue_to_green": ("warmth", "tint", "light", "weather", "hdri"),
    "hue": ("color", "place", "garment", "background"),
    "sharpness": ("softness", "sharpening", "film", "--augment", "blur", "--samples"),
    "gradient": ("sharpening", "clarity", "film", "place", "distractors", "background", "props"),
    "noise": ("iso", "smear", "film", "--augment", "--noise"),
    "jpeg_quality": ("--quality", "--format"),
    "jpeg_grid": ("jpeg", "softness", "--quality", "--augment"),
    "vignette": ("vignette", "film", "--augment"),
    "spectrum": ("sharpening", "softness", "film", "blur", "--augment", "place"),
    "judge": ("place", "light", "--augment"),
    # attributes whose name is no parameter's
    "viewpoint": ("bearing_deg", "camera", "yaw_deg"),
    "lights": ("light",),
    "brake": ("place",),
    "indicators": ("place",),
    "doors": ("place",),
    "occupied": ("pedestrians",),
    "length_m": ("type",),
    "width_m": ("type",),
    "height_m": ("type",),
    "size_class": ("type",),
    "age_group": ("age_years",),
    "gender_presentation": ("gender",),
    "feminine": ("gender",),
    "ancestry_african": ("african",),
    "ancestry_asian": ("asian",),
    "ancestry_european": ("european",),
    "hair_length": ("hair_style",),
    "truncation": ("fill", "face_height", "camera"),
    "occlusion": ("count", "place", "held", "arms"),
    "occluded": ("count", "place"),
    "visible_fraction": ("count", "fill", "face_height"),
    "occluded_by": ("held", "arms", "facewear", "hair_style"),
    "yaw_deg": ("yaw_deg", "bearing_deg", "camera"),
}


def parameters_of(scenes: Iterable[str]) -> frozenset[str]:
    """What can be set of built-in scenes; of scripts in files nothing is known, because they are not run for it."""
    return frozenset(key for name in scenes if name in BUILT_IN for key in find_scene(name).params.model_fields)


def moved_by(key: str, known: frozenset[str]) -> tuple[str, ...]:
    """The parameters and options that move a quantity.

    Args:
        known: parameters of the scenes in question; where there are none, all are named that any scene has.
    """
    wanted: Sequence[str] = MOVES.get(key, (key,))
    return tuple(name for name in wanted if name.startswith("--") or name in (known or every_parameter()))


def every_parameter() -> frozenset[str]:
    return parameters_of(BUILT_IN)
