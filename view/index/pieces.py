"""Entries of a COCO file many at a time, and of each no more than the index keeps: outlines are passed over unread."""

from collections.abc import Iterable
from typing import Any, TypedDict

import msgspec

from assets.reading.jsons import has_halves
from assets.reading.lists import Piece


def pieces(keys: Iterable[str]) -> Piece:
    """What decodes these keys of entries. A key that comes twice is not noticed here: who reads the whole entry tells.

    Each entry is told apart first, by its bytes alone, and then decoded: that is how its place is known.
    """
    kept = TypedDict("kept", dict.fromkeys(keys, Any), total=False)  # type: ignore[misc]
    entry, apart = msgspec.json.Decoder(kept), msgspec.json.Decoder(list[msgspec.Raw])

    def decoded(text: str) -> list[tuple[Any, int, int]] | None:
        if has_halves(text):
            return None
        data, out, end = f"[{text}]".encode(), [], 0
        try:
            for raw in apart.decode(data):
                begin, count = data.index(b"{", end), memoryview(raw).nbytes
                out.append((entry.decode(raw), begin - 1, count))
                end = begin + count
        except (msgspec.DecodeError, RecursionError):
            return None
        return out

    return decoded
