"""A card as Hugging Face reads one: YAML in front, Markdown below.

Source: https://huggingface.co/docs/hub/datasets-cards and its guidebook's headings. It has no licence of the pictures,
because nobody gave one; whoever uploads it adds ``license:``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from annotate.formats.hf import size_category
from measure.card.making import Card
from measure.report import Cell, Property
from measure.terminal import number

MARK = "<!-- made by prelabel card; it is written anew each time -->"
CHAPTERS = {
    "contents": "What is in it",
    "made": "How it was made",
    "use": "What it is for",
    "fairness": "Fairness",
    "privacy": "Privacy",
    "limits": "Known limits",
    "distributions": "Distributions",
}
MOST_ROWS = 80  # of a table; the page and the JSON have them all
BAR = 20  # characters of a share of one
SHARE = "share"


def readme(card: Card) -> str:
    """All of it, UTF-8."""
    front = yaml.safe_dump(_front(card), sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{front}---\n\n{MARK}\n\n" + "\n".join(_body(card)) + "\n"


def _front(card: Card) -> dict[str, Any]:
    facts = card.facts
    synthetic = facts.ours or facts.marks.get("algorithmicMedia", 0) > 0
    tasks = ["object-detection"] if facts.labelled and facts.categories else []
    tasks += ["image-segmentation"] if facts.ours and tasks else []
    tasks += ["keypoint-detection"] if facts.keypoints and tasks else []
    return {
        "pretty_name": card.report.title.removeprefix("Dataset card: "),
        **({"annotations_creators": ["machine-generated"], "source_datasets": ["original"]} if facts.ours else {}),
        "size_categories": [size_category(facts.images.pictures)],
        **({"task_categories": tasks} if tasks else {}),
        "tags": [*(["synthetic", "prelabel"] if synthetic else []), *sorted(facts.categories)[:20]],
    }


def _body(card: Card) -> Iterator[str]:
    report = card.report
    yield f"# {_text(report.title.removeprefix('Dataset card: '))}\n"
    for kind, line in report.sets.items():
        yield f"{_text(line)}. {'' if card.facts.ours else f'Format: {_text(kind)}.'}".rstrip() + "\n"
    for note in report.notes:
        yield f"{_text(note)}\n"
    for group, title in CHAPTERS.items():
        own = [item for item in report.properties if item.group == group]
        if own:
            yield f"## {title}\n"
            for item in own:
                yield from _section(item, len(own) > 1)


def _section(item: Property, headed: bool) -> Iterator[str]:
    if headed:
        yield f"### {_text(item.title)}\n"
    for note in item.notes:
        yield f"{_text(note[:1].upper() + note[1:])}.\n"
    if item.rows:
        yield from _table(item)
        if len(item.rows) > MOST_ROWS:
            yield f"\n{len(item.rows) - MOST_ROWS} more rows stand in card.html."
        yield ""


def _table(item: Property) -> Iterator[str]:
    """With bars, where a column has shares."""
    heads = list(item.rows[0])
    barred = SHARE in heads and item.plot is not None
    yield "| " + " | ".join(_text(head).strip() for head in [*heads, *([" "] if barred else [])]) + " |"
    yield "|" + " --- |" * (len(heads) + barred)
    for row in item.rows[:MOST_ROWS]:
        cells = [_cell(key, value) for key, value in row.items()]
        yield "| " + " | ".join([*cells, *([_bar(row)] if barred else [])]) + " |"


def _cell(key: str, value: Cell) -> str:
    if key in {SHARE, "reference", "difference"} and isinstance(value, float):
        return f"{100.0 * value:.1f} %"
    return _text(number(value))


def _bar(row: Mapping[str, Cell]) -> str:
    value = row[SHARE]
    return "█" * round(BAR * value) if isinstance(value, float) else ""


def _text(text: str) -> str:
    """A set's own words, of which Markdown makes nothing else."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    for letter in "\\`*_[]|":
        plain = plain.replace(letter, f"\\{letter}")
    return plain.replace("<", "&lt;")
