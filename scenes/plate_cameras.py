"""Cameras that read plates: at a barrier or on a pole, behind a narrow lens, by day or by their own infrared lamp."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from assets import AttributeValue, SceneError
from assets.environments.sites import Prop, Site
from assets.random import stream
from assets.vehicles.plates.flat import PART
from assets.writing import Writing
from scenes.camera import PinholeCamera
from scenes.distributions import Distribution, parse
from scenes.further import check_view, tried
from scenes.lamps import ceiling_lamps, head_lamps, street_lamps
from scenes.params import AUTO
from scenes.plated import Plated, lit_plates
from scenes.pose import Float64, Pose, look_at
from scenes.sight import inside
from scenes.skies import Conditions, sample_conditions, sheltered
from scenes.spec import Light, Placed, SceneSpec, View, World
from scenes.stands import Body, put, stands_of
from scenes.wanted import wanted

MODES = ("color", "ir")
# Where each stands: height in metres, degrees aside of the plate's normal, and metres from it.
KINDS: Mapping[str, tuple[Distribution, Distribution, Distribution]] = {
    "barrier": (parse("uniform(0.7, 1.5)"), parse("normal(0, 16)"), parse("loguniform(2.5, 6)")),
    "pole": (parse("uniform(2.2, 5)"), parse("normal(0, 14)"), parse("loguniform(6, 18)")),
}
STEEPEST_RAD = math.radians(35.0)  # a pole's camera stands further away than it would look down more
NARROWEST_RAD, WIDEST_RAD = math.radians(1.5), math.radians(90.0)
TRIES = 60
ROOM = 0.58  # of its width that a plate keeps between its middle and the border, most times
PLATE_M = 0.4  # of what has none
IR_W_M2, IR_CONE_RAD, IR_ASIDE_M = 6.0, 0.9, 0.07
IR_SKY = 0.06  # of daylight that a filter before the sensor lets through
IR_EV = -1.5  # stops less than a light meter gives, as plates shine
READ = frozenset([PART])  # what such cameras expose for, which are set up to read it
SPEEDS_MPS = (2.0, 12.0)
CLEAR_M, WIDE_M = 0.6, 12.0  # free of what is no larger


def plate_picture(
    rng: np.random.Generator, params: Plated, make_site: Callable[[np.random.Generator, str, bool], Site], mode: str
) -> SceneSpec:
    """One vehicle on a site, whose plate a camera is set up to read.

    Args:
        params: of the scene ``plates``.
        make_site: ``(rng, season, night) -> Site``.
        mode: of ``MODES``.

    Raises:
        SceneError: no place was found for the camera.
    """
    sky = sample_conditions(stream(rng, "sky"), params.name(rng, "light"), params.name(rng, "weather"), "city")
    site = make_site(stream(rng, "site"), sky.season, sky.night)
    sky = sheltered(sky) if site.indoors else sky
    thing = _stood(stream(rng, "stand"), params, site, sky)
    first = _view(stream(rng, "camera"), params, site, thing, mode)
    moving = stream(rng, "blur").uniform() < params.number(rng, "blur")
    camera, thing = _shutter(stream(rng, "shutter"), first.camera, thing) if moving else (first.camera, thing)
    lit_m = float(first.parameters["plate_distance_m"]) if mode == "ir" else None
    lights, world = _lights(stream(rng, "lights"), site, sky, camera, thing, lit_m)
    (thing,) = lit_plates([thing], camera, lights)
    scenery = [Placed(prop.asset, Pose.at(prop.x, prop.y, prop.z, prop.yaw)) for prop in _clear(site, camera, thing)]

    def another(own: np.random.Generator, lenience: float) -> View:
        found = _view(own, params, site, thing, mode)
        check_view(found.camera, [thing])
        return replace(found, camera=replace(found.camera, shutter_s=camera.shutter_s))

    parameters: dict[str, AttributeValue] = {
        "place": site.name,
        "count": 1,
        "mode": mode,
        **first.parameters,
        **sky.attributes,
    }
    views = tried(rng, params.views, another)
    return SceneSpec((*scenery, thing), camera, world, lights, parameters, sky.weather, views=views)


def _stood(rng: np.random.Generator, params: Plated, site: Site, sky: Conditions) -> Placed:
    """A vehicle in a lane or a bay."""
    own = wanted(stream(rng, "vehicle"), params.of(0), site, sky)
    asset, stands = own.build(), stands_of(stream(rng, "stands"), site)
    body = Body(asset.labels[0].category, own.role, asset.size, asset.center)
    near = np.linalg.norm(stands.place[:, :2], axis=1) < 40.0
    could = np.flatnonzero(stands.suits(body.category, body.role) & near)
    if not len(could):
        raise SceneError(f"{site.name}: no place for a {body.category} that is {body.role}")
    place = put(rng, stands, rng.choice(could, 1), body)[0]
    return Placed(asset, Pose.at(*place.tolist()), 1)


def _target(rng: np.random.Generator, thing: Placed) -> tuple[Float64, Float64, float]:
    """Middle of a plate, the direction that it looks, and its width; where there is none, those of the front."""
    writings: list[Writing] = [writing for label in thing.asset.labels for writing in label.writings]
    if not writings:
        middle = thing.pose.apply(np.array(thing.asset.center) + np.array([thing.asset.size[0] / 2.0, 0.0, 0.0]))
        return middle, thing.pose.rotation[:, 0], PLATE_M
    one = writings[int(rng.integers(len(writings)))]
    return thing.pose.apply(one.corners.mean(axis=0)), thing.pose.rotation @ one.axes[:, 0], one.size[0]


def _view(rng: np.random.Generator, params: Plated, site: Site, thing: Placed, mode: str) -> View:
    """A camera before one of its plates, which comes out as wide as was drawn.

    Raises:
        SceneError: there is none on the site.
    """
    kind = params.name(rng, "camera")
    laws = KINDS[kind]
    wide_px = params.number(rng, "plate_width_px")
    for attempt in range(TRIES):
        own = stream(rng, f"attempt {attempt}")
        middle, out, wide_m = _target(own, thing)
        high = min(params.number_or(own, "camera_height_m", laws[0]), site.ceiling_m)
        aside, away = math.radians(float(laws[1].sample(own))), float(laws[2].sample(own))
        level = math.atan2(out[1], out[0]) + aside
        away = max(away, (high - middle[2]) / math.tan(STEEPEST_RAD))
        eye = np.array([*(middle[:2] + away * np.array([math.cos(level), math.sin(level)])), high])
        if not inside(site.room, eye[None, :2])[0]:
            continue
        focal = wide_px * float(np.linalg.norm(eye - middle)) / (wide_m * math.cos(aside))
        fov = 2.0 * math.atan(max(params.size) / 2.0 / focal)
        if params.fov_deg != AUTO:  # type: ignore[attr-defined]
            fov = math.radians(params.number(own, "fov_deg"))
        fov = min(max(fov, NARROWEST_RAD), WIDEST_RAD)
        room = max(0.0, params.size[0] / 2.0 - wide_px * ROOM), max(0.0, params.size[1] / 2.0 - wide_px * ROOM * 0.6)
        u, v = own.normal(0.0, 0.5, 2).clip(-1.0, 1.0) * room * (2.0 * math.tan(fov / 2.0) / max(params.size))
        ahead = look_at(eye, middle).rotation @ np.array([u, v, 1.0])
        pose = look_at(eye, eye + ahead, math.radians(float(own.normal(0.0, 1.5))))
        ev = params.number(rng, "exposure_ev") + (IR_EV if mode == "ir" else 0.0)
        told: dict[str, AttributeValue] = {
            "camera": kind,
            "camera_height_m": round(high, 3),
            "fov_deg": round(math.degrees(fov), 2),
            "exposure_ev": round(ev, 3),
            "plate_distance_m": round(float(np.linalg.norm(eye - middle)), 2),
        }
        camera = PinholeCamera.from_fov(params.size, fov, pose, exposure_ev=ev)
        return View(replace(camera, exposes_for=READ), told)
    raise SceneError(f"{site.name}: found no place for a camera that reads the plate")


def _lights(
    rng: np.random.Generator, site: Site, sky: Conditions, camera: PinholeCamera, thing: Placed, lit_m: float | None
) -> tuple[tuple[Light, ...], World]:
    """Sky and lamps; by infrared light little of them, and a lamp beside the lens that suits a plate ``lit_m`` away."""
    lamps = ceiling_lamps(rng, site.ceiling_lamps) if site.indoors else ()
    if not site.indoors and sky.lamp_power > 0.0:
        lamps = head_lamps([thing], sky.lamp_power)
        if len(site.lamp_heads):
            lamps += street_lamps(rng, site.lamp_heads, camera.pose.translation, sky.lamp_power)
    if lit_m is None:
        return (*sky.lights, *lamps), sky.world
    right, down, ahead = camera.pose.rotation.T
    eye = camera.pose.translation + IR_ASIDE_M * right
    turn = np.stack([right, -down, -ahead], axis=1)  # a lamp shines along its -z
    power = 4.0 * math.pi * lit_m**2 * IR_W_M2
    flash = Light("spot", Pose(turn, eye), (1.0, 1.0, 1.0), power, 0.06, IR_CONE_RAD)
    dim = 1.0 if sky.night else IR_SKY
    others = tuple(replace(light, power=light.power * dim) for light in (*sky.lights, *lamps))
    return (*others, flash), replace(sky.world, strength=sky.world.strength * dim)


def _shutter(rng: np.random.Generator, camera: PinholeCamera, thing: Placed) -> tuple[PinholeCamera, Placed]:
    """A shutter as such cameras have, and a vehicle that drives."""
    shutter = float(np.exp(rng.uniform(math.log(1 / 2000), math.log(1 / 250))))
    speed = float(rng.uniform(*SPEEDS_MPS))
    return replace(camera, shutter_s=shutter), replace(thing, velocity_mps=thing.pose.rotation[:, 0] * speed)


def _clear(site: Site, camera: PinholeCamera, thing: Placed) -> list[Prop]:
    """The site's props but for small ones at the camera or between it and the vehicle."""
    eye, end = camera.pose.translation[:2], thing.pose.translation[:2]
    way = end - eye
    kept = []
    for prop in site.props:
        radius, place = 0.5 * max(prop.asset.size[:2]), np.array([prop.x, prop.y])
        share = float(np.clip((place - eye) @ way / max(float(way @ way), 1e-9), 0.0, 1.0))
        if radius >= WIDE_M / 2.0 or np.linalg.norm(eye + share * way - place) > radius + CLEAR_M:
            kept.append(prop)
    return kept
