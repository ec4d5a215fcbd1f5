"""Surfaces of vehicles. Places and directions are the asset's own: z is the height above the road, x points forward."""

from typing import Any

import bpy

from assets import Material
from render.blender.shaders.fields import blend, chance, colour, math, near, noise, number, product, span, split, vector
from render.blender.shaders.nodes import add, bsdf, put, surface

MIRRORED = 10.0  # radiance of a lit lamp in what mirrors it: more would come out as grain
PRIMER, RUST = (0.30, 0.30, 0.29), (0.095, 0.032, 0.012)


def car_paint(tree: bpy.types.NodeTree, material: Material) -> None:
    """Clear coat over a base, and what years and roads do to it.

    ``params``, 0..1 but for colours and ``seed``: ``flake`` glitters; ``pearl`` turns to ``pearl_color`` where one
    looks along it; ``peel``, waves in the coat; ``fade``, a chalky coat on what faces the sun; ``wear``, chips and
    scratches; ``rust``; ``dirt`` of ``dirt_color``, most below ``dirt_height`` metres; ``mud`` in splashes; ``seed`` of
    their patterns.
    """
    node = bsdf(tree, material)
    layers = _Paint(tree, material)
    layers.flakes()
    layers.pearl()
    if layers.worn:
        layers.age()
        put(tree, node, "Roughness", layers.roughness)
        put(tree, node, "Coat Weight", layers.coat)
    put(tree, node, "Base Color", layers.color)
    peel = number(material, "peel", 0.0)
    if peel > 0.3 and material.coat > 0.0:
        waves = noise(tree, layers.place, 14.0, 0.0)
        bent = add(tree, "ShaderNodeBump", Height=waves, Strength=1.0, Distance=0.0002 * peel)
        put(tree, node, "Coat Normal", bent.outputs[0])
    surface(tree, node.outputs["BSDF"])


class _Paint:
    """The layers of one paint: colour, roughness and coat so far, as numbers or sockets."""

    def __init__(self, tree: bpy.types.NodeTree, material: Material) -> None:
        self.tree, self.material = tree, material
        inputs = tree.nodes.new("ShaderNodeTexCoord").outputs
        self.place, self.normal = inputs["Object"], inputs["Normal"]
        self.color: Any = material.base_color
        self.roughness: Any = material.roughness
        self.coat: Any = material.coat
        self.worn = max(self._share(key) for key in ("dirt", "fade", "wear", "rust", "mud")) > 0.02

    def _share(self, key: str) -> float:
        return number(self.material, key, 0.0)

    def _cover(self, amount: Any, color: Any, roughness: float, coat: float) -> None:
        """Lay something of ``color`` over ``amount`` of the surface."""
        self.color = blend(self.tree, amount, self.color, color)
        self.roughness = span(self.tree, amount, 0.0, 1.0, self.roughness, roughness)
        self.coat = span(self.tree, amount, 0.0, 1.0, self.coat, coat)

    def flakes(self) -> None:
        flake = self._share("flake")
        if flake <= 0.0:
            return
        value, _ = chance(self.tree, vector(self.tree, "SNAP", self.place, (0.0015, 0.0015, 0.0015)))
        swing = product(self.tree, math(self.tree, "SUBTRACT", value, 0.5), near(self.tree, 2.0), 0.8 * flake)
        self.color = vector(self.tree, "SCALE", self.color, math(self.tree, "ADD", swing, 1.0))

    def pearl(self) -> None:
        pearl = self._share("pearl")
        if pearl > 0.0:
            facing = add(self.tree, "ShaderNodeLayerWeight", Blend=0.4).outputs["Facing"]
            other = colour(self.material, "pearl_color", self.material.base_color)
            self.color = blend(self.tree, product(self.tree, facing, pearl), self.color, other)

    def age(self) -> None:
        """Sun, stones, rust and, over all of it, dirt; one cloudy field serves them all."""
        tree, seed = self.tree, self._share("seed")
        place = vector(tree, "ADD", self.place, (seed * 37.7, seed * 91.3, seed * 11.9))
        runs = vector(tree, "MULTIPLY", place, (1.0, 1.0, 0.45))  # rain draws stains out downwards
        clouds = noise(tree, runs, 5.0, 4.0, 0.65)
        ahead, _, up = split(tree, self.normal)
        height = split(tree, self.place)[2]
        if self._share("fade") > 0.02:
            sun = product(tree, span(tree, up, 0.1, 0.9), span(tree, clouds, 0.3, 0.6, 0.5, 1.0), self._share("fade"))
            self._cover(sun, vector(tree, "ADD", vector(tree, "SCALE", self.color, 0.7), (0.09, 0.09, 0.09)), 0.6, 0.1)
        if self._share("wear") > 0.02:
            self._scratches(place, clouds)
            self._chips(place, ahead)
        if self._share("rust") > 0.02:
            low = span(tree, height, 0.2, 0.9, 0.10, -0.06)
            eaten = math(tree, "ADD", noise(tree, place, 11.0, 4.0, 0.7), low)
            edge = 0.72 - 0.12 * self._share("rust")
            self._cover(span(tree, eaten, edge, edge + 0.05), RUST, 0.9, 0.0)
        if self._share("dirt") > 0.02:
            self._dirt(clouds, height, ahead, up)
        if self._share("mud") > 0.02:
            self._mud(place, height)

    def _scratches(self, place: Any, clouds: Any) -> None:
        tree = self.tree
        along = vector(tree, "MULTIPLY", place, (0.9, 0.9, 28.0))
        line = math(tree, "ABSOLUTE", math(tree, "SUBTRACT", noise(tree, along, 1.3, 1.0), 0.5))
        thin = span(tree, line, 0.0, 0.004, 1.0, 0.0)
        where = span(tree, clouds, 0.56, 0.62)
        self._cover(product(tree, thin, where, 0.7 * self._share("wear"), near(tree, 7.0)), PRIMER, 0.6, 0.2)

    def _chips(self, place: Any, ahead: Any) -> None:
        """Where stones hit: on what faces forward."""
        tree = self.tree
        cells = add(tree, "ShaderNodeTexVoronoi", Vector=place, Scale=38.0)
        luck = split(tree, cells.outputs["Color"])[0]
        size = span(tree, luck, 1.0 - 0.4 * self._share("wear"), 1.0, 0.0, 0.20)
        hit = math(tree, "LESS_THAN", cells.outputs["Distance"], size)
        self._cover(product(tree, hit, span(tree, ahead, 0.25, 0.5), near(tree, 6.0)), PRIMER, 0.7, 0.0)

    def _mud(self, place: Any, height: Any) -> None:
        """Splashes with hard edges, close together at the sills and few above the waist, darker than dust."""
        tree, mud = self.tree, self._share("mud")
        thrown = math(tree, "ADD", noise(tree, place, 16.0, 3.0, 0.6), span(tree, height, 0.15, 1.15, 0.32, -0.22))
        edge = 0.74 - 0.18 * mud
        dust = colour(self.material, "dirt_color", (0.16, 0.13, 0.10))
        wet = (0.45 * dust[0], 0.42 * dust[1], 0.38 * dust[2])
        self._cover(span(tree, thrown, edge, edge + 0.035, 0.0, 0.95), wet, 0.75, 0.0)

    def _dirt(self, clouds: Any, height: Any, ahead: Any, up: Any) -> None:
        """Most below the bumpers; a film behind, where the air whirls; dust on what lies flat."""
        tree, dirt = self.tree, self._share("dirt")
        reach = number(self.material, "dirt_height", 0.5)
        low = math(tree, "POWER", span(tree, height, 0.12, reach + 0.5 * dirt, 1.1, 0.2), 2.0)
        flat = span(tree, up, 0.2, 1.0, 0.0, 0.20)
        behind = span(tree, ahead, -1.0, -0.3, 0.35, 0.0)
        where = math(tree, "ADD", math(tree, "ADD", low, flat), behind)
        patchy = span(tree, clouds, 0.32, 0.66, 0.25, 1.2)
        amount = math(tree, "MINIMUM", product(tree, where, patchy, dirt), 0.92)
        self._cover(amount, colour(self.material, "dirt_color", (0.16, 0.13, 0.10)), 0.85, 0.0)


def car_lamp(tree: bpy.types.NodeTree, material: Material) -> None:
    """A coloured lens with ribs and bright reflectors behind it, all in one surface; lit by ``emission_strength``.

    A lit lamp shines into the lens of the camera, through glass and in mirrors, yet sheds no light on matt things: so
    small a source would come out as grain. Beams are lamps of their own.

    ``params``: ``ribs`` a metre, ``upright`` ones where it is 1, ``depth`` of their shading 0..1; ``spots``, how much
    light gathers around bulbs and reflectors, 0..1, ``spots_per_m`` of them.
    """
    place = tree.nodes.new("ShaderNodeTexCoord").outputs["Object"]
    depth, spots = number(material, "depth", 0.6), number(material, "spots", 0.0)
    ribs = add(tree, "ShaderNodeTexWave", Vector=place, Scale=number(material, "ribs", 45.0) / 3.183)
    ribs.bands_direction = "DIAGONAL" if number(material, "upright", 0.0) else "Z"
    shade = light = span(tree, ribs.outputs[1], 0.0, 1.0, 1.0 - 0.75 * depth, 1.0 + 0.5 * depth)
    if spots > 0.0:
        cells = add(tree, "ShaderNodeTexVoronoi", Vector=place, Scale=number(material, "spots_per_m", 10.0))
        away = cells.outputs["Distance"]
        light = math(tree, "MULTIPLY", shade, span(tree, away, 0.05, 0.55, 1.0 + spots, 1.0 - 0.9 * spots))
        shade = math(tree, "MULTIPLY", shade, span(tree, away, 0.05, 0.60, 1.0 + 0.7 * spots, 1.0 - 0.6 * spots))
    node = bsdf(tree, material)
    put(tree, node, "Base Color", vector(tree, "SCALE", material.base_color, shade))
    bump = add(tree, "ShaderNodeBump", Height=ribs.outputs[1], Strength=0.2 * depth, Distance=0.003)
    put(tree, node, "Normal", bump.outputs[0])
    if material.emission_strength > 0.0:
        put(tree, node, "Emission Strength", _seen_lit(tree, material.emission_strength, light))
        _never_sampled(tree)
    surface(tree, node.outputs["BSDF"])


def _seen_lit(tree: bpy.types.NodeTree, strength: float, shade: Any) -> Any:
    path = tree.nodes.new("ShaderNodeLightPath").outputs
    behind = tree.nodes.new("ShaderNodeNewGeometry").outputs["Backfacing"]
    matt = math(tree, "MAXIMUM", math(tree, "MAXIMUM", path["Is Diffuse Ray"], path["Is Volume Scatter Ray"]), behind)
    mirrored = math(tree, "MULTIPLY_ADD", path["Is Glossy Ray"], min(1.0, MIRRORED / strength) - 1.0, 1.0)
    return product(tree, math(tree, "SUBTRACT", 1.0, matt), mirrored, shade, strength)


def _never_sampled(tree: bpy.types.NodeTree) -> None:
    """Cycles need not look for this lamp from every point of the scene."""
    for owner in bpy.data.materials:
        if owner.node_tree == tree:
            owner.cycles.emission_sampling = "NONE"
