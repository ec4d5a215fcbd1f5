"""A model of the library as an ``Asset``."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assets.asset import Asset, AttributeValue, Label
from assets.geometry import Mesh
from assets.library.arrays import Arrays
from assets.library.manifest import Manifest, MaterialRow
from assets.library.parts import VEHICLES, part_of
from assets.library.raw import Raw
from assets.materials import VERTEX_COLOR, Colour, Material, Texture

PLAIN = Material("plain", base_color=(0.5, 0.5, 0.5))
COLOURED = Material("plain", base_color=(1.0, 1.0, 1.0), params={VERTEX_COLOR: 1.0})  # where vertices say the colour
PARTS = 64  # more names than that tell nothing: then the whole thing is one part
GLASS_FROM, GLASS_BELOW = 0.5, 0.9  # transmission from which, and alpha below which a surface is a pane


def model_arrays(raw: Raw, category: str) -> tuple[Arrays, tuple[str, ...]]:
    """What the library keeps of a model in our frame, and the names of its parts, which ``face_part`` indexes."""
    names = [row.name for row in raw.table.materials]
    stride = len(names) + 1
    keys, index = np.unique(raw.face_object * stride + raw.face_material + 1, return_inverse=True)
    pairs = [divmod(key, stride) for key in keys.tolist()]
    found = [part_of(category, names[m - 1] if m else "", raw.table.objects[thing]) for thing, m in pairs]
    if len(set(found)) > PARTS:
        found = [category] * len(found)
    parts = tuple(sorted(set(found)))
    lookup = np.array([parts.index(part) for part in found], np.int32)
    arrays: Arrays = {
        "vertices": raw.vertices,
        "corners": raw.corners,
        "face_sizes": raw.face_sizes,
        "face_material": (raw.face_material + 1).astype(np.int32),  # 0 for none
        "face_part": lookup[index.ravel()],
        **({} if raw.uv is None else {"uv": raw.uv}),
        **({} if raw.colors is None else {"colors": raw.colors}),
        **{f"image_{number}": image for number, image in enumerate(raw.images)},
    }
    return arrays, parts


def build(manifest: Manifest, arrays: Mapping[str, NDArray[np.generic]]) -> Asset:
    """The asset as it was added.

    Raises:
        AssetError: arrays and manifest do not fit together.
    """
    images = [np.asarray(arrays[f"image_{i}"], np.uint8) for i in range(len(manifest.table.images))]
    rows = manifest.table.materials
    uv, colors = arrays.get("uv"), arrays.get("colors")
    params = {} if colors is None else {VERTEX_COLOR: 1.0}
    looks = (replace(_material(row, images, manifest.content), params=params) for row in rows)
    mesh = Mesh(
        "model",
        np.asarray(arrays["vertices"], np.float32),
        np.asarray(arrays["corners"], np.int32),
        np.asarray(arrays["face_sizes"], np.int32),
        materials=(PLAIN if colors is None else COLOURED, *looks),
        parts=manifest.parts,
        face_material=np.asarray(arrays["face_material"], np.int32),
        face_part=np.asarray(arrays["face_part"], np.int32),
        uv=None if uv is None else np.asarray(uv, np.float32),
        attributes={} if colors is None else {VERTEX_COLOR: np.asarray(colors, np.float32)},
    )
    return Asset(
        manifest.name,
        (mesh,),
        manifest.size,
        manifest.licence,
        f"{manifest.name}: {manifest.origin}",
        center=manifest.center,
        labels=(Label(manifest.category),),
        attributes={**_measures(manifest), **manifest.told()},
    )


def raw_of(manifest: Manifest, arrays: Mapping[str, NDArray[np.generic]]) -> Raw:
    """The model as ``model_arrays`` was given it, for checks; objects are not told apart any more."""
    uv, colors = arrays.get("uv"), arrays.get("colors")
    return Raw(
        np.asarray(arrays["vertices"], np.float32),
        np.asarray(arrays["corners"], np.int32),
        np.asarray(arrays["face_sizes"], np.int32),
        face_material=np.asarray(arrays["face_material"], np.int32) - 1,
        face_object=np.zeros(len(arrays["face_sizes"]), np.int32),
        uv=None if uv is None else np.asarray(uv, np.float32),
        table=manifest.table,
        colors=None if colors is None else np.asarray(colors, np.float32),
        lost=manifest.lost,
    )


def painted(asset: Asset, manifest: Manifest, paint: Material, color: str) -> Asset:
    """The asset with its paint materials in another paint, which its ``color`` says."""
    names = {row.name: paint for row in manifest.table.materials if row.name in manifest.paint}
    meshes = tuple(
        replace(mesh, materials=tuple(names.get(material.name, material) for material in mesh.materials))
        for mesh in asset.meshes
    )
    return replace(asset, meshes=meshes, attributes={**asset.attributes, "color": color})


def _measures(manifest: Manifest) -> dict[str, AttributeValue]:
    """What vehicles say of their size, and that nothing of them is lit: they are as they were modelled."""
    if manifest.category not in VEHICLES:
        return {}
    from assets.vehicles.finish import size_class  # the fleet's builders come along: not for a pallet

    length, width, height = (round(side, 3) for side in manifest.size)
    return {
        "size_class": size_class(length),
        "length_m": length,
        "width_m": width,
        "height_m": height,
        "lights": "off",
        "brake": False,
        "indicators": "none",
    }


def _material(row: MaterialRow, images: Sequence[NDArray[np.uint8]], content: str) -> Material:
    textures = tuple(
        Texture(t.input, images[t.image], f"{content[:16]}/{t.image}", t.channel, t.factor, t.transform)
        for t in row.textures
    )
    if is_pane(row):
        # A pane tints what is behind it as much as it is there at all, and is as rough all over as its image is in the
        # middle of it: the number beside an image says nothing, or 1, and such a pane would be milk.
        means = {texture.input: _mean(texture) for texture in textures}
        colour, roughness = means.get("base_color", row.base_color), means.get("roughness", (row.roughness,))[0]
        share = row.alpha if _is_clear(row) else 1.0
        tint = [1.0 + (value - 1.0) * share for value in colour]
        return Material(
            row.name, kind="glass", base_color=(tint[0], tint[1], tint[2]), roughness=roughness, ior=row.ior
        )
    return Material(
        row.name,
        base_color=row.base_color,
        metallic=row.metallic,
        roughness=row.roughness,
        ior=row.ior,
        alpha=row.alpha,
        coat=row.coat,
        emission=row.emission,
        emission_strength=row.emission_strength,
        textures=textures,
    )


def is_pane(row: MaterialRow) -> bool:
    """Whether a material is glass, of which images count with their mean alone."""
    return _is_clear(row) or row.transmission >= GLASS_FROM


def _is_clear(row: MaterialRow) -> bool:
    return row.alpha < GLASS_BELOW and all(texture.input != "alpha" for texture in row.textures)


def _mean(texture: Texture) -> Colour:
    """What an image shows on the whole, as linear RGB or three times the number that it stands for."""
    some = texture.pixels[:: 1 + texture.pixels.shape[0] // 512, :: 1 + texture.pixels.shape[1] // 512]
    values = some.reshape(-1, some.shape[2]).astype(np.float64) / 255.0
    if texture.channel != "rgb":
        place = min("rgba".index(texture.channel), values.shape[1] - 1)
        values = np.repeat(values[:, place : place + 1], 3, axis=1)
    elif texture.input in ("base_color", "emission"):
        values = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    red, green, blue = np.clip(values[:, :3].mean(axis=0) * texture.factor, 0.0, 1.0).tolist()
    return (red, green, blue)
