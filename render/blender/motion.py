"""Motion blur: what moves while the shutter is open."""

import bpy
from mathutils import Vector

from scenes import SceneSpec
from scenes.pose import Float64

FRAME = 1  # Blender's current frame, at which everything is where the scene says


def moves(spec: SceneSpec) -> bool:
    """Whether the shutter is open long enough to show that something moves."""
    velocities = [spec.camera.velocity_mps, *(placed.velocity_mps for placed in spec.placed)]
    return spec.camera.shutter_s > 0.0 and any(v is not None and bool(v.any()) for v in velocities)


def animate(obj: bpy.types.Object, velocity_mps: Float64 | None, shutter_s: float) -> None:
    """Move an object in a straight line, so that one frame of Blender's is one exposure."""
    if velocity_mps is None or not shutter_s or not velocity_mps.any():
        return
    place, step = obj.location.copy(), Vector((velocity_mps * shutter_s).tolist())
    for offset in (-1, 1):
        obj.location = place + step * offset
        obj.keyframe_insert("location", frame=FRAME + offset)
    obj.location = place
    for curve in obj.animation_data.action.layers[0].strips[0].channelbags[0].fcurves:
        for key in curve.keyframe_points:
            key.interpolation = "LINEAR"


def open_shutter(scene: bpy.types.Scene, blur: bool) -> None:
    """Blur what is animated, or nothing. The shutter is open for the whole frame, and centred on it."""
    scene.render.use_motion_blur = blur
    scene.render.motion_blur_position, scene.render.motion_blur_shutter = "CENTER", 1.0
