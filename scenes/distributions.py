"""What is random in a scene, as values: one notation for YAML, the command line and Python.

    uniform(1, 6)   loguniform(1, 100)   normal(0, 10)   truncnormal(0, 10, -30, 30)   beta(2, 5, 0, 1)
    choice({red: 2, blue: 1})   choice(red, blue)   4.5   red
    histogram({0: 2, 1: 5, 4: 0})   empirical(lengths.csv:length_m)   learned(fitted.npz:fill)
    given(type, {bus: uniform(9, 12), else: 4.5})

``str()`` of a distribution is its notation, and ``parse`` reads it back.
"""

from collections.abc import Callable, Mapping, Sequence

from assets import AttributeValue, ConfigError
from assets.names import nearest
from assets.reading import number, scalar, shown
from scenes import notation
from scenes.empirical import Empirical, read_empirical
from scenes.families import Beta, Choice, Constant, Distribution, LogUniform, TruncNormal, Uniform
from scenes.given import ELSE, Given
from scenes.histogram import Histogram
from scenes.learned import Learned, read_learned
from scenes.notation import CALL, Mapped, Word

ANY, NAME, NUMBER = "any", "name", "number"
"""What a word is for: whatever it looks like, a name as it stands, or a number where it is one."""

GIVEN = Word("given")  # the key of a mapping that is a condition

type Kinds = Callable[[str], str]
"""The kind of another parameter, by its key: that of a condition's values."""


def any_kind(key: str) -> str:
    return ANY


def parse(value: object, kind: str = ANY, kinds: Kinds = any_kind) -> Distribution:
    """A distribution from its notation, a number, a name, a list of options or a mapping of options to weights.

    A mapping with the key ``given`` names another parameter and has a distribution for each of its values.

    Args:
        kind: what words are for: with ``NAME``, ``off``, ``007`` and ``null`` are names; with ``NUMBER`` they are
            numbers or, for the parameter to refuse, text.
        kinds: the same of a condition's values.

    Raises:
        ConfigError: it cannot be read.
    """
    if isinstance(value, Distribution):
        return value
    if isinstance(value, bool | int | float):
        return Constant(value)
    if isinstance(value, Mapping) and "given" in value:
        return _given(value["given"], [(key, case) for key, case in value.items() if key != "given"], kind, kinds)
    if isinstance(value, Mapping):
        return _weighted(list(value.items()), kind)
    if isinstance(value, list | tuple):
        return _even(value, kind)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(
            f"expected a number, a name or a distribution such as uniform(1, 6), got {shown(repr(value))}"
        )
    return _parse_text(value.strip(), kind, kinds)


def _parse_text(text: str, kind: str, kinds: Kinds) -> Distribution:
    if len(text) > notation.MOST_CHARACTERS:
        raise ConfigError(f"expected at most {notation.MOST_CHARACTERS} characters, got '{shown(text)}'")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ConfigError(f"expected text in UTF-8, got '{shown(text)}'")
    exact = notation.quoted(text)
    if exact is not None:
        return Constant(exact)
    if call := CALL.fullmatch(text):
        if call[1] == "learned":
            return read_learned(call[2], lambda text, of: parse(text, kind if of is None else kinds(of), kinds))
        return read_empirical(call[2]) if call[1] == "empirical" else _call(call[1], call[2], text, kind, kinds)
    if text[0] == "{":
        return _mapped(notation.read_mapping(text), kind, kinds)
    return Constant(_typed(text, kind))


_MAKERS: Mapping[str, Callable[..., Distribution]] = {
    "uniform": Uniform,
    "loguniform": LogUniform,
    "normal": TruncNormal,
    "truncnormal": TruncNormal,
    "beta": Beta,
}
_ARGUMENTS = {"uniform": (2,), "loguniform": (2,), "normal": (2,), "truncnormal": (4,), "beta": (2, 4)}


def _call(name: str, inner: str, text: str, kind: str, kinds: Kinds) -> Distribution:
    if name not in (*_MAKERS, "choice", "given", "histogram"):
        known = [*_MAKERS, "choice", "histogram", "empirical", "learned", "given"]
        got = f"got '{shown(name)}'{nearest(name, known)}"
        raise ConfigError(f"'{shown(text)}': expected one of {', '.join(known)}, {got}")
    items = notation.read_items(inner, text)
    only = items[0] if len(items) == 1 else None
    if name == "choice":
        if isinstance(only, Mapped):
            return _weighted(only.pairs, kind)
        return _even(only if isinstance(only, list) else items, kind)
    if name == "histogram":
        return _steps(only, text)
    if name == "given":
        if len(items) != 2 or not isinstance(items[0], Word) or not isinstance(items[1], Mapped):
            raise ConfigError(f"'{shown(text)}': expected given(KEY, {{VALUE: DISTRIBUTION, ..., else: DISTRIBUTION}})")
        return _given(items[0].text, items[1].pairs, kind, kinds)
    numbers = [_number(item) for item in items]
    if None in numbers or len(numbers) not in _ARGUMENTS[name]:
        wanted = " or ".join(map(str, _ARGUMENTS[name]))
        raise ConfigError(f"'{shown(text)}': expected {wanted} numbers in the brackets")
    return _MAKERS[name](*numbers)


def _steps(node: object, text: str) -> Histogram:
    pairs = node.pairs if isinstance(node, Mapped) else []
    edges, weights = [_number(edge) for edge, _ in pairs], [_number(weight) for _, weight in pairs]
    sure = [tuple(float(value) for value in values if value is not None) for values in (edges, weights)]
    if not pairs or not len(pairs) == len(sure[0]) == len(sure[1]):
        raise ConfigError(f"'{shown(text)}': expected histogram({{EDGE: WEIGHT, ..., LAST: 0}})")
    return Histogram.of(sure[0], sure[1])


def _mapped(node: Mapped, kind: str, kinds: Kinds) -> Distribution:
    """``{red: 2, blue: 1}``, or ``{given: type, bus: 12, else: 4}``."""
    condition = next((value for key, value in node.pairs if key == GIVEN), None)
    if condition is None:
        return _weighted(node.pairs, kind)
    key = condition.text if isinstance(condition, Word) else condition
    return _given(key, [pair for pair in node.pairs if pair[0] != GIVEN], kind, kinds)


def _weighted(pairs: Sequence[tuple[object, object]], kind: str) -> Choice:
    weights = [_number(weight) for _, weight in pairs]
    sure = tuple(float(weight) for weight in weights if weight is not None)
    options = tuple(_option(option, kind) for option, _ in pairs)
    if len(sure) != len(pairs):
        got = shown(next(option for option, weight in zip(options, weights, strict=True) if weight is None))
        raise ConfigError(f"choice(...): expected a number as the weight of each option, got none for {got}")
    return Choice(options, sure)


def _even(options: Sequence[object], kind: str) -> Choice:
    return Choice(tuple(_option(option, kind) for option in options), (1.0,) * len(options))


def _given(key: object, cases: Sequence[tuple[object, object]], kind: str, kinds: Kinds) -> Given:
    if not isinstance(key, str):
        raise ConfigError(f"given: expected the key of another parameter, got {shown(key)}")
    if any(case is None for _, case in cases):
        raise ConfigError(f"given({shown(key)}, ...): expected VALUE: DISTRIBUTION, with a space after the colon")
    condition = kinds(key)
    read = [(value, _case(case, kind, kinds)) for value, case in cases]
    otherwise = next((case for value, case in read if value in (ELSE, Word(ELSE))), None)
    named = tuple((_option(value, condition), case) for value, case in read if value not in (ELSE, Word(ELSE)))
    return Given(key, named, otherwise)


def _case(case: object, kind: str, kinds: Kinds) -> Distribution:
    """A case's notation, which may itself stand in quotes."""
    if isinstance(case, Mapped):
        return _mapped(case, kind, kinds)
    return parse(case.text if isinstance(case, Word) else case, kind, kinds)


def _option(option: object, kind: str) -> AttributeValue:
    """One of the values to choose from: a word of the notation, or a value of Python's or YAML's."""
    if isinstance(option, Word):
        return option.text if option.quoted else _typed(option.text, kind)
    if isinstance(option, str):
        return _typed(option, kind) if kind == NUMBER else option
    if isinstance(option, bool | int | float):
        return option
    raise ConfigError(f"expected names or numbers to choose from, got {shown(repr(option))}")


def _typed(text: str, kind: str) -> AttributeValue:
    try:
        found = text if kind == NAME else number(text) if kind == NUMBER else scalar(text)
    except ValueError as error:
        raise ConfigError(f"'{shown(text)}': {error}") from error
    return text if found is None else found


def _number(value: object) -> int | float | None:
    if isinstance(value, Word):
        return None if value.quoted else _number(value.text)
    if isinstance(value, str):
        found = _typed(value, NUMBER)
        return None if isinstance(found, str) else found
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


__all__ = [
    "ANY",
    "NAME",
    "NUMBER",
    "Beta",
    "Choice",
    "Constant",
    "Distribution",
    "Empirical",
    "Given",
    "Histogram",
    "Learned",
    "LogUniform",
    "TruncNormal",
    "Uniform",
    "parse",
]
