"""What stands in Blender, for the next picture of the same scene: a further view, or the next frame of a clip."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import bpy
from mathutils import Matrix

from annotate.frame import Surface
from assets import Asset, Curves, Material, Mesh
from render.blender.meshes import BENCH, Instance, Shared, curves_data, mesh_data, stand
from scenes import Light, Placed, SceneSpec


@dataclass(eq=False)
class Stage:
    """Attributes:
    spec: what stands there.
    things: by their place in ``spec.placed``.
    shared: what they have in common.
    """

    spec: SceneSpec
    things: list[Instance]
    shared: Shared

    def surfaces(self) -> dict[int, Surface]:
        """Of the labelled things, by instance id."""
        found = ((made.placed.instance_id, made.surface()) for made in self.things)
        return {number: surface for number, surface in found if surface is not None}

    def holds(self, spec: SceneSpec) -> bool:
        """Whether a picture differs in its camera alone. A hook may have looked at that, and a shutter shows motion."""
        same = all(getattr(spec, part) is getattr(self.spec, part) for part in ("placed", "world", "lights", "weather"))
        return bool(spec.views) and same and self._no_hook(spec)

    def follows(self, spec: SceneSpec) -> bool:
        """Whether a picture is of another moment of the same clip, and what has moved can be moved."""
        mine = self.spec
        same = spec.motion is not None and spec.motion is mine.motion and spec.world is mine.world
        if not (same and spec.weather is mine.weather and self._no_hook(spec)):
            return False
        lit = len(spec.lights) == len(mine.lights) and all(map(_same_lamp, spec.lights, mine.lights))
        return lit and all(map(_same_pieces, spec.placed, mine.placed))

    def _no_hook(self, spec: SceneSpec) -> bool:
        no_hook = spec.blender is None and self.spec.blender is None
        return no_hook and spec.camera.shutter_s == self.spec.camera.shutter_s

    def move(self, spec: SceneSpec) -> None:
        """Make it another moment of its clip, which it ``follows``: what has not moved is not touched."""
        for made, placed in zip(self.things, spec.placed, strict=True):
            if placed is made.placed:
                continue
            before, made.placed = made.placed, placed
            if placed.asset is not before.asset:
                _reshape(made, before.asset, self.shared)
            stand(made, spec.camera.shutter_s)
        for index, (light, was) in enumerate(zip(spec.lights, self.spec.lights, strict=True)):
            if light is not was:
                bpy.data.objects[f"light.{index}"].matrix_world = Matrix(light.pose.matrix().tolist())
        self.spec = spec


def _same_lamp(one: Light, two: Light) -> bool:
    return one is two or vars(replace(one, pose=two.pose)) == vars(two)


def _same_pieces(one: Placed, two: Placed) -> bool:
    """Whether two things are of as many meshes and curves, of the same names."""
    return one is two or (one.instance_id == two.instance_id and _names(one.asset) == _names(two.asset))


def _names(asset: Asset) -> list[str]:
    return [piece.name for piece in (*asset.meshes, *asset.curves)]


def _reshape(made: Instance, before: Asset, shared: Shared) -> None:
    """Give a thing's objects the geometry and looks of its asset now; they stay the objects that they are.

    All names are those of a scene that is built anew: Cryptomatte goes by them.
    """
    asset = made.placed.asset
    if not _same_looks(asset, before):
        shared.forget(made.prefix)
    old = [obj.data for obj in made.objects]
    for number, data in enumerate(old):
        data.name = f"before {number}"
    made.shapes = []
    for obj, mesh in zip(made.objects, asset.meshes, strict=False):
        obj.data, shape = mesh_data(mesh, made.placed, made.index, shared)
        made.shapes += [shape] if shape is not None else []
    for obj, curves in zip(made.objects[len(asset.meshes) :], asset.curves, strict=True):
        obj.data = curves_data(curves, made.prefix, shared)
    for mesh in before.meshes:
        shared.meshes.pop(id(mesh), None)  # a mesh of another moment may get its identity
    used = [data for data in (*old, *_left_on_the_bench()) if not data.users]
    bpy.data.batch_remove(used)


def _left_on_the_bench() -> list[bpy.types.Mesh]:
    """What meshes were subdivided from."""
    return [data for data in bpy.data.meshes if data.name.startswith(BENCH)]


def _same_looks(one: Asset, two: Asset) -> bool:
    """Whether all pieces have the same materials in the same places, so that those of Blender can stay."""
    return all(map(_alike, one.meshes, two.meshes)) and all(map(_alike, one.curves, two.curves))


def _alike(one: Mesh | Curves, two: Mesh | Curves) -> bool:
    mine, other = (_materials(piece) for piece in (one, two))
    return len(mine) == len(other) and all(a is b or _content(a) == _content(b) for a, b in zip_longest(mine, other))


def _materials(piece: Mesh | Curves) -> Sequence[Material]:
    return piece.materials if isinstance(piece, Mesh) else (piece.material,)


def _content(material: Material) -> tuple[object, ...]:
    return tuple(vars(material).values())
