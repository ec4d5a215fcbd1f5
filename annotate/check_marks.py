"""Do pictures say of themselves what their dataset says of them?"""

from collections.abc import Iterator
from pathlib import Path

from annotate.entries import Entries, Entry
from annotate.marks import Marks, read
from assets import DatasetError
from assets.reading import is_regular, shown

MARKED = ("iptc", "c2pa")  # what info.marks says where pictures have them
FIELDS = ("frame", "seed")  # of an image's entry, that a mark repeats


def mark_failures(folder: Path, entries: Entries) -> tuple[int, list[str]]:
    """How many pictures have marks, or should; and a sentence for each of them that is wrong.

    Datasets of before there were marks do not say that they have them, and may have none.
    """
    info = entries.raw.get("info")
    said = info if isinstance(info, dict) else {}
    looked, failures = 0, list[str]()
    for entry in entries.images:
        path = folder / "images" / entry["file_name"]
        if Path(entry["file_name"]).name != entry["file_name"] or not is_regular(path):
            continue  # another check says so
        try:
            found = read(path, within=folder)
            faults = list(_faults(found, entry, said))
            looked += found is not None or said.get("marks") in MARKED
        except DatasetError as error:
            looked, faults = looked + 1, [str(error)]
        failures += (f"image {entry['id']}: {fault}" for fault in faults)
    return looked, failures


def _faults(found: Marks | None, entry: Entry, info: Entry) -> Iterator[str]:
    marks, dataset = info.get("marks"), info.get("config_hash")
    if found is None:
        if marks in MARKED:
            yield "it has no mark"
        return
    if marks in MARKED and not found.synthetic:
        yield f"its mark does not say that it is synthetic, but '{shown(found.source_type)}'"
    if marks == "c2pa" and not found.signed:
        yield "it has no C2PA manifest"
    if isinstance(dataset, str) and found.fields.get("dataset", dataset) != dataset:
        yield f"its mark is of dataset {shown(found.fields['dataset'])}, this is {shown(dataset)}"
    for key in FIELDS:
        if key in found.fields and key in entry and found.number(key) != entry[key]:
            yield f"its mark says {key} {shown(found.fields[key])}, its entry {entry[key]}"
