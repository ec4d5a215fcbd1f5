"""What stands beside roads, in yards and at shows: lamps, signs, barriers, and all the small things on the ground.

Things look along +x, at the road; long ones run along y.
"""

from assets.environments.furniture.barriers import FENCES, concrete_barrier, cone, fence, gantry, guard_rail
from assets.environments.furniture.pavement import (
    bench,
    bollard,
    hydrant,
    litter_bin,
    manhole,
    parking_meter,
    post_box,
)
from assets.environments.furniture.poles import street_lamp, utility_pole
from assets.environments.furniture.shows import bunting, display, flag, rope, tent
from assets.environments.furniture.signs import billboard, sign, traffic_light
from assets.environments.furniture.terraces import bus_shelter, cafe_table, planter
from assets.environments.furniture.wares import cabinet, crates, drums, ladder, pallets, tyres

__all__ = [
    "FENCES",
    "bench",
    "billboard",
    "bollard",
    "bunting",
    "bus_shelter",
    "cabinet",
    "cafe_table",
    "concrete_barrier",
    "cone",
    "crates",
    "display",
    "drums",
    "fence",
    "flag",
    "gantry",
    "guard_rail",
    "hydrant",
    "ladder",
    "litter_bin",
    "manhole",
    "pallets",
    "parking_meter",
    "planter",
    "post_box",
    "rope",
    "sign",
    "street_lamp",
    "tent",
    "traffic_light",
    "tyres",
    "utility_pole",
]
