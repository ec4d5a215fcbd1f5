"""What Blender reads of a stranger's file, in a process that does nothing else: see ``render.blender.importing``.

Nothing of the file runs: scripts, handlers and drivers stay off, and of a .blend only meshes with their places and
looks are kept. What comes out are plain arrays.
"""

from collections.abc import Callable, Iterable, Iterator
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
from assets.library.losses import Loss, Losses, gltf_losses
from assets.library.preflight import SKIES
from assets.library.preflight.plain import missing_material_files
from assets.library.radiance import check_radiance, check_side
from assets.library.raw import Raw
from render.blender.draco import unpacked
from render.blender.import_losses import is_helper, scene_losses
from render.blender.import_materials import UNKEPT, UNKEPT_OBJ, Images, Look, look_of
from render.blender.import_meshes import Piece, joined, leads_beyond, piece_of
from render.blender.usd_losses import usd_losses

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
COLOURS_ALONE = (".obj", ".ply")  # whose vertices have colours beside whatever material


def read_model(path: Path, root: Path, folder: Path) -> Raw:
    """All meshes of a file, every object in its place.

    Args:
        root: the folder that may be read.
        folder: for what is unpacked.

    Raises:
        AssetError: it has none, too many, or refers to files outside ``root``.
    """
    suffix = path.suffix.lower().removeprefix(".")
    losses = Losses()
    read = READERS[suffix](str(unpacked(path, folder) if suffix in ("glb", "gltf") else path))
    losses.add_all(read if isinstance(read, list) else ())
    _check_outside(path, root)
    return _gathered(path, root, losses)


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
        import_volumes=False,
        create_world_material=False,
        import_textures_mode=mode,
    )


def _blend(path: str) -> list[Loss]:
    """Objects of a .blend without anything that could act: it is not opened, only read from. What went with that."""
    gone: list[Loss] = []
    libraries: Any = bpy.data.libraries
    with libraries.load(path, link=False) as (there, wanted):
        if len(there.objects) > OBJECTS:
            raise AssetError(f"expected at most {OBJECTS} objects, got {len(there.objects)}")
        wanted.objects = list(there.objects)
    for kind in (name for name in dir(bpy.data) if not name.startswith("_")):
        blocks = getattr(bpy.data, kind)
        for block in blocks if isinstance(blocks, bpy.types.bpy_prop_collection) else ():
            if hasattr(block, "animation_data_clear"):
                data = getattr(block, "animation_data", None)
                if data is not None and data.drivers:
                    gone.append(("drivers", block.name))
                block.animation_data_clear()  # drivers go with it
            tree = getattr(block, "node_tree", None)
            if tree is not None:
                tree.animation_data_clear()
    for text in list(bpy.data.texts):
        bpy.data.texts.remove(text)
    for obj in bpy.data.objects:
        for constraint in list(obj.constraints):
            gone.append(("constraints: it stands where it would without them", obj.name))
            obj.constraints.remove(constraint)
        bpy.context.scene.collection.objects.link(obj)
    return gone


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


def _gathered(path: Path, root: Path, losses: Losses) -> Raw:
    losses.add_all(_file_losses(path))
    losses.add_all(scene_losses())
    losses.add_all(_keep_shaping())
    images = Images(path.resolve().parent)
    images.missing += _missing(path, root)
    bare = path.suffix.lower() in COLOURS_ALONE
    pieces, looks = list[Piece](), dict[str, tuple[int, Look]]()
    total = 0
    for name, data, matrix, slots in _placed():
        total += len(data.polygons)
        _expect_few("polygons", total, POLYGONS)
        _expect_few("objects", len(pieces) + 1, OBJECTS)
        for material in (material for material in slots if material is not None and material.name not in looks):
            _expect_few("materials", len(looks) + 1, MATERIALS)
            looks[material.name] = (
                len(looks),
                look_of(material, images, UNKEPT_OBJ if path.suffix.lower() == ".obj" else UNKEPT),
            )
        own = [(-1, None) if material is None else looks[material.name] for material in slots]
        pieces.append(piece_of(name, data, matrix, own, bare))
    if not pieces:
        raise AssetError("expected a mesh with faces, found none")
    for number, look in looks.values():
        losses.add_all((text, look.row.name) for text in look.lost)
        losses.add_all((text, look.row.name) for text, at in look.edges if leads_beyond(pieces, number, at))
    losses.add_all((f"texture coordinates or colours '{unused}'", p.name) for p in pieces for unused in p.unused)
    return joined(pieces, tuple(look.row for _, look in looks.values()), images, losses.lines())


def _expect_few(what: str, got: int, most: int) -> None:
    if got > most:
        raise AssetError(f"expected at most {most} {what}, it has more")


def _file_losses(path: Path) -> Iterable[Loss]:
    suffix = path.suffix.lower()
    if suffix in (".glb", ".gltf"):
        return gltf_losses(path)
    return usd_losses(path) if suffix in (".usd", ".usda", ".usdc", ".usdz") else ()


def _missing(path: Path, root: Path) -> list[str]:
    """Files of materials that a model names and that are not there."""
    return missing_material_files(path, root) if path.suffix.lower() == ".obj" else []


def _keep_shaping() -> list[Loss]:
    """Take off modifiers that do more than shape a mesh, and let none of them make millions of faces."""
    gone: list[Loss] = []
    for obj in bpy.data.objects:
        for modifier in list(obj.modifiers):
            if modifier.type not in SHAPING:
                gone.append((f"the modifier {modifier.name}", obj.name))
                obj.modifiers.remove(modifier)
            elif modifier.type == "SUBSURF":
                modifier.levels = min(modifier.levels, SUBDIVISIONS)
    bpy.context.view_layer.update()
    return gone


def _placed() -> Iterator[tuple[str, bpy.types.Mesh, NDArray[np.float64], list[Any]]]:
    """Name, evaluated mesh, (4, 4) place and materials of every mesh object that would be rendered."""
    for instance in bpy.context.evaluated_depsgraph_get().object_instances:
        obj = instance.object
        if obj.type != "MESH" or obj.hide_render or is_helper(obj.original):
            continue
        if len(obj.data.polygons) > POLYGONS:
            raise AssetError(f"expected at most {POLYGONS} polygons, it has more")
        data = obj.to_mesh()
        if data is not None and len(data.polygons):
            slots = [slot.material.original if slot.material else None for slot in obj.material_slots]
            yield obj.name[:NAME_LENGTH], data, np.array(instance.matrix_world, np.float64), slots
        obj.to_mesh_clear()
