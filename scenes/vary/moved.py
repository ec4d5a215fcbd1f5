"""In what two descriptions differ: a statement that is measured, where a list would be believed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from scenes.spec import Placed, SceneSpec

ASPECTS = {
    "things": "which things there are",
    "shape": "the things' shapes",
    "paint": "their surfaces",
    "attributes": "their attributes",
    "place": "their places",
    "others": "the other things",
    "scenery": "what stands around",
    "camera": "the camera",
    "exposure": "the exposure",
    "blur": "focus or shutter",
    "film": "the film",
    "light": "the light",
    "weather": "the weather",
}
"""By key, for people. Up to ``place`` they are of the first thing, or of all where all are meant."""


def moved(one: SceneSpec, other: SceneSpec, first_alone: bool = False) -> list[str]:
    """Keys of ``ASPECTS`` in which two descriptions differ, in that order.

    Args:
        first_alone: the first thing is what is changed: a difference in any other is one of ``others``.
    """
    mine, theirs = _aspects(one, first_alone), _aspects(other, first_alone)
    return [key for key in ASPECTS if mine.get(key) != theirs.get(key)]


def _aspects(spec: SceneSpec, first_alone: bool) -> dict[str, str]:
    things = sorted(spec.labelled(), key=lambda item: item.instance_id)
    meant, others = (things[:1], things[1:]) if first_alone else (things, [])
    camera = spec.camera
    lens = (camera.width, camera.height, camera.focal_px, camera.cx, camera.cy, camera.distortion)
    return {
        "things": digest([(item.instance_id, _kind(item)) for item in things]),
        "shape": digest([_shape(item) for item in meant]),
        "paint": digest([_paint(item) for item in meant]),
        "attributes": digest([{**item.asset.attributes, **item.attributes} for item in meant]),
        "place": digest([(item.pose, item.velocity_mps) for item in meant]),
        "others": digest([_whole(item) for item in others]),
        "scenery": digest([_whole(item) for item in spec.placed if not item.instance_id]),
        "camera": digest((camera.pose, lens, camera.velocity_mps if camera.shutter_s else None)),
        "exposure": digest(camera.exposure_ev),
        "blur": digest((camera.depth_of_field, camera.shutter_s)),
        "film": digest(camera.film),
        "light": digest((spec.world, spec.lights)),
        "weather": digest(spec.weather),
    }


def _kind(item: Placed) -> Any:
    return item.asset.attributes.get("type"), [label.category for label in item.asset.labels]


def _shape(item: Placed) -> Any:
    meshes = [(mesh.name, mesh.vertices, mesh.corners, mesh.face_part) for mesh in item.asset.meshes]
    return meshes, [(curves.name, curves.points, curves.radius) for curves in item.asset.curves]


def _paint(item: Placed) -> Any:
    own = [(mesh.materials, mesh.face_material, mesh.uv, mesh.attributes) for mesh in item.asset.meshes]
    return own, [curves.material for curves in item.asset.curves]


def _whole(item: Placed) -> Any:
    return item.asset.name, _shape(item), _paint(item), item.pose, item.velocity_mps, item.asset.attributes


def digest(value: Any) -> str:
    """Of nested plain values, arrays and dataclasses: equal for equal ones."""
    found = hashlib.blake2b(digest_size=16)
    for piece in _pieces(value):
        found.update(piece)
    return found.hexdigest()


def _pieces(value: Any) -> Iterator[bytes]:
    if isinstance(value, np.ndarray):
        yield repr((value.shape, value.dtype.str)).encode()
        yield np.ascontiguousarray(value).tobytes()
    elif is_dataclass(value) and not isinstance(value, type):
        yield type(value).__name__.encode()
        for field in fields(value):
            yield from _pieces(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key in sorted(value, key=str):
            yield from _pieces(key)
            yield from _pieces(value[key])
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        yield b"("
        for item in value:
            yield from _pieces(item)
        yield b")"
    elif isinstance(value, set | frozenset):
        yield from _pieces(sorted(value, key=str))
    else:
        yield repr(value).encode() + b";"
