"""What a filter leaves: pictures in an order, and how many things."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets import ConfigError
from assets.reading import shown
from view.index.columns import Column
from view.index.index import FROM, Index
from view.query import language
from view.query.sql import Condition, condition, find

KEPT = 16  # selections that are remembered
MOST_FACETS = 60

type Positions = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Selection:
    """Attributes:
    positions: (P,) of the pictures with a thing that meets the filter, in order.
    things: how many things do.
    """

    positions: Positions
    things: int


@dataclass(frozen=True)
class Filter:
    """What a page asks for.

    Attributes:
        line: of the filter's language.
        facets: lines for one column each.
        sort: a column's name, with ``-`` before it for falling values; empty for the set's own order.
        version: of the tags, so that nothing old is remembered.
    """

    line: str = ""
    facets: tuple[str, ...] = ()
    sort: str = ""
    version: int = 0

    def __post_init__(self) -> None:
        if len(self.facets) > MOST_FACETS:
            raise ConfigError(f"filter: expected at most {MOST_FACETS} facets, got {len(self.facets)}")

    def where(self, columns: Mapping[str, Column], but: str = "") -> Condition:
        """As SQL; without the facets of one column, whose other values are to be counted.

        Raises:
            ConfigError: it means nothing for these columns; says what.
        """
        out = condition(language.parse(self.line), columns)
        for facet in self.facets:
            tree = language.parse(facet)
            if but not in language.names(tree) or not but:
                out &= condition(tree, columns)
        return out

    def named(self) -> set[str]:
        """Columns that have a facet."""
        return {name for facet in self.facets for name in language.names(language.parse(facet))}


class Selections:
    """The last ones, so that scrolling asks nothing again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Index, Filter], Selection] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, index: Index, filter: Filter) -> Selection:
        """Raises:
        ConfigError: the filter means nothing; says what.
        """
        key = (index, filter)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = select(index, filter)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


def select(index: Index, filter: Filter) -> Selection:
    """Raises:
    ConfigError: the filter means nothing; says what.
    """
    where = filter.where(index.columns)
    order, values = _order(filter.sort, index.columns)
    if where.sql == "true" and not filter.sort:
        found = index.arrays(f"select p.position from base.pictures p order by {order}")
        return Selection(_positions(found["position"]), index.things)
    sql = (
        f"select p.position, count(t.position) things {FROM} where {where.sql} "
        f"group by p.position, p.file, p.number order by {order}"
    )
    found = index.arrays(sql, (*where.values, *values))
    return Selection(_positions(found["position"]), int(found["things"].sum()))


def _order(sort: str, columns: Mapping[str, Column]) -> tuple[str, Sequence[object]]:
    own = "p.file, p.number, p.position"
    if not sort:
        return own, ()
    name, falling = sort.removeprefix("-"), sort.startswith("-")
    if name not in columns:
        raise ConfigError(f"sort: there is no '{shown(name)}'")
    column = find(name, columns)
    best = "max" if falling else "min"
    return f"{best}({column.sql}) {'desc' if falling else 'asc'} nulls last, {own}", ()


def _positions(found: NDArray[np.generic]) -> Positions:
    return np.ascontiguousarray(found, np.int32)
