"""What a car is used for beside private driving, and how that shows: taxis, patrol cars, race and show cars, firms'."""

from dataclasses import dataclass

import numpy as np

from assets.vehicles.cars.dimensions import Proportions

TRADES = ("private", "stripes", "show", "race", "taxi", "patrol", "firm")
# How often each is met on photographs of cars: our estimate; people photograph race and show cars more than they meet.
SHARES = (0.66, 0.06, 0.05, 0.07, 0.05, 0.04, 0.07)
TAXI_YELLOW = 0.35  # of yellow cars


@dataclass(frozen=True)
class Trade:
    """Attributes:
    name: one of ``TRADES``.
    number: that a race car carries; ``word``: what a firm, a taxi or a patrol car has written on its doors.
    inks: skins of pictures, of words and of chequers, names of ``art_materials`` or of the fleet's.
    """

    name: str
    number: str
    word: str
    inks: tuple[str, str, str]


WORDS = {
    "taxi": ("TAXI", "CAB", "RADIO TAXI", "TAKSI", "CITY CAB"),
    "patrol": ("POLICE", "POLICIA", "POLIZIA", "PATROL", "SHERIFF", "POLISI", "SECURITY"),
    "firm": (
        "EXPRESS",
        "SERVICE",
        "RENTAL",
        "PIZZA",
        "PARCELS",
        "ELECTRIC",
        "CLEANING",
        "SOLAR",
        "DRIVING SCHOOL",
        "BANK",
    ),
    "race": ("RACING", "TURBO", "OIL", "TYRES", "SPORT", "MOTOR", "CUP", "RALLY", "DRIFT", "FUEL"),
}


def sample_trade(rng: np.random.Generator, p: Proportions, color: str) -> Trade:
    """One of them; open cars carry no roof signs, and yellow ones are taxis more often."""
    shares = dict(zip(TRADES, SHARES, strict=True))
    if p.open_top or p.soft_top:
        shares |= {"taxi": 0.0, "patrol": 0.0}
    if color == "yellow" and shares["taxi"]:
        shares["taxi"] = TAXI_YELLOW
    weights = np.array(list(shares.values()))
    name = str(rng.choice(TRADES, p=weights / weights.sum()))
    words = WORDS.get(name, WORDS["race"])
    inks = [f"art_{k}" for k in rng.permutation(5)[:3]]
    if name == "taxi":
        inks = ["gloss" if color != "black" else "cargo_white", "gloss" if color != "black" else "art_0", "cargo_white"]
    return Trade(
        name, str(int(rng.integers(1, 100))), str(words[int(rng.integers(len(words)))]), (inks[0], inks[1], inks[2])
    )
