"""One scene at a time, built in Blender and kept there, to be rendered again and again with other settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from annotate.frame import Frame, Surface
from benchmarks.clock import Cost
from render.blender import renderer as blender
from render.blender.engines import Shots
from render.blender.engines.cycles import set_cycles
from render.camera import film
from render.run.sampling import sample_frame
from render.settings.config import make_config, scene_params
from render.settings.presets import PRESETS, STANDARD, Preset
from scenes import SceneSpec

type Settings = Mapping[str, Any]  # by path from Blender's scene, or SUBSURFACE
SUBSURFACE = "subsurface method"  # of all materials that scatter light inside


@dataclass(frozen=True)
class Scene:
    """Attributes:
    name, settings: as ``prelabel render NAME --set SETTING`` takes them.
    """

    name: str
    settings: tuple[str, ...] = ()
    frame: int = 0
    seed: int = 0

    def spec(self, size: tuple[int, int]) -> SceneSpec:
        config = make_config({"scenes": [self.name], "size": size, "seed": self.seed}, self.settings)
        return sample_frame(self.frame, [scene_params(config, self.name)], config.seed).spec

    def __str__(self) -> str:
        return " ".join((self.name, *self.settings))


STREET, PORTRAIT = Scene("vehicles", ("count=6",)), Scene("portrait")


class Studio:
    """A renderer whose scene stays."""

    def __init__(self, spec: SceneSpec, threads: int = 0) -> None:
        self._renderer = blender.BlenderRenderer(device="cpu", threads=threads)
        self._spec = spec
        self._surfaces: dict[int, Surface] = self._renderer._build(spec).surfaces()
        self._plain: dict[str, Any] = {}  # what settings were before they were changed
        self._methods = {node: node.subsurface_method for node in _principled()}

    @property
    def scene(self) -> Any:
        return bpy.context.scene

    def set(self, preset: Preset = PRESETS[STANDARD], denoise: bool = True, settings: Settings | None = None) -> None:
        """A preset, and what differs from it; nothing of what was set before stays."""
        changes = dict(settings or {})
        method = changes.pop(SUBSURFACE, None)
        for path, value in self._plain.items():
            self._put(path, value)
        for node, own in self._methods.items():
            node.subsurface_method = method or own
        self._plain = {path: self._get(path) for path in changes}
        set_cycles(self.scene, preset, denoise)
        for path, value in changes.items():
            self._put(path, value)

    def shoot(self) -> tuple[Frame, Cost]:
        """The scene as it is, and what its render took."""
        before = Cost.now()
        path = self._renderer._render_file()
        cost = Cost.now() - before
        return blender._develop(self._spec, self._surfaces, Shots(path, path, path)), cost

    def close(self) -> None:
        self._renderer.close()

    def _get(self, path: str) -> Any:
        return self.scene.path_resolve(path)

    def _put(self, path: str, value: Any) -> None:
        owner, _, name = path.rpartition(".")
        setattr(self.scene.path_resolve(owner) if owner else self.scene, name, value)


def picture(frame: Frame, exposure: float) -> NDArray[np.uint8]:
    """A frame as a camera with that exposure takes it: two of a scene are compared at the same one."""
    return film.tone(np.asarray(frame.linear, np.float32) * np.float32(exposure / frame.exposure))


def _principled() -> list[Any]:
    trees = [material.node_tree for material in bpy.data.materials if material.node_tree] + list(bpy.data.node_groups)
    return [node for tree in trees for node in tree.nodes if node.type == "BSDF_PRINCIPLED"]
