"""A renderer without Blender: flat silhouettes, nearest instance in front. For tests of everything around rendering."""

import zlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from annotate.frame import Coverage, Frame, LeafKey, Surface
from annotate.silhouette import silhouette
from assets import Mesh
from render.progress.stopwatch import Stopwatch
from render.settings.config import RunConfig
from scenes import Placed, SceneSpec


class FakeRenderer:
    """Renders each labelled instance as the silhouettes of its parts in flat colours; hair and scenery do not show."""

    def expose(self, spec: SceneSpec) -> Callable[[], Frame]:
        frame = self.render(spec)
        return lambda: frame

    def render(self, spec: SceneSpec) -> Frame:
        camera = spec.camera
        shape = (camera.height, camera.width)
        rgb = np.full((*shape, 3), 96, np.uint8)
        depth = np.full(shape, np.inf, np.float32)
        index = np.full((1, *shape), -1, np.int32)
        leaves: list[LeafKey] = []
        surfaces = {}
        far_first = sorted(spec.labelled(), key=lambda placed: -_distance(placed, spec))
        for placed in far_first:
            surface = surfaces[placed.instance_id] = _surface(placed)
            for part in surface.parts:
                mask = silhouette(surface, camera, {part}, open=True).mask
                leaf = (placed.instance_id, part)
                leaves.append(leaf)
                rgb[mask] = _flat_color(leaf)
                depth[mask] = _distance(placed, spec)
                index[0, mask] = len(leaves) - 1
        normals = np.zeros((*shape, 3), np.float32)
        normals[np.isfinite(depth)] = (0.0, 0.0, -1.0)
        coverage = Coverage(tuple(leaves), index, (index >= 0).astype(np.float32))
        return Frame(rgb, depth, normals, coverage, surfaces)


def fake_renderer(config: RunConfig, threads: int, stopwatch: Stopwatch) -> FakeRenderer:
    """What a worker makes its renderer with, where it is told ``render.run.fake:fake_renderer``."""
    return FakeRenderer()


def _distance(placed: Placed, spec: SceneSpec) -> float:
    return float(spec.camera.distance(spec.camera.to_camera(placed.pose.translation)))


def _surface(placed: Placed) -> Surface:
    """The meshes as they are, without subdivision, cut into triangle fans."""
    parts = tuple(dict.fromkeys(part for mesh in placed.asset.meshes for part in mesh.parts))
    vertices, triangles, labels, offset = [], [], [], 0
    for mesh in placed.asset.meshes:
        fans, face = _fans(mesh)
        lookup = np.array([parts.index(part) for part in mesh.parts], np.int32)
        vertices.append(placed.pose.apply(mesh.vertices).astype(np.float32))
        triangles.append(fans + offset)
        labels.append(lookup[mesh.face_part[face]])
        offset += len(mesh.vertices)
    return Surface(np.concatenate(vertices), np.concatenate(triangles), parts, np.concatenate(labels))


def _fans(mesh: Mesh) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Triangles (T, 3), and the face that each is of."""
    starts = np.cumsum(mesh.face_sizes) - mesh.face_sizes
    face = np.repeat(np.arange(len(starts)), mesh.face_sizes - 2)
    step = np.arange(len(face)) - np.repeat(np.cumsum(mesh.face_sizes - 2) - (mesh.face_sizes - 2), mesh.face_sizes - 2)
    first = starts[face]
    corners = np.stack([first, first + step + 1, first + step + 2], axis=1)
    return mesh.corners[corners].astype(np.int32), face


def _flat_color(leaf: LeafKey) -> tuple[int, int, int]:
    code = zlib.crc32(f"{leaf[0]}/{leaf[1]}".encode())
    return code & 255, code >> 8 & 255, code >> 16 & 255
