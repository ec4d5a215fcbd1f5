"""A report as one HTML page that needs nothing beside it: no script, no font, no file."""

import html
import json
from collections.abc import Iterator

from measure.plots import FIRST, SECOND
from measure.report import Property, Report
from measure.terminal import number

STYLE = f"""
body {{ font: 15px/1.45 system-ui, sans-serif; color: #222; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.4rem }} h2 {{ font-size: 1.05rem; margin: 0 }} p {{ margin: .3rem 0 }}
table {{ border-collapse: collapse; font-size: .85rem }} td, th {{ padding: .15rem .6rem; text-align: right }}
th {{ color: #777; font-weight: normal; border-bottom: 1px solid #ddd }}
td:first-child, th:first-child {{ text-align: left }}
section {{ border-top: 1px solid #ddd; padding: 1rem 0; display: grid; grid-template-columns: 4.5rem 1fr; gap: 1rem }}
section > .score {{ font-size: 1.5rem; text-align: right }}
.dim {{ color: #777 }} svg {{ max-width: 100%; height: auto }}
.scroll {{ overflow-x: auto }} .a {{ color: {FIRST} }} .b {{ color: {SECOND} }} nav a {{ margin-right: .8rem }}
@media (prefers-color-scheme: dark) {{
 body {{ background: #15171a; color: #ddd }} svg {{ background: #fff; border-radius: .3rem }}
 td, th, section {{ border-color: #3a3d42 }} code {{ background: #2a2d31 !important }}
 .dim, th {{ color: #9a9a9a }}
}}
code {{ background: #f3f3f3; padding: 0 .25rem; border-radius: .2rem }}
"""
LINKS = 12
COLORS = ((90.0, "#2c7a3f"), (70.0, "#a06a00"), (-1.0, "#b03030"))  # of scores from there on


def page(report: Report) -> str:
    """The whole page, UTF-8; the report's JSON lies in it, too."""
    data = json.dumps(report.to_json(), allow_nan=False, ensure_ascii=False).replace("<", "\\u003c")
    body = "".join(_body(report))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{_text(report.title)}</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{STYLE}</style>{body}"
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
    links = (f'<a href="#{_text(item.key)}">{_text(item.title)}</a>' for item in report.properties[:LINKS])
    before = "worst first:" if report.kind == "comparison" else ""
    yield f'<nav><span class="dim">{before}</span> {" ".join(links)}</nav>'
    for item in report.properties:
        yield _section(item)


def _section(item: Property) -> str:
    score = "" if item.score is None else f'<span style="color:{_color(item.score)}">{number(item.score)}</span>'
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
    heads = "".join(f"<th>{_text(key)}</th>" for key in item.rows[0])
    rows = "".join(
        f"<tr>{''.join(f'<td>{_text(number(value))}</td>' for value in row.values())}</tr>" for row in item.rows
    )
    return f'<div class="scroll"><table><tr>{heads}</tr>{rows}</table></div>'


def _color(score: float) -> str:
    return next(color for least, color in COLORS if score >= least)


def _text(text: str) -> str:
    return html.escape(text)
