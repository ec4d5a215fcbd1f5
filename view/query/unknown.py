"""Why a line leaves nothing: values that no row has, and where they are."""

from assets.names import nearest
from assets.reading import shown
from view.index.columns import Column
from view.index.index import FROM, Index
from view.query import language
from view.query.facets import FREE

MOST = 5  # sentences; longer lines say enough by then


def unknown(index: Index, line: str) -> list[str]:
    """A sentence for each name that a line asks for and nothing in the set has.

    Raises:
        ConfigError: the line means nothing.
    """
    out = []
    for test in language.tests(language.parse(line)):
        column = index.columns.get(test.name)
        if column is not None and column.kind == "name" and test.sign in ("=", "in"):
            values = _values(index, column)
            out += [_sentence(index, column, value, values) for value in test.values if value not in values]
    return out[:MOST]


def _values(index: Index, column: Column) -> set[str]:
    rows = index.ask(f"select distinct ({column.sql}) {FROM} where ({column.sql}) is not null")
    return {str(value) for (value,) in rows}


def _sentence(index: Index, column: Column, value: str, values: set[str]) -> str:
    listed = (c for c in index.columns.values() if c.kind == "name" and c.distinct <= FREE and c.name != column.name)
    other = next((c.name for c in listed if value in _values(index, c)), None)
    within = sorted(name for name in values if value.lower() in name.lower())
    if within:
        hint = f"; {column.name} ~ {value} is {', '.join(within[:3])}{' and others' if len(within) > 3 else ''}"
    else:
        hint = "" if other else nearest(value, values)
    return f"no {column.name} is '{shown(value)}'{hint}" + (f"; {other} = {value} is there" if other else "")
