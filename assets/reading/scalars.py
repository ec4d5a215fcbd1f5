"""Words without quotes, as YAML 1.2's core schema has them: ``on`` is text, ``1e-1`` a number, ``010`` is ten."""

import math
import re

DIGITS, BASED = 308, 64  # of a number, of one in another base: whatever is read can be a double
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASES = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"([-+]?)\.(?:inf|Inf|INF)")
_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}


def number(text: str) -> int | float | None:
    """The number that a word is; None where it is none. Leading zeros mean nothing: ``010`` is 10.

    Raises:
        ValueError: it is one of more than ``DIGITS`` digits.
    """
    whole, based = _INTEGER.fullmatch(text), _BASES.fullmatch(text)
    infinite = _INFINITE.fullmatch(text)
    if infinite:
        return -math.inf if infinite[1] == "-" else math.inf
    if not (whole or based or _FLOAT.fullmatch(text)):
        return None
    digits = len(text.lstrip("+-"))
    if digits > (most := BASED if based else DIGITS):
        raise ValueError(f"expected a number of at most {most} digits, got one of {digits}")
    return int(text) if whole else int(text, 0) if based else float(text)


def scalar(text: str) -> bool | int | float | str | None:
    """What a word is: true, false, null, a number, or else itself.

    Raises:
        ValueError: as ``number``.
    """
    if text in _WORDS:
        return _WORDS[text]
    found = number(text)
    return text if found is None else found


def is_text(word: str) -> bool:
    """Whether a word is nothing but text."""
    try:
        return isinstance(scalar(word), str)
    except ValueError:
        return False


def number_text(value: float) -> str:
    """A number so that ``number`` reads exactly it; also of numpy's types."""
    if isinstance(value, bool | int):
        return str(value).lower()
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    return ".nan" if math.isnan(value) else repr(float(value))
