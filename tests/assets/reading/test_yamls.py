"""YAML: what is read, what is refused and with which words, and that what is written is read again."""

import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assets import ConfigError, DatasetError
from assets.reading import yaml_text, yaml_value

TEXT = """
scenes: [a.py, off]   # a comment
count: 1e1
when: 2001-01-01
'007': "on"
flag: true
nothing:
folded: >-
  two
  lines
deep: {a: [1, {b: 0o17}]}
"""


def test_scalars_are_those_of_yaml_1_2() -> None:
    assert yaml_value(TEXT, "here") == {
        **{"scenes": ["a.py", "off"], "count": 10.0, "when": "2001-01-01", "007": "on", "flag": True, "nothing": None},
        **{"folded": "two lines", "deep": {"a": [1, {"b": 15}]}},
    }


def test_below_chosen_keys_every_word_stays_as_it_stands() -> None:
    text = "params: {a: {007: 1e3, off: null, b: [~, 010, '1']}}\nother: {007: 1e3}\nempty: {params: 010}"
    assert yaml_value(text, "here", ("params",)) == {
        "params": {"a": {"007": "1e3", "off": "null", "b": ["~", "010", "1"]}},
        "other": {7: 1000.0},
        "empty": {"params": 10},
    }
    assert yaml_value("[a: 010, b: ]", "here", verbatim=True) == [{"a": "010"}, {"b": None}]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: 1\nb: &x [*x]", r"line 2: .*anchors and aliases"),
        ("a: *b", r"line 1: .*anchors and aliases"),
        ("- &a b", r"anchors and aliases"),
        ("a: !!python/object/apply:os.system [ls]", r"the tag .*os\.system is not read"),
        ("a: !!binary aGk=", r"the tag .*binary is not read"),
        ("{a: 1, b: 2, a: 3}", r"the key 'a' comes twice"),
        ("1: a\n1.0: b", r"line 2: .*the key '1\.0' comes twice"),
        ("? [a]\n: b", r"text or a number as a key"),
        ("[" * 20_000, r"this is not YAML"),
        ("[" * 100 + "]" * 100, r"brackets more than 64 deep"),
        ("{a: " * 100 + "}" * 100, r"brackets more than 64 deep"),
        ("- " * 20_000, r"brackets more than 64 deep|this is not YAML"),
        ("a: " + "9" * 5000, r"at most 308 digits"),
        ('a: "\\0"', r"a character that no text has"),
        ('a: "\\ud800"', r"this is not YAML"),
        ("a: \x1b[2J", r"this is not YAML"),
        (b"a: \xff", r"no UTF-8 text"),
        ("a: 1\n---\nb: 2", r"expected one document"),
        ("a: [1", r"line \d: this is not YAML"),
        ("x" * (5 * 2**20), r"more than 4194304 characters"),
    ],
)
def test_what_is_refused_is_one_short_sentence(text: str | bytes, complaint: str) -> None:
    began = time.monotonic()
    with pytest.raises(ConfigError, match=complaint) as caught:
        yaml_value(text, "config run.yaml")
    assert str(caught.value).startswith("config run.yaml")
    assert len(str(caught.value)) < 250 and str(caught.value).isprintable()
    assert time.monotonic() - began < 5.0


def test_who_reads_says_which_error_it_is() -> None:
    with pytest.raises(DatasetError):
        yaml_value("[", "here", error=DatasetError)


WORDS = st.one_of(
    st.text(max_size=12), st.sampled_from(["on", "1e-1", "0o17", "007", "null", "1:30", "~", "=", "<<", ".5"])
)
PLAIN = st.one_of(WORDS, st.integers(), st.floats(allow_nan=False), st.booleans(), st.none())
VALUES = st.recursive(
    PLAIN, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4))
)


@given(VALUES)
def test_what_is_written_is_read_again_by_either_yaml(value: Any) -> None:
    if "\0" in repr(value).replace("\\x00", "\0"):
        value = None  # no text that can be read
    assert yaml_value(yaml_text(value), "here") == value
    assert yaml.safe_load(yaml_text(value)) == value
