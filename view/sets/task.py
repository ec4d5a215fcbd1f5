"""Something that takes a while, done once in a thread of its own when it is first asked for."""

import threading
from collections.abc import Callable

from assets import PrelabelError


class Task[T]:
    """Args:
    work: is handed a function to be called after each step.
    steps: how many there will be.
    """

    def __init__(self, work: Callable[[Callable[[], None]], T], steps: int) -> None:
        self._work, self._steps, self._done = work, max(steps, 1), 0
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._result: T | None = None
        self._error: PrelabelError | None = None

    def ask(self) -> tuple[T | None, float]:
        """The result, or None and how far it is, 0..1. The first call starts it.

        Raises:
            PrelabelError: it came to nothing; says why, each time.
        """
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            if self._error is not None:
                raise type(self._error)(str(self._error))
            return self._result, 1.0 if self._result is not None else min(self._done / self._steps, 0.99)

    def _run(self) -> None:
        try:
            found = self._work(self._step)
        except PrelabelError as error:
            with self._lock:
                self._error = error
            return
        except (OSError, MemoryError) as error:
            with self._lock:
                self._error = PrelabelError(str(error) or "this machine has not the memory for it")
            return
        with self._lock:
            self._result = found

    def _step(self) -> None:
        self._done += 1
