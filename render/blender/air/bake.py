"""Makes ``table.npz``: ``python -m render.blender.air.bake`` writes it anew, in about two minutes.

Blender's sky texture is shot with a camera that sees all directions, for each state of the table, and looked up again
by height and by distance from the sun.
"""

from itertools import pairwise
from pathlib import Path

import bpy
import numpy as np
from numpy.typing import NDArray

from render.blender.air import COLUMNS, HAZES, ROWS, SUNS_DEG, TABLE, encode, heights, turns
from render.blender.passes import Passes, radiance
from render.blender.quiet import STDERR, STDOUT, silenced
from render.blender.scratch import Scratch
from render.blender.shaders.nodes import add

type Floats = NDArray[np.float64]

SIDE = 360  # pixels of the shots from bottom to top, twice as many around
DARKEST = 1e-5  # radiance


def main() -> None:
    """Shoot every state, and write the table."""
    scratch = Scratch()
    sky = _begin(scratch.path / "sky.exr")
    states = [[_state(sky, float(sun), float(haze)) for haze in HAZES] for sun in np.radians(SUNS_DEG)]
    np.savez_compressed(TABLE, **encode(np.array(states)))
    scratch.remove()


def _begin(path: Path) -> bpy.types.Node:
    """Nothing but a sky and the camera."""
    with silenced(STDOUT, STDERR):
        bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine, scene.render.filepath = "CYCLES", str(path)
    scene.cycles.samples, scene.cycles.use_denoising, scene.cycles.use_adaptive_sampling = 1, False, False
    scene.cycles.pixel_filter_type, scene.cycles.filter_width = "BOX", 0.01
    camera = bpy.data.cameras.new("camera")
    camera.type, camera.panorama_type = "PANO", "EQUIRECTANGULAR"
    scene.camera = bpy.data.objects.new("camera", camera)
    scene.camera.rotation_euler = (np.pi / 2.0, 0.0, 0.0)  # along y, where the sun stands
    scene.collection.objects.link(scene.camera)
    scene.render.resolution_x, scene.render.resolution_y = 2 * SIDE, SIDE
    settings = scene.render.image_settings
    settings.media_type, settings.file_format = "MULTI_LAYER_IMAGE", "OPEN_EXR_MULTILAYER"
    settings.color_depth, settings.exr_codec = "32", "NONE"
    world = bpy.data.worlds.new("world")
    world.cycles.sampling_method = "NONE"
    tree = world.node_tree
    tree.nodes.clear()
    sky: bpy.types.Node = add(tree, "ShaderNodeTexSky", sky_type="MULTIPLE_SCATTERING")
    sky.sun_disc, sky.sun_rotation, sky.air_density, sky.altitude = False, 0.0, 1.0, 50.0
    background = add(tree, "ShaderNodeBackground", Color=sky.outputs[0], Strength=1.0)
    tree.links.new(background.outputs[0], tree.nodes.new("ShaderNodeOutputWorld").inputs["Surface"])
    scene.world = world
    return sky


def _state(sky: bpy.types.Node, sun_rad: float, haze: float) -> Floats:
    """(ROWS, COLUMNS, 3), logarithms of radiance."""
    sky.sun_elevation, sky.aerosol_density = sun_rad, 0.4 + 5.0 * haze
    path = Path(bpy.context.scene.render.filepath)
    with silenced(STDOUT):
        bpy.ops.render.render(write_still=True)
    shot = np.log(np.maximum(radiance(Passes(path))[: SIDE // 2, SIDE:], DARKEST)).astype(np.float64)
    up, turn = np.meshgrid(heights(), turns(), indexing="ij")
    cosine = (np.cos(turn) - np.sin(up) * np.sin(sun_rad)) / np.maximum(np.cos(up) * np.cos(sun_rad), 1e-9)
    there = np.abs(cosine) <= 1.0
    return _continued(_look(shot, up, np.arccos(np.clip(cosine, -1.0, 1.0))), there)


def _look(shot: Floats, up: Floats, around: Floats) -> Floats:
    """A shot's values, between its pixels, at heights and azimuths from the sun in radians."""
    row = np.clip((np.pi / 2.0 - up) / np.pi * SIDE - 0.5, 0.0, SIDE // 2 - 1.001)
    column = np.clip(around / np.pi * SIDE - 0.5, 0.0, SIDE - 1.001)
    i, j = row.astype(int), column.astype(int)
    down, right = (row - i)[..., None], (column - j)[..., None]
    upper = shot[i, j] * (1.0 - right) + shot[i, j + 1] * right
    lower = shot[i + 1, j] * (1.0 - right) + shot[i + 1, j + 1] * right
    return np.asarray(upper * (1.0 - down) + lower * down)


def _continued(values: Floats, there: NDArray[np.bool_]) -> Floats:
    """The table beyond what a sun's height lets a direction be: there, each row goes on as the others do in the mean.

    Nothing is looked up there but by interpolation between two heights of the sun.
    """
    out, known = values.copy(), there.copy()
    for order in (range(COLUMNS - 1, -1, -1), range(COLUMNS)):
        step = np.zeros(3)
        for last, column in pairwise(order):
            both = there[:, column] & there[:, last]
            if both.any():
                step = (values[both, column] - values[both, last]).mean(axis=0)
            new = ~known[:, column] & known[:, last]
            out[new, column] = out[new, last] + step
            known[:, column] |= new
    assert out.shape == (ROWS, COLUMNS, 3)
    return out


if __name__ == "__main__":
    main()
