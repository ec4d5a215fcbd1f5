"""Files through Blender into a library and into pictures; what hostile ones get."""

import json
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assets import AssetError
from assets.library import VARIABLE, Library, library, library_asset
from assets.library.shape import framed
from render.blender.importing import import_model, import_picture
from render.blender.renderer import BlenderRenderer
from render.cli.assets_add import Wish, add_asset
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World

# Made by Blender in a process of its own: a .blend that would like to run things.
MAKER = """
import sys, bpy
out = sys.argv[1]
bpy.ops.wm.read_factory_settings(use_empty=True)
mesh = bpy.data.meshes.new("Body")
mesh.from_pydata([(x, y, z) for x in (-1, 1) for y in (-2.2, 2.2) for z in (0, 1.5)], [],
    [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)])
thing = bpy.data.objects.new("Body", mesh)
bpy.context.scene.collection.objects.link(thing)
text = bpy.data.texts.new("run.py")
text.write(f"open({out + '/ran'!r}, 'w').write('text')")
text.use_module = True
driver = thing.driver_add("location", 0).driver
driver.type = "SCRIPTED"
driver.expression = f"open({out + '/ran'!r}, 'w').write('driver') or 9"
nodes = thing.modifiers.new("nodes", "NODES")
bpy.ops.wm.save_as_mainfile(filepath=out + "/hostile.blend")
"""

SKY = b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 32 +X 64\n" + bytes([90, 120, 160, 128]) * (64 * 32)
CUBE = np.array([(x, y, z) for x in (-1, 1) for y in (-0.8, 0.8) for z in (-2, 2)], np.float32)
QUADS = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([sys.executable, "-c", MAKER, str(folder)], check=True, capture_output=True, timeout=300)
    (folder / "street.hdr").write_bytes(SKY)
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "library"))
    return library()


def textured_glb(path: Path) -> Path:
    """A box 4 m long along the file's z and 1.6 m high along its y: a painted body with a texture of two colours."""
    corners = CUBE[np.array(QUADS)].reshape(-1, 3)
    uv = np.tile(np.array([(0, 0), (0, 1), (1, 1), (1, 0)], np.float32), (6, 1))
    index = np.array([[4 * f, 4 * f + 1, 4 * f + 2, 4 * f, 4 * f + 2, 4 * f + 3] for f in range(6)], np.uint32).ravel()
    picture = png(np.array([[[255, 0, 0], [0, 0, 255]]], np.uint8))
    blobs = [corners.tobytes(), uv.tobytes(), index.tobytes(), picture + bytes(-len(picture) % 4)]
    views, at = [], 0
    for blob in blobs:
        views.append({"buffer": 0, "byteOffset": at, "byteLength": len(blob)})
        at += len(blob)
    tree = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "Body"}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "indices": 2, "material": 0}]}],
        "materials": [
            {"name": "Paint", "pbrMetallicRoughness": {"baseColorTexture": {"index": 0}, "metallicFactor": 0}}
        ],
        "textures": [{"source": 0}],
        "images": [{"bufferView": 3, "mimeType": "image/png", "name": "stripes"}],
        "accessors": [
            {
                "bufferView": 0,
                "componentType": 5126,
                "count": 24,
                "type": "VEC3",
                "min": CUBE.min(axis=0).tolist(),
                "max": CUBE.max(axis=0).tolist(),
            },
            {"bufferView": 1, "componentType": 5126, "count": 24, "type": "VEC2"},
            {"bufferView": 2, "componentType": 5125, "count": 36, "type": "SCALAR"},
        ],
        "bufferViews": views,
        "buffers": [{"byteLength": at}],
    }
    text = json.dumps(tree).encode()
    text += b" " * (-len(text) % 4)
    data = b"".join(blobs)
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(data), 0x004E4942) + data
    path.write_bytes(struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks)
    return path


def png(pixels: np.ndarray) -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def test_a_glb_becomes_an_asset_that_renders_with_its_texture_and_in_paint(
    here: Library, tmp_path: Path, renderer: BlenderRenderer, camera: PinholeCamera
) -> None:
    wish = Wish("car", "my-car", licence="CC0-1.0", attributes={"make": "own"}, paint=("Paint",))
    path = textured_glb(tmp_path / "car.glb")
    _, new = add_asset(path, wish, here, lambda asset: {"front": b""}, lambda findings: None)
    assert new
    assert not add_asset(path, wish, here, lambda asset: {}, lambda findings: None)[1]
    asset = library_asset("my-car")
    np.testing.assert_allclose(asset.size, (4.0, 2.0, 1.6), atol=1e-5)
    np.testing.assert_allclose(asset.meshes[0].vertices[:, 2].min(), 0.0, atol=1e-6)
    frame = renderer.render(SceneSpec((Placed(asset, Pose.at(0, 0, 0, 1.57), 1),), camera, World("studio")))
    seen = frame.rgb[frame.coverage.of(1) > 0.99].astype(int)
    red, blue = seen[:, 0] - seen[:, 2] > 60, seen[:, 2] - seen[:, 0] > 60
    assert red.mean() > 0.2 and blue.mean() > 0.2


def test_nothing_of_a_blend_runs(made: Path) -> None:
    raw = import_model(made / "hostile.blend")
    assert not (made / "ran").exists()
    out = framed(raw, "blend", "z", "-y", None)
    np.testing.assert_allclose(np.ptp(out.vertices, axis=0), (4.4, 2.0, 1.5), atol=1e-5)


def test_an_hdr_joins_the_environments(
    here: Library, made: Path, renderer: BlenderRenderer, camera: PinholeCamera
) -> None:
    assert import_picture(made / "street.hdr")[0] == (64, 32)
    add_asset(made / "street.hdr", Wish("environment"), here, lambda asset: {}, lambda findings: None)
    thing = library_thing()
    frame = renderer.render(SceneSpec((thing,), camera, World("street")))
    sky = frame.rgb[0].astype(int).mean(axis=0)
    assert sky[2] > sky[0] + 10


def library_thing() -> Placed:
    from assets import Material
    from assets.primitives import box

    return Placed(box((1.0, 1.0, 1.0), Material("grey")), Pose.at(0, 0))


@pytest.mark.parametrize("name", ["damaged.blend", "damaged.fbx", "damaged.hdr"])
def test_a_damaged_file_gets_one_sentence_and_leaves_nothing(here: Library, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"BLENDER-v502" + bytes(range(256)) * 20)
    wish = Wish("environment" if name.endswith("hdr") else "car")
    with pytest.raises(AssetError) as caught:
        add_asset(path, wish, here, lambda asset: {}, lambda findings: None)
    assert "\n" not in str(caught.value) and name in str(caught.value)
    assert not here.root.exists()


def test_an_import_that_takes_too_long_ends(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"more than 0\.1 s"):
        import_model(textured_glb(tmp_path / "car.glb"), seconds=0.1)
