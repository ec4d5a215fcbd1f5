"""Files that were something: bytes flipped, cut, doubled, moved; words in place of others that readers choke on."""

import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

WORDS = [
    *(b"null", b"true", b"-1", b"0", b"1e999", b"1e308", b"-0.0", b"NaN", b".inf", b"010", b"0x_", b"1:30"),
    *(b"9" * 30, b"9" * 400, b"9" * 5000, b"1" + b"0" * 12, b"18446744073709551616", b"0." + b"3" * 500),
    *(b"[", b"]", b"{", b"}", b"(", b")", b'"', b"'", b",", b":", b": ", b"\n", b"{}", b"[]", b'""', b"%"),
    *(b"&a ", b"*a", b"!!binary ", b"<<: ", b"---\n", b"2001-99-99", b"[" * 300, b"{a: " * 100, b"[]," * 300),
    *(
        b"\x00",
        b"\xff",
        b"\xed\xa0\x80",
        b'"\\ud800"',
        b'"\\u0000"',
        b"\\",
        "１２é😀".encode(),
        b"x" * 5000,
        b"\x1b[2J",
    ),
    *(b"../../etc", b"/dev/zero", b"~/x", b"a:car:b", b"choice(", b"given(", b"uniform(0, 1e999)", b"normal(0, 0)"),
    *(b"empirical(/dev/zero:x)", b"else", b"auto", b"none"),
]
VALUES = [
    *(
        None,
        True,
        -1,
        0,
        2**31,
        2**63,
        10**12,
        10**300,
        0.5,
        -0.0,
        1e308,
        "",
        "x" * 5000,
        "\x1b[2J",
        "1:30",
        "../x",
        "car",
    ),
    *(
        [],
        {},
        [[]],
        [{}],
        [None],
        [1, 2, 3],
        [0] * 4,
        [1e308] * 4,
        [[1e300] * 3] * 3,
        {"a": 1},
        {"": None},
        {"size": [1, 1]},
    ),
]
_TOKEN = re.compile(rb"[\w.+-]+|\s+|.", re.DOTALL)

place = st.floats(0.0, 1.0, exclude_max=True)
CHANGES = st.one_of(
    st.tuples(st.just("word"), place, st.sampled_from(WORDS)),
    st.tuples(st.just("token"), place, st.sampled_from(WORDS)),
    st.tuples(st.just("token"), place, place),
    st.tuples(st.just("value"), place, st.tuples(place, st.integers(0, len(VALUES) - 1))),
    st.tuples(st.just("value"), place, st.tuples(place, st.integers(0, len(VALUES) - 1))),
    st.tuples(st.just("byte"), place, st.integers(0, 255)),
    st.tuples(st.just("cut"), place, place),
    st.tuples(st.just("double"), place, place),
    st.tuples(st.just("end"), place, st.just(0)),
)


def mutants(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """One of the seeds after a few changes."""
    return st.tuples(st.sampled_from(seeds), st.lists(CHANGES, min_size=1, max_size=6)).map(_changed)


def _changed(drawn: tuple[bytes, list[tuple[str, float, object]]]) -> bytes:
    data, changes = drawn
    for kind, where, what in changes:
        at = int(where * len(data))
        if isinstance(what, bytes) and kind == "word":
            data = data[:at] + what + data[at:]
        elif kind == "token":
            data = _replaced(data, where, what)
        elif isinstance(what, tuple):
            data = _with_value(data, where, *what)
        elif kind == "byte":
            data = data[:at] + bytes([what]) + data[at + 1 :]  # type: ignore[list-item]
        elif kind == "end":
            data = data[:at]
        else:
            stop = at + 1 + int(float(what) ** 4 * (len(data) - at))  # type: ignore[arg-type]
            data = data[:at] + data[stop:] if kind == "cut" else data[:stop] + data[at:]
    return data


def _replaced(data: bytes, where: float, what: object) -> bytes:
    """A token gives way to a word, or to another token."""
    tokens = _TOKEN.findall(data) if len(data) < 100_000 else []
    if not tokens:
        return data
    new = what if isinstance(what, bytes) else tokens[int(float(what) * len(tokens))]  # type: ignore[arg-type]
    tokens[int(where * len(tokens))] = new
    return b"".join(tokens)


def _with_value(data: bytes, line: float, where: float, number: int) -> bytes:
    """Where a line is JSON, or all lines are, another value somewhere in it."""
    lines = data.split(b"\n")
    at = int(line * len(lines))
    body = lines[at].removesuffix(b",")
    try:
        tree = json.loads(body)
    except (ValueError, RecursionError):
        return data
    places = list(_places(tree))
    if not places:
        return data
    holder, key = places[int(where * len(places))]
    holder[key] = VALUES[number]
    lines[at] = json.dumps(tree).encode() + lines[at][len(body) :]
    return b"\n".join(lines)


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in list(items):
        yield tree, key
        yield from _places(value)
