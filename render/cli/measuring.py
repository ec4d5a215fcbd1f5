"""What ``compare`` and ``mix`` do, once their options are read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assets import ConfigError
from assets.reading import shown
from measure.collecting import Collected
from measure.comparing import compare_sources
from measure.judge.judging import judged
from measure.judge.network import Network
from measure.judge.weights import REMEDY, weights_file
from measure.mixing import plan_mix, write_mix
from measure.readers import open_source
from measure.report import AT_MOST, Property, Report
from measure.terminal import shown_report
from measure.writing import write_json, write_page, write_plots
from render.progress.terminal import say

console = Console(stderr=True)


def compare_sets(
    first: Path,
    second: Path,
    mapping: Sequence[str],
    wanted: bool,
    sample: int | None,
    files: tuple[Path | None, Path | None, Path | None],
    gate: Mapping[str, float],
    printer: Console,
    quiet: bool,
) -> list[str]:
    """Print what is worst, write what was asked for, and say what falls short of the gate; returns those sentences.

    Args:
        wanted: whether a network judges, where it is installed.
        files: for a page, for JSON, and a folder for plots.
    """
    expect_folders(*files[:2])
    names = parse_map(mapping)
    network = _network(wanted, gate)
    sources = open_source(first), open_source(second)
    with _progress(quiet) as bars:
        read = bars.add_task("reading", total=sum(source.count for source in sources))
        report = compare_sources(
            *sources,
            names,
            sample,
            None if network is None else partial(_judge, network, bars),
            lambda name: bars.advance(read),
        )
    return conclude(report, shown_report(report), files, gate, printer)


def mix_sets(
    real: Path, rendered: Path, out: Path | None, share: float | None, mapping: Sequence[str], listed: bool, copy: bool
) -> None:
    """Write a mix, or print what it would train with.

    Args:
        listed: print, and write nothing.
        copy: copies of the pictures in place of hard links.
    """
    if (out is None) != listed:
        raise ConfigError("mix: expected either --out PATH or --list")
    mix = plan_mix(real, rendered, share, parse_map(mapping))
    if out is None:
        say(Console(), *mix.training())
    else:
        write_mix(mix, out, link=not copy)
        counts = Counter((each.item.split, each.source) for each in mix.chosen)
        said = ", ".join(f"{split}: {count} {source}" for (split, source), count in sorted(counts.items()))
        say(console, f"{out}: {said} pictures")
    say(console, *mix.notes)


def _network(wanted: bool, gate: Mapping[str, float]) -> Network | None:
    """The judge's network; None where it is not wanted, or is not there and nothing depends on it."""
    if wanted and (weights_file() is not None or any(key in gate for key in AT_MOST)):
        return Network()
    if wanted:
        say(console, f"not compared as a network sees them: {REMEDY}")
    return None


def _judge(network: Network, bars: Progress, a: Collected, b: Collected) -> Property:
    task = bars.add_task("judging", total=len(a.chosen) + len(b.chosen))
    return judged(a, b, network, lambda name: bars.advance(task))


def _progress(quiet: bool) -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)


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


def expect_folders(page: Path | None, figures: Path | None) -> None:
    """Raises:
    ConfigError: a report's file would be in a folder that is not there.
    """
    for option, file in (("--html", page), ("--json", figures)):
        if file is not None and not file.absolute().parent.is_dir():
            raise ConfigError(f"{option} {file}: expected a file in a folder that is there")


def conclude(
    report: Report,
    told: RenderableType,
    files: tuple[Path | None, Path | None, Path | None],
    gate: Mapping[str, float],
    printer: Console,
) -> list[str]:
    """Print a report, write what was asked for, and say what falls short of the gate; returns those sentences."""
    printer.print(told, highlight=False)
    short = report.shortfalls(gate)
    _write_report(report, *files)
    say(console, *(f"gate: {sentence}" for sentence in short))
    return short


def _write_report(report: Report, page: Path | None, figures: Path | None, plots: Path | None) -> None:
    if page is not None:
        write_page(report, page)
    if figures is not None:
        write_json(report, figures)
    if plots is not None:
        say(console, f"{plots}: {write_plots(report, plots)} plots")
