"""What of a file's text reaches a terminal."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from render.progress.terminal import LONGEST, escaped, say


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – 中文, é", "plain – 中文, é"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("a\rb\nc\td", r"a\rb\nc\td"),
        ("\x9b2J", r"\x9b2J"),
        ("right\u202eleft", r"right\u202eleft"),
        ("no\u200bspace", r"no\u200bspace"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("[bold]a:car:b[/bold]", "[bold]a:car:b[/bold]"),
    ],
)
def test_what_a_terminal_would_act_on_is_spelt_out(text: str, shown: str) -> None:
    out = io.StringIO()
    say(Console(file=out, force_terminal=True, color_system="truecolor", width=40), text)
    assert escaped(text) == shown and out.getvalue() == f"{shown}\n"


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_nothing_else_is_left(text: str) -> None:
    assert escaped(text).isprintable()


def test_long_text_is_cut() -> None:
    assert len(escaped("a" * 10**6)) == LONGEST + 1
