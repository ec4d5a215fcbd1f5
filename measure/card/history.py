"""What was done to make a set from others, as far as it says so itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from measure.card.facts import Facts
from measure.report import Cell, Property

DEEP = 8  # sets of sets of sets


def derived(facts: Facts) -> list[tuple[str, str]]:
    """In a word, and as a sentence; the last step first."""
    out = [("mixed", _mixed(name, count, origin_of(facts, name))) for name, count in facts.origins.items()]
    out += _told(facts.info.get("derived_from"), facts)
    if facts.replaced:
        ways = ", ".join(f"{how} {count}" for how, count in facts.replaced.most_common())
        out.append(("anonymised", f"{facts.replaced.total()} labelled faces or plates were replaced ({ways})"))
    if photographs := facts.marks.get("compositeSynthetic", 0):
        of = facts.marks.total()
        out.append(("anonymised", f"photographs with synthetic parts: {photographs} of {of} pictures looked at say so"))
    wanted = facts.settings.get("count")
    if isinstance(wanted, int) and facts.ours and wanted != facts.images.pictures:
        out.append(("filtered", f"{facts.images.pictures} pictures of a run of {wanted}"))
    if facts.left_out:
        out.append(("filtered", f"{facts.left_out} labels were left out by filters of the run"))
    return out


def history(facts: Facts) -> Property:
    """The same as a property of the card."""
    rows: list[dict[str, Cell]] = [{"step": step, "what": sentence} for step, sentence in derived(facts)]
    known = "as it was rendered: nothing is known to have been done to it since" if facts.ours else "not known"
    return Property("history", "what was done to it", "made", rows, notes=() if rows else (known,))


def origin_of(facts: Facts, name: str) -> Mapping[str, Any]:
    """What a mix says of one of its sets; empty for nothing."""
    said = facts.info.get("derived_from")
    for item in said if isinstance(said, list) else ():
        if isinstance(item, dict) and item.get("source") == name:
            return item
    return {}


def statement_of(said: Any) -> str:
    """The sentence of a statement of provenance; empty for none."""
    statement = said.get("statement") if isinstance(said, dict) else None
    return statement.strip().rstrip(".") if isinstance(statement, str) else ""


def _mixed(name: str, count: int, said: Mapping[str, Any]) -> str:
    whose = f" ('{said['set']}')" if said.get("set") else ""
    settings = f", settings {said['config_hash']}" if said.get("config_hash") else ""
    return f"{count} pictures of a set called '{name}'{whose}{settings}"


def _told(said: Any, facts: Facts, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Of ``info.derived_from``, and of that of sets that it names."""
    if depth == DEEP:
        return
    for item in said if isinstance(said, list) else [said] if said else []:
        if not isinstance(item, dict):
            yield "derived", str(item)
        elif item.get("source") not in facts.origins:
            yield str(item.get("step", "derived")), str(item.get("what") or item.get("set") or "not said")
        if isinstance(item, dict):
            yield from _told(item.get("derived_from"), facts, depth + 1)
