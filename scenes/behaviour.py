"""What vehicles do, by where they are: drive with lamps and drivers, park with neither."""

import numpy as np

from assets.environments.sites import Site
from assets.random import stream
from assets.vehicles import FLEET, State
from assets.vehicles.state import DOORS
from scenes.rigs import TWO_WHEELS

PARKED_SHARE = 0.45  # of cars, where there is room to park
LEFT_SHARE = 0.65  # of two-wheelers at least, as they may be left along any pavement
IN_SEATS, ON_SADDLES = 0.4, 0.15  # share that somebody sits in or on, where vehicles stand as they like
PARKED_SHARES = {
    "parking_lot": 0.85,
    "yard": 0.85,
    "hall": 0.9,
    "lawn": 0.85,
    "country_road": 0.4,
    "forecourt": 0.6,
    "race_track": 0.5,
}
# Too long for bays. The longest panel vans stick out of theirs, as they do.
LARGE = (
    *("minibus", "city_bus", "coach", "double_decker", "school_bus"),
    *("box_truck", "semi_trailer", "dump_truck", "tank_truck"),
    *("mixer_truck", "refuse_truck", "tow_truck", "mobile_crane", "camper", "caravan"),
)


def sample_role(rng: np.random.Generator, type: str, site: Site) -> str:
    """``driving``, ``parked`` or ``free``, as the site has room for the type."""
    if site.free:
        return "free"
    lanes = any(lane.kind == "drive" for lane in site.lanes)
    two_wheels = FLEET[type].category in TWO_WHEELS
    share = PARKED_SHARES.get(site.name, PARKED_SHARE)
    share = max(share, LEFT_SHARE) if two_wheels else share
    return "parked" if can_park(type, site) and (not lanes or rng.uniform() < share) else "driving"


def can_park(type: str, site: Site) -> bool:
    """Whether a site has a bay that is long enough, or for two wheels a pavement."""
    walks = any(lane.kind == "walk" for lane in site.lanes)
    fits = type not in LARGE or FLEET[type].size_m[0] <= site.bay_m
    return (len(site.bays) > 0 and fits) or (FLEET[type].category in TWO_WHEELS and walks)


def sample_state(rng: np.random.Generator, type: str, role: str, dirt: float, wants_lights: float) -> State:
    """Lamps, driver, doors and steering of one vehicle.

    Args:
        type: of the fleet.
        wants_lights: share of moving vehicles whose lamps are lit, by light and weather.
    """
    sat_on = ON_SADDLES if FLEET[type].category in TWO_WHEELS else IN_SEATS
    drives = role == "driving" or (role == "free" and rng.uniform() < sat_on)
    lit = rng.uniform() < (wants_lights if drives else 0.04)
    lights = "off"
    if lit:  # of a stream of its own: who drives by night with lamps on does all else as by day
        shares = [0.88, 0.06, 0.06] if drives else [0.2, 0.0, 0.8]
        lights = str(stream(rng, "lamps").choice(["low", "high", "parking"], p=shares))
    door = str(rng.choice(DOORS[1:])) if not drives and rng.uniform() < 0.05 else "closed"
    indicators = "none"
    if rng.uniform() < (0.08 if drives else 0.02):
        indicators = str(rng.choice(["left", "right", "hazard"], p=[0.4, 0.4, 0.2]))
    steer = float(rng.normal(0.0, 2.5) if drives else rng.normal(0.0, 12.0) * (rng.uniform() < 0.5))
    return State(
        lights=lights,
        brake=bool(drives and rng.uniform() < 0.18),
        indicators=indicators,
        doors=door,
        occupied=bool(rng.uniform() < (0.97 if drives else 0.06)),
        steer_deg=float(np.clip(steer, -35.0, 35.0)),
        dirt=dirt,
    )
