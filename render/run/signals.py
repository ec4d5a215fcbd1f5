"""Ctrl-C and SIGTERM, which ask a run to end and must not cut it off in the middle of a file."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import Self

ASKING = (signal.SIGINT, signal.SIGTERM)


class Waker:
    """Wakes whoever waits for workers: from a signal's handler, or from another thread."""

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)
        os.set_blocking(self._reader, False)

    def close(self) -> None:
        os.close(self._reader)
        os.close(self._writer)

    def fileno(self) -> int:
        """Readable once it was woken."""
        return self._reader

    def wake(self) -> None:
        with suppress(BlockingIOError):  # it is readable already
            os.write(self._writer, b"!")

    def drain(self) -> None:
        """Make it unreadable until it is woken again."""
        with suppress(BlockingIOError):
            os.read(self._reader, 4096)


class Stop(Waker):
    """Counts the signals that ask to stop, in a ``with`` block; outside the main thread there are none to count.

    Attributes:
        times: how often.
        signal: the first that came; None for none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.times = 0
        self.signal: int | None = None

    def __enter__(self) -> Self:
        mine = threading.current_thread() is threading.main_thread()
        self._before = {number: signal.signal(number, self._hear) for number in ASKING} if mine else {}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self.close()

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.times += 1
        self.signal = self.signal or number
        self.wake()


@contextmanager
def held_back() -> Iterator[None]:
    """Signals that ask to stop wait until the block ends. A process that is started in it never hears them.

    A terminal sends Ctrl-C to all processes of a run at once, and a batch system SIGTERM: workers leave both to the
    supervisor, from their first instruction on.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ASKING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
