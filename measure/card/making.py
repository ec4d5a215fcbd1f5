"""``card``: a set's report, from one walk through it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from measure.card.census import read_reference
from measure.card.contents import contents, distributions, limits, making
from measure.card.facts import Facts, read_facts
from measure.card.fairness import at_most, fairness, variables
from measure.card.privacy import privacy
from measure.card.recognised import LOWER
from measure.card.skin import skin
from measure.judge.recognition import Recognition
from measure.report import Property, Report


@dataclass(frozen=True)
class Said:
    """What only the user knows.

    Attributes:
        purpose: what the set is for; empty where nobody said.
        author: whom to ask; likewise.
        over: attributes and parameters to look at for fairness; empty for the groups of faces.
        reference: a file of how often their values come elsewhere.
        recognition: whether a face recognition network looks at the identities.
    """

    purpose: str = ""
    author: str = ""
    over: Sequence[str] = ()
    reference: Path | None = None
    recognition: bool = False


@dataclass(frozen=True, eq=False)
class Card:
    """Attributes:
    facts: what was read.
    said: what the user said.
    report: all that the card tells.
    """

    facts: Facts
    said: Said
    report: Report


def make_card(place: Path, said: Said = Said()) -> Card:
    """Raises:
    ConfigError: there is no set, nothing of it has what ``over`` names, the reference is no such file, or the network
        that is asked for is not installed.
    DatasetError: it cannot be read.
    """
    reference = read_reference(said.reference) if said.reference else {}
    network = Recognition() if said.recognition else None
    facts = read_facts(place)
    wanted = variables(facts, said.over)
    fair = [*fairness(facts, wanted, reference), *skin(facts)]
    properties = (
        *contents(facts),
        *making(facts),
        _use(said),
        *fair,
        *privacy(facts, network),
        limits(facts),
        *distributions(facts),
    )
    unused = sorted(set(reference) - {each.key for each in wanted})
    notes = (f"the reference also tells of {', '.join(unused)}, which was not looked at",) if unused else ()
    sets = {facts.kind: str(facts.info.get("description") or f"{facts.images.pictures} pictures")}
    title = f"Dataset card: {facts.place.absolute().name}"
    return Card(facts, said, Report(title, sets, {}, properties, notes, "card", (*at_most(fair), *LOWER, "unlicensed")))


def _use(said: Said) -> Property:
    notes = (
        f"intended use: {said.purpose}" if said.purpose else "intended use: nobody said (--purpose)",
        f"contact: {said.author}" if said.author else "contact: nobody said (--author)",
    )
    return Property("use", "what it is for", "use", [], notes=notes)
