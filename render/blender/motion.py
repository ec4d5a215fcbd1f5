"""Motion blur: what moves while the shutter is open."""

import bpy
import numpy as np
from mathutils import Matrix, Vector

from assets.geometry import VELOCITY
from scenes import PinholeCamera, Placed, Pose, SceneSpec
from scenes.motion.steady import about
from scenes.pose import Float64
from scenes.spec import Joint

FRAME = 1  # Blender's current frame, at which everything is where the scene says


def moves(spec: SceneSpec) -> bool:
    """Whether the shutter is open long enough to show that something moves."""
    return spec.camera.shutter_s > 0.0 and (any(map(_goes, (spec.camera, *spec.placed))) or bends(spec))


def bends(spec: SceneSpec) -> bool:
    """Whether something changes its shape."""
    return any(VELOCITY in mesh.attributes for placed in spec.placed for mesh in placed.asset.meshes)


def place_of(placed: Placed, mesh: str | None) -> Pose:
    """Where a mesh of a thing is in the world; None for what has no joint."""
    joint = None if mesh is None else placed.joints.get(mesh)
    return placed.pose if joint is None else placed.pose.of(joint.pose)


def animate(obj: bpy.types.Object, what: Placed | PinholeCamera, shutter_s: float, joint: Joint | None = None) -> None:
    """Move an object that stands where it is, so that one frame of Blender's is one exposure."""
    if not shutter_s or not (_goes(what) or (joint is not None and joint.turning_radps.any())):
        return
    if joint is None and not _any(what.turning_radps):
        _slide(obj, Vector((_or_zero(what.velocity_mps) * shutter_s).tolist()))
        return
    obj.rotation_mode = "QUATERNION"
    now = obj.matrix_world.copy()
    for offset in (-0.5, 0.0, 0.5):  # in the middle, too: what turns about another point than its origin goes in an arc
        obj.matrix_world = Matrix(_meanwhile(what, joint, offset * shutter_s).tolist()) @ now
        turn = obj.rotation_quaternion.copy()
        turn.make_compatible(now.to_quaternion())  # of its two signs, the one that leads there by the shorter way
        obj.rotation_quaternion = turn
        obj.keyframe_insert("location", frame=FRAME + offset)
        obj.keyframe_insert("rotation_quaternion", frame=FRAME + offset)
    obj.matrix_world = now
    _straight(obj)


def _slide(obj: bpy.types.Object, step: Vector) -> None:
    place = obj.location.copy()
    for offset in (-1, 1):
        obj.location = place + step * offset
        obj.keyframe_insert("location", frame=FRAME + offset)
    obj.location = place
    _straight(obj)


def _straight(obj: bpy.types.Object) -> None:
    for curve in obj.animation_data.action.layers[0].strips[0].channelbags[0].fcurves:
        for key in curve.keyframe_points:
            key.interpolation = "LINEAR"


def _meanwhile(what: Placed | PinholeCamera, joint: Joint | None, seconds: float) -> Float64:
    """(4, 4) what takes an object from where it is to where it is some time later, in the world."""
    out = _around(what.pose.translation, _or_zero(what.turning_radps), seconds)
    out[:3, 3] += _or_zero(what.velocity_mps) * seconds
    if joint is None:
        return out
    pivot, turning = what.pose.apply(joint.pivot), what.pose.rotation @ joint.turning_radps
    return np.asarray(out @ _around(pivot, turning, seconds))


def _around(pivot: Float64, turning_radps: Float64, seconds: float) -> Float64:
    """(4, 4) turning about a point."""
    out, turn = np.eye(4), about(turning_radps, seconds)
    out[:3, :3], out[:3, 3] = turn, pivot - turn @ pivot
    return out


def _goes(what: Placed | PinholeCamera) -> bool:
    return _any(what.velocity_mps) or _any(what.turning_radps)


def _any(values: Float64 | None) -> bool:
    return values is not None and bool(values.any())


def _or_zero(values: Float64 | None) -> Float64:
    return np.zeros(3) if values is None else values


def open_shutter(scene: bpy.types.Scene, spec: SceneSpec) -> None:
    """Blur what moves, or nothing. The shutter is open for the whole frame, and centred on it.

    Cycles moves vertices by ``VELOCITY`` a second of Blender's time, so a frame then lasts as long as the exposure.
    """
    scene.render.use_motion_blur = moves(spec)
    scene.render.motion_blur_position, scene.render.motion_blur_shutter = "CENTER", 1.0
    bent = spec.camera.shutter_s > 0.0 and bends(spec)
    scene.render.fps_base = spec.camera.shutter_s * scene.render.fps if bent else 1.0
