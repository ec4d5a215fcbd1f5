"""National layouts of number plates as data: sizes, grounds, and what is written on them. No emblems."""

import re
from dataclasses import dataclass

import numpy as np

from assets.vehicles.lettering import PLAIN, Face

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
KINDS = ("car", "truck", "bus", "motorcycle")
CAR, HEAVY, CYCLE, FOUR = ("car",), ("truck", "bus"), ("motorcycle",), ("car", "truck", "bus")
GERMAN = Face(0.63, 0.13, 0.55, 0.15)
ROUND = Face(0.52, 0.12, 1.0, 0.15)
TALL = Face(0.45, 0.115, 1.0, 0.12)
NARROW = Face(0.50, 0.12, 0.7, 0.13)
BOLD = Face(0.62, 0.17, 0.6, 0.13)


@dataclass(frozen=True)
class Layout:
    """Attributes:
    name: of the country or its group.
    kinds: vehicles that carry it.
    weight: how often it is met, relative to the other layouts of a kind.
    size: width and height, metres.
    patterns: rows joined by ``|``; @ is a letter, # a digit, % a digit but 0, [a b] one of the words.
    rows: height of the letters of each row, by the plate's.
    ground, ink: names of colours; ``ground_rear`` where the rear plate differs.
    band: ``left``, ``both`` or ``top`` for a blue band; ``stripe_...`` for a stripe in a colour along the top.
    code: small letters on the band.
    """

    name: str
    kinds: tuple[str, ...]
    weight: float
    size: tuple[float, float]
    patterns: tuple[str, ...]
    rows: tuple[float, ...] = (0.68,)
    ground: str = "white"
    ink: str = "black"
    ground_rear: str = ""
    band: str = ""
    code: str = ""
    face: Face = PLAIN
    border: bool = True


EU, US, UK, SQUARE = (0.52, 0.11), (0.305, 0.152), (0.52, 0.111), (0.22, 0.20)
CHINA, INDIA, JAPAN = (0.44, 0.14), (0.50, 0.12), (0.33, 0.165)
JAPAN_ROWS = (0.22, 0.44)
REGION = "[京 川 吉 甘 云]"
INDIAN = "[MH DL KA TN UP GJ]"
RUSSIA = "[A B E K M H O P C T Y X]###[AB EK MH CT PX] [77 99 78 50 23]"
GERMANY = "[B M K S F HH DD HB MA OS WI KA LB] [@ @@ @@] [### #### ##]"
# Sizes: the countries' vehicle registration rules. Weights: about how many of the world's photographs of streets come
# from where, as we guess it.
LAYOUTS = (
    Layout("germany", FOUR, 9, EU, (GERMANY,), (0.70,), band="left", code="D", face=GERMAN),
    Layout("france", FOUR, 5, EU, ("@@-###-@@",), (0.70,), band="both", code="F", face=NARROW, border=False),
    Layout("italy", FOUR, 4, EU, ("@@ ###@@",), (0.70,), band="both", code="I", border=False),
    Layout("spain", FOUR, 4, EU, ("#### @@@",), (0.70,), band="left", code="E"),
    Layout("poland", FOUR, 3, EU, ("@@ #####", "@@@ #@##"), (0.70,), band="left", code="PL", face=NARROW),
    Layout("sweden", FOUR, 2, EU, ("@@@ ##[# @]",), (0.68,), band="left", code="S"),
    Layout("belgium", FOUR, 2, EU, ("[1 2]-@@@-###",), (0.66,), ink="red", band="left", code="B"),
    Layout("netherlands", FOUR, 3, EU, ("@@-###-@", "%-@@@-##"), (0.66,), "yellow", band="left", code="NL"),
    Layout("norway", FOUR, 1, EU, ("@@ #####",), (0.68,), band="left", code="N", face=ROUND),
    Layout("europe", CYCLE, 12, SQUARE, ("[B M K HH] @|[### ##]",), (0.33, 0.33), band="", face=GERMAN),
    Layout("united kingdom", FOUR, 8, UK, ("@@## @@@",), (0.71,), ground_rear="yellow", face=BOLD, border=False),
    Layout("united kingdom", CYCLE, 4, (0.228, 0.178), ("@@##|@@@",), (0.36, 0.36), ground_rear="yellow", face=BOLD),
    Layout("united states", CAR, 9, US, ("%@@@###", "@@@ ####", "@@@-###"), (0.46,), band="stripe_blue", face=TALL),
    Layout("united states", CAR, 3, US, ("@@@ ####", "###-@@@"), (0.46,), ink="blue", face=TALL),
    Layout("united states", CAR, 2, US, ("@@@ ####", "@@@-####"), (0.46,), ink="red", face=TALL),
    Layout("united states", CAR, 2, US, ("@@@ ####", "### @@@"), (0.46,), "yellow", "blue", face=TALL),
    Layout("united states", CAR, 2, US, ("@@@ ####", "### @@@"), (0.46,), "blue", "white", face=TALL),
    Layout("united states", CAR, 2, US, ("@@@-####",), (0.46,), ink="green", band="stripe_green", face=TALL),
    Layout("united states", CAR, 1, US, ("@@@ ####",), (0.46,), "black", "yellow", face=TALL),
    Layout("united states", HEAVY, 12, US, ("%@#####", "@ ## ##@", "#######"), (0.46,), ink="blue", face=TALL),
    Layout("united states", CYCLE, 8, (0.178, 0.102), ("##@####", "@####"), (0.46,), ink="blue", face=TALL),
    Layout("brazil", FOUR, 4, (0.40, 0.13), ("@@@#@##",), (0.50,), band="top", face=NARROW),
    Layout("brazil", CYCLE, 4, (0.20, 0.17), ("@@@|#@##",), (0.32, 0.32), band="top", face=NARROW),
    Layout("japan", CAR, 5, JAPAN, ("[山口 八王子 品川 川口] [3 5]##|[つ て と り] ##-##",), JAPAN_ROWS, ink="green"),
    Layout("japan", CAR, 2, JAPAN, ("[山口 八王子 品川] 58#|[そ に も ろ] ##-##",), JAPAN_ROWS, "yellow"),
    Layout("japan", HEAVY, 5, JAPAN, ("[山口 品川 川口] 1##|[つ り ろ] ##-##",), JAPAN_ROWS, "green", "white"),
    Layout("japan", CYCLE, 4, (0.23, 0.125), ("[品川 山口]|[つ も] ##-##",), (0.24, 0.44), ink="green"),
    Layout("china", CAR, 6, CHINA, (f"{REGION}@·@####", f"{REGION}@·##@##"), (0.64,), "blue", "white"),
    Layout("china", CAR, 2, (0.48, 0.14), ("[京 川 吉 云]@·[D F]#####",), (0.64,), "mint"),
    Layout("china", HEAVY, 6, CHINA, (f"{REGION}@·@####",), (0.64,), "yellow"),
    Layout("china", CYCLE, 4, (0.22, 0.14), ("[京 川 云]·@|#####",), (0.28, 0.42), "yellow"),
    Layout("korea", FOUR, 2, (0.52, 0.11), ("[## ###] [가 나 다 마 거 고 노 누 도] ####",), (0.72,)),
    Layout("india", CAR, 5, INDIA, (f"{INDIAN} ## @@ ####",), (0.58,), face=NARROW),
    Layout("india", HEAVY, 6, INDIA, (f"{INDIAN} ## @ ####",), (0.58,), "yellow", face=NARROW),
    Layout("india", CYCLE, 6, (0.20, 0.10), ("[MH DL KA TN] ## @@|####",), (0.34, 0.38), face=NARROW),
    Layout("russia", FOUR, 3, (0.52, 0.112), (RUSSIA,), (0.66,)),
    Layout("turkey", FOUR, 2, EU, ("[34 06 35 16] @@@ ##", "[34 06 07 41] @@ ###"), (0.70,), band="left", code="TR"),
    Layout("australia", FOUR, 2, (0.372, 0.134), ("@@@ ##@", "##@ #@@"), (0.55,), face=ROUND),
    Layout("australia", CAR, 1, (0.372, 0.134), ("###·@@#",), (0.55,), "yellow", "black", face=ROUND),
    Layout("israel", FOUR, 1, EU, ("##-###-##", "###-##-###"), (0.68,), "yellow", band="left", code="IL"),
    Layout("argentina", FOUR, 1, (0.294, 0.129), ("@@@ ###",), (0.50,), "black", "white", face=NARROW),
    Layout("south asia", CYCLE, 4, (0.28, 0.20), ("[59 29 51]-@#|###.##",), (0.33, 0.33)),
)  # fmt: skip


def write(rng: np.random.Generator, pattern: str) -> str:
    """A text that fits the pattern: see ``Layout.patterns``."""

    def draw(match: re.Match[str]) -> str:
        if match[1]:
            return write(rng, str(rng.choice(match[1].split(" "))))
        return str(rng.choice(list({"@": LETTERS, "#": "0123456789", "%": "123456789"}[match[0]])))

    return re.sub(r"\[([^\]]*)\]|[@#%]", draw, pattern)
