"""What is in a picture: a frozen, Blender-free description that both the renderer and the labels read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from assets import Asset, AttributeValue, SceneError
from assets.materials import Colour
from scenes.camera import PinholeCamera, check_turning, check_velocity
from scenes.limits import FURTHEST_M, NARROWEST_CONE_RAD, WIDEST_CONE_RAD, WIDEST_SUN_RAD, within
from scenes.pose import Float64, Pose

if TYPE_CHECKING:
    from scenes.motion import Motion

LIGHTS = ("sun", "area", "point", "spot")
SKIES = ("clear", "overcast", "night")
MOST_ID = 2**31 - 1  # of instances, which readers keep in 32 bits


@dataclass(frozen=True, eq=False)
class Joint:
    """A piece of a thing that moves within it.

    Attributes:
        pose: the piece as the asset has it, to where it is, both in the asset's frame.
        turning_radps: (3,) how it turns within the asset, rad/s about the asset's axes, around ``pivot``.
        pivot: (3,) a point of the asset's frame that stands still in it.
    """

    pose: Pose
    turning_radps: Float64
    pivot: Float64


@dataclass(frozen=True, eq=False)
class Placed:
    """An asset in the scene.

    Attributes:
        asset: what stands there.
        pose: asset frame to world.
        instance_id: 1 or more and unique for labelled things, 0 for scenery.
        attributes: values that this instance adds to its asset's.
        velocity_mps: (3,) its motion in the world, which shows while the camera's shutter is open; ``pose`` is where
            it is at the middle of that time. None stands still.
        turning_radps: (3,) how it turns at the same time, rad/s about the world's axes; None does not.
        joints: by names of the asset's meshes, where they are within its frame: wheels that have rolled. Others are as
            the asset has them.
    """

    asset: Asset
    pose: Pose
    instance_id: int = 0
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    velocity_mps: Float64 | None = None
    turning_radps: Float64 | None = None
    joints: Mapping[str, Joint] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_velocity(self.velocity_mps, f"instance of '{self.asset.name}'")
        check_turning(self.turning_radps, f"instance of '{self.asset.name}'")
        unknown = set(self.joints) - {mesh.name for mesh in self.asset.meshes}
        if unknown:
            raise SceneError(f"instance of '{self.asset.name}': expected joints of its meshes, got {sorted(unknown)}")
        if (self.instance_id > 0) != bool(self.asset.labels):
            raise SceneError(
                f"instance of '{self.asset.name}': expected an id above 0 for a labelled asset and 0 for scenery, "
                f"got {self.instance_id}"
            )


@dataclass(frozen=True)
class Sky:
    """A sky that is computed, not photographed.

    Attributes:
        kind: ``clear`` (physical, by the sun's place), ``overcast`` or ``night``.
        sun_elevation_rad, sun_azimuth_rad: of the sun (at night, of the moon); azimuth about z from x.
        haze: 0 mountain air, 1 a dusty summer's day.
        clouds: share of the sky that they cover.
        seed: of the clouds' shapes and the skyline's.
    """

    kind: str
    sun_elevation_rad: float
    sun_azimuth_rad: float = 0.0
    haze: float = 0.2
    clouds: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        if self.kind not in SKIES:
            raise SceneError(f"sky: expected a kind of {', '.join(SKIES)}, got '{self.kind}'")
        if not within(abs(self.sun_elevation_rad), 0.0, np.pi / 2.0) or not np.isfinite(self.sun_azimuth_rad):
            raise SceneError(
                f"sky: expected a sun within 90° of the horizon, and an azimuth, got {self.sun_elevation_rad} and "
                f"{self.sun_azimuth_rad} rad"
            )
        if not 0.0 <= self.haze <= 1.0 or not 0.0 <= self.clouds <= 1.0:
            raise SceneError(f"sky: expected haze and clouds in 0..1, got {self.haze} and {self.clouds}")


@dataclass(frozen=True)
class World:
    """Light from all around.

    Attributes:
        sky: name of one of the built-in environments, a path to an .exr or .hdr file (equirectangular), or a computed
            sky.
        rotation_rad: turn about z.
        strength: factor on a picture's radiance; of a computed sky without clouds, the W/m² of its light (without the
            sun's) on level ground.
    """

    sky: str | Sky
    rotation_rad: float = 0.0
    strength: float = 1.0

    def __post_init__(self) -> None:
        if not within(self.strength, 0.0) or not np.isfinite(self.rotation_rad):
            raise SceneError(
                f"world: expected a strength ≥ 0 and a rotation, got {self.strength} and {self.rotation_rad} rad"
            )


@dataclass(frozen=True)
class Weather:
    """What the air and the sky's water do to a picture. Labels do not change: one sees through all of it.

    Attributes:
        wet: of everything that lies open: 0 dry, 1 soaked, with puddles where the ground is low.
        snow: share of level ground and roofs that it covers.
        rain, snowfall: how much falls, 0..1.
        fog_per_m: extinction; the visibility is about 3.9 / fog_per_m. 0 for clear air.
        glare: how much bright lamps bleed in the lens, 0..1.
        seed: of drops, flakes and puddles.
    """

    wet: float = 0.0
    snow: float = 0.0
    rain: float = 0.0
    snowfall: float = 0.0
    fog_per_m: float = 0.0
    glare: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        shares = (self.wet, self.snow, self.rain, self.snowfall, self.glare)
        if not all(within(share, 0.0, 1.0) for share in shares) or not within(self.fog_per_m, 0.0):
            raise SceneError(f"weather: expected shares in 0..1 and fog_per_m of 0 or more, got {self}")


FAIR = Weather()


@dataclass(frozen=True, eq=False)
class Light:
    """A lamp.

    Attributes:
        kind: ``sun`` (parallel), ``area`` (a square), ``point`` (a ball) or ``spot`` (a ball behind a round mask).
        pose: lamp to world; it shines along its local -z, as Blender's do.
        color: linear RGB.
        power: W/m² for a sun, W for the others.
        size: the sun's angular diameter in radians, the side or the diameter of the others in metres.
        cone_rad: full opening angle of a spot, 1° to 180°, which fades towards its edge.
        even_m: of a spot, how far its light is about even, as a reflector makes it; beyond it falls off as it should.
    """

    kind: str
    pose: Pose
    color: Colour
    power: float
    size: float
    cone_rad: float = 1.0
    even_m: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in LIGHTS:
            raise SceneError(f"light: expected a kind of {', '.join(LIGHTS)}, got '{self.kind}'")
        if not within(self.power, 0.0) or not within(self.size, 0.0) or self.size == 0.0:
            raise SceneError(f"light: expected power ≥ 0 and size > 0, got {self.power} and {self.size}")
        if len(self.color) != 3 or not all(within(channel, 0.0) for channel in self.color):
            raise SceneError(f"light: expected a colour of three numbers ≥ 0, got {self.color}")
        if not within(self.even_m, 0.0):
            raise SceneError(f"light: expected even_m ≥ 0, got {self.even_m}")
        if self.kind == "sun" and self.size > WIDEST_SUN_RAD:
            raise SceneError(f"light: expected a sun of {WIDEST_SUN_RAD:.4g} rad at most, got {self.size:g}")
        if self.kind == "spot" and not within(self.cone_rad, NARROWEST_CONE_RAD, WIDEST_CONE_RAD):
            raise SceneError(
                f"light: expected a spot's cone_rad in {NARROWEST_CONE_RAD:.4g}..{WIDEST_CONE_RAD:.4g} (1° to 180°), "
                f"got {self.cone_rad:g}"
            )


@dataclass(frozen=True, eq=False)
class View:
    """A camera in its place.

    Attributes:
        camera: of a picture of a scene.
        parameters: what was sampled for it, for the image's entry.
    """

    camera: PinholeCamera
    parameters: Mapping[str, AttributeValue] = field(default_factory=dict)


type BlenderHook = Callable[["SceneSpec", Any], None]
"""``build(scene_spec, bpy_scene)``: what no description can say; see ``scenes.registry.scene``."""


@dataclass(frozen=True, eq=False)
class SceneSpec:
    """One picture.

    Attributes:
        placed: everything in it.
        camera, world, lights: how it is seen and lit.
        parameters: what was sampled, by name; written to the image's entry.
        weather: of the air and on every surface.
        blender: the scene's hook into Blender, which no label knows of; ``scenes.registry.sample`` sets it.
        views: how else the same scene is seen, where several pictures of it are asked for (``SceneParams.views``).
        motion: how it moves, where moving pictures are asked for (``SceneParams.clip``); ``scenes.motion.at`` gives it
            at a moment. None stands still.
        seconds: the moment of its clip that it is at.
    """

    placed: tuple[Placed, ...]
    camera: PinholeCamera
    world: World
    lights: tuple[Light, ...] = ()
    parameters: Mapping[str, AttributeValue] = field(default_factory=dict)
    weather: Weather = FAIR
    blender: BlenderHook | None = None
    views: tuple[View, ...] = ()
    motion: "Motion | None" = None
    seconds: float = 0.0

    def __post_init__(self) -> None:
        ids = [item.instance_id for item in self.placed if item.instance_id]
        if len(set(ids)) != len(ids):
            twice = next(number for number in ids if ids.count(number) > 1)
            raise SceneError(f"scene: expected unique instance ids, got {twice} more than once")
        if max(ids, default=0) > MOST_ID:
            raise SceneError(f"scene: expected instance ids of {MOST_ID} at most, got {max(ids)}")
        for camera in (self.camera, *(view.camera for view in self.views)):
            _check_near(camera.pose, "camera")
            if (camera.width, camera.height) != (self.camera.width, self.camera.height):
                sides = f"{self.camera.width}×{self.camera.height}, got {camera.width}×{camera.height}"
                raise SceneError(f"scene: expected all views of one size, {sides}")
        for item in self.placed:
            _check_near(item.pose, f"'{item.asset.name}'")

    def labelled(self) -> tuple[Placed, ...]:
        return tuple(item for item in self.placed if item.instance_id)

    def seen_in(self, view: int) -> "SceneSpec":
        """The picture of that view: 0 is this one, 1 the first of ``views``."""
        if not view:
            return self
        other = self.views[view - 1]
        return replace(self, camera=other.camera, parameters={**self.parameters, **other.parameters})


def _check_near(pose: Pose, what: str) -> None:
    """Raises:
    SceneError: it is so far out that the renderer cannot tell places there apart.
    """
    if not float(np.abs(pose.translation).max()) <= FURTHEST_M:
        place = ", ".join(f"{metres:g}" for metres in pose.translation)
        raise SceneError(
            f"scene: expected everything within {FURTHEST_M / 1000:g} km of the origin, for single precision to hold, "
            f"got {what} at {place} m"
        )
