"""Materials made by copying one of the same nodes and setting what differs.

Blender checks a whole node tree at every new node and link, so that building one of 60 nodes costs 10 ms. Builders are
run twice: first against a recorder, which costs next to nothing and tells the tree's structure from its numbers; then
against Blender, once for each structure. What has been built is copied for all further materials.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from assets import Material

type Builder = Callable[[bpy.types.NodeTree, Material], None]
type Numbers = dict[tuple[int, str | int], Any]
"""Values that inputs were set to, by the node's number and the input's name or index."""

PREFIX = "template/"  # of the names of materials that are copied
LENGTHS = {
    "VALUE": 1,
    "INT": 1,
    "BOOLEAN": 1,
    "VECTOR": 3,
    "ROTATION": 3,
    "RGBA": 4,
}  # numbers of an input, by its type


class Templates:
    """The structures built so far, and the numbers in them."""

    def __init__(self) -> None:
        self._known: dict[object, _Template] = {}

    def material(self, name: str, material: Material, builder: Builder) -> bpy.types.Material:
        """A Blender material called ``name``, as ``builder`` makes it.

        One with images is built on its own: a template would keep them for good.
        """
        if material.textures:
            out: bpy.types.Material = bpy.data.materials.new(name)
            out.node_tree.nodes.clear()
            builder(out.node_tree, material)
            return out
        recorder = _Tree()
        builder(recorder, material)
        key = tuple(recorder.structure)
        template = self._known.get(key)
        if template is None or not template.stands():
            made = bpy.data.materials.new(f"{PREFIX}{len(self._known)}")
            made.node_tree.nodes.clear()
            builder(made.node_tree, material)
            template = self._known[key] = _Template(made, recorder.numbers)
        out = template.material.copy()
        out.name = name
        template.change(out, recorder.numbers)
        return out


@dataclass(frozen=True, eq=False)
class _Template:
    """Attributes:
    numbers: what its inputs are set to.
    rows: the inputs of nodes that copies have changed so far, by the node's number.
    """

    material: Any
    numbers: Numbers
    rows: dict[int, "_Row"] = field(default_factory=dict)

    def stands(self) -> bool:
        """Whether Blender still has it: reading other settings removes all materials."""
        try:
            return bool(self.material.name)
        except ReferenceError:
            return False

    def change(self, copy: Any, numbers: Numbers) -> None:
        """Set what ``numbers`` has otherwise than this template."""
        changes: dict[int, dict[str | int, Any]] = {}
        for key, value in numbers.items():
            if self.numbers[key] != value:
                changes.setdefault(key[0], {})[key[1]] = value
        nodes = copy.node_tree.nodes
        for index, values in changes.items():
            row = self.rows.get(index)
            if row is None:
                row = self.rows[index] = _Row(self.material.node_tree.nodes[index].inputs)
            row.put(nodes[index].inputs, values)


class _Row:
    """The inputs of a node as one row of numbers.

    Blender checks the whole tree, for 0.15 ms, whenever one input is set, but not when all of a node are at once. That
    goes where all of them are numbers.
    """

    def __init__(self, inputs: Any) -> None:
        self._kinds = [socket.type for socket in inputs]
        self._whole = all(kind in LENGTHS for kind in self._kinds)
        if self._whole:
            self._starts = np.cumsum([0, *(LENGTHS[kind] for kind in self._kinds)]).tolist()
            self._values: NDArray[np.float32] = np.zeros(4 * len(self._kinds), np.float32)  # the least it accepts
            inputs.foreach_get("default_value", self._values)

    def put(self, inputs: Any, values: Mapping[str | int, Any]) -> None:
        """Set some inputs of a node that otherwise is as this one."""
        row = self._values.copy() if self._whole else None
        for name, value in values.items():
            index = name if isinstance(name, int) else inputs.find(name)
            full = (*value, 1.0) if self._kinds[index] == "RGBA" and len(value) == 3 else value
            if row is None:
                inputs[index].default_value = full
            else:
                row[self._starts[index] : self._starts[index + 1]] = full
        if row is not None:
            inputs.foreach_set("default_value", row)


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
    inputs: "_Sockets"
    outputs: "_Sockets"
    bl_rna: Any

    def __init__(self, tree: _Tree, index: int, kind: str) -> None:
        sockets = _Sockets(tree, index)
        vars(self).update(_own=(tree, index), inputs=sockets, outputs=sockets, bl_rna=_description(kind))

    def __setattr__(self, name: str, value: Any) -> None:
        tree, index = vars(self)["_own"]
        tree.structure.append((index, name, value))


@dataclass(frozen=True)
class _Description:
    """Names of the properties of a kind of nodes, as ``bl_rna.properties`` of Blender's holds them."""

    properties: frozenset[str]


@functools.cache
def _description(kind: str) -> _Description:
    """What Blender says about nodes of a kind; some kinds go by another name there."""
    known = getattr(bpy.types, kind, None)
    if known is None:
        group = bpy.data.node_groups.new("description", "ShaderNodeTree")
        known = getattr(bpy.types, group.nodes.new(kind).bl_idname)
        bpy.data.node_groups.remove(group)
    return _Description(frozenset(known.bl_rna.properties.keys()))


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
