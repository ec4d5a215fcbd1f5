"""How distributions are written: words, quotes, lists, mappings and calls, read and written back exactly.

    word   "any text"   [a, b]   {red: 2, blue: 1}   family(a, b)

What a word is depends on the parameter that it is for, so words stay words here. One in double quotes, with JSON's
escapes, or in single ones, is text whatever it looks like. A word within brackets may hold brackets of its own, in
pairs, and is read when its turn comes.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from assets import AttributeValue, ConfigError
from assets.reading import number_text, shown
from assets.reading.scalars import is_text

MOST_CHARACTERS, DEPTH = 2**20, 32
CALL = re.compile(r"(\w+)\s*\((.*)\)", re.DOTALL)
_DOUBLE, _SINGLE = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL), re.compile(r"'(?:[^']|'')*'")
_SPACE = re.compile(r"\s*")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_SPECIAL = frozenset("\"'()[]{},:#&*!|>%@`")


@dataclass(frozen=True)
class Word:
    """Attributes:
    quoted: it stood in quotes, and is text.
    """

    text: str
    quoted: bool = False


type Pairs = list[tuple[Word, "Node | None"]]
"""A mapping; None for a key without a value."""


@dataclass(frozen=True)
class Mapped:
    pairs: Pairs


type Node = Word | Mapped | list["Node"]


def read_items(text: str, whole: str) -> list[Node]:
    """What stands between commas.

    Raises:
        ConfigError: it cannot be read; ``whole`` is what it is part of.
    """
    return _Reader(text, whole).items("")


def read_mapping(text: str) -> Mapped:
    """A mapping in its braces.

    Raises:
        ConfigError: it is none.
    """
    items = read_items(text, text)
    if len(items) != 1 or not isinstance(items[0], Mapped):
        raise ConfigError(f"'{shown(text)}': expected a mapping such as {{red: 2, blue: 1}}; put a name in quotes")
    return items[0]


def quoted(text: str) -> str | None:
    """What stands in quotes, where that is all of the text; else None."""
    match = (_DOUBLE if text[:1] == '"' else _SINGLE).fullmatch(text) if text[:1] in ('"', "'") else None
    return None if match is None else _unquoted(match[0], text)


def word(value: AttributeValue, is_word: Callable[[str], bool] = is_text) -> str:
    """A value as it stands within brackets: in quotes where it would be taken for something else.

    Args:
        is_word: what a text must be to stand without quotes.
    """
    if not isinstance(value, str):
        return number_text(value)
    plain = value == value.strip() != "" and value.isprintable() and not _SPECIAL & set(value) and is_word(value)
    return value if plain else in_quotes(value)


def alone(value: AttributeValue, is_word: Callable[[str], bool] = is_text) -> str:
    """The same outside of brackets, where fewer things are special."""
    if not isinstance(value, str):
        return number_text(value)
    plain = value == value.strip() != "" and value.isprintable() and value[0] not in "\"'{" and is_word(value)
    return value if plain and "," not in value and not CALL.fullmatch(value) else in_quotes(value)


def is_any_word(text: str) -> bool:
    """For what is read as a name whatever it looks like."""
    return True


def in_quotes(text: str) -> str:
    """As JSON writes it, without a character that cannot be seen."""
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _unquoted(text: str, whole: str) -> str:
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    try:
        found: str = json.loads(text, strict=False)
    except ValueError as error:
        raise ConfigError(f"'{shown(whole)}': expected JSON's escapes in double quotes") from error
    return found


class _Reader:
    """Reads from left to right; nothing is looked at more often than it has brackets around it."""

    def __init__(self, text: str, whole: str) -> None:
        self._text, self._whole, self._at = text, whole, 0
        self._depth = 0

    def items(self, end: str) -> list[Node]:
        """Up to the closing bracket, which is passed; to the end of the text without one."""
        out: list[Node] = []
        while not self._ends(end):
            out.append(self._node())
            self._comma(end)
        return out

    def _node(self) -> Node:
        self._blank()
        first = self._text[self._at : self._at + 1]
        if first in ("[", "{"):
            self._depth += 1
            if self._depth > DEPTH:
                raise self._fault(f"brackets more than {DEPTH} deep")
            self._at += 1
            node: Node = self.items("]") if first == "[" else Mapped(self._pairs())
            self._depth -= 1
            return node
        return self._word(key=False)

    def _pairs(self) -> Pairs:
        out: Pairs = []
        seen: set[Word] = set()
        while not self._ends("}"):
            key = self._word(key=True)
            if key in seen:
                raise self._fault(f"'{shown(key.text)}' comes twice")
            seen.add(key)
            self._blank()
            value: Node | None = None
            if self._text[self._at : self._at + 1] == ":":
                self._at += 1
                self._blank()
                if self._text[self._at : self._at + 1] not in (",", "}"):
                    value = self._node()
            out.append((key, value))
            self._comma("}")
        return out

    def _word(self, key: bool) -> Word:
        self._blank()
        first = self._text[self._at : self._at + 1]
        if first in ('"', "'"):
            text = self._quotes()
            return Word(_unquoted(text, self._whole), True)
        start = self._at
        while self._at < len(self._text):
            letter = self._text[self._at]
            if letter in ",)]}" or (key and letter == ":" and self._text[self._at + 1 : self._at + 2] in " \t\r\n"):
                break
            if letter == ":" and self._text[self._at + 1 : self._at + 2].isspace():
                raise self._fault("a colon before a blank; put the mapping in braces, a word in quotes")
            if letter in "[{":
                raise self._fault("brackets within a word; put it in quotes")
            if letter == "(":
                self._over_brackets()
            else:
                self._at += 1
        found = self._text[start : self._at].strip()
        if not found:
            raise self._fault("something is missing between commas or brackets")
        return Word(found)

    def _over_brackets(self) -> None:
        """Past what stands in brackets, which may hold others, and quotes where a word can begin."""
        waiting: list[str] = []
        begins = False  # whether a quote here would be the begin of a quoted word
        while self._at < len(self._text):
            letter = self._text[self._at]
            if letter in "\"'" and begins:
                self._quotes()
                begins = False
                continue
            if letter in _PAIRS:
                waiting.append(_PAIRS[letter])
                if len(waiting) > DEPTH:
                    raise self._fault(f"brackets more than {DEPTH} deep")
            elif letter in ")]}" and waiting.pop() != letter:
                break
            self._at += 1
            if not waiting:
                return
            begins = letter in "([{,:" or (begins and letter.isspace())
        raise self._fault("brackets are not in pairs")

    def _quotes(self) -> str:
        match = (_DOUBLE if self._text[self._at] == '"' else _SINGLE).match(self._text, self._at)
        if match is None:
            raise self._fault("quotes are not in pairs")
        self._at = match.end()
        return match[0]

    def _comma(self, end: str) -> None:
        self._blank()
        letter = self._text[self._at : self._at + 1]
        if letter == ",":
            self._at += 1
        elif letter != end:
            raise self._fault(f"expected a comma{f' or {end}' if end else ''}, got {letter or 'the end'}")

    def _ends(self, end: str) -> bool:
        self._blank()
        letter = self._text[self._at : self._at + 1]
        if letter == end:
            self._at += 1
            return True
        if not letter:
            raise self._fault("brackets are not in pairs")
        return False

    def _blank(self) -> None:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _fault(self, reason: str) -> ConfigError:
        return ConfigError(f"'{shown(self._whole)}': the part in brackets cannot be read ({reason})")
