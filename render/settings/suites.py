"""What a run that is a suite asks of its other settings."""

from collections.abc import Mapping
from typing import Any

from assets import ConfigError
from assets.reading import shown
from scenes import SceneParams
from scenes.vary.design import Plan, Suite, read_suite


def settled(
    suite: Suite, params: Mapping[str, SceneParams], balance: Mapping[str, Mapping[str, Any]], parted: bool
) -> Suite:
    """The suite, with every value that its factors take.

    Args:
        params, balance: of each scene, by name.
        parted: the run has several views of each scene, or a split.

    Raises:
        ConfigError: a factor or a value is not there, or a setting of the run does not go with a suite.
    """
    if parted:
        raise ConfigError("suite: expected neither views nor a split: its frames belong together, a camera each")
    for name, request in balance.items():
        twice = next((key for key in suite.factors if key in request), None)
        if twice is not None:
            raise ConfigError(f"suite: expected '{shown(twice)}' as a factor or in the balance of '{name}', got both")
    return read_suite(suite, params)


def frames_of(suite: Suite, seed: int, start: int, count: int | None) -> int:
    """How many frames a run has: all of the suite from ``start`` on, unless a part is asked for.

    Raises:
        ConfigError: there are not so many.
    """
    whole = len(Plan(suite, seed))
    wanted = whole - start if count is None else count
    if wanted < 1 or start + wanted > whole:
        last = f"{start}..{start + wanted - 1}" if wanted > 0 else f"{start} and more"
        raise ConfigError(f"suite: its design has {whole} frames; expected frames up to {whole - 1}, got {last}")
    return wanted
