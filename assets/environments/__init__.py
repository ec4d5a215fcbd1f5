"""Skies and surroundings.

``sites`` are whole places; ``buildings``, ``plants`` and ``furniture`` are what stands on them, ``surfaces`` what they
are laid with, ``panels``, ``turned`` and ``letters`` what all of them are put together from.
"""

# Skies by photograph: the CC0 studio lights that come with Blender's wheel.
BUILT_IN = ("city", "courtyard", "forest", "interior", "night", "studio", "sunrise", "sunset")
LICENCE, ORIGIN = "CC0-1.0", "Blender's datafiles/studiolights/world"


def environment_names() -> tuple[str, ...]:
    """Names that a scene's ``hdri`` may take beside a path to an .exr or .hdr file."""
    return BUILT_IN
