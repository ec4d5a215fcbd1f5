"""How faces differ: from which distribution the weights of MakeHuman's local targets are drawn.

Each target has a spread of its own, and some hang together as they do in people: a long face is long from brow to chin,
a heavy jaw is broad and square. Independent spreads alone give faces that are all a little odd and much alike.
"""

import functools
from collections.abc import Mapping

import numpy as np

from assets.faces import bake
from assets.random import stream
from assets.standins import labels_only

# Standard deviation of a symmetric target's weight, by the start of its name; the longest match counts. Set by looking,
# and by how far apart a network for face recognition finds two people: at 1.0 a target is MakeHuman's extreme.
SPREAD = {
    "": 0.26,
    "head-fat": 0.18,
    "head-age": 0.0,  # age has its own targets
    "head-trans": 0.0,
    "head-scale": 0.13,
    "head-back-scale": 0.15,
    "head-angle": 0.05,
    "forehead": 0.08,
    "forehead-temple": 0.2,
    "forehead-scale-vert": 0.15,
    "nose-trans": 0.12,
    "nose-scale": 0.24,
    "nose-scale-depth": 0.12,
    "nose-compression": 0.1,
    "nose-point": 0.12,
    "nose-point-width": 0.3,
    "mouth-trans": 0.06,  # a mouth that stands out, below a flat nose, is a muzzle
    "mouth-scale-depth": 0.06,
    "mouth-scale-vert": 0.15,
    "mouth-angles": 0.15,
    "mouth-laugh-lines": 0.25,
    "eye-scale": 0.16,
    "eye-trans": 0.16,
    "eye-trans-up": 0.05,  # the lids go with it, the eyeball less
    "eye-push": 0.12,
    "eye-height": 0.15,
    "eye-corner": 0.24,
    "eye-eyefold": 0.24,
    "eye-epicanthus": 0.15,
    "ear-trans": 0.1,
    "chin-jaw-drop": 0.12,
    "chin-prognathism": 0.06,
    "neck": 0.1,
    "neck-trans": 0.0,
    "measure-neck": 0.0,
    "eyebrows-trans": 0.2,
    "eyebrows-trans-forward": 0.08,
}
# Weights of the middle face, by the target of each pair that it leans to. MakeHuman has a narrow mouth, too low over
# too short a chin, lips half as full again, and a long, broad nose. In distances of the eyes grown people's mouths are
# 1.06 below them and 0.82 wide, lips 0.23 high, noses end at 0.53, chins at 1.83: about, by what is known of adults,
# and by the mean of 68 points on photographs.
MIDDLE = {
    **{"mouth-trans-up": 0.42, "mouth-scale-horiz-incr": 0.32, "chin-height-incr": 0.25},
    **{"mouth-scale-vert-decr": 0.45, "mouth-upperlip-height-decr": 0.5},
    **{"nose-trans-up": 0.15, "nose-point-up": 0.3, "nose-nostrils-width-decr": 0.25, "nose-scale-horiz-decr": 0.2},
}
# What hangs together: weights at one standard deviation, by the target of each pair that they stand for where positive.
AXES: Mapping[str, Mapping[str, float]] = {
    "long": {"head-scale-vert-incr": 0.22, "chin-height-incr": 0.22, "nose-scale-vert-incr": 0.25},
    "broad": {
        "head-scale-horiz-incr": 0.25,
        "cheek-bones-incr": 0.2,
        "mouth-scale-horiz-incr": 0.2,
        "chin-width-incr": 0.15,
    },
    "jaw": {"chin-bones-incr": 0.35, "chin-width-incr": 0.35, "chin-prominent-incr": 0.25, "chin-jaw-drop-incr": 0.15},
    "flesh": {"head-fat-incr": 0.15, "cheek-volume-incr": 0.35, "cheek-inner-incr": 0.2, "neck-double-incr": 0.2},
    "bones": {"cheek-bones-incr": 0.35, "cheek-trans-up": 0.25, "forehead-temple-decr": 0.2},
    "nose": {
        "nose-scale-vert-incr": 0.2,
        "nose-scale-depth-incr": 0.2,
        "nose-scale-horiz-incr": 0.25,
        "nose-volume-incr": 0.25,
    },
    "nostrils": {
        "nose-nostrils-width-incr": 0.35,
        "nose-flaring-incr": 0.3,
        "nose-width3-incr": 0.3,
        "nose-point-width-incr": 0.3,
    },
    "bridge": {"nose-hump-incr": 0.4, "nose-curve-convex": 0.3, "nose-greek-incr": 0.25, "nose-width1-decr": 0.2},
    "tip": {"nose-point-up": 0.25, "nose-base-up": 0.3, "nose-septumangle-incr": 0.25},
    "lips": {
        "mouth-upperlip-volume-incr": 0.35,
        "mouth-lowerlip-volume-incr": 0.35,
        "mouth-upperlip-height-incr": 0.3,
        "mouth-lowerlip-height-incr": 0.3,
    },
    "mouth": {"mouth-scale-horiz-incr": 0.35, "mouth-upperlip-width-incr": 0.2, "mouth-lowerlip-width-incr": 0.2},
    "low mouth": {"mouth-trans-down": 0.12, "chin-height-decr": 0.12},
    "long middle": {"nose-trans-down": 0.2, "mouth-trans-down": 0.14},
    "big eyes": {"eye-scale-incr": 0.3, "eye-height1-incr": 0.2, "eye-height2-incr": 0.2, "eye-height3-incr": 0.2},
    "wide-set": {"eye-trans-out": 0.35},
    "slant": {"eye-corner1-up": 0.2, "eye-corner2-up": 0.28, "eyebrows-angle-up": 0.15},
    "hooded": {"eye-eyefold-convex": 0.25, "eye-push1-in": 0.1, "eyebrows-trans-down": 0.2},
    "brows": {"eyebrows-trans-up": 0.35},
    "brow angle": {"eyebrows-angle-up": 0.45},
    "deep-set": {"eyebrows-trans-forward": 0.1, "eye-push1-in": 0.15, "eye-push2-in": 0.2},
    "ears": {"ear-scale-incr": 0.3, "ear-wing-incr": 0.3, "ear-lobe-incr": 0.2},
}
# Sides of pairs that soon leave what people look like: factors on the weight, by the start of the target's name.
RESTRAINED = {
    **{"nose-scale-vert-decr": 0.45, "nose-scale-depth-decr": 0.4, "nose-volume-decr": 0.5, "nose-hump-decr": 0.6},
    **{"nose-point-up": 0.5, "nose-base-up": 0.55, "nose-compression": 0.5, "nose-septumangle": 0.7},
    **{"mouth-upperlip-height-decr": 0.6, "mouth-upperlip-volume-decr": 0.6, "mouth-lowerlip-volume-decr": 0.7},
    **{"mouth-philtrum-volume-incr": 0.5, "mouth-trans": 0.8, "chin-height-decr": 0.55, "chin-prominent-decr": 0.5},
    **{"chin-bones-decr": 0.7, "head-scale-vert-decr": 0.6, "eye-scale-decr": 0.6, "eye-trans-in": 0.7},
    **{"eyebrows-trans-down": 0.5, "eye-height2-decr": 0.6, "eye-eyefold-convex": 0.6},
}
ASYMMETRY = 0.12  # of the asym-* targets
SIDE_DIFFERENCE = 0.05  # between the left and the right target of a pair
BOUND = 0.75  # weights come near it and not beyond: sums of many extremes make monsters
CHILD_SHARE = 0.5  # a child's face varies less


def _middle(names: tuple[str, ...], scale: float) -> dict[str, float]:
    """What ``random_local`` gives in the middle, of what is not 0 there."""
    out = {}
    for high, (low, _) in _sliders(names).items():
        value = _mean(high, low)
        if value:
            name = high if value > 0.0 else low
            out[name] = _weight(name, value, scale)
    return out


def _mean(high: str, low: str) -> float:
    """Of the value of a pair of targets, in people as they are."""
    return MIDDLE.get(_either(high), 0.0) - MIDDLE.get(_either(low), 0.0)


def _weight(name: str, value: float, scale: float) -> float:
    """Of a target, bounded."""
    return BOUND * float(np.tanh(abs(value) * scale / BOUND)) * _restraint(name)


def random_local(rng: np.random.Generator, age_years: float, variety: float = 1.0) -> dict[str, float]:
    """Weights of local targets: bounded normal, left and right nearly alike.

    Args:
        rng: each target draws from a stream of its own name, so that the set of targets may grow.
        age_years: faces of children vary less.
        variety: factor on all spreads.
    """
    scale = variety * (CHILD_SHARE + (1.0 - CHILD_SHARE) * float(np.clip((age_years - 3.0) / 15.0, 0.0, 1.0)))
    names = bake.load().local.names
    if labels_only():  # the rest hardly changes how large a face is, and takes longer than all else
        return _middle(names, scale)
    common = _common(rng)
    out: dict[str, float] = {}
    for high, (low, spread) in _sliders(names).items():
        either = _either(high)
        value = float(stream(rng, either).normal()) * spread + common.get(either, 0.0) - common.get(_either(low), 0.0)
        value += _mean(high, low)
        if either != high:
            value += float(stream(rng, high).normal()) * SIDE_DIFFERENCE * min(spread / 0.2, 1.0)
        name = high if value > 0.0 else low
        out[name] = _weight(name, value, scale)
    for name in names:
        if name.startswith("asym-") and "-ear-" not in name:
            out[name] = float(np.clip(abs(stream(rng, name).normal()) * ASYMMETRY, 0.0, 0.3)) * scale
    return out | _head_form(stream(rng, "head form"), scale)


def _common(rng: np.random.Generator) -> dict[str, float]:
    """What the axes add to targets, by name without the side."""
    out: dict[str, float] = {}
    for axis, weights in AXES.items():
        along = float(stream(rng, f"axis {axis}").normal())
        for name, weight in weights.items():
            out[name] = out.get(name, 0.0) + along * weight
    return out


def _head_form(rng: np.random.Generator, scale: float) -> dict[str, float]:
    """One of MakeHuman's outlines of the face."""
    forms = ("oval", "round", "square", "rectangular", "triangular", "invertedtriangular", "diamond")
    return {f"head-{rng.choice(forms)}": float(rng.uniform(0.0, 0.7)) * scale}


@functools.cache
def _sliders(names: tuple[str, ...]) -> dict[str, tuple[str, float]]:
    """Of each pair of targets the low one and the spread of the weight, by the high one."""
    return {high: (low, _spread(high)) for low, high in bake.pairs(names)}


def _either(name: str) -> str:
    """The name without its side."""
    return name.removeprefix("l-").removeprefix("r-")


def _spread(name: str) -> float:
    return SPREAD[max((key for key in SPREAD if _either(name).startswith(key)), key=len)]


@functools.cache
def _restraint(name: str) -> float:
    return next((factor for start, factor in RESTRAINED.items() if _either(name).startswith(start)), 1.0)
