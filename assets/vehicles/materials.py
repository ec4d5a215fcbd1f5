"""What vehicles are made of, by the names that all families' shapes use."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from assets.materials import Colour, Material
from assets.random import stream
from assets.vehicles.colors import COLOR_SHARES, car_paint
from assets.vehicles.lamps import lamp_materials
from assets.vehicles.plates.flat import BLANK
from assets.vehicles.state import State

MUDDY = 0.4  # dirt from which wheels have thrown mud on some
DIRTS: tuple[Colour, ...] = ((0.16, 0.13, 0.10), (0.22, 0.19, 0.15), (0.10, 0.095, 0.09), (0.24, 0.17, 0.11))


def fleet_materials(rng: np.random.Generator, paint: Material, state: State) -> dict[str, Material]:
    """Materials by the names that shapes use; families may add their own.

    ``paint`` with the marks of its years, ``paint_2`` and ``paint_3`` for roofs and liveries; lamps as
    ``lamp_materials`` lights them; ``glass``, ``glass_dark`` (privacy); ``rim`` and ``rim_2`` (its sides and dish);
    ``plastic``, ``plastic_grey``, ``dark``, ``gap``, ``rubber``, ``steel``, ``chrome``, ``mirror``, ``aluminium``,
    ``galvanized``, ``steel_rim``, ``rusty``, ``gloss`` (black), ``wood``, ``canvas``, ``cargo_white``; inside
    ``cloth``, ``leather``, ``cabin``, ``lining``; plates by ``plate_materials``.

    Args:
        paint: of the body, as ``car_paint`` makes it.
        state: which lamps are lit, and how dirty all of it is.
    """
    age = float(stream(rng, "age").beta(1.1, 2.2))
    dirt_color = DIRTS[int(stream(rng, "dirt").integers(len(DIRTS)))]
    made = {
        **_paints(stream(rng, "paints"), paint, state, age, dirt_color),
        **_glass(stream(rng, "glass")),
        **_metals(stream(rng, "metals")),
        **_dull(stream(rng, "dull"), age),
        **_inside(stream(rng, "inside")),
        **_cargo(stream(rng, "cargo")),
        **plate_materials(),
    }
    for name, share in DUSTY.items():
        made[name] = _dusted(made[name], share * state.dirt, dirt_color)
    return made | lamp_materials(stream(rng, "lamps"), state)


# How much of the dirt settles on what is no paint.
DUSTY = {
    **{"rubber": 0.3, "rim": 0.35, "rim_2": 0.4, "plastic": 0.3, "plastic_grey": 0.4, "dark": 0.4, "steel": 0.4},
    **{"chrome": 0.25, "galvanized": 0.4, "aluminium": 0.3, "canvas": 0.5, "cargo_white": 0.4},
    **{"plate_white": 0.25, "plate_yellow": 0.25},
}


def _paints(
    rng: np.random.Generator, paint: Material, state: State, age: float, dirt_color: Colour
) -> dict[str, Material]:
    marks: dict[str, float | Colour] = {
        "seed": float(rng.uniform(0.0, 10.0)),
        "dirt": state.dirt,
        "dirt_color": dirt_color,
        "mud": max(0.0, state.dirt - MUDDY) / (1.0 - MUDDY) * float(stream(rng, "mud").uniform(0.0, 1.2)),
        "fade": max(0.0, age - 0.5) * float(rng.uniform(0.0, 0.9)),
        "wear": age * float(rng.uniform(0.0, 1.0)) ** 2,
        "rust": max(0.0, age - 0.55) * float(rng.uniform(0.2, 1.2)) if rng.uniform() < 0.2 else 0.0,
    }
    house = COLOR_SHARES["bus"]
    names = rng.choice(list(house), size=2, p=np.array(list(house.values())) / sum(house.values()))
    second = "black" if rng.uniform() < 0.35 else "white" if rng.uniform() < 0.3 else str(names[0])
    solid = {
        key: replace(car_paint(stream(rng, key), color, "bus"), name=f"{color} {key}")
        for key, color in (("paint_2", second), ("paint_3", str(names[1])))
    }
    return {key: replace(one, params={**one.params, **marks}) for key, one in ({"paint": paint} | solid).items()}


def _glass(rng: np.random.Generator) -> dict[str, Material]:
    """Panes let through 70 % by law in front; behind, as dark as one likes."""
    tint, dark = float(rng.uniform(0.55, 0.85)), float(np.exp(rng.uniform(-3.2, -1.4)))
    green, blue = float(rng.uniform(0.0, 0.06)), float(rng.uniform(-0.03, 0.03))
    return {
        "glass": Material(
            "car glass", "glass", (tint * (1.0 - green), tint, tint * (1.0 - green / 2 + blue)), 0.0, 0.0, 1.52
        ),
        "glass_dark": Material("tinted glass", "glass", (dark * 0.97, dark, dark), 0.0, 0.0, 1.52),
        "lens": Material("lamp lens", "glass", _lens(rng), 0.0, 0.0, 1.45),
    }


def _lens(rng: np.random.Generator) -> Colour:
    """Clear, and yellow with age on some."""
    old = float(rng.uniform(0.2, 1.0)) if rng.uniform() < 0.15 else 0.0
    return (0.95 - 0.08 * old, 0.95 - 0.14 * old, 0.95 - 0.32 * old)


def _metals(rng: np.random.Generator) -> dict[str, Material]:
    style = float(rng.uniform())
    bright, dark = float(rng.uniform(0.42, 0.62)), float(np.exp(rng.uniform(-5.0, -3.0)))
    alloy = _metal("rim", bright, float(rng.uniform(0.22, 0.4)), 0.85, 0.5)
    black = _metal("dark rim", dark, float(rng.uniform(0.2, 0.5)), 0.3, 0.5)
    grey = _metal("grey rim", float(rng.uniform(0.1, 0.25)), 0.35, 0.7, 0.5)
    face, side = (
        (alloy, alloy)
        if style < 0.5
        else (alloy, black)
        if style < 0.68
        else (grey, grey)
        if style < 0.8
        else (black, black)
    )
    return {
        "rim": face,
        "rim_2": side,
        "steel": _metal("brake disc", float(rng.uniform(0.2, 0.36)), 0.4, 0.9),
        "caliper": Material("caliper", base_color=_caliper(rng), roughness=0.45, metallic=0.2),
        "steel_rim": _metal("steel rim", float(rng.choice([0.012, 0.28, 0.4])), 0.45, 0.4),
        "chrome": _metal("chrome", 0.73, 0.08),
        "mirror": _metal("mirror glass", 0.78, 0.02),
        "aluminium": _metal("aluminium", float(rng.uniform(0.45, 0.6)), float(rng.uniform(0.25, 0.45)), 0.95),
        "galvanized": _metal("galvanized steel", float(rng.uniform(0.30, 0.45)), 0.5, 0.8),
        "rusty": Material("rusty steel", base_color=(0.10, 0.045, 0.022), roughness=0.85, metallic=0.2),
    }


def _caliper(rng: np.random.Generator) -> Colour:
    """Bare iron, some painted."""
    colors: tuple[Colour, ...] = ((0.12, 0.11, 0.10), (0.40, 0.012, 0.012), (0.60, 0.42, 0.02), (0.02, 0.06, 0.30))
    return colors[int(rng.choice(4, p=[0.86, 0.09, 0.03, 0.02]))]


def _metal(name: str, grey: float, roughness: float, metallic: float = 1.0, coat: float = 0.0) -> Material:
    return Material(name, "principled", (grey, grey * 1.01, grey * 1.03), metallic, roughness, coat=coat)


def _dull(rng: np.random.Generator, age: float) -> dict[str, Material]:
    """Plastics go grey in the sun."""
    bleached = 0.012 + 0.03 * age * float(rng.uniform())
    return {
        "plastic": _plain("black plastic", bleached, float(rng.uniform(0.4, 0.6))),
        "plastic_grey": _plain("grey plastic", float(rng.uniform(0.06, 0.14)), 0.55),
        "gloss": Material("black gloss", base_color=(0.006, 0.006, 0.006), roughness=0.15, coat=1.0),
        "dark": _plain("underside", 0.008, 0.8),
        "gap": _plain("gap", 0.004, 0.9),
        "rubber": _plain("tyre", float(rng.uniform(0.012, 0.026)), float(rng.uniform(0.62, 0.8))),
    }


def _plain(name: str, grey: float, roughness: float) -> Material:
    return Material(name, base_color=(grey, grey, grey * 1.04), roughness=roughness)


def _inside(rng: np.random.Generator) -> dict[str, Material]:
    """Seats in black or grey for the most part, beige, brown, seldom red."""
    grey = float(np.exp(rng.uniform(-4.2, -1.8)))
    tones: tuple[Colour, ...] = (
        (grey, grey * 0.97, grey * 0.94),
        (0.36, 0.28, 0.19),
        (0.11, 0.05, 0.025),
        (0.20, 0.01, 0.01),
    )
    seat = tones[int(rng.choice(4, p=[0.76, 0.13, 0.08, 0.03]))]
    lining = (0.35, 0.34, 0.32) if rng.uniform() < 0.7 else (0.03, 0.03, 0.03)
    return {
        "cloth": Material("seat", base_color=seat, roughness=0.85),
        "leather": Material("leather", base_color=seat, roughness=0.45, coat=0.15),
        "cabin": _plain("cabin", float(rng.uniform(0.012, 0.04)), 0.7),
        "lining": Material("lining", base_color=lining, roughness=0.9),
    }


CANVASES: tuple[Colour, ...] = (
    *((0.62, 0.62, 0.60), (0.02, 0.06, 0.22), (0.30, 0.012, 0.014), (0.012, 0.07, 0.03), (0.16, 0.16, 0.17)),
    *((0.60, 0.40, 0.02), (0.50, 0.12, 0.01), (0.02, 0.02, 0.022), (0.05, 0.20, 0.40)),
)


def _cargo(rng: np.random.Generator) -> dict[str, Material]:
    canvas = np.array(CANVASES[int(rng.choice(len(CANVASES), p=[0.3, 0.16, 0.12, 0.1, 0.1, 0.06, 0.05, 0.05, 0.06]))])
    shade = np.clip(canvas * rng.uniform(0.8, 1.2, 3), 0.0, 0.85).tolist()
    white, wood = float(rng.uniform(0.62, 0.78)), float(rng.uniform(0.6, 1.2))
    return {
        "canvas": Material("tarpaulin", base_color=(shade[0], shade[1], shade[2]), roughness=0.45),
        "cargo_white": Material("box panel", base_color=(white, white, white * 0.98), roughness=0.3, coat=0.4),
        "wood": Material("planks", base_color=(0.20 * wood, 0.12 * wood, 0.06 * wood), roughness=0.7),
    }


def _dusted(material: Material, share: float, dirt: Colour) -> Material:
    """A material with a share of it under dirt, all over."""
    share = 0.75 * share
    r, g, b = ((1.0 - share) * own + share * dust for own, dust in zip(material.base_color, dirt, strict=True))
    return replace(
        material,
        base_color=(r, g, b),
        metallic=material.metallic * (1.0 - share),
        roughness=material.roughness + (0.85 - material.roughness) * share,
        coat=material.coat * (1.0 - share),
    )


PLATE_GROUNDS: Mapping[str, Colour] = {
    **{"white": (0.75, 0.75, 0.74), "yellow": (0.75, 0.50, 0.02), "blue": (0.012, 0.055, 0.36)},
    **{
        "black": (0.01, 0.01, 0.01),
        "red": (0.42, 0.012, 0.012),
        "green": (0.008, 0.10, 0.035),
        "mint": (0.30, 0.62, 0.36),
    },
}
PLATE_INKS: Mapping[str, Colour] = {
    **{"black": (0.008, 0.008, 0.009), "white": (0.75, 0.75, 0.74), "blue": (0.010, 0.03, 0.22)},
    **{"red": (0.30, 0.008, 0.01), "green": (0.006, 0.085, 0.03), "yellow": (0.75, 0.50, 0.02)},
}


def plate_materials() -> dict[str, Material]:
    """``plate_<colour>`` for grounds and ``plate_text_<colour>`` for what is written on them."""
    grounds = {
        f"plate_{name}": Material(f"{name} plate", base_color=color, roughness=0.35, coat=0.4)
        for name, color in PLATE_GROUNDS.items()
    }
    inks = {
        f"plate_text_{name}": Material(f"{name} plate text", base_color=color, roughness=0.4)
        for name, color in PLATE_INKS.items()
    }
    # Places that written plates take: assets.vehicles.plates.mounting.
    blanks = {key: Material(BLANK, params={"rear": rear}) for key, rear in ((BLANK, 0.0), (f"{BLANK}_rear", 1.0))}
    return grounds | inks | blanks
