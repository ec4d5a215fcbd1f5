"""What ``card`` does, once its options are read."""

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from assets import ConfigError, StorageError, files
from assets.reading import shown
from measure.card.croissant import croissant
from measure.card.fairness import MOST_OVER
from measure.card.making import Said, make_card
from measure.card.readme import MARK, readme
from measure.writing import write, write_json, write_page
from render.cli.measuring import expect_folders
from render.progress.terminal import say

README, PAGE, METADATA = "README.md", "card.html", "croissant.json"
MOST_README = 2**26


def write_card(
    place: Path,
    out: Path | None,
    said: Said,
    json: Path | None,
    gate: Mapping[str, float],
    overwrite: bool,
    console: Console,
) -> list[str]:
    """Write a set's card, and say what falls short of the gate; returns those sentences.

    Raises:
        PrelabelError: see the tree.
    """
    if len(said.over) > MOST_OVER:
        raise ConfigError(f"--over: expected at most {MOST_OVER} keys, got {len(said.over)}")
    if not said.recognition and (asked := [key for key in gate if key.startswith("recognition_")]):
        raise ConfigError(f"--gate {shown(asked[0])}: a recognition network measures it, which --recognition asks")
    expect_folders(None, json)
    folder = out or (place if place.is_dir() else place.parent)
    if not overwrite and _is_another_s(folder / README):
        raise ConfigError(
            f"{folder / README}: somebody else wrote it; choose another --out, or --overwrite replaces it"
        )
    card = make_card(place, said)
    short = card.report.shortfalls(gate)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"--out {folder}: cannot be made ({error.strerror})") from error
    write(folder / README, readme(card).encode())
    write_page(card.report, folder / PAGE)
    write(folder / METADATA, croissant(card).encode())
    if json is not None:
        write_json(card.report, json)
    facts = card.facts
    say(console, f"{folder}: {README}, {PAGE} and {METADATA} of {facts.images.pictures} pictures ({facts.kind})")
    say(console, *(f"not known or limited: {note}" for note in card.report["limits"].notes))
    say(console, *(f"gate: {sentence}" for sentence in short))
    return short


def _is_another_s(path: Path) -> bool:
    """Whether a file is there that this command did not write."""
    try:
        return MARK.encode() not in files.read(path, MOST_README)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StorageError(f"{path}: cannot be read ({error.strerror})") from error
