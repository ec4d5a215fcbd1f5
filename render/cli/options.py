"""Text of the command line as values. Wrong text raises a ConfigError that names the option."""

from collections.abc import Sequence

import yaml

from assets import AttributeValue, ConfigError


def parse_size(text: str | None) -> tuple[int, int] | None:
    """``640x480``."""
    if text is None:
        return None
    width, times, height = text.lower().partition("x")
    if not times or not (width.isdecimal() and height.isdecimal()):
        raise ConfigError(f"--size {text}: expected WIDTHxHEIGHT, such as 640x480")
    return int(width), int(height)


def parse_list(text: str | None) -> list[str] | None:
    """Names between commas."""
    return None if text is None else [item.strip() for item in text.split(",") if item.strip()]


def parse_balance(text: str | None) -> list[object] | None:
    """``type,color``, or with quotas ``type: {bus: 10%}, color``."""
    if text is None:
        return None
    try:
        found = yaml.safe_load(f"[{text}]")
    except yaml.YAMLError as error:
        raise ConfigError(f"--balance {text}: expected keys between commas, such as type,color") from error
    return list(found)


def parse_split(text: str | None) -> dict[str, float] | None:
    """``train=0.8,val=0.2``."""
    if text is None:
        return None
    shares: dict[str, float] = {}
    for item in text.split(","):
        name, equals, share = item.partition("=")
        try:
            shares[name.strip()] = float(share)
        except ValueError:
            equals = ""
        if not equals:
            raise ConfigError(f"--split {text}: expected name=share pairs, such as train=0.8,val=0.2")
    return shares


def parse_workers(text: str) -> int | None:
    """A number of processes, 0 for none beside this one; None for ``auto``."""
    if text == "auto":
        return None
    if not text.isdecimal():
        raise ConfigError(f"--workers {text}: expected auto or a number, such as 4")
    return int(text)


def parse_ids(text: str | None) -> tuple[range, ...] | None:
    """``1,5-9``: numbers and ranges, both ends included."""
    if text is None:
        return None
    out = []
    for item in text.split(","):
        first, _, last = item.strip().partition("-")
        last = last or first
        if not (first.isdecimal() and last.isdecimal()) or int(last) < int(first):
            raise ConfigError(f"--ids {text}: expected image ids and ranges, such as 1,5-9")
        out.append(range(int(first), int(last) + 1))
    return tuple(out)


def parse_attributes(texts: Sequence[str]) -> dict[str, AttributeValue]:
    """``key=value`` pairs; values are numbers, true, false or text.

    Raises:
        ConfigError: one is none.
    """
    out: dict[str, AttributeValue] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        try:
            read = yaml.safe_load(value)
        except (yaml.YAMLError, ValueError, RecursionError):
            read = value
        if not equals or not key:
            raise ConfigError(f"--attr {text}: expected key=value")
        out[key.strip()] = read if isinstance(read, bool | int | float | str) else value
    return out
