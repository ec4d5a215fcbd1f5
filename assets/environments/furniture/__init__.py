"""What stands beside roads: lamps, signs, lights, barriers, and all the small things on pavements.

Things look along +x, at the road; long ones run along y.
"""

from assets.environments.furniture.barriers import FENCES, concrete_barrier, cone, fence, gantry, guard_rail
from assets.environments.furniture.pavement import bench, bollard, hydrant, litter_bin, parking_meter, post_box
from assets.environments.furniture.poles import street_lamp, utility_pole
from assets.environments.furniture.signs import billboard, sign, traffic_light
from assets.environments.furniture.terraces import bus_shelter, cafe_table, planter

__all__ = [
    "FENCES",
    "bench",
    "billboard",
    "bollard",
    "bus_shelter",
    "cafe_table",
    "concrete_barrier",
    "cone",
    "fence",
    "gantry",
    "guard_rail",
    "hydrant",
    "litter_bin",
    "parking_meter",
    "planter",
    "post_box",
    "sign",
    "street_lamp",
    "traffic_light",
    "utility_pole",
]
