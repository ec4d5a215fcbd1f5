"""What an experiment changes that no scene parameter says: pure functions from one description to another.

Each does its own to a scene that is sampled already, so that nothing is drawn anew: the first thing is turned on its
place, the camera moved away from it, something put before it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from assets import AttributeValue, SceneError
from assets.random import stream
from scenes.camera import DepthOfField, PinholeCamera
from scenes.domain import Domain
from scenes.limits import LEAST_SIDE_PX
from scenes.placement import overlap
from scenes.pose import Float64, Pose, rotation_zyx
from scenes.spec import Light, Placed, SceneSpec, Sky, Weather
from scenes.vary.occluders import from_below, from_the_side, pole

LAMP_M = 0.4  # from a thing's box: a lamp within turns with it
LOWEST_M = 0.3  # that a camera comes to the ground
SHUTTER_S = 1.0 / 50.0  # of a shaken camera whose scene has no shutter time
SENSOR_M = 0.036  # what f-numbers go by, see ``scenes.camera.DepthOfField``
KOSCHMIEDER = 3.912  # visibility times extinction: contrast falls to 2 %

type Apply = Callable[[SceneSpec, float, np.random.Generator], SceneSpec]


@dataclass(frozen=True)
class Edit:
    """Attributes:
    domain: what its factor may be.
    help: for people.
    apply: ``(spec, value, rng) -> spec``; ``rng`` is the base scene's, the same for each of its frames.
    of_first: it is about the first thing.
    """

    domain: Domain
    help: str
    apply: Apply
    of_first: bool = True


def edited(spec: SceneSpec, values: Mapping[str, AttributeValue], rng: np.random.Generator) -> SceneSpec:
    """A scene after all edits that are named, in the order of ``EDITS``: what hides a thing comes last.

    Raises:
        SceneError: the scene has nothing that could be changed so.
    """
    for key, edit in EDITS.items():
        if key in values:
            spec = edit.apply(spec, float(values[key]), stream(rng, key))
    return spec


def first_of(spec: SceneSpec) -> Placed:
    """The labelled thing with the lowest id.

    Raises:
        SceneError: there is none.
    """
    things = spec.labelled()
    if not things:
        raise SceneError("suite: expected a labelled thing to be changed, the scene has none")
    return min(things, key=lambda item: item.instance_id)


def turned(spec: SceneSpec, yaw_deg: float, rng: np.random.Generator) -> SceneSpec:
    """The first thing turned on its place to a viewing yaw: the label's ``yaw_deg``, 0 from the front, 90 its right.

    Raises:
        SceneError: there it would stand in another thing.
    """
    thing = first_of(spec)
    middle = thing.pose.apply(thing.asset.center)
    ahead, left, _ = thing.pose.rotation.T @ (spec.camera.pose.translation - middle)
    turn = rotation_zyx(float(np.radians(yaw_deg)) + float(np.arctan2(left, ahead)), 0.0, 0.0)

    def moved(pose: Pose) -> Pose:
        return Pose(turn @ pose.rotation, middle + turn @ (pose.translation - middle))

    velocity = None if thing.velocity_mps is None else turn @ thing.velocity_mps
    out = replace(thing, pose=moved(thing.pose), velocity_mps=velocity)
    for other in spec.labelled():
        if other is not thing and overlap(out, other, 0.0) and not overlap(thing, other, 0.0):
            raise SceneError(
                f"suite: turned to {yaw_deg:g}°, the first {thing.asset.name} would stand in another thing; "
                "expected more room, such as count=1"
            )
    lights = tuple(replace(lamp, pose=moved(lamp.pose)) if _carried(lamp, thing) else lamp for lamp in spec.lights)
    return replace(spec, placed=tuple(out if item is thing else item for item in spec.placed), lights=lights)


def _carried(lamp: Light, thing: Placed) -> bool:
    """Whether a lamp is one of the thing's own, such as the beams of its headlights."""
    if lamp.kind not in ("spot", "point"):
        return False
    away = np.abs(thing.pose.inverse().apply(lamp.pose.translation) - np.array(thing.asset.center))
    return bool((away < np.array(thing.asset.size) / 2.0 + LAMP_M).all())


def away(spec: SceneSpec, distance_m: float, rng: np.random.Generator) -> SceneSpec:
    """The camera moved along the ray from the first thing's middle, which stays where it is in the picture.

    Near the ground it moves on level, and is turned to keep the thing in its place.

    Raises:
        SceneError: there it would stand in something.
    """
    thing, camera = first_of(spec), spec.camera
    middle = thing.pose.apply(thing.asset.center)
    ray = camera.pose.translation - middle
    eye = middle + ray * (distance_m / float(np.linalg.norm(ray)))
    lowest = min(LOWEST_M, float(camera.pose.translation[2]))
    if eye[2] < lowest:
        flat = np.sqrt(max(distance_m**2 - (lowest - middle[2]) ** 2, 1e-6))
        eye = np.append(middle[:2] + ray[:2] * (flat / float(np.hypot(*ray[:2]))), lowest)
    turn = _between(-ray, middle - eye)
    lens = camera.depth_of_field
    if lens is not None:  # whose focus follows
        ahead = camera.pose.rotation[:, 2]
        nearer = float(ahead @ -ray) - float((turn @ ahead) @ (middle - eye))
        lens = DepthOfField(lens.f_number, max(0.05, lens.focus_m - nearer))
    out = replace(camera, pose=Pose(turn @ camera.pose.rotation, eye), depth_of_field=lens)
    _check_clear(eye, spec.placed)
    return replace(spec, camera=out)


def _check_clear(eye: Float64, placed: tuple[Placed, ...]) -> None:
    for item in placed:
        beside = np.abs(item.pose.inverse().apply(eye) - np.array(item.asset.center))
        if min(item.asset.size) > 0.05 and (beside < np.array(item.asset.size) / 2.0).all() and item.asset.size[2] < 30:
            raise SceneError(
                f"suite: the camera would stand in '{item.asset.name}'; expected more room, such as place=open"
            )


def _between(one: Float64, other: Float64) -> Float64:
    """(3, 3) the smallest rotation that takes one direction to another."""
    a, b = one / np.linalg.norm(one), other / np.linalg.norm(other)
    x, y, z = np.cross(a, b)
    skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    out: Float64 = np.eye(3) + skew + skew @ skew / (1.0 + float(a @ b))
    return out


def lit_from(spec: SceneSpec, azimuth_deg: float, rng: np.random.Generator) -> SceneSpec:
    """All light turned about the first thing, so that the strongest lamp shines from there.

    0 is from the camera, 90 from the picture's right, 180 from behind the thing.

    Raises:
        SceneError: the scene has no lamp.
    """
    thing = first_of(spec)
    middle = thing.pose.apply(thing.asset.center)
    lamps = [lamp for lamp in spec.lights if not _carried(lamp, thing)]
    if not lamps:
        raise SceneError(
            "suite: light_azimuth_deg needs a lamp or a sun; expected such light, as light=hard_sun or day gives"
        )
    strongest = max(lamps, key=lambda lamp: _shed(lamp, middle))
    towards = _towards(strongest, middle)
    ray = spec.camera.pose.translation - middle
    now = float(np.arctan2(towards[1], towards[0]) - np.arctan2(ray[1], ray[0]))
    angle = float(np.radians(azimuth_deg)) - now
    turn = rotation_zyx(angle, 0.0, 0.0)
    lights = tuple(
        lamp
        if _carried(lamp, thing)
        else replace(lamp, pose=Pose(turn @ lamp.pose.rotation, middle + turn @ (lamp.pose.translation - middle)))
        for lamp in spec.lights
    )
    sky = spec.world.sky
    if isinstance(sky, Sky):
        world = replace(spec.world, sky=replace(sky, sun_azimuth_rad=sky.sun_azimuth_rad + angle))
    else:
        world = replace(spec.world, rotation_rad=spec.world.rotation_rad + angle)
    return replace(spec, lights=lights, world=world)


def _towards(lamp: Light, point: Float64) -> Float64:
    """From a point to the lamp; a sun is where it shines from."""
    return lamp.pose.rotation[:, 2] if lamp.kind == "sun" else lamp.pose.translation - point


def _shed(lamp: Light, point: Float64) -> float:
    """About the W/m² that a lamp gives there."""
    if lamp.kind == "sun":
        return lamp.power
    return lamp.power / (4.0 * np.pi * max(float(np.sum((lamp.pose.translation - point) ** 2)), 1e-3))


def smaller(spec: SceneSpec, share: float, rng: np.random.Generator) -> SceneSpec:
    """The same picture with a share of its pixels along each side."""
    camera = spec.camera
    width, height = (max(LEAST_SIDE_PX, round(side * share)) for side in (camera.width, camera.height))
    scale = width / camera.width
    cy = height / 2.0 + (camera.cy - camera.height / 2.0) * scale
    out = replace(camera, width=width, height=height, focal_px=camera.focal_px * scale, cx=camera.cx * scale, cy=cy)
    return replace(spec, camera=out)


def defocused(spec: SceneSpec, blur_px: float, rng: np.random.Generator) -> SceneSpec:
    """A lens that focuses behind the first thing, whose points become discs of so many pixels; 0 is sharp."""
    camera, thing = spec.camera, first_of(spec)
    if blur_px <= 0.0:
        return replace(spec, camera=replace(camera, depth_of_field=None))
    depth = _depth(camera, thing)
    hole_m = blur_px * 2.0 * depth / camera.focal_px  # with the focus at twice the depth, see ``annotate.blur``
    focal_m = camera.focal_px * SENSOR_M / camera.width
    lens = DepthOfField(focal_m / hole_m, 2.0 * depth)
    return replace(spec, camera=replace(camera, depth_of_field=lens))


def shaken(spec: SceneSpec, way_px: float, rng: np.random.Generator) -> SceneSpec:
    """A camera that moves sideways while its shutter is open: the first thing by so many pixels; 0 freezes all."""
    camera, thing = spec.camera, first_of(spec)
    if way_px <= 0.0:
        return replace(spec, camera=replace(camera, shutter_s=0.0, velocity_mps=None))
    shutter = camera.shutter_s or SHUTTER_S
    speed = way_px * _depth(camera, thing) / camera.focal_px / shutter
    return replace(spec, camera=replace(camera, shutter_s=shutter, velocity_mps=camera.pose.rotation[:, 0] * speed))


def _depth(camera: PinholeCamera, thing: Placed) -> float:
    return max(0.05, float(camera.to_camera(thing.pose.apply(thing.asset.center))[2]))


def raining(spec: SceneSpec, rain: float, rng: np.random.Generator) -> SceneSpec:
    """Rain below the same sky, from none to a downpour; what lies open is wet."""
    dry = replace(spec.weather, rain=0.0, wet=0.0, snow=0.0, snowfall=0.0)
    wet = float(min(1.0, 0.5 + 0.5 * rain)) if rain > 0.0 else 0.0
    return replace(spec, weather=replace(dry, rain=rain, wet=wet))


def foggy(spec: SceneSpec, visibility_m: float, rng: np.random.Generator) -> SceneSpec:
    """Fog in which things are lost to sight at a distance."""
    weather: Weather = replace(spec.weather, fog_per_m=KOSCHMIEDER / visibility_m)
    return replace(spec, weather=weather)


def cluttered(spec: SceneSpec, count: float, rng: np.random.Generator) -> SceneSpec:
    """Random solids hang in the view; those of a smaller number are among those of a larger one."""
    from scenes.passers import distractors

    found = distractors(rng, round(count), spec.camera, list(spec.labelled()))
    return replace(spec, placed=(*spec.placed, *found))


EDITS: Mapping[str, Edit] = {
    "yaw_deg": Edit(Domain("number", -360, 360, unit="deg"), "the first thing, turned on its place", turned),
    "distance_m": Edit(Domain("number", 0.2, 500, unit="m"), "from the camera to the first thing's middle", away),
    "light_azimuth_deg": Edit(
        Domain("number", -360, 360, unit="deg"),
        "where the strongest lamp shines from; 0 is the camera's side",
        lit_from,
    ),
    "rain": Edit(Domain("number", 0, 1), "how much falls below the same sky", raining, of_first=False),
    "visibility_m": Edit(Domain("number", 5, 1e5, unit="m"), "in fog below the same sky", foggy, of_first=False),
    "resolution": Edit(Domain("number", 0.02, 1), "share of the run's width and height", smaller, of_first=False),
    "defocus_px": Edit(
        Domain("number", 0, 200, unit="px"), "width of the disc that the first thing's points become", defocused
    ),
    "motion_px": Edit(Domain("number", 0, 500, unit="px"), "by which a shaken camera smears the first thing", shaken),
    "clutter": Edit(Domain("integer", 0, 200), "random solids that hang in the view", cluttered, of_first=False),
    "occlusion": Edit(
        Domain("number", 0, 0.95), "share of the first thing behind a panel from one side", from_the_side
    ),
    "occlusion_from_below": Edit(Domain("number", 0, 0.95), "share of it behind a box from below", from_below),
    "occlusion_by_pole": Edit(Domain("number", 0, 0.95), "share of it behind an upright strip in its middle", pole),
}
