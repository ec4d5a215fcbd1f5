"""What a word is, and how input is echoed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets import ConfigError
from assets.reading import number, number_text, scalar, shown
from assets.reading.scalars import DIGITS


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        *[
            (word, word)
            for word in ("on", "off", "yes", "No", "y", "1:30", "2001-99-99", "0x_", "1_000", "0b1", "１２")
        ],
        *[(word, word) for word in ("nan", "inf", "1e", "e5", "--1", "1.2.3", "0o8", "tRUE", " 1", "1 ", "<<", "=")],
        *[("true", True), ("False", False), ("~", None), ("NULL", None), ("", None)],
        *[("010", 10), ("-7", -7), ("+3", 3), ("0o17", 15), ("0x1F", 31), ("007", 7)],
        *[("1e-1", 0.1), ("1e+06", 1e6), (".5", 0.5), ("4.", 4.0), ("-1.5E3", -1500.0), ("-.inf", -math.inf)],
    ],
)
def test_a_word_is_what_yaml_1_2_says(word: str, meaning: object) -> None:
    assert scalar(word) == meaning
    assert type(scalar(word)) is type(meaning)


def test_a_number_of_absurd_length_is_refused() -> None:
    assert number("9" * DIGITS) == 10**DIGITS - 1
    for word in ("9" * 5000, "1." + "0" * 5000, "0x" + "f" * 5000, "1e" + "0" * 5000):
        with pytest.raises(ValueError, match=r"at most \d+ digits, got one of 500\d"):
            number(word)


@pytest.mark.parametrize("word", ["9" * DIGITS, "-" + "9" * DIGITS, "0x" + "f" * 62, "0o" + "7" * 62, "1e308"])
def test_every_number_can_be_a_double(word: str) -> None:
    assert math.isfinite(float(number(word) or 0.0))
    with pytest.raises(ValueError, match="digits"):
        number(word + "0" * DIGITS)


@given(st.one_of(st.floats(allow_nan=False), st.integers(-(10**300), 10**300)))
def test_a_number_is_written_so_that_it_is_read(value: float) -> None:
    again = number(number_text(value))
    assert again == value and type(again) is type(value)


@given(st.text(st.characters(), max_size=200))
def test_what_is_shown_is_short_and_harmless(text: str) -> None:
    assert shown(text).isprintable()
    assert len(shown(text, 10)) <= 10 * len("\\U0001f600")


def test_every_error_can_be_printed() -> None:
    assert str(ConfigError("open a\ud800\x1b[2J\nb: none")) == "open a\\ud800\\x1b[2J\\nb: none"
    assert str(ConfigError("zurück (2)")) == "zurück (2)" and str(ConfigError()) == ""


def test_short_text_is_shown_as_it_is() -> None:
    assert shown("zurück (2)") == "zurück (2)"
    assert shown("\x1b[2J\ud800\0") == "\\x1b[2J\\ud800\\x00"
    assert shown(10**5000).startswith("a int that is too large")
    assert len(shown("x" * 10_000)) == 80
