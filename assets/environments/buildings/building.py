"""Buildings that line a street. The front is on x = 0 and looks along +x; the body lies behind, centred on y = 0."""

from collections.abc import Callable

import numpy as np

from assets.asset import Asset
from assets.environments.buildings.houses import garden_house, house
from assets.environments.buildings.lots import Body, Lot
from assets.environments.buildings.offices import office, tower, warehouse
from assets.environments.buildings.row_houses import shop, stucco, terrace
from assets.environments.panels import scenery
from assets.errors import AssetError

STYLES = ("terrace", "stucco", "shop", "office", "tower", "house", "garden", "warehouse")
FLOORS = {  # lowest and highest usual number
    "terrace": (2, 4),
    "stucco": (3, 6),
    "shop": (2, 5),
    "office": (3, 9),
    "tower": (9, 24),
    "house": (1, 3),
    "garden": (1, 3),
    "warehouse": (1, 2),
}
SHARES = (0.2, 0.22, 0.22, 0.16, 0.08, 0.0, 0.08, 0.04)  # along a closed street, in the order of the styles


_BUILDERS: dict[str, Callable[[np.random.Generator, Lot], Body]] = {
    "terrace": terrace,
    "stucco": stucco,
    "shop": shop,
    "office": office,
    "tower": tower,
    "house": house,
    "garden": garden_house,
    "warehouse": warehouse,
}


def building(
    rng: np.random.Generator,
    width_m: float,
    depth_m: float,
    floors: int | None = None,
    style: str | None = None,
    night: bool = False,
) -> Asset:
    """A building as wide and deep as its lot; roofs, sills and awnings reach out a little over the front.

    Args:
        floors: the ground floor included; None for what the style usually has.
        style: one of ``STYLES``, or None for any. A ``garden`` is a house behind a garden whose fence is on x = 0.
        night: rooms are lit, in part.

    Raises:
        AssetError: no such style, or a lot below 4 by 4 m.
    """
    style = style or str(rng.choice(STYLES, p=SHARES))
    if style not in STYLES:
        raise AssetError(f"building: expected a style among {', '.join(STYLES)}, got '{style}'")
    if min(width_m, depth_m) < 4.0:
        raise AssetError(f"building: expected a lot of 4 m or more each way, got {width_m} by {depth_m}")
    low, high = FLOORS[style]
    lot = Lot(width_m, depth_m, floors or int(rng.integers(low, high + 1)), night)
    body = _BUILDERS[style](rng, lot)
    return scenery(f"{style} building", body.flat, body.materials)
