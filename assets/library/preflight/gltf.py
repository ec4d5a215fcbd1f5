"""glTF 2.0: counts and lengths in the JSON against the bytes that are there."""

import importlib.util
import json
import struct
from pathlib import Path
from typing import Any

from assets.errors import AssetError
from assets.library.limits import OBJECTS, POLYGONS, TEXT_BYTES, UNPACKED_BYTES, VERTICES
from assets.library.preflight.beside import beside
from assets.library.preflight.gltf_references import check_references
from assets.reading import shown

JSON_CHUNK, BINARY_CHUNK = 0x4E4F534A, 0x004E4942
COMPONENT_BYTES = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}
COMPONENTS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
# What a file cannot do without, in words for people: Blender's Python package has no decoders for these. One for Draco
# can be installed.
DRACO, DRACO_PACKAGE = "KHR_draco_mesh_compression", "DracoPy"
PACKED = {
    "EXT_meshopt_compression": "meshes are packed by meshopt",
    "KHR_meshopt_compression": "meshes are packed by meshopt",
}
WITHOUT = {**PACKED, "KHR_texture_basisu": "images are KTX2 (Basis Universal)"}
KNOWN = frozenset(
    {
        "EXT_mesh_gpu_instancing",
        "EXT_texture_webp",
        "KHR_animation_pointer",
        "KHR_lights_punctual",
        "KHR_materials_anisotropy",
        "KHR_materials_clearcoat",
        "KHR_materials_dispersion",
        "KHR_materials_emissive_strength",
        "KHR_materials_ior",
        "KHR_materials_iridescence",
        "KHR_materials_pbrSpecularGlossiness",
        "KHR_materials_sheen",
        "KHR_materials_specular",
        "KHR_materials_transmission",
        "KHR_materials_unlit",
        "KHR_materials_variants",
        "KHR_materials_volume",
        "KHR_mesh_quantization",
        "KHR_texture_transform",
    }
)
MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError, OverflowError)


def check_gltf(path: Path, root: Path) -> None:
    """A .gltf, whose buffers and images are files beside it or data in it."""
    if path.stat().st_size > TEXT_BYTES * 4:
        raise AssetError(f"{path}: expected JSON of at most {TEXT_BYTES * 4} bytes")
    _check(path, root, path.read_bytes(), None)


def check_glb(path: Path, root: Path) -> None:
    """A .glb: a header, a JSON chunk and perhaps a binary one."""
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(20)
        if len(header) < 20 or header[:4] != b"glTF":
            raise AssetError(f"{path}: expected a glTF binary, its header is another")
        version, length, json_length, kind = struct.unpack("<IIII", header[4:])
        if version != 2:
            raise AssetError(f"{path}: {_other_version(f'{version}.0')}")
        if kind != JSON_CHUNK or length > size or json_length > min(size - 20, TEXT_BYTES):
            raise AssetError(f"{path}: expected a glTF 2 file of {length} bytes, got {size}; it is cut or damaged")
        text = file.read(json_length)
        chunk = file.read(8)
        binary = struct.unpack("<II", chunk) if len(chunk) == 8 else (0, BINARY_CHUNK)
    if binary[1] != BINARY_CHUNK or binary[0] > size - 28 - json_length + 8 * (not binary[0]):
        raise AssetError(f"{path}: expected a binary chunk of {binary[0]} bytes; the file is cut or damaged")
    _check(path, root, text, binary[0])


def _check(path: Path, root: Path, text: bytes, binary: int | None) -> None:
    try:
        tree = json.loads(text)
        _check_version(path, tree)
        _check_extensions(path, tree)
        check_references(path, tree)
        _check_files(path, root, tree)
        _check_buffers(path, root, tree, binary)
        _check_accessors(path, tree)
        _check_meshes(path, tree)
    except MALFORMED as error:
        raise AssetError(f"{path}: expected a glTF description, it is damaged ({type(error).__name__})") from error


def _check_version(path: Path, tree: dict[str, Any]) -> None:
    version = tree.get("asset", {}).get("version")
    if version != "2.0":
        raise AssetError(f"{path}: {_other_version(version)}")


def _other_version(version: object) -> str:
    got = "one that does not say its version" if version is None else f"glTF {shown(str(version))}"
    return f"expected glTF 2.0, got {got}; export it again from the program that it was made with"


def _check_extensions(path: Path, tree: dict[str, Any]) -> None:
    """That nothing is needed that cannot be read. Blender unpacks meshes wherever it can, needed or not."""
    needed = [str(name) for name in tree.get("extensionsRequired", ())]
    packed = [name for name in (DRACO, *PACKED) if name in tree.get("extensionsUsed", ())]
    for name in (*needed, *packed):
        if name == DRACO:
            _expect_decoder(path)
        elif name in WITHOUT:
            raise AssetError(f"{path}: its {WITHOUT[name]} ({name}), which cannot be read; export it without")
        elif name not in KNOWN:
            raise AssetError(
                f"{path}: it needs the extension {shown(name)}, which Blender cannot read; export it without"
            )


def _expect_decoder(path: Path) -> None:
    if importlib.util.find_spec(DRACO_PACKAGE) is None:
        raise AssetError(
            f"{path}: its meshes are packed by Draco, for which {DRACO_PACKAGE} is not installed: "
            "pip install 'prelabel[draco]' brings it, or export the model without"
        )


def read_gltf(path: Path) -> tuple[dict[str, Any], bytes]:
    """The description in a .gltf or .glb file that has been looked into, and the binary chunk of the latter."""
    data = path.read_bytes()
    if not data.startswith(b"glTF"):
        return json.loads(data), b""
    end = 20 + int.from_bytes(data[12:16], "little")
    return json.loads(data[20:end]), data[end + 8 :]


def _check_files(path: Path, root: Path, tree: dict[str, Any]) -> None:
    """Buffers must be there; a texture that is not is told by the checks."""
    for key in ("buffers", "images"):
        for item in tree.get(key, ()):
            if not item.get("uri", "data:").startswith("data:"):
                beside(path, root, item["uri"], must_exist=key == "buffers")


def _check_buffers(path: Path, root: Path, tree: dict[str, Any], binary: int | None) -> None:
    total = 0
    for index, buffer in enumerate(tree.get("buffers", ())):
        uri, length = buffer.get("uri"), int(buffer["byteLength"])
        if uri is None:
            there = binary if binary is not None and index == 0 else _unknown(tree)
        elif uri.startswith("data:"):
            there = len(uri) * 3 // 4
        else:
            file = beside(path, root, uri)
            there = file.stat().st_size if file else 0
        if not 0 < length <= there:
            raise AssetError(f"{path}: buffer {index} claims {length} bytes where the file has {there}")
        total += length
    if total > UNPACKED_BYTES:
        raise AssetError(f"{path}: expected buffers of at most {UNPACKED_BYTES} bytes, got {total}")
    for index, view in enumerate(tree.get("bufferViews", ())):
        end = int(view.get("byteOffset", 0)) + int(view["byteLength"])
        if end > int(tree["buffers"][view["buffer"]]["byteLength"]) or int(view["byteLength"]) < 0:
            raise AssetError(f"{path}: buffer view {index} reaches behind its buffer")


def _unknown(tree: dict[str, Any]) -> int:
    """Buffers without data stand for what an extension unpacks."""
    return UNPACKED_BYTES if tree.get("extensionsUsed") else 0


def _check_accessors(path: Path, tree: dict[str, Any]) -> None:
    for index, accessor in enumerate(tree.get("accessors", ())):
        count = int(accessor["count"])
        if not 0 <= count <= 3 * VERTICES:
            raise AssetError(f"{path}: accessor {index} claims {count} values; expected at most {3 * VERTICES}")
        if "bufferView" not in accessor:
            continue
        view = tree["bufferViews"][accessor["bufferView"]]
        each = COMPONENT_BYTES[accessor["componentType"]] * COMPONENTS[accessor["type"]]
        stride = int(view.get("byteStride", each))
        need = int(accessor.get("byteOffset", 0)) + (count - 1) * stride + each if count else 0
        packed = "EXT_meshopt_compression" in view.get("extensions", {})
        if need > int(view["byteLength"]) and not packed:
            raise AssetError(f"{path}: accessor {index} claims {count} values where the file has room for fewer")


def _check_meshes(path: Path, tree: dict[str, Any]) -> None:
    """Polygons by how often nodes place them: a small mesh placed a million times is a large one."""
    nodes = tree.get("nodes", ())
    if len(nodes) > OBJECTS:
        raise AssetError(f"{path}: expected at most {OBJECTS} nodes, got {len(nodes)}")
    sizes = []
    for mesh in tree.get("meshes", ()):
        counts = [p["indices"] if "indices" in p else p["attributes"]["POSITION"] for p in mesh["primitives"]]
        sizes.append(sum(int(tree["accessors"][key]["count"]) for key in counts) // 3)
    total = sum(sizes[node["mesh"]] for node in nodes if "mesh" in node)
    if total > POLYGONS:
        raise AssetError(f"{path}: expected at most {POLYGONS} polygons, got {total}")
