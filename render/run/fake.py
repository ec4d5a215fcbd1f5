"""A renderer without Blender: flat silhouettes, nearest instance in front. For tests of everything around rendering."""

import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotate.flat import flat_surface
from annotate.frame import Behind, Coverage, Frame, LeafKey, Surface
from annotate.silhouette import silhouette
from render.camera import developing
from render.camera import film as plain
from render.progress.stopwatch import Stopwatch
from render.settings.config import RunConfig
from scenes import Placed, SceneSpec


class FakeRenderer:
    """Renders each labelled instance as the silhouettes of its parts in flat colours; hair and scenery do not show.

    Args:
        through_glass: also tell what is behind parts that are all of glass.
    """

    _through_glass = False  # also of those that make themselves otherwise

    def __init__(self, through_glass: bool = False) -> None:
        self._through_glass = through_glass

    def expose(self, spec: SceneSpec) -> Callable[[], Frame]:
        frame = self.render(spec)
        return lambda: frame

    def render(self, spec: SceneSpec) -> Frame:
        far_first = sorted(spec.labelled(), key=lambda placed: -_distance(placed, spec))
        surfaces = {placed.instance_id: flat_surface(placed) for placed in far_first}
        painted = _paint(spec, far_first, surfaces)
        normals = np.zeros((*painted.depth.shape, 3), np.float32)
        normals[np.isfinite(painted.depth)] = (0.0, 0.0, -1.0)
        behind = self._behind(spec, far_first, surfaces, painted.coverage) if self._through_glass else None
        rgb, linear = _developed(painted.rgb, spec)
        return Frame(rgb, painted.depth, normals, painted.coverage, surfaces, linear=linear, behind=behind)

    def _behind(
        self, spec: SceneSpec, far_first: Sequence[Placed], surfaces: Mapping[int, Surface], coverage: Coverage
    ) -> Behind:
        panes = {(placed.instance_id, part) for placed in far_first for part in _panes(placed)}
        glass = np.array([*(leaf in panes for leaf in coverage.leaves), False])[coverage.index[0]]
        without = _paint(spec, far_first, surfaces, panes)
        return Behind.of(without.coverage, without.depth, glass.astype(np.float32))


def _developed(rgb: NDArray[np.uint8], spec: SceneSpec) -> tuple[NDArray[np.uint8], NDArray[np.float32] | None]:
    """Flat colours on the camera's film, and their light where it has one."""
    if spec.camera.film.plain:
        return rgb, None
    linear = plain.untone(rgb)
    return developing.picture(linear, spec.camera.film), linear


@dataclass(frozen=True, eq=False)
class _Painted:
    rgb: NDArray[np.uint8]
    depth: NDArray[np.float32]
    coverage: Coverage


def _paint(
    spec: SceneSpec, far_first: Sequence[Placed], surfaces: Mapping[int, Surface], without: Collection[LeafKey] = ()
) -> _Painted:
    """Parts over one another, but for some."""
    shape = (spec.camera.height, spec.camera.width)
    rgb, depth = np.full((*shape, 3), 96, np.uint8), np.full(shape, np.inf, np.float32)
    index = np.full((1, *shape), -1, np.int32)
    leaves: list[LeafKey] = []
    for placed in far_first:
        surface = surfaces[placed.instance_id]
        for leaf in ((placed.instance_id, part) for part in surface.parts):
            if leaf in without:
                continue
            mask = silhouette(surface, spec.camera, {leaf[1]}, open=True).mask
            leaves.append(leaf)
            rgb[mask] = _flat_color(leaf)
            depth[mask] = _distance(placed, spec)
            index[0, mask] = len(leaves) - 1
    return _Painted(rgb, depth, Coverage(tuple(leaves), index, (index >= 0).astype(np.float32)))


def fake_renderer(config: RunConfig, threads: int, stopwatch: Stopwatch) -> FakeRenderer:
    """What a worker makes its renderer with, where it is told ``render.run.fake:fake_renderer``."""
    return FakeRenderer(config.through_glass)


def _distance(placed: Placed, spec: SceneSpec) -> float:
    return float(spec.camera.distance(spec.camera.to_camera(placed.pose.translation)))


def _panes(placed: Placed) -> set[str]:
    """Parts of which everything is glass."""
    kinds: dict[str, set[str]] = {}
    for mesh in placed.asset.meshes:
        for part, material in {*zip(mesh.face_part.tolist(), mesh.face_material.tolist(), strict=True)}:
            kinds.setdefault(mesh.parts[part], set()).add(mesh.materials[material].kind)
    return {part for part, found in kinds.items() if found == {"glass"}}


def _flat_color(leaf: LeafKey) -> tuple[int, int, int]:
    code = zlib.crc32(f"{leaf[0]}/{leaf[1]}".encode())
    return code & 255, code >> 8 & 255, code >> 16 & 255
