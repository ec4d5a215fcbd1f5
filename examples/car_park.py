"""A car park from a drone, of built-in parts. Try it: prelabel preview examples/car_park.py"""

import numpy as np

import prelabel as pl

vehicles = pl.assets.vehicles
TYPES = {"sedan": 4, "hatchback": 4, "suv": 4, "panel_van": 1}
COLORS = tuple(vehicles.COLORS)
WEATHER = ("clear", "cloudy", "overcast")


class CarPark(pl.SceneParams):
    each = ("type", "color")  # drawn for each vehicle

    count: pl.Distribution = pl.integer("uniform(6, 24)", 1, 40, help="vehicles on the car park")
    type: pl.Distribution = pl.name(TYPES, tuple(vehicles.FLEET), help="kind of vehicle")
    color: pl.Distribution = pl.name(COLORS, COLORS, help="its paint")
    height_m: pl.Distribution = pl.number("uniform(18, 45)", 8, 120, "m", help="of the drone above the ground")
    down_deg: pl.Distribution = pl.number("uniform(50, 90)", 20, 90, "deg", help="how steeply it looks down")
    weather: pl.Distribution = pl.name(WEATHER, WEATHER, help="of the day")


@pl.scene("car_park", params=CarPark, categories=vehicles.CATEGORIES, parts=vehicles.PARTS)
def car_park(rng: np.random.Generator, params: CarPark) -> pl.SceneSpec:
    """Parked vehicles from a drone."""
    sky = pl.blocks.sample_conditions(pl.random.stream(rng, "sky"), "day", params.name(rng, "weather"))
    site = pl.assets.environments.sites.parking_lot(pl.random.stream(rng, "site"), sky.season)
    where = rng.uniform(-6.0, 6.0, 2)
    near = np.argsort(np.linalg.norm(site.bays[:, :2] - where, axis=1))[:40]
    bays, count = site.bays[pl.random.stream(rng, "bays").permutation(near)], params.integer(rng, "count")
    parked = []
    for index, (x, y, yaw) in enumerate(bays[:count].tolist()):
        own, mine = pl.random.stream(rng, f"vehicle {index}"), params.of(index)
        asset = vehicles.vehicle(pl.random.stream(own, "shape"), mine.name(own, "type"), mine.name(own, "color"))
        place = pl.Pose.at(x + own.normal(0.0, 0.1), y + own.normal(0.0, 0.15), 0.0, yaw + own.normal(0.0, 0.02))
        parked.append(pl.Placed(asset, place, index + 1))
    height, down = params.number(rng, "height_m"), params.number(rng, "down_deg")

    def camera(rng: np.random.Generator) -> pl.PinholeCamera:
        distance, azimuth = height / np.sin(np.radians(down)), rng.uniform(0.0, 360.0)
        return pl.blocks.orbit(params.size, (*where, 0.0), distance, azimuth, down, 60.0)

    first, views = camera(rng), pl.blocks.further(rng, params, camera, parked)
    scenery = pl.blocks.scenery(site)
    parameters = {"count": len(parked), "height_m": round(height, 2), "down_deg": round(down, 2), **sky.attributes}
    return pl.SceneSpec((*scenery, *parked), first, sky.world, sky.lights, parameters, sky.weather, views=views)
