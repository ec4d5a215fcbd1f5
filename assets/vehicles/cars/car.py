"""A whole car as an asset."""

from dataclasses import replace

import numpy as np

from assets.asset import Asset
from assets.materials import Material
from assets.names import expect_name
from assets.people import driver
from assets.polygons import Skin, join, to_mesh
from assets.random import stream
from assets.vehicles.art import art_materials
from assets.vehicles.cars.body import body_grid
from assets.vehicles.cars.decals import decals
from assets.vehicles.cars.dimensions import TYPES, Proportions
from assets.vehicles.cars.doors import open_door
from assets.vehicles.cars.drape import drape
from assets.vehicles.cars.fittings import plate_x, plates, underside
from assets.vehicles.cars.front import front, front_style
from assets.vehicles.cars.interior import hands, hips, interior
from assets.vehicles.cars.keypoints import keypoints
from assets.vehicles.cars.loads import bed_load, roof_things
from assets.vehicles.cars.rear import rear, rear_style
from assets.vehicles.cars.regions import shell, shell_style
from assets.vehicles.cars.sides import side_style, sides
from assets.vehicles.cars.tops import top_style, tops
from assets.vehicles.cars.trades import sample_trade
from assets.vehicles.cars.variation import sample_proportions
from assets.vehicles.cars.wheels import wells, wheels
from assets.vehicles.cars.wings import wings
from assets.vehicles.colors import car_paint
from assets.vehicles.finish import Description, finish
from assets.vehicles.materials import fleet_materials
from assets.vehicles.plates import blank, sample_plate
from assets.vehicles.signs import sign_materials
from assets.vehicles.state import PARKED, State

CAR_TYPES = tuple(TYPES)
LEFT_TRAFFIC = ("united kingdom", "uk", "japan", "india", "indonesia", "australia", "south asia")  # names of layouts
CLOTH_TOPS = (
    (0.008, 0.008, 0.009),
    (0.008, 0.008, 0.009),
    (0.012, 0.016, 0.04),
    (0.07, 0.03, 0.016),
    (0.09, 0.008, 0.01),
)


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
    traits = stream(rng, "traits")
    electric = bool(p.box < 0.2 and not p.classic and traits.uniform() < 0.14)
    two_tone = _two_tone(traits, p)
    bar: Skin = (str(traits.choice(["chrome", "plastic", "paint"], p=[0.42, 0.38, 0.2])), "trim")
    bar = ("chrome", "trim") if p.classic else bar
    plate = blank(sample_plate(stream(rng, "plate")), state.registration)
    left_hand_drive = plate.layout not in LEFT_TRAFFIC
    materials = _materials(rng, car_paint(stream(rng, "paint"), color), state, two_tone)
    body = body_grid(p)
    on = drape(body, p.length)
    faces = front_style(stream(rng, "front"), p, on, electric, bar)
    tail = rear_style(stream(rng, "rear"), p, on, body, electric, bar, plate.height_m)
    door = open_door(stream(rng, "door"), p, state.doors, left_hand_drive)
    round_wheels, spokes = wheels(stream(rng, "wheels"), p, body, state.steer_deg)
    smooth = [
        round_wheels,
        wells(p, body),
        front(stream(rng, "front details"), p, on, faces),
        rear(stream(rng, "rear details"), p, body, on, tail),
        sides(p, body, on, side_style(stream(rng, "sides"), p), door),
        tops(p, body, top_style(stream(rng, "tops"), p)),
        interior(p, body, left_hand_drive, door),
    ]
    trade = sample_trade(stream(rng, "trade"), p, color)
    signed = decals(stream(rng, "decals"), p, body, on, trade, door is not None)
    above = roof_things(stream(rng, "roof"), p, body, trade) + bed_load(stream(rng, "bed"), p, body)
    above += wings(stream(rng, "wings"), p, body)
    places = (
        (faces.plate_z, 0.06 if faces.bumper else 0.0),
        (tail.plate_z, 0.06 if tail.bumper and tail.in_bumper else 0.0),
    )
    flat = [spokes, plates(plate, on, *places), underside(p, body)]
    painted = shell(p, body, shell_style(stream(rng, "shell"), p, two_tone), door)
    place = hips(p, left_hand_drive), hands(p, left_hand_drive)
    occupants = driver(stream(rng, "driver"), *place) if state.occupied else ()
    meshes = (
        to_mesh("shell", painted, materials, subdivision=1),
        to_mesh("smooth", join([*smooth, *above.smooth]), materials),
        to_mesh("flat", join([*flat, *above.flat, *([signed] if signed else [])]), materials, smooth=False),
        *occupants,
    )
    behind = (plate_x(on, plate, places[1][0], True, places[1][1]), places[1][0])
    points = keypoints(p, body, on, faces, tail.tails, plate, behind)
    high = float(painted.points[:, 2].max()) if p.open_top else p.height
    described = Description("car", type, color, p.length, p.width + 2.0 * p.wings, high, plate.text)
    return finish(described, state, meshes, points)


def _two_tone(rng: np.random.Generator, p: Proportions) -> bool:
    chance = 0.0 if p.bed or p.open_top or p.soft_top else 0.14 if p.tailgate and p.length < 4.5 and not p.old else 0.05
    return bool(rng.uniform() < chance)


def _materials(rng: np.random.Generator, paint: Material, state: State, two_tone: bool) -> dict[str, Material]:
    own = stream(rng, "own materials")
    cloth = CLOTH_TOPS[int(own.integers(len(CLOTH_TOPS)))]
    out = fleet_materials(stream(rng, "materials"), paint, state)
    out["roof_glass"] = Material("roof glass", base_color=(0.006, 0.007, 0.007), roughness=0.03, coat=1.0)
    out["soft_top"] = Material("cloth top", base_color=cloth, roughness=0.9)
    out |= art_materials(stream(rng, "art"), 0.3 * state.dirt) | sign_materials(stream(rng, "signs"))
    if two_tone:
        dark = paint.base_color[0] < 0.03 or own.uniform() < 0.3
        tone = (0.62, 0.62, 0.61) if dark and max(paint.base_color) < 0.5 else (0.006, 0.006, 0.007)
        out["paint_2"] = replace(paint, name="roof paint", base_color=tone, metallic=0.0)
    return out
