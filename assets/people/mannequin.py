"""Figures that nobody is: dressed ones from shop windows, and statues of stone and bronze. Scenery without labels."""

from dataclasses import replace

import numpy as np

from assets.asset import Asset
from assets.materials import Colour, Material
from assets.people import bake, build, poses
from assets.people.clothes import dress
from assets.people.head import headgear
from assets.people.pedestrian import asset_of, figure_of
from assets.people.sheet import Piece, of_shape
from assets.people.skeleton import joints_of
from assets.people.wardrobe import random_outfit
from assets.polygons import box
from assets.random import stream

STATUES = 0.4  # of all
AGES = (18.0, 60.0)
# Base colour, how metallic, and roughness.
PLASTIC: tuple[tuple[Colour, float, float], ...] = (
    ((0.62, 0.61, 0.58), 0.0, 0.3),
    ((0.46, 0.30, 0.21), 0.0, 0.4),
    ((0.30, 0.30, 0.31), 0.0, 0.35),
    ((0.015, 0.015, 0.016), 0.0, 0.15),
    ((0.75, 0.74, 0.72), 1.0, 0.22),
)
STONE: tuple[tuple[Colour, float, float], ...] = (
    ((0.52, 0.50, 0.46), 0.0, 0.75),
    ((0.30, 0.28, 0.25), 0.0, 0.85),
    ((0.10, 0.065, 0.030), 0.9, 0.5),
    ((0.10, 0.17, 0.13), 0.35, 0.7),
    ((0.40, 0.28, 0.17), 0.0, 0.8),
)
BODY = ("skin", "eyes", "brow")  # what of somebody dressed is made of plastic


def mannequin(rng: np.random.Generator) -> Asset:
    """A grown figure on its feet, looking along +x, which is not alive and has no label.

    The frame: x forward, what it stands on at z = 0 around the origin, metres.

    Raises:
        ConfigError: the MakeHuman data is not installed.
    """
    who = build.random_build(stream(rng, "build"), float(stream(rng, "age").uniform(*AGES)))
    outfit = replace(random_outfit(stream(rng, "outfit"), who), bag="none")
    rest = build.body(who)
    posture = joints_of(rest, bake.load().joints)
    poses.stand(stream(rng, "pose"), posture)
    figure = figure_of(rest, posture)
    pieces = [*dress(figure, outfit), *headgear(figure, posture, outfit)]
    kind = stream(rng, "kind")
    if kind.random() < STATUES:
        stone = _made_of(kind, STONE)
        return asset_of("statue", _on_plinth(kind, [replace(piece, material=stone) for piece in pieces], stone))
    plastic = _made_of(kind, PLASTIC)
    bald = kind.random() < 0.6
    worn = [replace(p, material=plastic) if p.material.name in BODY else p for p in pieces]
    return asset_of("mannequin", [p for p in worn if not (bald and p.material.name == "hair")])


def _made_of(rng: np.random.Generator, table: tuple[tuple[Colour, float, float], ...]) -> Material:
    color, metallic, roughness = table[int(rng.integers(len(table)))]
    return Material("cast", base_color=color, metallic=metallic, roughness=roughness)


def _on_plinth(rng: np.random.Generator, pieces: list[Piece], stone: Material) -> list[Piece]:
    """The figure as somebody put it up: on a block, from ankle-high to as high as people."""
    low = np.min([piece.points.min(0) for piece in pieces], axis=0)
    high = np.max([piece.points.max(0) for piece in pieces], axis=0)
    tall, edge = float(rng.uniform(0.08, 1.3)), 0.08
    block = box(
        (low[0] - edge, low[1] - edge, low[2] - tall), (high[0] + edge, high[1] + edge, low[2] + 0.01), ("", "")
    )
    return [*pieces, of_shape(block, replace(stone, roughness=0.85), block.points)]
