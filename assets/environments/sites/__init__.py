"""Places for a picture: a street, a highway, a junction, a car park, open ground, a studio.

``Site`` says where vehicles and people may be; ``roads`` draws what they move on, ``borders`` fills what lies beside.
"""

from assets.environments.sites.ground import ground
from assets.environments.sites.highway import highway
from assets.environments.sites.junction import junction
from assets.environments.sites.parking import parking_lot
from assets.environments.sites.site import LANE_KINDS, Lane, Prop, Site
from assets.environments.sites.street import street
from assets.environments.sites.yard import open_ground, studio

__all__ = [
    "LANE_KINDS",
    "Lane",
    "Prop",
    "Site",
    "ground",
    "highway",
    "junction",
    "open_ground",
    "parking_lot",
    "street",
    "studio",
]
