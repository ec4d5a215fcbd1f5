"""A fit on a terminal: how far each quantity was from REAL's, and is."""

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from assets.reading import shown
from measure.fit.fitting import Fit
from measure.report import Property

LONGEST = 2000


def distances(fit: Fit) -> dict[str, tuple[float, float, float]]:
    """By quantity: how far it was, how far it is (KS, or total variation of names), and what chance alone would do."""
    before = {item.key: item for item in fit.before}
    both = ((item, before[item.key]) for item in fit.after if item.key in before)
    found = {item.key: (_distance(old), _distance(item), item.figures.get(f"{item.key}_chance")) for item, old in both}
    return {key: (a, b, c) for key, (a, b, c) in found.items() if a is not None and b is not None and c is not None}


def shown_fit(fit: Fit) -> RenderableType:
    table = Table(box=None, header_style="dim")
    for heading in ("what", "was", "is", "chance"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    titles: Mapping[str, str] = {item.key: item.title for item in fit.after}
    found = distances(fit)
    for key in sorted(found, key=lambda key: -found[key][0]):
        table.add_row(_plain(titles[key]), *(f"{value:.3f}" for value in found[key]))
    laws = [f"{key}: {shown(str(law), 160)}" for key, law in fit.params.items()]
    return Group(table, *(_plain(line) for line in (*laws, *fit.notes)))


def _distance(item: Property) -> float | None:
    own = (item.figures.get(f"{item.key}_{kind}") for kind in ("ks", "tv"))
    return next((value for value in own if value is not None), None)


def _plain(text: str) -> Text:
    return Text(shown(text, LONGEST))
