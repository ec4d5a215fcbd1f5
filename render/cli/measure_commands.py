"""``prelabel compare`` and ``mix``: what is done with two sets of pictures, of which one may be photographs."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from render.cli.arguments import Quiet, path, shown

console = Console(stderr=True)
FAILURE = 1
SET = "A dataset's folder, a COCO file, or a folder of pictures with COCO, YOLO, KITTI, VOC or no labels."

Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="OLD=NEW,...", help="Other names for categories; OLD= leaves one out; repeatable."),
]


def compare_command(
    first: Annotated[Path, typer.Argument(metavar="A", help=SET, parser=path)],
    second: Annotated[Path, typer.Argument(metavar="B", help="Another one.", parser=path)],
    mapping: Map = None,
    judge: Annotated[
        bool, typer.Option("--judge/--no-judge", help="Compare as a network sees them, where the extra judge is there.")
    ] = True,
    sample: Annotated[
        int | None, typer.Option(min=5, help="Of how many pictures of each the pixels are looked at." + shown("all"))
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write one HTML page.", parser=path)] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write all figures.", parser=path)] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Also write plots, as PNG.", parser=path)] = None,
    gate: Annotated[
        str | None, typer.Option(metavar="score=80,kid=0.05", help="Exit 1 where a figure falls short of its limit.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """How far two sets of pictures are from each other, worst first, and which parameter moves it."""
    from measure.report import parse_gate
    from render.cli.measuring import compare_sets

    demands = parse_gate(gate)
    short = compare_sets(first, second, mapping or (), judge, sample, (html, json, plot), demands, Console(), quiet)
    if short:
        raise typer.Exit(FAILURE)


def mix_command(
    real: Annotated[Path, typer.Argument(metavar="REAL", help="Photographs with labels.", parser=path)],
    rendered: Annotated[Path, typer.Argument(metavar="RENDERED", help="A dataset to add.", parser=path)],
    out: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Folder for the mix; new or empty.", parser=path)
    ] = None,
    share: Annotated[
        float | None, typer.Option(help="Of the training pictures that are photographs." + shown("all of both"))
    ] = None,
    mapping: Map = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Print the training pictures' paths, one a line, and write nothing.")
    ] = False,
    copy: Annotated[bool, typer.Option("--copy", help="Copies of the pictures in place of hard links.")] = False,
) -> None:
    """One COCO set of photographs and rendered pictures; none that is for tests gets into training."""
    from render.cli.measuring import mix_sets

    mix_sets(real, rendered, out, share, mapping or (), listed, copy)
