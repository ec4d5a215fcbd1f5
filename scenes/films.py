"""Films by name: renderings as cameras have them, each a distribution of every number. And how scenes draw one."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from assets import AttributeValue
from assets.random import stream
from scenes.distributions import Constant, Distribution, parse
from scenes.film import BOUNDS, PLAIN, Film
from scenes.params import AUTO, SceneParams, name, number
from scenes.spec import SceneSpec, View

LINEAR = "linear"
# Fitted to photographs by eye and by their statistics (docs/rendering.md); what is not named is as in ``Film``.
FILMS: Mapping[str, Mapping[str, str]] = {
    LINEAR: {},
    "neutral": {
        **{"contrast": "normal(1.12, 0.06)", "black": "normal(0.01, 0.008)", "shoulder": "normal(0.65, 0.05)"},
        **{"saturation": "normal(1.2, 0.1)", "warmth": "normal(0, 0.02)", "tint": "normal(0, 0.01)"},
        **{"sharpening": "normal(0.35, 0.12)", "halo": "uniform(0.6, 0.9)", "smear": "beta(1.5, 8)"},
        **{"iso": "loguniform(50, 800)", "vignette": "beta(1.5, 14, 0, 0.9)", "jpeg": "uniform(88, 98)"},
    },
    "camera": {
        **{"contrast": "normal(1.3, 0.12)", "black": "normal(0.025, 0.018)", "shoulder": "normal(0.52, 0.07)"},
        **{"saturation": "normal(1.5, 0.22)", "warmth": "normal(0.01, 0.035)", "tint": "normal(0, 0.012)"},
        **{"clarity": "normal(0.12, 0.1)", "sharpening": "normal(0.6, 0.2)", "halo": "uniform(0.6, 1.1)"},
        **{"smear": "beta(1.5, 7)", "iso": "loguniform(64, 1600)", "vignette": "beta(1.5, 10, 0, 0.9)"},
        **{"softness": "beta(1, 8)", "jpeg": "uniform(82, 97)"},
    },
    "phone": {
        **{"contrast": "normal(1.2, 0.1)", "black": "normal(0.02, 0.015)", "shoulder": "normal(0.48, 0.08)"},
        **{"saturation": "normal(1.6, 0.22)", "warmth": "normal(0.02, 0.03)", "tint": "normal(0, 0.012)"},
        **{"clarity": "normal(0.35, 0.15)", "sharpening": "normal(0.9, 0.3)", "halo": "uniform(0.7, 1.3)"},
        **{"smear": "beta(3, 4)", "iso": "loguniform(50, 1600)", "vignette": "beta(1.5, 20, 0, 0.9)"},
        **{"softness": "beta(1, 6)", "jpeg": "uniform(75, 95)"},
    },
    "vivid": {
        **{"contrast": "normal(1.5, 0.12)", "black": "normal(0.035, 0.02)", "shoulder": "normal(0.5, 0.06)"},
        **{"saturation": "normal(1.95, 0.22)", "warmth": "normal(0.02, 0.04)", "tint": "normal(0, 0.015)"},
        **{"clarity": "normal(0.3, 0.15)", "sharpening": "normal(0.8, 0.25)", "halo": "uniform(0.6, 1.2)"},
        **{
            "smear": "beta(1.5, 6)",
            "iso": "loguniform(50, 800)",
            "vignette": "beta(2, 9, 0, 0.9)",
            "jpeg": "uniform(80, 95)",
        },
    },
    "press": {
        **{"contrast": "normal(1.38, 0.12)", "black": "normal(0.03, 0.018)", "shoulder": "normal(0.52, 0.07)"},
        **{"saturation": "normal(1.55, 0.25)", "warmth": "normal(0.01, 0.03)", "tint": "normal(0, 0.012)"},
        **{"clarity": "normal(0.2, 0.12)", "sharpening": "normal(1.1, 0.35)", "halo": "uniform(0.5, 0.9)"},
        **{
            "smear": "beta(1.5, 8)",
            "iso": "loguniform(64, 1000)",
            "vignette": "beta(2, 10, 0, 0.9)",
            "jpeg": "uniform(72, 95)",
        },
    },
    "cctv": {
        **{"contrast": "normal(1.15, 0.15)", "black": "normal(-0.01, 0.03)", "shoulder": "normal(0.8, 0.07)"},
        **{"saturation": "normal(1.0, 0.25)", "warmth": "normal(0, 0.06)", "tint": "normal(0.01, 0.025)"},
        **{"sharpening": "normal(1.1, 0.4)", "halo": "uniform(1, 2)", "smear": "beta(3, 3)"},
        **{"iso": "loguniform(200, 6400)", "vignette": "beta(2, 9, 0, 0.9)"},
        **{"softness": "uniform(0.1, 1.2)", "jpeg": "uniform(28, 70)"},
    },
    "dashcam": {
        **{"contrast": "normal(1.35, 0.15)", "black": "normal(0.02, 0.025)", "shoulder": "normal(0.82, 0.06)"},
        **{"saturation": "normal(1.15, 0.22)", "warmth": "normal(0, 0.05)", "tint": "normal(0.01, 0.02)"},
        **{"clarity": "normal(0.1, 0.1)", "sharpening": "normal(1, 0.35)", "halo": "uniform(0.8, 1.6)"},
        **{"smear": "beta(4, 3)", "iso": "loguniform(100, 3200)", "vignette": "beta(2, 8, 0, 0.9)"},
        **{"softness": "uniform(0, 0.8)", "jpeg": "uniform(40, 80)"},
    },
    "infrared": {
        **{"contrast": "normal(1.1, 0.1)", "black": "normal(0, 0.015)", "shoulder": "normal(0.75, 0.06)"},
        **{"saturation": "0", "sharpening": "normal(0.7, 0.3)", "halo": "uniform(0.8, 1.4)", "smear": "beta(2, 5)"},
        **{"iso": "loguniform(200, 3200)", "vignette": "beta(2, 6, 0, 0.9)", "jpeg": "uniform(50, 85)"},
    },
    "old": {
        **{"contrast": "normal(1.2, 0.18)", "black": "normal(-0.02, 0.035)", "shoulder": "normal(0.8, 0.08)"},
        **{"saturation": "normal(1.1, 0.3)", "warmth": "normal(0.05, 0.06)", "tint": "normal(0, 0.03)"},
        **{"sharpening": "normal(0.5, 0.35)", "halo": "uniform(0.8, 1.8)", "smear": "beta(1.5, 5)"},
        **{"iso": "loguniform(400, 6400)", "vignette": "beta(3, 8, 0, 0.9)"},
        **{"softness": "uniform(0.2, 1.4)", "jpeg": "uniform(45, 82)"},
    },
    # A call's picture: little light, a weak lens, compressed for the line.
    "call": {
        **{"contrast": "normal(1.15, 0.15)", "black": "normal(0, 0.03)", "shoulder": "normal(0.65, 0.1)"},
        **{"saturation": "normal(1.1, 0.25)", "warmth": "normal(0.03, 0.06)", "tint": "normal(0, 0.025)"},
        **{"sharpening": "normal(0.7, 0.35)", "halo": "uniform(0.8, 1.6)", "smear": "beta(4, 3)"},
        **{"iso": "loguniform(400, 12800)", "vignette": "beta(1.5, 12, 0, 0.9)"},
        **{"softness": "uniform(0.2, 1.6)", "jpeg": "uniform(22, 65)"},
    },
    "mono": {
        **{"contrast": "normal(1.35, 0.2)", "black": "normal(0.01, 0.035)", "shoulder": "normal(0.6, 0.1)"},
        **{"saturation": "0", "clarity": "normal(0.15, 0.15)", "sharpening": "normal(0.6, 0.35)"},
        **{"halo": "uniform(0.6, 1.4)", "smear": "beta(1.5, 8)", "iso": "loguniform(200, 6400)"},
        **{"vignette": "beta(2, 8, 0, 0.9)", "softness": "beta(1, 5)", "jpeg": "uniform(60, 95)"},
    },
}


def _field(key: str, help: str, unit: str = "") -> Any:
    return number("auto", *BOUNDS[key], unit, help=help, auto=True)


class Filmed(SceneParams):
    """Parameters of a scene whose pictures have a film. Each number is ``auto`` by default: as the film has it."""

    film: Distribution = name(LINEAR, tuple(FILMS), help="rendering of light; linear: the plain curve")
    contrast: Distribution = _field("contrast", "slope of the tone curve at middle grey")
    black: Distribution = _field("black", "share of white that is black already; below 0 lifted")
    shoulder: Distribution = _field("shoulder", "share of white above which highlights roll off")
    saturation: Distribution = _field("saturation", "factor on colour")
    spare_skin: Distribution = _field("spare_skin", "share of a saturation above 1 that colours of skin are spared")
    awb: Distribution = _field("awb", "automatic white balance: share of the light's colour that is taken out")
    warmth: Distribution = _field("warmth", "white balance left over: red up, blue down")
    tint: Distribution = _field("tint", "white balance left over: green down")
    clarity: Distribution = _field("clarity", "local contrast")
    sharpening: Distribution = _field("sharpening", "how much edges stand out")
    halo: Distribution = _field("halo", "how far sharpening reaches", "px")
    smear: Distribution = _field("smear", "noise reduction that takes texture along")
    iso: Distribution = _field("iso", "noise of a sensor at that ISO; 0: none")
    vignette: Distribution = _field("vignette", "share of light that corners lose")
    softness: Distribution = _field("softness", "times that the picture was smaller before, beyond once")
    jpeg: Distribution = _field("jpeg", "quality of an earlier save; 100: none")


@cache
def law(film: str, key: str) -> Distribution:
    """What a film has of a number."""
    domain = Filmed.domain(key)
    return domain.check(parse(FILMS[film].get(key, getattr(PLAIN, key)), domain.words))


def sample_film(rng: np.random.Generator, params: Filmed) -> tuple[Film, dict[str, AttributeValue]]:
    """A film, and what is to be written to the image's entry: its name, and its numbers where it is not plain.

    Args:
        rng: what it draws comes from streams of their own.
    """
    if params.film == Constant(LINEAR) and all(getattr(params, key) == AUTO for key in BOUNDS):
        return PLAIN, {"film": LINEAR}
    chosen = params.name(rng, "film")
    numbers = {key: params.number_or(rng, key, law(chosen, key)) for key in BOUNDS}
    film = Film(**numbers, seed=int(stream(rng, "grain").integers(2**31)))
    return film, {"film": chosen} | ({} if film.plain else {key: float(f"{n:.6g}") for key, n in numbers.items()})


def with_film(rng: np.random.Generator, params: Filmed, spec: SceneSpec) -> SceneSpec:
    """The same picture on film. Further views are further cameras: each has one of its own."""
    own = stream(rng, "film")
    film, told = sample_film(own, params)
    views = []
    for count, view in enumerate(spec.views, 1):
        other, of_view = sample_film(stream(own, f"view {count}"), params)
        views.append(View(replace(view.camera, film=other), {**view.parameters, **of_view}))
    camera = replace(spec.camera, film=film)
    return replace(spec, camera=camera, parameters={**spec.parameters, **told}, views=tuple(views))
