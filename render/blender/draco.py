"""Meshes that Draco has packed into a glTF file, unpacked for Blender, whose Python package has no decoder for them."""

import json
import os
from base64 import b64decode
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError
from assets.library.limits import POLYGONS, VERTICES
from assets.library.preflight.gltf import DRACO, read_gltf

NUMBERS = {5120: np.int8, 5121: np.uint8, 5122: np.int16, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}
INDEX, TRIANGLES = 5125, 4  # a component's type, and a primitive's mode
FILE, BINARY, MESHES = "unpacked.gltf", "binary.bin", "meshes.bin"  # of what is made


def unpacked(path: Path, folder: Path) -> Path:
    """The file itself, or where meshes in it are packed, one in ``folder`` that says the same and has them plainly.

    Raises:
        AssetError: what is packed is damaged, or too large.
    """
    tree, binary = read_gltf(path)
    packed = [p for mesh in tree.get("meshes", ()) for p in mesh["primitives"] if DRACO in p.get("extensions", {})]
    if not packed:
        return path
    (folder / BINARY).write_bytes(binary)
    data = bytearray()
    for primitive in packed:
        told = primitive["extensions"].pop(DRACO)
        _unpack(tree, primitive, told, _view(path, tree, binary, told["bufferView"]), data)
    (folder / MESHES).write_bytes(data)
    _name_files(tree, os.path.relpath(path.parent, folder), len(data))
    for key in ("extensionsUsed", "extensionsRequired"):
        tree[key] = [name for name in tree.get(key, ()) if name != DRACO]
    (folder / FILE).write_text(json.dumps(tree), encoding="utf-8")
    return folder / FILE


def _view(path: Path, tree: dict[str, Any], binary: bytes, number: int) -> bytes:
    """The bytes of a buffer view."""
    view = tree["bufferViews"][number]
    uri = tree["buffers"][view["buffer"]].get("uri")
    start = int(view.get("byteOffset", 0))
    end = start + int(view["byteLength"])
    if uri is None:
        return binary[start:end]
    if uri.startswith("data:"):
        return b64decode(uri.partition(",")[2])[start:end]
    return (path.parent / unquote(uri)).read_bytes()[start:end]


def _unpack(
    tree: dict[str, Any], primitive: dict[str, Any], told: dict[str, Any], packed: bytes, data: bytearray
) -> None:
    """Put the arrays of a primitive behind ``data``, and their places into the description."""
    import DracoPy

    try:
        mesh = DracoPy.decode(packed)
        faces = np.asarray(mesh.faces, np.uint32)
        values = {key: mesh.get_attribute_by_unique_id(number)["data"] for key, number in told["attributes"].items()}
    except (DracoPy.FileTypeException, ValueError, TypeError, AttributeError, KeyError, AssertionError) as error:
        raise AssetError(f"expected a mesh packed by Draco, it is damaged ({error or type(error).__name__})") from error
    if len(faces) > POLYGONS or any(len(each) > VERTICES for each in values.values()):
        raise AssetError(f"expected at most {POLYGONS} polygons and {VERTICES} vertices, it packs more")
    for key, each in values.items():
        accessor = tree["accessors"][primitive["attributes"][key]]
        _place(tree, accessor, np.asarray(each, NUMBERS[accessor["componentType"]]), data)
    indices = tree["accessors"][primitive["indices"]]
    indices["componentType"] = INDEX
    _place(tree, indices, faces.reshape(-1, 1), data)
    primitive["mode"] = TRIANGLES


def _place(tree: dict[str, Any], accessor: dict[str, Any], values: NDArray[Any], data: bytearray) -> None:
    raw = np.ascontiguousarray(values).tobytes()
    tree["bufferViews"].append({"buffer": len(tree["buffers"]), "byteOffset": len(data), "byteLength": len(raw)})
    data += raw + bytes(-len(raw) % 4)
    accessor |= {"bufferView": len(tree["bufferViews"]) - 1, "byteOffset": 0, "count": len(values)}


def _name_files(tree: dict[str, Any], way: str, length: int) -> None:
    """Names of files, seen from where the description is now: ``way`` leads to where it was."""
    for item in (*tree["buffers"], *tree.get("images", ())):
        if "uri" in item and not item["uri"].startswith("data:"):
            item["uri"] = f"{way}/{item['uri']}"
    for buffer in tree["buffers"]:
        buffer.setdefault("uri", BINARY)
    tree["buffers"].append({"byteLength": length, "uri": MESHES})
