"""A filter's tree as SQL with parameters: names become expressions of ours, values never become SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assets import ConfigError
from assets.names import nearest
from assets.reading import shown
from view.index.columns import Column
from view.query import language
from view.query.language import Compared, Not, Tree, number

TAG = "tag"
_ORDERED = ("<", "<=", ">", ">=")


@dataclass(frozen=True)
class Condition:
    """Attributes:
    sql: over ``t`` and ``p``, with a ``?`` for each value.
    values: in their order.
    """

    sql: str = "true"
    values: tuple[Any, ...] = ()

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(f"({self.sql}) and ({other.sql})", (*self.values, *other.values))


def condition(tree: Tree | None, columns: Mapping[str, Column]) -> Condition:
    """Raises:
    ConfigError: there is no such column, or it cannot be compared so.
    """
    if tree is None:
        return Condition()
    if isinstance(tree, Compared):
        return _test(tree, columns)
    if isinstance(tree, Not):
        inner = condition(tree.of, columns)
        return Condition(f"not coalesce(({inner.sql}), false)", inner.values)
    parts = [condition(each, columns) for each in tree.of]
    word = " and " if isinstance(tree, language.All) else " or "
    return Condition(word.join(f"({part.sql})" for part in parts), tuple(v for part in parts for v in part.values))


def _test(test: Compared, columns: Mapping[str, Column]) -> Condition:
    if test.name == TAG and TAG not in columns:
        return _tagged(test)
    column = find(test.name, columns)
    if test.sign == "missing":
        return Condition(f"({column.sql}) is null")
    return _number(test, column) if column.kind == "number" else _name(test, column)


def find(name: str, columns: Mapping[str, Column]) -> Column:
    """Raises:
    ConfigError: there is none of that name; says which is near.
    """
    found = columns.get(name)
    if found is None:
        hint = nearest(name, columns) or "; the names stand beside the pictures"
        raise ConfigError(f"filter: there is no '{shown(name)}'{hint}")
    return found


def _number(test: Compared, column: Column) -> Condition:
    values = tuple(number(value, test.name) for value in test.values)
    if test.sign == "range":
        return Condition(f"({column.sql}) between ? and ?", values)
    if test.sign == "in":
        return _among(column.sql, values)
    if test.sign == "~":
        raise ConfigError(f"filter: '~' is for text, and '{shown(test.name)}' holds numbers")
    return Condition(f"({column.sql}) {'<>' if test.sign == '!=' else test.sign} ?", values)


def _name(test: Compared, column: Column) -> Condition:
    if test.sign in _ORDERED or test.sign == "range":
        raise ConfigError(f"filter: '{shown(test.name)}' holds names, which can be compared by =, !=, ~ and in")
    if test.sign == "in":
        return _among(column.sql, test.values)
    if test.sign == "~":
        return Condition(f"contains(lower({column.sql}), lower(?))", test.values)
    return Condition(f"({column.sql}) {'<>' if test.sign == '!=' else '='} ?", test.values)


def _among(sql: str, values: Sequence[Any]) -> Condition:
    return Condition(f"({sql}) in ({', '.join('?' * len(values))})", tuple(values))


def _tagged(test: Compared) -> Condition:
    """Of the table that the page keeps of its tags."""
    own = "p.position in (select position from tagged where {})"
    if test.sign == "missing":
        return Condition("p.position not in (select position from tagged)")
    if test.sign in ("=", "in", "!="):
        marks = ", ".join("?" * len(test.values))
        inside = own.format(f"tag in ({marks})")
        return Condition(f"not ({inside})" if test.sign == "!=" else inside, test.values)
    if test.sign == "~":
        return Condition(own.format("contains(lower(tag), lower(?))"), test.values)
    raise ConfigError("filter: a tag can be compared by =, !=, ~ and in")
