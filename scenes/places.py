"""The sites that vehicle scenes choose from, by name."""

from collections.abc import Mapping

from assets.environments.sites import highway, junction, open_ground, parking_lot, street, studio
from scenes.traffic import MakeSite

SITES: Mapping[str, MakeSite] = {
    "street": street,
    "junction": junction,
    "highway": highway,
    "parking_lot": parking_lot,
    "open": open_ground,
    "studio": studio,
}
