"""The bar below a notebook's cell: what it says, how often it is drawn, and where there is none."""

import io
from typing import Any

import pytest
from rich.console import Console

from render.progress import notebook
from render.progress.display import progress
from render.progress.events import FrameDone, FrameSetAside, RunStarted


class Page:
    """What a notebook's page was told: the first drawing, and the ones that took its place."""

    def __init__(self) -> None:
        self.drawn: list[dict[str, str]] = []

    def display(self, bundle: dict[str, str], *, raw: bool, display_id: bool) -> "Page":
        assert raw and display_id
        self.drawn.append(bundle)
        return self

    def update(self, bundle: dict[str, str], *, raw: bool) -> None:
        assert raw and self.drawn
        self.drawn.append(bundle)

    @property
    def texts(self) -> list[str]:
        return [bundle["text/plain"] for bundle in self.drawn]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    page = Page()
    monkeypatch.setattr(notebook, "display", page.display)
    return page


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> Console:
    """As a notebook's kernel has it; what is said on it comes into ``console.file``."""
    shown = io.StringIO()
    monkeypatch.setattr("rich.jupyter.display", lambda segments, text: shown.write(text))
    console = Console(file=shown, force_jupyter=True, width=100)
    assert not console.is_terminal
    return console


def told(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def render(console: Console, frames: int, seconds: float, quiet: bool = False) -> None:
    """A run of frames that take so long each; the last one is given up."""
    clock = Clock()
    with progress(console, quiet, clock) as sink:
        sink(RunStarted("out", frames, 0, 1))
        for frame in range(frames - 1):
            clock.now += seconds
            sink(FrameDone(0, frame, {}, {}, 0))
        sink(FrameSetAside(frames - 1, 0, 3, "a scene that cannot be"))


def test_it_counts_in_its_place_and_ends_with_the_last_state(page: Page, console: Console) -> None:
    render(console, frames=4, seconds=2.0)
    assert page.texts == [
        "starting",
        "1/4 frames, 0.50 frames/s, 6 s left",
        "2/4 frames, 0.50 frames/s, 4 s left",
        "3/4 frames, 0.50 frames/s, 2 s left",
        "3/4 frames, 0.50 frames/s, 0 s left, 1 failure, 1 set aside",
    ]
    assert "<progress max='4' value='3'" in page.drawn[-1]["text/html"]
    assert told(console) == "frame 3 set aside, attempt 3: a scene that cannot be\n"  # below it


def test_it_is_drawn_twice_a_second_at_most(page: Page, console: Console) -> None:
    render(console, frames=1001, seconds=0.01)  # ten seconds
    assert 18 <= len(page.drawn) <= 22


def test_an_error_leaves_the_last_state(page: Page, console: Console) -> None:
    with pytest.raises(KeyboardInterrupt), progress(console, quiet=False, clock=Clock()) as sink:
        sink(RunStarted("out", 2, 0, 1))
        sink(FrameDone(0, 0, {}, {}, 0))
        raise KeyboardInterrupt
    assert page.texts == ["starting", "1/2 frames, 0.00 frames/s, time left –"]


def test_quiet_is_plain_lines_there_too(page: Page, console: Console) -> None:
    render(console, frames=2, seconds=1.0, quiet=True)
    assert not page.drawn
    assert told(console).startswith("1/2 frames, 1.00 frames/s, 1 s left (frame 0)\n")


def test_no_bar_without_a_notebook(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("not a notebook")

    monkeypatch.setattr(notebook, "bar", refuse)
    text = io.StringIO()
    render(Console(file=text, force_jupyter=False), frames=2, seconds=1.0)
    assert text.getvalue().startswith("1/2 frames")
