"""``prelabel list``, ``new`` and ``devices``: what there is to render, and what to render it on."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from render.cli.arguments import BEGINNINGS, SCENES, one_of

console = Console(stderr=True)


def list_command(
    scene: Annotated[
        str | None,
        typer.Argument(help="One scene only, by name or as a Python file.", autocompletion=one_of(SCENES)),
    ] = None,
) -> None:
    """The scenes; of one of them, the parameters that --set takes."""
    from render.cli.listing import print_scene, print_scenes
    from scenes import find_scene

    if scene is None:
        print_scenes([find_scene(name) for name in SCENES], Console())
    else:
        print_scene(find_scene(scene), Console())


def new_command(
    kind: Annotated[
        str, typer.Argument(metavar="scene|asset", help="What to begin.", autocompletion=one_of(BEGINNINGS))
    ],
    name: Annotated[str, typer.Argument(help="Its name; the file is NAME.py.")],
) -> None:
    """A commented file to start a scene or an asset of your own from."""
    from render.cli.new import write_new
    from render.progress.terminal import say

    path = write_new(kind, name, Path())
    say(console, f"{path}: look at it with 'prelabel preview {path}'")


def devices_command(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    compile_for: Annotated[
        str | None,
        typer.Option("--compile", metavar="sm_NN", help="Compile Cycles' kernel for such cards ahead."),
    ] = None,
) -> None:
    """What this machine can render on."""
    console = Console()
    if compile_for is not None:
        from render.progress.terminal import say
        from render.settings.kernels import compile_kernel

        path = compile_kernel(compile_for, lambda text: say(console, text))
        say(console, f"{path}: Cycles takes it from there")
        return
    from render.settings.devices import print_devices

    print_devices(console, as_json)
