"""Two cameras side by side that see one world. Try it: prelabel preview examples/two_cameras.py

Frames 0 and 1 are the left and the right picture of the first moment, 2 and 3 of the second. A thing has the same
instance_id in both.
"""

import numpy as np

import prelabel as pl


class TwoCameras(pl.SceneParams):
    count: pl.Distribution = pl.integer("uniform(4, 10)", 1, 12, help="solids on the ground")
    baseline_m: pl.Distribution = pl.number(0.3, 0.02, 2, "m", help="between the two cameras")
    sun_deg: pl.Distribution = pl.number("uniform(15, 60)", 5, 80, "deg", help="of the sun above the horizon")


@pl.scene("two_cameras", params=TwoCameras, categories=("box", "cylinder", "ball"), parts=("box", "cylinder", "sphere"))
def two_cameras(rng: np.random.Generator, params: TwoCameras) -> pl.SceneSpec:
    """Solids on a square, from the left and from the right."""
    rng, params, view = pl.blocks.shared(rng, params, views=2)  # the world is that of both
    solids = [solid(pl.random.stream(rng, f"solid {index}")) for index in range(params.integer(rng, "count"))]
    placed = pl.blocks.scatter(pl.random.stream(rng, "places"), solids, pl.blocks.Area(5.0, 5.0), margin_m=0.2)
    slabs = pl.assets.environments.surfaces.paving(pl.random.stream(rng, "ground"), "slabs")
    ground = pl.Placed(pl.primitives.floor(80.0, slabs), pl.Pose.at())
    middle = pl.look_at((-5.5, rng.uniform(-2.0, 2.0), rng.uniform(1.2, 2.5)), (0.0, 0.0, 0.5))
    baseline, side = params.number(rng, "baseline_m"), (-0.5, 0.5)[view]
    pose = pl.Pose(middle.rotation, middle.apply([side * baseline, 0.0, 0.0]))
    camera = pl.PinholeCamera.from_fov(params.size, fov_rad=1.0, pose=pose)
    world, lights = pl.blocks.sunny(params.number(rng, "sun_deg"), azimuth_deg=rng.uniform(90.0, 270.0), clouds=0.4)
    parameters = {"moment": params.picture, "view": ("left", "right")[view], "baseline_m": baseline}
    return pl.SceneSpec((ground, *placed), camera, world, lights, parameters)


def solid(rng: np.random.Generator) -> pl.Asset:
    """A box, a cylinder or a ball of any colour."""
    red, green, blue = rng.uniform(0.03, 0.75, 3)
    paint = pl.Material("paint", base_color=(red, green, blue), roughness=float(rng.uniform(0.15, 0.7)))
    length, width, height = rng.uniform((0.4, 0.4, 0.3), (0.9, 0.9, 1.2))
    match int(rng.integers(3)):
        case 0:
            return pl.primitives.box((length, width, height), paint, "box")
        case 1:
            return pl.primitives.cylinder(width / 2.0, height, paint, "cylinder")
        case _:
            return pl.primitives.sphere(width / 2.0, paint, "ball")
