"""A warehouse with the pallets of pallets.py beside it. Try it: prelabel preview examples/warehouse.py"""

import numpy as np
from pallets import BOARDS_M, RACK_M, carton, pallet, rack

from assets import Material
from assets.environments.surfaces import concrete
from assets.random import stream
from scenes import Distribution, Placed, Pose, SceneParams, SceneSpec, World, integer, number, scene
from scenes.blocks import Area, ceiling, hall, line_up, look_from, scatter

WALLS = ((-5.2, 0.0), (5.2, np.pi))  # y of the racks along them, and which way they look
BAYS_M = (-5.6, -2.8, 0.0, 2.8, 5.6)
FLOOR = Area(12.0, 6.0)


class Warehouse(SceneParams):
    pallets: Distribution = integer("uniform(2, 6)", 1, 10, help="pallets on the floor")
    layers: Distribution = integer("uniform(0, 3)", 0, 4, help="of cartons on each of them")
    shelf: Distribution = integer("uniform(0, 4)", 0, 4, help="cartons on each board of the racks")
    camera_height_m: Distribution = number("uniform(1.6, 4.5)", 1, 5.5, "m", help="of the camera above the floor")


@scene("warehouse", params=Warehouse, categories=("pallet", "carton"), parts=("pallet", "carton"))
def warehouse(rng: np.random.Generator, params: Warehouse) -> SceneSpec:
    """Racks along the walls of a hall, pallets on its floor, cartons on both."""
    white = Material("wall", base_color=(0.6, 0.62, 0.6), roughness=0.9)
    room = hall(18.0, 12.0, 6.0, concrete(stream(rng, "concrete"), plate_m=4.0), white, white)
    frame, things = rack(), list[Placed]()
    for index, stands in enumerate(Pose.at(x, y, yaw_rad=yaw) for y, yaw in WALLS for x in BAYS_M):
        room.append(Placed(frame, stands))
        for height in BOARDS_M:
            own = stream(rng, f"shelf {index} {height}")
            board = Area(RACK_M[0] - 0.1, RACK_M[1], Pose(stands.rotation, stands.apply([0, 0, height])), room_m=1.2)
            cartons = [carton(stream(own, f"carton {n}")) for n in range(params.integer(own, "shelf"))]
            things += line_up(
                own, cartons, board, gap_m=(0.02, 0.05), heading_rad=(-0.1, 0.1), first_id=len(things) + 1
            )
    wood = [pallet(stream(rng, f"pallet {n}")) for n in range(params.integer(rng, "pallets"))]
    bases = scatter(stream(rng, "places"), wood, FLOOR, margin_m=0.3, first_id=len(things) + 1)
    things += bases
    for base in bases:
        things += load(stream(rng, f"load {base.instance_id}"), params, base, len(things) + 1)
    eye = (-7.5, rng.uniform(-2.5, 2.5), params.number(rng, "camera_height_m"))
    camera = look_from(params.size, eye, (0.0, rng.uniform(-1.0, 1.0), 1.0), fov_deg=68.0)
    lamps = ceiling(FLOOR, height_m=5.8, every_m=4.0)
    return SceneSpec((*room, *things), camera, World("interior", strength=0.25), lamps, {"pallets": len(bases)})


def load(rng: np.random.Generator, params: Warehouse, base: Placed, first_id: int) -> list[Placed]:
    """Equal cartons on a pallet, in layers of six."""
    size = (0.39, 0.39, float(rng.uniform(0.2, 0.4)))
    levels = [base.asset.size[2] + (size[2] + 0.002) * n for n in range(params.integer(rng, "layers"))]
    spots = [base.pose.apply((x, y, z)) for z in levels for x in (-0.4, 0.0, 0.4) for y in (-0.2, 0.2)]
    return [Placed(carton(rng, size), Pose(base.pose.rotation, spot), first_id + n) for n, spot in enumerate(spots)]
