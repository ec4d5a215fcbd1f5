"""Texts on buses and vans: routes, destinations, trades. Places and firms are made up of syllables."""

import numpy as np

STARTS = ("NOR", "SU", "KAL", "MAR", "BEL", "TOR", "LIN", "HAL", "VER", "OST", "RO", "SAN", "WEL", "GAR", "PRE", "MON")
ENDS = ("TON", "BURG", "FELD", "VILLE", "MAR", "DORP", "LEY", "HAM", "STAD", "PORT", "VIA", "GRAD", "FORD", "ICE")
PLACES = ("CENTRAL", "STATION", "HARBOUR", "HOSPITAL", "AIRPORT", "UNIVERSITY", "CITY", "PARK", "MARKET")
TRADES = ("EXPRESS", "CARGO", "LOGISTICS", "FRESH", "ELECTRIC", "BAKERY", "RENTAL", "FLOWERS", "SERVICE", "PARCELS")
TRAVEL = ("TOURS", "TRAVEL", "LINES", "COACHES", "REISEN", "VIAJES")


def route(rng: np.random.Generator) -> str:
    """A line's number."""
    number = str(int(rng.integers(1, 100 if rng.uniform() < 0.7 else 900)))
    return number + str(rng.choice(["", "", "", "", "A", "B", "X"]))


def town(rng: np.random.Generator) -> str:
    """A made-up name."""
    return f"{rng.choice(STARTS)}{rng.choice(ENDS)}"


def towards(rng: np.random.Generator) -> str:
    """A destination."""
    return str(rng.choice(PLACES)) if rng.uniform() < 0.35 else town(rng)


def firm(rng: np.random.Generator, travel: bool) -> str:
    """What is written on the flank."""
    kind = str(rng.choice(TRAVEL if travel else TRADES))
    return kind if rng.uniform() < 0.25 else town(rng) if rng.uniform() < 0.35 else f"{town(rng)} {kind}"
