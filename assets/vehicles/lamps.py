"""Lamps of vehicles as materials: what they look like off, and how they shine in each state."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from assets.asset import Asset
from assets.materials import Colour, Material
from assets.vehicles.state import State

RED: Colour = (1.0, 0.012, 0.010)
AMBER: Colour = (1.0, 0.27, 0.010)
# Colour of white light: filament, discharge, LED.
WHITES: tuple[Colour, ...] = ((1.0, 0.74, 0.42), (1.0, 0.93, 0.84), (0.90, 0.96, 1.0))

# Radiance of lit lamps in W/m²/sr, where a white wall in full sun has about 1.5. Real ones range from a tenth of that
# (tail lamps) to a thousand times (in the beam); these are drawn together, the weak ones up so that they read by day.
RADIANCE: Mapping[str, float] = {
    **{"low": 50.0, "high": 140.0, "drl": 12.0, "fog": 10.0, "tail": 0.6, "brake": 6.0, "indicator": 9.0},
    **{"marker": 1.2, "sign": 1.6},
}


def lamp_materials(rng: np.random.Generator, state: State) -> dict[str, Material]:
    """Materials of lamps by name, lit as ``state`` says.

    In front ``head`` (the bulb, lens or bowl that shines), ``drl``, ``fog``; behind ``tail``, ``brake``, ``reverse``,
    ``fog_rear``; ``indicator_left`` and ``indicator_right``; along long vehicles ``marker_white``, ``marker_amber``,
    ``marker_red``; never lit ``reflex_red``, ``reflex_amber``, ``reflex_white`` and ``beacon``; always lit the letters
    of a route sign, ``sign_amber`` and ``sign_white``, on ``sign_dark``; around lamps ``reflector`` (chrome bowls) and
    ``bezel``.
    """
    on, beam = state.lights != "off", state.lights in ("low", "high")
    fog = beam and bool(rng.uniform() < 0.1)
    white = WHITES[int(rng.choice(3, p=[0.4, 0.2, 0.4]))]
    ribs: dict[str, float | Colour] = {
        "ribs": float(rng.uniform(20.0, 90.0)),
        "upright": float(rng.uniform() < 0.4),
        "depth": float(rng.uniform(0.3, 1.0)),
        "spots": float(rng.uniform(0.35, 0.95)),
        "spots_per_m": float(rng.uniform(6.0, 14.0)),
    }
    red, amber = _red(rng), _amber(rng)
    tail = RADIANCE["tail"] * on
    if state.brake and rng.uniform() < 0.5:  # one lamp for both
        tail = 0.7 * RADIANCE["brake"]
    left, right = (RADIANCE["indicator"] * (state.indicators in (side, "hazard")) for side in ("left", "right"))
    clear: Colour = (0.62, 0.63, 0.64)
    return {
        "head": _lamp("head lamp", _bulb(rng), white, RADIANCE["high" if state.lights == "high" else "low"] * beam),
        "drl": _lamp("running lamp", clear, WHITES[2], RADIANCE["drl"] * on),
        "fog": _lamp("fog lamp", clear, white, RADIANCE["fog"] * fog),
        "reverse": _lamp("reversing lamp", clear, WHITES[1], 0.0, ribs),
        "tail": _lamp("tail lamp", red, RED, tail, ribs),
        "brake": _lamp("brake lamp", red, RED, RADIANCE["brake"] * state.brake, ribs),
        "fog_rear": _lamp("rear fog lamp", red, RED, 0.0, ribs),
        "indicator_left": _lamp("left indicator", amber, AMBER, left, ribs),
        "indicator_right": _lamp("right indicator", amber, AMBER, right, ribs),
        "marker_white": _lamp("white marker", clear, WHITES[1], RADIANCE["marker"] * on),
        "marker_amber": _lamp("amber marker", (0.60, 0.17, 0.01), AMBER, RADIANCE["marker"] * on),
        "marker_red": _lamp("red marker", (0.36, 0.006, 0.008), RED, RADIANCE["marker"] * on),
        "beacon": _lamp("beacon", (0.75, 0.22, 0.01), AMBER, 0.0, ribs),
        **_unlit(rng),
        **_signs(rng),
    }


def _lamp(
    name: str, base: Colour, light: Colour, radiance: float, ribs: Mapping[str, float | Colour] | None = None
) -> Material:
    plain: Mapping[str, float | Colour] = {"depth": 0.15}
    return Material(
        *(name, "car_lamp", base),
        roughness=0.10,
        coat=1.0,
        emission=light,
        emission_strength=float(radiance),
        params=ribs or plain,
    )


def _bulb(rng: np.random.Generator) -> Colour:
    """A projector's dark ball of glass, or something bright."""
    grey = float(rng.uniform(0.05, 0.2) if rng.uniform() < 0.5 else rng.uniform(0.5, 0.8))
    return (grey, grey, grey * 1.02)


def _red(rng: np.random.Generator) -> Colour:
    """Plain red; smoked; or pale, where a clear lens covers red bulbs."""
    kind = rng.uniform()
    if kind < 0.12:
        return (0.42, 0.20, 0.20)
    level = float(rng.uniform(0.06, 0.16) if kind < 0.3 else rng.uniform(0.26, 0.50))
    return (level, 0.016 * level, 0.019 * level)


def _amber(rng: np.random.Generator) -> Colour:
    """Amber lenses, or clear ones over amber bulbs."""
    return (0.75, 0.22, 0.01) if rng.uniform() < 0.5 else (0.62, 0.50, 0.38)


def _unlit(rng: np.random.Generator) -> dict[str, Material]:
    chrome = bool(rng.uniform() < 0.65)
    bowl = float(rng.uniform(0.5, 0.78) if chrome else rng.uniform(0.06, 0.25))
    bezel = float(rng.choice([0.012, 0.03, 0.3], p=[0.5, 0.25, 0.25]))
    reflex = {"red": (0.40, 0.006, 0.008), "amber": (0.60, 0.16, 0.01), "white": (0.6, 0.6, 0.6)}
    return {
        "reflector": Material(
            "reflector", base_color=(bowl, bowl, bowl * 1.02), metallic=0.95, roughness=float(rng.uniform(0.12, 0.3))
        ),
        "bezel": Material("bezel", base_color=(bezel, bezel, bezel * 1.02), metallic=0.3, roughness=0.35),
        **{
            f"reflex_{name}": Material(
                f"{name} reflector", "car_lamp", color, roughness=0.12, coat=1.0, params={"ribs": 120.0, "depth": 0.7}
            )
            for name, color in reflex.items()
        },
    }


def _signs(rng: np.random.Generator) -> dict[str, Material]:
    """Route signs are lit day and night."""
    amber: Colour = (1.0, float(rng.uniform(0.36, 0.55)), 0.03)
    return {
        "sign_amber": _lamp("amber sign", (0.3, 0.12, 0.01), amber, RADIANCE["sign"]),
        "sign_white": _lamp("white sign", (0.4, 0.4, 0.4), (1.0, 0.97, 0.92), RADIANCE["sign"]),
        "sign_dark": Material("sign", base_color=(0.006, 0.006, 0.006), roughness=0.25, coat=0.6),
    }


def blinking(asset: Asset, brake: bool, flash: bool) -> Asset:
    """The same vehicle a moment later: its brake lamps lit or not, and its indicators, where they flash, lit or not.

    Args:
        asset: with lamps of ``lamp_materials``, and its indicators lit where they flash.
    """
    strengths = {"brake lamp": RADIANCE["brake"] * brake}
    if not flash:
        strengths |= {"left indicator": 0.0, "right indicator": 0.0}
    meshes = []
    for mesh in asset.meshes:
        changed = tuple(
            replace(m, emission_strength=strengths[m.name])
            if m.name in strengths and m.emission_strength != strengths[m.name]
            else m
            for m in mesh.materials
        )
        same = all(a is b for a, b in zip(changed, mesh.materials, strict=True))
        meshes.append(mesh if same else replace(mesh, materials=changed))
    if all(a is b for a, b in zip(meshes, asset.meshes, strict=True)):
        return asset
    return replace(asset, meshes=tuple(meshes))
