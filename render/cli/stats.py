"""``prelabel stats``: what a dataset holds, value by value, beside what its ``run.yaml`` asks for."""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeIs

import numpy as np
from rich.console import Console
from rich.table import Table

from annotate.formats.source import read_dataset
from annotate.histogram import histogram
from annotate.stats import Column, Floats, Requested, Values, columns, evenness, p_value, values_of
from assets import AttributeValue, ConfigError, PrelabelError, StorageError, files
from render.progress.terminal import as_it_is, say
from render.run.picture import encode_picture
from render.settings.config import RunConfig, load_yaml, make_config, scene_params
from render.settings.trust import Tell, script_files, trusted
from render.stores.claims import RUN_FILE
from scenes import SceneParams
from scenes.balance import Dealt, balance_keys, dealt_keys
from scenes.deck import Cell
from scenes.distributions import Given
from scenes.params import AUTO

DRAWN = 4000  # values that stand for a requested distribution
SHOWN = 16  # values of one quantity that the terminal shows
BARS = 20  # of a histogram of numbers
LONGEST_NAME = 200  # characters of a file's

type Parameters = tuple[SceneParams, list[Dealt]]
"""Of a scene, and what is dealt of them."""
type Scenes = Mapping[str, Parameters]


def show_stats(folder: Path, plot: Path | None, printer: Console, trust: bool = False) -> None:
    """Print tables of all attributes and parameters of a dataset; with ``plot``, write a histogram of each.

    What was asked for is known of built-in scenes. Scene files that ``run.yaml`` names are looked at without running
    them: then a line says that it is not shown.

    Args:
        trust: run them for it.

    Raises:
        ConfigError: the folder is no dataset's.
        DatasetError: it cannot be read.
        StorageError: the histograms cannot be written.
    """
    if not folder.is_dir():
        raise ConfigError(f"stats {folder}: expected a dataset's folder, found none")
    dataset = read_dataset(folder)
    config, scenes, reason = _asked(folder / RUN_FILE, trust, lambda text: say(printer, text))
    found = [(column, _requested(column, scenes)) for column in columns(dataset)]
    for (scene, kind), group in itertools.groupby(found, key=lambda item: (item[0].scene, item[0].kind)):
        rows = list(group)
        number = max(len(column.values) for column, _ in rows)
        printer.print(as_it_is(scene, "bold") + f": {number} {kind}", highlight=False)
        _print(printer, _value_table([row for row in rows if not row[0].numeric]))
        _print(printer, _number_table([row for row in rows if row[0].numeric]))
    say(printer, *([reason] if reason else ()), *(balance_lines(folder, config) if config else ()))
    if plot is not None:
        _plot(found, plot)
        say(printer, f"{plot}: {len(found)} histograms")


def _asked(path: Path, trust: bool, tell: Tell) -> tuple[RunConfig | None, Scenes, str]:
    """What the run asked for, also where a scene's file has changed since; the parameters of its scenes by name.

    Scene files are left out unless they are trusted, and all is where it cannot be read: the last is a sentence on why.
    """
    if not path.is_file():
        return None, {}, ""
    try:
        values = {key: value for key, value in load_yaml(path).items() if key not in ("scripts", "augment")}
        named = values.get("scenes")
        hidden = script_files(filter(_is_text, named)) if isinstance(named, list) and not trust else ()
        values = _without(values, hidden) if hidden else values
        permit = trusted(path, trust, tell) if trust else _refuse_files
        config = make_config(values, permit=permit) if values.get("scenes") else None
        reason = f"requested: not shown for {', '.join(hidden)}, which --trust would run" if hidden else ""
        return config, dict(_scenes(config)) if config else {}, reason
    except PrelabelError as error:
        return None, {}, f"requested: not shown, {error}"


def _is_text(value: object) -> TypeIs[str]:
    return isinstance(value, str)


def _refuse_files(scenes: tuple[str, ...]) -> None:
    if scripts := script_files(scenes):
        raise ConfigError(f"{', '.join(scripts)} would have to be run for it")


def _without(values: Mapping[str, Any], scripts: Collection[str]) -> dict[str, Any]:
    """A config without some of its scenes, and without what is said of them under names that only they know."""
    scenes = [name for name in values["scenes"] if name not in scripts]
    own = {key: values[key] for key in ("params", "balance") if isinstance(values.get(key), dict)}
    kept = {key: {name: said for name, said in value.items() if name in scenes} for key, value in own.items()}
    return {**values, "scenes": scenes, **kept}


def balance_lines(folder: Path, config: RunConfig) -> list[str]:
    """How even came out what was to be balanced: a sentence for each key, and one for all of a scene together.

    Raises:
        DatasetError: the dataset cannot be read.
    """
    if not config.balance:
        return []
    scenes, out = dict(_scenes(config)), []
    found = values_of(read_dataset(folder), {key for request in config.balance.values() for key in request})
    for scene in config.balance:
        params, dealt = scenes[scene]
        for rows, each in zip(found.get(scene, ([], [])), (False, True), strict=True):
            mine = [item for item in dealt if (item.parameter in params.each) == each]
            told = [item for item in mine if any(item.key in row for row in rows)]
            out += [f"balance: {scene}: '{item.key}' stands in no label" for item in mine if item not in told]
            groups = [*([item] for item in told), *([told] if len(told) > 1 else [])]
            out += [f"balance: {scene}: {_evenness(group, rows)}" for group in groups]
    return out


def _scenes(config: RunConfig) -> Iterator[tuple[str, Parameters]]:
    """By name, the parameters of a run's scenes and what is dealt of them."""
    for path in config.scenes:
        script, params = scene_params(config, path)
        yield script.name, (params, dealt_keys(params, config.balance.get(script.name, {}), script.name))


def _requested(column: Column, scenes: Scenes) -> Requested | None:
    """What the run asked for of a quantity that bears the name of a parameter, or of a scene's bins."""
    params, dealt = scenes.get(column.scene, (None, []))
    if params is None or column.key not in balance_keys(type(params)):
        return None
    for item in dealt:
        if item.key == column.key and (item.key in params.bins or item.cells[0].low is None):
            return Requested.of({c.label: float(share) for c, share in zip(item.cells, item.shares, strict=True)})
    bins = params.bins.get(column.key)
    key = bins.key if bins else column.key
    distribution, domain = getattr(params, key), params.domain(key)
    if distribution == AUTO or any(item.parameter == key for item in dealt):
        return None  # left to the scene, or dealt by another name
    if domain.kind != "number" and not isinstance(distribution, Given):
        return Requested.of(domain.shares(distribution))
    rng = np.random.default_rng(np.random.SeedSequence(0))
    if isinstance(distribution, Given):
        drawn = [params.value(own, key) for own in rng.spawn(DRAWN)]
    else:
        drawn = [domain.draw(distribution, rng) for _ in range(DRAWN)]
    if bins:
        drawn = [bins.name_of(float(value)) for value in drawn]
    if column.numeric:
        return Requested(numbers=np.array([float(value) for value in drawn]))
    return Requested.of({value: count / DRAWN for value, count in Counter(drawn).items()})


def _evenness(group: Sequence[Dealt], found: Sequence[Values]) -> str:
    rows = [values for values in found if all(item.key in values for item in group)]
    cells = {tuple(str(cell.label) for cell in cells) for cells in itertools.product(*(item.cells for item in group))}
    named = [tuple(_label(row[item.key], item) for item in group) for row in rows]
    counts = Counter(row for row in named if row in cells)
    fewest, most = min(counts[cell] for cell in cells), max(counts[cell] for cell in cells)
    text = " × ".join(item.key for item in group)
    text += f": {len(rows)} in {len(cells)} cells of {fewest} to {most}"
    if all(share == item.shares[0] for item in group for share in item.shares):
        text += f", evenness {evenness(counts.values(), len(cells)):.3f}"
    else:
        text += f", shares off by {_off({cell: counts[cell] / len(rows) for cell in cells}, _wanted(group))}"
    return text + (f"; {len(rows) - counts.total()} in none" if counts.total() < len(rows) else "")


def _off(shares: Mapping[tuple[str, ...], float], wanted: Mapping[tuple[str, ...], float]) -> str:
    """What came out against what was wanted: each cell where they are few."""
    text = f"{100 * max(abs(shares[cell] - share) for cell, share in wanted.items()):.1f} % at most"
    if len(wanted) > SHOWN / 2:
        return text
    pairs = [f"{' '.join(cell)} {100 * shares[cell]:.1f} % for {100 * share:.4g} %" for cell, share in wanted.items()]
    return f"{text} ({', '.join(pairs)})"


def _wanted(group: Sequence[Dealt]) -> dict[tuple[str, ...], float]:
    pairs = [list(zip(item.cells, item.shares, strict=True)) for item in group]
    return {
        tuple(str(cell.label) for cell, _ in combined): float(np.prod([float(share) for _, share in combined]))
        for combined in itertools.product(*pairs)
    }


def _label(value: AttributeValue, item: Dealt) -> str:
    """The cell that a value lies in; itself where they are values."""
    if isinstance(value, str) or item.cells[0].low is None:
        return str(value)
    return next((str(cell.label) for cell in item.cells if _holds(cell, float(value))), "")


def _holds(cell: Cell, value: float) -> bool:
    return cell.low is not None and cell.high is not None and cell.low <= value < cell.high


def _value_table(rows: Sequence[tuple[Column, Requested | None]]) -> Table:
    table = _table("value", "", "count", "share", "requested", "p")
    for column, wanted in rows:
        shares = (wanted.shares if wanted else None) or {}
        counts = column.counts(shares)
        if len(counts) > SHOWN / 2 and max(counts.values()) == 1:
            table.add_row(as_it_is(column.key), f"{len(counts)} different ones", str(len(counts)), "", "", "")
            continue
        p = None if wanted is None else p_value(column, wanted)
        for index, (value, count) in enumerate(itertools.islice(counts.items(), SHOWN)):
            share = f"{100 * shares.get(value, 0.0):.1f} %" if shares else ""
            first = (column.key, f"{p:.2g}" if p is not None else "") if not index else ("", "")
            there = f"{100 * count / len(column.values):.1f} %"
            table.add_row(as_it_is(first[0]), as_it_is(value), str(count), there, share, first[1])
        if len(counts) > SHOWN:
            table.add_row("", f"… {len(counts) - SHOWN} more", "", "", "", "")
    return table


def _number_table(rows: Sequence[tuple[Column, Requested | None]]) -> Table:
    """Quartiles; those asked for in a second row."""
    table = _table("number", "lowest", "25 %", "median", "75 %", "highest", "p")
    for column, wanted in rows:
        p = None if wanted is None else p_value(column, wanted)
        table.add_row(as_it_is(column.key), *_quartiles(column.numbers()), f"{p:.2g}" if p is not None else "")
        if wanted is not None and wanted.numbers is not None:
            table.add_row("  requested", *_quartiles(wanted.numbers), "", style="dim")
    return table


def _quartiles(values: Floats) -> list[str]:
    return [f"{value:.4g}" for value in np.percentile(values, (0, 25, 50, 75, 100))]


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, header_style="dim")
    table.add_column(first, overflow="fold")
    for heading in others:
        table.add_column(heading, justify="right" if heading else "left", overflow="fold")
    return table


def _print(printer: Console, table: Table) -> None:
    if table.row_count:
        printer.print(table)


def _plot(found: Sequence[tuple[Column, Requested | None]], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for column, wanted in found:
            parts = (column.scene, column.kind, column.key)
            picture = histogram(", ".join(parts), *_bars(column, wanted))
            name = re.sub(r"[^\w.-]", "_", "-".join(parts))[:LONGEST_NAME]
            with files.writing(folder / f"{name}.png") as file:
                file.write(encode_picture(picture, "png", 100))
    except OSError as error:
        raise StorageError(f"--plot {folder}: cannot write, {error.strerror}") from error


def _bars(column: Column, wanted: Requested | None) -> tuple[list[str], list[float], list[float] | None]:
    """Labels, shares and requested shares."""
    if not column.numeric:
        shares = wanted.shares if wanted else None
        counts = column.counts(shares or ())
        there = [count / len(column.values) for count in counts.values()]
        return list(counts), there, [shares.get(label, 0.0) for label in counts] if shares else None
    numbers = column.numbers()
    asked = wanted.numbers if wanted else None
    ends = numbers if asked is None else np.concatenate([numbers, asked])
    edges = np.histogram_bin_edges(ends, BARS)
    labels = [f"{low:.3g} .. {high:.3g}" for low, high in itertools.pairwise(edges.tolist())]
    there = _shares(numbers, edges)
    return labels, there, None if asked is None else _shares(asked, edges)


def _shares(values: Floats, edges: Floats) -> list[float]:
    return [float(count) / len(values) for count in np.histogram(values, edges)[0]]
