"""The sites that vehicle scenes choose from, by name."""

from collections.abc import Mapping

from assets.environments.highway import highway
from assets.environments.junction import junction
from assets.environments.parking import parking_lot
from assets.environments.street import street
from assets.environments.yard import open_ground, studio
from scenes.traffic import MakeSite

SITES: Mapping[str, MakeSite] = {
    "street": street,
    "junction": junction,
    "highway": highway,
    "parking_lot": parking_lot,
    "open": open_ground,
    "studio": studio,
}
