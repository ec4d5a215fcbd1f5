"""Text of the command line as values. Wrong text raises a ConfigError that names the option."""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path

from annotate.tags import tagged
from assets import AttributeValue, ConfigError
from assets.reading import number, scalar, shown, yaml_value

MOST_WORKERS = 4096
TAG = "tag:"
DIGITS = 18  # of a whole number, which then fits 64 bits


def parse_size(text: str | None) -> tuple[int, int] | None:
    """``640x480``."""
    if text is None:
        return None
    width, times, height = text.lower().partition("x")
    sides = _whole(width), _whole(height)
    if not times or sides[0] is None or sides[1] is None:
        raise ConfigError(f"--size {shown(text)}: expected WIDTHxHEIGHT, such as 640x480")
    return sides[0], sides[1]


def parse_list(text: str | None) -> list[str] | None:
    """Names between commas."""
    return None if text is None else [item.strip() for item in text.split(",") if item.strip()]


def parse_balance(text: str | None) -> list[object] | None:
    """``type,color``, or with quotas ``type: {bus: 10%}, color``."""
    if text is None:
        return None
    try:
        found = yaml_value(f"[{text}]", "--balance", verbatim=True)
    except ConfigError as error:
        raise ConfigError(f"--balance {shown(text)}: expected keys between commas, such as type,color") from error
    return list(found)


def parse_factors(texts: Sequence[str] | None) -> dict[str, str] | None:
    """``key=values`` each; None where there is none."""
    out: dict[str, str] = {}
    for text in texts or ():
        key, equals, values = text.partition("=")
        if not equals or not key.strip() or not values.strip() or key.strip() in out:
            raise ConfigError(f"--factor {shown(text)}: expected key=values, each key once, such as yaw_deg=0:345:15")
        out[key.strip()] = values.strip()
    return out or None


def parse_split(text: str | None) -> dict[str, float] | None:
    """``train=0.8,val=0.2``."""
    if text is None:
        return None
    shares: dict[str, float] = {}
    for item in text.split(","):
        name, equals, share = item.partition("=")
        value = _number(share.strip())
        if not equals or value is None or name.strip() in shares:
            raise ConfigError(f"--split {shown(text)}: expected name=share pairs, such as train=0.8,val=0.2")
        shares[name.strip()] = float(value)
    return shares


def parse_workers(text: str) -> int | None:
    """A number of processes, 0 for none beside this one; None for ``auto``."""
    if text == "auto":
        return None
    count = _whole(text)
    if count is None or count > MOST_WORKERS:
        raise ConfigError(f"--workers {shown(text)}: expected auto or a number, such as 4")
    return count


def parse_workers_per_gpu(text: str) -> int | None:
    """A number of processes from 1; None for ``auto``."""
    if text == "auto":
        return None
    count = _whole(text)
    if not count or count > MOST_WORKERS:
        raise ConfigError(f"--workers-per-gpu {shown(text)}: expected auto or a number from 1, such as 4")
    return count


def parse_ids(text: str | None, folder: Path | None = None) -> tuple[range, ...] | None:
    """``1,5-9``: numbers and ranges, both ends included; ``tag:blurry`` of a folder with tags.

    Raises:
        ConfigError: it is something else, or no picture has that tag.
    """
    if text is None:
        return None
    if folder is not None and text.startswith(TAG):
        return tagged(folder, text.removeprefix(TAG))
    out = []
    for item in text.split(","):
        first, _, last = item.strip().partition("-")
        low, high = _whole(first), _whole(last or first)
        if low is None or high is None or high < low:
            raise ConfigError(f"--ids {shown(text)}: expected image ids and ranges, such as 1,5-9")
        out.append(range(low, high + 1))
    return tuple(out)


def wanted_ids(ids: str | None, ignore: str | None, folder: Path) -> Callable[[int], bool] | None:
    """Which pictures are among some and not among others, both as ``parse_ids`` reads them; None for all."""
    chosen, left_out = parse_ids(ids, folder), parse_ids(ignore, folder)
    if chosen is None and left_out is None:
        return None
    inside, outside = _among(chosen), _among(left_out or ())
    return lambda number: (chosen is None or inside(number)) and not outside(number)


def _among(groups: Sequence[range] | None) -> Callable[[int], bool]:
    """Whether a number is in one of the ranges, of which there may be many."""
    found = sorted(groups or (), key=lambda group: group.start)
    starts, ends, last = [group.start for group in found], list[int](), 0
    for group in found:
        last = max(last, group.stop)
        ends.append(last)

    def test(number: int) -> bool:
        at = bisect_right(starts, number)
        return at > 0 and number < ends[at - 1]

    return test


def parse_attributes(texts: Sequence[str]) -> dict[str, AttributeValue]:
    """``key=value`` pairs; values are numbers, true, false or text.

    Raises:
        ConfigError: one is none.
    """
    out: dict[str, AttributeValue] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        try:
            read = scalar(value.strip())
        except ValueError as error:
            raise ConfigError(f"--attr {shown(text)}: {error}") from error
        if not equals or not key.strip():
            raise ConfigError(f"--attr {shown(text)}: expected key=value")
        if isinstance(read, float) and not math.isfinite(read):
            raise ConfigError(f"--attr {shown(text)}: expected a finite number, or text")
        out[key.strip()] = value if read is None or isinstance(read, str) else read
    return out


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None


def _number(text: str) -> int | float | None:
    try:
        return number(text)
    except ValueError:
        return None
