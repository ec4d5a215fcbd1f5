"""A scene whose settings are hidden from a fit: crates, posts and plates on a plain. Its labels alone tell of them."""

import math

import numpy as np

from assets import Material
from assets.primitives import box
from assets.random import stream
from scenes import PinholeCamera, Placed, Pose, SceneParams, SceneSpec, World, look_at, scene
from scenes.distributions import Distribution
from scenes.params import integer, name, number

PAINT = Material("paint")
SIZES = {"crate": (1.0, 1.0, 1.0), "post": (0.3, 0.3, 2.0), "plate": (2.4, 2.4, 0.2)}


class Planted(SceneParams):
    each = ("kind", "scale")

    count: Distribution = integer("uniform(1, 5)", 1, 10)
    kind: Distribution = name({"crate": 1, "post": 1, "plate": 1}, tuple(SIZES))
    scale: Distribution = number("uniform(0.5, 1.5)", 0.2, 3)
    distance_m: Distribution = number("uniform(8, 20)", 4, 40)
    height_m: Distribution = number("uniform(1, 5)", 0.5, 10)
    pan_deg: Distribution = number("uniform(-12, 12)", -30, 30)
    spread_m: Distribution = number("uniform(1, 4)", 0.5, 8)
    tint: Distribution = number("uniform(0, 1)", 0, 1)


@scene("planted", params=Planted, categories=tuple(SIZES), parts=("box",))
def planted(rng: np.random.Generator, params: Planted) -> SceneSpec:
    """Things on a plain."""
    spread, count = params.number(rng, "spread_m"), params.integer(rng, "count")
    placed = []
    for index in range(count):
        own, mine = stream(rng, f"thing {index}"), params.of(index)
        kind, scale = mine.name(own, "kind"), mine.number(own, "scale")
        size = tuple(side * scale for side in SIZES[kind])
        asset = box((size[0], size[1], size[2]), PAINT, category=kind)
        x, y = own.uniform(-0.5, 0.5), own.uniform(-spread, spread)
        placed.append(Placed(asset, Pose.at(x, y, 0.0, own.uniform(0.0, math.pi)), index + 1))
    distance, height = params.number(rng, "distance_m"), params.number(rng, "height_m")
    pan = math.radians(params.number(rng, "pan_deg"))
    eye = np.array([-distance, 0.0, height])
    ahead = np.array([math.cos(pan), math.sin(pan), -0.12])
    camera = PinholeCamera.from_fov(params.size, math.radians(70.0), look_at(eye, eye + ahead))
    params.number(rng, "tint")
    return SceneSpec(tuple(placed), camera, World("courtyard"))
