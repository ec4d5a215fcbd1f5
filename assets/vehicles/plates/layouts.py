"""National layouts of number plates as data: sizes, colours, what is written on them and what never is. No emblems.

Sizes and grammars are those that the countries' registration rules publish (docs/plates.md names them). ``avoid``
holds what the authorities say they do not issue. ``free`` tells which part of the grammar is drawn from because nobody
has been given it: what that promises, and what it does not, is told in docs/plates.md.
"""

from dataclasses import dataclass

from assets.vehicles.lettering import Face

CAR, HEAVY, CYCLE, FOUR = ("car",), ("truck", "bus"), ("motorcycle",), ("car", "truck", "bus")
KINDS = ("car", "truck", "bus", "motorcycle")
ALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NO_IOQ = "ABCDEFGHJKLMNPRSTUVWXYZ"
NO_IO = "ABCDEFGHJKLMNPQRSTUVWXYZ"
NO_IOU = "ABCDEFGHJKLMNPQRSTVWXYZ"
NO_IOQU = "ABCDEFGHJKLMNPRSTVWXYZ"
CONSONANTS = "BCDFGHJKLMNPRSTVWXYZ"

GERMAN = Face(0.62, 0.135, 0.6, 0.16)
FRENCH = Face(0.54, 0.13, 0.85, 0.17)
MANDATORY = Face(0.63, 0.165, 0.7, 0.16)  # of British plates
EURO = Face(0.56, 0.13, 0.85, 0.17)
NARROW = Face(0.50, 0.125, 0.85, 0.18)
TALL = Face(0.46, 0.115, 0.95, 0.17)
ROUND = Face(0.53, 0.125, 1.0, 0.17)
BROADER = Face(0.60, 0.13, 0.8, 0.2)


@dataclass(frozen=True)
class Row:
    """One line of the registration, or of what else is written.

    Attributes:
        pattern: ``@`` one of the layout's letters, ``#`` a digit, ``%`` a digit but 0, ``[a b]`` one of the words,
            ``*`` a gap with a seal, `` `` a gap, ``<`` the Arabic of the next row's character at the same place;
            anything else stands as it is.
        height_mm: of its letters.
        middle_mm: of the line, from the plate's middle: to the right and up.
        fit_mm: what it may be broad; it is squeezed where it would be more.
        said: it belongs to the registration, so that its characters are labelled.
        ink: name of its colour; empty for the layout's.
    """

    pattern: str
    height_mm: float
    middle_mm: tuple[float, float] = (0.0, 0.0)
    fit_mm: float = 0.0
    said: bool = True
    ink: str = ""


@dataclass(frozen=True)
class Field:
    """A coloured area: ``box_mm`` left, bottom, right, top from the plate's middle."""

    box_mm: tuple[float, float, float, float]
    color: str


@dataclass(frozen=True)
class Layout:
    """Attributes:
    name: what ``plate_country`` chooses.
    country: ISO 3166's two letters.
    kinds: vehicles that carry it.
    weight: how often it is met among those of a kind, as we guess it.
    size_mm: width and height.
    rows: lines from the uppermost, of one or several grammars: each is a tuple of rows.
    letters: what ``@`` stands for.
    digits: what ``#`` stands for.
    face: shape of its characters.
    ground, ink: names in ``COLORS``; ``rear`` the ground behind, where it is another.
    fields: coloured areas on the ground.
    border: a line in the ink runs around.
    avoid: regular expressions, joined by ``|``, that no text of it matches: what is not issued.
    rule: the same in words, for people.
    free: what of the grammar has been given to nobody, as far as is known; empty where nothing is known.
    embossed_mm: how far characters stand out; 0 for printed ones.
    """

    name: str
    country: str
    kinds: tuple[str, ...]
    weight: float
    size_mm: tuple[float, float]
    rows: tuple[tuple[Row, ...], ...]
    letters: str = NO_IOQ
    digits: str = "0123456789"
    face: Face = EURO
    ground: str = "white"
    rear: str = ""
    ink: str = "black"
    fields: tuple[Field, ...] = ()
    border: bool = True
    avoid: str = ""
    rule: str = ""
    free: str = ""
    embossed_mm: float = 1.2

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.size_mm[0] / self.size_mm[1]
