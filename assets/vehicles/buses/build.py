"""Whole vans, minibuses, city buses and coaches as assets."""

import numpy as np

from assets.asset import Asset
from assets.geometry import Mesh
from assets.materials import Colour, Material
from assets.names import expect_name
from assets.people import driver
from assets.polygons import Shape, Skin, join, to_mesh
from assets.random import stream
from assets.rotations import BACKWARD
from assets.vehicles.areas import painted
from assets.vehicles.art import art_materials
from assets.vehicles.buses.adverts import adverts, emergency
from assets.vehicles.buses.bus_layout import bus_layout
from assets.vehicles.buses.bus_sizes import city_bus, coach, double_decker, school_bus
from assets.vehicles.buses.doors import open_doors, possible
from assets.vehicles.buses.fittings import flat_details, smooth_details
from assets.vehicles.buses.hull import hull
from assets.vehicles.buses.interior import driver_place, interior
from assets.vehicles.buses.keypoints import keypoints
from assets.vehicles.buses.layout import Layout, shell
from assets.vehicles.buses.livery import livery
from assets.vehicles.buses.proportions import Proportions
from assets.vehicles.buses.running_gear import wheels
from assets.vehicles.buses.surface import on_front, on_rear
from assets.vehicles.buses.van_layout import van_layout
from assets.vehicles.buses.van_sizes import minibus, panel_van
from assets.vehicles.buses.writing import writing
from assets.vehicles.colors import car_paint
from assets.vehicles.finish import Description, finish
from assets.vehicles.materials import fleet_materials
from assets.vehicles.plates import Plate, blank, plate_shape, sample_plate
from assets.vehicles.signs import sign_materials
from assets.vehicles.state import PARKED, State

VAN_TYPES = ("panel_van",)
BUS_TYPES = ("minibus", "city_bus", "coach", "double_decker", "school_bus")
SIZES = {
    **{"panel_van": panel_van, "minibus": minibus, "city_bus": city_bus, "coach": coach},
    **{"double_decker": double_decker, "school_bus": school_bus},
}


def van(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A delivery van that stands on z = 0 around the origin, large, medium or small, closed or glazed.

    Args:
        rng: where its proportions, paint, livery and details come from.
        type: one of ``VAN_TYPES``.
        color: one of ``COLORS``; the body's, under the livery's stripes.
        state: what it is doing.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    return _build(rng, expect_name(type, VAN_TYPES, "type"), color, state, "truck")


def bus(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A bus that stands on z = 0 around the origin; its doors are on the right.

    Args:
        rng: where its proportions, paint, livery and details come from.
        type: one of ``BUS_TYPES``.
        color: one of ``COLORS``; the body's, under the livery's stripes.
        state: what it is doing.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    return _build(rng, expect_name(type, BUS_TYPES, "type"), color, state, "bus")


def _build(rng: np.random.Generator, type: str, color: str, state: State, category: str) -> Asset:
    p = SIZES[type](stream(rng, "proportions"))
    state = possible(state, p)
    layout = (van_layout if p.is_van else bus_layout)(stream(rng, "layout"), p, state)
    paint = car_paint(stream(rng, "paint"), color, "van" if p.is_van else "bus")
    materials = _materials(stream(rng, "materials"), p, paint, state)
    areas = livery(stream(rng, "livery"), p)
    body = hull(p, layout.panels, fine=bool(areas))
    dark = stream(rng, "housing").uniform() < (0.25 if p.is_van else 0.65)
    housing: Skin = ("dark" if dark else "reflector", "light")
    skin = shell(painted(body.shape, areas), housing)
    round_wheels, flat_wheels = wheels(stream(rng, "wheels"), p, state.steer_deg)
    plate = blank(sample_plate(stream(rng, "plate"), "truck" if p.is_van else "bus"), state.registration)
    smooth = [round_wheels, smooth_details(stream(rng, "details"), p, body, layout)]
    smooth.append(interior(stream(rng, "interior"), p, body, layout, state.occupied))
    flat = [flat_wheels, flat_details(stream(rng, "flat details"), p, layout), *_plates(p, layout, plate)]
    service = emergency(stream(rng, "service"), p, layout)
    flat += writing(stream(rng, "writing"), p, layout, () if service.flat else _inks(materials))
    flat += open_doors(p, layout, state)
    if state.doors == "closed" and not service.flat:
        flat += adverts(stream(rng, "adverts"), p, layout)
    smooth, flat = [*smooth, *service.smooth], [*flat, *service.flat]
    meshes: list[Mesh] = [
        to_mesh("shell", skin, materials),
        to_mesh("smooth", join(smooth), materials),
        to_mesh("flat", join(flat), materials, smooth=False),
    ]
    if state.occupied:
        hips, (x, y, z) = driver_place(p)
        hands = (x - 0.02, y + 0.19, z + 0.04), (x - 0.02, y - 0.19, z + 0.04)
        meshes += driver(stream(rng, "driver"), hips, hands)
    described = Description(category, type, color, p.length, p.width, p.height, plate.text)
    return finish(described, state, meshes, keypoints(p, layout, plate.width_m))


def _inks(materials: dict[str, Material]) -> tuple[str, ...]:
    """What can be read on the body's paint."""
    tone = {
        name: np.array(materials[name].base_color) for name in ("paint", "paint_2", "paint_3", "dark", "cargo_white")
    }
    return tuple(name for name, rgb in tone.items() if np.abs(np.sqrt(rgb) - np.sqrt(tone["paint"])).max() > 0.3)


def _plates(p: Proportions, layout: Layout, plate: Plate) -> list[Shape]:
    """In front and behind, just off the body."""
    half = plate.height_m / 2.0
    front = np.max([on_front(p, 0.0, layout.plate_front_z + off) for off in (-half, half)], axis=0)
    rear = np.min([on_rear(p, 0.0, layout.plate_rear_z + off) for off in (-half, half)], axis=0)
    return [
        plate_shape(plate).moved((front[0] + 0.004, 0.0, layout.plate_front_z)),
        plate_shape(plate, rear=True).moved((rear[0] - 0.004, 0.0, layout.plate_rear_z), BACKWARD),
    ]


def _materials(rng: np.random.Generator, p: Proportions, paint: Material, state: State) -> dict[str, Material]:
    """The fleet's, and what only vans and buses have."""
    made = fleet_materials(stream(rng, "fleet"), paint, state)
    dark = p.type == "coach" or rng.uniform() < 0.25
    tint = float(rng.uniform(0.05, 0.25) if dark else rng.uniform(0.35, 0.75))
    pod = float(rng.uniform(0.5, 0.75) if rng.uniform() < 0.8 else 0.1)
    inside = _inside(stream(rng, "inside"))
    return {
        **(inside | made if p.type == "panel_van" else made | inside),
        **{f"press{number}": made[f"paint{number}"] for number in ("", "_2", "_3")},
        "pane": Material("side glass", "glass", (tint * 0.95, tint, tint), roughness=0.0, ior=1.52),
        **art_materials(stream(rng, "art"), 0.3 * state.dirt),
        **sign_materials(stream(rng, "signs")),
        "pod": Material("roof housing", base_color=(pod, pod, pod * 0.98), roughness=0.4, coat=0.3),
    }


SEATS: tuple[Colour, ...] = ((0.02, 0.05, 0.22), (0.25, 0.02, 0.03), (0.05, 0.05, 0.06), (0.04, 0.12, 0.06))
RAILS: tuple[Colour, ...] = ((0.75, 0.45, 0.01), (0.6, 0.6, 0.6), (0.6, 0.1, 0.01))
COATS: tuple[Colour, ...] = ((0.02, 0.02, 0.025), (0.03, 0.05, 0.12), (0.25, 0.24, 0.22), (0.2, 0.03, 0.03))


def _inside(rng: np.random.Generator) -> dict[str, Material]:
    """Light linings, coloured seats, handrails, and passengers."""
    light, lit = float(rng.uniform(0.45, 0.75)), float(rng.uniform(0.8, 2.0))
    deck = light * float(rng.uniform(0.2, 0.5))
    coats = rng.permutation(len(COATS))
    return {
        "ceiling_lamp": Material(
            "ceiling lamp", base_color=(0.7, 0.7, 0.7), emission=(1.0, 0.97, 0.9), emission_strength=lit
        ),
        "floor": Material("floor", base_color=(deck, deck, deck), roughness=0.7),
        "lining": Material("lining", base_color=(light, light, light * 0.96), roughness=0.7),
        "cloth": Material("seat", base_color=SEATS[int(rng.integers(len(SEATS)))], roughness=0.85),
        "pole": Material("handrail", base_color=RAILS[int(rng.integers(len(RAILS)))], roughness=0.35),
        "skin_0": Material("skin", base_color=(0.50, 0.30, 0.21), roughness=0.5),
        "skin_1": Material("skin", base_color=(0.16, 0.08, 0.05), roughness=0.5),
        "hair": Material("hair", base_color=(0.03, 0.02, 0.015), roughness=0.6),
        **{f"coat_{i}": Material("coat", base_color=COATS[int(coats[i])], roughness=0.85) for i in range(3)},
    }
