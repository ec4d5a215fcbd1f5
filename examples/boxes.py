"""A scene in twenty lines. Try it: prelabel preview examples/boxes.py"""

import numpy as np

import prelabel as pl


class Boxes(pl.SceneParams):
    count: pl.Distribution = pl.integer("uniform(1, 6)", 1, 20, help="boxes in the picture")


@pl.scene("boxes", params=Boxes, categories=("box",), parts=("box",))
def boxes(rng: np.random.Generator, params: Boxes) -> pl.SceneSpec:
    """Coloured boxes on a floor."""
    count = params.integer(rng, "count")
    placed = [pl.Placed(pl.primitives.floor(60.0, pl.Material("floor", roughness=0.8)), pl.Pose.at())]
    for number in range(1, count + 1):
        own = pl.random.stream(rng, f"box {number}")  # so that one more box does not move the others
        paint = pl.Material("paint", base_color=tuple(own.uniform(0.02, 0.8, 3)), roughness=0.4)
        asset = pl.primitives.box(tuple(own.uniform(0.3, 1.0, 3)), paint, category="box")
        place = pl.Pose.at(own.uniform(-2.0, 2.0), 1.5 * (number - (count + 1) / 2), yaw_rad=own.uniform(0.0, 6.28))
        placed.append(pl.Placed(asset, place, instance_id=number))
    view = pl.look_at((-6.0 - count, rng.uniform(-3.0, 3.0), rng.uniform(1.5, 4.0)), (0.0, 0.0, 0.4))
    camera = pl.PinholeCamera.from_fov(params.size, fov_rad=0.9, pose=view)
    return pl.SceneSpec(tuple(placed), camera, pl.World("courtyard"), parameters={"count": count})
