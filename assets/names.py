"""What to say about a name that is not known."""

import difflib
from collections.abc import Iterable

from assets.errors import AssetError

MOST = 200  # characters of a name that is worth comparing


def nearest(wanted: object, known: Iterable[str]) -> str:
    """`` (did you mean 'color'?)`` where something known is near, else nothing."""
    text = str(wanted)
    if len(text) > MOST:
        return ""
    close = difflib.get_close_matches(text, list(known), n=1, cutoff=0.5)
    return f" (did you mean '{close[0]}'?)" if close else ""


def expect_name(name: str, known: Iterable[str], key: str) -> str:
    """The name, if it is known.

    Raises:
        AssetError: it is not; the message names the nearest one.
    """
    names = tuple(known)
    if name not in names:
        raise AssetError(f"{key}: expected one of {', '.join(names)}, got '{name}'{nearest(name, names)}")
    return name
