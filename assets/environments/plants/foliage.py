"""Leaves, needles, fronds and blades as many small bent faces, and their colours through the year."""

import numpy as np
from numpy.typing import ArrayLike

from assets.environments.panels import Float64, Panels, panels
from assets.errors import AssetError
from assets.materials import Colour, Material
from assets.vectors import cross

SEASONS = ("spring", "summer", "autumn", "winter")
AUTUMN: tuple[Colour, ...] = ((0.42, 0.24, 0.02), (0.40, 0.11, 0.015), (0.28, 0.035, 0.02), (0.20, 0.10, 0.03))


def leaves(
    rng: np.random.Generator, places: Float64, directions: Float64, length: float, ratio: float, skin: str = "leaf"
) -> Panels:
    """One folded leaf at each of (N, 3) places, pointing roughly along (N, 3) ``directions``.

    Args:
        length: mean length, metres; ``ratio`` its width over its length.
    """
    count = len(places)
    along = directions / (np.linalg.norm(directions, axis=1, keepdims=True) + 1e-9) + rng.normal(0.0, 0.55, (count, 3))
    along /= np.linalg.norm(along, axis=1, keepdims=True) + 1e-9
    side = cross(along, rng.normal(size=(count, 3)) + np.array([0.0, 0.0, 1.2]))
    side /= np.linalg.norm(side, axis=1, keepdims=True) + 1e-9
    fold = cross(side, along)
    size = length * rng.lognormal(0.0, 0.25, (count, 1))
    middle, half = places + along * size * 0.45, size * ratio / 2.0
    sag = fold * size * 0.12
    corners = [places, middle + side * half - sag, places + along * size, middle - side * half - sag]
    return panels(np.stack(corners, axis=1), skin, _LEAF_UV)


def strips(starts: Float64, ends: Float64, wide: ArrayLike, across: Float64, skin: str = "leaf") -> Panels:
    """Narrow tapering faces from (N, 3) starts to ends, ``wide`` metres at the start, lying along (N, 3) ``across``."""
    side = across / (np.linalg.norm(across, axis=1, keepdims=True) + 1e-9)
    side = side * np.broadcast_to(np.asarray(wide, np.float64), (len(starts),))[:, None] / 2.0
    corners = [starts - side, starts + side, ends + side * 0.15, ends - side * 0.15]
    return panels(np.stack(corners, axis=1), skin, _LEAF_UV)


_LEAF_UV = np.array([[[0.5, 0.0], [1.0, 0.5], [0.5, 1.0], [0.0, 0.5]]])


def check_season(season: str) -> None:
    """Raises:
    AssetError: ``season`` is none of ``SEASONS``.
    """
    if season not in SEASONS:
        raise AssetError(f"plant: expected a season among {', '.join(SEASONS)}, got '{season}'")


def leaf_material(rng: np.random.Generator, season: str, evergreen: bool = False, dark: float = 1.0) -> Material:
    """Leaves of one plant, from which each leaf differs a little.

    Raises:
        AssetError: no such season.
    """
    check_season(season)
    shade = dark * float(np.exp(rng.normal(0.0, 0.22)))
    yellow = float(rng.uniform(0.55, 0.95))
    base: Colour = (0.115 * yellow * shade, 0.118 * shade, 0.033 * float(rng.uniform(0.6, 1.6)) * shade)
    other: Colour = (base[0] * 1.7, base[1] * 1.35, base[2] * 0.9)
    if season == "spring" and not evergreen:
        base = (base[0] * 1.5, base[1] * 1.5, base[2] * 1.1)
    if season == "autumn" and not evergreen:
        other = AUTUMN[int(rng.integers(len(AUTUMN)))]
        turned = float(rng.uniform(0.0, 1.0))
        red, green, blue = (a + (b - a) * turned for a, b in zip(base, other, strict=True))
        base = (red, green, blue)
    return Material(
        "leaf",
        "leaf",
        base,
        roughness=float(rng.uniform(0.4, 0.65)),
        params={"other": other, "vary": float(rng.uniform(0.25, 0.6)), "through": 0.15 if evergreen else 0.4},
    )


def bark_material(rng: np.random.Generator, pale: float = 0.12) -> Material:
    """Bark; a share ``pale`` of trunks is light, as birches and planes are."""
    if rng.uniform() < pale:
        grey = float(rng.uniform(0.3, 0.55))
        return Material("bark", "soil", (grey, grey * 0.97, grey * 0.9), roughness=0.9, params={"lump_m": 0.15})
    grey = float(np.exp(rng.uniform(np.log(0.045), np.log(0.16))))
    color = (grey, grey * float(rng.uniform(0.78, 0.95)), grey * float(rng.uniform(0.55, 0.85)))
    params: dict[str, float | Colour] = {"lump_m": 0.05, "stretch": 5.0, "seed": float(rng.uniform(0.0, 9.0))}
    return Material("bark", "soil", color, roughness=0.95, params=params)
