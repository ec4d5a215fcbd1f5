"""Long lists in a JSON object, an entry at a time; the same as reading it whole."""

import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from assets import DatasetError
from assets.reading import lists
from assets.reading.lists import json_lists

TEXT = some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=9)
PLAIN = some.recursive(
    some.none() | some.booleans() | some.integers(-(10**20), 10**20) | TEXT | some.floats(-1e9, 1e9),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def read(text: str | bytes, *wanted: str) -> list[tuple[str, Any]]:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return list(json_lists(io.BytesIO(data), "f.json", wanted))


@settings(max_examples=150, deadline=None)
@given(
    some.dictionaries(some.sampled_from(["a", "b"]), some.lists(PLAIN, max_size=5)),
    PLAIN,
    some.sampled_from([None, 1]),
    some.integers(1, 40),
)
def test_it_gives_what_the_whole_has(content: Mapping[str, Any], other: Any, indent: int | None, chunk: int) -> None:
    """However small the pieces are that it reads."""
    whole = {"info": other, **content, "tail": 12}
    text = json.dumps(whole, indent=indent)
    before = lists.CHUNK
    lists.CHUNK = chunk
    try:
        found = read(text, "a", "b")
    finally:
        lists.CHUNK = before
    assert found == [(key, entry) for key in whole if key in ("a", "b") for entry in whole[key]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "it ends too early"),
        ("[1]", r"expected \{, got \["),
        ('{"a": [1, 2', "it ends too early"),
        ('{"a": [1 2]}', r"expected , or \], got 2"),
        ('{"a": 3}', "expected a list of a"),
        ('{"a": [NaN]}', "this is not JSON"),
        ('{"a": [{"x": 1, "x": 2}]}', "the key 'x' comes twice"),
        (b'{"a": ["\xff"]}', "not UTF-8 text"),
        ('{"a": [' + "[" * 100_000, "this is not JSON"),
    ],
)
def test_what_is_no_json_gets_one_sentence(text: str | bytes, sentence: str) -> None:
    with pytest.raises(DatasetError, match=f"f.json.*{sentence}"):
        read(text, "a")


def test_an_empty_object_has_nothing() -> None:
    assert read("{}", "a") == read('{"a": []}', "a") == []
