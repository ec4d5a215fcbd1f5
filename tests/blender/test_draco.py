"""glTF models packed by Draco come out as they went in, with everything that is not packed beside them."""

import json
import struct
from pathlib import Path
from typing import Any

import cv2
import DracoPy
import numpy as np
import pytest

from assets import AssetError
from assets.geometry import BOX_CORNERS, BOX_FACES
from render.blender.importing import import_model

POINTS = (BOX_CORNERS * np.array([1.0, 0.5, 2.0])).astype(np.float32)
FACES = np.array([[a, b, c] for a, b, c, _ in BOX_FACES] + [[a, c, d] for a, _, c, d in BOX_FACES], np.uint32)
UV = (BOX_CORNERS[:, :2] * 0.25 + 0.5).astype(np.float64)
COLORS = np.tile(np.array([255, 0, 0, 255], np.uint8), (8, 1))
NAMES = {0: "POSITION", 2: "COLOR_0", 3: "TEXCOORD_0"}  # by Draco's kind of attribute


def packed() -> bytes:
    return DracoPy.encode(POINTS, FACES, quantization_bits=16, colors=COLORS, tex_coord=UV)


def described(mesh: bytes) -> dict[str, Any]:
    attributes = {NAMES[item["attribute_type"]]: item["unique_id"] for item in DracoPy.decode(packed()).attributes}
    assert set(attributes) == set(NAMES.values())
    own = {"POSITION": (5126, "VEC3"), "TEXCOORD_0": (5126, "VEC2"), "COLOR_0": (5121, "VEC4")}
    accessors = [{"componentType": code, "type": kind, "count": 8} for code, kind in own.values()]
    accessors[0] |= {"min": POINTS.min(0).tolist(), "max": POINTS.max(0).tolist()}
    accessors[2]["normalized"] = True
    accessors.append({"componentType": 5123, "type": "SCALAR", "count": FACES.size})
    draco = {"KHR_draco_mesh_compression": {"bufferView": 0, "attributes": attributes}}
    primitive = {"attributes": dict(zip(own, range(3), strict=True)), "indices": 3, "material": 0, "extensions": draco}
    return {
        "asset": {"version": "2.0"},
        "extensionsUsed": list(draco),
        "extensionsRequired": list(draco),
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "Box"}],
        "meshes": [{"primitives": [primitive]}],
        "materials": [{"name": "Paint", "pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}],
        "textures": [{"source": 0}],
        "images": [{"uri": "a%20picture.png"}],
        "accessors": accessors,
        "bufferViews": [{"buffer": 0, "byteLength": len(mesh)}],
        "buffers": [{"byteLength": len(mesh)}],
    }


def write(folder: Path, mesh: bytes, suffix: str) -> Path:
    """The model, as one file or with its buffer beside it; its picture lies beside it always."""
    cv2.imwrite(str(folder / "a picture.png"), np.full((4, 4, 3), (30, 200, 30), np.uint8))
    tree = described(mesh)
    path = folder / f"box.{suffix}"
    if suffix == "gltf":
        (folder / "box.bin").write_bytes(mesh)
        tree["buffers"][0]["uri"] = "box.bin"
        path.write_text(json.dumps(tree))
        return path
    text = json.dumps(tree).encode()
    text += b" " * (-len(text) % 4)
    data = mesh + bytes(-len(mesh) % 4)
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(data), 0x004E4942) + data
    path.write_bytes(struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks)
    return path


@pytest.mark.parametrize("suffix", ["gltf", "glb"])
def test_a_packed_model_is_read(tmp_path: Path, suffix: str) -> None:
    root = tmp_path if suffix == "glb" else None  # a .glb is taken to hold all that it has
    raw = import_model(write(tmp_path, packed(), suffix), root=root)
    assert len(raw.face_sizes) == 12 and raw.lost == () and raw.missing == ()
    got = np.unique(np.round(raw.vertices, 3), axis=0)
    want = np.stack([POINTS[:, 0], -POINTS[:, 2], POINTS[:, 1]], axis=1)  # Blender turns y up to z up
    np.testing.assert_allclose(got, np.unique(np.round(want, 3), axis=0), atol=0.002)
    assert raw.uv is not None and np.unique(np.round(raw.uv, 2)).tolist() == [0.25, 0.75]
    assert raw.colors is not None and np.unique(raw.colors, axis=0).tolist() == [[1.0, 0.0, 0.0]]
    assert len(raw.images) == 1 and raw.images[0][0, 0].tolist() == [30, 200, 30]


@pytest.mark.parametrize("mesh", [b"DRACO" + bytes(200), packed()[:60], b"nothing of the kind at all"])
def test_damaged_packing_is_one_sentence(tmp_path: Path, mesh: bytes) -> None:
    with pytest.raises(AssetError, match=r"box\.gltf: ") as caught:
        import_model(write(tmp_path, mesh, "gltf"))
    assert "\n" not in str(caught.value) and "Draco" in str(caught.value)
