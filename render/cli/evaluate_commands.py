"""``prelabel evaluate`` and ``focus``: where a model fails, and more of that."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from render.cli.arguments import MATCHES, Quiet, listed, one_of, path, shown

FAILURE = 1
FILES = "COCO's results (.json), a folder of YOLO's text files, or CSV; repeatable, a model each."


def evaluate_command(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="A dataset's folder, or a COCO file.", parser=path)
    ],
    predictions: Annotated[list[Path], typer.Option("--predictions", "-p", metavar="FILE", help=FILES, parser=path)],
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Predictions of further models.", parser=path)
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="OLD=NEW,...", help="The dataset's names for a model's categories, by name or id."
        ),
    ] = None,
    match: Annotated[
        str,
        typer.Option(
            metavar="WHAT", help=f"By what things are found: {listed(MATCHES)}.", autocompletion=one_of(MATCHES)
        ),
    ] = "boxes",
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN,A*B,...", help="Tables by these columns and pairs." + shown("those of the worst findings")
        ),
    ] = None,
    bins: Annotated[
        list[str] | None,
        typer.Option(metavar="N,COLUMN=CUT:CUT", help="How numbers are cut into ranges." + shown("4, by quantiles")),
    ] = None,
    confidence: Annotated[
        float | None,
        typer.Option(help="From which on predictions count, but for AP and AR." + shown("where F1 is best")),
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write one HTML page.", parser=path)] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write all figures.", parser=path)] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Also write plots, as PNG.", parser=path)] = None,
    gate: Annotated[
        str | None,
        typer.Option(metavar="recall=0.9,worst=0.8", help="Exit 1 where a figure falls short of its limit."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """How good a model's predictions are, and under which conditions they are worse."""
    from measure.report import parse_gate
    from render.cli.evaluating import evaluate_models

    demands, models = parse_gate(gate), [*predictions, *(more or ())]
    files = html, json, plot
    short = evaluate_models(
        dataset, models, mapping or (), match, by or (), bins or (), confidence, files, demands, Console(), quiet
    )
    if short:
        raise typer.Exit(FAILURE)


def focus_command(
    evaluation: Annotated[Path, typer.Argument(metavar="EVALUATION", help="What evaluate --json wrote.", parser=path)],
    config: Annotated[
        Path, typer.Option("--config", metavar="FILE", help="A dataset's run.yaml, to start from.", parser=path)
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The config to be written.", parser=path)],
    strength: Annotated[
        float, typer.Option(min=0.0, max=4.0, help="How much more often what fails comes; 5 times at most.")
    ] = 1.0,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="COLUMN,…", help="By evaluate's tables of these, in place of its findings."),
    ] = None,
) -> None:
    """A config that renders more of what a model fails at."""
    from render.cli.evaluating import focus_config

    focus_config(evaluation, config, out, strength, by or [], Console())
