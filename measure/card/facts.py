"""One walk through a set: what its labels and its head say, counted; no entry is kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotate.marks import read as read_marks
from annotate.unfinished import SETTINGS, read_settings
from assets import ConfigError, DatasetError
from assets.reading import is_folder, is_regular
from measure.card.faces import Face, Portraits
from measure.items import Item
from measure.readers import open_source
from measure.readers.coco import WHOLE, coco_files, head_of, picture_folder, raw_entries
from measure.table import Table

LISTS = ("categories", "images", "annotations")
SHARES = ("visible_fraction", "truncation", "occlusion")
UNTOLD = ("identity_id", "plate_text", "asset")  # names of one thing, not of a kind
SAMPLE = 200  # pictures whose marks, or pixels, are looked at
MOST_FACES = 2000  # that are remembered for a look at their pixels

type Head = dict[str, Any]


@dataclass(eq=False)
class Facts:
    """Attributes:
    place: the set.
    kind: its format, in a word.
    root: the folder that its files must not lead out of.
    labelled: whether it has labels.
    info: of a COCO file, its head; empty for none.
    settings: of ``run.yaml``, as it stands there.
    images: a row a picture: what was sampled of it.
    things: a row a labelled thing: its category, attributes and shares; their groups are rows of ``images``.
    categories: things by name.
    splits: pictures by split.
    sizes, scenes, origins: pictures by size, scene script, and set of a mix.
    sources: pictures by origin and licence of what they were made from.
    identities: pictures by identity.
    faces: some faces, evenly spaced.
    portraits: faces of some identities.
    pictures: some pictures' files, evenly spaced.
    marks: those that these files have, by digital source type; empty for none.
    left_out: annotations that filters of the run took out.
    replaced: faces and plates that were replaced in photographs, by how.
    keypoints: names by category.
    names: categories by id.
    told: sentences, with how often.
    paths: of COCO files.
    """

    place: Path
    kind: str
    root: Path
    labelled: bool = True
    info: Head = field(default_factory=dict)
    settings: Head = field(default_factory=dict)
    images: Table = field(default_factory=Table)
    things: Table = field(default_factory=Table)
    categories: Counter[str] = field(default_factory=Counter)
    splits: Counter[str] = field(default_factory=Counter)
    sizes: Counter[str] = field(default_factory=Counter)
    scenes: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    sources: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    identities: Counter[str] = field(default_factory=Counter)
    faces: list[Face] = field(default_factory=list)
    portraits: Portraits = field(default_factory=Portraits)
    pictures: list[Path] = field(default_factory=list)
    marks: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    replaced: Counter[str] = field(default_factory=Counter)
    keypoints: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    paths: tuple[Path, ...] = ()

    @property
    def ours(self) -> bool:
        """Whether Prelabel rendered it, all of it."""
        said = isinstance(self.info.get("config_hash"), str) and isinstance(self.info.get("config"), dict)
        return said and not self.origins and not self.replaced and not self.marks["compositeSynthetic"]

    def schema(self, category: str) -> Mapping[str, Any]:
        """Definitions of a category's attributes, as the set has them."""
        schemas = self.info.get("attribute_schema")
        found = schemas.get(category) if isinstance(schemas, dict) else None
        return found if isinstance(found, dict) else {}


def read_facts(place: Path) -> Facts:
    """Raises:
    ConfigError: there is no set, or several COCO files.
    DatasetError: it cannot be read; names the file or the entry.
    """
    if not is_regular(place) and not is_folder(place):
        raise ConfigError(f"{place}: expected a dataset's folder or a COCO file, found none")
    paths = (place,) if is_regular(place) and place.suffix == ".json" else coco_files(place) if is_folder(place) else ()
    facts = _of_coco(place, paths) if paths else _of_items(place)
    if is_folder(place):
        settings, problem = read_settings(place / SETTINGS)
        facts.settings = settings
        if problem:
            facts.told[problem] += 1
    _look_at_marks(facts)
    return facts


class _OutOfOrderError(Exception):
    """An annotation stands before its image or its category."""


def _of_coco(place: Path, paths: tuple[Path, ...]) -> Facts:
    """In one walk where categories and images stand before annotations, as Prelabel writes them; else in two."""
    try:
        facts = _of_files(place, paths, LISTS)
    except _OutOfOrderError:
        facts = _of_files(place, paths, LISTS[:2], LISTS[2:])
    facts.info = head_of(paths[0])
    if facts.scenes and not facts.origins and not facts.replaced:
        facts.kind = "Prelabel"
    if not facts.images.pictures:
        raise DatasetError(f"{place}: expected pictures, found none")
    return facts


def _of_files(place: Path, paths: tuple[Path, ...], *walks: tuple[str, ...]) -> Facts:
    root = place if place.is_dir() else place.parent
    facts = Facts(place, "COCO", root, paths=paths)
    whole = paths[0].stem == WHOLE
    for number, path in enumerate(paths):
        split = path.stem.removeprefix(f"{WHOLE}_") if path.stem.startswith(f"{WHOLE}_") else ""
        if number and whole:
            facts.splits[split] = sum(1 for _ in raw_entries(path, root, ("images",)))
        else:
            _read_file(facts, path, split, walks)
    return facts


def _read_file(facts: Facts, path: Path, split: str, walks: tuple[tuple[str, ...], ...]) -> None:
    rows: dict[Any, tuple[int, str]] = {}
    folder: Path | None = None
    for kind, entry in (item for lists in walks for item in raw_entries(path, facts.root, lists)):
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), int | str):
            raise DatasetError(f"{path.name}: expected {kind} that are objects with an id")
        if kind == "categories":
            _add_category(facts, entry)
        elif kind == "images":
            name = str(entry.get("file_name", ""))
            if not rows:
                folder = picture_folder(facts.root, path, name)
            rows[entry["id"]] = facts.images.pictures, name
            _add_image(facts, entry, split)
            _keep_some(facts.pictures, folder / name if folder else None, facts.images.pictures, SAMPLE)
        else:
            image, category = _known(entry.get("image_id"), rows), _known(entry.get("category_id"), facts.names)
            if image is None or category is None:
                if len(walks) == 1:
                    raise _OutOfOrderError
                raise DatasetError(f"{path.name}: annotation {entry['id']}: its image or category is not there")
            _add_thing(facts, category, entry, image[0], folder / image[1] if folder else None)


def _known[T](number: Any, among: Mapping[Any, T]) -> T | None:
    return among.get(number) if isinstance(number, int | str) else None


def _add_category(facts: Facts, entry: Head) -> None:
    name = str(entry.get("name", entry["id"]))
    facts.names[entry["id"]] = name
    points = entry.get("keypoints")
    facts.keypoints |= {name: tuple(map(str, points))} if isinstance(points, list) else {}


def _add_image(facts: Facts, entry: Head, split: str) -> None:
    facts.images.pictures += 1
    parameters = entry.get("parameters")
    facts.images.add(_plain(parameters if isinstance(parameters, dict) else {}))
    facts.sizes[f"{entry.get('width', '?')}×{entry.get('height', '?')}"] += 1
    if split:
        facts.splits[split] += 1
    for counter, key in ((facts.scenes, "scene"), (facts.origins, "source")):
        if isinstance(entry.get(key), str):
            counter[entry[key]] += 1
    used = entry.get("assets")
    for source in used if isinstance(used, list) else ():
        if isinstance(source, dict) and isinstance(source.get("origin"), str):
            licence = source.get("licence")
            facts.sources[source["origin"], licence if isinstance(licence, str) else None] += 1
    filtered = entry.get("filtered")
    facts.left_out += len(filtered) if isinstance(filtered, list) else 0


def _add_thing(facts: Facts, category: str, entry: Head, row: int, picture: Path | None) -> None:
    said = entry.get("attributes")
    attributes = said if isinstance(said, dict) else {}
    shares = {key: entry[key] for key in SHARES if isinstance(entry.get(key), int | float)}
    facts.things.pictures = row + 1
    facts.things.add({"category": category} | _plain(attributes) | shares)
    facts.categories[category] += 1
    if entry.get("replaced") is True:
        facts.replaced[str(entry.get("replaced_by", "not said"))] += 1
    if isinstance(identity := attributes.get("identity_id"), str) and category != "person_head":
        facts.identities[identity] += 1
        if picture is not None:
            facts.portraits.offer(identity, entry, picture)
    tone, points = attributes.get("skin_tone"), entry.get("keypoints")
    if picture is not None and isinstance(tone, int) and isinstance(points, list) and points:
        _keep_some(facts.faces, Face(picture, tone, tuple(points)), len(facts.things), MOST_FACES)


def _keep_some[T](kept: list[T], item: T | None, number: int, most: int) -> None:
    """Some of a stream, spread over all of it and the same each time: a hash of the number decides which one goes."""
    if item is None:
        return
    if len(kept) < most:
        kept.append(item)
    elif (place := number * 2_654_435_761 % 2**32 % number) < most:
        kept[place] = item


def _plain(values: Mapping[str, Any]) -> dict[str, bool | int | float | str]:
    return {
        key: value for key, value in values.items() if isinstance(value, bool | int | float | str) and key not in UNTOLD
    }


def _of_items(place: Path) -> Facts:
    """Of a format without a head, or of pictures alone."""
    source = open_source(place)
    facts = Facts(place, source.kind, source.root, source.labelled)
    for item in source.read(facts.told):
        _add_item(facts, item)
    return facts


def _add_item(facts: Facts, item: Item) -> None:
    width, height = item.size
    _add_image(facts, {"width": width, "height": height}, item.split)
    _keep_some(facts.pictures, item.picture, facts.images.pictures, SAMPLE)
    for thing in item.things or ():
        entry = {"attributes": dict(thing.attributes)}
        _add_thing(facts, thing.category, entry, facts.images.pictures - 1, None)


def _look_at_marks(facts: Facts) -> None:
    for path in sorted(facts.pictures):
        try:
            found = read_marks(path, within=facts.root)
        except DatasetError:
            facts.told["pictures cannot be read"] += 1
            continue
        kind = found.source_type.rpartition("/")[2] if found else ""
        facts.marks[kind] += 1
