"""What ``prelabel assets`` says of a library: tables of what it holds, what is wrong with it, how it is used."""

import os
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assets import AssetError
from assets.library import VARIABLE, VEHICLES, Library, Manifest, library
from assets.library.checks import ERROR, WARNING, Finding, check_model, measures
from assets.library.model import raw_of
from render.progress.terminal import as_it_is, say

STYLE = {ERROR: "bold red", WARNING: "yellow"}


def find_library(where: Path | None) -> Library:
    """The library that an option names, which the rest of this process uses too; else the usual one."""
    if where is not None:
        os.environ[VARIABLE] = str(where.absolute())  # workers inherit it
    return library()


def show_library(here: Library, printer: Console) -> None:
    """Print a line an asset."""
    table = Table(box=None, header_style="dim")
    for heading in ("name", "category", "size", "polygons", "paint", "licence", "sha256"):
        table.add_column(heading, overflow="fold")
    for item in here.manifests():
        size = measures(item.size) if item.is_model else item.suffix
        row = (item.name, item.category, size, str(item.polygons or ""), ", ".join(item.paint))
        table.add_row(*map(as_it_is, (*row, _licence(item), item.sha256[:12])))
    printer.print(table if table.row_count else as_it_is(f"{here.root}: empty"), highlight=False, soft_wrap=True)
    show_damaged(here, printer)


def show_damaged(here: Library, printer: Console) -> int:
    """Print what of a library cannot be read and is left out, a line each; how many that are."""
    damaged = here.damaged()
    say(printer, *(f"{text}; it is left out: remove its folder, or add it again" for text in damaged))
    return len(damaged)


def show_asset(here: Library, item: Manifest, printer: Console) -> None:
    """Print all that is known of an asset."""
    table = Table(box=None, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    rows = {
        "name": item.name,
        "category": item.category,
        "licence": _licence(item),
        "origin": item.origin,
        "file": f"{item.source.file} (sha256 {item.source.sha256[:12]})",
        "sha256": item.sha256,
        "folder": str(here.folder(item)),
    }
    if item.is_model:
        marked = [f"{row.name}{' (paint)' if row.name in item.paint else ''}" for row in item.table.materials]
        rows |= {
            "size": f"{measures(item.size)} (length x width x height)",
            "polygons": str(item.polygons),
            "parts": ", ".join(item.parts),
            "materials": ", ".join(marked) or "none",
            "attributes": ", ".join(f"{key}={value}" for key, value in item.told().items()),
        }
    for key, value in rows.items():
        table.add_row(key, as_it_is(value))
    for heading, text in zip(("not kept", *("" for _ in item.lost)), item.lost, strict=False):
        table.add_row(heading, as_it_is(text))
    printer.print(table, highlight=False)
    say(printer, *uses(item))


def show_checks(here: Library, items: Iterable[Manifest], printer: Console) -> int:
    """Print what is found of each asset; how many are not right."""
    wrong = 0
    for item in items:
        findings = _checked(here, item)
        printer.print(Text(item.name, "bold"))
        show_findings(findings, printer)
        wrong += any(finding.level == ERROR for finding in findings)
    return wrong


def show_findings(findings: tuple[Finding, ...], printer: Console) -> None:
    """Print findings, one a line."""
    table = Table(box=None, header_style="dim")
    for heading in ("check", "result", "what"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        level = Text(finding.level, STYLE.get(finding.level, ""))
        table.add_row(finding.check, level, as_it_is(finding.text))
    printer.print(table)


def uses(item: Manifest) -> list[str]:
    """How the asset gets into pictures, a line each."""
    if item.category in VEHICLES:
        return [
            f"  prelabel assets preview {item.name}",
            f"  prelabel render vehicles --set assets={item.name},builtin",
        ]
    if item.category == "environment":
        return [f"  prelabel render vehicles --set light=hdri --set hdri={item.name}"]
    if item.category == "background":
        return [f"  prelabel render portrait --set background={item.name}"]
    return [f"  assets.library.library_asset('{item.name}') in a scene of your own"]


def _checked(here: Library, item: Manifest) -> tuple[Finding, ...]:
    try:
        if not item.is_model:
            here.picture(item)
            return (Finding("ok", "content", "as it was added"),)
        raw = raw_of(item, here.arrays(item))
    except AssetError as error:
        return (Finding(ERROR, "content", str(error)),)
    return (Finding("ok", "content", "as it was added"), *check_model(raw, item.category, paint=item.paint))


def _licence(item: Manifest) -> str:
    return item.licence or "not given"
