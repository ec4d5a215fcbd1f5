"""A street of eight vehicles is light enough to render anywhere."""

import subprocess
import sys

import bpy
import numpy as np
import pytest

from render.blender.renderer import BlenderRenderer
from scenes import find_scene, sample

MOST_TRIANGLES = 1_500_000
MOST_BYTES = 3 * 2**30
ALONE = """
import re
from pathlib import Path

import numpy as np

from render.blender.renderer import BlenderRenderer
from render.settings.presets import STANDARD, preset_of
from scenes import find_scene, sample

script = find_scene("street")
params = script.params.read(%r, "street").with_size((96, 72))
renderer = BlenderRenderer(preset_of(STANDARD, samples=8), device="cpu")
renderer.render(sample(script, params, np.random.default_rng(5))[0])
renderer.close()
print(re.search("VmHWM:(.*) kB", Path("/proc/self/status").read_text())[1])
"""
WET_NIGHT = {"count": 8, "light": "night", "weather": "rain"}


@pytest.fixture(scope="module")
def frame(renderer: BlenderRenderer):
    script = find_scene("street")
    params = script.params.read(WET_NIGHT, "street").with_size((96, 72))
    spec, _ = sample(script, params, np.random.default_rng(5))
    return spec, renderer.render(spec)


def test_triangles_stay_within_bounds(frame):
    graph = bpy.context.evaluated_depsgraph_get()
    shapes = {instance.object.data.original: instance.object.data for instance in graph.object_instances}
    meshes = [data for data in shapes.values() if isinstance(data, bpy.types.Mesh)]
    for mesh in meshes:
        mesh.calc_loop_triangles()
    assert 50_000 < sum(len(mesh.loop_triangles) for mesh in meshes) < MOST_TRIANGLES


def test_memory_stays_within_bounds():
    """Of a process that renders nothing else; getrusage would count what its parent had."""
    done = subprocess.run([sys.executable, "-c", ALONE % WET_NIGHT], capture_output=True, text=True, check=True)
    assert 2**28 < int(done.stdout.split()[-1]) * 1024 < MOST_BYTES


def test_every_vehicle_is_seen_or_hidden_by_something(frame):
    spec, seen = frame
    covered = [float(seen.coverage.of(item.instance_id).sum()) for item in spec.labelled()]
    assert len(covered) == 8
    assert sum(area > 4.0 for area in covered) >= 5


def test_scenery_of_one_mesh_is_built_once(frame):
    spec, _ = frame
    scenery = [mesh for item in spec.placed if not item.instance_id for mesh in item.asset.meshes]
    built = [mesh for mesh in bpy.data.meshes if mesh.name.startswith("0.")]
    assert len(built) == len({id(mesh) for mesh in scenery}) < len(scenery)


def test_a_fresh_start_of_blender_changes_no_pixel(frame, renderer: BlenderRenderer):
    spec, seen = frame
    renderer._start()
    again = renderer.render(spec)
    assert np.array_equal(again.linear, seen.linear)
    assert np.array_equal(again.coverage.weight, seen.coverage.weight)
