"""How far a run is, in a notebook: one line below the cell, drawn anew in its place.

IPython alone is needed, which runs wherever this is imported; rich's own way there would need ipywidgets.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from IPython.display import display

from render.progress.tally import Tally
from render.progress.words import figures

PERIOD_SECONDS = 0.5  # each drawing is a message that the notebook's page has to work on


@contextmanager
def bar(tally: Tally) -> Iterator[Callable[[], None]]:
    """Shows a tally, and once more when the block ends; gives what to call when it may have changed."""
    handle = display(_bundle(tally), raw=True, display_id=True)  # type: ignore[no-untyped-call]
    drawn = tally.clock()

    def look() -> None:
        nonlocal drawn
        if tally.clock() - drawn >= PERIOD_SECONDS:
            drawn = tally.clock()
            handle.update(_bundle(tally), raw=True)

    try:
        yield look
    finally:
        handle.update(_bundle(tally), raw=True)


def _bundle(tally: Tally) -> dict[str, str]:
    """The same for pages and for what shows text alone."""
    text = figures(tally) if tally.frames else "starting"
    width = f"max='{max(tally.frames, 1)}' value='{tally.there}' style='width: 20em; vertical-align: middle'"
    return {"text/html": f"<progress {width}></progress> {text}", "text/plain": text}
