"""Traffic on a site: what every vehicle scene shares. A scene script adds its own site and cameras."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from pydantic import SerializerFunctionWrapHandler, model_serializer

from assets import AttributeValue
from assets.environments import BUILT_IN
from assets.environments.sites import Prop, Site
from assets.random import stream
from assets.vehicles import COLORS, FLEET
from assets.vehicles.fleet import CATEGORIES
from scenes.again import look_again
from scenes.arranging import arranged
from scenes.camera import PinholeCamera
from scenes.distributions import Distribution, parse
from scenes.further import tried
from scenes.going import going
from scenes.lamps import ceiling_lamps, head_lamps, street_lamps
from scenes.motion.traffic import riders
from scenes.params import integer, name, number
from scenes.passers import distractors, pedestrians
from scenes.plated import Plated, lit_plates
from scenes.pose import Pose
from scenes.rigs import RIGS
from scenes.skies import (
    HDRI_SHARES,
    LIGHT_NAMES,
    LIGHT_SHARES,
    SEASONS,
    WEATHER_NAMES,
    WEATHER_SHARES,
    Conditions,
    sample_conditions,
    season_shares,
    sheltered,
)
from scenes.spec import Light, Placed, SceneSpec, View
from scenes.stands import stands_of
from scenes.wanted import BUILT

CANOPY = 2.0  # how many times as bright as in halls it is under a canopy by night
CLEAR_M = 1.5  # around the camera, free of scenery

# What is met on roads, with buses, lorries and two-wheelers more often than there: detectors must see enough.
TYPE_SHARES = {
    **{"sedan": 0.085, "hatchback": 0.09, "estate": 0.036, "coupe": 0.02, "convertible": 0.018, "suv": 0.083},
    **{"crossover": 0.055, "minivan": 0.037, "pickup": 0.044, "panel_van": 0.037, "minibus": 0.032, "city_bus": 0.05},
    **{"coach": 0.041, "double_decker": 0.028, "school_bus": 0.015, "box_truck": 0.065, "semi_trailer": 0.036},
    **{"dump_truck": 0.017, "tank_truck": 0.018, "mixer_truck": 0.007, "refuse_truck": 0.01, "tow_truck": 0.008},
    **{"mobile_crane": 0.005, "camper": 0.01, "caravan": 0.004, "tractor": 0.008, "sports_car": 0.012},
    **{"classic_car": 0.012, "auto_rickshaw": 0.01, "cargo_rickshaw": 0.006},
    **{"motorcycle": 0.06, "scooter": 0.03, "moped": 0.008, "bicycle": 0.032, "cargo_bike": 0.004},
}

PASSING = "uniform(10, 40)"  # of a busy street: 5 to 20 a minute on each side

type MakeSite = Callable[[np.random.Generator, str, bool], Site]


@dataclass(frozen=True)
class Auto:
    """Where light comes from in a kind of place, and which photographed skies fit: names and shares."""

    light: Mapping[str, float]
    hdri: Mapping[str, float]


# Behind houses a photographed city or wood looks like more of the same; a courtyard does not.
BUILT_UP = Auto(LIGHT_SHARES, {"city": 0.5, "forest": 0.34, "sunrise": 0.08, "sunset": 0.08})
# Where nothing stands, the photograph is all that is to be seen.
PLAIN = Auto({"hdri": 0.85, "day": 0.10, "night": 0.05}, HDRI_SHARES)


class Traffic(Plated):
    each = ("type", "color", "dirt", "assets", "plate_country", "plate_text")

    count: Distribution = integer("uniform(1, 6)", 1, 14, help="vehicles in the picture")
    type: Distribution = name(TYPE_SHARES, tuple(FLEET), help="kind of body of each vehicle")
    alike: Distribution = number(0, 0, 1, help="share of pictures whose vehicles are all of one category, side by side")
    color: Distribution = name("auto", tuple(COLORS), auto=True, help="paint of each; auto: as its kind is painted")
    camera: Distribution = name({"pedestrian": 3, "dash": 3, "cctv": 2, "closeup": 2}, tuple(RIGS), help="who looks")
    camera_height_m: Distribution = number("auto", 0.3, 80, "m", help="above the ground", auto=True)
    fov_deg: Distribution = number("auto", 10, 110, "deg", help="angle of the picture's longer side", auto=True)
    fill: Distribution = number("auto", 0.03, 1.4, help="share of the picture that the first vehicle takes", auto=True)
    bearing_deg: Distribution = number(
        "auto", 0, 180, "deg", help="where the camera stands round the first vehicle: 0 before it", auto=True
    )
    exposure_ev: Distribution = number("normal(0, 0.35)", -3, 3, "EV", help="stops beside the light meter's choice")
    light: Distribution = name("auto", LIGHT_NAMES, help="where light comes from", auto=True)
    weather: Distribution = name(WEATHER_SHARES, WEATHER_NAMES, help="what falls, lies and hangs in the air")
    season: Distribution = name("auto", SEASONS, help="of trees and meadows; auto: winter with snow", auto=True)
    hdri: Distribution = name(
        *("auto", BUILT_IN), open=True, auto=True, library=("environment",), help="environment where light is hdri"
    )
    dirt: Distribution = number("beta(1.2, 3)", 0, 1, help="on each vehicle")
    assets: Distribution = name(BUILT, (BUILT,), library=CATEGORIES, help="models of yours among the built-in vehicles")
    pedestrians: Distribution = integer("choice({0: 4, 1: 2, 2: 2, 3: 1, 5: 1})", 0, 20, help="people on foot")
    distractors: Distribution = integer(0, 0, 60, help="random solids that hang in the air")
    blur: Distribution = number(0.06, 0, 1, help="share of pictures whose shutter is open while traffic moves")
    passing_per_min: Distribution = number(
        PASSING, 0, 240, "1/min", help="vehicles that come by in clips, out of sight at the middle"
    )

    @model_serializer(mode="wrap")
    def _said(self, handler: SerializerFunctionWrapHandler) -> dict[str, AttributeValue]:
        """What was so before there was a choice is not said: still pictures keep their runs' hash."""
        out: dict[str, AttributeValue] = handler(self)
        if self.passing_per_min == type(self).model_fields["passing_per_min"].default:
            del out["passing_per_min"]
        return out


def picture(rng: np.random.Generator, params: Traffic, make_site: MakeSite, auto: Auto = BUILT_UP) -> SceneSpec:
    """Traffic on the site that ``make_site(rng, season, night)`` gives, under some sky.

    ``auto`` says what that word means for light here.

    Raises:
        SceneError: no camera was found that sees a place for every vehicle.
    """
    light, weather = params.name_or(rng, "light", parse(auto.light)), params.name(rng, "weather")
    sky = sample_conditions(
        stream(rng, "sky"),
        light,
        weather,
        params.name_or(rng, "hdri", parse(auto.hdri)),
        params.name_or(rng, "season", parse(season_shares(light, weather))),
    )
    site = make_site(stream(rng, "site"), sky.season, sky.night)
    sky = sheltered(sky) if site.indoors else sky
    view, placed, fleet = arranged(rng, params, site, sky)
    moving = stream(rng, "blur").uniform() < params.number(rng, "blur")
    camera, placed = _shutter(stream(rng, "shutter"), view, placed) if moving else (view.camera, placed)
    many, people = params.integer(rng, "pedestrians"), list[Placed]()
    if params.clip is None:
        people = pedestrians(stream(rng, "people"), many, site, camera, placed)
    things = distractors(stream(rng, "things"), params.integer(rng, "distractors"), camera, placed)
    lights = _lights(stream(rng, "lamps"), site, sky, camera, placed)
    placed = lit_plates(placed, camera, lights)  # in clips as they are lit at first
    stands, asked, moving_on, seen = stands_of(stream(rng, "stands"), site), len(placed), None, list[View]()
    if params.clip is not None:
        kind = str(view.parameters["camera"])
        moving_on = going(rng, params.clip, params, site, sky, stands, kind, camera, placed, fleet, things)
        people, placed = moving_on.people, moving_on.moved.placed
        lights = _lights(stream(rng, "lamps"), site, sky, camera, placed, asked)
        seen = [View(each) for each in moving_on.cameras(camera)]
    around = [*people, *things, *placed]

    def another(own: np.random.Generator, lenience: float) -> View:
        found = look_again(own, params, str(view.parameters["camera"]), site, stands, placed, around, lenience)
        return replace(found, camera=replace(found.camera, shutter_s=camera.shutter_s))

    views = tried(rng, params.views, another)
    clear = _kept_clear(site, [view, *views, *seen])
    scenery = [Placed(prop.asset, Pose.at(prop.x, prop.y, prop.z, prop.yaw)) for prop in clear]
    parameters: dict[str, AttributeValue] = {
        "place": site.name,
        "count": asked,
        **view.parameters,
        **sky.attributes,
    }
    motion = None
    if moving_on is not None:
        first = len(scenery) + len(around) - len(placed)  # vehicles come last, people first of all that is no scenery
        power = 0.0 if site.indoors else sky.lamp_power
        motion = moving_on.motion(
            len(scenery), first, riders(placed, _nearest(placed, camera, asked), first, lights, power)
        )
        parameters["passing"] = len(placed) - asked
    return SceneSpec(
        (*scenery, *around), camera, sky.world, lights, parameters, sky.weather, views=views, motion=motion
    )


def _lights(
    rng: np.random.Generator,
    site: Site,
    sky: Conditions,
    camera: PinholeCamera,
    placed: list[Placed],
    asked: int | None = None,
) -> tuple[Light, ...]:
    """The sky's; under a roof its lamps; beams and street lamps, where it is dark enough for them."""
    if site.indoors:
        return (*sky.lights, *ceiling_lamps(rng, site.ceiling_lamps))
    if sky.lamp_power <= 0.0:
        return sky.lights
    lamps = head_lamps(_nearest(placed, camera, asked), sky.lamp_power)
    lamps += ceiling_lamps(rng, site.ceiling_lamps, CANOPY * sky.lamp_power)
    if len(site.lamp_heads):
        lamps += street_lamps(rng, site.lamp_heads, camera.pose.translation, sky.lamp_power)
    return sky.lights + lamps


def _nearest(placed: list[Placed], camera: PinholeCamera, asked: int | None = None) -> list[Placed]:
    """Nearest to the camera first; those that were not ``asked`` for, and come by in a clip, after all others."""
    eye = camera.pose.translation

    def away(item: Placed) -> float:
        return float(np.linalg.norm(item.pose.translation - eye))

    return sorted(placed[:asked], key=away) + (sorted(placed[asked:], key=away) if asked is not None else [])


def _shutter(rng: np.random.Generator, view: View, placed: list[Placed]) -> tuple[PinholeCamera, list[Placed]]:
    """The camera with a slow shutter, and the vehicles in lanes at their speeds."""
    shutter = float(np.exp(rng.uniform(np.log(1 / 250), np.log(1 / 40))))
    out = []
    for item in placed:
        speed = float(rng.uniform(4.0, 16.0)) if item.asset.attributes.get("occupied") else 0.0
        out.append(replace(item, velocity_mps=item.pose.rotation[:, 0] * speed) if speed else item)
    return replace(view.camera, shutter_s=shutter), out


def _kept_clear(site: Site, views: list[View]) -> list[Prop]:
    """The site's props without those that a camera would stand in, or far behind all of them."""
    eyes = np.array([view.camera.pose.translation[:2] for view in views])
    ahead = np.array([view.camera.pose.rotation[:2, 2] for view in views])
    kept = []
    for prop in site.props:
        away = np.array([prop.x, prop.y]) - eyes
        small = max(prop.asset.size[:2]) < 12.0
        if small and np.linalg.norm(away, axis=1).min() < CLEAR_M + 0.5 * max(prop.asset.size[:2]):
            continue
        if small and (away * ahead).sum(axis=1).max() < -45.0:
            continue
        kept.append(prop)
    return kept
