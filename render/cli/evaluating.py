"""What ``evaluate`` does, once its options are read."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from measure.evaluate.conditions import parse_bins, parse_by
from measure.evaluate.evaluating import evaluate
from measure.evaluate.shown import shown_evaluation
from render.cli.measuring import expect_folders, parse_map, write_report
from render.progress.terminal import say

console = Console(stderr=True)


def evaluate_models(
    place: Path,
    predictions: Sequence[Path],
    mapping: Sequence[str],
    match: str,
    by: Sequence[str],
    bins: Sequence[str],
    confidence: float | None,
    files: tuple[Path | None, Path | None, Path | None],
    gate: Mapping[str, float],
    printer: Console,
    quiet: bool,
) -> list[str]:
    """Print what was found, write what was asked for, and say what falls short of the gate; returns those sentences.

    Args:
        files: for a page, for JSON, and a folder for plots.
    """
    expect_folders(*files[:2])
    names, columns, ranges = parse_map(mapping), parse_by(by), parse_bins(bins)
    with console.status("") as status:
        if quiet:
            status.stop()
        report = evaluate(place, predictions, names, match, columns, ranges, confidence, status.update)
    printer.print(shown_evaluation(report), highlight=False)
    short = report.shortfalls(gate)
    write_report(report, *files)
    say(console, *(f"gate: {sentence}" for sentence in short))
    return short
