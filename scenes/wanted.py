"""Vehicles that are wanted in a picture: what is known of them before they are built, for which a place is sought."""

import math
from dataclasses import dataclass, replace

import numpy as np

from assets import Asset
from assets.environments.sites import Site
from assets.library import Manifest, library, library_asset
from assets.random import stream
from assets.vehicles import FLEET, State, vehicle
from assets.vehicles.colors import COLOR_SHARES, car_paint
from scenes.behaviour import can_park, sample_role, sample_state
from scenes.distributions import parse
from scenes.params import SceneParams
from scenes.plated import Plated, plate_of
from scenes.skies import Conditions
from scenes.stands import Body

BUILT = "builtin"  # in place of the name of a user's model


@dataclass(frozen=True, eq=False)
class Wanted:
    """A vehicle that is not built yet: its size is only known to be about its type's."""

    rng: np.random.Generator
    type: str
    color: str
    role: str
    state: State
    model: Manifest | None = None  # one of the user's in place of the type's

    def body(self) -> Body:
        if self.model is not None:
            return Body(self.model.category, self.role, self.model.size, self.model.center)
        size = FLEET[self.type].size_m
        return Body(FLEET[self.type].category, self.role, size, (0.0, 0.0, size[2] / 2.0))

    def on_its_way(self) -> "Wanted":
        """The same where it is to move: somebody drives it, wheels straight, no foot on the brake."""
        if self.role != "driving":
            return self
        return replace(self, state=replace(self.state, brake=False, steer_deg=0.0, occupied=True))

    def build(self) -> Asset:
        if self.model is not None:
            paint = car_paint(self.rng, self.color, FLEET[self.type].family)
            return library_asset(self.model.name, (paint, self.color))
        return vehicle(self.rng, self.type, self.color, self.state)


def wanted(
    rng: np.random.Generator, params: SceneParams, site: Site, sky: Conditions, role: str | None = None
) -> Wanted:
    """A vehicle as the parameters of its number have it, for the places that the site has.

    Args:
        params: have ``assets``, ``type``, ``color`` and ``dirt``.
        role: one of ``scenes.stands.ROLES``; None draws it, as for what is to be parked and finds no bay of its length.
    """
    wish = params.name(rng, "assets")
    model = None if wish == BUILT else library().get(wish)
    type = params.name(rng, "type") if model is None else _like(model)
    color = params.name_or(rng, "color", parse(COLOR_SHARES[FLEET[type].family]))
    if role == "parked" and not can_park(type, site):
        role = None
    role = role or sample_role(stream(rng, "role"), type, site)
    if type == "caravan" and role == "driving":
        type = "camper"  # nobody drives a caravan: where nothing may be parked, a motor home comes along
    state = sample_state(stream(rng, "state"), type, role, params.number(rng, "dirt"), sky.wanted_lights)
    if isinstance(params, Plated) and model is None:
        state = replace(state, plate=plate_of(stream(rng, "written plate"), params, type, state.dirt))
    return Wanted(stream(rng, "shape"), type, color, role, state, model)


def _like(model: Manifest) -> str:
    """The type of the fleet that a user's model is most like: where it drives, parks, and how it is painted."""
    same = [name for name, known in FLEET.items() if known.category == model.category]
    return min(same, key=lambda name: math.dist(FLEET[name].size_m, model.size))
