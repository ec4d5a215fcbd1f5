"""A scene in twenty lines. Try it: prelabel preview examples/boxes.py"""

import numpy as np

from assets import Material
from assets.primitives import box, floor
from assets.random import stream
from scenes import Distribution, PinholeCamera, Placed, Pose, SceneParams, SceneSpec, World, integer, look_at, scene


class Boxes(SceneParams):
    count: Distribution = integer("uniform(1, 6)", 1, 20, help="boxes in the picture")


@scene("boxes", params=Boxes, categories=("box",), parts=("box",))
def boxes(rng: np.random.Generator, params: Boxes) -> SceneSpec:
    """Coloured boxes on a floor."""
    count = params.integer(rng, "count")
    placed = [Placed(floor(60.0, Material("floor", roughness=0.8)), Pose.at())]
    for number in range(1, count + 1):
        own = stream(rng, f"box {number}")  # so that one more box does not move the others
        paint = Material("paint", base_color=tuple(own.uniform(0.02, 0.8, 3)), roughness=0.4)
        asset = box(tuple(own.uniform(0.3, 1.0, 3)), paint, category="box")
        place = Pose.at(own.uniform(-2.0, 2.0), 1.5 * (number - (count + 1) / 2), yaw_rad=own.uniform(0.0, 6.28))
        placed.append(Placed(asset, place, instance_id=number))
    view = look_at((-6.0 - count, rng.uniform(-3.0, 3.0), rng.uniform(1.5, 4.0)), (0.0, 0.0, 0.4))
    camera = PinholeCamera.from_fov(params.size, fov_rad=0.9, pose=view)
    return SceneSpec(tuple(placed), camera, World("courtyard"), parameters={"count": count})
