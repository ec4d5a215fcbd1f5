"""``compare``: two sets of pictures, property by property."""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from assets import ConfigError
from assets.reading import shown
from measure.collecting import Collected, collect
from measure.items import Source
from measure.plots import Curves
from measure.properties.columns import Column, What, compare_columns
from measure.properties.labels import ANGLES, ATTRIBUTE, FROM_POINTS, LABELS
from measure.properties.moves import moved_by, parameters_of
from measure.properties.pairs import Joint, compare_pairs
from measure.properties.pixels import PIXELS, RINGS
from measure.readers import open_source
from measure.report import Cell, Property, Report
from measure.table import Table

MOST_JUDGED = 2000  # pictures of each set
FEW = 100  # pictures
FIGURES = ("score", "labels", "pictures", "worst", "kid", "accuracy", "judge")  # that a gate knows besides
STEPS = 20  # of badness: within one, causes come before what they cause

type Judge = Callable[[Collected, Collected], Property]


def compare(
    first: Path,
    second: Path,
    categories: Mapping[str, str] | None = None,
    sample: int | None = None,
    judge: Judge | None = None,
    advance: Callable[[str], None] = lambda name: None,
) -> Report:
    """How far two sets are from each other; worst first.

    Args:
        first, second: datasets, pictures with labels, or pictures alone, see ``measure.readers``.
        categories: what to call some categories of either; an empty name leaves one out.
        sample: of how many pictures of each the pixels are looked at; None for all.
        judge: compares pictures as a network sees them; None for not at all.
        advance: called with the name of each picture that was read.

    Raises:
        ConfigError: a set is not there; their categories have nothing in common.
        DatasetError: one cannot be read.
    """
    return compare_sources(open_source(first), open_source(second), categories, sample, judge, advance)


def compare_sources(
    first: Source,
    second: Source,
    categories: Mapping[str, str] | None = None,
    sample: int | None = None,
    judge: Judge | None = None,
    advance: Callable[[str], None] = lambda name: None,
    letters: tuple[str, str] = ("A", "B"),
) -> Report:
    """The same of sets that are opened already.

    Args:
        letters: what its notes call the two.
    """
    sources = first, second
    a, b = (collect(source, categories or {}, sample, MOST_JUDGED if judge else 0, advance) for source in sources)
    known = parameters_of([*sources[0].scenes, *sources[1].scenes])
    found: list[Property] = []
    if a.things is not None and b.things is not None:
        found += of_labels(a.things, b.things, (first.place, second.place), known)
    if a.pixels is not None and b.pixels is not None:
        found += _of_pixels(a, b, known)
    if judge is not None and a.chosen and b.chosen:
        found.append(judge(a, b))
    if not found:
        raise ConfigError(
            f"{first.place} and {second.place}: expected labels in both or pictures in both, found neither"
        )
    order = {key: place for place, key in enumerate([*LABELS, *PIXELS])}
    found.sort(key=lambda item: (-round(item.beyond * STEPS), order.get(item.key, len(order)), item.key))
    sets = {letter: _described(one) for letter, one in (("A", a), ("B", b))}
    return Report(f"{first.place} against {second.place}", sets, _scores(found), tuple(found), _notes(a, b, letters))


def of_labels(a: Table, b: Table, places: tuple[Path, Path], known: frozenset[str]) -> list[Property]:
    kept = [_kept(a, b), _kept(b, a)]
    if not kept[0].any() or not kept[1].any():
        raise _strangers(a, b, places)
    out = [_counts(a, b, kept, known)]
    chosen = _shared(a, b)
    every = [np.ones(len(table), np.bool_) for table in (a, b)]
    for plain, key in chosen.items():
        title, unit = LABELS.get(plain, (_attribute_title(plain, key), "deg" if plain in ANGLES else ""))
        what = What(plain, title, unit, "labels", moved_by(plain, known))
        rows = every if plain == "category" else kept
        if (item := compare_columns(what, column(a, key, rows[0]), column(b, key, rows[1]))) is not None:
            out.append(item)
    titles = {key: _short(plain) for plain, key in chosen.items()}
    joints = [joint(table, rows, titles) for table, rows in zip((a, b), kept, strict=True)]
    pairs = compare_pairs("label_pairs", "labels", joints[0], joints[1], titles)
    return [*out, *([pairs] if pairs else [])]


def _shared(a: Table, b: Table) -> dict[str, str]:
    """Columns that both have, by the key that a report gives them.

    Angles out of keypoints stand for attributes that not both have; an attribute that is called as a quantity of ours
    is told apart.
    """
    out: dict[str, str] = {}
    keys = [key for key in a.columns() if key in b.columns()]
    for key in sorted(keys, key=lambda key: key.startswith(ATTRIBUTE)):  # so that attributes come after, and win
        plain = key.removeprefix(FROM_POINTS).removeprefix(ATTRIBUTE)
        taken = key.startswith(ATTRIBUTE) and (plain in LABELS or plain in PIXELS or plain in FIGURES)
        out[f"attribute_{plain}" if taken else plain] = key
    return out


def _of_pixels(a: Collected, b: Collected, known: frozenset[str]) -> list[Property]:
    assert a.pixels is not None and b.pixels is not None
    out = []
    every = [np.ones(len(table), np.bool_) for table in (a.pixels, b.pixels)]
    for key, (title, unit) in PIXELS.items():
        what = What(key, title, unit, "pictures", moved_by(key, known))
        both = (column(table, key, rows) for table, rows in zip((a.pixels, b.pixels), every, strict=True))
        if (item := compare_columns(what, *both)) is not None:
            out.append(_with_power(item, a, b) if key == "spectrum" else item)
    titles = {key: _short(key) for key in PIXELS}
    joints = [joint(table, rows, titles) for table, rows in zip((a.pixels, b.pixels), every, strict=True)]
    pairs = compare_pairs("picture_pairs", "pictures", joints[0], joints[1], titles)
    return [*out, *([pairs] if pairs else [])]


def column(table: Table, key: str, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Column:
    """What some rows of a table have there."""
    groups = table.groups()
    if table.columns().get(key) == "name":
        codes, names = table.names(key)
        there = rows & (codes >= 0)
        return Column(codes[there], groups[there], tuple(names))
    numbers = table.numbers(key)
    there = rows & np.isfinite(numbers)
    return Column(numbers[there], groups[there])


def joint(table: Table, rows: np.ndarray[tuple[int], np.dtype[np.bool_]], keys: Mapping[str, str]) -> Joint:
    kinds = table.columns()
    numbers = {key: table.numbers(key)[rows] for key in keys if kinds.get(key) == "number"}
    names = {}
    for key in keys:
        if kinds.get(key) == "name":
            codes, words = table.names(key)
            names[key] = codes[rows], tuple(words)
    return Joint(numbers, names, table.groups()[rows])


def _kept(table: Table, other: Table) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Rows of categories that both have."""
    codes, names = table.names("category")
    shared = np.array([*(name in other.names("category")[1] for name in names), False])
    return np.asarray(shared[codes], np.bool_)


def _counts(
    a: Table, b: Table, kept: list[np.ndarray[tuple[int], np.dtype[np.bool_]]], known: frozenset[str]
) -> Property:
    """Things a picture, those without any among them."""
    columns = []
    for table, rows in zip((a, b), kept, strict=True):
        counts = np.bincount(table.groups()[rows], minlength=table.pictures)
        columns.append(Column(counts.astype(np.float64), np.arange(table.pictures)))
    title, unit = LABELS["count"]
    item = compare_columns(What("count", title, unit, "labels", moved_by("count", known)), *columns)
    if item is None:
        least = min(len(each) for each in columns)
        raise ConfigError(f"compare: expected five pictures of each set or more, got {least}")
    return item


def _strangers(a: Table, b: Table, places: tuple[Path, Path]) -> ConfigError:
    first, second = (sorted(table.names("category")[1]) for table in (a, b))
    if not first or not second:
        place = places[0] if not first else places[1]
        return ConfigError(f"{place}: expected labelled things, found none")
    return no_common_category("compare", first, second)


def no_common_category(command: str, first: Sequence[str], second: Sequence[str]) -> ConfigError:
    """What to say of two sets whose categories have other names, with the option that renames one."""
    lists = f"{shown(', '.join(first), 120)} in the first and {shown(', '.join(second), 120)} in the second"
    near = ((name, get_close_matches(name, second, 1)) for name in first)
    way = next((f"{name}={close[0]}" for name, close in near if close), "OLD=NEW")
    return ConfigError(f"{command}: expected categories that both have, got {lists}; --map {shown(way)} renames one")


def _with_power(item: Property, a: Collected, b: Collected) -> Property:
    """The spectrum's own plot: power by radius in place of the slopes' histogram."""
    radius = (np.arange(RINGS) + 0.5) / RINGS / 2.0
    plot = Curves(radius, a.power, b.power, "cycles a px")
    rows: list[dict[str, Cell]] = [{"set": letter, **_powers(one)} for letter, one in (("A", a), ("B", b))]
    return Property(
        item.key, item.title, item.group, rows, item.score, item.beyond, item.moved_by, item.figures, plot, item.notes
    )


def _powers(one: Collected) -> dict[str, float]:
    return {f"{(ring + 0.5) / RINGS / 2.0:.2f}": float(one.power[ring]) for ring in range(0, RINGS, 3)}


def _scores(found: list[Property]) -> dict[str, float]:
    """By group, the middle between columns and pairs; over all, that of the groups."""
    out = {}
    for group in ("labels", "pictures"):
        columns = [item.score for item in found if item.group == group and not item.key.endswith("_pairs")]
        pairs = [item.score for item in found if item.group == group and item.key.endswith("_pairs")]
        parts = [float(np.mean([score for score in part if score is not None])) for part in (columns, pairs) if part]
        if parts:
            out[group] = float(np.mean(parts))
    return ({"score": float(np.mean(list(out.values())))} if out else {}) | out


def _described(one: Collected) -> str:
    things = "" if one.things is None else f", {len(one.things)} labelled things"
    scenes = f" of {', '.join(one.source.scenes)}" if one.source.scenes else ""
    return f"{one.source.place}: {one.source.kind}, {one.source.count} pictures{scenes}{things}"


def _notes(a: Collected, b: Collected, letters: tuple[str, str]) -> tuple[str, ...]:
    out = []
    for letter, one in zip(letters, (a, b), strict=True):
        out += [f"{letter}: {times} {sentence}" for sentence, times in sorted(one.told.items())]
        if one.pixels is None:
            out.append(f"{letter}: its pictures are not beside its labels: compared by labels alone")
        if one.things is None:
            out.append(f"{letter}: it has no labels: compared by pictures alone")
    if min(one.source.count for one in (a, b)) < FEW:
        out.append(f"with fewer than {FEW} pictures, chance alone explains all but large differences: scores are kind")
    if a.things is not None and b.things is not None:
        for letter, own, other in zip(letters, (a.things, b.things), (b.things, a.things), strict=True):
            alone = sorted(set(own.names("category")[1]) - set(other.names("category")[1]))
            if alone:
                names = shown(", ".join(alone), 160)
                out.append(
                    f"{letter} alone has {names}: counted as categories and in nothing else; --map OLD=NEW renames"
                )
    return tuple(out)


def _attribute_title(plain: str, key: str) -> str:
    return f"{plain.removesuffix('_deg')}{' (from keypoints)' if key.startswith(FROM_POINTS) else ''}"


def _short(key: str) -> str:
    return key.replace("_", " ")
