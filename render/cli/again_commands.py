"""``prelabel again``: a picture's own mark says how it is made."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from render.cli.arguments import DEVICES, one_of, path, shown

console = Console(stderr=True)


def again_command(
    picture: Annotated[Path, typer.Argument(metavar="PICTURE", help="A picture that a run has marked.", parser=path)],
    render: Annotated[bool, typer.Option("--render", help="Render it, in place of printing the command.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Picture to write." + shown("PICTURE's name with -again"), parser=path),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The run's run.yaml." + shown("beside PICTURE, or its mark's"), parser=path),
    ] = None,
    device: Annotated[
        str | None,
        typer.Option(help="What renders: auto, cpu, cuda, …." + shown("as the run"), autocompletion=one_of(DEVICES)),
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Run the Python files that the settings name, whoever wrote them.")
    ] = False,
) -> None:
    """The command that renders exactly this picture again, from the mark in its file."""
    from render.cli.again import origin_of, rendered_again
    from render.progress.terminal import say

    def tell(text: str) -> None:
        say(console, text)

    found = origin_of(picture, config, trust, tell)
    if render or out is not None:
        rendered_again(found, picture, out, device, trust, tell)
    else:
        typer.echo(found.command)
