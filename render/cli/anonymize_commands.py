"""``prelabel anonymize``: faces and plates of real pictures become those of nobody."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from render.cli.arguments import ANONYMIZED, KEPT, REGIONS, REPLACED_BY, Quiet, listed, one_of, path, shown, some_of

console, printer = Console(stderr=True), Console()


def anonymize_command(
    photos: Annotated[Path, typer.Argument(metavar="PHOTOS", help="A folder of pictures, or one.", parser=path)],
    coco: Annotated[
        Path | None,
        typer.Option(
            "--coco",
            metavar="FILE",
            help="Boxes: COCO's JSON, YOLO's folder or settings, WIDER's or MOT's text." + shown("a detector's"),
            parser=path,
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Output folder; the same command continues a run.", parser=path)
    ] = Path("anonymized"),
    what: Annotated[
        str, typer.Option(metavar="faces,plates", help="What is replaced.", autocompletion=some_of(ANONYMIZED))
    ] = "faces",
    method: Annotated[str, typer.Option(help=f"{listed(REPLACED_BY)}.", autocompletion=one_of(REPLACED_BY))] = "render",
    keep: Annotated[
        str,
        typer.Option(
            metavar="THING,...",
            help=f"What new faces share with the old ones: some of {', '.join(KEPT)}, or none.",
            autocompletion=some_of((*KEPT, "none")),
        ),
    ] = ",".join(KEPT),
    seed: Annotated[int, typer.Option(help="Another seed, other identities.")] = 0,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Find alone: a table, found.json to correct and hand in, drawings.")
    ] = False,
    threshold: Annotated[float, typer.Option(help="Score from which a detected face counts.")] = 0.3,
    grow: Annotated[float, typer.Option(help="How far masks reach beyond boxes, by their sides.")] = 0.1,
    agreed: Annotated[
        Path | None,
        typer.Option("--except", metavar="FILE", help="Boxes of people who agreed to be seen.", parser=path),
    ] = None,
    min_side: Annotated[float, typer.Option(metavar="PX", help="Leave smaller faces as they are.")] = 0.0,
    region: Annotated[
        str,
        typer.Option(
            help="inner: brows to chin; head: with hair.",
            autocompletion=one_of(REGIONS),
        ),
    ] = "inner",
    texts: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Texts that no plate may get, one a line.", parser=path),
    ] = None,
    workers: Annotated[str, typer.Option(metavar="N|auto", help="Processes; 0 works in this one.")] = "0",
    quiet: Quiet = False,
) -> None:
    """Replace faces and number plates of real pictures by those of nobody, and leave every other pixel as it is."""
    from render.anonymize.running import Order
    from render.anonymize.settings import Settings
    from render.cli.anonymizing import RENDERER, anonymize_pictures, parse_texts, workers_of
    from render.cli.options import parse_list

    kept = () if keep.strip() == "none" else tuple(parse_list(keep) or ())
    settings = Settings(
        tuple(dict.fromkeys(parse_list(what) or ())),
        method,
        tuple(dict.fromkeys(kept)),
        seed,
        threshold,
        grow,
        min_side,
        region,
        parse_texts(texts),
    )
    order = Order(photos, coco, agreed, out, settings, dry_run, workers_of(workers), RENDERER)
    raise typer.Exit(anonymize_pictures(order, printer, console, quiet))
