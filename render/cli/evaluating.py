"""What ``evaluate`` and ``focus`` do, once their options are read."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assets import ConfigError, files
from assets.reading import json_value, shown, yaml_text
from measure.evaluate.conditions import parse_bins, parse_by
from measure.evaluate.evaluating import evaluate
from measure.evaluate.focus import Change, focus
from measure.evaluate.shown import shown_evaluation
from measure.writing import write
from render.cli.measuring import conclude, expect_folders, parse_map
from render.progress.terminal import say
from render.settings.config import load_yaml

console = Console(stderr=True)
MOST_BYTES = 2**28  # of an evaluation


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
    return conclude(report, shown_evaluation(report), files, gate, printer)


def focus_config(
    evaluation: Path, config: Path, out: Path, strength: float, by: Sequence[str], printer: Console
) -> None:
    """Write a config with more of what fails, and print what changed and why."""
    if out.exists():
        raise ConfigError(f"--out {out}: expected a new file, it is there already")
    if not out.absolute().parent.is_dir():
        raise ConfigError(f"--out {out}: expected a file in a folder that is there")
    try:
        found = json_value(files.read(evaluation, MOST_BYTES), str(evaluation))
    except OSError as error:
        raise ConfigError(f"{evaluation}: cannot be read ({error.strerror})") from error
    focused = focus(found, load_yaml(config), strength, _columns(by))
    write(out, yaml_text(focused.values).encode())
    printer.print(_changes(focused.changes), highlight=False)
    say(printer, *(f"left as it is: {sentence}" for sentence in focused.left))
    say(console, f"{out}: prelabel render --config {out} --out FOLDER")


def _columns(by: Sequence[str]) -> tuple[str, ...]:
    """Raises:
    ConfigError: it is more than single columns.
    """
    found = parse_by(by)
    if any(len(keys) > 1 for keys in found):
        raise ConfigError("focus --by: expected columns, such as weather,type, without pairs of them")
    return tuple(keys[0] for keys in found)


def _changes(changes: Sequence[Change]) -> Table:
    table = Table(box=None, header_style="dim")
    for heading in ("parameter", "value", "before", "after", "why"):
        table.add_column(heading, justify="right" if heading in ("before", "after") else "left", overflow="fold")
    for change in changes:
        shares = (f"{100 * share:.1f} %" for share in (change.before, change.after))
        cells = (f"{change.scene}.{change.key}", change.value, *shares, change.reason)
        table.add_row(*(Text(shown(cell, 200)) for cell in cells))
    return table
