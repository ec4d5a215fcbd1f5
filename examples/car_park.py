"""A car park from a drone, of built-in parts. Try it: prelabel preview examples/car_park.py"""

import numpy as np

from assets.environments.sites import parking_lot
from assets.random import stream
from assets.vehicles import CATEGORIES, COLORS, FLEET, PARTS, vehicle
from scenes import Distribution, Placed, Pose, SceneParams, SceneSpec, integer, name, number, scene
from scenes.blocks import orbit, sample_conditions, scenery

TYPES = {"sedan": 4, "hatchback": 4, "suv": 4, "panel_van": 1}


class CarPark(SceneParams):
    each = ("type", "color")  # drawn for each vehicle

    count: Distribution = integer("uniform(6, 24)", 1, 40, help="vehicles on the car park")
    type: Distribution = name(TYPES, tuple(FLEET), help="kind of vehicle")
    color: Distribution = name(tuple(COLORS), tuple(COLORS), help="its paint")
    height_m: Distribution = number("uniform(18, 45)", 8, 120, "m", help="of the drone above the ground")
    down_deg: Distribution = number("uniform(50, 90)", 20, 90, "deg", help="how steeply it looks down")
    weather: Distribution = name(("clear", "cloudy", "overcast"), ("clear", "cloudy", "overcast"), help="of the day")


@scene("car_park", params=CarPark, categories=CATEGORIES, parts=PARTS)
def car_park(rng: np.random.Generator, params: CarPark) -> SceneSpec:
    """Parked vehicles from a drone."""
    sky = sample_conditions(stream(rng, "sky"), "day", params.name(rng, "weather"))
    site = parking_lot(stream(rng, "site"), sky.season)
    where = rng.uniform(-6.0, 6.0, 2)
    near = np.argsort(np.linalg.norm(site.bays[:, :2] - where, axis=1))[:40]
    bays, count = site.bays[stream(rng, "bays").permutation(near)], params.integer(rng, "count")
    parked = []
    for index, (x, y, yaw) in enumerate(bays[:count].tolist()):
        own, mine = stream(rng, f"vehicle {index}"), params.of(index)
        asset = vehicle(stream(own, "shape"), mine.name(own, "type"), mine.name(own, "color"))
        place = Pose.at(x + own.normal(0.0, 0.1), y + own.normal(0.0, 0.15), 0.0, yaw + own.normal(0.0, 0.02))
        parked.append(Placed(asset, place, index + 1))
    height, down = params.number(rng, "height_m"), params.number(rng, "down_deg")
    camera = orbit(params.size, (*where, 0.0), height / np.sin(np.radians(down)), rng.uniform(0.0, 360.0), down, 60.0)
    parameters = {"count": len(parked), "height_m": round(height, 2), "down_deg": round(down, 2), **sky.attributes}
    return SceneSpec((*scenery(site), *parked), camera, sky.world, sky.lights, parameters, sky.weather)
