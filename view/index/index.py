"""The index of a set: made once, found again by what the set's files are, and never changed once it is there.

Each state of a set has a file of its own below the user's cache folder, so that several pages may look at one set, and
one of them may go on to a newer state. Older states are removed.
"""

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from assets import StorageError
from assets.cache import cache_folder
from view.index.building import LAYOUT, Advance, Builder
from view.index.columns import COMPUTED, OF_PICTURE, ORDER, Column, Kind, Scope
from view.index.reading import Place

SAFE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "2"}
MEMORY = "600MB"
FROM = "from base.pictures p left join base.things t on t.position = p.position"


@dataclass(frozen=True, eq=False)
class Index:
    """What is in a set, to be asked by any number of threads.

    Attributes:
        path: its file.
        columns: all that can be asked for, by name, in the order in which they are shown.
        pictures, things: how many there are.
        points, skeletons: keypoints' names by category, and pairs of them that are joined, counted from 1.
        dropped: how many keys were left out because there are too many.
    """

    path: Path
    columns: Mapping[str, Column]
    pictures: int
    things: int
    points: Mapping[str, Sequence[str]]
    skeletons: Mapping[str, Sequence[tuple[int, int]]]
    dropped: int
    _connection: duckdb.DuckDBPyConnection = field(repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def ask(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query; the index's tables are in the schema ``base``."""
        return self._cursor().execute(sql, list(values)).fetchall()

    def arrays(self, sql: str, values: Sequence[Any] = ()) -> dict[str, Any]:
        """Columns of a query as arrays."""
        found: dict[str, Any] = self._cursor().execute(sql, list(values)).fetchnumpy()
        return found

    def put(self, table: str, arrays: Mapping[str, Any], kinds: Mapping[str, str]) -> None:
        """A table of this page's own, beside the index's: it is in memory, and goes with the page.

        Args:
            kinds: SQL's types by column.
        """
        chosen = ", ".join(f"{name}::{kind} {name}" for name, kind in kinds.items())
        cursor = self._cursor()
        cursor.register("given", dict(arrays))
        cursor.execute(f"create or replace table {table} as select {chosen} from given").fetchall()
        cursor.unregister("given")

    def close(self) -> None:
        self._connection.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            return self._connection.cursor()


def open_index(place: Place, advance: Advance = lambda count: None) -> Index:
    """The index of a set as it is now; made, or continued, where it is not there.

    Args:
        advance: called with the number of pictures read so far.

    Raises:
        DatasetError: the set cannot be read; says where.
        StorageError: the cache folder cannot be written.
    """
    folder = view_cache(place.place)
    state = json.dumps([LAYOUT, place.state()])
    path = folder / f"index-{hashlib.sha256(state.encode()).hexdigest()[:16]}.duckdb"
    if not path.exists():
        earlier = sorted(folder.glob("index-*.duckdb")) if place.kind == "records" else []
        _make(place, path, earlier[-1] if earlier else None, advance)
    try:
        return _open(path)
    except duckdb.Error:  # damaged, as by a machine that stopped
        path.unlink(missing_ok=True)
        _make(place, path, None, advance)
        return _open(path)


def view_cache(place: Path) -> Path:
    """The folder for the index and the thumbnails of a set, made where it is missing.

    Raises:
        StorageError: it cannot be made.
    """
    name = hashlib.sha256(str(place.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    folder = cache_folder() / "view" / name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StorageError(f"{folder}: cannot be made ({error.strerror})") from error
    return folder


def _make(place: Place, path: Path, earlier: Path | None, advance: Advance) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        if earlier is not None:
            shutil.copyfile(earlier, part)
        if not _build(place, part, advance):
            return _make(place, path, None, advance)
        part.replace(path)
        for old in path.parent.glob("index-*.duckdb"):
            if old != path:
                old.unlink(missing_ok=True)
    except duckdb.Error as error:
        if earlier is not None:
            return _make(place, path, None, advance)
        raise StorageError(f"{part}: cannot write the index ({_first_line(error)})") from error
    except OSError as error:
        raise StorageError(f"{part}: cannot write the index ({error.strerror})") from error
    finally:
        part.unlink(missing_ok=True)
        part.with_name(f"{part.name}.wal").unlink(missing_ok=True)
    return None


def _build(place: Place, part: Path, advance: Advance) -> bool:
    """Whether it could be: what an earlier state says may be of another run."""
    with _connected(str(part)) as connection:
        builder = Builder(connection, repeated=place.kind == "records")
        sizes, run = {name: size for name, size, _ in place.state()}, place.run()
        if builder.run not in ("", run) or any(sizes.get(name, 0) < size for name, size in builder.seen.items()):
            return False
        builder.take(place.entries(builder.seen), advance)
        builder.tell(run=run)
        connection.execute("checkpoint")
        return True


@contextmanager
def _connected(path: str) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(path, config={**SAFE, "memory_limit": MEMORY})
    try:
        yield connection
    finally:
        connection.close()


def _open(path: Path) -> Index:
    connection = duckdb.connect(":memory:", config={**SAFE, "memory_limit": MEMORY})
    quoted = str(path).replace("'", "''")
    connection.execute(f"attach '{quoted}' as base (read_only)")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    pictures, things = (_count(connection, table) for table in ("pictures", "things"))
    told = dict(connection.execute("select key, value from base.told").fetchall())
    points, skeletons = {}, {}
    for name, names, edges in connection.execute("select name, points, skeleton from base.categories").fetchall():
        points[name], skeletons[name] = json.loads(names), [(a, b) for a, b in json.loads(edges)]
    columns = _columns(connection)
    return Index(path, columns, pictures, things, points, skeletons, int(told["dropped"]), connection)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"select count(*) from base.{table}").fetchall()[0][0])


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, Column]:
    rows = connection.execute("select scope, name, kind, place from base.columns").fetchall()
    of_things = {name: (kind, f"t.{place}") for scope, name, kind, place in rows if scope == "thing"}
    of_pictures = {name: (kind, f"p.{place}") for scope, name, kind, place in rows if scope == "picture"}
    of_things = {**of_things, **{f"box.{key}" if key in of_things else key: v for key, v in COMPUTED.items()}}
    of_pictures = {**of_pictures, **{key: v for key, v in OF_PICTURE.items() if key not in of_pictures}}
    found = [_described(connection, name, "thing", *what) for name, what in of_things.items()]
    for name, what in of_pictures.items():
        own = f"picture.{name}" if name in of_things else name
        found.append(_described(connection, own, "picture", *what))
    first = {name: place for place, name in enumerate(ORDER)}
    kept = [column for column in found if column.distinct > 0]
    kept.sort(key=lambda column: (column.scope != "thing", first.get(column.name, len(first))))
    return {column.name: column for column in kept}


def _described(connection: duckdb.DuckDBPyConnection, name: str, scope: Scope, kind: Kind, sql: str) -> Column:
    """With its range; a column that says nothing has no distinct value."""
    table = "base.pictures p" if scope == "picture" else FROM.removeprefix("from ")
    if kind == "name":
        found = connection.execute(f"select approx_count_distinct({sql}) from {table}").fetchall()
        return Column(name, scope, kind, sql, distinct=int(found[0][0]))
    figures = f"min({sql}), max({sql}), approx_count_distinct({sql}), bool_and({sql} = floor({sql}))"
    low, high, distinct, whole = connection.execute(f"select {figures} from {table}").fetchall()[0]
    if low is None:
        return Column(name, scope, kind, sql)
    return Column(name, scope, kind, sql, float(low), float(high), bool(whole), max(int(distinct), 1))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
