"""Materials made by copying one of the same nodes and setting what differs.

Blender checks a whole node tree at every new node and link, so that building one of 60 nodes costs 10 ms. Builders are
run twice: first against a recorder, which costs next to nothing and tells the tree's structure from its numbers; then
against Blender, once for each structure. What has been built is copied for all further materials.
"""

import functools
from collections.abc import Callable
from typing import Any

import bpy

from assets import Material

type Builder = Callable[[bpy.types.NodeTree, Material], None]
type Numbers = dict[tuple[int, str | int], Any]
"""Values that inputs were set to, by the node's number and the input's name or index."""

PREFIX = "template/"  # of the names of materials that are copied


class Templates:
    """The structures built so far, and the numbers in them."""

    def __init__(self) -> None:
        self._known: dict[object, tuple[str, Numbers]] = {}
        self._made = 0

    def material(self, name: str, material: Material, builder: Builder) -> bpy.types.Material:
        """A Blender material called ``name``, as ``builder`` makes it."""
        recorder = _Tree()
        builder(recorder, material)
        key = tuple(recorder.structure)
        label, numbers = self._known.get(key, ("", {}))
        template = bpy.data.materials.get(label)
        if template is None:
            self._made += 1  # a name that stood for another structure before must not come back
            template = bpy.data.materials.new(f"{PREFIX}{self._made}")
            template.node_tree.nodes.clear()
            builder(template.node_tree, material)
            numbers = recorder.numbers
            self._known[key] = template.name, numbers
        out: Any = template.copy()
        out.name = name
        nodes = out.node_tree.nodes
        for (node, socket), value in recorder.numbers.items():
            if numbers[node, socket] != value:
                target = nodes[node].inputs[socket]
                target.default_value = (*value, 1.0) if target.type == "RGBA" and len(value) == 3 else value
        made: bpy.types.Material = out
        return made


class _Tree:
    """Stands for a node tree while a builder runs: notes what is new, linked and set."""

    def __init__(self) -> None:
        self.structure: list[object] = []
        self.numbers: Numbers = {}
        self.count = 0
        self.nodes = self.links = self

    def new(self, first: Any, second: Any = None) -> Any:
        """A new node of a kind, or a new link from an output to an input."""
        if second is not None:
            self.link(first, second)
            return None
        self.structure.append(first)
        self.count += 1
        return _Node(self, self.count - 1, first)

    def link(self, source: "_Socket", target: "_Socket") -> None:
        self.structure.append((source.node, source.name, target.node, target.name))


class _Node:
    def __init__(self, tree: _Tree, index: int, kind: str) -> None:
        object.__setattr__(self, "_own", (tree, index, kind))

    def __getattr__(self, name: str) -> Any:
        tree, index, kind = object.__getattribute__(self, "_own")
        if name == "bl_rna":
            return _description(kind)
        if name in {"inputs", "outputs"}:
            return _Sockets(tree, index)
        raise AttributeError(name)

    def __setattr__(self, name: str, value: Any) -> None:
        tree, index, _ = object.__getattribute__(self, "_own")
        tree.structure.append((index, name, value))


@functools.cache
def _description(kind: str) -> Any:
    """What Blender says about nodes of a kind; some kinds go by another name there."""
    known = getattr(bpy.types, kind, None)
    if known is None:
        group = bpy.data.node_groups.new("description", "ShaderNodeTree")
        known = getattr(bpy.types, group.nodes.new(kind).bl_idname)
        bpy.data.node_groups.remove(group)
    return known.bl_rna


class _Sockets:
    def __init__(self, tree: _Tree, node: int) -> None:
        self._tree, self._node = tree, node

    def __getitem__(self, name: str | int) -> "_Socket":
        return _Socket(self._tree, self._node, name)


class _Socket:
    type = "VALUE"

    def __init__(self, tree: _Tree, node: int, name: str | int) -> None:
        self.tree, self.node, self.name = tree, node, name

    @property
    def default_value(self) -> Any:
        return self.tree.numbers[self.node, self.name]

    @default_value.setter
    def default_value(self, value: Any) -> None:
        if isinstance(value, _Socket):  # what `put` takes for a number
            self.tree.link(value, self)
        else:
            self.tree.numbers[self.node, self.name] = value
            self.tree.structure.append((self.node, self.name))
