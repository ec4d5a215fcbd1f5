"""A report as one HTML page that needs nothing beside it: no script, no font, no file."""

import html
import json
from collections.abc import Iterator

from measure.plots import DARK, FIRST, SECOND, theme_property, themed
from measure.report import Cell, Property, Report
from measure.terminal import number

STYLE = f"""
body {{ font: 15px/1.45 system-ui, sans-serif; color: #222; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.4rem }} h2 {{ font-size: 1.05rem; margin: 0 }} p {{ margin: .3rem 0 }}
table {{ border-collapse: collapse; font-size: .85rem }} td, th {{ padding: .15rem .6rem; text-align: right }}
th {{ color: #666; font-weight: normal; border-bottom: 1px solid #ddd }}
td:first-child, th:first-child {{ text-align: left }}
h2.chapter {{ font-size: 1.2rem; margin: 2rem 0 .5rem }} .card section > .score {{ display: none }}
section {{ border-top: 1px solid #ddd; padding: 1rem 0; display: grid; gap: 1rem }}
section {{ grid-template-columns: 4.5rem minmax(0, 1fr) }}
.card .t {{ text-align: left }}
.card section {{ grid-template-columns: minmax(0, 1fr) }}
section > .score {{ font-size: 1.5rem; text-align: right }}
.dim {{ color: #666 }} svg {{ max-width: 100%; height: auto }}
.good {{ color: #2c7a3f }} .fair {{ color: #a06a00 }} .poor {{ color: #b03030 }}
.scroll {{ overflow-x: auto }} nav a {{ margin-right: .8rem }}
.a {{ color: {themed(FIRST)} }} .b {{ color: {themed(SECOND)} }}
@media (prefers-color-scheme: dark) {{
 body {{ background: #15171a; color: #ddd }} a {{ color: #8ab4f8 }}
 :root {{ {"; ".join(f"{theme_property(light)}: {dark}" for light, dark in DARK.items())} }}
 .good {{ color: #6cc080 }} .fair {{ color: #e0a030 }} .poor {{ color: #ee7a7a }}
 td, th, section {{ border-color: #3a3d42 }} code {{ background: #2a2d31 !important }}
 .dim, th {{ color: #9a9a9a }}
}}
code {{ background: #f3f3f3; padding: 0 .25rem; border-radius: .2rem }}
"""
LINKS = 12
GRADES = ((90.0, "good"), (70.0, "fair"), (-1.0, "poor"))  # of scores from there on


def page(report: Report) -> str:
    """The whole page, UTF-8; the report's JSON lies in it, too."""
    data = json.dumps(report.to_json(), allow_nan=False, ensure_ascii=False).replace("<", "\\u003c")
    body = "".join(_body(report))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{_text(report.title)}</title>'
        '<meta name="viewport" content="width=device-width">'
        f'<style>{STYLE}</style><body class="{report.kind}">{body}'
        f'<script type="application/json" id="report">{data}</script></html>\n'
    )


def _body(report: Report) -> Iterator[str]:
    yield f"<h1>{_text(report.title)}</h1>"
    for letter, line in report.sets.items():
        yield f'<p><b class="{letter.lower()}">{_text(letter)}</b> {_text(line)}</p>'
    if report.scores:
        scores = ", ".join(f"{_text(key)} <b>{number(value)}</b>" for key, value in report.scores.items())
        meaning = "of 100; 100: no more apart than chance puts two samples of one set"
        yield f'<p>{scores} <span class="dim">{meaning}</span></p>'
    for note in report.notes:
        yield f'<p class="dim">{_text(note)}</p>'
    first = {item.group: item for item in reversed(report.properties)}  # of each chapter
    named = [(item.key, item.title) for item in report.properties[:LINKS]]
    if report.kind == "card":
        named = [(item.key, group) for group, item in reversed(first.items())]
    links = (f'<a href="#{_text(key)}">{_text(title)}</a>' for key, title in named)
    before = "worst first:" if report.kind == "comparison" else ""
    yield f'<nav><span class="dim">{before}</span> {" ".join(links)}</nav>'
    chapter = ""
    for item in report.properties:
        if report.kind == "card" and item.group != chapter:
            chapter = item.group
            yield f'<h2 class="chapter">{_text(chapter.capitalize())}</h2>'
        yield _section(item)


def _section(item: Property) -> str:
    score = "" if item.score is None else f'<span class="{_grade(item.score)}">{number(item.score)}</span>'
    moved = " ".join(f"<code>{_text(name)}</code>" for name in item.moved_by)
    notes = "".join(f'<p class="dim">{_text(note)}</p>' for note in item.notes)
    plot = "" if item.plot is None else item.plot.drawing().svg()
    return (
        f'<section id="{_text(item.key)}"><div class="score">{score}</div><div><h2>{_text(item.title)}</h2>'
        f"{f'<p>moved by {moved}</p>' if moved else ''}{notes}{plot}{_table(item)}</div></section>"
    )


def _table(item: Property) -> str:
    if not item.rows:
        return ""
    heads = "".join(f"<th{_kind(value)}>{_text(key)}</th>" for key, value in item.rows[0].items())
    rows = "".join(
        f"<tr>{''.join(f'<td{_kind(value)}>{_text(number(value))}</td>' for value in row.values())}</tr>"
        for row in item.rows
    )
    reached = f'tabindex="0" role="region" aria-label="{_text(item.title)}"'  # by keys, where it is wider than the page
    return f'<div class="scroll" {reached}><table><tr>{heads}</tr>{rows}</table></div>'


def _cell(value: Cell) -> str:
    return f"<td{_kind(value)}>{_text(number(value))}</td>"


def _kind(value: Cell) -> str:
    return ' class="t"' if isinstance(value, str) else ""


def _grade(score: float) -> str:
    return next(grade for least, grade in GRADES if score >= least)


def _text(text: str) -> str:
    return html.escape(text)
