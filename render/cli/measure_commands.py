"""``prelabel compare``, ``fit`` and ``mix``: what is done with photographs beside rendered sets."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from render.cli.arguments import METHODS, OBJECTIVES, SCENES, Quiet, listed, one_of, path, shown

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


def fit_command(
    scene: Annotated[
        str,
        typer.Argument(metavar="SCENE", help="A built-in scene, or a script's path.", autocompletion=one_of(SCENES)),
    ],
    real: Annotated[
        Path,
        typer.Option(
            "--to", metavar="REAL", help="A set with labels; --pictures takes one without, too. " + SET, parser=path
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The config to write, as fitted.yaml.", parser=path)],
    method: Annotated[
        str,
        typer.Option(
            help=f"Each parameter for itself, or a joint model of them, classes or a network: {listed(METHODS)}.",
            autocompletion=one_of(METHODS),
        ),
    ] = METHODS[0],
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="A parameter to begin with; one value is kept; repeatable."),
    ] = None,
    mapping: Map = None,
    at_least: Annotated[
        int, typer.Option(help="Real objects, or pictures, that must stand behind an entry of what is written.")
    ] = 5,
    frames: Annotated[int, typer.Option(help="Descriptions of pictures to sample.")] = 3000,
    pictures: Annotated[
        Path | None,
        typer.Option(
            metavar="OURS", help="Rendered frames of the scene: also fit their film, to REAL's pictures.", parser=path
        ),
    ] = None,
    renders: Annotated[
        int | None,
        typer.Option(help="Also move what only pictures show (light, weather), by so many small renders."),
    ] = None,
    objective: Annotated[
        str,
        typer.Option(
            help=f"Of --renders, what is made small: {listed(OBJECTIVES)}.", autocompletion=one_of(OBJECTIVES)
        ),
    ] = OBJECTIVES[0],
    size: Annotated[
        str | None, typer.Option(metavar="WxH", help="Of pictures to come." + shown("REAL's shape, 640 long"))
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of what is sampled.")] = 0,
    workers: Annotated[
        str, typer.Option(metavar="N|auto", help="Processes that describe pictures; 0 for this one.")
    ] = "auto",
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write all figures.", parser=path)] = None,
    quiet: Quiet = False,
) -> None:
    """Parameters with which a scene's labels, and its film and light, look like those of a set."""
    from measure.fit import Wish
    from measure.fit.pictures.descent import Aim
    from render.cli.fitting import fit_scene, workers_for
    from render.cli.options import parse_size, parse_workers

    wish = Wish(method, at_least, frames, seed, parse_size(size), workers_for(frames, parse_workers(workers)))
    aim = None if renders is None else Aim(objective, renders, seed)
    fit_scene(scene, real, out, wish, settings or (), mapping or (), json, Console(), quiet, pictures, aim)


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
