"""A JSON object of long lists, read an entry at a time: what a COCO file is, however it is laid out."""

import codecs
import json
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from assets.errors import DatasetError, PrelabelError
from assets.reading.jsons import json_value, sound_value

CHUNK, MOST_ENTRY = 2**20, 2**26  # characters read at once, of one entry
_SPACE = " \t\r\n"
_AFTER = frozenset((*_SPACE, *",:]}"))  # what may follow a value
_decoder = json.JSONDecoder()


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
    file: BinaryIO, where: str, wanted: Collection[str], error: type[PrelabelError] = DatasetError
) -> Iterator[tuple[str, Any, tuple[int, int]]]:
    """As ``json_lists``, each entry with its first byte in the file and how many it has, for who comes back for it.

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
            for entry in _entries(text):
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


def _entries(text: "_Text") -> Iterator[Any]:
    text.expect("[")
    if text.peek() == "]":
        text.expect("]")
        return
    while True:
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
        self._known = (0, 0)  # a place in the text, and the file's byte there

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
        self._last, self._at = (self._at, end), end
        return found

    def place(self) -> tuple[int, int]:
        """Of the last value: its first byte in the file, and how many it has. To be asked for before the next one."""
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
        self._at, self._ended = 0, not data
        return bool(data)

    def _fault(self, reason: str) -> PrelabelError:
        return self._error(f"{self._where}: this is not JSON as it is read here ({reason})")
