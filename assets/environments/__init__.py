"""Skies and surroundings. The built-in ones are the CC0 studio lights that come with Blender's wheel."""

BUILT_IN = ("city", "courtyard", "forest", "interior", "night", "studio", "sunrise", "sunset")
LICENCE, ORIGIN = "CC0-1.0", "Blender's datafiles/studiolights/world"


def environment_names() -> tuple[str, ...]:
    """Names that a scene's ``hdri`` may take beside a path to an .exr or .hdr file."""
    return BUILT_IN
