"""The line that filters: what it means, and what it says of a line that means nothing."""

import re
from pathlib import Path

import pytest

from assets import ConfigError
from view.index.columns import Column
from view.query.language import All, Any, Compared, Not, names, parse
from view.query.sql import condition

COLUMNS = {
    "type": Column("type", "thing", "name", "t.c0"),
    "occlusion": Column("occlusion", "thing", "number", "t.c1"),
    "light": Column("light", "picture", "name", "p.c0"),
}


@pytest.mark.parametrize(
    ("line", "tree"),
    [
        ("", None),
        ("type = bus", Compared("type", "=", ("bus",))),
        ("type=bus and occlusion>0.4", All((Compared("type", "=", ("bus",)), Compared("occlusion", ">", ("0.4",))))),
        (
            "a = 1 or b = 2 and c = 3",
            Any((Compared("a", "=", ("1",)), All((Compared("b", "=", ("2",)), Compared("c", "=", ("3",)))))),
        ),
        (
            "(a = 1 or b = 2) and c = 3",
            All((Any((Compared("a", "=", ("1",)), Compared("b", "=", ("2",)))), Compared("c", "=", ("3",)))),
        ),
        ('NOT type in (bus, "city bus")', Not(Compared("type", "in", ("bus", "city bus")))),
        ("yaw in -30..45.5", Compared("yaw", "range", ("-30", "45.5"))),
        ("light is missing", Compared("light", "missing")),
        ("light is not missing", Not(Compared("light", "missing"))),
        ('"odd name" ~ "a \\"b\\""', Compared("odd name", "~", ('a "b"',))),
        ('type = "and"', Compared("type", "=", ("and",))),
    ],
)
def test_a_line_is_read(line: str, tree: object) -> None:
    assert parse(line) == tree


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("type", "expected one of != <= >= = < > ~, in or is after 'type', got nothing; such as type = bus"),
        ("type =", "expected a value after '=', got nothing"),
        ("type = bus occlusion", "expected 'and', 'or' or nothing after 'bus', got 'occlusion'"),
        ("(type = bus", "expected ')', the end of a bracket, got nothing"),
        ("type in (bus", "expected ')', the end of a list, got nothing"),
        ("yaw in 3", "expected '..' and a number after '3', got nothing"),
        ('type = "bus', 'expected a quote that ends "bus'),
        ("type = bus;", "';' has no meaning here"),
        ("light is dark", "expected 'missing' after 'is', got 'dark'"),
        ("(" * 50 + "type = bus", "at most 40 brackets"),
        ("a" * 4001, "at most 4000 characters"),
        ("tpye = bus", "there is no 'tpye' (did you mean 'type'?)"),
        ("occlusion > much", "expected a number for 'occlusion', got 'much'"),
        ("occlusion = nan", "expected a number for 'occlusion', got 'nan'"),
        ("occlusion ~ 4", "'~' is for text, and 'occlusion' holds numbers"),
        ("type > bus", "'type' holds names, which can be compared by"),
        ("tag > bad", "a tag can be compared by"),
    ],
)
def test_what_means_nothing_is_one_sentence(line: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        condition(parse(line), COLUMNS)
    assert str(caught.value).startswith("filter: ")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", ["x'; drop table base.pictures; --", '"', "?", "t.c1", "%"])
def test_values_never_become_sql(value: str) -> None:
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    found = condition(parse(f'type = "{quoted}" or type in ("{quoted}") or type ~ "{quoted}"'), COLUMNS)
    assert found.values == (value,) * 3
    assert found.sql == "((t.c0) = ?) or ((t.c0) in (?)) or (contains(lower(t.c0), lower(?)))"


def test_names_that_a_line_asks_for() -> None:
    assert names(parse("a = 1 and not (b = 2 or c in 1..2)")) == {"a", "b", "c"}
    assert names(None) == set()


def test_lines_in_the_docs_name_what_labels_have() -> None:
    """A line that is copied from the page about filters is one that a set of vehicles can answer."""
    docs = Path(__file__).parents[2] / "docs"
    block = (docs / "view.md").read_text().partition("takes the same and more:")[2].split("- A filter")[0]
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    assert len(lines) == 4
    defined = set(re.findall(r"`(\w+)`", "".join((docs / name).read_text() for name in ("labels.md", "vehicles.md"))))
    for line in lines:
        assert names(parse(line)) <= defined | {"file", "tag"}, line
