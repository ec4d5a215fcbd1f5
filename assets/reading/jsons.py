"""JSON with one way to fail: no NaN, no key twice, no text that is none, brackets no deeper than anybody needs."""

import gc
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from assets.errors import DatasetError, PrelabelError

LARGE = 2**20  # characters
_HALVES = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")  # escapes that may be text which is none


def json_value(
    text: str | bytes, where: str, line: int | None = None, error: type[PrelabelError] = DatasetError
) -> Any:
    """What a JSON text holds.

    Args:
        where: begins the message of an error, such as a file's name.
        line: the text's in its file, where it is one of many; else the message says the line within the text.

    Raises:
        PrelabelError: of the kind ``error``: this is no JSON in UTF-8.
    """
    here = where if line is None else f"{where}, line {line}"
    try:
        plain = text.decode("utf-8") if isinstance(text, bytes) else text
        with _undisturbed() if len(plain) > LARGE else nullcontext():
            value = _decoder.decode(plain)
        if _HALVES.search(plain):
            _expect_text(value)
        return value
    except json.JSONDecodeError as fault:
        place = f", line {fault.lineno}, column {fault.colno}" if line is None else ""
        raise error(f"{here}{place}: this is not JSON ({fault.msg})") from fault
    except UnicodeDecodeError as fault:
        raise error(f"{here}: this is not JSON (not UTF-8 text)") from fault
    except RecursionError as fault:
        raise error(f"{here}: this is not JSON as it is read here (brackets too deep)") from fault
    except (ValueError, OverflowError, MemoryError) as fault:
        raise error(f"{here}: this is not JSON ({fault or type(fault).__name__})") from fault


def sound_value(text: str, at: int) -> tuple[Any, int] | None:
    """The value that begins there, and where it ends; None where ``json_value`` must look: it may have a fault to tell.

    Raises:
        json.JSONDecodeError: no value begins there, or it goes on after the text's end.
    """
    try:
        value, end = _decoder.raw_decode(text, at)
    except json.JSONDecodeError:
        raise
    except (RecursionError, ValueError, OverflowError, MemoryError):
        return None
    return None if _HALVES.search(text, at, end) else (value, end)


def has_halves(text: str) -> bool:
    """Whether an escape in it may be text that is none, at which ``json_value`` must look."""
    return _HALVES.search(text) is not None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the search for cycles, of which JSON makes none: it would take half of the time of a large file."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _refuse(name: str) -> float:
    raise ValueError(f"JSON has no {name}")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key '{twice[:60]}' comes twice")
    return out


_decoder = json.JSONDecoder(parse_constant=_refuse, object_pairs_hook=_unique)


def _expect_text(value: Any) -> None:
    """Every text can be written as UTF-8 and holds no NUL, which no file's name can."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += [*item, *item.values()]
        elif isinstance(item, list):
            waiting += item
        elif isinstance(item, str):
            if "\0" in item:
                raise ValueError("text holds a NUL character")
            item.encode()
