"""Numbers by which parts of a glTF description name each other: each must be that of something that is there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assets.errors import AssetError

type Tree = dict[str, Any]
type Reference = tuple[str, str, object]
"""What names something, the list that it is in, and its number there."""

# Keys of an object that hold a number, or numbers, by the list that they count in.
PLAIN = {
    "scenes": {"nodes": "nodes"},
    "nodes": {"mesh": "meshes", "camera": "cameras", "skin": "skins", "children": "nodes"},
    "skins": {"joints": "nodes", "skeleton": "nodes", "inverseBindMatrices": "accessors"},
    "textures": {"source": "images", "sampler": "samplers"},
    "images": {"bufferView": "bufferViews"},
    "accessors": {"bufferView": "bufferViews"},
    "bufferViews": {"buffer": "buffers"},
}
DEPTH = 8  # of what a material holds


def check_references(path: Path, tree: Tree) -> None:
    """Raises:
    AssetError: one names what is not there.
    """
    for who, kind, number in _references(tree):
        there = len(tree.get(kind, ()))
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < there:
            raise AssetError(f"{path}: {who} names number {str(number)[:20]} of {there} {kind}; the file is damaged")


def _references(tree: Tree) -> Iterator[Reference]:
    for kind, keys in PLAIN.items():
        for index, item in enumerate(tree.get(kind, ())):
            for key, target in keys.items():
                numbers = item.get(key, ())
                for number in numbers if isinstance(numbers, list | tuple) else (numbers,):
                    yield f"{kind}[{index}].{key}", target, number
    for index, mesh in enumerate(tree.get("meshes", ())):
        for primitive in mesh["primitives"]:
            yield from _of_primitive(f"meshes[{index}]", primitive)
    for index, material in enumerate(tree.get("materials", ())):
        yield from _textures(f"materials[{index}]", material, DEPTH)


def _of_primitive(who: str, primitive: Tree) -> Iterator[Reference]:
    yield from ((f"{who}.{key}", "accessors", number) for key, number in primitive["attributes"].items())
    for key, kind in (("indices", "accessors"), ("material", "materials")):
        if key in primitive:
            yield f"{who}.{key}", kind, primitive[key]


def _textures(who: str, item: Tree, depth: int) -> Iterator[Reference]:
    """Of a material, its extensions and what those hold."""
    for key, value in item.items():
        if not isinstance(value, dict) or key == "extras":
            continue
        if key.endswith("Texture"):
            yield f"{who}.{key}", "textures", value.get("index")
        elif depth:
            yield from _textures(who, value, depth - 1)
