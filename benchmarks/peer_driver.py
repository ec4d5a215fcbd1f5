# mypy: ignore-errors
"""The loop that users of BlenderProc write, from its documentation; ``benchmarks.peer`` runs it in its environment.

Frames come as arrays in ``FOLDER/frame-K.npz`` and settings in ``FOLDER/job.json``; seconds go to ``FOLDER/out.json``.
BlenderProc's releases up to 2.8 know no bpy from PyPI: for those, what would install packages into Blender is left out.
"""

import json
import os
import resource
import sys
import time
import types
from pathlib import Path

FOLDER = Path(sys.argv[1])
JOB = json.loads((FOLDER / "job.json").read_text())
MARKS = (10, 100, 1000)


def seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {"wall": time.perf_counter(), "cpu": usage.ru_utime + usage.ru_stime}


def since(before):
    now = seconds()
    return {key: now[key] - before[key] for key in now}


BEGIN = seconds()
BEGIN["cpu"] = 0.0


def load():
    """The module, whatever release it is."""
    os.environ["USE_EXTERNAL_BPY_MODULE"] = "1"
    os.environ["INSIDE_OF_THE_INTERNAL_BLENDER_PYTHON_ENVIRONMENT"] = "1"
    import importlib.util

    import bpy  # noqa: F401

    place = Path(importlib.util.find_spec("blenderproc").submodule_search_locations[0])
    setup = place / "python" / "utility" / "SetupUtility.py"
    if "USE_EXTERNAL_BPY_MODULE" not in setup.read_text():
        stand_in = types.ModuleType("blenderproc.python.utility.SetupUtility")
        nothing = staticmethod(lambda *arguments, **options: [])
        stand_in.SetupUtility = type("SetupUtility", (), dict.fromkeys(("setup", "setup_pip"), nothing))
        sys.modules[stand_in.__name__] = stand_in
        sys.path.append(str(place.parent))
    import blenderproc

    if "blenderproc.python.utility.SetupUtility" in sys.modules:
        from blenderproc.python.utility.Utility import Utility

        temporary = FOLDER / "temp"
        temporary.mkdir(exist_ok=True)
        Utility.temp_dir, Utility.working_dir = str(temporary), str(FOLDER)
    return blenderproc


def begin(bproc):
    """``bproc.init()``, whose rest is done by hand where a bpy without translations refuses its choice of language."""
    try:
        bproc.init()
    except TypeError:
        import bpy
        from blenderproc.python.utility.GlobalStorage import GlobalStorage
        from blenderproc.python.utility.Initializer import _Initializer

        bpy.context.scene.render.engine = "CYCLES"
        _Initializer.set_default_parameters()
        GlobalStorage.add("bproc_init_complete", True)
    bproc.renderer.set_render_devices(use_only_cpu=True)


def build(bproc, number):
    """Meshes, sky and camera of one frame."""
    import bpy

    data = np.load(FOLDER / f"frame-{number}.npz")
    for index in range(int(data["count"])):
        part = {name: data[f"{index}/{name}"] for name in ("vertices", "corners", "sizes", "material", "colours")}
        mesh = bpy.data.meshes.new(f"mesh {index}")
        starts = np.cumsum(part["sizes"]) - part["sizes"]
        mesh.vertices.add(len(part["vertices"]))
        mesh.vertices.foreach_set("co", part["vertices"].ravel())
        mesh.loops.add(len(part["corners"]))
        mesh.loops.foreach_set("vertex_index", part["corners"])
        mesh.polygons.add(len(starts))
        mesh.polygons.foreach_set("loop_start", starts.astype(np.int32))
        mesh.polygons.foreach_set("material_index", part["material"])
        mesh.polygons.foreach_set("use_smooth", np.ones(len(starts), bool))
        mesh.update(calc_edges=True)
        obj = bproc.object.create_from_blender_mesh(mesh, f"object {index}")
        for colour, rough in zip(part["colours"], data[f"{index}/rough"], strict=True):
            material = bproc.material.create("paint")
            material.set_principled_shader_value("Base Color", [*map(float, colour), 1.0])
            material.set_principled_shader_value("Roughness", float(rough))
            obj.add_material(material)
        category = int(data[f"{index}/category"])
        obj.set_cp("category_id", category)
        obj.set_cp("instance", int(data[f"{index}/instance"]))
    bpy.context.scene.world.use_nodes = True
    bproc.world.set_world_background_hdr_img(JOB["sky"], rotation_euler=[0.0, 0.0, 0.0])
    width, height = JOB["size"]
    bproc.camera.set_intrinsics_from_K_matrix(data["K"], width, height)
    bproc.camera.add_camera_pose(data["pose"])


def main():
    bproc = load()
    begin(bproc)
    imported = since(BEGIN)
    settings(bproc)
    out, frames, first = FOLDER / "coco", [], None
    for number in range(JOB["frames"]):
        before = seconds()
        bproc.clean_up(clean_up_camera=True)
        build(bproc, number)
        built = since(before)
        data = bproc.renderer.render()
        if JOB["segmentation"] == "render":
            data.update(bproc.renderer.render_segmap(map_by=["instance", "class", "name"]))
            maps, attributes = data["instance_segmaps"], data["instance_attribute_maps"]
        else:
            maps, attributes = data["instance_segmaps"], data["instance_attribute_maps"]
        rendered = since(before)
        write(bproc, out, maps, attributes, data["colors"])
        frames.append({"build": built, "render": rendered, "all": since(before)})
        first = first or since(BEGIN)
    result = {"import": imported, "first": first, "frames": frames, "writes": writes(bproc, maps, attributes, data)}
    (FOLDER / "out.json").write_text(json.dumps(result))


def settings(bproc):
    bproc.renderer.set_max_amount_of_samples(JOB["samples"])
    bproc.renderer.set_noise_threshold(0)
    bproc.renderer.set_denoiser("INTEL" if JOB["denoise"] else None)
    if JOB["segmentation"] == "pass":
        bproc.renderer.enable_segmentation_output(
            map_by=["category_id", "instance", "name"], default_values={"category_id": 0}
        )


def write(bproc, out, maps, attributes, colors):
    bproc.writer.write_coco_annotations(
        str(out),
        instance_segmaps=maps,
        instance_attribute_maps=attributes,
        colors=colors,
        color_file_format="JPEG",
        append_to_existing_output=True,
    )


def writes(bproc, maps, attributes, data):
    """Seconds of one write when a file holds so many frames already."""
    out, found = FOLDER / "writes", {}
    for number in range(1, JOB["writes"] + 1):
        before = seconds()
        write(bproc, out, maps, attributes, data["colors"])
        if number in MARKS:
            found[str(number)] = since(before)
    return found


if __name__ == "__main__":
    import numpy as np

    main()
    sys.stdout.flush()
    os._exit(0)  # that Blender may crash as it ends is not what is measured
