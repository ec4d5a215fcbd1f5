"""A SceneSpec as a Blender scene: camera, world, lamps."""

import ctypes
import math
import sys
from itertools import cycle
from pathlib import Path

import bpy
import numpy as np
from mathutils import Matrix

from annotate.silhouette import NEAR_M
from assets import AssetError
from assets.environments import environment_names
from assets.library import picture_file
from assets.library.radiance import check_radiance, check_side
from render.blender.exact import write
from render.blender.motion import animate
from render.blender.shaders.fields import blend, span, split
from render.blender.shaders.fields import math as nodes_math
from render.blender.shaders.nodes import add, mix
from render.blender.shaders.templates import PREFIX as TEMPLATE
from render.blender.shaders.weather import Fog, fog_share
from render.blender.sky import horizon, radiance
from scenes import Fisheye, Light, PinholeCamera, SceneSpec, Sky, World
from scenes.limits import SENSOR_MM

FAR_M = 10_000.0  # no thing is seen beyond it, nor nearer than the labels' NEAR_M
CHECKED = "checked"  # under which Blender's picture of a sky remembers that it was
LEAST_VIEW_RAD = 0.2  # Blender has no narrower fisheyes than of 10°
SPOT_EDGE = 0.7  # share of a spot's cone in which it fades
GIVE_BACK_EVERY = 8  # frames, between which free memory is kept: giving it back takes 30 ms
FOG_HEIGHT_M = 60.0
VEILED_SUN_RAD = 0.05  # wider ones are no disc
LAMP_IN_FOG, MOST_LAMPLIGHT = 5e-6, 0.05  # radiance of fog by a watt of lamps, and at most
SUN_IN_FOG = 0.35  # of the sun's light on level ground that fog spreads evenly


def clear() -> None:
    """Remove what the last frame built; environment pictures and the templates of materials stay."""
    data = bpy.data
    blocks = (
        data.objects,
        data.meshes,
        data.hair_curves,
        data.cameras,
        data.lights,
        [material for material in data.materials if not material.name.startswith(TEMPLATE)],
        data.worlds,
        data.node_groups,
    )
    bpy.data.batch_remove([block for kind in (*blocks, data.actions) for block in kind])
    if next(_turns) == 0:
        _give_back()


_turns = cycle(range(GIVE_BACK_EVERY))


def _give_back() -> None:
    """Hand what is free back to the system: glibc keeps it in pieces, a third of the process after 200 frames."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def set_camera(scene: bpy.types.Scene, camera: PinholeCamera) -> None:
    """The scene's camera: a pinhole, or an equidistant fisheye whose axis goes through the picture's middle.

    One that is there already becomes this one, and nothing else of the scene changes.

    Raises:
        SceneError: Blender keeps other numbers.
    """
    obj = scene.camera
    if obj is None:
        obj = scene.camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
        scene.collection.objects.link(obj)
    data = obj.data
    obj.animation_data_clear()
    write(data, "camera", sensor_fit="HORIZONTAL", sensor_width=SENSOR_MM, clip_start=NEAR_M, clip_end=FAR_M)
    if camera.fisheye is not None:
        _set_fisheye(data, camera, camera.fisheye)
    else:
        data.type = "PERSP"
        write(data, "camera", lens=camera.focal_px * SENSOR_MM / camera.width)
    shift_x = (camera.width / 2.0 - camera.cx) / camera.width
    shift_y = (camera.cy - camera.height / 2.0) / camera.width
    write(data, "camera", shift_x=shift_x, shift_y=shift_y)
    lens = camera.depth_of_field
    data.dof.use_dof = lens is not None
    if lens is not None:
        write(data.dof, "depth of field", aperture_fstop=lens.f_number, focus_distance=lens.focus_m)
    obj.matrix_world = Matrix(camera.pose.matrix().tolist()) @ Matrix.Diagonal((1.0, -1.0, -1.0, 1.0))
    animate(obj, camera, camera.shutter_s)
    write(scene.render, "picture", resolution_x=camera.width, resolution_y=camera.height, resolution_percentage=100)


def _set_fisheye(data: bpy.types.Camera, camera: PinholeCamera, fisheye: Fisheye) -> None:
    """Blender's polynomial of the angle by millimetres on the sensor, with its linear term alone. Blender's own
    equidistant fisheye is stretched where pictures are not square.

    Raises:
        SceneError: Blender keeps other numbers.
    """
    data.type, data.panorama_type = "PANO", "FISHEYE_LENS_POLYNOMIAL"
    write(data, "fisheye", sensor_height=SENSOR_MM * camera.height / camera.width)
    pixels_per_mm = camera.width / SENSOR_MM
    view = max(2.0 * fisheye.edge_rad, LEAST_VIEW_RAD)  # what is too much is blackened: render.camera.lens
    wanted = {"fisheye_polynomial_k1": -pixels_per_mm / camera.focal_px, "fisheye_fov": view}
    wanted |= {f"fisheye_polynomial_k{power}": 0.0 for power in (0, 2, 3, 4)}
    write(data, "fisheye", **wanted)


def add_light(scene: bpy.types.Scene, light: Light, index: int) -> None:
    """A lamp.

    Raises:
        SceneError: Blender keeps other numbers.
    """
    what = f"light {index} ({light.kind})"
    data = bpy.data.lights.new(f"light.{index}", light.kind.upper())
    write(data, what, color=light.color, energy=light.power)
    if light.kind == "sun":
        write(data, what, angle=light.size)
    elif light.kind == "area":
        write(data, what, size=light.size)
    else:
        write(data, what, shadow_soft_size=light.size / 2.0)
    if light.kind == "spot":
        write(data, what, spot_size=light.cone_rad, spot_blend=SPOT_EDGE)
        _even(data, light.even_m)
    obj = bpy.data.objects.new(data.name, data)
    # What one sees of a lamp, in mirrors too, is its glowing part, and of a veiled sun the sky around it.
    obj.visible_camera = light.kind == "area" or (light.kind == "sun" and light.size < VEILED_SUN_RAD)
    obj.visible_glossy = not light.even_m and (light.kind != "sun" or light.size < VEILED_SUN_RAD)
    obj.matrix_world = Matrix(light.pose.matrix().tolist())
    scene.collection.objects.link(obj)


def _even(data: bpy.types.Light, metres: float) -> None:
    """Let a lamp's light fall off as 1 / (metres² + distance²)."""
    if metres <= 0.0:
        return
    tree = data.node_tree
    tree.nodes.clear()
    fading = add(tree, "ShaderNodeLightFalloff", Strength=1.0, Smooth=metres**2)
    glow = add(tree, "ShaderNodeEmission", Color=(1.0, 1.0, 1.0), Strength=fading.outputs["Quadratic"])
    tree.links.new(glow.outputs[0], tree.nodes.new("ShaderNodeOutputLight").inputs["Surface"])


def add_world(scene: bpy.types.Scene, world: World, fog: Fog | None = None) -> None:
    """The light from all around. ``fog`` hides the sky from the camera as far as it stands high."""
    out = bpy.data.worlds.new("world")
    tree = out.node_tree
    tree.nodes.clear()
    color = radiance(tree, world.sky, world.rotation_rad) if isinstance(world.sky, Sky) else _pictured(tree, world)
    background = add(tree, "ShaderNodeBackground", Color=color, Strength=world.strength)
    shown = background.outputs[0] if fog is None else _behind_fog(tree, background.outputs[0], fog)
    output = tree.nodes.new("ShaderNodeOutputWorld")
    tree.links.new(shown, output.inputs["Surface"])
    # Blender's automatic map costs 1.8 CPU s a frame and samples the light no better: 512 resolves a sun of 0.7°. A
    # computed sky has no sun in it, and a map of 512 would take 0.1 CPU s to see its clouds.
    out.cycles.sampling_method = "MANUAL"
    out.cycles.sample_map_resolution = 128 if isinstance(world.sky, Sky) else 512
    scene.world = out


def fog_of(spec: SceneSpec) -> Fog | None:
    """The scene's fog, or None. It is as bright as what lights it from all around, the sun's share spread evenly."""
    if spec.weather.fog_per_m <= 0.0:
        return None
    sky = spec.world.sky
    air = np.array(horizon(sky)) if isinstance(sky, Sky) else _around_horizon(_picture(sky))
    color = air * spec.world.strength
    for light in spec.lights:
        if light.kind == "sun":
            level = max(0.0, float(light.pose.rotation[2, 2]))  # how steeply it shines: lamps shine along their -z
            color += np.array(light.color) * (light.power * level * SUN_IN_FOG / math.pi)
    lamps = np.zeros(3)
    for light in spec.lights:
        if light.kind in {"point", "spot"}:
            lamps += np.array(light.color) * (light.power * LAMP_IN_FOG)
    near = color + np.minimum(lamps, MOST_LAMPLIGHT)
    return Fog(spec.weather.fog_per_m, (float(near[0]), float(near[1]), float(near[2])), tuple(color.tolist()))


def _behind_fog(tree: bpy.types.NodeTree, sky: bpy.types.NodeSocket, fog: Fog) -> bpy.types.NodeSocket:
    up = split(tree, tree.nodes.new("ShaderNodeTexCoord").outputs["Generated"])[2]
    way = nodes_math(tree, "DIVIDE", FOG_HEIGHT_M, nodes_math(tree, "MAXIMUM", up, 1e-3))
    color = blend(tree, span(tree, up, 0.0, 0.35), fog.color, fog.high)  # lamps light what is low
    glow = add(tree, "ShaderNodeBackground", Color=color, Strength=1.0)
    return mix(tree, fog_share(tree, fog.per_m, way), sky, glow.outputs[0])


def _around_horizon(image: bpy.types.Image) -> np.ndarray:
    """Mean colour of an environment's picture within 10° above the horizon."""
    width, height = int(image.size[0]), int(image.size[1])
    pixels = np.empty(width * height * image.channels, np.float32)
    image.pixels.foreach_get(pixels)
    rows = pixels.reshape(height, width, -1)[height // 2 : height // 2 + max(1, height // 18), :, :3]
    return np.minimum(rows, 4.0).mean(axis=(0, 1)).astype(np.float64)


def _pictured(tree: bpy.types.NodeTree, world: World) -> bpy.types.NodeSocket:
    place = tree.nodes.new("ShaderNodeTexCoord").outputs["Generated"]
    turn = add(tree, "ShaderNodeMapping", vector_type="POINT", Vector=place, Rotation=(0.0, 0.0, -world.rotation_rad))
    picture = add(tree, "ShaderNodeTexEnvironment", Vector=turn.outputs[0])
    picture.image = _picture(str(world.sky))
    return picture.outputs[0]


def _picture(hdri: str) -> bpy.types.Image:
    folder = Path(bpy.utils.system_resource("DATAFILES")) / "studiolights" / "world"
    path = folder / f"{hdri}.exr" if hdri in environment_names() else picture_file(hdri, "environment") or Path(hdri)
    if not path.is_file():
        raise AssetError(
            f"environment '{hdri}': expected one of {', '.join(environment_names())} or a file; {path} is none"
        )
    try:
        image = bpy.data.images.load(str(path), check_existing=True)
    except RuntimeError as error:
        raise AssetError(f"environment '{path}': Blender cannot read it ({error})") from error
    if not image.size[0]:
        raise AssetError(f"environment '{path}': expected an .exr or .hdr picture, Blender finds none in it")
    if hdri not in environment_names():
        _check_picture(image, path)
    return image


def _check_picture(image: bpy.types.Image, path: Path) -> None:
    """What the library asks of a sky, asked of a file that comes past it. Once: Blender keeps pictures for many frames.

    Raises:
        AssetError: it is too small or too large, or lights nothing.
    """
    if image.get(CHECKED):
        return
    width, height = int(image.size[0]), int(image.size[1])
    try:
        check_side(width, height)
        pixels = np.empty(width * height * image.channels, np.float32)
        image.pixels.foreach_get(pixels)
        check_radiance(pixels.reshape(height, width, -1))
    except AssetError as error:
        raise AssetError(f"environment '{path}': {error}") from error
    image[CHECKED] = True
