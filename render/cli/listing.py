"""``prelabel list``: scenes, and of each parameter its distribution, meaning, range and unit."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scenes import Filmed, SceneScript

GAP = 2  # columns between columns
MEANING_SHARE = 0.5  # of what the names leave, where both texts are long
LEAST = 20  # columns for both, however narrow the terminal is


def print_scenes(scripts: Sequence[SceneScript], printer: Console) -> None:
    """Print a line a scene, cut where the terminal ends; whole where it goes into a file or another program."""
    widest = max(len(script.name) for script in scripts)
    for script in scripts:
        line = Text.assemble((script.name.ljust(widest + GAP), "bold"), script.summary)
        cut = printer.is_terminal
        printer.print(line, no_wrap=True, overflow="ellipsis" if cut else "ignore", crop=cut)
    printer.print("\n'prelabel list SCENE' shows the parameters that --set takes.", style="dim", highlight=False)


def print_scene(script: SceneScript, printer: Console) -> None:
    """Print a scene and its parameters, as wide as the terminal; lines end between words."""
    printer.print(Text.assemble((script.name, "bold"), f"  {script.summary}"))
    printer.print(Text(f"labels: {', '.join(script.categories)}", "dim"))
    printer.print(_table(script, printer.width))
    for line in _notes(script):
        printer.print(Text(line))


def _table(script: SceneScript, width: int) -> Table:
    every = script.params.model_fields
    fields = {key: every[key] for key in sorted(every, key=lambda key: key in Filmed.model_fields)}  # the film last
    names = [Text(key, "bold") for key in fields]
    drawn = [Text(str(field.default)) for field in fields.values()]
    meant = [Text(_meaning(script, key, field.description or "")) for key, field in fields.items()]
    first = max(len(name) for name in names)
    left = max(width - first - 2 * GAP, LEAST)
    second = _share(drawn, meant, left)
    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="dim")
    for heading, wide in (("parameter", first), ("distribution", second), ("what it is", left - second)):
        table.add_column(heading, width=wide, overflow="fold")
    for row in zip(names, drawn, meant, strict=True):
        table.add_row(*row)
    return table


def _share(drawn: Sequence[Text], meant: Sequence[Text], left: int) -> int:
    """The width of ``drawn`` where both share ``left``: as wide as it is, or half, and in any case a whole word."""
    longest = max(len(line) for line in drawn)
    word, other_word = (max(len(word) for line in lines for word in line.plain.split()) for lines in (drawn, meant))
    wished = min(longest, max(left - max(len(line) for line in meant), round((1.0 - MEANING_SHARE) * left)))
    return max(min(max(wished, word), left - other_word), 1)


def _meaning(script: SceneScript, key: str, description: str) -> str:
    """Such as ``of the drone above the ground: 8..120 m``."""
    may_be = script.params.domain(key).describe()
    return f"{description}: {may_be}" if description else may_be


def _notes(script: SceneScript) -> list[str]:
    params, out = script.params, []
    if params.each:
        out.append(f"drawn for each thing: {', '.join(params.each)}")
    if params.bins:
        names = "; ".join(f"{key} ({', '.join(bins.names())})" for key, bins in params.bins.items())
        out.append(f"for --balance and conditions also: {names}")
    return out
