"""A model as an importer hands it over: in Blender's axes and the file's unit, every object in its place."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from assets import files
from assets.errors import AssetError
from assets.geometry import FloatArray, IntArray
from assets.library.arrays import read_arrays, write_arrays
from assets.library.limits import LOST, MATERIALS, NAME_LENGTH, POLYGONS, TEXT_BYTES, UNPACKED_BYTES, VERTICES
from assets.library.manifest import Frozen, Table, Text

ARRAYS_FILE, TABLE_FILE = "model.npz", "table.json"


@dataclass(frozen=True, eq=False)
class Raw:
    """Attributes:
    vertices: (V, 3) float32; corners (L,), face_sizes (F,) int32 as ``assets.Mesh`` has them.
    face_material, face_object: (F,) int32, what ``table`` names; -1 for no material.
    uv: (L, 2) float32, or None.
    colors: (V, 3) float32 that base colours are multiplied by, linear RGB in 0..1, or None; a face without a material
        has no other colour.
    images: (H, W, 3 or 4) uint8 each, the top row first.
    missing: names of textures that were not found.
    lost: what was in the file and is not kept, a few words each.
    """

    vertices: FloatArray
    corners: IntArray
    face_sizes: IntArray
    face_material: IntArray
    face_object: IntArray
    uv: FloatArray | None
    table: Table
    images: tuple[NDArray[np.uint8], ...] = ()
    missing: tuple[str, ...] = ()
    colors: FloatArray | None = None
    lost: tuple[str, ...] = ()


class Told(Frozen):
    """What an importer writes beside the arrays."""

    table: Table
    missing: Annotated[tuple[Text, ...], Field(max_length=MATERIALS * 6)] = ()
    lost: Annotated[tuple[Text, ...], Field(max_length=LOST)] = ()


def write_raw(folder: Path, raw: Raw) -> None:
    keys = ("vertices", "corners", "face_sizes", "face_material", "face_object")
    arrays = {key: getattr(raw, key) for key in keys}
    arrays |= {key: getattr(raw, key) for key in ("uv", "colors") if getattr(raw, key) is not None}
    arrays |= {f"image_{index}": image for index, image in enumerate(raw.images)}
    write_arrays(folder / ARRAYS_FILE, arrays, packed=False)
    (folder / TABLE_FILE).write_text(_told(raw).model_dump_json(), encoding="utf-8")


def _told(raw: Raw) -> Told:
    return Told(table=raw.table, missing=raw.missing, lost=tuple(text[:NAME_LENGTH] for text in raw.lost[:LOST]))


def read_raw(folder: Path) -> Raw:
    """What an importer wrote; it read a stranger's file, so nothing of it is taken for granted.

    Raises:
        AssetError: it does not fit together.
    """
    path = folder / TABLE_FILE
    try:
        told = Told.model_validate_json(files.read(path, TEXT_BYTES, within=folder))
    except (OSError, ValidationError) as error:
        raise AssetError(f"{path}: expected names and materials of a model, they are damaged") from error
    arrays = read_arrays(folder / ARRAYS_FILE, 2 * UNPACKED_BYTES)
    try:
        images = tuple(np.asarray(arrays[f"image_{index}"]) for index in range(len(told.table.images)))
        raw = Raw(
            np.asarray(arrays["vertices"], np.float32),
            np.asarray(arrays["corners"], np.int32),
            np.asarray(arrays["face_sizes"], np.int32),
            np.asarray(arrays["face_material"], np.int32),
            np.asarray(arrays["face_object"], np.int32),
            np.asarray(arrays["uv"], np.float32) if "uv" in arrays else None,
            told.table,
            images,  # type: ignore[arg-type]
            told.missing,
            np.asarray(arrays["colors"], np.float32) if "colors" in arrays else None,
            told.lost,
        )
    except KeyError as error:
        raise AssetError(f"{folder}: expected the array {error}, found none") from error
    check_raw(raw)
    return raw


def check_raw(raw: Raw) -> None:
    """Bounds and indices.

    Raises:
        AssetError: something is out of them.
    """
    faces, corners, vertices = len(raw.face_sizes), len(raw.corners), len(raw.vertices)
    if not 0 < faces <= POLYGONS or vertices > 4 * VERTICES:
        raise AssetError(f"model: expected 1 to {POLYGONS} polygons, got {faces}")
    sound = (
        raw.vertices.shape == (vertices, 3)
        and int(raw.face_sizes.min()) >= 3
        and int(raw.face_sizes.sum(dtype=np.int64)) == corners
        and int(raw.corners.min()) >= 0
        and int(raw.corners.max()) < vertices
        and raw.face_material.shape == raw.face_object.shape == (faces,)
        and int(raw.face_material.min()) >= -1
        and int(raw.face_material.max()) < len(raw.table.materials)
        and int(raw.face_object.min()) >= 0
        and int(raw.face_object.max()) < len(raw.table.objects)
        and (raw.uv is None or raw.uv.shape == (corners, 2))
        and (
            raw.colors is None
            or (raw.colors.shape == (vertices, 3) and bool(((raw.colors >= 0.0) & (raw.colors <= 1.0)).all()))
        )
        and all(texture.image < len(raw.images) for row in raw.table.materials for texture in row.textures)
        and all(image.ndim == 3 and image.shape[2] in (3, 4) and image.dtype == np.uint8 for image in raw.images)
    )
    if not sound:
        raise AssetError("model: expected arrays that fit together, they do not")
    if not np.isfinite(raw.vertices).all() or float(np.abs(raw.vertices).max()) > 1e9:
        raise AssetError("model: expected finite places of its vertices, got NaN, infinity or more than 1e9")
