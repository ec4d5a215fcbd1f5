"""``prelabel view``: a set of pictures in the browser."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from render.cli.arguments import MATCHES, listed, one_of, path
from render.cli.measure_commands import SET, Map

console = Console(stderr=True)


def view_command(
    places: Annotated[list[Path], typer.Argument(metavar="DIR [DIR2 …]", help=SET, parser=path)],
    predictions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Predictions to show on the first set, as evaluate reads them.", parser=path),
    ] = None,
    mapping: Map = None,
    match: Annotated[
        str, typer.Option(help=f"By what predictions find things: {listed(MATCHES)}.", autocompletion=one_of(MATCHES))
    ] = MATCHES[0],
    port: Annotated[int, typer.Option(min=0, max=65_535, help="To listen at; 0 for any that is free.")] = 0,
    token: Annotated[
        bool, typer.Option("--token/--no-token", help="Let in only who has the address that is printed.")
    ] = True,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
) -> None:
    """Look at a set, or up to eight beside each other, in the browser of this machine; Ctrl-C ends it."""
    from render.cli.viewing import show

    show(places, predictions, mapping or (), match, port, token, browser, console)
