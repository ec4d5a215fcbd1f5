"""What others gave, as a sentence may repeat it."""

from assets.errors import harmless

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
    return harmless(text if len(text) <= most else f"{text[: most - 1]}…")
