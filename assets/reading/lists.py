"""A JSON object of long lists, read an entry at a time: what a COCO file is, however it is laid out."""

import codecs
import json
import re
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from typing import Any, BinaryIO

from assets.errors import DatasetError, PrelabelError
from assets.reading.jsons import json_value, sound_value

CHUNK, MOST_ENTRY = 2**20, 2**26  # characters read at once, of one entry
PIECE, TRIES = 2**16, 3  # characters decoded at once, which fit into a cache; places at which they may end
_SPACE = " \t\r\n"
_HEAD = re.compile(r'\{[ \t\r\n]*"[^"\\]*"')  # how an entry begins
_BETWEEN = re.compile(r"\}[ \t\r\n]*,[ \t\r\n]*\Z")
_GAP = 64  # characters between two entries
_AFTER = frozenset((*_SPACE, *",:]}"))  # what may follow a value
_decoder = json.JSONDecoder()

type Piece = Callable[[str], list[tuple[Any, int, int]] | None]
"""Decodes many entries of a list at once, of text such as ``{…}, {…}``: each with its first byte there and how many it
has. None where it cannot, or where there may be a fault: then they are read one by one."""


def json_lists(
    file: BinaryIO, where: str, wanted: Collection[str], error: type[PrelabelError] = DatasetError
) -> Iterator[tuple[str, Any]]:
    """The entries of those lists, each with its list's name, in the file's order; other values are passed over.

    Args:
        where: begins the message of an error, such as a file's name.

    Raises:
        PrelabelError: of the kind ``error``: this is no JSON object, or one of these is no list.
    """
    for key, entry, _ in json_places(file, where, wanted, error):
        yield key, entry


def json_places(
    file: BinaryIO,
    where: str,
    wanted: Collection[str],
    error: type[PrelabelError] = DatasetError,
    pieces: Mapping[str, Piece] | None = None,
) -> Iterator[tuple[str, Any, tuple[int, int]]]:
    """As ``json_lists``, each entry with its first byte in the file and how many it has, for who comes back for it.

    Args:
        pieces: what decodes entries of a list faster, by the list's name.

    Raises:
        PrelabelError: as there.
    """
    text = _Text(file, where, error)
    text.expect("{")
    if text.peek() == "}":
        return
    while True:
        key = text.value()
        text.expect(":")
        if key not in wanted:
            text.skip()
        elif text.peek() != "[":
            raise error(f"{where}: expected a list of {key}")
        else:
            for entry in _entries(text, (pieces or {}).get(key)):
                yield key, entry, text.place()
        if text.expect(",}") == "}":
            return


def json_entries(file: BinaryIO, where: str, error: type[PrelabelError] = DatasetError) -> Iterator[Any]:
    """The entries of a file that is one long list, as COCO's results are.

    Raises:
        PrelabelError: of the kind ``error``: this is no JSON list.
    """
    text = _Text(file, where, error)
    if text.peek() != "[":
        raise error(f"{where}: expected a list, as COCO's results are")
    yield from _entries(text)


def _entries(text: "_Text", piece: Piece | None = None) -> Iterator[Any]:
    text.expect("[")
    if text.peek() == "]":
        text.expect("]")
        return
    while True:
        if piece is None or not (yield from text.values(piece)):
            yield text.value()
        if text.expect(",]") == "]":
            return


class _Text:
    """The file's text from where it was read to."""

    def __init__(self, file: BinaryIO, where: str, error: type[PrelabelError]) -> None:
        self._file, self._where, self._error = file, where, error
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._text, self._at, self._ended, self._begun = "", 0, False, False
        self._last = (0, 0)  # where the last value stands in the text
        self._place: tuple[int, int] | None = None  # or in the file, where that is known already
        self._known = (0, 0)  # a place in the text, and the file's byte there
        self._in_vain = False  # whether many values at once were looked for in this text, and not found

    def peek(self) -> str:
        """The next character that is no space."""
        while True:
            while self._at < len(self._text):
                letter = self._text[self._at]
                if letter not in _SPACE:
                    return letter
                self._at += 1
            if not self._more(CHUNK):
                raise self._fault("it ends too early")

    def expect(self, letters: str) -> str:
        found = self.peek()
        if found not in letters:
            raise self._fault(f"expected {' or '.join(letters)}, got {found}")
        self._at += 1
        return found

    def skip(self) -> None:
        """Over a value; a list goes entry by entry."""
        if self.peek() == "[":
            for _ in _entries(self):
                pass
        else:
            self.value()

    def value(self) -> Any:
        """The next value."""
        self.peek()
        step = CHUNK
        while True:
            try:
                sound = sound_value(self._text, self._at)
                end = sound[1] if sound is not None else _decoder.raw_decode(self._text, self._at)[1]
            except json.JSONDecodeError as fault:
                if len(self._text) - self._at > MOST_ENTRY or not self._more(step):
                    raise self._fault(fault.msg) from fault
            except (RecursionError, ValueError) as fault:
                raise self._fault("brackets too deep, or a number too long") from fault
            else:
                # A number may go on in the next chunk, of which three characters are left over here at most.
                if self._text[end : end + 1] in _AFTER or len(self._text) - end > 3 or not self._more(step):
                    break
            step *= 2
        text = self._text[self._at : end] if sound is None else ""
        found = sound[0] if sound is not None else json_value(text, self._where, error=self._error)
        self._last, self._place, self._at = (self._at, end), None, end
        return found

    def values(self, piece: Piece) -> Generator[Any, None, bool]:
        """The next values, where many stand whole in what was read and can be decoded at once; returns whether."""
        self.peek()
        for end in () if self._in_vain else self._ends():
            if found := piece(self._text[self._at : end]):
                byte, self._at = self._byte(self._at), end
                for value, begin, count in found:
                    self._place = byte + begin, count
                    yield value
                return True
        self._in_vain = True
        return False

    def _ends(self) -> Iterator[int]:
        """Where entries end that others follow, the last ones first; some are within an entry, or in a later list."""
        head = _HEAD.match(self._text, self._at)
        if head is None:
            return
        at = min(len(self._text), self._at + PIECE)
        for _ in range(TRIES):
            at = self._text.rfind(head[0], self._at + 1, at)
            if at < 0:
                return
            if gap := _BETWEEN.search(self._text, max(self._at, at - _GAP), at):
                yield gap.start() + 1

    def place(self) -> tuple[int, int]:
        """Of the last value: its first byte in the file, and how many it has. To be asked for before the next one."""
        if self._place is not None:
            return self._place
        begin, end = (self._byte(place) for place in self._last)
        return begin, end - begin

    def _byte(self, place: int) -> int:
        at, byte = self._known
        byte += len(self._text[at:place].encode())
        self._known = (place, byte)
        return byte

    def _more(self, count: int) -> bool:
        if self._ended:
            return False
        byte = self._byte(self._at)
        try:
            data = self._file.read(count)
            if not self._begun and data.startswith(codecs.BOM_UTF8):
                byte += len(codecs.BOM_UTF8)
            self._begun, self._known = True, (0, byte)
            self._text = self._text[self._at :] + self._decode.decode(data, final=not data)
        except UnicodeDecodeError as fault:
            raise self._fault("not UTF-8 text") from fault
        self._at, self._ended, self._in_vain = 0, not data, False
        return bool(data)

    def _fault(self, reason: str) -> PrelabelError:
        return self._error(f"{self._where}: this is not JSON as it is read here ({reason})")
