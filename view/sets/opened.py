"""The sets that a page shows, as they are now."""

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assets import ConfigError
from measure.comparing import compare_sources
from measure.readers import open_source
from measure.report import Report
from view.beside.likeness import Likeness
from view.beside.tags import Tags
from view.index.building import Advance
from view.index.index import Index, open_index
from view.index.reading import find
from view.query.facets import Facet, Range, facets
from view.query.selecting import Filter, Selection, Selections
from view.query.unknown import unknown
from view.sets.task import Task

if TYPE_CHECKING:
    from view.beside.matches import Matches

LETTERS = "ABCDEFGH"  # as many sets as people can tell apart by colour
REFRESH_S = 4.0  # between two looks at a run that is still being written
COMPARED = 1000  # pictures of each set whose pixels `compare` looks at
KEPT_FACETS = 8


@dataclass(frozen=True)
class Predicted:
    """Predictions that are to be shown: a file, other names for categories, and by what things are found."""

    path: Path
    mapping: Mapping[str, str]
    match: str = "boxes"


class OpenSet:
    """One set.

    Raises:
        ConfigError: nothing is there.
        DatasetError: it cannot be read; says where.
    """

    def __init__(self, path: Path, letter: str, predicted: Predicted | None, advance: Advance) -> None:
        self.letter, self.place = letter, find(path)
        self.matches: Matches | None = None
        self.index = open_index(self.place, advance)
        if predicted is not None:
            if self.place.kind != "coco":
                raise ConfigError(f"--predictions: expected a set with a COCO file, got {path}")
            from view.beside.matches import matched, with_matches  # which most who look at a set do not need

            self.matches = matched(path, predicted.path, predicted.mapping, predicted.match, self.index)
            self.index = with_matches(self.index)
        self.tags = Tags(self.place.root)
        self._selections = Selections()
        self._facets: dict[tuple[Index, Filter, str], list[Facet]] = {}
        self._lock, self._looked, self._tagged = threading.Lock(), time.monotonic(), (self.index, -1)
        self.likeness = Task(lambda step: Likeness(self.place, self.index, step), min(self.index.pictures, 2000))

    @property
    def live(self) -> bool:
        """Whether more pictures may come."""
        return self.place.kind == "records"

    def select(self, filter: Filter) -> Selection:
        """Raises:
        ConfigError: the filter means nothing; says what.
        """
        return self._selections.get(self._with_tags(), filter)

    def unknown(self, filter: Filter) -> list[str]:
        """What a filter's line asks for that nothing in the set has."""
        return unknown(self._with_tags(), filter.line)

    def facets(self, filter: Filter, ranges: Mapping[str, Range]) -> list[Facet]:
        """Raises:
        ConfigError: the filter means nothing; says what.
        """
        index = self._with_tags()
        key = (index, filter, repr(sorted(ranges.items())))
        found = self._facets.get(key)
        if found is None:
            found = facets(index, filter, ranges)
            with self._lock:
                if len(self._facets) >= KEPT_FACETS:
                    self._facets.pop(next(iter(self._facets)))
                self._facets[key] = found
        return found

    def refresh(self) -> bool:
        """Take in what a run has added; whether there was anything."""
        with self._lock:
            if not self.live or time.monotonic() - self._looked < REFRESH_S:
                return False
            self._looked = math.inf  # nobody else looks meanwhile, and nobody waits
        try:
            new = open_index(self.place)
        finally:
            self._looked = time.monotonic()
        with self._lock:
            changed = new.path != self.index.path
            if changed:  # the old one closes when the last question to it is answered
                self.index, self._selections = new, Selections()
                self._facets.clear()
            return changed

    def _with_tags(self) -> Index:
        """The index, with the tags as they are now in its table ``tagged``."""
        with self._lock:
            if self._tagged != (self.index, self.tags.version):
                pairs = [(number, tag) for tag, ids in self.tags.all().items() for number in ids]
                known = dict(self.index.ask("select number, position from base.pictures")) if pairs else {}
                rows = [(known[number], tag) for number, tag in pairs if number in known]
                arrays = {
                    "position": np.array([row[0] for row in rows], np.int64),
                    "tag": np.array([row[1] for row in rows], object),
                }
                self.index.put("tagged", arrays, {"position": "integer", "tag": "varchar"})
                self._tagged = (self.index, self.tags.version)
            return self.index


class View:
    """All that a page shows.

    Args:
        paths: one set, or up to eight to be laid beside each other.
        predicted: predictions for the first one.
        advance: called with a letter and the number of pictures read.

    Raises:
        ConfigError, DatasetError: a set cannot be read; says which and why.
    """

    def __init__(
        self,
        paths: tuple[Path, ...],
        predicted: Predicted | None = None,
        advance: Callable[[str, int], None] = lambda letter, count: None,
    ) -> None:
        if not 1 <= len(paths) <= len(LETTERS):
            raise ConfigError(f"view: expected 1 to {len(LETTERS)} sets, got {len(paths)}")
        self.sets = tuple(
            OpenSet(path, letter, None if number else predicted, lambda count, of=letter: advance(of, count))  # type: ignore[misc]
            for number, (path, letter) in enumerate(zip(paths, LETTERS, strict=False))
        )
        self._comparisons: dict[tuple[int, int], Task[Report]] = {}
        self._lock, self._turn = threading.Lock(), threading.Lock()

    def at(self, number: int) -> OpenSet:
        """Raises:
        ConfigError: there is none.
        """
        if not 0 <= number < len(self.sets):
            raise ConfigError(f"view: expected a set in 0..{len(self.sets) - 1}, got {number}")
        return self.sets[number]

    def ranges(self) -> dict[str, Range]:
        """Of numbers that the sets share: from where to where their histograms go, so that they lie over each other."""
        out: dict[str, Range] = {}
        for one in self.sets:
            for column in one.index.columns.values():
                if column.kind == "number":
                    low, high, whole = out.get(column.name, (column.low, column.high, column.whole))
                    out[column.name] = min(low, column.low), max(high, column.high), whole and column.whole
        return out

    def comparison(self, first: int, second: int) -> Task[Report]:
        """How far two of the sets are from each other, either way round; there is one task for each pair.

        Raises:
            ConfigError: these are no two sets.
        """
        if len(self.sets) < 2:
            raise ConfigError("compare: expected two sets; prelabel view A B shows them")
        pair = min(first, second), max(first, second)
        a, b = (self.at(number) for number in pair)
        if a is b:
            raise ConfigError(f"compare: expected two different sets, got {a.letter} twice")
        with self._lock:
            if pair not in self._comparisons:
                count = sum(min(one.index.pictures, COMPARED) for one in (a, b))
                self._comparisons[pair] = Task(lambda step: self._compare(a, b, step), count)
            return self._comparisons[pair]

    def _compare(self, a: OpenSet, b: OpenSet, step: Callable[[], None]) -> Report:
        first, second = open_source(a.place.place), open_source(b.place.place)
        with self._turn:  # one pair after the other: together they would only take longer, and more memory
            return compare_sources(first, second, {}, COMPARED, None, lambda name: step(), (a.letter, b.letter))
