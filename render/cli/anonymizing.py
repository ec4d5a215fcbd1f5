"""What ``anonymize`` does, once its options are read: the run, the table of what was found, and what is to be known."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from assets import ConfigError, files
from render.anonymize.running import Order, Outcome, anonymize, pictures
from render.cli.options import parse_workers
from render.progress.display import counter
from render.progress.terminal import as_it_is, say
from render.run.start import BLENDER

RENDERER = BLENDER
BROKE, FILLED = 1, 3  # exit codes: a picture was not written; a face is one colour where a new one was asked for
TEXT_BYTES = 2**24
WORKER_BYTES = 2 * 2**30
LINES = 20  # of a list that is said


def anonymize_pictures(order: Order, printer: Console, console: Console, quiet: bool) -> int:
    """Run, print the table, say what is to be known; returns the exit code."""
    root, names = pictures(order.photos)
    with counter(console, len(names), quiet) as advance:
        outcome = anonymize(order, root, names, lambda text: say(console, text), advance)
    printer.print(_table(outcome.records), highlight=False)
    say(console, *_notes(order, outcome))
    filled = any(item.get("how") == "solid" for record in outcome.records for item in record["found"])
    if outcome.errors:
        return BROKE
    return FILLED if order.settings.method == "render" and filled else 0


def parse_texts(place: Path | None) -> tuple[str, ...]:
    """Lines of a file, without what plates do not tell apart.

    Raises:
        ConfigError: it cannot be read.
    """
    if place is None:
        return ()
    try:
        lines = files.read(place, TEXT_BYTES).decode().splitlines()
    except OSError as error:
        raise ConfigError(f"--texts {place}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"--texts {place}: expected UTF-8 text") from error
    return tuple(sorted({line.strip() for line in lines if line.strip()}))


def workers_of(text: str) -> int:
    """Processes; ``auto`` is one for two cores, as far as there are 2 GiB for each."""
    count = parse_workers(text)
    if count is not None:
        return count
    cores, memory = psutil.cpu_count() or 1, psutil.virtual_memory().available
    return max(1, min(cores // 2, int(memory // WORKER_BYTES)))


def _table(records: Sequence[Mapping[str, Any]]) -> Table:
    """What was found, and what became of it, by its kind and its source."""
    table = Table(box=None, header_style="dim")
    for heading in ("what", "from", "number", "became"):
        table.add_column(heading, justify="right" if heading == "number" else "left", overflow="fold")
    rows: Counter[tuple[str, str, str]] = Counter()
    for record in records:
        for item in record["found"]:
            found = item["found"]
            became = f"left: {found['left']}" if found["left"] else item.get("how") or "found"
            rows[found["kind"], found["by"], became] += 1
    for (kind, by, became), number in sorted(rows.items()):
        table.add_row(as_it_is(kind), as_it_is(by), str(number), as_it_is(became))
    return table


def _notes(order: Order, outcome: Outcome) -> list[str]:
    """Sentences about what no table shows."""
    out = []
    if outcome.kept:
        out.append(f"{outcome.kept} pictures were there already")
    bare = [record["name"] for record in outcome.records if not record["found"]]
    out += _some(bare, "nothing was found in: pixels as they were" if not order.dry_run else "nothing was found in")
    if any(item["found"]["by"] == "image processing" for record in outcome.records for item in record["found"]):
        out.append("plates found by image processing are less sure than boxes: look at them")
    hows = Counter(record["pixels"] for record in outcome.records if "pixels" in record)
    out += [f"{number} pictures: {how}" for how, number in sorted(hows.items())]
    whys = Counter(item["why"] for record in outcome.records for item in record["found"] if item.get("why"))
    out += [f"{number} filled with one colour: {why}" for why, number in sorted(whys.items())]
    covered = sum(bool(item.get("covered")) for record in outcome.records for item in record["found"])
    if covered:
        out.append(f"{covered} faces had something before them that is covered now")
    out += list(outcome.errors[:LINES])
    if len(outcome.errors) > LINES:
        out.append(f"and {len(outcome.errors) - LINES} more pictures that are not written")
    if order.dry_run:
        out.append(f"{order.out}/drawn shows the photographs as they are: keep it to yourself, and remove it")
        out.append(f"correct {order.out}/found.json and hand it in by --coco {order.out}/found.json")
    else:
        out.append(f"{order.out}: {len(outcome.records)} pictures")
    return out


def _some(names: Sequence[str], text: str) -> list[str]:
    if not names:
        return []
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return [f"{text}: {', '.join(names[:3])}{more}"]
