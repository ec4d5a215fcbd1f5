"""Two frames at once: one renders, which keeps Python's lock free, and the one before it is labelled and written."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import get_ident

from assets import RenderError
from render.progress.stopwatch import counted_apart


def overlapped[T](numbers: Iterable[int], expose: Callable[[int], T | None], finish: Callable[[T], None]) -> None:
    """Expose frames in this thread; each is finished, in the same order, in another one while the next is exposed.

    No frame is exposed further ahead than one, so that memory holds two at most. However the block ends, the frame in
    the other thread is finished first.

    Args:
        numbers: asked for the next one when the frame before has gone to the other thread.
        expose: None for a frame that failed.

    Raises:
        RenderError: there is no thread to be had.
        Exception: what ``expose`` and ``finish`` raise.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="finish") as thread:
        try:
            ident = thread.submit(get_ident).result()
        except RuntimeError as error:  # a limit on processes counts threads, too
            raise RenderError("this machine starts no further threads; try fewer --workers") from error
        with counted_apart(ident):
            last: Future[None] | None = None
            for number in numbers:
                exposed = expose(number)
                if last is not None:
                    last.result()
                last = None if exposed is None else thread.submit(finish, exposed)
            if last is not None:
                last.result()
