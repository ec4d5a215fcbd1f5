"""Skies and surroundings.

``sites`` are whole places; ``buildings``, ``plants`` and ``furniture`` are what stands on them, ``surfaces`` what they
are laid with, ``panels``, ``turned``, ``letters`` and ``brands`` what all of them are put together from. Modules are
imported when they are first named.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from assets.environments import buildings, distractors, furniture, plants, rooms, sites, surfaces

__all__ = [
    "BUILT_IN",
    "LICENCE",
    "ORIGIN",
    "buildings",
    "distractors",
    "environment_names",
    "furniture",
    "plants",
    "rooms",
    "sites",
    "surfaces",
]

# Skies by photograph: the CC0 studio lights that come with Blender's wheel.
BUILT_IN = ("city", "courtyard", "forest", "interior", "night", "studio", "sunrise", "sunset")
LICENCE, ORIGIN = "CC0-1.0", "Blender's datafiles/studiolights/world"


def environment_names() -> tuple[str, ...]:
    """Names that a scene's ``hdri`` may take beside a path to an .exr or .hdr file."""
    return BUILT_IN


if not TYPE_CHECKING:

    def __getattr__(name: str) -> "ModuleType":
        if name not in __all__:
            raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
        return importlib.import_module(f"{__name__}.{name}")
