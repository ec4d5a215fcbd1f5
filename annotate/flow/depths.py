"""What is nearest at each pixel centre of a picture, from its description alone: a depth buffer in numpy.

Meshes are taken as they are described, without subdivision. What one sees through (wire mesh, textures with holes) and
hair are left out. Depth is where a pixel's ray meets the triangle's plane, whatever the lens.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotate.flat import fans, mesh_pose
from annotate.frame import Surface
from annotate.raster import pixels_of, spans_of
from annotate.silhouette import corners_of
from assets import Asset, Material, Mesh
from assets.vectors import cross
from scenes import PinholeCamera, SceneSpec
from scenes.pose import Float64

WHOLE = 1.0 - 1e-3  # alpha from which on a surface lets nothing through

type Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Nearest:
    """Attributes:
    depth: (H, W) float64 as a frame's depth; infinite where nothing is.
    thing: (H, W) int32, place in ``SceneSpec.placed``, -1 for nothing.
    mesh: (H, W) int32, which of the thing's asset's.
    triangle: (H, W) int32, which of ``fans`` of that mesh.
    facing: (H, W) whether the triangle shows its outer side. Behind lenses that bend edges, slits of no width let some
        pixel centres through to the far side of a thing.
    """

    depth: Float64
    thing: Ints
    mesh: Ints
    triangle: Ints
    facing: NDArray[np.bool_]


@dataclass(frozen=True)
class Solid:
    """What does not change of meshes and assets, computed once for several moments; kept by their identity."""

    meshes: dict[int, tuple[Mesh, Ints, Ints]] = field(default_factory=dict)
    radii: dict[int, tuple[Asset, float]] = field(default_factory=dict)

    def triangles(self, mesh: Mesh) -> tuple[Ints, Ints]:
        """(T, 3) triangles that nothing is seen through, and (T,) which of ``fans`` each is."""
        known = self.meshes.get(id(mesh))
        if known is None:
            triangles, face = fans(mesh)
            solid = np.array([_solid(item) for item in mesh.materials], np.bool_)[mesh.face_material[face]]
            known = self.meshes[id(mesh)] = mesh, triangles[solid], np.flatnonzero(solid).astype(np.int32)
        return known[1], known[2]

    def radius(self, asset: Asset) -> float:
        """Metres from the asset's origin to the furthest of its vertices."""
        known = self.radii.get(id(asset))
        if known is None:
            reach = max((float(np.linalg.norm(mesh.vertices, axis=1).max()) for mesh in asset.meshes), default=0.0)
            known = self.radii[id(asset)] = asset, reach
        return known[1]


def nearest(spec: SceneSpec, rays: Float64, solid: Solid) -> Nearest:
    """The depth buffer of a scene.

    Args:
        rays: (H, W, 3) of the camera at pixel centres.
    """
    camera = spec.camera
    shape = (camera.height, camera.width)
    depth = np.full(shape[0] * shape[1], np.inf)
    found, facing = np.full((3, len(depth)), -1, np.int32), np.zeros(len(depth), np.bool_)
    flat = rays.reshape(-1, 3)
    for place, placed in enumerate(spec.placed):
        if not _may_show(camera, placed.pose.translation, solid.radius(placed.asset)):
            continue
        for number, mesh in enumerate(placed.asset.meshes):
            triangles, which = solid.triangles(mesh)
            if not len(triangles):
                continue
            vertices = mesh_pose(placed, mesh).apply(mesh.vertices).astype(np.float32)
            for cell, source, reach, outer in _hits(vertices, triangles, camera, flat):
                np.minimum.at(depth, cell, reach)
                won = reach == depth[cell]
                found[:, cell[won]] = np.stack(
                    [np.full(int(won.sum()), place), np.full(int(won.sum()), number), which[source[won]]]
                )
                facing[cell[won]] = outer[won]
    thing, part, triangle = found.reshape(3, *shape)
    return Nearest(depth.reshape(shape), thing, part, triangle, facing.reshape(shape))


def pixel_centres(camera: PinholeCamera) -> Float64:
    """(H, W, 2) in pixels."""
    return np.stack(np.meshgrid(np.arange(camera.width) + 0.5, np.arange(camera.height) + 0.5), axis=-1)


def _solid(material: Material) -> bool:
    holed = any(texture.input == "alpha" for texture in material.textures)
    return material.kind != "wire_mesh" and material.alpha >= WHOLE and not holed


def _hits(
    vertices: NDArray[np.float32], triangles: Ints, camera: PinholeCamera, rays: Float64
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.intp], Float64, NDArray[np.bool_]]]:
    """Flat pixels whose centres triangles cover, which triangle, how far along the pixel's ray, and if from outside."""
    local = camera.to_camera(vertices)
    if not bool(camera.sees(local).any()):
        return
    surface = Surface(vertices, triangles, ("",), np.zeros(len(triangles), np.int32))
    corners, source = corners_of(surface, camera)
    spans = spans_of(corners, (0, camera.height))
    if not len(spans[0]):
        return
    used = np.unique(source[spans[3]])
    a, b, c = (local[triangles[used, corner]] for corner in range(3))
    normal = cross(b - a, c - a)
    ends = np.stack([camera.distance(corner) for corner in (a, b, c)])
    plane: Any = {
        "normal": normal,
        "offset": np.einsum("ij,ij->i", a, normal),
        "low": ends.min(axis=0) if camera.fisheye is None else np.zeros(len(used)),
        "high": ends.max(axis=0),
    }
    place = np.zeros(len(triangles), np.intp)
    place[used] = np.arange(len(used))
    for cell, of in pixels_of(spans, (camera.width, camera.height)):
        mine = place[source[of]]
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = plane["offset"][mine] / np.einsum("ij,ij->i", rays[cell], plane["normal"][mine])
        # Of triangles that are seen from the side the plane tells nothing: they are no further than their corners.
        reach = np.clip(np.nan_to_num(reach, nan=np.inf), plane["low"][mine], plane["high"][mine])
        some = reach > 0.0
        yield cell[some], source[of[some]], reach[some], plane["offset"][mine[some]] < 0.0


def _may_show(camera: PinholeCamera, middle: Float64, radius: float) -> bool:
    """Whether a ball may reach into the picture."""
    if camera.fisheye is not None:
        return True
    x, y, z = camera.to_camera(middle).tolist()
    if z < -radius:
        return False
    (left, top), (right, bottom) = camera.border.min(axis=0).tolist(), camera.border.max(axis=0).tolist()
    outside = (
        (left * z - x) / np.hypot(1.0, left),
        (x - right * z) / np.hypot(1.0, right),
        (top * z - y) / np.hypot(1.0, top),
        (y - bottom * z) / np.hypot(1.0, bottom),
    )
    return bool(max(outside) <= radius)
