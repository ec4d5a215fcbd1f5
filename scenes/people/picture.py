"""A picture of people: whom it shows, where they are, how they are lit and seen."""

from dataclasses import replace

import numpy as np

from assets import AttributeValue
from assets.random import stream
from scenes.camera import DepthOfField, PinholeCamera
from scenes.distributions import parse
from scenes.further import tried
from scenes.motion.motion import Motion, Mover
from scenes.motion.sway import HAND, Held, Sway
from scenes.params import AUTO
from scenes.people.again import Angle, another
from scenes.people.backgrounds import background, name_of, usual
from scenes.people.bystanders import bystanders
from scenes.people.cast import eyes_m, placed
from scenes.people.hands import hands
from scenes.people.identities import kept, numbers
from scenes.people.layout import FACE_HEIGHT_M, distance_for, in_rows, row_sizes
from scenes.people.lighting import lighting
from scenes.people.mannequins import mannequins
from scenes.people.params import People
from scenes.people.posters import posters
from scenes.people.props import props
from scenes.people.shots import SHOTS
from scenes.people.standing import standing
from scenes.pose import Float64
from scenes.spec import SceneSpec, View

SENSOR_MM = 36.0
METERED = frozenset(["skin", "nose"])  # of a face: what a camera that looks for faces exposes for
LIVELY = {"passport": 0.25, "group": 0.6, "crowd": 0.6}  # how far heads turn in clips, against who talks to a camera
HANDS = {"portrait": 0.5, "group": 0.5, "crowd": 0.5}  # of cameras in clips that a hand holds
USUAL_EV = (-0.8, 1.4)  # who asks for more or less wants faces dark or burnt


def picture(rng: np.random.Generator, params: People, kind: str) -> SceneSpec:
    """People in a kind of shot.

    Args:
        kind: a key of ``SHOTS``; says what ``auto`` means.

    Raises:
        SceneError: more people than identities.
    """
    shot = SHOTS[kind]
    ground = shot.ground
    width, height = params.size
    count = params.integer(rng, "count")
    focal_mm = params.number_or(rng, "focal_mm", parse(shot.focal_mm))
    focal_px = focal_mm / SENSOR_MM * max(width, height)
    extent = (width / focal_px, height / focal_px)
    sizes = row_sizes(count) if ground is None else []
    owns = [stream(rng, f"person {i}") for i in range(count)]
    cast = [
        kept(own, params.of(i), number)
        for i, (own, number) in enumerate(zip(owns, numbers(rng, params, count), strict=True))
    ]
    share = params.number_or(rng, "face_height", parse(shot.face_height))
    heights = [0.0 if ground is None else eyes_m(own, who.identity) for own, who in zip(owns, cast, strict=True)]
    if ground is None:
        tilt = params.number_or(rng, "camera_pitch_deg", parse(shot.camera_pitch_deg))
        distance = distance_for(sizes, share, focal_px, params.size)
        at = in_rows(stream(rng, "places"), sizes, distance, extent, tilt)
    else:
        asked = None if params.camera_pitch_deg == AUTO else params.number(rng, "camera_pitch_deg")
        at = standing(stream(rng, "places"), ground, heights, share, focal_px, params.size, asked)
    view, heads, tilt, distance = at.view, at.heads, at.tilt, at.distance
    light, hdri = params.name_or(rng, "light", parse(shot.light)), params.name_or(rng, "hdri", parse(shot.hdri))
    lit = lighting(
        stream(rng, "lighting"),
        light,
        hdri,
        float(np.radians(params.number(rng, "hdri_rotation_deg"))),
        params.number_or(rng, "key_light", parse(shot.key_light)),
        view,
        heads,
        shot.plain,
    )
    first = Angle(rng, view, heads, tilt, distance)

    def found(own: np.random.Generator, lenience: float) -> Angle:
        return another(own, params, shot, first, sizes, focal_px, lit.lights, lenience, at.ground_z)

    angles = (first, *tried(rng, params.views, found))
    acted = [
        placed(
            owns[i],
            params.of(i),
            view,
            place,
            i + 1,
            cast[i],
            FACE_HEIGHT_M * focal_px / min(float(angle.heads[i][2]) for angle in angles),
            shot,
            heights[i],
            LIVELY.get(kind, 1.0),
        )
        for i, place in enumerate(heads)
    ]
    people = [person for person, _ in acted]
    usually = shot.background or usual(light, hdri, count, ground is not None)
    behind = params.name_or(rng, "background", parse(usually))
    others = [angle.pose for angle in angles[1:]]
    scenery = background(stream(rng, "background"), behind, view, heads, extent, lit, shot.plain, others, at.ground_z)
    scenery += hands(stream(rng, "hands"), params, shot.hands, at, extent)
    if at.ground_z is not None:
        scenery += bystanders(stream(rng, "bystanders"), params, shot.bystanders, at, extent)
        scenery += props(stream(rng, "props"), params, kind, at, extent)
        scenery += mannequins(stream(rng, "mannequins"), params, at, extent)
        scenery += posters(stream(rng, "posters"), params, at, extent, count + 1)
    tones = [float(item.asset.attributes["skin_tone"]) for item in people]
    own_ev = for_the_skin(tones) + lit.exposure_ev
    seen, *views = (_view(angle, params, focal_px, own_ev, shot.blur) for angle in angles)
    sampled: dict[str, AttributeValue] = {
        "shot": kind,
        "count": count + sum(item.instance_id > 0 for item in scenery),  # printed faces that are labelled, too
        "focal_mm": round(focal_mm, 2),
        **seen.parameters,
        **({} if at.ground_z is None else {"camera_height_m": round(float(view.translation[2]), 3)}),
        "background": name_of(behind),
        **lit.attributes,
    }
    motion = None
    if params.clip is not None:
        movers: dict[int, Mover] = {
            len(scenery) + n: acting for n, (_, acting) in enumerate(acted) if acting is not None
        }
        motion = Motion(params.clip, movers, _held(stream(rng, "hand"), kind, seen.camera))
    return SceneSpec(
        (*scenery, *people), seen.camera, lit.world, lit.lights, sampled, views=tuple(views), motion=motion
    )


def _held(rng: np.random.Generator, kind: str, camera: PinholeCamera) -> Held | None:
    """A hand around the camera, where one is that rests it on something; None stands."""
    if kind not in HANDS or rng.random() > HANDS[kind]:
        return None
    hz, turns, steps = HAND
    return Held(camera.pose, Sway.of(rng, hz, [0.5 * turn for turn in turns], [0.5 * step for step in steps]))


def _view(angle: Angle, params: People, focal_px: float, own_ev: float, blur: tuple[float, float]) -> View:
    """The camera at an angle; ``own_ev`` is what light and skin ask for beside what is sampled, in stops."""
    stops = params.number(angle.rng, "exposure_ev")
    camera = PinholeCamera.from_fov(
        params.size,
        2.0 * float(np.arctan(max(params.size) / 2.0 / focal_px)),
        angle.pose,
        exposure_ev=stops + own_ev,
        depth_of_field=_depth_of_field(stream(angle.rng, "blur"), focal_px, params.size[0], angle.heads, blur),
    )
    metering = params.name(angle.rng, "metering") if USUAL_EV[0] <= stops <= USUAL_EV[1] else "scene"
    camera = replace(camera, exposes_for=METERED if metering == "faces" else frozenset())
    told: dict[str, AttributeValue] = {
        "distance_m": round(angle.distance, 4),
        "camera_pitch_deg": round(angle.tilt, 2),
        "exposure_ev": round(camera.exposure_ev, 3),
        "metering": metering,
        "f_number": round(camera.depth_of_field.f_number, 3) if camera.depth_of_field else 0.0,
    }
    return View(camera, told)


def for_the_skin(tones: list[float]) -> float:
    """Stops by which a photographer opens up for dark faces and stops down for light ones."""
    return 0.13 * (float(np.mean(tones)) - 5.5)


def _depth_of_field(
    rng: np.random.Generator, focal_px: float, width: int, heads: list[Float64], blur: tuple[float, float]
) -> DepthOfField:
    """A stop that blurs infinity by a stated share of the picture, focused on the middle of the heads."""
    depths = [float(place[2]) for place in heads]
    focus = min(depths) + 0.35 * (max(depths) - min(depths))
    hole_m = float(rng.uniform(*blur)) * width * focus / focal_px
    return DepthOfField(max(0.9, focal_px * SENSOR_MM / 1000.0 / width / hole_m), focus - 0.02)
