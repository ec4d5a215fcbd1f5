"""Traffic on a site: what every vehicle scene shares. A scene script adds its own site and cameras."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from assets import Asset, AttributeValue, SceneError
from assets.environments import BUILT_IN
from assets.environments.sites import Prop, Site
from assets.random import stream
from assets.vehicles import COLORS, FLEET, vehicle
from assets.vehicles.colors import COLOR_SHARES
from scenes.behaviour import sample_role, sample_state
from scenes.camera import PinholeCamera
from scenes.distributions import Distribution, parse
from scenes.lamps import head_lamps, street_lamps
from scenes.params import SceneParams, integer, name, number
from scenes.passers import distractors, pedestrians
from scenes.pose import Pose
from scenes.rigs import RIGS
from scenes.skies import (
    HDRI_SHARES,
    LIGHT_NAMES,
    LIGHT_SHARES,
    WEATHER_NAMES,
    WEATHER_SHARES,
    Conditions,
    sample_conditions,
)
from scenes.spec import Light, Placed, SceneSpec
from scenes.stands import TRIES, Stands, blocked, hidden, placed_on, seen, sees, span, stands_of
from scenes.views import View, look

CAMERAS = 40  # cameras tried for a set of vehicles
SMALLEST = 0.09  # of the picture's shorter side: a vehicle's height or width
HIDDEN = 0.6  # of a vehicle's width that nearer ones may cover
CLEAR_M = 1.5  # around the camera, free of scenery

# What is met on roads, with buses, lorries and two-wheelers more often than there: detectors must see enough.
TYPE_SHARES = {
    **{"sedan": 0.11, "hatchback": 0.11, "estate": 0.05, "coupe": 0.03, "convertible": 0.02, "suv": 0.10},
    **{"crossover": 0.07, "minivan": 0.04, "pickup": 0.05, "panel_van": 0.05, "minibus": 0.03, "city_bus": 0.05},
    **{"coach": 0.04, "box_truck": 0.055, "semi_trailer": 0.04, "dump_truck": 0.025, "tank_truck": 0.02},
    **{"motorcycle": 0.055, "scooter": 0.03, "bicycle": 0.035},
}

type MakeSite = Callable[[np.random.Generator, str, bool], Site]


@dataclass(frozen=True)
class Auto:
    """Where light comes from in a kind of place, and which photographed skies fit: names and shares."""

    light: Mapping[str, float]
    hdri: Mapping[str, float]


# Behind houses a photographed city or wood looks like more of the same; a courtyard does not.
BUILT_UP = Auto(LIGHT_SHARES, {"city": 0.4, "forest": 0.3, "sunrise": 0.15, "sunset": 0.15})
# Where nothing stands, the photograph is all that is to be seen.
PLAIN = Auto({"hdri": 0.85, "day": 0.10, "night": 0.05}, HDRI_SHARES)


class Traffic(SceneParams):
    count: Distribution = integer("uniform(1, 6)", 1, 14, help="vehicles in the picture")
    type: Distribution = name(TYPE_SHARES, tuple(FLEET), help="kind of body of each vehicle")
    color: Distribution = name("auto", tuple(COLORS), auto=True, help="paint of each; auto: as its kind is painted")
    camera: Distribution = name({"pedestrian": 3, "dash": 3, "cctv": 2, "closeup": 2}, tuple(RIGS), help="who looks")
    camera_height_m: Distribution = number("auto", 0.3, 80, "m", help="above the ground", auto=True)
    fov_deg: Distribution = number("auto", 10, 110, "deg", help="angle of the picture's longer side", auto=True)
    fill: Distribution = number("auto", 0.03, 1, help="share of the picture that the first vehicle takes", auto=True)
    exposure_ev: Distribution = number("normal(0, 0.35)", -3, 3, "EV", help="stops beside the light meter's choice")
    light: Distribution = name("auto", LIGHT_NAMES, help="where light comes from", auto=True)
    weather: Distribution = name(WEATHER_SHARES, WEATHER_NAMES, help="what falls, lies and hangs in the air")
    hdri: Distribution = name("auto", BUILT_IN, open=True, auto=True, help="environment where light is hdri")
    dirt: Distribution = number("beta(1.2, 3)", 0, 1, help="on each vehicle")
    pedestrians: Distribution = integer("choice({0: 4, 1: 2, 2: 2, 3: 1, 5: 1})", 0, 20, help="people on foot")
    distractors: Distribution = integer(0, 0, 60, help="random solids that hang in the air")
    blur: Distribution = number(0.06, 0, 1, help="share of pictures whose shutter is open while traffic moves")


def picture(rng: np.random.Generator, params: Traffic, make_site: MakeSite, auto: Auto = BUILT_UP) -> SceneSpec:
    """Traffic on the site that ``make_site(rng, season, night)`` gives, under some sky.

    ``auto`` says what that word means for light here.

    Raises:
        SceneError: no camera was found that sees a place for every vehicle.
    """
    sky = sample_conditions(
        stream(rng, "sky"),
        params.name_or(rng, "light", parse(auto.light)),
        params.name(rng, "weather"),
        params.name_or(rng, "hdri", parse(auto.hdri)),
    )
    site = make_site(stream(rng, "site"), sky.season, sky.night)
    stands = stands_of(stream(rng, "stands"), site)
    fleet = [
        _vehicle(stream(rng, f"vehicle {index}"), params, site, sky) for index in range(params.integer(rng, "count"))
    ]
    view, placed = _arrange(stream(rng, "arrangement"), params, site, stands, fleet)
    moving = stream(rng, "blur").uniform() < params.number(rng, "blur")
    camera, placed = _shutter(stream(rng, "shutter"), view, placed) if moving else (view.camera, placed)
    people = pedestrians(stream(rng, "people"), params.integer(rng, "pedestrians"), site, camera, placed)
    things = distractors(stream(rng, "things"), params.integer(rng, "distractors"), camera, placed)
    scenery = [Placed(prop.asset, Pose.at(prop.x, prop.y, prop.z, prop.yaw)) for prop in _kept_clear(site, view)]
    parameters: dict[str, AttributeValue] = {
        "place": site.name,
        "count": len(placed),
        **view.parameters,
        **sky.attributes,
    }
    lights = (*sky.lights, *_lamps(stream(rng, "lamps"), site, sky, camera, placed))
    return SceneSpec((*scenery, *people, *things, *placed), camera, sky.world, lights, parameters, weather=sky.weather)


@dataclass(frozen=True, eq=False)
class _Wanted:
    """A vehicle without a place yet."""

    asset: Asset
    role: str


def _vehicle(rng: np.random.Generator, params: Traffic, site: Site, sky: Conditions) -> _Wanted:
    kind = params.name(rng, "type")
    color = params.name_or(rng, "color", parse(COLOR_SHARES[FLEET[kind].family]))
    role = sample_role(stream(rng, "role"), kind, site)
    state = sample_state(stream(rng, "state"), role, params.number(rng, "dirt"), sky.wanted_lights)
    return _Wanted(vehicle(stream(rng, "shape"), kind, color, state), role)


def _arrange(
    rng: np.random.Generator, params: Traffic, site: Site, stands: Stands, fleet: list[_Wanted]
) -> tuple[View, list[Placed]]:
    """A camera and a place for every vehicle.

    Other cameras are tried before giving up, and asked for less and less, lest full pictures come out rare.

    Raises:
        SceneError: no camera of ``CAMERAS`` sees a place for every vehicle.
    """
    kind = params.name(rng, "camera")  # once, lest cameras that find places easily come out more often
    for attempt in range(CAMERAS):
        own, lenience = stream(rng, f"arrangement {attempt}"), min(1.0, 2.0 * attempt / CAMERAS)
        try:
            view, placed = look(own, params, kind, site, stands, fleet[0].asset, fleet[0].role, lenience)
            for index in range(len(placed), len(fleet)):
                one = stream(own, f"vehicle {index}")
                placed.append(_place(one, view.camera, stands, fleet[index], placed, lenience))
        except SceneError as error:
            failure = error
        else:
            return view, placed
    raise failure


def _place(
    rng: np.random.Generator,
    camera: PinholeCamera,
    stands: Stands,
    wanted: _Wanted,
    others: list[Placed],
    lenience: float,
) -> Placed:
    """A place in the camera's view where the vehicle neither touches nor hides behind the others.

    ``lenience``, 0..1, lets vehicles be smaller and hide each other more.

    Raises:
        SceneError: none found in ``TRIES``.
    """
    smallest, most = SMALLEST * (1.0 - 0.5 * lenience), HIDDEN + 0.15 * lenience
    could = np.flatnonzero(stands.suits(wanted.asset, wanted.role) & seen(camera, wanted.asset, stands.place, smallest))
    if len(could):
        depth = camera.to_camera(np.column_stack([stands.place[could, :2], np.zeros(len(could))]))[:, 2]
        weight = 1.0 / depth.clip(3.0) ** 1.3  # near ones first: far lanes hold many more stands
        could = rng.choice(could, size=min(TRIES, len(could)), replace=False, p=weight / weight.sum())
    spans = [span(camera, other) for other in others]
    for index in could:
        instance = placed_on(rng, stands, int(index), wanted.asset, wanted.role, len(others) + 1)
        if not sees(camera, instance) or blocked(instance, others, wanted.role == "driving"):
            continue
        if not hidden([*spans, span(camera, instance)], most):
            return instance
    raise SceneError(f"traffic: found no free place in view for vehicle {len(others) + 1}")


def _lamps(
    rng: np.random.Generator, site: Site, sky: Conditions, camera: PinholeCamera, placed: list[Placed]
) -> tuple[Light, ...]:
    """Beams and street lamps, where it is dark enough for them."""
    if sky.lamp_power <= 0.0:
        return ()
    eye = camera.pose.translation
    nearest = sorted(placed, key=lambda item: float(np.linalg.norm(item.pose.translation - eye)))
    beams = head_lamps(nearest, sky.lamp_power)
    if not len(site.lamp_heads):
        return beams
    return (*beams, *street_lamps(rng, site.lamp_heads, eye, sky.lamp_power))


def _shutter(rng: np.random.Generator, view: View, placed: list[Placed]) -> tuple[PinholeCamera, list[Placed]]:
    """The camera with a slow shutter, and the vehicles in lanes at their speeds."""
    shutter = float(np.exp(rng.uniform(np.log(1 / 250), np.log(1 / 40))))
    out = []
    for item in placed:
        speed = float(rng.uniform(4.0, 16.0)) if item.asset.attributes.get("occupied") else 0.0
        out.append(replace(item, velocity_mps=item.pose.rotation[:, 0] * speed) if speed else item)
    return replace(view.camera, shutter_s=shutter), out


def _kept_clear(site: Site, view: View) -> list[Prop]:
    """The site's props without those that the camera would stand in, or far behind it."""
    eye = view.camera.pose.translation
    ahead = view.camera.pose.rotation[:2, 2]
    kept = []
    for prop in site.props:
        away = np.array([prop.x, prop.y]) - eye[:2]
        small = max(prop.asset.size[:2]) < 12.0
        if small and np.linalg.norm(away) < CLEAR_M + 0.5 * max(prop.asset.size[:2]):
            continue
        if small and away @ ahead < -45.0:
            continue
        kept.append(prop)
    return kept
