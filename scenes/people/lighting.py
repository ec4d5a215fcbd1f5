"""What shines on people: photographed environments, computed skies, a studio, a flash; and a lamp on their faces."""

from dataclasses import dataclass

import numpy as np

from assets import AttributeValue, Material
from assets.primitives import box
from assets.random import stream
from scenes.pose import Float64, Pose, look_at
from scenes.skies import sample_conditions
from scenes.spec import Light, Placed, World

LIGHTS = ("hdri", "day", "dusk", "studio", "flash")
SKY_WEATHER = (("clear", "cloudy", "overcast"), (0.45, 0.3, 0.25))
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
BACKDROP_M = 0.9  # behind the last head
PLAIN = (0.72, 0.73, 0.75)  # of a passport's backdrop


@dataclass(frozen=True, eq=False)
class Lighting:
    """Attributes:
    world, lights: for the scene.
    scenery: a backdrop, where there is one.
    exposure_ev: stops to add.
    attributes: for the image's entry.
    """

    world: World
    lights: tuple[Light, ...]
    scenery: tuple[Placed, ...]
    exposure_ev: float
    attributes: dict[str, AttributeValue]


def lighting(
    rng: np.random.Generator,
    kind: str,
    hdri: str,
    rotation_rad: float,
    key: float,
    view: Pose,
    places: list[Float64],
    extent: tuple[float, float],
    plain: bool = False,
) -> Lighting:
    """Light of a kind.

    Args:
        kind: of ``LIGHTS``.
        hdri: name or path of the environment, where the kind is ``hdri``.
        key: a lamp's light on the faces against that of their surroundings.
        places: of heads in the camera's frame.
        extent: width and height of the picture one metre away, metres.
        plain: the studio's backdrop is light grey, and its light even.
    """
    told: dict[str, AttributeValue] = {"light": kind}
    if kind in ("day", "dusk"):
        names, shares = SKY_WEATHER
        sky = sample_conditions(stream(rng, "sky"), kind, str(stream(rng, "weather").choice(names, p=shares)))
        lamps = _key(stream(rng, "lamp"), view, places, 0.3 * key * sky.world.strength) if key > 0.0 else ()
        kept = ("time_of_day", "weather", "sun_elevation_deg")
        told |= {name: sky.attributes[name] for name in kept} | {"key_light": round(key, 3)}
        return Lighting(sky.world, (*sky.lights, *lamps), (), 0.0, told)
    if kind == "studio":
        told |= {"hdri": "studio"}
        backdrop = _backdrop(stream(rng, "backdrop"), view, places, extent, plain)
        lamps = _studio(stream(rng, "lamps"), view, places, plain)
        return Lighting(World("studio", rotation_rad, 0.35), lamps, (backdrop,), -0.5 * (not plain), told)
    if kind == "flash":
        told |= {"hdri": "night", "hdri_rotation_deg": round(float(np.degrees(rotation_rad)), 2)}
        radiance = float(stream(rng, "flash").uniform(2.0, 6.0)) * RADIANCE["night"]
        return Lighting(World("night", rotation_rad), (_flash(view, places, radiance),), (), -0.3, told)
    told |= {"hdri": hdri, "hdri_rotation_deg": round(float(np.degrees(rotation_rad)), 2), "key_light": round(key, 3)}
    lamps = _key(stream(rng, "lamp"), view, places, key * RADIANCE.get(hdri, 0.8)) if key > 0.0 else ()
    return Lighting(World(hdri, rotation_rad), lamps, (), -TAKEN_BACK_EV.get(hdri, 0.0), told)


def _key(rng: np.random.Generator, view: Pose, places: list[Float64], radiance: float) -> tuple[Light, ...]:
    """A soft lamp beside the camera, above the heads, that adds π times ``radiance`` to the faces' irradiance."""
    turn, rise, away = float(rng.uniform(-1.2, 1.2)), float(rng.uniform(0.1, 0.9)), float(rng.uniform(1.1, 2.0))
    warmth, size = float(rng.uniform(-0.12, 0.12)), float(rng.uniform(0.3, 1.0))
    return (_lamp(view, places, (turn, rise, away + _spread_m(places)), radiance, warmth, size),)


def _studio(rng: np.random.Generator, view: Pose, places: list[Float64], plain: bool) -> tuple[Light, ...]:
    """Key, fill, and mostly a lamp from behind; even from both sides for a passport."""
    away = 1.6 + _spread_m(places)
    if plain:
        return tuple(_lamp(view, places, (turn, 0.35, away), 0.9, 0.0, 0.9) for turn in (-0.8, 0.8))
    side, warmth = float(rng.choice([-1.0, 1.0])), float(rng.uniform(-0.1, 0.1))
    turn, rise = side * float(rng.uniform(0.3, 1.2)), float(rng.uniform(0.2, 0.8))
    out = [_lamp(view, places, (turn, rise, away), 1.2, warmth, float(rng.uniform(0.3, 1.2)))]
    if rng.random() < 0.7:
        out.append(_lamp(view, places, (-turn, 0.2, away), float(rng.uniform(0.1, 0.6)), -warmth, 1.2))
    if rng.random() < 0.6:
        behind = -side * float(rng.uniform(2.2, 2.7))
        out.append(_lamp(view, places, (behind, 0.7, away), float(rng.uniform(0.5, 2.0)), warmth, 0.4))
    return tuple(out)


def _flash(view: Pose, places: list[Float64], radiance: float) -> Light:
    """Beside the lens."""
    nearest = min(float(place[2]) for place in places)
    lamp = view.apply(np.array([0.03, -0.09, 0.0]))
    pose = Pose(view.rotation @ np.diag([1.0, -1.0, -1.0]), lamp)
    return Light("area", pose, (1.0, 0.98, 0.95), float(radiance * np.pi * np.pi * nearest**2), 0.06)


def _lamp(
    view: Pose, places: list[Float64], where: tuple[float, float, float], radiance: float, warmth: float, size: float
) -> Light:
    """A square lamp around the heads: ``where`` is its turn (to the right), its rise and how far away it is."""
    turn, rise, away = where
    middle = np.mean(places, axis=0)
    offset = np.array([np.sin(turn) * np.cos(rise), -np.sin(rise), -np.cos(turn) * np.cos(rise)]) * away
    target, lamp = view.apply(middle), view.apply(middle + offset)
    pose = Pose(look_at(lamp, target).rotation @ np.diag([1.0, -1.0, -1.0]), lamp)
    power = radiance * np.pi * np.pi * away**2
    return Light("area", pose, (1.0 + warmth, 1.0, 1.0 - warmth), float(power), size)


def _spread_m(places: list[Float64]) -> float:
    """Half of how far apart the heads are: lamps stand outside."""
    return 0.5 * float(np.ptp(np.array(places), axis=0).max()) if len(places) > 1 else 0.0


def _backdrop(
    rng: np.random.Generator, view: Pose, places: list[Float64], extent: tuple[float, float], plain: bool
) -> Placed:
    """A wall square to the camera."""
    depth = max(float(place[2]) for place in places) + BACKDROP_M
    wide, high = 1.6 * extent[0] * depth + 1.0, 1.6 * extent[1] * depth + 1.0
    value, tint = float(np.exp(rng.uniform(np.log(0.02), np.log(0.8)))), rng.uniform(0.7, 1.0, 3)
    red, green, blue = (float(item) for item in (np.array(PLAIN) if plain else value * tint / tint.max()))
    wall = box((0.02, wide, high), Material("backdrop", "principled", base_color=(red, green, blue), roughness=0.95))
    right, down, ahead = view.rotation.T
    rotation = np.stack([ahead, -right, -down], axis=1)
    return Placed(wall, Pose(rotation, view.apply(np.array([0.0, high / 2.0, depth]))))
