"""YAML as settings need it: 1.2's scalars, mappings and lists. No anchors, no tags, no key twice.

PyYAML's parser gives events, which become values here: its own constructor has YAML 1.1's ideas (``on`` is true,
``010`` is eight, ``1:30`` is ninety) and would follow aliases.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from assets.errors import ConfigError, PrelabelError
from assets.reading.scalars import is_text, scalar

MOST_CHARACTERS, DEPTH = 4 * 2**20, 64
MOST_YAML_BYTES = 4 * MOST_CHARACTERS  # of a file with settings, whoever reads it: UTF-8 takes four at most
TEXT_TAGS = ("!", "tag:yaml.org,2002:str")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNSET = object()


def yaml_value(
    text: str | bytes,
    where: str,
    verbatim: Collection[str] | bool = (),
    error: type[PrelabelError] = ConfigError,
) -> Any:
    """What a YAML text holds: None, true, false, numbers, text, lists and mappings.

    Args:
        where: begins the message of an error, such as ``config run.yaml``.
        verbatim: keys of the outermost mapping whose values stay text as it stands there (``007``, ``1e3``, ``null``),
            because only who reads it knows what it should be; True for all.

    Raises:
        PrelabelError: of the kind ``error``: this is not such YAML; says the line.
    """
    try:
        plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        if len(plain) > MOST_CHARACTERS:
            raise ValueError(f"more than {MOST_CHARACTERS} characters")
        return _value(yaml.parse(plain, Loader=_Loader), verbatim)
    except _RefusedError as refused:
        raise error(f"{where}, line {refused.line}: this is not YAML as it is read here ({refused})") from refused
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        reason = " ".join(str(getattr(fault, "problem", None) or "it has characters that YAML has not").split())
        raise error(f"{where}{line}: this is not YAML ({reason})") from fault
    except UnicodeError as fault:
        raise error(f"{where}: this is not YAML (no UTF-8 text)") from fault
    except (ValueError, RecursionError, MemoryError, OverflowError) as fault:
        raise error(f"{where}: this is not YAML ({fault or type(fault).__name__})") from fault


def yaml_text(values: Any) -> str:
    """YAML that ``yaml_value``, and also a reader of YAML 1.1, takes for the same values."""
    return yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True)


class _Dumper(yaml.SafeDumper):
    """Quotes what either YAML would take for something other than text."""


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if not text.isprintable() else None if is_text(text) else "'"  # plain text loses unusual line ends
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text_node)


class _RefusedError(Exception):
    def __init__(self, mark: Any, reason: str) -> None:
        super().__init__(reason)
        self.line = mark.line + 1


@dataclass
class _Open:
    """A list or a mapping that has begun; ``key`` is a mapping's that waits for its value."""

    value: list[Any] | dict[Any, Any]
    verbatim: bool
    key: Any = _UNSET

    def put(self, item: Any, mark: Any) -> None:
        if isinstance(self.value, list):
            self.value.append(item)
        elif self.key is not _UNSET:
            self.value[self.key] = item
            self.key = _UNSET
        elif isinstance(item, list | dict):
            raise _RefusedError(mark, "expected text or a number as a key")
        elif item in self.value:
            raise _RefusedError(mark, f"the key '{str(item)[:60]}' comes twice")
        else:
            self.key = item


def _value(events: Iterable[Any], verbatim: Collection[str] | bool) -> Any:
    root = _Open([], verbatim is True)
    stack = [root]
    for event in events:
        if isinstance(event, yaml.ScalarEvent):
            stack[-1].put(_scalar(event, _is_verbatim(stack, verbatim)), event.start_mark)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            _expect_plain(event)
            if len(stack) > DEPTH:
                raise _RefusedError(event.start_mark, f"brackets more than {DEPTH} deep")
            new: list[Any] | dict[Any, Any] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            inner = _Open(new, _is_verbatim(stack, verbatim))
            stack[-1].put(new, event.start_mark)
            stack.append(inner)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise _RefusedError(event.start_mark, "anchors and aliases are not read")
        elif isinstance(event, yaml.DocumentStartEvent) and root.value:
            raise _RefusedError(event.start_mark, "expected one document")
    return root.value[0] if root.value else None


def _is_verbatim(stack: list[_Open], verbatim: Collection[str] | bool) -> bool:
    top = stack[-1]
    keys = verbatim if not isinstance(verbatim, bool) else ()
    return top.verbatim or (len(stack) == 2 and top.key is not _UNSET and top.key in keys)


def _scalar(event: Any, verbatim: bool) -> Any:
    _expect_plain(event)
    text: str = event.value
    if "\0" in text or not _is_unicode(text):
        raise _RefusedError(event.start_mark, "text holds a character that no text has")
    plain = event.implicit[0] and event.tag is None
    if verbatim:
        return None if plain and not text else text
    try:
        return scalar(text) if plain else text
    except ValueError as error:
        raise _RefusedError(event.start_mark, str(error)) from error


def _expect_plain(event: Any) -> None:
    if event.anchor is not None:
        raise _RefusedError(event.start_mark, "anchors and aliases are not read")
    if event.tag is not None and not (isinstance(event, yaml.ScalarEvent) and event.tag in TEXT_TAGS):
        raise _RefusedError(event.start_mark, f"the tag {event.tag[:60]} is not read")


def _is_unicode(text: str) -> bool:
    """Without halves of surrogate pairs, which no UTF-8 can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
