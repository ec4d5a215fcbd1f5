"""A whole car as an asset."""

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.polygons import join, to_mesh
from assets.random import stream
from assets.vehicles.cars.body import body_grid
from assets.vehicles.cars.details import flat_details, plate_style, smooth_details
from assets.vehicles.cars.dimensions import TYPES, sample_proportions
from assets.vehicles.cars.interior import interior
from assets.vehicles.cars.keypoints import keypoints
from assets.vehicles.cars.regions import front_style, rear_style, shell
from assets.vehicles.cars.wheels import wells, wheels
from assets.vehicles.colors import car_paint
from assets.vehicles.finish import Description, finish
from assets.vehicles.materials import fleet_materials
from assets.vehicles.state import PARKED, State

CAR_TYPES = tuple(TYPES)


def car(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A car that stands on z = 0 around the origin.

    Args:
        rng: where its proportions, paint and details come from.
        type: one of ``CAR_TYPES``.
        color: one of ``COLORS``.
        state: what it is doing.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    p = sample_proportions(stream(rng, "proportions"), expect_name(type, CAR_TYPES, "type"))
    materials = fleet_materials(stream(rng, "materials"), car_paint(stream(rng, "paint"), color), state)
    body = body_grid(p)
    round_wheels, spokes = wheels(stream(rng, "wheels"), p, body)
    front, rear = front_style(stream(rng, "front"), p), rear_style(stream(rng, "rear"), p)
    plates = plate_style(stream(rng, "plate style"), p)
    painted = shell(p, body, front, rear)
    details = stream(rng, "details")
    smooth = join([round_wheels, wells(p, body), smooth_details(details, p, body, front), interior(p, body)])
    flat = join([spokes, flat_details(stream(rng, "plates"), p, body, plates)])
    meshes = (
        to_mesh("shell", painted, materials, subdivision=1),
        to_mesh("smooth", smooth, materials),
        to_mesh("flat", flat, materials, smooth=False),
    )
    described = Description("car", type, color, p.length, p.width, p.height)
    return finish(described, state, meshes, keypoints(p, body, front, rear, plates))
