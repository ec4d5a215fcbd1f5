"""Places for a picture: streets, highways, junctions, car parks, forecourts, yards, halls, lawns, bare ground.

``Site`` says where vehicles and people may be; ``roads`` draws what they move on, ``borders`` fills what lies beside.
"""

from assets.environments.sites.country import country_road
from assets.environments.sites.forecourt import forecourt
from assets.environments.sites.ground import ground
from assets.environments.sites.hall import hall
from assets.environments.sites.highway import highway
from assets.environments.sites.junction import junction
from assets.environments.sites.lawn import lawn
from assets.environments.sites.parking import parking_lot
from assets.environments.sites.plain import court, open_ground, studio
from assets.environments.sites.race_track import race_track
from assets.environments.sites.site import LANE_KINDS, Lane, Prop, Site
from assets.environments.sites.street import street
from assets.environments.sites.yard import yard

__all__ = [
    "LANE_KINDS",
    "Lane",
    "Prop",
    "Site",
    "country_road",
    "court",
    "forecourt",
    "ground",
    "hall",
    "highway",
    "junction",
    "lawn",
    "open_ground",
    "parking_lot",
    "race_track",
    "street",
    "studio",
    "yard",
]
