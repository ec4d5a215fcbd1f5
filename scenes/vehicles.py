"""Cars on a road, in a car park or on open ground, under the light of a built-in environment."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assets import Asset, AttributeValue, SceneError
from assets.environments import BUILT_IN
from assets.environments.ground import BAY_M, LANE_M, LAYOUTS, bay_rows, ground
from assets.environments.suns import SUNS
from assets.geometry import BOX_CORNERS
from assets.random import stream
from assets.vehicles import CAR_TYPES, COLORS, PARTS, car
from scenes.camera import PinholeCamera
from scenes.distributions import Distribution
from scenes.params import SceneParams, integer, name, number
from scenes.placement import overlap, sun_lamp
from scenes.pose import Float64, Pose, look_at
from scenes.registry import scene
from scenes.spec import Placed, SceneSpec, World

TRIES = 60  # places tried for each car
CAMERAS = 40  # cameras and layouts tried for a set of cars
MARGIN_M = 0.35  # between any two cars
NEAREST_M = 4.2  # from the camera to a car's middle
SMALLEST = 0.09  # of the picture's shorter side: a car's height
HIDDEN = 0.6  # of a car's width that nearer cars may cover

# Shares of registrations by body in Europe and North America together, rounded by us; SUVs of all sizes are one type.
TYPE_SHARES = {
    "sedan": 0.24,
    "hatchback": 0.22,
    "suv": 0.26,
    "estate": 0.10,
    "minivan": 0.06,
    "pickup": 0.07,
    "coupe": 0.05,
}
COLOR_SHARES = {color: paint.frequency for color, paint in COLORS.items()}
HDRI_SHARES = {
    "city": 26,
    "courtyard": 14,
    "forest": 22,
    "sunrise": 12,
    "sunset": 10,
    "studio": 6,
    "night": 5,
}
LAYOUT_SHARES = {"road": 45, "parking": 30, "open": 25}


class Vehicles(SceneParams):
    count: Distribution = integer("uniform(1, 6)", 1, 12, help="cars in the picture")
    type: Distribution = name(TYPE_SHARES, CAR_TYPES, help="body of each car")
    color: Distribution = name(COLOR_SHARES, tuple(COLORS), help="paint of each car")
    layout: Distribution = name(LAYOUT_SHARES, LAYOUTS, help="how the cars stand")
    hdri: Distribution = name(HDRI_SHARES, BUILT_IN, open=True, help="light and background")
    sun: Distribution = number("uniform(0, 1)", 0, 1, help="share of the strongest fitting sun; below 0.3 no sun")
    camera_height_m: Distribution = number(
        "truncnormal(1.9, 1.6, 1.2, 6)", 0.3, 15, "m", help="of the camera above the ground"
    )
    distance_m: Distribution = number("truncnormal(7.5, 4, 5, 18)", 4.5, 60, "m", help="to the first car")
    fov_deg: Distribution = number(
        "truncnormal(52, 10, 34, 72)", 10, 110, "deg", help="angle of the picture's longer side"
    )
    exposure_ev: Distribution = number("normal(0, 0.3)", -3, 3, "EV", help="stops beside the light meter's choice")


@scene("vehicles", params=Vehicles, categories=("car",), parts=PARTS)
def vehicles(rng: np.random.Generator, params: Vehicles) -> SceneSpec:
    """Cars on roads and in car parks, seen from a person's or a pole's height."""
    cars = [_car(stream(rng, f"car {index}"), params) for index in range(params.integer(rng, "count"))]
    frame, placed = _arrange(rng, params, cars)
    floor = ground(stream(rng, "ground"), frame.layout, frame.lanes)
    hdri, turn = params.name(rng, "hdri"), float(stream(rng, "turn").uniform(-np.pi, np.pi))
    share = params.number(rng, "sun")
    sun = SUNS.get(hdri) if share >= 0.3 else None
    parameters: dict[str, AttributeValue] = {"count": len(placed), "layout": frame.layout, "hdri": hdri}
    parameters |= {
        "hdri_rotation_deg": round(float(np.degrees(turn)), 2),
        "sun_w_m2": round(sun.power * share, 3) if sun else 0.0,
    }
    parameters |= frame.parameters
    return SceneSpec(
        (Placed(floor, frame.origin), *placed),
        frame.camera,
        World(hdri, turn),
        (sun_lamp(replace(sun, power=sun.power * share), turn),) if sun else (),
        parameters,
    )


def _car(rng: np.random.Generator, params: Vehicles) -> Asset:
    return car(rng, params.name(rng, "type"), params.name(rng, "color"))


def _arrange(rng: np.random.Generator, params: Vehicles, cars: list[Asset]) -> tuple["_Frame", list[Placed]]:
    """A camera and a place for every car.

    Other cameras are tried before giving up, and asked for less and less, lest full pictures come out rare.

    Raises:
        SceneError: no camera of ``CAMERAS`` sees a place for every car.
    """
    for attempt in range(CAMERAS):
        own = stream(rng, f"arrangement {attempt}")
        frame, placed = _Frame.sample(own, params, len(cars)), list[Placed]()
        try:
            for index, asset in enumerate(cars):
                placed.append(_place(stream(own, f"car {index}"), frame, asset, placed, attempt / CAMERAS))
        except SceneError as error:
            last = error
            continue
        return frame, placed
    raise SceneError(f"vehicles: {CAMERAS} cameras tried for {len(cars)} cars; the last: {last}") from last


@dataclass(frozen=True, eq=False)
class _Frame:
    """Where the camera stands and how the ground is divided, before any car stands on it."""

    camera: PinholeCamera
    layout: str
    origin: Pose
    lanes: tuple[int, int]
    oncoming_from: int
    distance: float
    parameters: dict[str, AttributeValue]

    @classmethod
    def sample(cls, rng: np.random.Generator, params: Vehicles, count: int) -> "_Frame":
        """The camera stands over the world's origin and looks along +x; the first car's place is ``distance`` ahead."""
        height, distance = params.number(rng, "camera_height_m"), params.number(rng, "distance_m")
        fov, exposure = params.number(rng, "fov_deg"), params.number(rng, "exposure_ev")
        aim = stream(rng, "camera")
        target = [distance * aim.uniform(1.15, 2.0), 0.0, aim.uniform(0.5, 1.1)]
        pose = look_at([0.0, 0.0, height], target, float(np.radians(aim.normal(0.0, 0.8))))
        camera = PinholeCamera.from_fov(params.size, float(np.radians(fov)), pose, exposure)
        lay = stream(rng, "layout frame")
        origin = Pose.at(distance, float(lay.uniform(-0.12, 0.12)) * distance, 0.0, float(lay.uniform(-np.pi, np.pi)))
        lanes = (-int(lay.integers(count > 3, 3)), int(lay.integers(count > 2, 3)))
        sampled = {"camera_height_m": height, "distance_m": distance, "fov_deg": fov, "exposure_ev": exposure}
        layout = params.name(rng, "layout")
        parameters: dict[str, AttributeValue] = {key: round(value, 3) for key, value in sampled.items()}
        return cls(camera, layout, origin, lanes, int(lay.integers(lanes[0], lanes[1] + 2)), distance, parameters)


def _place(rng: np.random.Generator, frame: _Frame, asset: Asset, others: list[Placed], lenience: float) -> Placed:
    """A pose for the car in the camera's view that neither touches nor hides behind the others.

    ``lenience``, 0..1, lets cars be smaller and hide each other more.

    Raises:
        SceneError: none found in ``TRIES``.
    """
    smallest, hidden = SMALLEST * (1.0 - 0.45 * lenience), HIDDEN + 0.15 * lenience
    spans = [_span(frame.camera, other) for other in others]
    stands = _candidates(rng, frame, first=not others)
    for x, y, yaw in stands[_in_view(frame.camera, asset, stands, smallest)]:
        pose = Pose.at(float(x), float(y), 0.0, float(yaw))
        instance = Placed(asset, pose, len(others) + 1)
        if any(overlap(instance, other, MARGIN_M) for other in others):
            continue
        if not _hidden([*spans, _span(frame.camera, instance)], hidden):
            return instance
    raise SceneError(f"vehicles: found no free place in view for car {len(others) + 1} in {TRIES} tries")


def _candidates(rng: np.random.Generator, frame: _Frame, first: bool) -> Float64:
    """(TRIES, 3) x, y, yaw: somewhere in view, moved into a lane or a bay and turned along it; a few stand freely."""
    half = np.arctan(frame.camera.width / 2.0 / frame.camera.focal_px)
    far = rng.uniform(np.log(0.9 if first else 0.75), np.log(1.15 if first else 3.2), TRIES)
    bearing = half * rng.uniform(-0.92, 0.92, TRIES) * (0.33 if first else 1.0)
    away, free = frame.distance * np.exp(far), rng.uniform(size=TRIES)
    turn, start = frame.origin.rotation[:2, :2], frame.origin.translation[:2]
    x, y = ((np.stack([away * np.cos(bearing), away * np.sin(bearing)], axis=1) - start) @ turn).T
    heading, noise, coin = (
        rng.uniform(-np.pi, np.pi, TRIES),
        rng.normal(size=(3, TRIES)).clip(-2.0, 2.0),
        rng.uniform(size=TRIES),
    )
    if frame.layout == "road":
        tidy = free < 0.93
        lane = np.clip(np.round(y / LANE_M), *frame.lanes)
        y = np.where(tidy, lane * LANE_M + 0.2 * noise[0], y)
        heading = np.where(tidy, np.pi * (lane >= frame.oncoming_from) + 0.03 * noise[1], heading)
    elif frame.layout == "parking":
        tidy, rows = free < 0.88, np.array(bay_rows())
        row = rows[np.argmin(np.abs(rows[:, None] - y), axis=0)]
        x = np.where(tidy, np.round(x / BAY_M) * BAY_M + 0.08 * noise[0], x)
        y = np.where(tidy, row + 0.15 * noise[1], y)
        heading = np.where(tidy, np.pi / 2.0 * np.where(coin < 0.5, 1.0, -1.0) + 0.025 * noise[2], heading)
    else:
        heading = np.where(free < 0.5, 0.25 * noise[0] + np.pi * (coin < 0.4), heading)
    place = np.stack([x, y], axis=1) @ turn.T + start
    return np.column_stack([place, np.arctan2(turn[1, 0], turn[0, 0]) + heading])


def _in_view(camera: PinholeCamera, asset: Asset, stands: Float64, smallest: float) -> NDArray[np.bool_]:
    """Where the car's middle would be in the picture and not too near, and the car large enough."""
    middle = np.column_stack([stands[:, :2], np.full(len(stands), asset.center[2])])
    depth = camera.to_camera(middle)[:, 2]
    large = asset.size[2] * camera.focal_px >= smallest * min(camera.width, camera.height) * depth
    share = camera.project(middle) / [camera.width, camera.height]
    # NaN, behind the camera, is outside
    inside = (share > [0.04, 0.05]).all(axis=1) & (share < [0.96, 0.97]).all(axis=1)
    out: NDArray[np.bool_] = (depth >= NEAREST_M) & large & inside
    return out


def _hidden(spans: list[tuple[float, float, float]], most: float) -> bool:
    """Whether nearer cars cover more than the share ``most`` of some car's width; ``spans`` as ``_span`` gives them."""
    spans = sorted(spans)
    for index, (_, low, high) in enumerate(spans):
        covered = sum(max(0.0, min(high, far) - max(low, near)) for _, near, far in spans[:index])
        if covered > most * (high - low):
            return True
    return False


def _span(camera: PinholeCamera, car: Placed) -> tuple[float, float, float]:
    """Depth of the car's middle, and left and right end of its box in the picture, in pixels."""
    corners = car.pose.apply(np.array(car.asset.center) + BOX_CORNERS * np.array(car.asset.size) / 2.0)
    u = camera.project(corners)[:, 0]
    return (float(camera.to_camera(corners.mean(axis=0))[2]), float(np.nanmin(u)), float(np.nanmax(u)))
