"""Text of files on a terminal: as it is written, whatever it would like the terminal to do."""

from rich.console import Console
from rich.text import Text

LONGEST = 2000  # characters of one value


def escaped(text: object) -> str:
    r"""Text without what a terminal acts on: what is not printed, line ends too, stands as ``\x1b`` or ``\u202e``.

    >>> escaped("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    plain = str(text)
    if len(plain) > LONGEST:
        plain = f"{plain[:LONGEST]}…"
    return plain if plain.isprintable() else "".join(map(_shown, plain))


def as_it_is(text: object, style: str = "") -> Text:
    """The same for rich, which else takes ``[bold]`` for a style and ``:car:`` for a picture of one."""
    return Text(escaped(text), style)


def say(to: Console, *lines: object) -> None:
    """Print lines as they are, each unbroken."""
    for line in lines:
        to.print(as_it_is(line), highlight=False, soft_wrap=True)


def _shown(character: str) -> str:
    code = ord(character)
    if character.isprintable():
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
