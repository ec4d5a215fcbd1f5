"""A scene that any renderer can build alike: six cars in plain paint on a floor, under one of Blender's own skies."""

from dataclasses import replace

import numpy as np

from assets import Asset, Material
from assets.primitives import floor
from assets.random import stream
from assets.vehicles import State, vehicle
from assets.vehicles.colors import sample_color
from scenes import PinholeCamera, Placed, Pose, SceneParams, SceneSpec, World, look_at, scene

CARS, TYPE, SKY = 6, "hatchback", "city"


@scene("plain", params=SceneParams, categories=("car",), parts=("body",))
def plain(rng: np.random.Generator, params: SceneParams) -> SceneSpec:
    """Six cars in plain paint."""
    placed = [Placed(floor(80.0, Material("floor", roughness=0.8)), Pose.at())]
    for number in range(1, CARS + 1):
        own = stream(rng, f"car {number}")
        row, column = divmod(number - 1, 3)
        place = Pose.at(6.0 * row, 3.2 * (column - 1), yaw_rad=float(own.uniform(0.0, 6.28)))
        placed.append(Placed(_plain(vehicle(own, TYPE, sample_color(own, "car"), State())), place, instance_id=number))
    view = look_at((-9.0, float(rng.uniform(-4.0, 4.0)), 3.0), (3.0, 0.0, 0.5))
    camera = PinholeCamera.from_fov(params.size, fov_rad=0.9, pose=view)
    return SceneSpec(tuple(placed), camera, World(SKY))


def _plain(asset: Asset) -> Asset:
    """The same shapes as they are modelled, one part, each material nothing but its colour."""
    meshes = []
    for mesh in asset.meshes:
        colours = tuple(Material(each.name, base_color=each.base_color, roughness=0.4) for each in mesh.materials)
        faces = np.zeros_like(mesh.face_part)
        meshes.append(replace(mesh, materials=colours, parts=("body",), face_part=faces, subdivision=0, attributes={}))
    return replace(asset, meshes=tuple(meshes))
