"""Small helpers for writing node trees."""

from typing import Any

import bpy

from assets import Material
from render.blender.exact import NUMBERS, expect

CHECKED = (*NUMBERS, tuple)


def add(tree: bpy.types.NodeTree, kind: str, /, **inputs: Any) -> bpy.types.Node:
    """A new node with its inputs set by name, with ``_`` for spaces; a socket as value is linked.

    Properties of the node itself (``blend_type``, ``operation``) are set too, where the node has one of that name.
    """
    node = tree.nodes.new(kind)
    properties = {key: value for key, value in inputs.items() if key in node.bl_rna.properties and key.islower()}
    for key, value in properties.items():
        setattr(node, key, value)
    for key, value in inputs.items():
        if key not in properties:
            put(tree, node, key.replace("_", " "), value)
    return node


def put(tree: bpy.types.NodeTree, node: bpy.types.Node, name: str | int, value: Any) -> None:
    """Set or link one input, by name or by index.

    Raises:
        SceneError: Blender keeps another value than it was given.
    """
    socket = node.inputs[name]
    if isinstance(value, bpy.types.NodeSocket):
        tree.links.new(value, socket)
    else:
        full = (*value, 1.0) if isinstance(value, tuple) and socket.type == "RGBA" and len(value) == 3 else value
        socket.default_value = full
        if isinstance(full, CHECKED):
            expect(f"material or world: {name}", full, socket.default_value)


def mix(
    tree: bpy.types.NodeTree, factor: Any, first: bpy.types.NodeSocket, second: bpy.types.NodeSocket
) -> bpy.types.NodeSocket:
    """A mix of two shaders: ``first`` at factor 0, ``second`` at 1."""
    node = tree.nodes.new("ShaderNodeMixShader")
    for index, value in enumerate((factor, first, second)):
        put(tree, node, index, value)
    return node.outputs[0]


def surface(tree: bpy.types.NodeTree, shader: bpy.types.NodeSocket) -> None:
    """Make ``shader`` what the material shows."""
    output = tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(shader, output.inputs["Surface"])


def bsdf(tree: bpy.types.NodeTree, material: Material) -> bpy.types.Node:
    """The principled node with the material's own numbers."""
    return add(
        tree,
        "ShaderNodeBsdfPrincipled",
        Base_Color=material.base_color,
        Metallic=material.metallic,
        Roughness=material.roughness,
        IOR=material.ior,
        Alpha=material.alpha,
        Transmission_Weight=material.transmission,
        Coat_Weight=material.coat,
        Coat_Roughness=material.coat_roughness,
        Emission_Color=material.emission,
        Emission_Strength=material.emission_strength,
    )
