"""A scene at a moment of its clip."""

from dataclasses import replace

from assets import SceneError
from scenes.motion.bending import bending
from scenes.motion.motion import Motion, turning, velocity
from scenes.spec import Light, Placed, SceneSpec


def at(spec: SceneSpec, seconds: float) -> SceneSpec:
    """The scene ``seconds`` after its clip began: a pure function of its arguments.

    What stands still is the same object at all moments, which lets a renderer update what moves alone. The scene of any
    moment will do: ``at(at(spec, 3.0), 1.0)`` is ``at(spec, 1.0)``.

    Raises:
        SceneError: the scene has no motion.
    """
    motion = spec.motion
    if motion is None:
        raise SceneError("motion: expected a scene that moves, got a still one")
    placed = list(spec.placed)
    for place in motion.movers:
        placed[place] = _thing(motion, place, spec.placed[place], seconds, spec.camera.shutter_s > 0.0)
    camera = spec.camera
    if motion.camera is not None:
        pose = motion.camera.pose(seconds)
        own, turn = velocity(motion.camera, seconds), turning(motion.camera, seconds)
        camera = replace(camera, pose=pose, velocity_mps=own, turning_radps=turn)
    return replace(spec, placed=tuple(placed), camera=camera, lights=_lights(motion, spec, placed), seconds=seconds)


def stood(spec: SceneSpec, seconds: float) -> SceneSpec:
    """Where labelled things and the camera are at a moment, by nothing but their poses: cheaper than ``at``.

    Their shapes stay as ``spec`` has them, and so do lights and all that is not labelled.
    """
    motion = spec.motion
    if motion is None:
        return spec
    placed = list(spec.placed)
    for place, mover in motion.movers.items():
        if placed[place].instance_id:
            placed[place] = replace(placed[place], pose=mover.pose(seconds))
    camera = spec.camera if motion.camera is None else replace(spec.camera, pose=motion.camera.pose(seconds))
    return replace(spec, placed=tuple(placed), camera=camera, seconds=seconds)


def _thing(motion: Motion, place: int, placed: Placed, seconds: float, blurred: bool) -> Placed:
    mover = motion.movers[place]
    now = mover.at(placed, seconds)
    if blurred:
        now = replace(now, asset=bending(mover, now, seconds))
    return replace(now, velocity_mps=velocity(mover, seconds), turning_radps=turning(mover, seconds))


def _lights(motion: Motion, spec: SceneSpec, placed: list[Placed]) -> tuple[Light, ...]:
    if not motion.lights:
        return spec.lights
    lights = list(spec.lights)
    for place, rider in motion.lights.items():
        lights[place] = replace(lights[place], pose=placed[rider.thing].pose.of(rider.pose))
    return tuple(lights)
