"""What a figure wears, and in which colours."""

from dataclasses import dataclass

import numpy as np

from assets.faces.look import MONK_ALBEDO
from assets.materials import Colour, Material
from assets.people.build import Build
from assets.random import stream

# Diffuse albedo (linear RGB) of hair, by how common it is among adults worldwide; estimates.
HAIR_ALBEDO: tuple[tuple[Colour, float, bool], ...] = (
    ((0.008, 0.007, 0.006), 4.0, False),
    ((0.022, 0.014, 0.009), 3.0, False),
    ((0.060, 0.034, 0.018), 1.6, True),
    ((0.260, 0.170, 0.080), 1.2, True),
    ((0.150, 0.050, 0.018), 0.4, True),
)
# What does not vary: base colour and roughness.
PLAIN: dict[str, tuple[Colour, float]] = {
    "eyes": ((0.06, 0.05, 0.045), 0.25),
    "visor": ((0.012, 0.012, 0.014), 0.08),
    "vent": ((0.010, 0.010, 0.010), 0.7),
    "phone": ((0.010, 0.010, 0.012), 0.15),
}


@dataclass(frozen=True)
class Outfit:
    """Attributes:
    top: ``t_shirt``, ``shirt``, ``hoodie``, ``jacket`` or ``coat``.
    bottom: ``trousers``, ``jeans``, ``shorts`` or ``skirt``.
    hair: ``bald``, ``buzz``, ``short``, ``medium``, ``long``, ``bun``, ``ponytail`` or ``afro``.
    hat: ``none``, ``cap``, ``beanie``, or the helmets ``bicycle``, ``open`` and ``full``.
    sleeve: where the sleeve ends, 1 at the elbow, 2 at the wrist.
    hem: 0 short .. 1 long, of the top.
    leg: 0 short .. 1 long, of shorts and skirts.
    wide: 0 tight .. 1 wide.
    open_front: a jacket or coat that shows what is under it.
    tucked: the top is worn inside the waistband.
    boots: shoes that reach above the ankle.
    bag: ``none``, ``backpack``, ``tote`` or ``shoulder``.
    length: 0 short .. 1 long, of hair; also the size of bags.
    beard: around the mouth and along the jaw.
    colors: linear RGB by ``top``, ``under``, ``bottom``, ``shoe``, ``sole``, ``hair``, ``hat``, ``bag``,
        ``helmet``, ``skin``.
    seed: moves the patterns of the fabrics.
    """

    top: str
    bottom: str
    hair: str
    hat: str
    sleeve: float
    hem: float
    leg: float
    wide: float
    open_front: bool
    tucked: bool
    boots: bool
    bag: str
    length: float
    beard: bool
    colors: dict[str, Colour]
    seed: float

    def material(self, key: str) -> Material:
        """How a part of the outfit looks."""
        if key in PLAIN:
            color, roughness = PLAIN[key]
            return Material(key, base_color=color, roughness=roughness)
        color = self.colors[{"brow": "hair"}.get(key, key)]
        if key == "skin":
            return Material("skin", base_color=color, roughness=0.5)
        if key in ("hair", "brow"):
            return Material(key, base_color=color, roughness=0.55)
        if key in ("shoe", "sole", "helmet"):
            return Material(key, base_color=color, roughness=0.25 if key == "helmet" else 0.55)
        thread = 0.003 if key == "top" and self.top == "hoodie" else 0.0015
        return Material(key, "cloth", color, roughness=0.9, params={"thread_m": thread, "seed": self.seed})


def random_outfit(rng: np.random.Generator, build: Build) -> Outfit:
    """Street clothes that go with the age and the gender presentation."""
    feminine, child = build.gender, build.age_years < 13.0
    warm = stream(rng, "season").random()  # 0 summer .. 1 winter: long sleeves go with long legs
    pick = stream(rng, "pieces")
    top = _pick(
        pick,
        {
            "t_shirt": 3.0 * (1.0 - warm) ** 1.5,
            "shirt": 1.0,
            "hoodie": 1.6 * warm,
            "jacket": 2.4 * warm,
            "coat": 1.8 * warm**2 * (not child),
        },
    )
    bottom = _pick(
        pick,
        {
            "trousers": 1.6,
            "jeans": 2.0,
            "shorts": 1.6 * (1.0 - warm) ** 2 * (1.3 if child else 1.0),
            "skirt": 1.1 * feminine**2 * (1.2 - warm),
        },
    )
    short = top == "t_shirt" or (top == "shirt" and pick.random() < 0.4)
    hat = _pick(pick, {"none": 7.0, "cap": 1.0, "beanie": 1.6 * warm**2})
    bag = _pick(pick, {"none": 3.0, "backpack": 1.0 + child, "tote": 0.5 * (not child), "shoulder": 0.8 * (not child)})
    return Outfit(
        top,
        bottom,
        _hair_style(stream(rng, "hair"), build),
        hat,
        sleeve=float(pick.uniform(0.45, 0.85)) if short else float(pick.uniform(1.88, 2.0)),
        hem=float(pick.uniform()),
        leg=float(pick.uniform()),
        wide=float(pick.beta(1.2, 2.2)),
        open_front=top in ("jacket", "coat") and bool(pick.random() < 0.45),
        tucked=top in ("t_shirt", "shirt") and (bottom == "skirt" or bool(pick.random() < 0.3)),
        boots=bool(pick.random() < 0.2 * warm + 0.08 * feminine),
        bag=bag,
        length=float(pick.uniform()),
        beard=bool(stream(rng, "beard").random() < 0.3 * (1.0 - feminine) ** 3 * (build.age_years > 20.0)),
        colors=_colors(rng, build, bottom),
        seed=float(pick.uniform(0.0, 50.0)),
    )


def _hair_style(rng: np.random.Generator, build: Build) -> str:
    feminine, masculine = build.gender, 1.0 - build.gender
    return _pick(
        rng,
        {
            "bald": masculine * float(np.clip((build.age_years - 25.0) / 60.0, 0.0, 1.0)),
            "buzz": 1.2 * masculine,
            "short": 3.0 * masculine + 0.4 * feminine,
            "medium": 0.4 * masculine + 1.5 * feminine,
            "long": 0.05 + 2.2 * feminine,
            "bun": 0.8 * feminine,
            "ponytail": 1.2 * feminine,
            "afro": 0.3,
        },
    )


def _colors(rng: np.random.Generator, build: Build, bottom: str) -> dict[str, Colour]:
    out = {key: cloth_color(stream(rng, key)) for key in ("top", "under", "hat", "bag", "helmet")}
    other = stream(rng, "bottom")
    out["bottom"] = _denim(other) if bottom == "jeans" else cloth_color(other, dark=0.7)
    shoe = stream(rng, "shoe")
    out["shoe"] = cloth_color(shoe, dark=0.6)
    out["sole"] = (0.55, 0.54, 0.51) if shoe.random() < 0.5 else (0.02, 0.02, 0.02)
    tone = stream(rng, "tone")
    monk = int(tone.integers(1, 11))
    jitter = float(np.exp(tone.normal(0.0, 0.06)))
    red, green, blue = (float(value) * jitter for value in MONK_ALBEDO[monk])
    out["skin"] = (red, green, blue)
    out["hair"] = _hair_color(stream(rng, "hair color"), build.age_years, monk)
    return out


def cloth_color(rng: np.random.Generator, dark: float = 0.4) -> Colour:
    """Linear RGB: mostly dark and grey, sometimes light, now and then loud; less so the more are ``dark``."""
    kind, hue = rng.random(), float(rng.normal(0.62, 0.2)) % 1.0
    if kind < dark:
        return _hue(hue, 0.45 * float(rng.uniform()), float(np.exp(rng.uniform(-4.4, -2.4))))
    if kind < 1.0 - 0.55 * (1.0 - dark) ** 1.5:
        return _hue(hue if rng.random() < 0.5 else 0.09, 0.3 * float(rng.uniform()), float(rng.uniform(0.10, 0.7)))
    return _hue(float(rng.uniform()), float(rng.beta(4.0, 2.2)), float(np.exp(rng.uniform(-2.8, -0.7))))


def _denim(rng: np.random.Generator) -> Colour:
    worn = float(rng.beta(1.4, 2.4))
    if rng.random() < 0.2:
        return (0.012, 0.012, 0.014)
    return (0.014 + 0.19 * worn, 0.025 + 0.26 * worn, 0.065 + 0.36 * worn)


def _hue(hue: float, saturation: float, value: float) -> Colour:
    ramp = np.clip(np.abs((hue + np.array([0.0, 2.0 / 3.0, 1.0 / 3.0])) % 1.0 * 6.0 - 3.0) - 1.0, 0.0, 1.0)
    red, green, blue = (float(value * (1.0 - saturation * (1.0 - channel))) for channel in ramp)
    return (red, green, blue)


def _hair_color(rng: np.random.Generator, age_years: float, monk: int) -> Colour:
    if rng.random() < np.clip((age_years - 38.0) / 40.0, 0.0, 0.95):
        grey = float(rng.uniform(0.10, 0.5))
        return (grey, grey * 0.98, grey * 0.95)
    rare = float(np.clip((6.0 - monk) / 5.0, 0.03, 1.0))
    weights = {str(k): share * (rare if light else 1.0) for k, (_, share, light) in enumerate(HAIR_ALBEDO)}
    return HAIR_ALBEDO[int(_pick(rng, weights))][0]


def _pick(rng: np.random.Generator, weights: dict[str, float]) -> str:
    values = np.array(list(weights.values()), np.float64)
    return str(rng.choice(list(weights), p=values / values.sum()))
