"""What ``compare`` and ``mix`` do, once their options are read."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from assets import ConfigError
from assets.reading import shown
from measure.comparing import compare
from measure.report import Report
from measure.terminal import shown_report
from measure.writing import write_json, write_page, write_plots
from render.progress.terminal import say

console = Console(stderr=True)


def compare_sets(
    first: Path,
    second: Path,
    mapping: Sequence[str],
    judged: bool,
    sample: int | None,
    files: tuple[Path | None, Path | None, Path | None],
    gate: Mapping[str, float],
    printer: Console,
    quiet: bool,
) -> list[str]:
    """Print what is worst, write what was asked for, and say what falls short of the gate; returns those sentences.

    Args:
        files: for a page, for JSON, and a folder for plots.
    """
    page, figures, plots = files
    for option, file in (("--html", page), ("--json", figures)):
        if file is not None and not file.absolute().parent.is_dir():
            raise ConfigError(f"{option} {file}: expected a file in a folder that is there")
    report = compare(first, second, parse_map(mapping), sample)
    printer.print(shown_report(report), highlight=False)
    short = report.shortfalls(gate)
    _write(report, page, figures, plots)
    say(console, *(f"gate: {sentence}" for sentence in short))
    return short


def parse_map(texts: Sequence[str]) -> dict[str, str]:
    """``sedan=car,lorry=truck``.

    Raises:
        ConfigError: it is something else.
    """
    out: dict[str, str] = {}
    for item in (item for text in texts for item in text.split(",")):
        old, equals, new = item.partition("=")
        if not equals or not old.strip() or old.strip() in out:
            raise ConfigError(f"--map {shown(item)}: expected OLD=NEW, such as sedan=car")
        out[old.strip()] = new.strip()
    return out


def _write(report: Report, page: Path | None, figures: Path | None, plots: Path | None) -> None:
    if page is not None:
        write_page(report, page)
    if figures is not None:
        write_json(report, figures)
    if plots is not None:
        say(console, f"{plots}: {write_plots(report, plots)} plots")
