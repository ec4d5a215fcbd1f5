"""Time of day, sky and weather of a picture, drawn together: snow falls in winter, and it rains from grey skies.

Powers are in the unit of the built-in environments, in which the sun at noon sheds about 9 W/m²: a hundredth of its
own. Nights are given about 8,000 times brighter than that, as a camera's longer exposure shows them, and dusk in
between, so that lamps and sky keep their ratio.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from assets import AttributeValue
from assets.environments.suns import SUNS, Sun
from assets.materials import Colour
from assets.names import expect_name
from assets.random import stream
from scenes.placement import sun_lamp
from scenes.spec import FAIR, Light, Sky, Weather, World

LIGHT_SHARES = {"day": 63, "hdri": 22, "dusk": 7, "night": 8}
WEATHER_SHARES = {"clear": 36, "cloudy": 28, "overcast": 22, "rain": 8, "snow": 3, "fog": 3}
HDRI_SHARES = {"city": 41, "courtyard": 8, "forest": 33, "sunrise": 9, "sunset": 9}
LIGHT_NAMES, WEATHER_NAMES = tuple(LIGHT_SHARES), tuple(WEATHER_SHARES)
# Leaves are coloured for some six weeks, and pictures are mostly taken in warm ones.
SEASON_SHARES = {"spring": 27, "summer": 46, "autumn": 12, "winter": 15}
SEASONS = tuple(SEASON_SHARES)

# What the photographed environments show.
HDRI_TIMES: Mapping[str, str] = {"sunrise": "dawn", "sunset": "dusk", "night": "night"}
HDRI_WEATHER: Mapping[str, str] = {"courtyard": "cloudy", "sunset": "cloudy", "sunrise": "cloudy"}

# Illuminance of a clear sky on level ground in lux by the sun's elevation in degrees: the Explanatory Supplement to
# the Astronomical Almanac's values at the ends of the twilights, and usual ones between.
TWILIGHT_DEG, TWILIGHT_LUX = (-18.0, -12.0, -6.0, -3.0, 0.0, 5.0), (0.001, 0.008, 3.4, 60.0, 600.0, 4500.0)
STREET_LUX = 15.0  # below a street lamp
LAMPLIT_RAD = float(np.radians(4.0))  # no picture is darkened for a sun as high as this
BEHIND_CLOUD = 1.5  # W/m², times the sky's strength, of a cloud before the sun
KOSCHMIEDER = 3.912  # visibility times extinction: contrast falls to 2 %

WAVELENGTHS_UM = np.array([0.612, 0.549, 0.465])  # at which red, green and blue of sRGB are about centred
DIRECT = np.array([1.06, 1.0, 0.93])  # the sun's part of white daylight, a sixth of which is the blue sky's
RAYLEIGH = 0.008735 * WAVELENGTHS_UM**-4.08  # optical depth of clean air (Leckner 1978)


@dataclass(frozen=True, eq=False)
class Conditions:
    """Attributes:
    world, lights, weather: for the scene; ``lights`` are those of the sky.
    night: lamps are lit: it is night, or dusk is nearly over.
    lamp_power: factor for ``scenes.lamps``: 1 by night, less at dusk, 0 by day.
    wanted_lights: share of vehicles that drive with their lamps on.
    season: one of ``SEASONS``.
    attributes: for the image's entry.
    """

    world: World
    lights: tuple[Light, ...]
    weather: Weather
    night: bool
    lamp_power: float
    wanted_lights: float
    season: str
    attributes: dict[str, AttributeValue]


def sample_conditions(
    rng: np.random.Generator, light: str = "day", weather: str = "clear", hdri: str = "city", season: str | None = None
) -> Conditions:
    """What shines and what falls.

    Args:
        light: ``day``, ``dusk`` (or dawn), ``night``, or ``hdri`` for a photographed environment. Those know no rain,
            snow or fog: with such weather it is day.
        weather: one of ``WEATHER_NAMES``; a photographed environment's own is used instead.
        hdri: name or path of the environment.
        season: one of ``SEASONS``; None draws one of ``season_shares``.

    Raises:
        ConfigError: no such light, weather or season.
    """
    expect_name(light, LIGHT_NAMES, "light")
    expect_name(weather, WEATHER_NAMES, "weather")
    if season is None:
        shares = season_shares(light, weather)
        p = np.array(list(shares.values()), np.float64)
        season = str(stream(rng, "season").choice(list(shares), p=p / p.sum()))
    expect_name(season, SEASONS, "season")
    if _is_photographed(light, weather):
        return _photographed(rng, hdri, season)
    time = _time(stream(rng, "time"), light)
    elevation = _sun_elevation_deg(stream(rng, "sun"), time, season)
    sky = _sky(stream(rng, "sky"), time, weather, elevation)
    falling = _weather(stream(rng, "weather"), time, weather, sky)
    strength, lights = _light(stream(rng, "light"), time, weather, sky)
    lamp_power = _lamp_power(time, elevation, strength)
    return Conditions(
        World(sky, 0.0, strength),
        lights,
        falling,
        night=lamp_power >= 0.3,
        lamp_power=lamp_power,
        wanted_lights=_wanted_lights(time, falling),
        season=season,
        attributes=_attributes(time, weather, "physical", elevation, falling, season, sky.haze),
    )


def season_shares(light: str, weather: str) -> Mapping[str, float]:
    """How often seasons come: snow lies in winter, and no photographed environment shows one."""
    if weather == "snow":
        return {"winter": 1}
    if _is_photographed(light, weather):
        return {season: share for season, share in SEASON_SHARES.items() if season != "winter"}
    return SEASON_SHARES


def _is_photographed(light: str, weather: str) -> bool:
    return light == "hdri" and weather not in ("rain", "snow", "fog")


def sheltered(sky: Conditions) -> Conditions:
    """The same under a roof: nothing falls or lies there, and lamps make it as bright by night as by day."""
    world = sky.world
    if isinstance(world.sky, Sky) and (world.sky.kind == "night" or world.sky.sun_elevation_rad < LAMPLIT_RAD):
        outside = replace(world.sky, kind="clear", sun_elevation_rad=LAMPLIT_RAD)
        world = replace(world, sky=outside, strength=min(world.strength, 0.05 if sky.night else 0.3))
    dry = {"wet": 0.0, "snow": 0.0, "rain": 0.0, "snowfall": 0.0}
    return replace(
        sky, world=world, weather=replace(FAIR, glare=0.15, seed=sky.weather.seed), attributes={**sky.attributes, **dry}
    )


def sunlight(elevation_rad: float, haze: float) -> tuple[Colour, float]:
    """Linear RGB (largest 1) and W/m² of the sun's direct light, in the pictures' unit.

    Air mass after Kasten and Young (1989), broadband power 1353 · 0.7^(AM^0.678) W/m² after Meinel and Meinel (1976),
    colour by Rayleigh's scattering (Leckner 1978) and Ångström's turbidity formula with an exponent of 1.3. At an air
    mass of 1.5 it is white together with the sky's, as a camera's daylight setting has it: alone a little warmer.
    """
    degrees = max(float(np.degrees(elevation_rad)), -1.0)
    mass = 1.0 / (np.sin(np.radians(degrees)) + 0.50572 * (degrees + 6.07995) ** -1.6364)
    aerosol = (0.03 + 0.17 * haze) * WAVELENGTHS_UM**-1.3
    color = np.exp(-(RAYLEIGH + aerosol) * mass + (RAYLEIGH + 0.05 * WAVELENGTHS_UM**-1.3) * 1.5)
    color *= DIRECT
    power = 13.53 * 0.7 ** (mass**0.678) * float(np.exp(-0.12 * haze * mass**0.5))
    color /= color.max()
    return (float(color[0]), float(color[1]), float(color[2])), float(power)


def _time(rng: np.random.Generator, light: str) -> str:
    if light == "dusk":
        return str(rng.choice(("dusk", "dawn"), p=(0.6, 0.4)))
    return "day" if light == "hdri" else light


def _sun_elevation_deg(rng: np.random.Generator, time: str, season: str) -> float:
    """Of the sun, at night of the moon, as it stands at temperate latitudes."""
    if time == "night":
        return float(rng.uniform(15.0, 60.0))
    if time in ("dusk", "dawn"):
        return float(rng.uniform(-6.5, 4.0))
    top = {"summer": 63.0, "winter": 24.0}.get(season, 45.0)
    return float(7.0 + (top - 7.0) * np.sqrt(rng.uniform(0.02, 1.0)))


def _sky(rng: np.random.Generator, time: str, weather: str, elevation_deg: float) -> Sky:
    clouds = {"clear": (0.0, 0.22), "cloudy": (0.3, 0.75)}.get(weather, (0.3, 1.0))
    chance = {"clear": 1.0, "cloudy": 1.0, "rain": 0.08, "snow": 0.35, "fog": 0.35}.get(weather, 0.0)
    open_sky = rng.uniform() < chance
    haze = 0.5 + 0.5 * rng.uniform() if weather == "fog" else float(rng.beta(1.3, 3.0))
    cover = float(rng.uniform(*clouds)) if open_sky else float(rng.uniform(0.2, 1.0))
    kind = "night" if time == "night" else "clear" if open_sky else "overcast"
    if kind == "clear" and weather == "snow":
        cover *= 0.6
    return Sky(
        kind,
        float(np.radians(elevation_deg)),
        float(rng.uniform(-np.pi, np.pi)),
        float(haze),
        cover,
        int(rng.integers(1, 1_000_000)),
    )


def _weather(rng: np.random.Generator, time: str, weather: str, sky: Sky) -> Weather:
    seed = int(rng.integers(1, 1_000_000))
    glare = float(rng.uniform(0.35, 1.0) if time == "night" else rng.uniform(0.15, 0.6) if time != "day" else 0.1)
    fair = replace(FAIR, glare=glare, seed=seed)
    if weather == "rain":
        rain = float(rng.beta(1.3, 1.8) * 0.9 + 0.1)
        wet, fog = float(np.clip(rng.normal(0.75, 0.15) + 0.2 * rain, 0.45, 1.0)), 0.0005 + 0.003 * rain**1.5
        return replace(fair, rain=rain, wet=wet, fog_per_m=float(fog))
    if weather == "snow":
        falls = rng.uniform() < (0.65 if sky.kind != "clear" else 0.1)
        snowfall = float(rng.uniform(0.1, 1.0)) if falls else 0.0
        return replace(
            fair,
            snow=float(rng.uniform(0.3, 1.0)),
            snowfall=snowfall,
            wet=float(rng.uniform(0.2, 0.6)),
            fog_per_m=float(0.0006 + 0.012 * snowfall**1.5) if falls else 0.0,
        )
    if weather == "fog":
        return replace(fair, fog_per_m=float(np.exp(rng.uniform(np.log(0.006), np.log(0.03)))))
    if weather != "clear" and rng.uniform() < 0.12:  # it has rained
        return replace(fair, wet=float(rng.uniform(0.2, 0.7)))
    return fair


def _light(rng: np.random.Generator, time: str, weather: str, sky: Sky) -> tuple[float, tuple[Light, ...]]:
    """Strength of the sky, and the sun's or the moon's lamp where it comes through."""
    if time == "night":
        moon = Sun(sky.sun_azimuth_rad, sky.sun_elevation_rad, (0.75, 0.88, 1.0), float(rng.uniform(0.0, 0.03)))
        veiled = weather not in ("clear", "cloudy")
        return float(np.exp(rng.uniform(np.log(0.008), np.log(0.035)))), () if veiled else (sun_lamp(moon, 0.0),)
    color, power = sunlight(sky.sun_elevation_rad, sky.haze)
    high = float(np.clip(np.sin(max(sky.sun_elevation_rad, 0.0)), 0.0, 1.0))
    strength = 0.4 + 0.8 * high + 0.3 * sky.haze * high
    if sky.kind == "overcast":
        soft = sun_lamp(Sun(sky.sun_azimuth_rad, max(sky.sun_elevation_rad, 0.5), (1.0, 1.0, 1.0), 0.5 * strength), 0.0)
        return strength, (replace(soft, size=1.2),)
    if sky.sun_elevation_rad <= np.radians(-0.5):
        return strength, ()
    covered = rng.uniform() < (0.45 if weather == "cloudy" else 0.08) * min(1.0, sky.clouds / 0.3)
    if covered or weather == "fog":  # behind a cloud
        power *= float(rng.uniform(0.05, 0.25))
    lamp = sun_lamp(Sun(sky.sun_azimuth_rad, max(sky.sun_elevation_rad, 0.01), color, power), 0.0)
    lamp = replace(lamp, size=0.15 if covered or weather == "fog" else 0.0093)
    if not covered:
        return strength, (lamp,)
    # The cloud is white, and passes most of the rest on in all directions: without it the sky would paint all blue.
    glow = Sun(sky.sun_azimuth_rad, max(sky.sun_elevation_rad, 0.4), (1.0, 0.98, 0.95), BEHIND_CLOUD * strength)
    return strength, (lamp, replace(sun_lamp(glow, 0.0), size=1.2))


def _lamp_power(time: str, elevation_deg: float, strength: float) -> float:
    """What a lamp's light is worth beside the sky's."""
    if time == "night":
        return 1.0
    if elevation_deg > 1.0:
        return 0.0
    lux = float(np.exp(np.interp(elevation_deg, TWILIGHT_DEG, np.log(TWILIGHT_LUX))))
    return min(1.0, strength * STREET_LUX / lux)


def _wanted_lights(time: str, weather: Weather) -> float:
    if time != "day":
        return 0.97 if time == "night" else 0.88
    return 0.9 if weather.rain > 0.0 or weather.fog_per_m > 0.004 else 0.7 if weather.snow > 0.0 else 0.25


def _photographed(rng: np.random.Generator, hdri: str, season: str) -> Conditions:
    turn = float(stream(rng, "turn").uniform(-np.pi, np.pi))
    share = float(stream(rng, "share").uniform(0.0, 1.0))
    sun = SUNS.get(hdri) if share >= 0.3 else None
    time, weather = HDRI_TIMES.get(hdri, "day"), HDRI_WEATHER.get(hdri, "clear")
    elevation = float(np.degrees(SUNS[hdri].elevation_rad)) if hdri in SUNS else 0.0
    return Conditions(
        World(hdri, turn),
        (sun_lamp(replace(sun, power=sun.power * share), turn),) if sun else (),
        replace(FAIR, glare=0.1),
        night=time == "night",
        lamp_power=1.0 if time == "night" else 0.0,
        wanted_lights=_wanted_lights(time, FAIR),
        season=season,
        attributes=_attributes(time, weather, hdri, elevation, FAIR, season, 0.2),
    )


def _attributes(
    time: str, weather: str, sky: str, elevation_deg: float, air: Weather, season: str, haze: float
) -> dict[str, AttributeValue]:
    clear_m = 40_000.0 * float(np.exp(-2.5 * haze))
    return {
        "time_of_day": time,
        "weather": weather,
        "season": season,
        "sky": sky,
        "sun_elevation_deg": round(elevation_deg, 2) if time != "night" else -18.0,
        "wet": round(air.wet, 3),
        "snow": round(air.snow, 3),
        "rain": round(air.rain, 3),
        "snowfall": round(air.snowfall, 3),
        "visibility_m": round(min(clear_m, KOSCHMIEDER / max(air.fog_per_m, 1e-9))),
    }
