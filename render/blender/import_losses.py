"""What Blender has read of a model's file beside meshes and their materials, which are all that is kept."""

from collections import Counter
from collections.abc import Iterator

import bpy

from assets.library.losses import Loss

# Kinds of objects, as Blender calls them, and as people do.
OTHERS = {
    "CAMERA": "cameras",
    "LIGHT": "lights",
    "CURVE": "curves",
    "SURFACE": "curved surfaces",
    "META": "metaballs",
    "FONT": "texts",
    "CURVES": "hair",
    "POINTCLOUD": "points",
    "VOLUME": "volumes",
    "GREASEPENCIL": "drawings",
    "SPEAKER": "sounds",
    "LIGHT_PROBE": "light probes",
}


def is_helper(obj: bpy.types.Object) -> bool:
    """Whether Blender's reader of glTF has made it, to show bones."""
    return any(group.name.startswith("glTF_not_exported") for group in obj.users_collection)


def scene_losses() -> Iterator[Loss]:
    """What a scene holds that no picture of the model will."""
    for kind, count in Counter(obj.type for obj in bpy.data.objects).items():
        if kind in OTHERS:
            yield f"{OTHERS[kind]}: {count}", ""
    hidden = [obj.name for obj in bpy.data.objects if obj.type == "MESH" and obj.hide_render and not is_helper(obj)]
    yield from (("hidden things", name) for name in hidden)
    if bpy.data.actions:
        yield "animation: it stands still", ""
    if bpy.data.armatures:
        yield "a skeleton: it keeps the pose that it has", ""
    for mesh in bpy.data.meshes:
        if mesh.shape_keys is not None:
            yield "shape keys (morph targets): it keeps the shape that it has", mesh.name
        if len(mesh.vertices) and not len(mesh.polygons):
            yield "points and lines", ""
