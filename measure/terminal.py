"""A report on a terminal: what is worst first, with what moves it."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from assets.reading import shown
from measure.report import Cell, Property, Report

WORST, NAMED = 12, 3  # properties that the terminal shows, parameters of each
FINE = 99.0  # scores from which on nothing is wrong
LONGEST = 2000  # characters of a text


def shown_report(report: Report) -> RenderableType:
    """The worst properties in a table; those in full are the page's and the JSON's."""
    table = Table(box=None, header_style="dim")
    for heading in ("score", "what", "A", "B", "moved by"):
        table.add_column(heading, justify="right" if heading == "score" else "left", overflow="fold")
    scored = [item for item in report.properties if item.score is not None and item.score < FINE]
    for item in scored[:WORST]:
        cells = (number(item.score), item.title, *sides(item), ", ".join(item.moved_by[:NAMED]))
        table.add_row(*(_plain(cell) for cell in cells))
    tables = [table] if scored else []
    return Group(
        *(_plain(line) for line in head(report)), *tables, *(_plain(line) for line in foot(report, len(scored)))
    )


def head(report: Report) -> Iterator[str]:
    for letter, line in report.sets.items():
        yield f"{letter}: {line}"
    if report.scores:
        yield ", ".join(f"{key} {number(value)}" for key, value in report.scores.items()) + " of 100"


def foot(report: Report, scored: int) -> Iterator[str]:
    if scored > WORST:
        yield f"{scored - WORST} more are below {FINE:g}, and better than these"
    fine = sum(item.score is not None and item.score >= FINE for item in report.properties)
    yield f"{fine} of {sum(item.score is not None for item in report.properties)} score {FINE:g} or more"
    for item in report.properties:
        if item.score is None:
            yield f"{item.title}:"
            yield from (f"  {note}" for note in item.notes)
    yield from report.notes


def sides(item: Property) -> tuple[str, str]:
    """What stands for each set in a line: medians, the share of the value that differs most, the worst pair."""
    rows = list(item.rows)
    if rows and "median" in rows[0]:
        return number(rows[0]["median"]), number(rows[1]["median"])
    if rows and "value" in rows[0]:
        return tuple(f"{rows[0]['value']} {number(100.0 * float(rows[0][side] or 0.0))} %" for side in "AB")  # type: ignore[return-value]
    if rows and "pair" in rows[0]:
        return f"worst: {rows[0]['pair']}", ""
    return "", ""


def number(value: Cell) -> str:
    """With as many digits as it deserves."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    return f"{value:.1f}" if abs(value) >= 10.0 else f"{value:.3g}"


def _plain(text: str) -> Text:
    """Without what a terminal, or rich, would act on: names are a dataset's."""
    return Text(shown(text, LONGEST))
