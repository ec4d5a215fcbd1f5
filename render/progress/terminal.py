"""Text of files on a terminal: as it is written, whatever it would like the terminal to do."""

from rich.console import Console
from rich.text import Text

from assets.reading import shown

LONGEST = 2000  # characters of one value


def escaped(text: object) -> str:
    r"""Text without what a terminal acts on: what is not printed, line ends too, stands as ``\x1b`` or ``\u202e``.

    >>> escaped("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return shown(str(text), LONGEST + 1)


def as_it_is(text: object, style: str = "") -> Text:
    """The same for rich, which else takes ``[bold]`` for a style and ``:car:`` for a picture of one."""
    return Text(escaped(text), style)


def say(to: Console, *lines: object) -> None:
    """Print lines as they are, each unbroken."""
    for line in lines:
        to.print(as_it_is(line), highlight=False, soft_wrap=True)
