"""``prelabel assets``: users' own models and pictures."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from render.cli.arguments import LIBRARY_VARIABLE, Group, path, shown

app = typer.Typer(cls=Group, help="Your own models and pictures.", no_args_is_help=True)
console, printer = Console(stderr=True), Console()
FAILURE = 1

Where = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="DIR",
        parser=path,
        help="The library." + shown(f"${LIBRARY_VARIABLE}, or prelabel-assets here"),
    ),
]
Name = Annotated[str, typer.Argument(help="An asset's name.")]


@app.command("add")
def add_command(
    model: Annotated[
        Path,
        typer.Argument(
            metavar="MODEL", parser=path, help="glb, gltf, obj, fbx, usd, usdz, ply, stl, blend; hdr, exr; jpg, png."
        ),
    ],
    category: Annotated[
        str,
        typer.Option(metavar="NAME", help="car, truck, bus, motorcycle, bicycle, your own; environment, background."),
    ],
    name: Annotated[str | None, typer.Option(help="What scenes call it." + shown("the file's name"))] = None,
    up: Annotated[
        str | None, typer.Option(metavar="z|y", help="The file's axis that points up." + shown("its format's"))
    ] = None,
    forward: Annotated[
        str | None,
        typer.Option(
            metavar="x|-x|y|-y|z|-z", help="The file's axis that its front looks along." + shown("its format's")
        ),
    ] = None,
    length: Annotated[
        float | None, typer.Option(metavar="METRES", help="Scale it to be so long." + shown("as it is, in metres"))
    ] = None,
    licence: Annotated[
        str | None, typer.Option("--license", metavar="ID", help="Of the model, such as CC0-1.0.")
    ] = None,
    origin: Annotated[str | None, typer.Option(help="Where it comes from." + shown("the file's name"))] = None,
    attr: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="For all of its annotations; repeatable.")
    ] = None,
    paint: Annotated[
        list[str] | None, typer.Option(metavar="MATERIAL", help="Recolour this material; repeatable.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="In place of one of the same name or content.")] = False,
    root: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A folder above the model's that holds its textures, too." + shown("the model's own")
        ),
    ] = None,
    thumbnails: Annotated[
        bool, typer.Option("--thumbnails/--no-thumbnails", help="Render a model from its four sides, too.")
    ] = True,
    where: Where = None,
) -> None:
    """Check a model or a picture, and put it into the library."""
    from render.blender.importing import confinement
    from render.cli import commands
    from render.cli.assets_add import Wish, add_asset
    from render.cli.assets_shown import find_library, show_findings, uses
    from render.cli.options import parse_attributes
    from render.cli.thumbnails import photographer
    from render.progress.terminal import say

    attributes = parse_attributes(attr or ())
    wish = Wish(category, name, up, forward, length, licence, origin, attributes, tuple(paint or ()), replace, root)
    here = find_library(where)
    if note := confinement().note():
        say(console, note)
    photograph = photographer(commands.RENDERER, console) if thumbnails else None
    manifest, new = add_asset(model, wish, here, photograph, lambda findings: show_findings(findings, console))
    if not new:
        say(console, f"{manifest.name}: {here.root} holds it already, as it is")
        return
    say(console, f"{manifest.name}: added to {here.root}", *uses(manifest))


@app.command("list")
def list_command(where: Where = None) -> None:
    """What the library holds."""
    from render.cli.assets_shown import find_library, show_library

    show_library(find_library(where), printer)


@app.command("show")
def show_command(name: Name, where: Where = None) -> None:
    """All that is known of an asset."""
    from render.cli.assets_shown import find_library, show_asset

    here = find_library(where)
    show_asset(here, here.get(name), printer)


@app.command("remove")
def remove_command(name: Name, where: Where = None) -> None:
    """Take an asset out of the library."""
    from render.cli.assets_shown import find_library
    from render.progress.terminal import say

    here = find_library(where)
    here.remove(here.get(name))
    say(console, f"{name}: removed from {here.root}")


@app.command("check")
def check_command(
    name: Annotated[str | None, typer.Argument(help="One asset only.")] = None, where: Where = None
) -> None:
    """Verify that assets are as they were added, and look at them again; exit 1 where one is not right."""
    from render.cli.assets_shown import find_library, show_checks, show_damaged
    from render.progress.terminal import say

    here = find_library(where)
    wrong = show_checks(here, [here.get(name)] if name else here.manifests(), printer)
    wrong += 0 if name else show_damaged(here, printer)
    say(console, f"{here.root}: {f'{wrong} NOT right' if wrong else 'all right'}")
    if wrong:
        raise typer.Exit(FAILURE)


@app.command("preview")
def preview_command(
    name: Name,
    out: Annotated[
        Path | None, typer.Option(metavar="PATH", help="PNG file." + shown("asset-NAME.png"), parser=path)
    ] = None,
    where: Where = None,
) -> None:
    """An asset from its four sides, on one sheet; renders them where it was added without."""
    from assets import StorageError
    from render.cli import commands
    from render.cli.assets_shown import find_library
    from render.cli.thumbnails import photographer, sheet
    from render.progress.terminal import say
    from render.run.picture import encode_picture

    here = find_library(where)
    picture = sheet(here, here.get(name), photographer(commands.RENDERER, console))
    path = out or Path(f"asset-{name}.png")
    try:
        path.write_bytes(encode_picture(picture, "png", 100))
    except OSError as error:
        raise StorageError(f"--out {path}: cannot write, {error.strerror}") from error
    say(console, f"{path}: {name} from its sides")
