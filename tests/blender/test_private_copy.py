"""Models see what belongs to them, and nothing else: by whatever way they name it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assets import AssetError
from render.blender import confine, importing
from render.blender.confine import Choice, choose
from render.blender.importing import import_model

CHOICES = [choose(confine.means()), *([Choice("namespace", "namespace")] if confine._namespaces() else [])]

TRIANGLES = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nvt 0 0\nvt 1 0\nvt 0 1\nusemtl Paint\nf 1/1 2/2 3/3\nf 1/1 3/2 4/3\n"


def model(folder: Path, texture: str, name: str = "car.obj") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{Path(name).stem}.mtl").write_text(f"newmtl Paint\nKd 1 1 1\nmap_Kd {texture}\n")
    (folder / name).write_text(f"mtllib {Path(name).stem}.mtl\n{TRIANGLES}")
    return folder / name


def picture(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((4, 4, 3), (200, 30, 30), np.uint8)).save(path)
    return path


def test_textures_beside_and_below_come_along(tmp_path: Path) -> None:
    path = model(tmp_path / "car", "maps/paint.png")
    picture(tmp_path / "car" / "maps" / "paint.png")
    assert len(import_model(path).images) == 1


def test_a_root_lets_in_what_lies_in_a_sibling_folder(tmp_path: Path) -> None:
    path = model(tmp_path / "car" / "source", "../textures/paint.png")
    picture(tmp_path / "car" / "textures" / "paint.png")
    with pytest.raises(AssetError, match=r"lies outside; --root DIR"):
        import_model(path)
    assert len(import_model(path, root=tmp_path / "car").images) == 1
    with pytest.raises(AssetError, match="expected a folder that holds"):
        import_model(path, root=tmp_path / "car" / "textures")


HIDDEN = {
    "a control character": "\x0cmtllib car.mtl\n",
    "its own name": "",
    "an option": "mtllib -x car.mtl\n",
}


@pytest.mark.parametrize("way", HIDDEN)
@pytest.mark.parametrize("texture", ["{}", "../secret.png", "link.png", "-clamp on {}", "../<UDIM>.png"])
def test_no_way_leads_to_a_picture_outside(tmp_path: Path, way: str, texture: str) -> None:
    """Whatever is seen before, Blender cannot read it."""
    secret = picture(tmp_path / "secret.png")
    picture(tmp_path / "1001.png")
    path = model(tmp_path / "theirs", texture.format(secret))
    (tmp_path / "theirs" / "link.png").symlink_to(secret)
    path.write_text(HIDDEN[way] + TRIANGLES)
    try:
        assert import_model(path).images == ()
    except AssetError as error:
        assert "\n" not in str(error)


USD = """#usda 1.0
( subLayers = [@./second.usda@] )
"""
SECOND = """#usda 1.0
def "thing" ( prepend references = @{}@</mesh> ) {{ }}
"""
MESH = """#usda 1.0
def Mesh "mesh" {
    int[] faceVertexCounts = [3]
    int[] faceVertexIndices = [0, 1, 2]
    point3f[] points = [(0, 0, 0), (1, 0, 0), (0, 1, 0)]
}
"""


@pytest.mark.parametrize("name", ["{folder}/secret.usda", "{folder}/" + "./" * 600 + "secret.usda", "../secret.usda"])
def test_layers_of_layers_stay_inside(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.usda").write_text(MESH)
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "car.usda").write_text(USD)
    (theirs / "second.usda").write_text(SECOND.format(name.format(folder=tmp_path)))
    with pytest.raises(AssetError, match="mesh with faces"):
        import_model(theirs / "car.usda")
    (theirs / "secret.usda").write_text(MESH)
    (theirs / "second.usda").write_text(SECOND.format("secret.usda"))
    assert len(import_model(theirs / "car.usda").face_sizes) == 1  # a layer of its own is read


def test_pipes_beside_a_model_are_not_waited_for(tmp_path: Path) -> None:
    path = model(tmp_path, "paint.png")
    (tmp_path / "car.mtl").unlink()
    os.mkfifo(tmp_path / "car.mtl")
    os.mkfifo(tmp_path / "paint.png")
    start = time.monotonic()
    assert len(import_model(path).face_sizes) == 2
    assert time.monotonic() - start < 60


def test_a_look_has_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "car.gltf"
    path.write_text("[" + "[]," * 40_000_000 + "[]]")
    with pytest.raises(AssetError, match="1 GiB of memory"):
        import_model(path)


def test_what_lies_beside_a_model_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = model(tmp_path, "paint.png")
    for number in range(5):
        picture(tmp_path / f"{number}.png")
    monkeypatch.setattr("render.blender.staged.STAGED_FILES", 5)
    with pytest.raises(AssetError, match="into a folder of theirs"):
        import_model(path)


TILED = """
import sys, bpy
out, tiles = sys.argv[1:]
bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.ops.mesh.primitive_cube_add()
image = bpy.data.images.load(tiles + ".1001.png")
image.source = "TILED"
image.filepath = tiles + ".<UDIM>.png"
material = bpy.data.materials.new("Paint")
material.use_nodes = True
node = material.node_tree.nodes.new("ShaderNodeTexImage")
node.image = image
shader = material.node_tree.nodes["Principled BSDF"]
material.node_tree.links.new(node.outputs["Color"], shader.inputs["Base Color"])
bpy.context.object.data.materials.append(material)
bpy.ops.wm.save_as_mainfile(filepath=out, relative_remap=False)
"""


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_it_is_the_kernel_that_keeps_a_blend_from_tiles_outside(
    tmp_path: Path, choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that we look at tells of them: without walls they are read."""
    picture(tmp_path / "secret.1001.png")
    (tmp_path / "theirs").mkdir()
    path = tmp_path / "theirs" / "car.blend"
    command = [sys.executable, "-c", TILED, str(path), str(tmp_path / "secret")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    monkeypatch.setattr(importing, "confinement", lambda: choice)
    raw = import_model(path)
    assert raw.images == () and len(raw.missing) == 1
    monkeypatch.setattr(importing, "confinement", lambda: Choice("open", "open"))
    assert len(import_model(path).images) == 1
