"""What Blender reads of a stranger's file, in a process that does nothing else: see ``render.blender.importing``.

Nothing of the file runs: scripts, handlers and drivers stay off, and of a .blend only meshes with their places and
looks are kept. What comes out are plain arrays.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError
from assets.library.limits import (
    MATERIALS,
    NAME_LENGTH,
    OBJECTS,
    POLYGONS,
)
from assets.library.manifest import MaterialRow, Table
from assets.library.preflight import SKIES
from assets.library.radiance import check_radiance, check_side
from assets.library.raw import Raw
from render.blender.import_materials import Images, material_row

# Modifiers that only shape a mesh; all others, such as nodes that may read files, are taken off.
SHAPING = {
    "MIRROR",
    "SUBSURF",
    "SOLIDIFY",
    "BEVEL",
    "ARRAY",
    "EDGE_SPLIT",
    "TRIANGULATE",
    "WEIGHTED_NORMAL",
    "ARMATURE",
}
SUBDIVISIONS = 2


def read_model(path: Path, root: Path) -> Raw:
    """All meshes of a file, every object in its place.

    Raises:
        AssetError: it has none, too many, or refers to files outside ``root``.
    """
    suffix = path.suffix.lower().removeprefix(".")
    READERS[suffix](str(path))
    _check_outside(path, root)
    return _gathered(path)


def read_picture(path: Path, folder: Path) -> list[int]:
    """Width and height of a picture that Blender can read; leaves a small one of it in the folder, (H, W, 3) float32.

    Raises:
        AssetError: it is damaged, too large, or a sky that lights nothing.
    """
    image = bpy.data.images.load(str(path))
    width, height = int(image.size[0]), int(image.size[1])
    check_side(width, height)
    values = np.empty(width * height * image.channels, np.float32)
    image.pixels.foreach_get(values)
    pixels = values.reshape(height, width, -1)[::-1]
    if path.suffix.lower().removeprefix(".") in SKIES:
        check_radiance(pixels)
    colour = pixels[..., :3] if pixels.shape[2] >= 3 else np.repeat(pixels[..., :1], 3, axis=2)
    step = max(1, max(width, height) // 640)
    np.save(folder / "small.npy", np.ascontiguousarray(colour[::step, ::step]))
    return [width, height]


def _gltf(path: str) -> None:
    bpy.ops.import_scene.gltf(filepath=path, import_pack_images=False)


def _usd(path: str) -> None:
    mode = "IMPORT_PACK" if path.lower().endswith("z") else "IMPORT_NONE"
    bpy.ops.wm.usd_import(
        filepath=path,
        import_cameras=False,
        import_lights=False,
        import_volumes=False,
        create_world_material=False,
        import_textures_mode=mode,
    )


def _blend(path: str) -> None:
    """Objects of a .blend without anything that could act: it is not opened, only read from."""
    libraries: Any = bpy.data.libraries
    with libraries.load(path, link=False) as (there, wanted):
        if len(there.objects) > OBJECTS:
            raise AssetError(f"expected at most {OBJECTS} objects, got {len(there.objects)}")
        wanted.objects = list(there.objects)
    for kind in (name for name in dir(bpy.data) if not name.startswith("_")):
        blocks = getattr(bpy.data, kind)
        for block in blocks if isinstance(blocks, bpy.types.bpy_prop_collection) else ():
            if hasattr(block, "animation_data_clear"):
                block.animation_data_clear()  # drivers go with it
            tree = getattr(block, "node_tree", None)
            if tree is not None:
                tree.animation_data_clear()
    for text in list(bpy.data.texts):
        bpy.data.texts.remove(text)
    for obj in bpy.data.objects:
        for constraint in list(obj.constraints):
            obj.constraints.remove(constraint)
        bpy.context.scene.collection.objects.link(obj)


READERS: dict[str, Callable[[str], object]] = {
    "glb": _gltf,
    "gltf": _gltf,
    "obj": lambda path: bpy.ops.wm.obj_import(filepath=path, forward_axis="Y", up_axis="Z"),
    "ply": lambda path: bpy.ops.wm.ply_import(filepath=path),
    "stl": lambda path: bpy.ops.wm.stl_import(filepath=path),
    "fbx": lambda path: bpy.ops.wm.fbx_import(filepath=path),
    "usd": _usd,
    "usda": _usd,
    "usdc": _usd,
    "usdz": _usd,
    "blend": _blend,
}


def _check_outside(path: Path, root: Path) -> None:
    """That all that the model names lies in its folder; what does not could not be read."""
    folder = path.resolve().parent
    blocks = [(block, block.filepath) for block in (*bpy.data.images, *bpy.data.libraries) if block.filepath]
    for block, name in blocks:
        if getattr(block, "packed_file", None) is not None:
            continue
        target = Path(bpy.path.abspath(name, start=str(folder))).resolve()
        if target.exists() and not target.is_relative_to(root.resolve()):
            raise AssetError(
                f"expected files in its own folder, got '{Path(name).name[:80]}', which lies outside; "
                "--root DIR names a folder that holds both"
            )


def _gathered(path: Path) -> Raw:
    _keep_shaping()
    pieces, materials = list[tuple[Any, ...]](), dict[str, Any]()
    total = 0
    for name, data, matrix, slots in _placed():
        total += len(data.polygons)
        materials |= {material.name: material for material in slots if material is not None}
        for what, got, most in (
            ("polygons", total, POLYGONS),
            ("materials", len(materials), MATERIALS),
            ("objects", len(pieces) + 1, OBJECTS),
        ):
            if got > most:
                raise AssetError(f"expected at most {most} {what}, it has more")
        order = {known: number for number, known in enumerate(materials)}
        lookup = [-1 if material is None else order[material.name] for material in slots]
        pieces.append((name, *_arrays(data, matrix, lookup)))
    if not pieces:
        raise AssetError("expected a mesh with faces, found none")
    images = Images(path.resolve().parent)
    rows: tuple[MaterialRow, ...] = tuple(material_row(material, images) for material in materials.values())
    return _joined(pieces, rows, images)


def _keep_shaping() -> None:
    """Take off modifiers that do more than shape a mesh, and let none of them make millions of faces."""
    for obj in bpy.data.objects:
        for modifier in list(obj.modifiers):
            if modifier.type not in SHAPING:
                obj.modifiers.remove(modifier)
            elif modifier.type == "SUBSURF":
                modifier.levels = min(modifier.levels, SUBDIVISIONS)
    bpy.context.view_layer.update()


def _placed() -> Iterator[tuple[str, bpy.types.Mesh, NDArray[np.float64], list[Any]]]:
    """Name, evaluated mesh, (4, 4) place and materials of every mesh object that would be rendered."""
    for instance in bpy.context.evaluated_depsgraph_get().object_instances:
        obj = instance.object
        helper = any(group.name.startswith("glTF_not_exported") for group in obj.original.users_collection)
        if obj.type != "MESH" or obj.hide_render or helper:
            continue
        if len(obj.data.polygons) > POLYGONS:
            raise AssetError(f"expected at most {POLYGONS} polygons, it has more")
        data = obj.to_mesh()
        if data is not None and len(data.polygons):
            slots = [slot.material.original if slot.material else None for slot in obj.material_slots]
            yield obj.name[:NAME_LENGTH], data, np.array(instance.matrix_world, np.float64), slots
        obj.to_mesh_clear()


def _arrays(data: bpy.types.Mesh, matrix: NDArray[np.float64], materials: list[int]) -> tuple[Any, ...]:
    """Vertices, corners, sizes, materials and uv; vertices are split where normals part, as hard edges need it."""
    corners = np.empty(len(data.loops), np.int32)
    data.loops.foreach_get("vertex_index", corners)
    points = np.empty(len(data.vertices) * 3, np.float32)
    data.vertices.foreach_get("co", points)
    normals = np.empty(len(data.loops) * 3, np.float32)
    data.corner_normals.foreach_get("vector", normals)
    sizes = np.empty(len(data.polygons), np.int32)
    data.polygons.foreach_get("loop_total", sizes)
    slot = np.empty(len(data.polygons), np.int32)
    data.polygons.foreach_get("material_index", slot)
    coarse = np.round(normals.reshape(-1, 3) * 50.0).astype(np.int64) + 64
    key = ((corners.astype(np.int64) * 128 + coarse[:, 0]) * 128 + coarse[:, 1]) * 128 + coarse[:, 2]
    _, first, split = np.unique(key, return_index=True, return_inverse=True)
    world = points.reshape(-1, 3)[corners[first]] @ matrix[:3, :3].T + matrix[:3, 3]
    uv = None
    layer = data.uv_layers.active
    if layer is not None:
        uv = np.empty(len(data.loops) * 2, np.float32)
        layer.uv.foreach_get("vector", uv)
        uv = uv.reshape(-1, 2)
    table = np.array([*materials, -1], np.int32)
    split = split.ravel().astype(np.int32)
    if np.linalg.det(matrix[:3, :3]) < 0.0:  # mirrored: faces would look inward
        order = _reversed(sizes)
        split, uv = split[order], None if uv is None else uv[order]
    material = table[np.clip(slot, 0, max(len(materials) - 1, 0))]
    return world.astype(np.float32), split, sizes, material, uv


def _reversed(sizes: NDArray[np.int32]) -> NDArray[np.int64]:
    """(L,) corners of every face the other way round."""
    ends = np.cumsum(sizes.astype(np.int64))
    starts = ends - sizes
    at = np.arange(int(ends[-1]))
    return np.asarray(np.repeat(starts + ends - 1, sizes) - at)


def _joined(pieces: list[tuple[Any, ...]], rows: tuple[MaterialRow, ...], images: Images) -> Raw:
    names = tuple(dict.fromkeys(name for name, *_ in pieces))
    offsets = np.cumsum([0, *(len(points) for _, points, *_ in pieces)])
    textured = any(uv is not None for *_, uv in pieces)
    uvs = [np.zeros((len(corners), 2), np.float32) if uv is None else uv for _, _, corners, _, _, uv in pieces]
    return Raw(
        np.concatenate([points for _, points, *_ in pieces]),
        np.concatenate([corners + offset for (_, _, corners, *_), offset in zip(pieces, offsets, strict=False)]).astype(
            np.int32
        ),
        np.concatenate([sizes for _, _, _, sizes, *_ in pieces]),
        np.concatenate([material for *_, material, _ in pieces]),
        np.concatenate([np.full(len(sizes), names.index(name), np.int32) for name, _, _, sizes, *_ in pieces]),
        np.concatenate(uvs) if textured else None,
        Table(objects=names, materials=rows, images=tuple(images.names)),
        tuple(images.pixels),
        tuple(images.missing),
    )
