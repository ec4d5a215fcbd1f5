"""``prelabel assets``: users' own models and pictures."""

import os
from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.console import Console
from rich.table import Table

from assets import AttributeValue, ConfigError, StorageError
from assets.library import VARIABLE, Library, Manifest, library
from assets.library.checks import ERROR, WARNING, Finding, check_model, measures

app = typer.Typer(help="Your own models and pictures.", no_args_is_help=True)
console, printer = Console(stderr=True), Console()
STYLE = {ERROR: "bold red", WARNING: "yellow"}
FAILURE = 1

Where = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help=f"The library.  [default: ${VARIABLE}, or prelabel-assets here]"),
]
Name = Annotated[str, typer.Argument(help="An asset's name.")]


@app.command("add")
def add_command(
    model: Annotated[Path, typer.Argument(help="glb, gltf, obj, fbx, usd, usdz, ply, stl, blend; hdr, exr; jpg, png.")],
    category: Annotated[
        str,
        typer.Option(metavar="NAME", help="car, truck, bus, motorcycle, bicycle, your own; environment, background."),
    ],
    name: Annotated[str | None, typer.Option(help="What scenes call it.  [default: the file's name]")] = None,
    up: Annotated[str | None, typer.Option(metavar="z|y", help="The file's axis that points up.")] = None,
    forward: Annotated[
        str | None, typer.Option(metavar="x|-x|y|-y|z|-z", help="The file's axis that its front looks along.")
    ] = None,
    length: Annotated[float | None, typer.Option(metavar="METRES", help="Scale it to be so long.")] = None,
    licence: Annotated[
        str | None, typer.Option("--license", metavar="ID", help="Of the model, such as CC0-1.0.")
    ] = None,
    origin: Annotated[str | None, typer.Option(help="Where it comes from.  [default: the file's name]")] = None,
    attr: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="For all of its annotations; repeatable.")
    ] = None,
    paint: Annotated[
        list[str] | None, typer.Option(metavar="MATERIAL", help="Recolour this material; repeatable.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="In place of one of the same name or content.")] = False,
    where: Where = None,
) -> None:
    """Check a model or a picture, and put it into the library."""
    from render.cli import commands
    from render.cli.assets_add import Wish, add_asset
    from render.cli.thumbnails import photographer

    attributes = parse_attributes(attr or ())
    wish = Wish(category, name, up, forward, length, licence, origin, attributes, tuple(paint or ()), replace)
    here = find_library(where)
    manifest, new = add_asset(model, wish, here, photographer(commands.RENDERER), _print_findings)
    if not new:
        _say(f"{manifest.name}: {here.root} holds it already, as it is")
        return
    _say(f"{manifest.name}: added to {here.root}")
    for line in _use(manifest):
        _say(line)


@app.command("list")
def list_command(where: Where = None) -> None:
    """What the library holds."""
    here = find_library(where)
    table = Table(box=None, header_style="dim")
    for heading in ("name", "category", "size", "polygons", "paint", "licence", "sha256"):
        table.add_column(heading, overflow="fold")
    for item in here.manifests():
        size = measures(item.size) if item.is_model else item.suffix
        row = (item.name, item.category, size, str(item.polygons or ""), ", ".join(item.paint))
        table.add_row(*row, _licence(item), item.sha256[:12])
    printer.print(table if table.row_count else f"{here.root}: empty", highlight=False, soft_wrap=True)


@app.command("show")
def show_command(name: Name, where: Where = None) -> None:
    """All that is known of an asset."""
    here = find_library(where)
    item = here.get(name)
    table = Table(box=None, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    rows = {
        "name": item.name,
        "category": item.category,
        "licence": _licence(item),
        "origin": item.origin,
        "file": f"{item.source.file} (sha256 {item.source.sha256[:12]})",
        "sha256": item.sha256,
        "folder": str(here.folder(item)),
    }
    if item.is_model:
        marked = [f"{row.name}{' (paint)' if row.name in item.paint else ''}" for row in item.table.materials]
        rows |= {
            "size": f"{measures(item.size)} (length x width x height)",
            "polygons": str(item.polygons),
            "parts": ", ".join(item.parts),
            "materials": ", ".join(marked) or "none",
            "attributes": ", ".join(f"{key}={value}" for key, value in item.told().items()),
        }
    for key, value in rows.items():
        table.add_row(key, value)
    printer.print(table, highlight=False, markup=False)
    for line in _use(item):
        printer.print(line, highlight=False, markup=False, soft_wrap=True)


@app.command("remove")
def remove_command(name: Name, where: Where = None) -> None:
    """Take an asset out of the library."""
    here = find_library(where)
    here.remove(here.get(name))
    _say(f"{name}: removed from {here.root}")


@app.command("check")
def check_command(
    name: Annotated[str | None, typer.Argument(help="One asset only.")] = None, where: Where = None
) -> None:
    """Verify that assets are as they were added, and look at them again; exit 1 where one is not right."""
    here = find_library(where)
    wrong = 0
    for item in [here.get(name)] if name else here.manifests():
        findings = _checked(here, item)
        printer.print(f"[bold]{item.name}[/bold]")
        _print_findings(findings, printer)
        wrong += any(finding.level == ERROR for finding in findings)
    _say(f"{here.root}: {f'{wrong} NOT right' if wrong else 'all right'}")
    if wrong:
        raise typer.Exit(FAILURE)


@app.command("preview")
def preview_command(
    name: Name,
    out: Annotated[Path | None, typer.Option(help="PNG file.  [default: asset-NAME.png]")] = None,
    where: Where = None,
) -> None:
    """An asset from its four sides, on one sheet."""
    from render.cli.thumbnails import sheet
    from render.run.frames import encode_picture

    here = find_library(where)
    picture = sheet(here, here.get(name))
    path = out or Path(f"asset-{name}.png")
    try:
        path.write_bytes(encode_picture(picture, "png", 100))
    except OSError as error:
        raise StorageError(f"--out {path}: cannot write, {error.strerror}") from error
    _say(f"{path}: {name} from its sides")


def find_library(where: Path | None) -> Library:
    """The library that an option names, which the rest of this process uses too; else the usual one."""
    if where is not None:
        os.environ[VARIABLE] = str(where.absolute())  # workers inherit it
    return library()


def parse_attributes(texts: tuple[str, ...] | list[str]) -> dict[str, AttributeValue]:
    """``key=value`` pairs; values are numbers, true, false or text.

    Raises:
        ConfigError: one is none.
    """
    out: dict[str, AttributeValue] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        try:
            read = yaml.safe_load(value)
        except yaml.YAMLError:
            read = value
        if not equals or not key:
            raise ConfigError(f"--attr {text}: expected key=value")
        out[key.strip()] = read if isinstance(read, bool | int | float | str) else value
    return out


def _checked(here: Library, item: Manifest) -> tuple[Finding, ...]:
    from assets import AssetError
    from assets.library.model import raw_of

    try:
        if not item.is_model:
            here.picture(item)
            return (Finding("ok", "content", "as it was added"),)
        raw = raw_of(item, here.arrays(item))
    except AssetError as error:
        return (Finding(ERROR, "content", str(error)),)
    return (Finding("ok", "content", "as it was added"), *check_model(raw, item.category, paint=item.paint))


def _print_findings(findings: tuple[Finding, ...], to: Console = console) -> None:
    table = Table(box=None, header_style="dim")
    for heading in ("check", "result", "what"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        style = STYLE.get(finding.level, "")
        table.add_row(finding.check, f"[{style}]{finding.level}[/]" if style else finding.level, _plain(finding.text))
    to.print(table)


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


def _use(item: Manifest) -> list[str]:
    """How the asset gets into pictures."""
    from assets.library import VEHICLES

    if item.category in VEHICLES:
        return [
            f"  prelabel assets preview {item.name}",
            f"  prelabel render vehicles --set assets={item.name},builtin",
        ]
    if item.category == "environment":
        return [f"  prelabel render vehicles --set light=hdri --set hdri={item.name}"]
    if item.category == "background":
        return [f"  prelabel render portrait --set background={item.name}"]
    return [f"  assets.library.library_asset('{item.name}') in a scene of your own"]


def _licence(item: Manifest) -> str:
    return item.licence or "not given"


def _say(text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
