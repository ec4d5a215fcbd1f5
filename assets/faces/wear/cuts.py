"""How garments are cut: where they end at the neck, at the arms and in front, as fields on the base mesh."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.faces.limbs import FOREARM, aside, before_elbow
from assets.faces.look import Look
from assets.faces.wear import tailoring

type Points = NDArray[np.float32]

SKIN_BELOW_M = 0.02  # body skin further below the neckline than this is left out: nothing shows through cloth
SKIN_BELOW_STRAPS_M = 0.008  # where cloth is cut out around arms that may be raised


@dataclass(frozen=True)
class Cut:
    """How a garment is cut, metres on the base mesh.

    Attributes:
        height: of the neckline's plane at the neck's axis.
        slope: of that plane, front lower.
        gap: to the body.
        collar: height of the band around the neck; 0 for none.
        thread: of its cloth.
        plain: chance that the cloth has no pattern.
    """

    height: float
    slope: float
    gap: float
    collar: float
    thread: float
    plain: float = 1.0


CUTS = {
    "t_shirt": Cut(0.580, -0.52, 0.005, 0.013, 0.0011, 0.75),
    "shirt": Cut(0.592, -0.36, 0.005, 0.0, 0.0007, 0.45),
    "suit": Cut(0.592, -0.36, 0.005, 0.0, 0.0007, 0.7),
    "hoodie": Cut(0.583, -0.50, 0.012, 0.016, 0.0016),
    "sweater": Cut(0.588, -0.46, 0.010, 0.022, 0.0032, 0.8),
    "turtleneck": Cut(0.600, -0.38, 0.008, 0.055, 0.0026),
    "jacket": Cut(0.580, -0.52, 0.005, 0.013, 0.0011, 0.75),
    "vest": Cut(0.585, -0.45, 0.005, 0.013, 0.0011, 0.8),
    "dress": Cut(0.480, 0.0, 0.004, 0.0, 0.0008, 0.5),
}
JACKET = Cut(0.586, -0.40, 0.013, 0.0, 0.0008)
HEM_M = 0.05  # where tops end below
FOREARM_M = 0.10  # where sleeves of the bust end, beyond the elbow: ``lower`` or ``held`` go on
HUNG_M = {
    "dress": (CUTS["dress"].height, 0.020),
    "t_shirt": (0.535, 0.027),
}  # neckline, and half width of straps, without sleeves
SLEEVES_OF = {"t_shirt": ("none", "short", "long"), "shirt": ("long", "short"), "vest": ("long", "short")}
SHORT_M = {"t_shirt": 0.075, "shirt": 0.045, "vest": 0.075}  # where short sleeves end, above the elbow
FLARE_M = 0.10, 0.011  # over the last stretch of a short sleeve, at its end


def name_of(look: Look) -> str:
    """The garment that is worn: hoods belong to hoodies."""
    return "hoodie" if look.headwear == "hood" else look.garment


def gap_of(look: Look) -> float:
    """How far the outermost cloth stands off the body, metres."""
    return JACKET.gap if name_of(look) in ("suit", "jacket", "vest") else CUTS[name_of(look)].gap


def sleeves_of(look: Look) -> str:
    """The sleeves that are worn: what the garment cannot have becomes what it has."""
    garment = name_of(look)
    if garment == "dress":
        return "none"
    known = SLEEVES_OF.get(garment, ("long",))
    return look.sleeves if look.sleeves in known else known[-1]


def height_above(rest: Points, garment: str, sleeves: str) -> NDArray[np.float32]:
    """(V,) metres beyond a garment's neckline and sleeves of points of the base mesh; negative where it covers them."""
    if sleeves == "none":
        return _hung_height(rest, *HUNG_M[garment])
    out = _plane(rest, CUTS[garment])
    out = np.maximum.reduce([out, HEM_M - rest[:, 2], _beyond_forearm(rest)])
    if sleeves == "short":
        out = np.maximum(out, np.minimum(aside(rest), SHORT_M[garment] - before_elbow(rest)))
    return np.asarray(out, np.float32)


def _beyond_forearm(rest: Points) -> NDArray[np.float32]:
    """(V,) metres beyond where the bust's sleeves end; negative before."""
    return np.asarray(np.minimum(aside(rest), -before_elbow(rest, FOREARM) - FOREARM_M), np.float32)


def flare(rest: Points, garment: str) -> NDArray[np.float32]:
    """(V,) metres that a short sleeve stands off the arm beyond its garment's gap: it hangs open at its end."""
    along = (SHORT_M[garment] + FLARE_M[0] - before_elbow(rest)) / FLARE_M[0]
    return np.asarray(FLARE_M[1] * np.clip(along, 0.0, 1.0) * (aside(rest) > 0.0), np.float32)


def _plane(rest: Points, cut: Cut) -> NDArray[np.float32]:
    shoulders = 4.0 * rest[:, 1] ** 2  # the cut rises to the sides, over the shoulders
    out: NDArray[np.float32] = rest[:, 2] - (cut.height + cut.slope * (rest[:, 0] - 0.015)) - shoulders
    return out


def _hung_height(rest: Points, height: float, half: float) -> NDArray[np.float32]:
    """Above a neckline across the chest, but for straps over the shoulders; bare arms.

    Args:
        height: of the neckline.
        half: of a strap's width.
    """
    x, y, z = rest.T
    side = np.abs(y)
    body = z - (height + 0.02 * np.cos(side / 0.035) * (x > 0.0))
    strap = np.abs(side - 0.082) - half
    return np.asarray(np.maximum.reduce([np.minimum(body, strap), aside(rest), HEM_M - z]), np.float32)


def jacket_height(rest: Points) -> NDArray[np.float32]:
    """As a shirt's, with a deep opening in front."""
    opening = tailoring.opening_half(rest[:, 2]) - np.abs(rest[:, 1])
    front = np.where(rest[:, 0] > 0.012, opening, -1.0)
    out = np.maximum.reduce([_plane(rest, JACKET), front, HEM_M - rest[:, 2], _beyond_forearm(rest)])
    return np.asarray(out, np.float32)


def vest_height(rest: Points) -> NDArray[np.float32]:
    """As a jacket's, without sleeves, closed from the chest down."""
    x, y, z = rest.T
    opening = np.where((x > 0.012) & (z > 0.44), 0.25 * (z - 0.44) + 0.004 - np.abs(y), -1.0)
    arm = np.abs(y) - (0.150 + 0.35 * np.maximum(0.0, 0.50 - z))
    return np.asarray(np.maximum.reduce([_plane(rest, JACKET), opening, arm, HEM_M - z]), np.float32)
