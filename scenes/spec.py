"""What is in a picture: a frozen, Blender-free description that both the renderer and the labels read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assets import Asset, AttributeValue, SceneError
from assets.materials import Colour
from scenes.camera import PinholeCamera, check_velocity
from scenes.pose import Float64, Pose


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
    """

    asset: Asset
    pose: Pose
    instance_id: int = 0
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    velocity_mps: Float64 | None = None

    def __post_init__(self) -> None:
        check_velocity(self.velocity_mps, f"instance of '{self.asset.name}'")
        if (self.instance_id > 0) != bool(self.asset.labels):
            raise SceneError(
                f"instance of '{self.asset.name}': expected an id above 0 for a labelled asset and 0 for scenery, "
                f"got {self.instance_id}"
            )


@dataclass(frozen=True)
class World:
    """Light from all around.

    Attributes:
        hdri: name of one of the built-in environments, or a path to an .exr or .hdr file (equirectangular).
        rotation_rad: turn about z.
        strength: factor on its radiance.
    """

    hdri: str
    rotation_rad: float = 0.0
    strength: float = 1.0


@dataclass(frozen=True, eq=False)
class Light:
    """A lamp.

    Attributes:
        kind: ``sun`` (parallel) or ``area`` (a square).
        pose: lamp to world; it shines along its local -z, as Blender's do.
        color: linear RGB.
        power: W/m² for a sun, W for an area lamp.
        size: the sun's angular diameter in radians, the side of an area lamp in metres.
    """

    kind: str
    pose: Pose
    color: Colour
    power: float
    size: float

    def __post_init__(self) -> None:
        if self.kind not in ("sun", "area"):
            raise SceneError(f"light: expected kind 'sun' or 'area', got '{self.kind}'")
        if self.power < 0.0 or self.size <= 0.0:
            raise SceneError(f"light: expected power ≥ 0 and size > 0, got {self.power} and {self.size}")


@dataclass(frozen=True, eq=False)
class SceneSpec:
    """One picture.

    Attributes:
        placed: everything in it.
        camera, world, lights: how it is seen and lit.
        parameters: what was sampled, by name; written to the image's entry.
    """

    placed: tuple[Placed, ...]
    camera: PinholeCamera
    world: World
    lights: tuple[Light, ...] = ()
    parameters: Mapping[str, AttributeValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = [item.instance_id for item in self.placed if item.instance_id]
        if len(set(ids)) != len(ids):
            raise SceneError(f"scene: expected unique instance ids, got {ids}")

    def labelled(self) -> tuple[Placed, ...]:
        return tuple(item for item in self.placed if item.instance_id)
