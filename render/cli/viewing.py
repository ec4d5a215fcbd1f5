"""What ``view`` does, once its options are read; its server is in an extra."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from assets import ConfigError
from render.cli.measuring import parse_map

NEEDED = ("duckdb", "fastapi", "msgspec", "uvicorn")
REMEDY = "pip install 'prelabel[view]'"


def show(
    places: Sequence[Path],
    predictions: Path | None,
    mapping: Sequence[str],
    match: str,
    port: int,
    token: bool,
    browser: bool,
    console: Console,
) -> None:
    """Raises:
    ConfigError: the extra is not installed, or a set is not there.
    """
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise ConfigError(f"view needs {', '.join(missing)}: {REMEDY}")
    from view.serving import serve

    serve(places, predictions, parse_map(mapping), match, port, token, browser, console)
