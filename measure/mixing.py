"""``mix``: one COCO set of photographs and rendered pictures. No photograph that is for tests is learnt from."""

import hashlib
import heapq
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotate.formats.target import unfinished
from assets import ConfigError, DatasetError, files
from measure.collecting import place_of
from measure.comparing import no_common_category
from measure.items import Item, Source
from measure.mixed_coco import Labels, write_coco
from measure.readers import open_source

REAL, RENDERED, TRAIN = "real", "rendered", "train"
CHUNK = 2**20


@dataclass(frozen=True)
class Chosen:
    """A picture of the mix.

    Attributes:
        source: ``real`` or ``rendered``.
        item: as its set has it; ``split`` is the mix's.
    """

    source: str
    item: Item

    @property
    def picture(self) -> Path:
        """Raises:
        DatasetError: only its labels are there.
        """
        if self.item.picture is None:
            raise DatasetError(f"{self.item.name}: expected the picture beside its labels, found none")
        return self.item.picture


@dataclass(frozen=True)
class Mix:
    """Attributes:
    sources: both sets, by ``real`` and ``rendered``.
    chosen: the pictures, real ones first, each in the order of names.
    own: names of categories that each set has.
    names: what the mix calls some of them; empty for those left out.
    notes: sentences.
    """

    sources: Mapping[str, Source]
    chosen: tuple[Chosen, ...]
    own: Mapping[str, Sequence[str]]
    names: Mapping[str, str]
    notes: tuple[str, ...]

    def training(self) -> list[Path]:
        """The pictures to learn from."""
        return [each.picture for each in self.chosen if each.item.split == TRAIN]


def plan_mix(real: Path, rendered: Path, share: float | None = None, names: Mapping[str, str] | None = None) -> Mix:
    """Which pictures go where. Nothing is written.

    Photographs keep their splits; without any, all are for training. Rendered pictures go into training, those of their
    other splits only into splits of which there are no photographs. A picture for training with the same bytes as a
    photograph of another split is left out.

    Args:
        share: of the training pictures that are photographs, above 0 and below 1; the larger side is thinned out for
            it, by the names of its pictures. None for all of both.
        names: what to call some categories; empty for those to be left out.

    Raises:
        ConfigError: a set is not there or has no labels, or they have no category in common.
        DatasetError: one cannot be read.
    """
    if share is not None and not 0.0 < share < 1.0:
        expected = "the photographs' share of the training pictures, between 0 and 1"
        raise ConfigError(f"--share {share:g}: expected {expected}")
    sources = {REAL: open_source(real), RENDERED: open_source(rendered)}
    renamed, told = dict(names or {}), Counter[str]()
    items: dict[str, list[Item]] = {}
    own: dict[str, list[str]] = {}
    for key, source in sources.items():
        if not source.labelled:
            raise ConfigError(f"{source.place}: expected pictures with labels, found pictures alone")
        items[key] = list(source.read(told))
        things = (thing.category for item in items[key] for thing in item.things or ())
        own[key] = sorted({*source.categories, *things})
    notes = [f"{times} {sentence}" for sentence, times in sorted(told.items())]
    notes += _alone(own, renamed)
    chosen = _apart(_assigned(items, notes), sources, notes)
    if share is not None:
        chosen = _thinned(chosen, share, notes)
    if not any(each.item.split == TRAIN for each in chosen):
        raise ConfigError("mix: expected pictures to train with, found none in either set")
    return Mix(sources, tuple(chosen), own, renamed, tuple(notes))


def write_mix(mix: Mix, out: Path, link: bool = True) -> None:
    """A folder as a run has one: ``images/`` and COCO files, that of each split among them; whole, or not there.

    Args:
        out: a new or empty folder.
        link: hard links to the pictures where the disk can; else copies.

    Raises:
        DatasetError: a picture is missing.
        StorageError: the folder cannot be written.
    """
    with unfinished(out) as folder:
        (folder / "images").mkdir()
        placed = []
        for number, each in enumerate(mix.chosen):
            name = f"{each.source}-{number:06d}-{_flat(each.item.name, each.picture)}"
            _place(each.picture, mix.sources[each.source].root, folder / "images" / name, link)
            placed.append((each.source, each.item, name))
        write_coco(folder, Labels(mix.sources, mix.own, mix.names), placed)


def _alone(own: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> Iterator[str]:
    """What only one set has, which may be unlabelled in the other.

    Raises:
        ConfigError: they have nothing in common.
    """
    seen = {key: sorted({names.get(name, name) for name in each} - {""}) for key, each in own.items()}
    if not all(seen.values()):
        raise ConfigError("mix: expected labelled things in both sets, found none in one")
    if not set(seen[REAL]) & set(seen[RENDERED]):
        raise no_common_category("mix", seen[REAL], seen[RENDERED])
    for key, other in ((REAL, RENDERED), (RENDERED, REAL)):
        if alone := sorted(set(seen[key]) - set(seen[other])):
            yield f"only {key} pictures have {', '.join(alone)}: on the others such things may be there without a label"


def _assigned(items: Mapping[str, Sequence[Item]], notes: list[str]) -> list[Chosen]:
    taken = {item.split for item in items[REAL]} - {"", TRAIN}
    if not taken:
        notes.append("real pictures have no split for tests: all are for training")
    out, left = [], 0
    for key in (REAL, RENDERED):
        for item in items[key]:
            split = item.split or TRAIN
            if key == RENDERED and split in taken:
                left += 1
            else:
                out.append(Chosen(key, replace(item, split=split)))
    if left:
        notes.append(f"{left} rendered pictures are of splits that have photographs, and are left out")
    return out


def _apart(chosen: list[Chosen], sources: Mapping[str, Source], notes: list[str]) -> list[Chosen]:
    """Without training pictures that are photographs of other splits under another name."""
    tests = {_digest(each, sources) for each in chosen if each.source == REAL and each.item.split != TRAIN}
    if not tests:
        return chosen
    out = [each for each in chosen if each.item.split != TRAIN or _digest(each, sources) not in tests]
    if len(out) < len(chosen):
        notes.append(f"{len(chosen) - len(out)} training pictures are also in another split, and are left out")
    return out


def _digest(each: Chosen, sources: Mapping[str, Source]) -> bytes:
    found = hashlib.sha256()
    try:
        with files.opened(each.picture, within=sources[each.source].root) as file:
            while data := file.read(CHUNK):
                found.update(data)
    except OSError as error:
        raise DatasetError(f"{each.picture}: this picture cannot be read ({error.strerror})") from error
    return found.digest()


def _thinned(chosen: list[Chosen], share: float, notes: list[str]) -> list[Chosen]:
    """As many training pictures of each as the share allows."""
    training = [each for each in chosen if each.item.split == TRAIN]
    groups = {key: [each for each in training if each.source == key] for key in (REAL, RENDERED)}
    real, rendered = len(groups[REAL]), len(groups[RENDERED])
    total = min(real / share, rendered / (1.0 - share))
    wanted = {REAL: round(total * share), RENDERED: round(total * (1.0 - share))}
    if not all(wanted.values()):
        got = f"{real} real and {rendered} rendered"
        raise ConfigError(f"--share {share:g}: expected enough training pictures of both, got {got}")
    kept = {
        id(each)
        for key, group in groups.items()
        for each in heapq.nsmallest(wanted[key], group, key=lambda each: (place_of(each.item.name), each.item.name))
    }
    notes.append(f"for training: {wanted[REAL]} of {real} real and {wanted[RENDERED]} of {rendered} rendered pictures")
    return [each for each in chosen if each.item.split != TRAIN or id(each) in kept]


def _flat(name: str, picture: Path) -> str:
    """The picture's own name, so that it can be found again, without folders and not too long."""
    stem = Path(name.replace("/", "_")).stem
    return f"{stem.encode()[:100].decode(errors='ignore')}{picture.suffix.lower()}"


def _place(picture: Path, root: Path, target: Path, link: bool) -> None:
    try:
        source = files.opened(picture, within=root)
    except OSError as error:
        raise DatasetError(f"{picture}: this picture cannot be read ({error.strerror})") from error
    with source:
        if not (link and _linked(source.name, target)):
            with target.open("wb") as copy:
                shutil.copyfileobj(source, copy)


def _linked(source: str, target: Path) -> bool:
    try:
        os.link(source, target)
    except OSError:
        return False  # another disk, or one that knows no links
    return True
