"""A warehouse with the pallets of pallets.py beside it. Try it: prelabel preview examples/warehouse.py"""

import numpy as np
from pallets import BOARDS_M, RACK_M, carton, pallet, rack

import prelabel as pl

WALLS = ((-5.2, 0.0), (5.2, np.pi))  # y of the racks along them, and which way they look
BAYS_M = (-5.6, -2.8, 0.0, 2.8, 5.6)
FLOOR = pl.blocks.Area(12.0, 6.0)


class Warehouse(pl.SceneParams):
    pallets: pl.Distribution = pl.integer("uniform(2, 6)", 1, 10, help="pallets on the floor")
    layers: pl.Distribution = pl.integer("uniform(0, 3)", 0, 4, help="of cartons on each of them")
    shelf: pl.Distribution = pl.integer("uniform(0, 4)", 0, 4, help="cartons on each board of the racks")
    camera_height_m: pl.Distribution = pl.number("uniform(1.6, 4.5)", 1, 5.5, "m", help="of the camera above the floor")


@pl.scene("warehouse", params=Warehouse, categories=("pallet", "carton"), parts=("pallet", "carton"))
def warehouse(rng: np.random.Generator, params: Warehouse) -> pl.SceneSpec:
    """Racks along the walls of a hall, pallets on its floor, cartons on both."""
    concrete = pl.assets.environments.surfaces.concrete(pl.random.stream(rng, "concrete"), plate_m=4.0)
    white = pl.Material("wall", base_color=(0.6, 0.62, 0.6), roughness=0.9)
    room = pl.blocks.hall(18.0, 12.0, 6.0, concrete, white, white)
    frame, things = rack(), list[pl.Placed]()
    for index, stands in enumerate(pl.Pose.at(x, y, yaw_rad=yaw) for y, yaw in WALLS for x in BAYS_M):
        room.append(pl.Placed(frame, stands))
        for height in BOARDS_M:
            own = pl.random.stream(rng, f"shelf {index} {height}")
            middle = pl.Pose(stands.rotation, stands.apply([0, 0, height]))
            board = pl.blocks.Area(RACK_M[0] - 0.1, RACK_M[1], middle, room_m=1.2)
            cartons = [carton(pl.random.stream(own, f"carton {n}")) for n in range(params.integer(own, "shelf"))]
            things += pl.blocks.line_up(
                own, cartons, board, gap_m=(0.02, 0.05), heading_rad=(-0.1, 0.1), first_id=len(things) + 1
            )
    wood = [pallet(pl.random.stream(rng, f"pallet {n}")) for n in range(params.integer(rng, "pallets"))]
    bases = pl.blocks.scatter(pl.random.stream(rng, "places"), wood, FLOOR, margin_m=0.3, first_id=len(things) + 1)
    things += bases
    for base in bases:
        things += load(pl.random.stream(rng, f"load {base.instance_id}"), params, base, len(things) + 1)
    eye = (-7.5, rng.uniform(-2.5, 2.5), params.number(rng, "camera_height_m"))
    camera = pl.blocks.look_from(params.size, eye, (0.0, rng.uniform(-1.0, 1.0), 1.0), fov_deg=68.0)
    lamps = pl.blocks.ceiling(FLOOR, height_m=5.8, every_m=4.0)
    return pl.SceneSpec((*room, *things), camera, pl.World("interior", strength=0.25), lamps, {"pallets": len(bases)})


def load(rng: np.random.Generator, params: Warehouse, base: pl.Placed, first_id: int) -> list[pl.Placed]:
    """Equal cartons on a pallet, in layers of six."""
    size = (0.39, 0.39, float(rng.uniform(0.2, 0.4)))
    levels = [base.asset.size[2] + (size[2] + 0.002) * n for n in range(params.integer(rng, "layers"))]
    spots = [base.pose.apply((x, y, z)) for z in levels for x in (-0.4, 0.0, 0.4) for y in (-0.2, 0.2)]
    poses = [pl.Pose(base.pose.rotation, spot) for spot in spots]
    return [pl.Placed(carton(rng, size), pose, first_id + n) for n, pose in enumerate(poses)]
