"""A SceneSpec as a Blender scene: camera, world, lamps."""

from pathlib import Path

import bpy
from mathutils import Matrix

from assets import AssetError
from assets.environments import environment_names
from render.blender.motion import animate
from render.blender.shaders.nodes import add
from scenes import Light, PinholeCamera, World

SENSOR_MM = 36.0


def clear() -> None:
    """Remove what the last frame built; environment pictures stay loaded."""
    data = bpy.data
    blocks = (data.objects, data.meshes, data.hair_curves, data.cameras, data.lights, data.materials, data.worlds)
    bpy.data.batch_remove([block for kind in (*blocks, data.actions) for block in kind])


def add_camera(scene: bpy.types.Scene, camera: PinholeCamera) -> None:
    data = bpy.data.cameras.new("camera")
    data.sensor_fit, data.sensor_width = "HORIZONTAL", SENSOR_MM
    data.lens = camera.focal_px * SENSOR_MM / camera.width
    data.shift_x = (camera.width / 2.0 - camera.cx) / camera.width
    data.shift_y = (camera.cy - camera.height / 2.0) / camera.width
    data.clip_start, data.clip_end = 0.01, 10_000.0
    if camera.depth_of_field is not None:
        data.dof.use_dof = True
        data.dof.aperture_fstop = camera.depth_of_field.f_number
        data.dof.focus_distance = camera.depth_of_field.focus_m
    obj = bpy.data.objects.new("camera", data)
    obj.matrix_world = Matrix(camera.pose.matrix().tolist()) @ Matrix.Diagonal((1.0, -1.0, -1.0, 1.0))
    scene.collection.objects.link(obj)
    animate(obj, camera.velocity_mps, camera.shutter_s)
    scene.camera = obj
    scene.render.resolution_x, scene.render.resolution_y = camera.width, camera.height
    scene.render.resolution_percentage = 100


def add_light(scene: bpy.types.Scene, light: Light, index: int) -> None:
    data = bpy.data.lights.new(f"light.{index}", "SUN" if light.kind == "sun" else "AREA")
    data.color, data.energy = light.color, light.power
    if light.kind == "sun":
        data.angle = light.size
    else:
        data.size = light.size
    obj = bpy.data.objects.new(data.name, data)
    obj.matrix_world = Matrix(light.pose.matrix().tolist())
    scene.collection.objects.link(obj)


def add_world(scene: bpy.types.Scene, world: World) -> None:
    out = bpy.data.worlds.new("world")
    tree = out.node_tree
    tree.nodes.clear()
    place = tree.nodes.new("ShaderNodeTexCoord").outputs["Generated"]
    turn = add(tree, "ShaderNodeMapping", vector_type="POINT", Vector=place, Rotation=(0.0, 0.0, -world.rotation_rad))
    picture = add(tree, "ShaderNodeTexEnvironment", Vector=turn.outputs[0])
    picture.image = _picture(str(world.sky))
    background = add(tree, "ShaderNodeBackground", Color=picture.outputs[0], Strength=world.strength)
    output = tree.nodes.new("ShaderNodeOutputWorld")
    tree.links.new(background.outputs[0], output.inputs["Surface"])
    # Blender's automatic map costs 1.8 CPU s a frame and samples the light no better: 512 resolves a sun of 0.7°.
    out.cycles.sampling_method, out.cycles.sample_map_resolution = "MANUAL", 512
    scene.world = out


def _picture(hdri: str) -> bpy.types.Image:
    folder = Path(bpy.utils.system_resource("DATAFILES")) / "studiolights" / "world"
    path = folder / f"{hdri}.exr" if hdri in environment_names() else Path(hdri)
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
    return image
