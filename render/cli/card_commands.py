"""``prelabel card``: what is known of a dataset, for people and for machines."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from render.cli.arguments import path, shown

console = Console(stderr=True)
FAILURE = 1


def card_command(
    place: Annotated[
        Path, typer.Argument(metavar="DIR", help="A dataset's folder, of any format, or a COCO file.", parser=path)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="Folder for README.md, card.html and croissant.json." + shown("DIR"), parser=path
        ),
    ] = None,
    purpose: Annotated[str | None, typer.Option(metavar="TEXT", help="What the set is for.")] = None,
    author: Annotated[str | None, typer.Option(metavar="TEXT", help="Whom to ask about it.")] = None,
    over: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY,...",
            help="Attributes and parameters to look at for fairness; repeatable."
            + shown("skin_tone,age_group,gender_presentation of faces"),
        ),
    ] = None,
    reference: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="CSV of attribute,value,share, to compare with.", parser=path),
    ] = None,
    recognition: Annotated[
        bool,
        typer.Option("--recognition", help="Let a face recognition network tell identities apart (extra evaluation)."),
    ] = False,
    gate: Annotated[
        str | None,
        typer.Option(metavar="evenness_skin_tone=0.98,…", help="Exit 1 where a figure falls short of its limit."),
    ] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write all figures.", parser=path)] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a README.md that somebody else wrote.")
    ] = False,
) -> None:
    """A dataset's card: what it holds, how it was made, how fair and how private it is."""
    from measure.card.making import Said
    from measure.report import parse_gate
    from render.cli.carding import write_card

    keys = [key for text in over or () for part in text.split(",") if (key := part.strip())]
    said = Said(purpose or "", author or "", keys, reference, recognition)
    short = write_card(place, out, said, json, parse_gate(gate), overwrite, console)
    if short:
        raise typer.Exit(FAILURE)
