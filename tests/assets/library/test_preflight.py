"""Hostile and damaged files are refused before Blender opens them, in one sentence."""

import json
import struct
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from assets import AssetError
from assets.library.preflight import MODELS, expect_file, look_into

TRIANGLE: dict[str, Any] = {
    "asset": {"version": "2.0"},
    "nodes": [{"mesh": 0}],
    "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
    "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"}],
    "bufferViews": [{"buffer": 0, "byteLength": 36}],
    "buffers": [{"byteLength": 36}],
}


def glb(path: Path, tree: dict[str, Any], data: bytes = bytes(36)) -> Path:
    text = json.dumps(tree).encode()
    text += b" " * (-len(text) % 4)
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(data), 0x004E4942) + data
    path.write_bytes(struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks)
    return path


def looked_at(path: Path, root: Path | None = None) -> None:
    expect_file(path, tuple(MODELS))
    look_into(path, root or path.parent)


def refused(path: Path, match: str) -> None:
    with pytest.raises(AssetError, match=match) as caught:
        looked_at(path)
    assert "\n" not in str(caught.value) and path.name in str(caught.value)


def test_a_sound_glb_passes(tmp_path: Path) -> None:
    path = glb(tmp_path / "a.glb", TRIANGLE)
    looked_at(path)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"buffers": [{"byteLength": 4_000_000_000}]}, "claims 4000000000 bytes"),
        ({"accessors": [{"componentType": 5126, "count": 4_000_000_000, "type": "VEC3"}]}, "claims 4000000000 values"),
        ({"accessors": [{**TRIANGLE["accessors"][0], "count": 1_000_000}]}, "room for fewer"),
        ({"bufferViews": [{"buffer": 0, "byteLength": 37}]}, "behind its buffer"),
        ({"buffers": [{"byteLength": 36, "uri": "../../../etc/passwd"}]}, "lies outside"),
        ({"images": [{"uri": "/etc/passwd"}]}, "lies outside"),
        ({"images": [{"uri": "https://example.org/a.png"}]}, "its own folder"),
        ({"nodes": [{"mesh": 0}] * 20_000}, "at most 10000 nodes"),
        ({"buffers": 7}, "damaged"),
        ({"asset": {"version": "1.0"}}, "expected glTF 2.0, got glTF 1.0"),
        ({"asset": {}}, "does not say its version"),
        ({"nodes": {"box": {"meshes": ["m"]}}, "asset": {"version": "1.0"}}, "expected glTF 2.0"),
        ({"extensionsUsed": ["EXT_meshopt_compression"]}, "packed by meshopt"),
        ({"extensionsRequired": ["KHR_texture_basisu"]}, "images are KTX2"),
        ({"extensionsRequired": ["EXT_dream"]}, "needs the extension EXT_dream"),
        ({"nodes": [{"mesh": 3}]}, r"nodes\[0\].mesh names number 3 of 1 meshes"),
        ({"scenes": [{"nodes": [0, 1]}]}, r"scenes\[0\].nodes names number 1 of 1 nodes"),
        ({"materials": [{"emissiveTexture": {"index": -1}}]}, "number -1 of 0 textures"),
        ({"materials": [{"extensions": {"X": {"sheenTexture": {"index": 2}}}}]}, "number 2 of 0 textures"),
        ({"meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "material": 0}]}]}, "number 0 of 0 materials"),
    ],
)
def test_gltf_bombs_and_paths(tmp_path: Path, change: dict[str, Any], match: str) -> None:
    refused(glb(tmp_path / "a.glb", {**TRIANGLE, **change}), match)


def test_draco_without_its_decoder_says_what_brings_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = glb(tmp_path / "a.glb", {**TRIANGLE, "extensionsUsed": ["KHR_draco_mesh_compression"]})
    looked_at(path)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    refused(path, r"packed by Draco, for which DracoPy is not installed: pip install 'prelabel\[draco\]'")


def test_many_instances_of_a_small_mesh_count_as_a_large_one(tmp_path: Path) -> None:
    data = bytes(36 * 1000)
    tree = {
        **TRIANGLE,
        "nodes": [{"mesh": 0}] * 5000,
        "accessors": [{**TRIANGLE["accessors"][0], "count": 3000}],
        "bufferViews": [{"buffer": 0, "byteLength": len(data)}],
        "buffers": [{"byteLength": len(data)}],
    }
    refused(glb(tmp_path / "a.glb", tree, data), "at most 2000000 polygons")


@pytest.mark.parametrize("length", [3, 16, 60])
def test_a_cut_glb(tmp_path: Path, length: int) -> None:
    path = glb(tmp_path / "a.glb", TRIANGLE)
    path.write_bytes(path.read_bytes()[:length])
    refused(path, "header|cut|damaged")


def test_ten_million_polygons_as_obj(tmp_path: Path) -> None:
    path = tmp_path / "a.obj"
    path.write_bytes(b"v 0 0 0\nv 1 0 0\nv 0 1 0\n" + b"f 1 2 3\n" * 10_000_000)
    refused(path, "at most 2000000 polygons")


def test_an_obj_names_files_beside_it_only(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret.mtl").write_text("newmtl a\n")
    (inside / "a.mtl").write_text("newmtl a\nmap_Kd -bm 1 ../secret.mtl\n")
    path = inside / "a.obj"
    for line, match in (("mtllib ../secret.mtl", "lies outside"), ("mtllib a.mtl", "lies outside")):
        path.write_text(f"{line}\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
        with pytest.raises(AssetError, match=match):
            looked_at(path)
        looked_at(path, root=tmp_path)  # which holds both


@pytest.mark.parametrize(
    ("name", "data", "match"),
    [
        ("a.ply", b"ply\nformat ascii 1.0\nelement vertex 3\nelement face 4000000000\nend_header\n", "at most"),
        ("a.ply", b"ply\nformat ascii 1.0\nelement vertex 900000\nelement face 900000\nend_header\n", "too short"),
        ("a.ply", b"ply\nformat ascii 1.0\nelement vertex 3\nend_header\n0 0 0\n0 0 0\n0 0 0\n", "point clouds"),
        ("a.ply", b"no", "header"),
        ("a.stl", bytes(80) + (10**9).to_bytes(4, "little") + bytes(50), "length does not fit"),
        ("a.stl", b"hello", "length does not fit"),
        ("a.usd", b"no layer", "first bytes"),
        ("a.usda", b"#usda 1.0\n(subLayers = [@../../other.usda@])", "lies outside"),
        ("a.usdz", b"PK not", "damaged"),
        ("a.exe", b"MZ", "ends in"),
        ("a.fbx", b"", "1 byte"),
        ("a.fbx", b"; FBX 7.3.0 project file", "binary FBX file, got one of text"),
        ("a.fbx", b"Kaydara FBX Binary  \x00\x1a\x00" + (6100).to_bytes(4, "little"), "FBX 7.1 or later, got 6.1"),
        ("a.glb", struct.pack("<4sIIII", b"glTF", 1, 40, 20, 0) + bytes(20), "expected glTF 2.0, got glTF 1.0"),
    ],
)
def test_damaged_and_hostile_files(tmp_path: Path, name: str, data: bytes, match: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    refused(path, match)


def test_usdz_that_is_packed_or_leaves_its_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.usdz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.usda", bytes(10**6))
    refused(path, "without compression")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../a.usda", b"#usda 1.0")
    refused(path, "names inside")


TRIANGLES = b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"
LONG = 300_000  # characters: the square of it would take minutes
SLOW = {
    "a.obj": [b" " * LONG + b"f", b"\t" * LONG + b"mtllib", b"mtllib " + b" " * LONG, b"mtllib a.mtl " * (LONG // 13)],
    "a.mtl": [b"map_Kd a" + b" " * LONG + b"b", b"map_Kd -bm " + b"1 " * LONG, b"map_" * LONG, b"bump" + b"\t" * LONG],
    "a.ply": [b"ply\nelement" + b" " * LONG, b"ply\n" + b"element " * LONG, b"ply\nelement " + b"a" * LONG],
    "a.usda": [b"#usda 1.0\n" + b"@" * LONG, b"#usda 1.0\n" + b"@a" * LONG, b"#usda 1.0\n@" + b"a" * LONG + b"@"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in SLOW.items() for text in texts])
def test_no_text_takes_longer_than_it_is_long(tmp_path: Path, name: str, text: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(text)
    if name == "a.mtl":
        path = tmp_path / "a.obj"
        path.write_bytes(b"mtllib a.mtl\n" + TRIANGLES)
    elif name == "a.obj":
        path.write_bytes(text + b"\n" + TRIANGLES)
    start = time.process_time()
    try:
        looked_at(path)
    except AssetError as error:
        assert "\n" not in str(error)
    assert time.process_time() - start < 5.0
