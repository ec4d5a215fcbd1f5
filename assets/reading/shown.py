"""What others gave, as a sentence may repeat it."""

MOST = 80  # characters


def shown(value: object, most: int = MOST) -> str:
    """Text as it is, anything else as Python writes it; cut short, and without characters that a terminal obeys.

    >>> shown("red"), shown("a\\x1b[2Jb"), shown(["x" * 200])[:8]
    ('red', 'a\\\\x1b[2Jb', "['xxxxxx")
    """
    try:
        text = value if isinstance(value, str) else repr(value)
    except (ValueError, RecursionError, MemoryError):  # a number of thousands of digits, brackets in brackets
        text = f"a {type(value).__name__} that is too large to be shown"
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in cut)


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape", "surrogatepass").decode("ascii")
