"""The sites that vehicle scenes choose from, by name."""

from collections.abc import Mapping

from assets.environments.sites import (
    country_road,
    court,
    forecourt,
    hall,
    highway,
    junction,
    lawn,
    open_ground,
    parking_lot,
    race_track,
    street,
    studio,
    yard,
)
from scenes.traffic import MakeSite

SITES: Mapping[str, MakeSite] = {
    "street": street,
    "junction": junction,
    "highway": highway,
    "parking_lot": parking_lot,
    "yard": yard,
    "forecourt": forecourt,
    "race_track": race_track,
    "hall": hall,
    "country_road": country_road,
    "lawn": lawn,
    "open": open_ground,
    "court": court,
    "studio": studio,
}
