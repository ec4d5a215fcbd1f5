"""The scene ``my_scene``. See it: prelabel preview my_scene.py

A picture is a function of `rng` and `params` alone. Units are metres; x is ahead, y to the left, z up.
"""

import numpy as np

import prelabel as pl

COLORS = {"red": (0.6, 0.03, 0.02), "yellow": (0.75, 0.45, 0.02), "blue": (0.03, 0.1, 0.5)}  # linear RGB
WEATHER = ("clear", "cloudy", "overcast", "rain")


class MyScene(pl.SceneParams):
    """What is random. Each has a distribution that `--set` and YAML may change, a range, and a unit."""

    each = ("color",)  # drawn for each thing, through params.of(index)

    count: pl.Distribution = pl.integer("uniform(3, 8)", 1, 20, help="buoys in the picture")
    color: pl.Distribution = pl.name({"red": 2, "yellow": 2, "blue": 1}, tuple(COLORS), help="of each buoy")
    distance_m: pl.Distribution = pl.number("uniform(5, 10)", 2, 50, "m", help="of the camera from the middle")
    light: pl.Distribution = pl.name({"day": 4, "dusk": 1}, ("day", "dusk", "night"), help="time of day")
    weather: pl.Distribution = pl.name(("clear", "cloudy", "rain"), WEATHER, help="weather")


# categories and parts name all that may come, so that every run numbers them alike.
@pl.scene("my_scene", params=MyScene, categories=("buoy",), parts=("foot", "ball"))
def my_scene(rng: np.random.Generator, params: MyScene) -> pl.SceneSpec:
    """Buoys on a concrete yard."""
    buoys = []
    for index in range(params.integer(rng, "count")):
        own = pl.random.stream(rng, f"buoy {index}")  # a stream of its own: one more buoy does not change the others
        buoys.append(buoy(own, params.of(index).name(own, "color")))
    # Labelled things get the ids 1, 2, …; where they do not fit, scatter raises SceneError, and another try is made.
    placed = pl.blocks.scatter(pl.random.stream(rng, "places"), buoys, pl.blocks.Area(6.0, 6.0), margin_m=0.1)
    concrete = pl.assets.environments.surfaces.concrete(pl.random.stream(rng, "ground"), plate_m=3.0)
    ground = pl.Placed(pl.primitives.floor(100.0, concrete), pl.Pose.at())
    light, weather = params.name(rng, "light"), params.name(rng, "weather")
    sky = pl.blocks.sample_conditions(pl.random.stream(rng, "sky"), light, weather)
    distance = params.number(rng, "distance_m")

    def camera(rng: np.random.Generator) -> pl.PinholeCamera:
        azimuth, elevation = rng.uniform(0.0, 360.0), rng.uniform(8.0, 40.0)
        return pl.blocks.orbit(params.size, (0.0, 0.0, 0.3), distance, azimuth, elevation)

    told = {"count": len(placed), "distance_m": distance, **sky.attributes}  # written to each image's entry
    views = pl.blocks.further(rng, params, camera, placed)  # for --views K: more pictures of the same buoys
    return pl.SceneSpec((ground, *placed), camera(rng), sky.world, sky.lights, told, sky.weather, views=views)


def buoy(rng: np.random.Generator, color: str) -> pl.Asset:
    """A ball on a foot: put your own asset here (`prelabel new asset NAME`, or `prelabel assets add FILE`)."""
    paint = pl.Material("paint", base_color=COLORS[color], roughness=float(rng.uniform(0.2, 0.6)), coat=0.5)
    rubber = pl.Material("rubber", base_color=(0.03, 0.03, 0.03), roughness=0.8)
    radius = float(rng.uniform(0.2, 0.35))
    foot = pl.primitives.cylinder(0.8 * radius, 0.1, rubber, part="foot")
    ball = pl.compose.moved(pl.primitives.sphere(radius, paint, part="ball"), (0.0, 0.0, 0.08))
    return pl.compose.together(
        "buoy",
        [foot, ball],
        category="buoy",
        attributes={"color": color, "radius_m": round(radius, 3)},
    )
