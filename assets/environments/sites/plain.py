"""Open ground under a photographed sky, and a studio's floor: vehicles stand as they like."""

from dataclasses import replace

import numpy as np

from assets.asset import Asset
from assets.environments.panels import Float64
from assets.environments.plants import fallen_leaves
from assets.environments.sites import roads
from assets.environments.sites.ground import ground
from assets.environments.sites.sides import CLOSINGS, sides
from assets.environments.sites.site import Prop, Site
from assets.environments.surfaces import asphalt, gravel, paving, soil
from assets.materials import Material
from assets.random import stream
from assets.standins import labels_only

HALF_M = 40.0  # half the side of where vehicles stand on endless ground
CLOSED_M, APART_M = (14.0, 22.0), 4.0  # the same where it is closed, and from there to what closes it
LITTER_M = 16.0  # side of a square of leaves and scraps


def open_ground(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """A plain with nothing on it, so that the environment's picture is the background."""
    bare = Site("open", (), np.zeros((0, 3)), (), np.zeros((0, 3)), _square(HALF_M), free=True)
    return bare if labels_only() else replace(bare, props=_floor(rng, season))


def court(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """Ground that hedges, trees and walls close on four sides; vehicles stand on it as they like."""
    half = float(stream(rng, "half").uniform(*CLOSED_M))
    bare = Site("court", (), np.zeros((0, 3)), (), np.zeros((0, 3)), _square(half), free=True)
    if labels_only():
        return bare
    props, closing = _floor(rng, season), stream(rng, "closing")
    for index, side in enumerate(sides(2.0 * (half + APART_M), 2.0 * (half + APART_M))):
        own = stream(closing, f"side {index}")
        props += CLOSINGS[int(own.choice(len(CLOSINGS), p=(0.25, 0.1, 0.65)))](own, side, season, night)
    return replace(bare, props=props)


def _floor(rng: np.random.Generator, season: str) -> list[Prop]:
    """Asphalt, gravel, paving, soil, or the ground of a meadow, with leaves and scraps on it."""
    draw, own = stream(rng, "kind").uniform(), stream(rng, "floor")
    if draw < 0.45:
        floor = ground(stream(rng, "ground"))
    else:
        surface = (
            asphalt(own) if draw < 0.6 else gravel(own) if draw < 0.75 else paving(own) if draw < 0.87 else soil(own)
        )
        floor = roads.ground_asset("open ground", [(roads.plain(0.0), surface)])
    litter = fallen_leaves(stream(rng, "litter"), (LITTER_M, LITTER_M), season)
    around = [Prop(litter, float(x), float(y)) for x in (-LITTER_M, 0.0, LITTER_M) for y in (-LITTER_M, 0.0, LITTER_M)]
    return [Prop(floor, 0.0, 0.0), *around]


def studio(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """A plain backdrop: floor and wall in one sheet, of one colour, round where they meet, around the whole stage."""
    shade = float(rng.uniform(0.05, 0.8))
    tint = np.exp(rng.normal(0.0, 0.25 if rng.uniform() < 0.3 else 0.02, 3))
    color = np.clip(shade * tint, 0.0, 0.9)
    paper = Material("backdrop", base_color=(float(color[0]), float(color[1]), float(color[2])), roughness=0.6)
    radius, height, bend, sides = 30.0, 14.0, 6.0, 64
    t = np.linspace(0.0, np.pi / 2.0, 10)
    profile = np.array(
        [
            (0.01, 0.0),
            (radius - bend, 0.0),
            *zip(radius - bend + bend * np.sin(t), bend - bend * np.cos(t), strict=True),
            (radius, height),
        ]
    )
    angle = np.linspace(0.0, 2.0 * np.pi, sides + 1)
    ring = np.stack(
        [
            profile[:, :1] * np.cos(angle),
            profile[:, :1] * np.sin(angle),
            np.broadcast_to(profile[:, 1:], (len(profile), sides + 1)),
        ],
        axis=-1,
    )
    quads = np.stack([ring[:-1, :-1], ring[1:, :-1], ring[1:, 1:], ring[:-1, 1:]], axis=2).reshape(-1, 4, 3)
    asset = Asset("studio", (roads.sheet("backdrop", [(quads, paper)]),), (60.0, 60.0, height), "CC0-1.0", "Prelabel")
    return Site("studio", (), np.zeros((0, 3)), [Prop(asset, 0.0, 0.0)], np.zeros((0, 3)), _square(22.0), free=True)


def _square(half: float) -> Float64:
    return np.array([[-half, -half], [half, -half], [half, half], [-half, half]])
