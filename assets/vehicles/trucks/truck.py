"""A whole truck as an asset."""

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.people import driver
from assets.polygons import Shape, join, to_mesh
from assets.random import stream
from assets.rotations import BACKWARD, about_z
from assets.vehicles.colors import car_paint
from assets.vehicles.finish import Description, Point, both_sides, finish
from assets.vehicles.materials import fleet_materials
from assets.vehicles.pieces import flat
from assets.vehicles.plates import Plate, blank, plate_shape, sample_plate
from assets.vehicles.state import PARKED, State
from assets.vehicles.trucks.below import Made
from assets.vehicles.trucks.chassis import Tail
from assets.vehicles.trucks.dimensions import Cab
from assets.vehicles.trucks.front import Front, make_front
from assets.vehicles.trucks.interior import hands, seat
from assets.vehicles.trucks.keypoints import front_points, rear_points
from assets.vehicles.trucks.kinds import BUILDERS
from assets.vehicles.trucks.livery import truck_materials

ARTICULATION = 0.7  # degrees between tractor and trailer for each of steering, in a slow steady turn
LIMIT_DEG = 20.0

TRUCK_TYPES = tuple(BUILDERS)


def truck(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A truck that stands on z = 0 around the origin.

    Args:
        rng: where its proportions, paint and details come from.
        type: one of ``TRUCK_TYPES``.
        color: of the cab, one of ``COLORS``.
        state: what it is doing; steering bends an articulated one too.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    build, state = BUILDERS[expect_name(type, TRUCK_TYPES, "type")], state.without_doors()
    cab, made = build(rng, state)
    materials = fleet_materials(stream(rng, "materials"), car_paint(stream(rng, "paint"), color, "truck"), state)
    materials |= truck_materials(stream(rng, "livery"), materials["paint"], color, state.dirt)
    front = make_front(stream(rng, "front"), cab)
    plate = blank(sample_plate(stream(rng, "plate"), "truck"), state.registration)
    angle = np.radians(np.clip(-ARTICULATION * state.steer_deg, -LIMIT_DEG, LIMIT_DEG)) if made.layout.trailer else 0.0
    pin = np.array([made.layout.kingpin, 0.0, 0.0])
    center = np.array([made.layout.length / 2.0, 0.0, 0.0])
    rear_plate, corner = _rear_plate(plate, made.tail)
    behind = made.body + flat(rear_plate)
    if made.layout.trailer:
        behind = behind.moved(pin).moved(-pin, about_z(angle))
    whole = (front.pieces + made.below + behind + flat(_front_plate(plate, cab, front))).moved(center)
    meshes = [
        to_mesh("shell", front.shell.moved(center), materials),
        to_mesh("smooth", join(whole.smooth), materials),
        to_mesh("flat", join(whole.flat), materials, smooth=False),
    ]
    if state.occupied:
        x, y, z = hands(cab)
        x += made.layout.length / 2.0 - 0.02
        meshes += driver(stream(rng, "driver"), seat(cab) + center, ((x, y + 0.2, z + 0.03), (x, y - 0.2, z + 0.03)))
    width = max(cab.width, made.layout.space.width)
    height = max(float(mesh.vertices[:, 2].max()) for mesh in meshes)
    described = Description("truck", type, color, made.layout.length, width, height, plate.text)
    return finish(described, state, meshes, _keypoints(cab, front, made, corner, angle))


def _keypoints(cab: Cab, front: Front, made: Made, corner: Point, angle: float) -> dict[str, Point]:
    """Points of the cab, and those of the trailer where it stands; ``corner`` is the rear plate's."""
    layout = made.layout
    left = both_sides(front_points(cab, front.hull, front.foremost, front.style))
    rear = both_sides(
        rear_points(layout.trailer or layout.chassis, made.tail, corner, None if made.open else layout.space)
    )
    if layout.trailer:
        pin, turn = np.array([layout.kingpin, 0.0, 0.0]), about_z(angle)
        rear = {name: tuple(turn @ (np.array(point) + pin) - pin) for name, point in rear.items()}
    middle = layout.length / 2.0
    return {name: (float(x + middle), float(y), float(z)) for name, (x, y, z) in (left | rear).items()}


def _front_plate(plate: Plate, cab: Cab, front: Front) -> Shape:
    """On the bumper, in the middle."""
    z = (cab.floor + cab.bumper) / 2.0 - 0.02
    x = float(front.foremost.points[0, front.foremost.row(z), 0])
    return plate_shape(plate).moved((x + 0.012, 0.0, z))


def _rear_plate(plate: Plate, lamp: Tail) -> tuple[Shape, tuple[float, float, float]]:
    """Between the tail lamps; and its lower left corner."""
    z, x = lamp.z[0] + 0.02, lamp.x + 0.03
    shape = plate_shape(plate, rear=True).moved((x, 0.0, z), BACKWARD)
    return shape, (x, plate.width_m / 2.0, z - plate.height_m / 2.0)
