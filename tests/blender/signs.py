"""Files of one square, a sign, in each format that Blender reads: what its look is, a test says."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import cv2
import numpy as np

SQUARE = np.array([[-1, 0, 0], [1, 0, 0], [1, 2, 0], [-1, 2, 0]], np.float32)
UV = np.array([[0, 1], [1, 1], [1, 0], [0, 0]], np.float32)  # glTF's: v grows downwards
ORANGE = (1.0, 0.25, 0.0)  # linear


def gltf(folder: Path, material: dict[str, Any], sets: int = 1, colors: bool = False, **more: Any) -> Path:
    """A square with ``sets`` sets of coordinates (the second one half as large), and orange where it has colours."""
    arrays = {"POSITION": SQUARE} | {f"TEXCOORD_{index}": UV / (1 + index) for index in range(sets)}
    arrays |= {"COLOR_0": np.tile(np.float32(ORANGE), (4, 1))} if colors else {}
    blobs = [*arrays.values(), np.array([0, 1, 2, 0, 2, 3], np.uint32)]
    views, accessors, at = [], [], 0
    for blob in blobs:
        views.append({"buffer": 0, "byteOffset": at, "byteLength": blob.nbytes})
        kind = "SCALAR" if blob.ndim == 1 else f"VEC{blob.shape[1]}"
        code = 5125 if blob.ndim == 1 else 5126
        accessors.append({"bufferView": len(views) - 1, "componentType": code, "count": len(blob), "type": kind})
        at += blob.nbytes
    accessors[0] |= {"min": SQUARE.min(0).tolist(), "max": SQUARE.max(0).tolist()}
    data = b64encode(b"".join(blob.astype(blob.dtype).tobytes() for blob in blobs)).decode()
    primitive = {"attributes": {key: index for index, key in enumerate(arrays)}, "indices": len(arrays)}
    cv2.imwrite(str(folder / "picture.png"), np.full((4, 4, 3), (30, 200, 30), np.uint8))
    tree = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "Sign"}],
        "meshes": [{"primitives": [{**primitive, "material": 0}]}],
        "materials": [{"name": "Paint", **material}],
        "textures": [{"source": 0}],
        "images": [{"uri": "picture.png"}],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": at, "uri": f"data:application/octet-stream;base64,{data}"}],
        **more,
    }
    path = folder / "sign.gltf"
    path.write_text(json.dumps(tree))
    return path


def base(**texture: Any) -> dict[str, Any]:
    return {"pbrMetallicRoughness": {"baseColorTexture": {"index": 0, **texture}}}


def ply(folder: Path) -> Path:
    rows = "".join(f"{x} {y} {z} 255 137 0\n" for x, y, z in SQUARE)
    colours = "".join(f"property uchar {name}\n" for name in ("red", "green", "blue"))
    places = "".join(f"property float {name}\n" for name in "xyz")
    head = f"ply\nformat ascii 1.0\nelement vertex 4\n{places}{colours}element face 1\n"
    (folder / "a.ply").write_text(f"{head}property list uchar int vertex_indices\nend_header\n{rows}4 0 1 2 3\n")
    return folder / "a.ply"


def obj(folder: Path) -> Path:
    (folder / "a.mtl").write_text("newmtl Paint\nKd 1 1 1\n")
    rows = "".join(f"v {x} {y} {z} 1 0.5372 0\n" for x, y, z in SQUARE)
    (folder / "a.obj").write_text(f"mtllib a.mtl\n{rows}usemtl Paint\nf 1 2 3 4\n")
    return folder / "a.obj"
