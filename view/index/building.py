"""Writes the index of a set: entries become rows, a batch at a time, so that memory does not grow with the set."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from annotate.skeletons import SKELETONS
from assets import DatasetError
from view.index.columns import MOST, Kind, Scope
from view.index.rows import Category, Entry, Picture, Row, Thing

BATCH, GATHERED = 20_000, 256  # rows that are written at once, that become columns at once
LAYOUT = 1  # of the file; another one is made anew
TABLES = """
create table pictures (position integer, file integer, number bigint, name varchar, path varchar, width integer,
    height integer, split varchar, source varchar, begin_byte bigint, bytes bigint, document varchar, things integer);
create table things (ordinal integer, position integer, file integer, category_id bigint, category varchar,
    x double, y double, w double, h double, begin_byte bigint, bytes bigint, document varchar);
create table categories (file integer, number bigint, name varchar, points varchar, skeleton varchar);
create table columns (scope varchar, name varchar, kind varchar, place varchar);
create table told (key varchar, value varchar);
"""

type Advance = Callable[[int], None]
type Array = NDArray[Any]


class Builder:
    """Writes entries into an open DuckDB, which is empty or was written by an earlier builder.

    Attributes:
        seen: how far each file of records was read.
        run: what the earlier builder was told of the run.

    Args:
        repeated: whether a picture may come twice, as a frame that was made again does; the first one counts.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, repeated: bool = False) -> None:
        self._connection, self._repeated = connection, repeated
        if not _has_tables(connection):
            connection.execute(TABLES)
        known = connection.execute("select scope, name, kind, place from columns").fetchall()
        self._batches: dict[Scope, _Batch] = {
            scope: _Batch({name: (kind, place) for of, name, kind, place in known if of == scope})
            for scope in ("picture", "thing")
        }
        places = connection.execute("select file, number, position from pictures").fetchall()
        self._places: dict[tuple[int, int], int] = {(file, number): place for file, number, place in places}
        self._described = set(self._places)
        self._things = int(_one(connection, "select count(*) from things"))
        told = dict(connection.execute("select key, value from told").fetchall())
        self.seen: dict[str, int] = json.loads(told.get("seen", "{}"))
        self.run: str = told.get("run", "")

    def take(self, entries: Iterable[Entry], advance: Advance) -> None:
        """Raises:
        DatasetError: what the set says contradicts itself.
        """
        skipped: set[tuple[int, int]] = set()
        for entry in entries:
            if isinstance(entry, Thing):
                if entry.of not in skipped:
                    self._take_thing(entry)
            elif isinstance(entry, Picture):
                if self._take_picture(entry, skipped):
                    advance(len(self._described))
            elif isinstance(entry, Category):
                more = json.dumps(entry.points), json.dumps(entry.skeleton)
                self._connection.execute(
                    "insert into categories values (?, ?, ?, ?, ?)", [entry.file, entry.number, entry.name, *more]
                )
            else:
                self.seen[entry.name] = entry.size
        if missing := next((key for key in self._places if key not in self._described), None):
            raise DatasetError(f"annotations name image {missing[1]}, which is not there")
        for scope in self._batches:
            self._flush(scope)
        self._finish()

    def tell(self, **values: str) -> None:
        """Keep what is known of the whole."""
        for key, value in values.items():
            self._connection.execute("delete from told where key = ?", [key])
            self._connection.execute("insert into told values (?, ?)", [key, value])

    def _take_picture(self, picture: Picture, skipped: set[tuple[int, int]]) -> bool:
        if picture.key in self._described:
            if not self._repeated:
                raise DatasetError(f"image {picture.key[1]} comes more than once")
            skipped.add(picture.key)
            return False
        self._described.add(picture.key)
        place = self._places.setdefault(picture.key, len(self._places))
        fixed = (place, *picture.key, picture.name, picture.path, *picture.size, picture.split)
        self._add("picture", (*fixed, picture.source, *picture.at, picture.document, 0), picture.row)
        return True

    def _take_thing(self, thing: Thing) -> None:
        place = self._places.setdefault(thing.of, len(self._places))
        named = (None, thing.category) if isinstance(thing.category, str) else (thing.category, None)
        fixed = (self._things, place, thing.of[0], *named, *thing.box, *thing.at, thing.document)
        self._add("thing", fixed, thing.row)
        self._things += 1

    def _add(self, scope: Scope, fixed: tuple[Any, ...], row: Row) -> None:
        batch = self._batches[scope]
        batch.add(fixed, row)
        if len(batch.fixed) >= BATCH:
            self._flush(scope)

    def _flush(self, scope: Scope) -> None:
        batch, table = self._batches[scope], f"{scope}s"
        if not batch.fixed:
            return
        batch.gather()
        for key, kind, place, is_new in batch.kinds():
            sql = "double" if kind == "number" else "varchar"
            if is_new:
                self._connection.execute(f"alter table {table} add column {place} {sql}")
                self._connection.execute("insert into columns values (?, ?, ?, ?)", [scope, key, kind, place])
            else:
                self._connection.execute(f"alter table {table} alter {place} type {sql}")
                self._connection.execute(
                    "update columns set kind = ? where place = ? and scope = ?", [kind, place, scope]
                )
        heads = [row[0] for row in self._connection.execute(f"describe {table}").fetchall()]
        arrays = batch.arrays(heads)
        names = ", ".join(arrays)
        chosen = ", ".join(_chosen(name, array) for name, array in arrays.items())
        self._connection.register("batch", arrays)
        self._connection.execute(f"insert into {table} ({names}) select {chosen} from batch")
        self._connection.unregister("batch")
        batch.clear()

    def _finish(self) -> None:
        """What can be said once all is there."""
        do = self._connection.execute
        known = {row[0] for row in do("select name from categories").fetchall()}
        for name, skeleton in SKELETONS.items():
            if name not in known:
                entry = skeleton.coco()
                more = [json.dumps(entry["keypoints"]), json.dumps(entry["skeleton"])]
                do("insert into categories values (-1, -1, ?, ?, ?)", [name, *more])
        do("update things set category = c.name from categories c where c.file = things.file and things.category is "
           "null and c.number = things.category_id")  # fmt: skip
        do("update things set category = 'category ' || category_id where category is null")
        do("update pictures set things = c.n from (select position, count(*)::integer n from things group by 1) c "
           "where c.position = pictures.position")  # fmt: skip
        self.tell(seen=json.dumps(self.seen), layout=str(LAYOUT), dropped=json.dumps(self._dropped()))

    def _dropped(self) -> int:
        return sum(len(batch.dropped) for batch in self._batches.values())


class _Batch:
    """Rows that are not written yet.

    Attributes:
        fixed: of each row, what every row has.
        dropped: keys that there was no column for.
    """

    def __init__(self, known: Mapping[str, tuple[Kind, str]]) -> None:
        self.fixed: list[tuple[Any, ...]] = []
        self.dropped: set[str] = set()
        self._known = dict(known)
        self._rows: list[Row] = []
        self._values: dict[str, list[Any]] = {}  # of rows before these

    def add(self, fixed: tuple[Any, ...], row: Row) -> None:
        self.fixed.append(fixed)
        self._rows.append(row)
        if not row.keys() <= self._values.keys():
            self._meet(row)
        if len(self._rows) == GATHERED:
            self.gather()

    def _meet(self, row: Row) -> None:
        for key in row:
            if key not in self._values:
                if key not in self._known and len(self._known) + len(self._values) >= MOST:
                    self.dropped.add(key)
                else:
                    self._values[key] = []

    def gather(self) -> None:
        """Rows become columns; to be called before these are asked for."""
        before = len(self.fixed) - len(self._rows)
        for key, values in self._values.items():
            values.extend([None] * (before - len(values)))
            values.extend([row.get(key) for row in self._rows])
        self._rows.clear()

    def kinds(self) -> Iterator[tuple[str, Kind, str, bool]]:
        """Columns that are new, or of another kind than before: key, kind, place, and whether they are new."""
        for key, values in self._values.items():
            named = not {str, bool}.isdisjoint(map(type, values))
            before = self._known.get(key)
            if before is None:
                place = f"c{len(self._known)}"
                self._known[key] = ("name" if named else "number", place)
                yield key, self._known[key][0], place, True
            elif named and before[0] == "number":
                self._known[key] = ("name", before[1])
                yield key, "name", before[1], False

    def arrays(self, heads: list[str]) -> dict[str, Array]:
        """By column; ``heads`` begin with those that every row has."""
        out: dict[str, Array] = {}
        for head, column in zip(heads, zip(*self.fixed, strict=True), strict=False):
            out[head] = _fixed(column)
        for key, values in self._values.items():
            kind, place = self._known[key]
            out[place] = _array(values if kind == "number" else list(map(_word, values)), kind == "number")
        return out

    def clear(self) -> None:
        self.fixed.clear()
        self._values.clear()


def _fixed(values: tuple[Any, ...]) -> Array:
    kinds = set(map(type, values))
    return np.array(values, np.int64 if kinds == {int} else np.float64 if kinds <= {int, float} else object)


def _array(values: Any, numbers: bool) -> Array:
    """None is NaN among numbers."""
    return np.array(values, np.float64 if numbers else object)


def _chosen(name: str, array: Array) -> str:
    return f"nullif({name}, 'nan'::double)" if array.dtype == np.float64 else name


def _word(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    return str(value).lower() if isinstance(value, bool) else f"{value}"


def _has_tables(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(_one(connection, "select count(*) from duckdb_tables() where table_name = 'pictures'"))


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    return connection.execute(sql).fetchall()[0][0]
