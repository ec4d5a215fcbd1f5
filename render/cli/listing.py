"""``prelabel list``: scenes, and of each parameter its distribution, unit, range and meaning."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scenes import SceneScript

HEADINGS = ("parameter", "distribution", "unit", "may be", "what it is")


def print_scenes(scripts: Sequence[SceneScript], printer: Console) -> None:
    """Print each scene and its parameters."""
    for script in scripts:
        head = f"[bold]{escape(script.name)}[/bold]  {escape(script.summary)}"
        printer.print(f"{head}  [dim]({escape(', '.join(script.categories))})[/dim]", highlight=False)
        printer.print(_table(script))
        for line in _notes(script):
            printer.print(f"  {escape(line)}", highlight=False)
        printer.print()


def _table(script: SceneScript) -> Table:
    table = Table(box=None, pad_edge=True, show_header=True, header_style="dim")
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold")
    for key, field in script.params.model_fields.items():
        domain = script.params.domain(key)
        may_be = domain.describe().replace(f" {domain.unit}", "", 1) if domain.unit else domain.describe()
        cells = (key, str(field.default), domain.unit, may_be, field.description or "")
        table.add_row(*map(escape, cells))
    return table


def _notes(script: SceneScript) -> list[str]:
    params, out = script.params, []
    if params.each:
        out.append(f"drawn for each thing: {', '.join(params.each)}")
    if params.bins:
        names = "; ".join(f"{key} ({', '.join(bins.names())})" for key, bins in params.bins.items())
        out.append(f"for --balance and conditions also: {names}")
    return out
