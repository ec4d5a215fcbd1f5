"""``prelabel check``, ``merge``, ``draw``, ``export`` and ``stats``: what is done with a dataset that is there."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from render.cli.arguments import DEVICES, DRAWN, FORMATS, Dataset, What, listed, one_of, path, shown

console = Console(stderr=True)
FAILURE = 1

Ids = Annotated[
    str | None,
    typer.Option(metavar="1,5-9|tag:NAME", help="Image ids, or those that prelabel view has tagged." + shown("all")),
]


def check_command(
    folder: Annotated[str, typer.Argument(metavar="DIR|URL", help="A dataset's folder, or where a run wrote it.")],
    deep: Annotated[bool, typer.Option("--deep", help="Also render some frames again and compare.")] = False,
    sample: Annotated[int, typer.Option(min=1, help="How many frames --deep renders.")] = 3,
    device: Annotated[
        str | None,
        typer.Option(
            help="Where --deep renders: auto, cpu, cuda, …." + shown("as the run"), autocompletion=one_of(DEVICES)
        ),
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Let --deep run the Python files that run.yaml names, whoever wrote them.")
    ] = False,
) -> None:
    """Verify that a dataset is what it says; exit 1 and the offending ids where it is not."""
    from render.cli.commands import check_dataset
    from render.stores import READABLE, place_of

    at = place_of(folder, "check", READABLE)
    if not check_dataset(at, Console(), console, sample if deep else 0, device, trust):
        raise typer.Exit(FAILURE)


def merge_command(
    folder: Annotated[str, typer.Argument(metavar="DIR|URL", help="Where a run wrote its frames.")],
    group_shards: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Also a COCO file for every N shards." + shown("none"))
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Merge on a Ray cluster: auto, ray://HOST:PORT, or local for one here."),
    ] = None,
    allow_upgrade: Annotated[
        bool, typer.Option("--allow-upgrade", help="Take frames that another version of the program rendered.")
    ] = False,
    trust: Annotated[
        bool, typer.Option("--trust", help="Run the Python files that run.yaml names, whoever wrote them.")
    ] = False,
) -> None:
    """Write the COCO files of a run's frames, as after --no-merge; exit 1 where frames are missing."""
    from render.cli.commands import merge_dataset
    from render.stores import place_of

    if not merge_dataset(place_of(folder, "merge"), console, cluster, group_shards, allow_upgrade, trust):
        raise typer.Exit(FAILURE)


def draw_command(
    folder: Dataset,
    out: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Folder for the drawn pictures.", parser=path)
    ] = None,
    ids: Ids = None,
    what: What = DRAWN,
    video: Annotated[
        Path | None, typer.Option(metavar="FILE.mp4", help="Also, or only, as a video (extra video).", parser=path)
    ] = None,
) -> None:
    """A dataset's pictures with its labels drawn on them."""
    from annotate.draw import read_what
    from render.cli.options import parse_ids, parse_list
    from render.cli.overlays import draw_dataset
    from render.progress.terminal import say

    count = draw_dataset(folder, parse_ids(ids, folder), read_what(parse_list(what) or ()), out, video)
    say(console, *(f"{place}: {count} pictures" for place in (out, video) if place is not None))


def export_command(
    folder: Dataset,
    to: Annotated[
        str,
        typer.Option(metavar="FORMAT", help=f"{listed(FORMATS)}.", autocompletion=one_of(FORMATS)),
    ],
    out: Annotated[Path, typer.Option(metavar="PATH", help="Folder to write; new or empty.", parser=path)],
    categories: Annotated[
        str | None, typer.Option(metavar="NAME,...", help="Annotations of these alone." + shown("all"))
    ] = None,
    link: Annotated[bool, typer.Option("--link", help="Hard links to the pictures in place of copies.")] = False,
    ids: Ids = None,
    ignore: Annotated[
        str | None, typer.Option(metavar="1,5-9|tag:NAME", help="Image ids to leave out." + shown("none"))
    ] = None,
    crops: Annotated[
        str | None, typer.Option(metavar="plates", help="Also cut these out, seen from the front." + shown("none"))
    ] = None,
) -> None:
    """A finished dataset in the format that your training code reads."""
    from annotate.formats import export
    from render.cli.options import parse_list, wanted_ids
    from render.progress.terminal import say

    summary = export(folder, to, out, link, parse_list(categories), wanted_ids(ids, ignore, folder), crops)
    count = f"{summary.images} pictures, {summary.annotations} annotations"
    say(console, f"{out}: {count} as {summary.format}", *summary.notes)


def stats_command(
    folder: Dataset,
    plot: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Also write histograms, as PNG.", parser=path)
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Run the scene files that run.yaml names, for what they were asked for.")
    ] = False,
) -> None:
    """What a dataset holds, value by value, beside what its run asked for."""
    from render.cli.stats import show_stats

    show_stats(folder, plot, Console(), trust)
