"""Fields of a scene's parameters: a default, which is a distribution, and a domain."""

from typing import Any

from pydantic import Field

from scenes.domain import Domain


def number(default: object, low: float, high: float, unit: str = "", help: str = "", auto: bool = False) -> Any:
    """A field for a real number within bounds; with ``auto`` it may be left to the scene."""
    return _field(default, Domain("number", low, high, unit=unit, auto=auto), help)


def integer(default: object, low: int, high: int, unit: str = "", help: str = "") -> Any:
    """A field for a whole number within bounds."""
    return _field(default, Domain("integer", low, high, unit=unit), help)


def name(
    default: object,
    options: tuple[str, ...],
    open: bool = False,
    help: str = "",
    auto: bool = False,
    library: tuple[str, ...] = (),
) -> Any:
    """A field for one of some names; with ``open`` also for a path or another name; with ``auto`` as for numbers.

    With ``library`` it may also be an asset of the user's library, of one of these categories; ``("*",)`` for any.
    """
    return _field(default, Domain("name", options=options, open=open, auto=auto, library=library), help)


def _field(default: object, domain: Domain, help: str) -> Any:
    return Field(default=domain.read(default), description=help, json_schema_extra={"domain": domain})  # type: ignore[dict-item]
