"""How full NVIDIA cards are, as the driver's own tool tells it a few times a second.

Cycles gives a card's memory back after each frame, so that one look at it would say little: what counts is the most
that was seen.
"""

import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

QUERY = ("nvidia-smi", "--query-gpu=uuid,memory.used,memory.total", "--format=csv,noheader,nounits")
EVERY_MS = 200


@dataclass(frozen=True)
class Filled:
    """A card's memory, in bytes: ``used`` by whomever, of ``total``."""

    used: int
    total: int


class Cards:
    """The fullest that each card was seen since the last ``forget``, by uuid.

    Args:
        tool: that looks, and ends with ``close``.

    Attributes:
        at_first: how full each was when first seen.
    """

    def __init__(self, tool: "subprocess.Popen[str] | None" = None) -> None:
        self._tool = tool
        self.at_first: dict[str, Filled] = {}
        self._fullest: dict[str, Filled] = {}
        self._lock = threading.Lock()

    def fullest(self) -> dict[str, Filled]:
        with self._lock:
            return dict(self._fullest)

    def forget(self) -> None:
        with self._lock:
            self._fullest.clear()

    def close(self) -> None:
        """Look no more; what was seen stays."""
        if self._tool is not None:
            self._tool.kill()

    def look(self) -> None:
        """Look once more, now, and wait for the answer."""
        if self._tool is not None:
            self.see(_asked())

    def see(self, lines: Iterable[str]) -> None:
        """What the tool writes, as ``QUERY`` asks for it; lines that say no amount are passed over."""
        for line in lines:
            uuid, *amounts = (part.strip() for part in line.split(","))
            if len(amounts) != 2 or not all(amount.isdecimal() for amount in amounts):
                continue
            filled = Filled(*(int(amount) * 2**20 for amount in amounts))
            with self._lock:
                self.at_first.setdefault(uuid, filled)
                if uuid not in self._fullest or filled.used > self._fullest[uuid].used:
                    self._fullest[uuid] = filled


@contextmanager
def watched() -> Iterator[Cards]:
    """Looks at all cards while the block runs; sees none where the driver's tool is not there."""
    first = _asked()
    if not first:
        yield Cards()
        return
    command = (*QUERY, f"--loop-ms={EVERY_MS}")
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as tool:
        cards = Cards(tool)
        cards.see(first)
        looking = threading.Thread(target=cards.see, args=(tool.stdout,), name="cards", daemon=True)
        looking.start()
        try:
            yield cards
        finally:
            cards.close()
            looking.join()


def _asked() -> list[str]:
    """What the tool says now; nothing where it is not there."""
    try:
        return subprocess.run(QUERY, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()
    except (subprocess.SubprocessError, OSError):
        return []
