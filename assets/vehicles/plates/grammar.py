"""What is written on a plate: texts at random by a layout's grammar, and texts of one's own."""

import re
from dataclasses import dataclass

import numpy as np

from assets.errors import AssetError, ConfigError
from assets.names import expect_name
from assets.reading import shown
from assets.vehicles.plates.european import EUROPEAN
from assets.vehicles.plates.glyphs import STROKES
from assets.vehicles.plates.layouts import KINDS, Layout, Row
from assets.vehicles.plates.overseas import OVERSEAS

LAYOUTS: dict[str, Layout] = {layout.name: layout for layout in (*EUROPEAN, *OVERSEAS)}
TRIES = 200  # until a text that is issued comes out: the strictest grammar refuses one in five
# Words of three letters that registration offices leave out nearly everywhere.
LEFT_OUT = r"(?<![A-Z])(ASS|SEX|FUK|FUC|FCK|KKK|NAZ|GAY|FAG|DIE|GOD|CUM|TIT|JEW|KGB|PKK|WTF|HIV|SS|KZ)(?![A-Z])"
TWINS = dict(zip("0123456789ABJDRSXTEGKLZNHUV ", "٠١٢٣٤٥٦٧٨٩ابحدرسصطعقكلمنهوى ", strict=True))
_SIGNS = re.compile(r"\[([^\]]*)\]|[@#%*]")


@dataclass(frozen=True)
class Registration:
    """What one vehicle's plates say.

    Attributes:
        layout: how they look.
        lines: what each row shows, in the order of ``rows``; a gap with a seal is an asterisk there.
        rows: where and how large.
    """

    layout: Layout
    lines: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def text(self) -> str:
        """The registration as people read it: the rows that belong to it, joined by a space."""
        said = (line for line, row in zip(self.lines, self.rows, strict=True) if row.said)
        return " ".join(" ".join(said).replace("*", " ").split())


def layouts_of(kind: str) -> tuple[Layout, ...]:
    """Those that a kind of vehicle carries.

    Raises:
        AssetError: unknown kind.
    """
    expect_name(kind, KINDS, "kind")
    return tuple(layout for layout in LAYOUTS.values() if kind in layout.kinds)


def layout_of(name: str) -> Layout:
    """Raises:
    AssetError: there is no layout of that name; the message names the nearest one.
    """
    return LAYOUTS[expect_name(name, LAYOUTS, "plate_country")]


def written(rng: np.random.Generator, layout: Layout) -> Registration:
    """A registration at random by the layout's grammar, none that it rules out."""
    rows = layout.rows[int(rng.integers(len(layout.rows)))]
    for _ in range(TRIES):
        made = Registration(layout, _twinned(tuple(_drawn(rng, row.pattern, layout) for row in rows)), rows)
        if not ruled_out(layout, made.text):
            return made
    raise AssetError(f"plate '{layout.name}': no text of {TRIES} was one that is issued")


def ruled_out(layout: Layout, text: str) -> bool:
    """Whether the authority, or decency, leaves that text out."""
    return bool(re.search(LEFT_OUT, text) or (layout.avoid and re.search(layout.avoid, text)))


def pattern_of(layout: Layout) -> re.Pattern[str]:
    """What every text of a layout matches, but for what ``ruled_out`` takes away."""
    whole = (" ".join(_expression(row, layout) for row in rows if row.said) for rows in layout.rows)
    return re.compile("|".join(f"(?:{one})" for one in whole))


def _expression(row: Row, layout: Layout) -> str:
    if row.pattern == "<":
        below = next(rows[rows.index(row) + 1] for rows in layout.rows if row in rows)
        return f"[{''.join(TWINS.values())}]{{{len(below.pattern)}}}"
    out, place = "", 0
    for match in _SIGNS.finditer(row.pattern):
        out += re.escape(row.pattern[place : match.start()])
        signs = {"@": f"[{layout.letters}]", "#": f"[{layout.digits}]", "%": "[1-9]", "*": " "}
        words = "" if match[1] is None else "|".join(map(re.escape, match[1].split(" ")))
        out += f"(?:{words})" if match[1] is not None else signs[match[0]]
        place = match.end()
    return out + re.escape(row.pattern[place:])


def _drawn(rng: np.random.Generator, pattern: str, layout: Layout) -> str:
    def draw(match: re.Match[str]) -> str:
        if match[1] is not None:
            return str(rng.choice(match[1].split(" ")))
        signs = {"@": layout.letters, "#": layout.digits, "%": "123456789"}
        return str(rng.choice(list(signs[match[0]]))) if match[0] in signs else match[0]

    return _SIGNS.sub(draw, pattern)


def _twinned(lines: tuple[str, ...]) -> tuple[str, ...]:
    """With the Arabic of the next line where a line stands for it."""
    below = (*lines[1:], "")
    return tuple(
        "".join(TWINS[c] for c in under) if line == "<" else line for line, under in zip(lines, below, strict=True)
    )


def own_text(layout: Layout, text: str) -> Registration:
    """A text of one's own on a layout; ``|`` ends a row, or the rows are as long as the grammar's.

    Raises:
        ConfigError: it is empty, too long for the layout, or has characters that its plates have not; one sentence
            that names the layout and what is allowed.
    """
    rows = layout.rows[0]
    said = [index for index, row in enumerate(rows) if row.said and row.pattern != "<"]
    room = [_length(rows[index].pattern) for index in said]
    allowed, plain = characters(layout), " ".join(text.upper().replace("|", " | ").split())
    foreign = sorted(set(plain) - set(allowed) - set(" |"))
    if foreign:
        raise ConfigError(
            f"plate_text: the plates of '{layout.name}' have the characters {allowed}, got {shown(''.join(foreign))!r} "
            f"in '{shown(text)}'"
        )
    parts = _parts(plain, room)
    if parts is None:
        most = " and ".join(map(str, room))
        raise ConfigError(
            f"plate_text: the plates of '{layout.name}' hold 1 to {most} characters of {allowed}"
            f"{f' in {len(room)} rows' if len(room) > 1 else ''}, got '{shown(text)}'"
        )
    lines = [_drawn(np.random.default_rng(0), row.pattern, layout) for row in rows]
    for index, part in zip(said, parts, strict=True):
        lines[index] = part
    return Registration(layout, _twinned(tuple(lines)), rows)


def fits(layout: Layout, text: str) -> bool:
    """Whether a text of one's own can stand on a layout."""
    try:
        own_text(layout, text)
    except ConfigError:
        return False
    return True


def characters(layout: Layout) -> str:
    """What its registrations may be written with."""
    signs = {"@": layout.letters, "#": layout.digits, "%": layout.digits, "*": ""}
    patterns = [row.pattern for rows in layout.rows for row in rows if row.said and row.pattern != "<"]
    found = set("".join(_SIGNS.sub(lambda m: signs.get(m[0], m[1] or ""), pattern) for pattern in patterns))
    for every in (layout.digits, layout.letters):  # grammars may leave some out that are nobody's alone
        found |= set(every) if found & set(every) else set()
    return "".join(sorted(found & set(STROKES) - {" "}))


def _length(pattern: str) -> int:
    """Characters of the longest text of a row, without gaps."""
    words = _SIGNS.sub(lambda m: "x" * max(map(len, m[1].split(" "))) if m[1] is not None else m[0], pattern)
    return len(words.replace(" ", "").replace("*", ""))


def _parts(text: str, room: list[int]) -> list[str] | None:
    """The text by rows, each of which has something and no more than there is room for; None where it does not go."""
    if "|" in text:
        parts = [part.strip() for part in text.split("|")]
    elif len(room) == 1:
        parts = [text]
    else:
        words = text.split(" ")
        cuts = [[" ".join(words[:k]), " ".join(words[k:])] for k in range(1, len(words))] if len(room) == 2 else []
        if len(words) == 1 and len(room) == 2:
            cuts = [[text[:k], text[k:]] for k in range(1, len(text))]
        whole = [cut for cut in cuts if _goes(cut, room)]
        if not whole:
            return None
        parts = min(whole, key=lambda cut: abs(len(cut[0]) / room[0] - len(cut[1]) / room[1]))
    return parts if len(parts) == len(room) and _goes(parts, room) else None


def _goes(parts: list[str], room: list[int]) -> bool:
    counts = [len(part.replace(" ", "")) for part in parts]
    return all(1 <= count <= most for count, most in zip(counts, room, strict=False))
