"""What a benchmark hands over: rows with headings that name their units, printed as a table and written as JSON."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

WIDTH = 160  # of a table; narrower terminals wrap it

type Cell = str | int | float | None

JsonFile = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the table as JSON, too.")]
Quick = Annotated[bool, typer.Option("--quick", help="As small as it gets: does it run at all?")]


@dataclass(frozen=True)
class Report:
    """Attributes:
    rows: by heading; all rows of a table have the headings of its first.
    notes: sentences below the table.
    settings: what was measured, and how.
    """

    name: str
    rows: Sequence[Mapping[str, Cell]]
    notes: Sequence[str] = ()
    settings: Mapping[str, object] = field(default_factory=dict)


def show(report: Report, path: Path | None) -> None:
    """Print a report, and write it where a path is given."""
    console = Console(width=max(Console().width, WIDTH))
    console.print(table(report.rows))
    for note in report.notes:
        console.print(note, highlight=False, soft_wrap=True)
    if path is not None:
        path.write_text(json.dumps({**asdict(report), "machine": machine()}, indent=2, default=str) + "\n")


def say(text: str) -> None:
    """Something on the way, to standard error."""
    Console(stderr=True).print(text, highlight=False, style="dim", soft_wrap=True)


def table(rows: Sequence[Mapping[str, Cell]]) -> Table:
    """Numbers to the right, with as many digits as they deserve."""
    out = Table(box=None, header_style="dim")
    for heading, cell in rows[0].items():
        out.add_column(heading, justify="left" if isinstance(cell, str) else "right")
    for row in rows:
        out.add_row(*(_text(row.get(heading)) for heading in rows[0]))
    return out


def machine() -> dict[str, object]:
    """What was measured on, and when."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "cpu": _cpu(),
        "load": os.getloadavg()[0],  # a busy machine makes seconds of the wall worth little
        "system": platform.system(),
        "versions": {name: version(name) for name in ("prelabel", "bpy", "numpy")},
    }


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _text(cell: Cell) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 1000 else f"{cell:.4g}" if abs(cell) >= 1 else f"{cell:.3f}"
    return str(cell)
