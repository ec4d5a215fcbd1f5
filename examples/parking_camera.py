"""A car park round a parking camera, a fisheye. Try it: prelabel preview examples/parking_camera.py"""

import numpy as np

import prelabel as pl

vehicles = pl.assets.vehicles
# Of a lens such as cars have: OpenCV's coefficients, and where its image circle ends.
LENS = pl.Fisheye(-0.025, 0.004, -0.0008, 0.00005, edge_rad=float(np.radians(97.0)))
TYPES = ("sedan", "hatchback", "suv", "panel_van")
CLEAR_M = 1.2  # between the camera and the nearest vehicle's middle line, beside half a vehicle


class ParkingCamera(pl.SceneParams):
    each = ("type", "color")  # drawn for each vehicle

    count: pl.Distribution = pl.integer("uniform(4, 10)", 1, 16, help="vehicles round the camera")
    type: pl.Distribution = pl.name(TYPES, TYPES, help="kind of vehicle")
    color: pl.Distribution = pl.name(tuple(vehicles.COLORS), tuple(vehicles.COLORS), help="its paint")
    height_m: pl.Distribution = pl.number("uniform(0.5, 1.1)", 0.3, 3, "m", help="of the camera above the ground")
    down_deg: pl.Distribution = pl.number("uniform(5, 35)", 0, 60, "deg", help="how far it looks down")
    fov_deg: pl.Distribution = pl.number("190", 60, 194, "deg", help="angle of the longer side")


@pl.scene("parking_camera", params=ParkingCamera, categories=vehicles.CATEGORIES, parts=vehicles.PARTS)
def parking_camera(rng: np.random.Generator, params: ParkingCamera) -> pl.SceneSpec:
    """Parked vehicles from one of them, ahead and beside."""
    sky = pl.blocks.sample_conditions(pl.random.stream(rng, "sky"), "day", "clear")
    site = pl.assets.environments.sites.parking_lot(pl.random.stream(rng, "site"), sky.season)
    own = site.bays[np.argmin(np.linalg.norm(site.bays[:, :2], axis=1))]  # the camera stands at its open end
    ahead = np.array([np.cos(own[2]), np.sin(own[2])])
    eye = own[:2] + 2.6 * ahead
    away = np.linalg.norm(site.bays[:, :2] - eye, axis=1)
    near = [index for index in np.argsort(away)[:17] if away[index] > CLEAR_M and (site.bays[index] != own).any()]
    parked = []
    for index, bay in enumerate(
        pl.random.stream(rng, "bays").permutation(near)[: params.integer(rng, "count")].tolist()
    ):
        mine, what = pl.random.stream(rng, f"vehicle {index}"), params.of(index)
        asset = vehicles.vehicle(pl.random.stream(mine, "shape"), what.name(mine, "type"), what.name(mine, "color"))
        x, y, yaw = site.bays[bay].tolist()
        parked.append(pl.Placed(asset, pl.Pose.at(x, y, 0.0, yaw + mine.choice([0.0, np.pi])), index + 1))
    height, down = params.number(rng, "height_m"), params.number(rng, "down_deg")
    target = (*(eye + ahead), height - np.tan(np.radians(down)))
    camera = pl.blocks.look_from(params.size, (*eye, height), target, params.number(rng, "fov_deg"), distortion=LENS)
    parameters = {"count": len(parked), "height_m": round(height, 3), "down_deg": round(down, 2), **sky.attributes}
    return pl.SceneSpec((*pl.blocks.scenery(site), *parked), camera, sky.world, sky.lights, parameters, sky.weather)
