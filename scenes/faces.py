"""The face scene: one to three people before a blurred environment, at portrait distance."""

import itertools
from dataclasses import dataclass

import numpy as np

from assets import Asset, AttributeValue, SceneError
from assets.environments import BUILT_IN
from assets.faces import (
    EXPRESSIONS,
    EYE_COLORS,
    FACIAL_HAIR,
    GARMENTS,
    GLASSES,
    HAIR_COLORS,
    HAIR_STYLES,
    PARTS,
    Identity,
    Look,
    casting,
    person,
    random_local,
)
from assets.random import stream
from scenes.camera import DepthOfField, PinholeCamera
from scenes.distributions import Distribution
from scenes.params import SceneParams, integer, name, number
from scenes.pose import Float64, Pose, look_at, rotation_zyx
from scenes.registry import scene
from scenes.spec import Light, Placed, SceneSpec, World

FACE_HEIGHT_M = 0.19  # chin to hairline of an adult
SHOULDERS_M = 0.46  # two people side by side are at least this far apart
NEAREST_M = 0.5  # no camera comes closer to a face
SENSOR_MM = 36.0
BACKGROUND_BLUR = (0.025, 0.06)  # diameter of the blur of infinity, in picture widths: hides the environment's pixels
AUTO = "auto"
# Mean radiance over the sphere of Blender's environments, measured: what a key light is set against.
RADIANCE = {
    "city": 0.94,
    "courtyard": 0.77,
    "forest": 0.77,
    "interior": 0.97,
    "night": 0.17,
    "studio": 0.77,
    "sunrise": 0.65,
    "sunset": 0.49,
}
# Stops that a photographer takes back where the meter sees a dark surrounding behind a lit face.
TAKEN_BACK_EV = {"studio": 1.7, "night": 0.6}
HDRI_WEIGHTS = "choice({city: 3, courtyard: 3, forest: 3, interior: 4, night: 1, studio: 1, sunrise: 2, sunset: 2})"
EXPRESSION_WEIGHTS = (
    "choice({neutral: 5, slight_smile: 5, smile: 6, laugh: 3, talk: 2, surprise: 1, anger: 1, sadness: 1, "
    "disgust: 0.5, fear: 0.5, pucker: 0.5, squint: 1, blink: 0.5})"
)


class FaceParams(SceneParams):
    """What a face picture is sampled from. Angles of the head are against the line from the face to the camera."""

    count: Distribution = integer("choice({1: 8, 2: 1.2, 3: 0.8})", 1, 3, help="people side by side")
    face_height: Distribution = number(
        "uniform(0.38, 0.66)", 0.15, 0.9, help="chin to hairline, of the picture's height"
    )
    yaw_deg: Distribution = number(
        "truncnormal(0, 28, -90, 90)", -120, 120, "deg", help="head turned to the person's left"
    )
    pitch_deg: Distribution = number("truncnormal(0, 9, -35, 35)", -50, 50, "deg", help="head raised")
    roll_deg: Distribution = number(
        "truncnormal(0, 7, -30, 30)", -50, 50, "deg", help="head leant to the person's right shoulder"
    )
    camera_pitch_deg: Distribution = number("truncnormal(-2, 6, -25, 20)", -45, 45, "deg", help="camera raised")
    focal_mm: Distribution = number("uniform(35, 100)", 18, 200, "mm", help="focal length on a 36 mm wide sensor")
    exposure_ev: Distribution = number(
        "truncnormal(0.3, 0.3, -0.8, 1.4)", -3, 3, "EV", help="stops over the light meter"
    )
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
    expression: Distribution = name(EXPRESSION_WEIGHTS, tuple(EXPRESSIONS))
    hair_style: Distribution = name(AUTO, (AUTO, *HAIR_STYLES), help="auto: by age and gender presentation")
    hair_color: Distribution = name(AUTO, (AUTO, *HAIR_COLORS), help="auto: by age and skin tone")
    facial_hair: Distribution = name(AUTO, (AUTO, *FACIAL_HAIR), help="auto: by age and gender presentation")
    eye_color: Distribution = name(AUTO, (AUTO, *EYE_COLORS), help="auto: by skin tone")
    garment: Distribution = name("choice({t_shirt: 3, sweater: 2, turtleneck: 1})", GARMENTS)
    glasses: Distribution = name("choice({none: 7, clear: 2, sunglasses: 1})", GLASSES)
    eye_contact: Distribution = number(
        "0.75", 0, 1, help="chance that the eyes look into the camera as far as they can"
    )
    hdri: Distribution = name(HDRI_WEIGHTS, BUILT_IN, open=True, help="environment, or a path to one")
    hdri_rotation_deg: Distribution = number("uniform(0, 360)", 0, 360, "deg")
    key_light: Distribution = number("uniform(0, 1.4)", 0, 10, help="lamp on the faces against the environment")


@dataclass(frozen=True)
class _Head:
    """A person and where the head is in the camera's frame."""

    asset: Asset
    place: Float64
    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@scene("faces", params=FaceParams, categories=("face",), parts=PARTS)
def faces(rng: np.random.Generator, params: FaceParams) -> SceneSpec:
    """People's faces at portrait distance before a blurred environment."""
    width, height = params.size
    count = params.integer(rng, "count")
    focal_mm = params.number(rng, "focal_mm")
    focal_px = focal_mm / SENSOR_MM * max(width, height)
    share = params.number(rng, "face_height")
    if count > 1:
        share = min(share, FACE_HEIGHT_M * width / height / (count * SHOULDERS_M))
    distance = max(NEAREST_M, focal_px * FACE_HEIGHT_M / (share * height))
    tilt = params.number(rng, "camera_pitch_deg")
    view = look_at((0.0, 0.0, 1.5), (np.cos(np.radians(tilt)), 0.0, 1.5 + np.sin(np.radians(tilt))))
    places = _places(stream(rng, "places"), count, distance, (width / focal_px, height / focal_px))
    placed = [_placed(stream(rng, f"person {i}"), params, view, place, i + 1) for i, place in enumerate(places)]
    hdri = params.name(rng, "hdri")
    key = params.number(rng, "key_light")
    rotation = params.number(rng, "hdri_rotation_deg")
    camera = PinholeCamera.from_fov(
        (width, height),
        2.0 * float(np.arctan(max(width, height) / 2.0 / focal_px)),
        view,
        exposure_ev=params.number(rng, "exposure_ev") + _for_the_skin(placed) - TAKEN_BACK_EV.get(hdri, 0.0),
        depth_of_field=_depth_of_field(stream(rng, "blur"), focal_mm, focal_px, width, places),
    )
    sampled: dict[str, AttributeValue] = {
        "count": count,
        "focal_mm": round(focal_mm, 2),
        "distance_m": round(distance, 4),
        "camera_pitch_deg": round(tilt, 2),
        "exposure_ev": round(camera.exposure_ev, 3),
        "f_number": round(camera.depth_of_field.f_number, 3) if camera.depth_of_field else 0.0,
        "hdri": hdri,
        "hdri_rotation_deg": round(rotation, 2),
        "key_light": key,
    }
    lights = _key_light(stream(rng, "lamp"), view, places, key * RADIANCE.get(hdri, 0.8)) if key > 0.0 else ()
    return SceneSpec(tuple(placed), camera, World(hdri, float(np.radians(rotation))), lights, sampled)


def _for_the_skin(placed: list[Placed]) -> float:
    """Stops by which a photographer opens up for dark faces and stops down for light ones."""
    tones = [float(item.asset.attributes["skin_tone"]) for item in placed]
    return 0.07 * (float(np.mean(tones)) - 5.5)


def _places(rng: np.random.Generator, count: int, distance: float, extent: tuple[float, float]) -> list[Float64]:
    """Where the heads are in the camera's frame, metres, left to right.

    Args:
        extent: width and height of the picture one metre away.
    """
    wide, high = extent[0] * distance, extent[1] * distance
    room = max(0.0, wide / 2.0 - 0.16 - 0.5 * SHOULDERS_M * (count - 1))
    middle = float(rng.uniform(-1.0, 1.0)) * min(room, 0.16 * wide)
    out = []
    for index in range(count):
        x = middle + (index - (count - 1) / 2.0) * SHOULDERS_M * (1.0 + 0.06 * float(rng.uniform()))
        y = high * float(rng.normal(-0.06, 0.025)) * (count == 1) + float(rng.uniform(-0.06, 0.1)) * (count > 1)
        out.append(np.array([x, y, distance + (0.12 * float(rng.uniform(-1.0, 1.0)) if count > 1 else 0.0)]))
    for first, second in itertools.pairwise(out):
        if np.linalg.norm(second - first) < 0.9 * SHOULDERS_M:
            raise SceneError(
                f"faces: expected heads {0.9 * SHOULDERS_M:.2f} m apart, got {np.linalg.norm(second - first):.2f}"
            )
    return out


def _placed(rng: np.random.Generator, params: FaceParams, view: Pose, place: Float64, instance_id: int) -> Placed:
    """One person at a place in the camera's frame, turned to the camera by the sampled angles."""
    yaw, pitch, roll = (float(np.radians(params.number(rng, key))) for key in ("yaw_deg", "pitch_deg", "roll_deg"))
    where = view.apply(place)
    to_camera = view.translation - where
    bearing = float(np.arctan2(to_camera[1], to_camera[0]))
    rise = float(np.arctan2(to_camera[2], np.hypot(to_camera[0], to_camera[1])))
    rotation = rotation_zyx(bearing, -rise, 0.0) @ rotation_zyx(yaw, -pitch, roll)
    identity = _identity(rng, params)
    aim = rotation.T @ to_camera
    look = _look(rng, params, identity, _neck(rng, rotation, bearing), _gaze(rng, params, aim))
    asset = person(stream(rng, "person"), identity, look)
    return Placed(asset, Pose(rotation, where), instance_id)


def _identity(rng: np.random.Generator, params: FaceParams) -> Identity:
    age = params.number(rng, "age_years")
    return Identity(
        age_years=age,
        gender=params.number(rng, "gender"),
        african=params.number(rng, "african"),
        asian=params.number(rng, "asian"),
        european=params.number(rng, "european"),
        weight=params.number(rng, "weight"),
        muscle=float(stream(rng, "muscle").beta(4.0, 4.0)),
        local=random_local(stream(rng, "shape"), age, params.number(rng, "variety")),
    )


def _neck(rng: np.random.Generator, rotation: Float64, bearing: float) -> tuple[float, float, float]:
    """Turn of the head against shoulders that stand upright and turn part of the way with the head."""
    yaw = (float(np.arctan2(rotation[1, 0], rotation[0, 0])) - bearing + np.pi) % (2.0 * np.pi) - np.pi
    pitch = float(-np.arcsin(np.clip(rotation[2, 0], -1.0, 1.0)))
    roll = float(np.arctan2(rotation[2, 1], rotation[2, 2]))
    follow = float(stream(rng, "shoulders").uniform(0.35, 0.75))
    return float(np.clip(yaw * follow, -0.9, 0.9)), float(np.clip(pitch, -0.6, 0.6)), float(np.clip(roll, -0.5, 0.5))


def _gaze(rng: np.random.Generator, params: FaceParams, aim: Float64) -> tuple[float, float]:
    """Yaw and pitch of the eyes: at the camera as far as they turn, or somewhere else."""
    other = stream(rng, "gaze")
    wander = other.normal(0.0, 0.12, 2)
    contact = other.random() < params.number(rng, "eye_contact")
    yaw = float(np.arctan2(aim[1], aim[0])) if contact else float(wander[0])
    pitch = float(np.arctan2(aim[2], np.hypot(aim[0], aim[1]))) if contact else float(wander[1])
    return float(np.clip(yaw, -0.45, 0.45)), float(np.clip(pitch, -0.3, 0.3))


def _look(
    rng: np.random.Generator,
    params: FaceParams,
    identity: Identity,
    neck: tuple[float, float, float],
    gaze: tuple[float, float],
) -> Look:
    tone = params.integer(rng, "skin_tone")
    named = {key: params.name(rng, key) for key in ("hair_style", "hair_color", "facial_hair", "eye_color")}
    chosen = {
        "hair_style": lambda: casting.hair_style(stream(rng, "auto hair"), identity),
        "hair_color": lambda: casting.hair_color(stream(rng, "auto hair color"), identity, tone),
        "facial_hair": lambda: casting.facial_hair(stream(rng, "auto beard"), identity),
        "eye_color": lambda: casting.eye_color(stream(rng, "auto eyes"), tone),
    }
    found = {key: chosen[key]() if value == AUTO else value for key, value in named.items()}
    dye = stream(rng, "dye")
    value = float(np.exp(dye.uniform(np.log(0.015), np.log(0.6))))
    tint = dye.uniform(0.15, 1.0, 3) ** float(dye.uniform(0.0, 1.6))
    red, green, blue = (float(channel) for channel in value * tint / tint.max())
    return Look(
        skin_tone=tone,
        expression=params.name(rng, "expression"),
        expression_strength=float(stream(rng, "strength").uniform(0.5, 1.0)),
        garment=params.name(rng, "garment"),
        glasses=params.name(rng, "glasses"),
        garment_color=(red, green, blue),
        gaze_rad=gaze,
        neck_rad=neck,
        **found,
    )


def _depth_of_field(
    rng: np.random.Generator, focal_mm: float, focal_px: float, width: int, places: list[Float64]
) -> DepthOfField:
    """A stop that blurs infinity by a stated share of the picture, focused on the nearest eyes."""
    focus = min(float(place[2]) for place in places)
    aperture_mm = float(rng.uniform(*BACKGROUND_BLUR)) * width * focus / focal_px * 1000.0
    return DepthOfField(max(0.9, focal_mm / aperture_mm), focus - 0.02)


def _key_light(rng: np.random.Generator, view: Pose, places: list[Float64], radiance: float) -> tuple[Light, ...]:
    """A soft lamp beside the camera, above the heads, that adds π times ``radiance`` to the faces' irradiance."""
    middle = np.mean(places, axis=0)
    turn, rise, away = float(rng.uniform(-1.2, 1.2)), float(rng.uniform(0.1, 0.9)), float(rng.uniform(1.1, 2.0))
    offset = np.array([np.sin(turn) * np.cos(rise), -np.sin(rise), -np.cos(turn) * np.cos(rise)]) * away
    target, lamp = view.apply(middle), view.apply(middle + offset)
    aimed = look_at(lamp, target)
    pose = Pose(aimed.rotation @ np.diag([1.0, -1.0, -1.0]), lamp)
    warmth = float(rng.uniform(-0.12, 0.12))
    power = radiance * np.pi * np.pi * away**2
    return (Light("area", pose, (1.0 + warmth, 1.0, 1.0 - warmth), float(power), float(rng.uniform(0.3, 1.0))),)
