"""Materials that are copied from templates have the nodes that their builders make."""

import zlib
from typing import Any

import bpy
import numpy as np
import pytest

from assets import Material
from render.blender import build
from render.blender.renderer import BlenderRenderer
from render.blender.shaders import BUILDERS
from render.blender.shaders.templates import PREFIX, Templates

COLORS = {"blush", "lip", "hair", "inner", "other"}  # params that have no default
IGNORED = {"location", "location_absolute", "name", "select", "width", "height"}


class Params(dict[str, Any]):
    """Whatever is asked for: the default moved by some amount, another one for every seed."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.seed = seed

    def get(self, key: str, otherwise: Any = None) -> Any:
        otherwise = otherwise if otherwise is not None else (0.5, 0.5, 0.5) if key in COLORS else 0.5
        rng = np.random.default_rng([self.seed, zlib.crc32(key.encode())])
        moved = np.clip(np.asarray(otherwise) * 0.9 + rng.uniform(0.02, 0.1, np.shape(otherwise)), 0.0, None)
        return tuple(moved.tolist()) if isinstance(otherwise, tuple) else float(moved)

    __missing__ = get


def sample(kind: str, seed: int) -> Material:
    rng = np.random.default_rng(seed)
    color, glow = (tuple(rng.uniform(0.1, 0.9, 3).tolist()) for _ in range(2))
    rough, coat, strength = rng.uniform(0.1, 0.9, 3).tolist()
    return Material(
        kind, kind, color, roughness=rough, coat=coat, emission=glow, emission_strength=strength, params=Params(seed)
    )


def value(thing: Any) -> Any:
    if isinstance(thing, (str, int, float, bool, type(None))):
        return thing
    return thing.name if isinstance(thing, bpy.types.ID) else tuple(thing) if hasattr(thing, "__len__") else None


def dump(tree: Any) -> list[Any]:
    """Nodes with their settings and inputs, and the links between them."""
    index = {node.name: number for number, node in enumerate(tree.nodes)}
    nodes = []
    for node in tree.nodes:
        keys = [p.identifier for p in node.bl_rna.properties if not p.is_readonly and p.identifier not in IGNORED]
        settings = [(key, value(getattr(node, key))) for key in keys]
        nodes.append((node.bl_idname, settings, [value(getattr(s, "default_value", None)) for s in node.inputs]))
    ends = [(link.from_node, link.from_socket, link.to_node, link.to_socket) for link in tree.links]
    return [nodes, sorted((index[a.name], b.identifier, index[c.name], d.identifier) for a, b, c, d in ends)]


def direct(material: Material) -> list[Any]:
    tree: Any = bpy.data.materials.new("direct").node_tree
    tree.nodes.clear()
    BUILDERS[material.kind](tree, material)
    return dump(tree)


@pytest.mark.parametrize("kind", BUILDERS)
def test_copies_are_what_the_builder_makes(renderer: BlenderRenderer, kind: str) -> None:
    templates, builder = Templates(), BUILDERS[kind]
    for seed in (0, 1, 2):
        material = sample(kind, seed)
        copied = dump(templates.material(f"{kind} {seed}", material, builder).node_tree)
        assert copied == direct(material)
    build.clear()
    assert f"{kind} 2" not in bpy.data.materials
    again = dump(templates.material(kind, sample(kind, 1), builder).node_tree)
    assert again == direct(sample(kind, 1))
    assert direct(sample(kind, 1)) != direct(sample(kind, 2))


def test_templates_are_made_anew_where_blender_lost_them(renderer: BlenderRenderer) -> None:
    templates, material = Templates(), sample("principled", 0)
    templates.material("before", material, BUILDERS["principled"])
    bpy.data.batch_remove([item for item in bpy.data.materials if item.name.startswith(PREFIX)])
    after = templates.material("after", material, BUILDERS["principled"])
    assert dump(after.node_tree) == direct(material)
