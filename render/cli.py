"""The command ``prelabel``: reads options, calls the library, turns its errors into a sentence and an exit code."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from assets import AssetError, ConfigError, PrelabelError
from render.config import RunConfig, load_yaml, make_config
from scenes import find_scene
from scenes.registry import BUILT_IN

app = typer.Typer(
    name="prelabel",
    help="Render synthetic vehicles and faces, labelled as they are made.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(stderr=True)
BAD_INPUT, FAILURE = 2, 1

Scenes = Annotated[list[str] | None, typer.Argument(help="Scene names, or paths to Python files with a scene.")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A scene parameter; repeatable.")
]


@app.command("render")
def render_command(
    scenes: Scenes = None,
    count: Annotated[int | None, typer.Option(help="Frames to render.  [default: 8]")] = None,
    start: Annotated[int | None, typer.Option(help="Number of the first frame.  [default: 0]")] = None,
    seed: Annotated[int | None, typer.Option(help="Another seed, another dataset.  [default: 0]")] = None,
    size: Annotated[str | None, typer.Option(metavar="WxH", help="Picture size.  [default: 640x480]")] = None,
    samples: Annotated[int | None, typer.Option(help="Paths per pixel.  [default: 32]")] = None,
    out: Annotated[Path, typer.Option(help="Output folder; the same command continues a run.")] = Path("dataset"),
    device: Annotated[str | None, typer.Option(help="auto, cpu, cuda, optix, hip, metal or oneapi.")] = None,
    settings: Settings = None,
    format: Annotated[str | None, typer.Option(help="jpg or png.  [default: jpg]")] = None,
    quality: Annotated[int | None, typer.Option(help="JPEG quality, 1-100.  [default: 92]")] = None,
    passes: Annotated[str | None, typer.Option(help="Further files: depth,normals,masks,parts.")] = None,
    split: Annotated[str | None, typer.Option(help="Such as train=0.8,val=0.2.")] = None,
    segmentation: Annotated[str | None, typer.Option(help="polygon or rle.  [default: polygon]")] = None,
    config: Annotated[Path | None, typer.Option(help="A run.yaml; options override it.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Remove the run that the folder holds.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Plain lines instead of a progress bar.")] = False,
) -> None:
    """Render a labelled dataset; several scenes take turns."""
    from render.commands import render_dataset

    values: dict[str, Any] = load_yaml(config) if config else {}
    options = {
        "scenes": scenes or None,
        "count": count,
        "start": start,
        "seed": seed,
        "size": parse_size(size),
        "samples": samples,
        "device": device,
        "format": format,
        "quality": quality,
        "passes": parse_list(passes),
        "split": parse_split(split),
        "segmentation": segmentation,
    }
    values.update({key: value for key, value in options.items() if value is not None})
    if "scenes" not in values:
        raise ConfigError(f"expected a scene, such as {' or '.join(BUILT_IN)}, or --config FILE")
    render_dataset(make_config(values, settings or ()), out, overwrite, quiet, console)


@app.command("list")
def list_command(scene: Annotated[str | None, typer.Argument(help="One scene only.")] = None) -> None:
    """The scenes, and the parameters that --set takes."""
    printer = Console()
    for script in [find_scene(name) for name in ([scene] if scene else BUILT_IN)]:
        printer.print(f"[bold]{script.name}[/bold]  {script.summary}  [dim]({', '.join(script.categories)})[/dim]")
        table = Table(box=None, pad_edge=True, show_header=True, header_style="dim")
        for heading in ("parameter", "default", "may be", "what it is"):
            table.add_column(heading, overflow="fold")
        for key, field in script.params.model_fields.items():
            table.add_row(key, str(field.default), script.params.domain(key).describe(), field.description or "")
        printer.print(table)


@app.command("preview")
def preview_command(
    scene: Annotated[str, typer.Argument(help="Scene name, or path to a Python file with a scene.")],
    count: Annotated[int, typer.Option(min=1, max=400, help="Pictures on the sheet.")] = 9,
    start: Annotated[int, typer.Option(min=0, help="Number of the first frame.")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Seed.")] = 0,
    size: Annotated[str, typer.Option(metavar="WxH", help="Size of one picture.")] = "320x240",
    samples: Annotated[int, typer.Option(min=1, help="Paths per pixel.")] = 16,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, optix, hip, metal or oneapi.")] = "auto",
    settings: Settings = None,
    out: Annotated[Path | None, typer.Option(help="PNG file.  [default: preview-SCENE.png]")] = None,
    labels: Annotated[bool, typer.Option("--labels/--no-labels", help="Draw the labels.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Plain lines instead of a progress bar.")] = False,
) -> None:
    """One contact sheet with the labels drawn on it."""
    from render.commands import preview_scene

    values = {
        "scenes": [scene],
        "count": count,
        "start": start,
        "seed": seed,
        "size": parse_size(size),
        "samples": samples,
        "device": device,
    }
    preview_scene(make_config(values, settings or ()), out, labels, quiet, console)


@app.command("check")
def check_command(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset's folder.")]) -> None:
    """Verify that a dataset is what it says; exit 1 and the offending ids where it is not."""
    from render.commands import check_dataset

    if not check_dataset(folder, Console()):
        raise typer.Exit(FAILURE)


def main() -> None:
    """Run the command; errors of the tree become one line on standard error."""
    try:
        app()
    except PrelabelError as error:
        console.print(f"[bold red]error:[/bold red] {_escaped(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(BAD_INPUT if isinstance(error, ConfigError | AssetError) else FAILURE)
    except KeyboardInterrupt:
        console.print("stopped; the same command continues", highlight=False)
        sys.exit(130)


def parse_size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    width, times, height = text.lower().partition("x")
    if not times or not (width.isdecimal() and height.isdecimal()):
        raise ConfigError(f"--size {text}: expected WIDTHxHEIGHT, such as 640x480")
    return int(width), int(height)


def parse_list(text: str | None) -> list[str] | None:
    return None if text is None else [item.strip() for item in text.split(",") if item.strip()]


def parse_split(text: str | None) -> dict[str, float] | None:
    if text is None:
        return None
    shares: dict[str, float] = {}
    for item in text.split(","):
        name, equals, share = item.partition("=")
        try:
            shares[name.strip()] = float(share)
        except ValueError:
            equals = ""
        if not equals:
            raise ConfigError(f"--split {text}: expected name=share pairs, such as train=0.8,val=0.2")
    return shares


def _escaped(text: str) -> str:
    """The text with rich's markup brackets made plain."""
    return text.replace("[", r"\[")


__all__ = ["RunConfig", "app", "main"]
