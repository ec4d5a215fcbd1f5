"""The scene ``my_scene``. See it: prelabel preview my_scene.py

A picture is a function of `rng` and `params` alone. Units are metres; x is ahead, y to the left, z up.
"""

import numpy as np

from assets import Asset, Material
from assets.compose import moved, together
from assets.environments.surfaces import concrete
from assets.primitives import cylinder, floor, sphere
from assets.random import stream
from scenes import Distribution, Placed, Pose, SceneParams, SceneSpec, integer, name, number, scene
from scenes.blocks import Area, orbit, sample_conditions, scatter

COLORS = {"red": (0.6, 0.03, 0.02), "yellow": (0.75, 0.45, 0.02), "blue": (0.03, 0.1, 0.5)}  # linear RGB


class MyScene(SceneParams):
    """What is random. Each has a distribution that `--set` and YAML may change, a range, and a unit."""

    each = ("color",)  # drawn for each thing, through params.of(index)

    count: Distribution = integer("uniform(3, 8)", 1, 20, help="buoys in the picture")
    color: Distribution = name({"red": 2, "yellow": 2, "blue": 1}, tuple(COLORS), help="of each buoy")
    distance_m: Distribution = number("uniform(5, 10)", 2, 50, "m", help="of the camera from the middle")
    light: Distribution = name({"day": 4, "dusk": 1}, ("day", "dusk", "night"), help="time of day")
    weather: Distribution = name(("clear", "cloudy", "rain"), ("clear", "cloudy", "overcast", "rain"), help="weather")


# categories and parts name all that may come, so that every run numbers them alike.
@scene("my_scene", params=MyScene, categories=("buoy",), parts=("foot", "ball"))
def my_scene(rng: np.random.Generator, params: MyScene) -> SceneSpec:
    """Buoys on a concrete yard."""
    buoys = []
    for index in range(params.integer(rng, "count")):
        own = stream(rng, f"buoy {index}")  # a stream of its own: one more buoy does not change the others
        buoys.append(buoy(own, params.of(index).name(own, "color")))
    # Labelled things get the ids 1, 2, …; where they do not fit, scatter raises SceneError, and another try is made.
    placed = scatter(stream(rng, "places"), buoys, Area(6.0, 6.0), margin_m=0.1)
    ground = Placed(floor(100.0, concrete(stream(rng, "ground"), plate_m=3.0)), Pose.at())
    sky = sample_conditions(stream(rng, "sky"), params.name(rng, "light"), params.name(rng, "weather"))
    distance, azimuth = params.number(rng, "distance_m"), rng.uniform(0.0, 360.0)
    camera = orbit(params.size, (0.0, 0.0, 0.3), distance, azimuth, elevation_deg=rng.uniform(8.0, 40.0))
    told = {"count": len(placed), "distance_m": distance, **sky.attributes}  # written to each image's entry
    return SceneSpec((ground, *placed), camera, sky.world, sky.lights, told, sky.weather)


def buoy(rng: np.random.Generator, color: str) -> Asset:
    """A ball on a foot: put your own asset here (`prelabel new asset NAME`, or `prelabel assets add FILE`)."""
    paint = Material("paint", base_color=COLORS[color], roughness=float(rng.uniform(0.2, 0.6)), coat=0.5)
    rubber = Material("rubber", base_color=(0.03, 0.03, 0.03), roughness=0.8)
    radius = float(rng.uniform(0.2, 0.35))
    foot = cylinder(0.8 * radius, 0.1, rubber, part="foot")
    ball = moved(sphere(radius, paint, part="ball"), (0.0, 0.0, 0.08))
    return together("buoy", [foot, ball], category="buoy", attributes={"color": color, "radius_m": round(radius, 3)})
