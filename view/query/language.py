"""The line that filters: ``type = bus and occlusion > 0.4``. Text becomes a tree, and nothing else.

    line   := one ("or" one)*         one := term ("and" term)*        term := "not" term | "(" line ")" | test
    test   := NAME ("=" | "!=" | "<" | "<=" | ">" | ">=" | "~") VALUE
            | NAME "in" "(" VALUE ("," VALUE)* ")" | NAME "in" NUMBER ".." NUMBER | NAME "is" ["not"] "missing"

Names and values with anything but letters, digits and ``_ . - + : /`` stand in double quotes. ``~`` means contains.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assets import ConfigError
from assets.reading import shown

MOST = 4000  # characters of a line
DEEPEST = 40  # brackets and nots within one another
SIGNS = ("!=", "<=", ">=", "=", "<", ">", "~")
_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(!=|<=|>=|[=<>~(),])|((?:(?!\.\.)[\w.\-+:/°%])+|\.\.)|(\S))')
WORDS = ("and", "or", "not", "in", "is", "missing")


@dataclass(frozen=True)
class Compared:
    """One comparison.

    Attributes:
        name: of a column.
        sign: one of ``SIGNS``, ``in``, ``range`` or ``missing``.
        values: as they are written; of a range its ends.
    """

    name: str
    sign: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Not:
    of: "Tree"


@dataclass(frozen=True)
class All:
    of: tuple["Tree", ...]


@dataclass(frozen=True)
class Any:
    of: tuple["Tree", ...]


type Tree = Compared | Not | All | Any


def parse(line: str) -> Tree | None:
    """What a line means; None for an empty one.

    Raises:
        ConfigError: it means nothing; says where, and what would.
    """
    if len(line) > MOST:
        raise ConfigError(f"filter: expected at most {MOST} characters, got {len(line)}")
    words = _words(line)
    if not words:
        return None
    reader = _Reader(words)
    tree = reader.line(0)
    if (left := reader.peek()) is not None:
        raise ConfigError(f"filter: expected 'and', 'or' or nothing after {reader.before()}, got '{shown(left.text)}'")
    return tree


def tests(tree: Tree | None) -> Iterator[Compared]:
    """All comparisons of a tree, whatever joins them."""
    if isinstance(tree, Compared):
        yield tree
    elif isinstance(tree, Not):
        yield from tests(tree.of)
    elif tree is not None:
        for each in tree.of:
            yield from tests(each)


def names(tree: Tree | None) -> set[str]:
    """Of all columns that a tree asks for."""
    return {test.name for test in tests(tree)}


@dataclass(frozen=True)
class _Word:
    text: str
    quoted: bool = False
    sign: bool = False

    def is_word(self, text: str) -> bool:
        return not self.quoted and not self.sign and self.text.lower() == text


def _words(line: str) -> list[_Word]:
    out: list[_Word] = []
    at, text = 0, line.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match[4]:
            rest = text[at:].strip()
            if rest.startswith('"'):
                raise ConfigError(f"filter: expected a quote that ends {shown(rest, 40)}")
            raise ConfigError(f"filter: '{shown(rest[:1])}' has no meaning here; text with it stands in double quotes")
        if match[1] is not None:
            out.append(_Word(re.sub(r"\\(.)", r"\1", match[1]), quoted=True))
        elif match[2] is not None:
            out.append(_Word(match[2], sign=True))
        else:
            out.append(_Word(match[3]))
        at = match.end()
    return out


class _Reader:
    """Walks along the words of a line."""

    def __init__(self, words: Sequence[_Word]) -> None:
        self._words, self._at = words, 0

    def peek(self) -> _Word | None:
        return self._words[self._at] if self._at < len(self._words) else None

    def before(self) -> str:
        return f"'{shown(self._words[self._at - 1].text)}'"

    def line(self, depth: int) -> Tree:
        found = [self._one(depth)]
        while self._takes("or"):
            found.append(self._one(depth))
        return found[0] if len(found) == 1 else Any(tuple(found))

    def _one(self, depth: int) -> Tree:
        found = [self._term(depth)]
        while self._takes("and"):
            found.append(self._term(depth))
        return found[0] if len(found) == 1 else All(tuple(found))

    def _term(self, depth: int) -> Tree:
        if depth > DEEPEST:
            raise ConfigError(f"filter: expected at most {DEEPEST} brackets within one another")
        if self._takes("not"):
            return Not(self._term(depth + 1))
        if self._takes_sign("("):
            tree = self.line(depth + 1)
            self._expect(")", "the end of a bracket")
            return tree
        return self._test()

    def _test(self) -> Tree:
        name = self._text("a name, such as type")
        word = self.peek()
        if word is not None and word.sign and word.text in SIGNS:
            self._at += 1
            return Compared(name, word.text, (self._text(f"a value after '{word.text}'"),))
        if self._takes("in"):
            return self._among(name)
        if self._takes("is"):
            negated = self._takes("not")
            if not self._takes("missing"):
                raise ConfigError(f"filter: expected 'missing' after {self.before()}, got {self._got()}")
            test = Compared(name, "missing")
            return Not(test) if negated else test
        raise ConfigError(
            f"filter: expected one of {' '.join(SIGNS)}, in or is after '{shown(name)}', got {self._got()}; such as "
            "type = bus and occlusion > 0.4"
        )

    def _among(self, name: str) -> Tree:
        if not self._takes_sign("("):
            low = self._text("a number or a bracket after 'in'")
            if not self._takes(".."):
                raise ConfigError(f"filter: expected '..' and a number after '{shown(low)}', got {self._got()}")
            return Compared(name, "range", (low, self._text("a number after '..'")))
        values = [self._text("a value")]
        while self._takes_sign(","):
            values.append(self._text("a value after ','"))
        self._expect(")", "the end of a list")
        return Compared(name, "in", tuple(values))

    def _text(self, what: str) -> str:
        word = self.peek()
        if word is None or word.sign or (not word.quoted and word.text.lower() in WORDS) or word.text == "..":
            raise ConfigError(f"filter: expected {what}, got {self._got()}")
        self._at += 1
        return word.text

    def _takes(self, text: str) -> bool:
        word = self.peek()
        found = word is not None and word.is_word(text)
        self._at += found
        return found

    def _takes_sign(self, text: str) -> bool:
        word = self.peek()
        found = word is not None and word.sign and word.text == text
        self._at += found
        return found

    def _expect(self, sign: str, what: str) -> None:
        if not self._takes_sign(sign):
            raise ConfigError(f"filter: expected '{sign}', {what}, got {self._got()}")

    def _got(self) -> str:
        word = self.peek()
        return "nothing" if word is None else f"'{shown(word.text)}'"


def number(text: str, name: str) -> float:
    """Raises:
    ConfigError: it is none that is finite.
    """
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise ConfigError(f"filter: expected a number for '{shown(name)}', got '{shown(text)}'")
    return found
