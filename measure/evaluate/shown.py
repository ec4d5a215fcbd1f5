"""An evaluation on a terminal."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from assets.reading import shown
from measure.report import Cell, Property, Report
from measure.terminal import LONGEST, number

ROWS = 16  # of a table
UNSEEN = ("curves", "examples")  # what a terminal cannot show
ENDS = ("low", "high")


def shown_evaluation(report: Report) -> RenderableType:
    """Every table, the first rows of each; those in full are the page's and the JSON's."""
    parts: list[RenderableType] = [_plain(f"{letter}: {line}") for letter, line in report.sets.items()]
    parts += [_plain(note) for note in report.notes]
    for item in report.properties:
        if item.group not in UNSEEN:
            parts += _part(item)
    return Group(*parts)


def _part(item: Property) -> Iterator[RenderableType]:
    yield Text("")
    yield Text(shown(item.title, LONGEST), style="bold")
    if item.rows and item.key != "region":
        yield _table([joined(row) for row in item.rows])
    if len(item.rows) > ROWS:
        yield _plain(f"{len(item.rows) - ROWS} more rows are in --json and --html")
    yield from (_plain(note) for note in item.notes)


def joined(row: Mapping[str, Cell]) -> dict[str, str]:
    """Cells as text; the ends of an interval stand behind what they are of."""
    out: dict[str, str] = {}
    keys = list(row)
    for place, key in enumerate(keys):
        ends = keys[place + 1 : place + 3]
        if key.split(" ")[-1] in ENDS and place:
            continue
        text = number(row[key])
        if len(ends) == 2 and all(end.split(" ")[-1] == word for end, word in zip(ends, ENDS, strict=True)):
            low, high = (row[end] for end in ends)
            text += "" if low is None else f" ({number(low)} to {number(high)})"
        out[key] = text
    return out


def _table(rows: Sequence[Mapping[str, str]]) -> Table:
    table = Table(box=None, header_style="dim")
    for place, heading in enumerate(rows[0]):
        table.add_column(_plain(heading), justify="right" if place else "left", overflow="fold")
    for row in rows[:ROWS]:
        table.add_row(*(_plain(cell) for cell in row.values()))
    return table


def _plain(text: str) -> Text:
    """Without what a terminal, or rich, would act on: names are a dataset's."""
    return Text(shown(text, LONGEST))
