"""From a two-wheeler's pieces to the asset: stands, plate, pose, rider, labels."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.asset import Asset
from assets.geometry import Mesh
from assets.materials import Material
from assets.people.seated import Rider
from assets.polygons import Points, Shape, join, to_mesh
from assets.random import stream
from assets.rotations import BACKWARD, about
from assets.vehicles.cycles.chassis import Body
from assets.vehicles.cycles.dimensions import Motorcycle
from assets.vehicles.cycles.fittings import centre_stand, stand_leg
from assets.vehicles.cycles.front import Front
from assets.vehicles.cycles.graphics import graphics
from assets.vehicles.cycles.layout import Layout
from assets.vehicles.cycles.materials import cycle_materials
from assets.vehicles.cycles.shapes import xyz
from assets.vehicles.cycles.stance import Posed, Stance, pose, sample_stance
from assets.vehicles.finish import Description, Point, finish
from assets.vehicles.pieces import flat
from assets.vehicles.plates import blank, plate_shape, sample_plate
from assets.vehicles.state import State


@dataclass(frozen=True)
class Machine:
    """What ``assemble`` has to know of a motorcycle or scooter.

    Attributes:
        side_share: of parked ones that lean on a side stand; ``lean_deg``: how far, from and to.
    """

    type: str
    color: str
    shape: Motorcycle
    where: Layout
    side_share: float
    lean_deg: tuple[float, float]


def assemble(rng: np.random.Generator, machine: Machine, front: Front, body: Body, state: State) -> Asset:
    """The whole machine on the ground, in its paints, with its plate; ``rng`` is the vehicle's own."""
    shape, plates = machine.shape, stream(rng, "plates")
    materials = cycle_materials(rng, machine.color, state, shape.age)
    stance = sample_stance(stream(rng, "stance"), state, machine.side_share, machine.lean_deg)
    pieces, text = graphics(stream(rng, "graphics"), shape.style, body.pieces), ""
    if body.plate is not None:
        plate = blank(sample_plate(plates, kind="motorcycle"), state.registration)
        turn = BACKWARD @ about((0.0, 1.0, 0.0), -body.plate_tilt)
        pieces, text = pieces + flat(plate_shape(plate, rear=True).moved(body.plate, turn)), plate.text
    posed = pose(shape.geometry, stance, pieces, front.pieces, body.points, front.points, (body.tyre, front.tyre))
    stand = _stand(machine.where.pivot, stance, posed)
    described = ("motorcycle", machine.type, machine.color, text)
    return finish_cycle(plates, described, posed, stand, materials, state, _ride(plates, shape.style))


def _stand(pivot: Points, stance: Stance, posed: Posed) -> tuple[Shape, ...]:
    """In the world's frame."""
    if stance.stand == "side":
        root = posed.place(pivot + xyz(0.04, 0.09, -0.06))
        foot = np.array([root[0] + 0.05, root[1] + 0.10, 0.0])
        return (stand_leg(root, foot),)
    if stance.stand == "centre":
        return (centre_stand(pivot[0] - 0.02, float(pivot[2]) - 0.10, 0.10, 0.14),)
    return ()


@dataclass(frozen=True)
class Ride:
    """How somebody sits on it.

    Attributes:
        lean_rad: of the trunk, forward.
        helmet: ``full``, ``open``, ``bicycle`` or false for none.
    """

    lean_rad: float
    helmet: str | bool


_LEAN_DEG = {"sport": (35.0, 50.0), "naked": (12.0, 25.0), "cruiser": (-4.0, 6.0), "offroad": (4.0, 15.0)}


def _ride(rng: np.random.Generator, style: str) -> Ride:
    """Upright or bent, with the helmet that goes with the machine; few ride without."""
    lean = float(np.radians(rng.uniform(*_LEAN_DEG.get(style, (0.0, 10.0)))))
    small = style in ("underbone", "modern", "classic", "street")
    which = rng.uniform()
    helmet: str | bool = "open" if small and which < 0.6 else "full" if which < (0.85 if small else 0.97) else False
    return Ride(lean, helmet)


def finish_cycle(
    rng: np.random.Generator,
    described: tuple[str, str, str, str],
    posed: Posed,
    stand: tuple[Shape, ...],
    materials: Mapping[str, Material],
    state: State,
    ride: Ride,
) -> Asset:
    """Meshes by how they are shaded, a rider if there is one, and the labels.

    Args:
        described: category, type, colour, plate's text.
        stand: what holds it up, in the world's frame.
    """
    category, type, color, plate_text = described
    pieces = posed.pieces
    meshes: list[Mesh] = []
    if pieces.soft:
        meshes.append(to_mesh("soft", join(pieces.soft), materials, subdivision=1))
    meshes.append(to_mesh("round", join([*pieces.smooth, *stand]), materials))
    if pieces.flat:
        meshes.append(to_mesh("flat", join(pieces.flat), materials, smooth=False))
    points = {name: (float(p[0]), float(p[1]), float(p[2])) for name, p in posed.points.items()}
    itself = np.concatenate([_without_mirrors(mesh) for mesh in meshes])
    length, _, height = np.ptp(itself, axis=0).tolist()
    bar = float(points["handle_left"][1] - points["handle_right"][1]) + 0.12
    width = max(bar, float(np.ptp(np.concatenate([_of_part(mesh, "wheel") for mesh in meshes])[:, 1])))
    if state.occupied:
        meshes.append(seat(rng, ride, points).on((points["foot_left"], points["foot_right"])))
    return finish(Description(category, type, color, length, width, height, plate_text), state, meshes, points)


def seat(rng: np.random.Generator, ride: Ride, points: Mapping[str, Point]) -> Rider:
    """Somebody on the saddle; where their feet go is left open."""
    hands = points["handle_left"], points["handle_right"]
    return Rider.of(stream(rng, "rider"), points["saddle"], hands, ride.lean_rad, ride.helmet)


def _without_mirrors(mesh: Mesh) -> NDArray[np.float32]:
    """(N, 3) points of all faces but those of mirrors."""
    faces = mesh.corners.reshape(-1, 4)
    if "mirror" in mesh.parts:
        faces = faces[mesh.face_part != mesh.parts.index("mirror")]
    return mesh.vertices[np.unique(faces)]


def _of_part(mesh: Mesh, part: str) -> NDArray[np.float32]:
    """(N, 3) points of the faces of a part; none of a mesh without it."""
    here = mesh.face_part == mesh.parts.index(part) if part in mesh.parts else np.zeros(len(mesh.face_part), np.bool_)
    points: NDArray[np.float32] = mesh.vertices[np.unique(mesh.corners.reshape(-1, 4)[here])]
    return points
