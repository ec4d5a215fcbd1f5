"""Labelled parts by what materials and objects are called."""

import re
from collections.abc import Sequence

VEHICLES = ("car", "truck", "bus", "motorcycle", "bicycle")

# The first that a name holds decides; whole words, or the start of one.
WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("plate", ("plate", "numberplate", "licenseplate", "license", "licence")),
    ("mirror", ("mirror",)),
    ("light", ("light", "headlight", "taillight", "lamp", "headlamp", "taillamp", "blinker", "indicator", "bulb")),
    ("window", ("window", "windshield", "windscreen", "glass", "pane")),
    ("wheel", ("wheel", "tire", "tyre", "rim", "hub", "spoke")),
    ("grille", ("grill", "grille")),
    ("interior", ("interior", "seat", "dash", "cockpit", "steering", "cabin")),
    ("saddle", ("saddle",)),
    ("handlebar", ("handlebar", "handle_bar")),
    ("cargo", ("cargo", "trailer", "container", "tank", "load", "bed", "box")),
    ("trim", ("trim", "bumper", "underbody", "chassis", "exhaust")),
)
STUFFS = (("trim", ("chrome", "plastic", "rubber")),)  # say less than what the thing is called


def part_of(category: str, material: str, thing: str) -> str:
    """The part that faces of a material on an object belong to.

    Vehicles have the parts of the built-in ones, ``body`` where no name says otherwise. Parts of other things are
    called as their materials are, or as the thing is where a material has no name.
    """
    if category not in VEHICLES:
        return _slug(material) or _slug(thing) or category
    found = (_meant(name, words) for words in (WORDS, STUFFS) for name in (material, thing))
    return next((part for part in found if part), "body")


def _meant(name: str, table: Sequence[tuple[str, Sequence[str]]]) -> str:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)  # WindShield is one word or two
    words = re.findall(r"[a-z]+", f"{name} {apart}".lower())
    for part, known in table:
        if any(word == start or (len(start) > 3 and word.startswith(start)) for word in words for start in known):
            return part
    return ""


def _slug(name: str) -> str:
    """Lower case with underscores, without the numbers that programs put behind copies."""
    plain = re.sub(r"\.\d+$", "", name).lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]
