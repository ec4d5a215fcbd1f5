"""Moving boxes. Try it: prelabel render examples/moving_boxes.py --sequence 12 --count 1 --out clips"""

import numpy as np

import prelabel as pl


class MovingBoxes(pl.SceneParams):
    count: pl.Distribution = pl.integer("uniform(2, 4)", 1, 8, help="boxes in the picture")
    speed_mps: pl.Distribution = pl.number("uniform(0.5, 2)", 0, 20, "m/s", help="of each box")
    each = ("speed_mps",)


@pl.scene("moving_boxes", params=MovingBoxes, categories=("box",), parts=("box",))
def moving_boxes(rng: np.random.Generator, params: MovingBoxes) -> pl.SceneSpec:
    """Boxes that glide over a floor, seen by a camera that turns a little."""
    count = params.integer(rng, "count")
    placed = [pl.Placed(pl.primitives.floor(60.0, pl.Material("floor", roughness=0.8)), pl.Pose.at())]
    movers: dict[int, pl.motion.Mover] = {}
    for number in range(1, count + 1):
        own = pl.random.stream(rng, f"box {number}")
        paint = pl.Material("paint", base_color=tuple(own.uniform(0.02, 0.8, 3)), roughness=0.4)
        asset = pl.primitives.box(tuple(own.uniform(0.3, 1.0, 3)), paint, category="box")
        start = pl.Pose.at(float(own.uniform(-2.0, 0.0)), 1.5 * (number - (count + 1) / 2))
        speed = params.of(number - 1).number(own, "speed_mps")
        movers[len(placed)] = pl.motion.Steady(start, np.array([speed, 0.0, 0.0]))  # each keeps to a lane of its own
        placed.append(pl.Placed(asset, start, instance_id=number))
    view = pl.look_at((-6.0 - count, rng.uniform(-3.0, 3.0), rng.uniform(1.5, 4.0)), (0.0, 0.0, 0.4))
    camera = pl.PinholeCamera.from_fov(params.size, fov_rad=0.9, pose=view)
    motion = None
    if params.clip is not None:  # so --sequence asks
        pan = pl.motion.Steady(view, turning_radps=np.array([0.0, 0.0, float(rng.uniform(-0.1, 0.1))]))
        motion = pl.motion.Motion(params.clip, movers, pan)
    return pl.SceneSpec(tuple(placed), camera, pl.World("courtyard"), parameters={"count": count}, motion=motion)
