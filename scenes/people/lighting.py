"""What shines on people: photographed surroundings, computed skies, lamps."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assets import AttributeValue
from assets.environments.suns import Sun
from assets.random import stream
from scenes.people import lamps
from scenes.placement import sun_lamp
from scenes.pose import Float64, Pose
from scenes.skies import sample_conditions, sunlight
from scenes.spec import Light, Sky, World

LIGHTS = ("hdri", "day", "hard_sun", "dusk", "sunset", "back_light", "studio", "neon", "screen", "flash")
OUTDOORS = ("day", "hard_sun", "dusk", "sunset")
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
USUAL_RADIANCE = 0.8  # of the user's environments
# Stops that a photographer takes back where the meter sees a dark surrounding behind a lit face.
TAKEN_BACK_EV = {"studio": 1.7, "night": 0.6}
# Height of the sun in degrees, and how far it stands from straight behind the camera, radians.
SUNS_DEG: Mapping[str, tuple[float, float]] = {"hard_sun": (18.0, 58.0), "sunset": (3.5, 9.0)}
ASIDE_RAD = {"hard_sun": 1.5, "sunset": 1.2}


@dataclass(frozen=True, eq=False)
class Lighting:
    """Attributes:
    world, lights: for the scene.
    exposure_ev: stops to add.
    glow: about the radiance of something white behind the people.
    night: it is dark outside.
    attributes: for the image's entry.
    """

    world: World
    lights: tuple[Light, ...]
    exposure_ev: float
    glow: float
    night: bool
    attributes: dict[str, AttributeValue]


def lighting(
    rng: np.random.Generator,
    kind: str,
    hdri: str,
    rotation_rad: float,
    key: float,
    view: Pose,
    places: list[Float64],
    plain: bool = False,
) -> Lighting:
    """Light of a kind.

    Args:
        kind: of ``LIGHTS``.
        hdri: name or path of the environment, where the kind is ``hdri`` or ``back_light``.
        key: a lamp's light on the faces against that of their surroundings.
        places: of heads in the camera's frame.
        plain: the studio's light is even.
    """
    if kind in OUTDOORS:
        return _outdoors(rng, kind, key, view, places)
    if kind == "studio":
        return _studio(rng, rotation_rad, view, places, plain)
    if kind in ("neon", "screen", "flash"):
        return _dark(rng, kind, rotation_rad, view, places)
    radiance = RADIANCE.get(hdri, USUAL_RADIANCE)
    told = _told(kind, hdri, rotation_rad)
    if kind == "back_light":
        dim = float(stream(rng, "dim").uniform(0.35, 0.7))
        strong = radiance * float(stream(rng, "behind").uniform(2.5, 7.0))
        lights = lamps.behind(stream(rng, "lamp"), view, places, strong)
        return Lighting(World(hdri, rotation_rad, dim), lights, 0.2, dim * radiance, hdri == "night", told)
    lights = lamps.key(stream(rng, "lamp"), view, places, key * radiance) if key > 0.0 else ()
    told["key_light"] = round(key, 3)
    return Lighting(World(hdri, rotation_rad), lights, -TAKEN_BACK_EV.get(hdri, 0.0), radiance, hdri == "night", told)


def _outdoors(rng: np.random.Generator, kind: str, key: float, view: Pose, places: list[Float64]) -> Lighting:
    """A computed sky; ``hard_sun`` and ``sunset`` have the sun on the faces, alone."""
    if kind in SUNS_DEG:
        world, sun, elevation_deg = _sunny(stream(rng, "sky"), kind, view)
        told: dict[str, AttributeValue] = {"light": kind, "sun_elevation_deg": round(elevation_deg, 2)}
        return Lighting(world, (sun,), 0.0, _of_white(world, (sun,)), False, told)
    sky = sample_conditions(stream(rng, "sky"), kind, _weather(stream(rng, "weather")))
    lit = lamps.key(stream(rng, "lamp"), view, places, 0.3 * key * sky.world.strength) if key > 0.0 else ()
    told = {"light": kind, **{name: sky.attributes[name] for name in ("time_of_day", "weather", "sun_elevation_deg")}}
    told["key_light"] = round(key, 3)
    return Lighting(sky.world, (*sky.lights, *lit), 0.0, _of_white(sky.world, sky.lights), kind == "dusk", told)


def _weather(rng: np.random.Generator) -> str:
    names, shares = SKY_WEATHER
    return str(rng.choice(names, p=shares))


def _sunny(rng: np.random.Generator, kind: str, view: Pose) -> tuple[World, Light, float]:
    """A nearly clear sky, its sun, and how high that stands."""
    elevation_deg = float(rng.uniform(*SUNS_DEG[kind]))
    elevation, haze = float(np.radians(elevation_deg)), float(rng.beta(1.3, 3.0))
    backwards = float(np.arctan2(-view.rotation[1, 2], -view.rotation[0, 2]))
    azimuth = backwards + float(rng.uniform(-1.0, 1.0)) * ASIDE_RAD[kind]
    sky = Sky("clear", elevation, azimuth, haze, float(rng.uniform(0.0, 0.3)), int(rng.integers(1, 1_000_000)))
    color, power = sunlight(elevation, haze)
    high = float(np.sin(elevation))
    world = World(sky, 0.0, 0.4 + 0.8 * high + 0.3 * haze * high)  # as ``scenes.skies`` has it
    return world, sun_lamp(Sun(azimuth, elevation, color, power), 0.0), elevation_deg


def _of_white(world: World, lights: tuple[Light, ...]) -> float:
    """Radiance of an upright white thing below a sky."""
    return (0.5 * world.strength + 0.35 * sum(light.power for light in lights if light.kind == "sun")) / np.pi


def _studio(rng: np.random.Generator, rotation_rad: float, view: Pose, places: list[Float64], plain: bool) -> Lighting:
    told: dict[str, AttributeValue] = {"light": "studio", "hdri": "studio"}
    world = World("studio", rotation_rad, 0.35)
    if plain:
        return Lighting(world, lamps.even(view, places), 0.0, 0.9, False, told | {"rig": "even"})
    rig = str(stream(rng, "rig").choice(list(lamps.RIGS)))
    lights = lamps.studio(stream(rng, "lamps"), view, places, rig)
    return Lighting(world, lights, -0.25, 0.7, False, told | {"rig": rig})


def _dark(rng: np.random.Generator, kind: str, rotation_rad: float, view: Pose, places: list[Float64]) -> Lighting:
    """Hardly any light but that of lamps: a flash, signs, a screen."""
    told = _told(kind, "interior" if kind == "screen" else "night", rotation_rad)
    lamp = stream(rng, "lamp")
    if kind == "flash":
        radiance = float(stream(rng, "flash").uniform(2.0, 6.0)) * RADIANCE["night"]
        world = World("night", rotation_rad)
        return Lighting(world, (lamps.flash(view, places, radiance),), -0.3, RADIANCE["night"], True, told)
    if kind == "neon":
        colors = str(stream(rng, "colors").choice(list(lamps.NEON)))
        world = World("night", rotation_rad, float(stream(rng, "dim").uniform(0.4, 1.2)))
        lights = lamps.neon(lamp, view, places, colors)
        return Lighting(world, lights, -0.4, 0.3, True, told | {"light_colors": colors})
    dim = float(np.exp(stream(rng, "dim").uniform(np.log(0.03), np.log(0.15))))
    lights = lamps.screen(lamp, view, places, float(stream(rng, "glow").uniform(0.15, 0.5)))
    return Lighting(World("interior", rotation_rad, dim), lights, -0.4, dim, True, told)


def _told(kind: str, hdri: str, rotation_rad: float) -> dict[str, AttributeValue]:
    return {"light": kind, "hdri": hdri, "hdri_rotation_deg": round(float(np.degrees(rotation_rad)), 2)}
