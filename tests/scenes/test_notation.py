"""That every distribution reads back from what it is written as, and a word is what its parameter takes it for."""

import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from assets import ConfigError
from render.settings.config import load_yaml, make_config
from scenes import Distribution, SceneParams, integer, name, number, scene
from scenes.distributions import (
    NAME,
    Beta,
    Choice,
    Constant,
    Empirical,
    Given,
    LogUniform,
    TruncNormal,
    Uniform,
    parse,
)
from scenes.params import Bins

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
POSITIVE = st.floats(min_value=5e-324, max_value=1e308)
HARD = ["off", "on", "2024", "007", "1:30", "null", "true", "1e3", "else", "given", "a, b", "a: b", "uniform(1, 2)"]
HARD += [
    "{a}",
    "[a]",
    '"',
    "'",
    "'a'",
    '"a"',
    "\\",
    " a ",
    "",
    "a#b",
    "# a",
    "- a",
    "é",
    "😀",
    "a\nb",
    "\0",
    "\x1b[2J",
    "a)",
]
NAMES = st.one_of(st.sampled_from(HARD), st.text(max_size=8), st.text(string.punctuation + " ab1", max_size=8))
NUMBERS = st.one_of(FLOATS, st.integers(-(10**308) + 1, 10**308 - 1))
VALUES = st.one_of(NAMES, NUMBERS, st.booleans())


def ordered(values: tuple[float, float]) -> tuple[float, float]:
    low, high = sorted(values)
    assume(abs(high - low) < 1e308)
    return low, high


PAIRS = st.tuples(FLOATS, FLOATS).map(ordered)
CONSTANTS = st.builds(Constant, VALUES)
CHOICES = st.dictionaries(
    VALUES, st.one_of(POSITIVE.filter(lambda w: w < 1e300), st.integers(1, 9)), min_size=1, max_size=5
).map(lambda weights: Choice(tuple(weights), tuple(map(float, weights.values()))))
PLAIN = st.one_of(
    CONSTANTS,
    CHOICES,
    PAIRS.map(lambda pair: Uniform(*pair)),
    st.tuples(POSITIVE, POSITIVE).map(ordered).map(lambda pair: LogUniform(*pair)),
    st.builds(TruncNormal, FLOATS, POSITIVE),
    st.builds(lambda mean, sd, pair: TruncNormal(mean, sd, *pair), FLOATS, POSITIVE, PAIRS),
    st.builds(lambda mean, sd, low: TruncNormal(mean, sd, low=low), FLOATS, POSITIVE, FLOATS),
    st.builds(lambda a, b, pair: Beta(a, b, *pair), POSITIVE, POSITIVE, PAIRS),
)


@st.composite
def conditions(draw: st.DrawFn) -> Given:
    cases = draw(st.dictionaries(VALUES, PLAIN, min_size=1, max_size=4))
    return Given(draw(NAMES), tuple(cases.items()), draw(st.one_of(st.none(), PLAIN)))


@for_all(st.one_of(PLAIN, conditions()))
@example(TruncNormal(0, 0.00001))
@example(Choice(("red", "dark blue"), (1 / 3, 1e6)))
@example(Given("type", (("else", Constant("uniform(1, 2)")), ('"', Constant("007"))), Constant("a, b")))
@settings(max_examples=1500, deadline=None)
def test_what_is_written_is_read_back(distribution: Distribution) -> None:
    assert parse(str(distribution)) == distribution


@pytest.mark.parametrize(
    ("path", "column"), [("t.csv", "a"), ("a,b (1).csv", "c:d"), ("'.csv", 'q"'), ("x)y.csv", " # é")]
)
def test_a_column_of_a_file_is_read_back_also_within_a_condition(tmp_path: Path, path: str, column: str) -> None:
    quoted = column.replace('"', '""')
    (tmp_path / path).write_text(f'"{quoted.strip()}"\n007\n')
    seen = Empirical(str(tmp_path / path), column.strip())
    assert parse(str(seen)) == seen
    both = Given("k", (("a", seen), ("b", Choice(("x, y", 1.5), (1.0, 2.0)))), seen)
    assert parse(str(both)) == both


class Words(SceneParams):
    bins = {"half": Bins("share", ((0.5, "1"), (2.0, "null")))}  # noqa: RUF012

    kind: Distribution = name("off", ("off", "on", "2024", "007", "1:30", "null", "1e3", "true", "a, b", "x(1)"))
    count: Distribution = integer("1", 0, 100)
    share: Distribution = number("0.5", 0, 1e7)
    open: Distribution = name("none", ("none",), open=True)


@scene("words", params=Words, categories=("box",), parts=("box",))
def words(rng: Any, params: Words) -> Any:
    """For its parameters alone."""


OPTIONS = Words.domain("kind").options


def given_kind(cases: dict[Any, Any], otherwise: Any, key: str = "kind") -> Given:
    otherwise = None if otherwise is None else Constant(otherwise)
    return Given(key, tuple((value, Constant(case)) for value, case in cases.items()), otherwise)


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_can_be_chosen_by_its_name(option: str) -> None:
    text = option if "(" not in option else f'"{option}"'
    assert Words.read({"kind": text}, "words").kind == Constant(option)


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("kind", "choice(off, 007)", Choice(("off", "007"), (1.0, 1.0))),
        ("kind", "choice({null: 2, 1:30: 1, 1e3: 1e-1})", Choice(("null", "1:30", "1e3"), (2.0, 1.0, 0.1))),
        ("kind", {"007": 1, "off": "2"}, Choice(("007", "off"), (1.0, 2.0))),
        ("kind", 2024, Constant("2024")),
        ("kind", True, Constant("true")),
        ("count", "010", Constant(10)),
        ("count", "choice({010: 1, 0o17: 1})", Choice((10, 15), (1.0, 1.0))),
        ("count", "given(kind, {off: 1, null: 2, 007: 3, else: 4})", given_kind({"off": 1, "null": 2, "007": 3}, 4)),
        ("kind", "given(count, {1: off, 002: on, else: null})", given_kind({1: "off", 2: "on"}, "null", "count")),
        ("count", "given(half, {1: 1, null: 2})", given_kind({"1": 1, "null": 2}, None, "half")),
        ("share", "1e-1", Constant(0.1)),
        ("share", "1e+06", Constant(1e6)),
        ("share", "normal(0, 0.00001)", TruncNormal(0, 1e-05, 0, 1e7)),
    ],
)  # fmt: skip
def test_a_word_is_what_its_parameter_takes_it_for(key: str, text: object, expected: object) -> None:
    assert getattr(Words.read({key: text}, "words"), key) == expected


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("count", "on", r"expected a value in 0\.\.100, got on"),
        ("count", "1_0", r"got 1_0"),
        ("count", "١", r"got ١"),
        ("count", "9" * 5000, r"a number of at most 308 digits"),
        ("share", "1e999", r"expected numbers up to 1e308, got inf"),
        ("share", "uniform(0, 1e999)", r"expected numbers up to 1e308"),
        ("share", "uniform(-1e308, 1e308)", r"expected a width that is a number"),
        ("kind", "uniform(1, 2)", r"expected names, got the numbers of uniform\(1, 2\)"),
        ("kind", "choice(&a [*a])", r"cannot be read \(brackets within a word"),
        ("kind", "choice(" + "[" * 20_000, r"\(brackets more than 32 deep\)|expected one of"),
        ("kind", "choice(" + "[" * 20_000 + "])", r"\(brackets more than 32 deep\)"),
        ("kind", "choice(" + "a(" * 20_000 + ")", r"\(brackets more than 32 deep\)"),
        ("kind", "choice({off: 1, off: 2})", r"'off' comes twice"),
        ("kind", "choice(off: 1, on: 2)", r"a colon before a blank"),
        ("kind", "choice(off,, on)", r"something is missing"),
        ("kind", "choice('off)", r"quotes are not in pairs"),
        ("kind", '"\\x"', r"JSON's escapes"),
        ("kind", ["off", None], r"expected names or numbers to choose from"),
        ("kind", [["off"]], r"expected names or numbers to choose from"),
        ("open", '"a\\u0000b"', r"expected a name or a path"),
        ("open", "a\udcffb", r"expected text in UTF-8"),
        ("open", "x" * 2_000_000, r"expected at most 1048576 characters"),
        ("kind", "x" * 100_000, r"expected one of off, on"),
        ("count", "given(kind, {off: given(kind, {on: 1, else: 2}), else: 3})", r"plain distributions"),
        ("count", "given([kind], {off: 1})", r"expected given\(KEY"),
        ("count", {"given": ["kind"], "off": 1}, r"expected the key of another parameter"),
    ],
)
def test_what_cannot_be_is_one_short_sentence(key: str, value: object, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint) as caught:
        Words.read({key: value}, "words")
    assert len(str(caught.value)) < 500 and str(caught.value).isprintable()


def fits_a_path(distribution: Distribution) -> bool:
    return all("\0" < letter < "\ud800" for value in distribution.support() for letter in str(value))


def even(options: list[str]) -> Choice:
    return Choice(tuple(options), (1.0,) * len(options))


SHARES = st.floats(0, 1e7)
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(OPTIONS).map(Constant) | st.lists(st.sampled_from(OPTIONS), min_size=1).map(even),
        "open": st.one_of(CONSTANTS, CHOICES).filter(fits_a_path),
        "share": SHARES.map(Constant) | st.tuples(SHARES, SHARES).map(ordered).map(lambda pair: Uniform(*pair)),
        "count": st.dictionaries(st.sampled_from(OPTIONS), st.integers(0, 100), min_size=1).map(
            lambda cases: given_kind(cases, 1)
        ),
    },
)


@for_all(chosen=SETTINGS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_runs_settings_read_back_from_yaml_and_from_the_command_line(
    chosen: dict[str, Distribution], tmp_path: Path
) -> None:
    config = make_config({"scenes": ["words"]}, chosen)
    path = tmp_path / "run.yaml"
    path.write_text(config.to_yaml(), encoding="utf-8")
    assert make_config(load_yaml(path)) == config
    lines = [f"{key}={value}" for key, value in config.params["words"].items()]
    assert make_config({"scenes": ["words"]}, lines) == config
    for key, value in chosen.items():
        assert parse(str(value), NAME if key in ("kind", "open") else "number") in (
            value,
            Words.domain(key).check(value),
        )


def test_a_column_that_serves_names_keeps_its_zeros(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("k\n007\n2024\n")
    params = Words.read({"kind": f"empirical({tmp_path}/t.csv:k)"}, "words")
    assert params.kind.support() == ("007", "2024")
    assert Words.read(params.model_dump(), "words") == params


def test_shares_of_a_huge_range_are_drawn_not_listed() -> None:
    class Wide(SceneParams):
        first: Distribution = integer("uniform(0, 1000000000)", 0, 10**9)

    assert len(Wide.domain("first").shares(Wide.read({}, "wide").first)) <= 20_000
