"""A renderer without Blender: flat silhouettes, nearest instance in front. For tests of everything around rendering."""

import zlib
from collections.abc import Callable

import numpy as np

from annotate.flat import flat_surface
from annotate.frame import Coverage, Frame, LeafKey
from annotate.silhouette import silhouette
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
            surface = surfaces[placed.instance_id] = flat_surface(placed)
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


def _flat_color(leaf: LeafKey) -> tuple[int, int, int]:
    code = zlib.crc32(f"{leaf[0]}/{leaf[1]}".encode())
    return code & 255, code >> 8 & 255, code >> 16 & 255
