"""The way of a user's file into the library: looked at, read by Blender, turned, checked, photographed, written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from annotate.schema import schema_of
from assets import AssetError, AttributeValue, ConfigError
from assets.library.arrays import Arrays
from assets.library.checks import ERROR, FINE, WARNING, Finding, check_model
from assets.library.limits import LOST, NAME_LENGTH
from assets.library.manifest import PICTURES, Manifest, Source
from assets.library.model import build, model_arrays
from assets.library.preflight import MODELS, PHOTOGRAPHS, SKIES, expect_file, suffix_of
from assets.library.raw import Raw
from assets.library.shape import axes_of, framed, without_empty_faces
from assets.library.store import RESERVED, Library, content_of, file_sha256
from render.blender.importing import import_model, import_picture
from render.cli.thumbnails import Photograph, picture_side

THIN_M = 0.001  # of the box around what is flat, such as a poster
MOST = 1e15  # of an attribute's number

type Tell = Callable[[tuple[Finding, ...]], None]


@dataclass(frozen=True)
class Wish:
    """What the user says of a file.

    Attributes:
        category: of the annotations, or one of ``PICTURES``.
        name: by default the file's.
        up, forward: axes of the file, see ``axes_of``.
        length_m: from end to end along forward; None takes the file's unit for metres.
        licence, origin: as given; nothing is made up where they are not.
        attributes: for every annotation.
        paint: names of materials that are recoloured.
        replace: take the place of an asset of the same name or content.
        root: a folder above the model's that holds its textures, too; by default its own folder holds all.
    """

    category: str
    name: str | None = None
    up: str | None = None
    forward: str | None = None
    length_m: float | None = None
    licence: str | None = None
    origin: str | None = None
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    paint: tuple[str, ...] = ()
    replace: bool = False
    root: Path | None = None


def add_asset(
    path: Path, wish: Wish, here: Library, photograph: Photograph | None, tell: Tell
) -> tuple[Manifest, bool]:
    """Add a model or a picture; returns its manifest, and False where it is in the library already, as it is wished.

    Args:
        photograph: makes a model's thumbnails; None leaves them out, and ``thumbnails.sheet`` makes them when asked.
        tell: is handed what the checks have found, also where that refuses the model.

    Raises:
        AssetError: the file is none, damaged, too large, refers to others outside its folder, or fails a check.
        ConfigError: the wish is none that can be met.
        StorageError: the library cannot be written.
    """
    _check_wish(path, wish, here)
    if wish.category in PICTURES:
        return _add_picture(path, wish, here, tell)
    expect_file(path, tuple(MODELS))
    suffix = suffix_of(path)
    up, forward = axes_of(suffix, wish.up, wish.forward)
    raw = framed(import_model(path, root=wish.root), suffix, up, forward, wish.length_m)
    raw, empty = without_empty_faces(raw)
    findings = check_model(raw, wish.category, empty, wish.paint, (up, forward))
    tell(findings)
    wrong = [finding for finding in findings if finding.level == ERROR]
    if wrong:
        raise AssetError(f"{path}: {wrong[0].check}: {wrong[0].text}")
    arrays, parts = model_arrays(raw, wish.category)
    low, high = raw.vertices.min(axis=0), raw.vertices.max(axis=0)
    manifest = _manifest(
        path,
        wish,
        file_sha256(path),
        content=content_of(arrays, raw.table, parts),
        size=tuple(max(side, THIN_M) for side in (high - low).tolist()),
        center=tuple(((high + low) / 2.0).tolist()),
        polygons=len(raw.face_sizes),
        table=raw.table,
        parts=parts,
        paint=wish.paint,
        lost=_lost(raw),
    )
    if _is_there(manifest, wish, here):
        return manifest, False
    _put(here, manifest, arrays, None, photograph(build(manifest, arrays)) if photograph else {}, tell)
    return manifest, True


def _add_picture(path: Path, wish: Wish, here: Library, tell: Tell) -> tuple[Manifest, bool]:
    sky = wish.category == "environment"
    expect_file(path, SKIES if sky else PHOTOGRAPHS)
    (width, height), small = import_picture(path)
    shape = Finding(FINE, "picture", f"{width} x {height} pixels")
    if sky and not 1.9 <= width / height <= 2.1:
        shape = Finding(
            WARNING, "picture", f"{width} x {height}: expected twice as wide as high, as all-round views are"
        )
    tell((shape,))
    suffix = suffix_of(path).replace("jpeg", "jpg")
    sha = file_sha256(path)
    manifest = _manifest(path, wish, sha, content=sha, suffix=suffix)
    if _is_there(manifest, wish, here):
        return manifest, False
    _put(here, manifest, None, path, {"front": picture_side(small, linear=sky)}, tell)
    return manifest, True


def _put(
    here: Library,
    manifest: Manifest,
    arrays: Arrays | None,
    picture: Path | None,
    sides: Mapping[str, bytes],
    tell: Tell,
) -> None:
    """Into the library; names that go with it are told."""
    gone = [other.name for other in here.add(manifest, arrays, picture, sides) if other.name != manifest.name]
    if gone:
        text = f"'{manifest.name}' takes the place of {', '.join(gone)}, which had the same content"
        tell((Finding(WARNING, "library", text),))


def _check_wish(path: Path, wish: Wish, here: Library) -> None:
    """What can be said before anything is read."""
    name = _name(path, wish)
    if name in RESERVED:
        raise ConfigError(f"--name {name}: expected a name of its own, this one is built in")
    other = here.find(name)
    if other is not None and not wish.replace and other.source.file != path.name:
        raise ConfigError(
            f"--name {name}: the library {here.root} has another asset of that name ({other.source.file}); "
            "choose another --name, or --replace it"
        )
    of_models = (wish.paint, wish.up, wish.forward, wish.length_m, wish.attributes, wish.root)
    if wish.category in PICTURES and any(of_models):
        raise ConfigError(
            f"--category {wish.category}: expected no axes, length, paint, attributes or root for a picture"
        )
    if wish.root is not None and not wish.root.is_dir():
        raise ConfigError(f"--root {wish.root}: expected a folder, found none")
    if wish.length_m is not None and not 0.0 < wish.length_m < 1e4:
        raise ConfigError(f"--length {wish.length_m:g}: expected metres above 0")
    schema = schema_of(wish.category) or {}
    for key, value in wish.attributes.items():
        if isinstance(value, int | float) and not abs(value) <= MOST:
            raise ConfigError(f"--attr {key}={value:g}: expected a finite number of at most {MOST:g}")
        if key == "asset" or (key in schema and not schema[key].allows(value)):
            expected = "another key" if key == "asset" else schema[key].expected()
            raise ConfigError(f"--attr {key}={value}: expected {expected}")


def _lost(raw: Raw) -> tuple[str, ...]:
    """What was told on adding and is remembered: what was not kept, and textures that were not there."""
    return (*raw.lost, *(f"the image {name}: it was not found"[:NAME_LENGTH] for name in raw.missing))[:LOST]


def _manifest(path: Path, wish: Wish, source_sha: str, **found: object) -> Manifest:
    try:
        return Manifest.model_validate(
            {
                "name": _name(path, wish),
                "category": wish.category,
                "source": Source(file=path.name[-200:], sha256=source_sha),
                "licence": wish.licence,
                "origin": wish.origin or path.name,
                "attributes": dict(wish.attributes),
                **found,
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{key}: {first['msg']}, got {str(first['input'])[:80]!r}") from error


def _is_there(manifest: Manifest, wish: Wish, here: Library) -> bool:
    """Whether the library holds just this; one model or picture is one asset, whatever it is called.

    Raises:
        ConfigError: it holds the same under another name or description, and replacing is not wished.
    """
    twins = [item for item in here.manifests() if item.content == manifest.content or item.name == manifest.name]
    if any(item.sha256 == manifest.sha256 for item in twins):
        return True
    if twins and not wish.replace:
        same = twins[0].content == manifest.content
        what = f"holds it already, as '{twins[0].name}'" if same else f"has another '{manifest.name}'"
        raise ConfigError(f"the library {here.root} {what}; --replace puts this one in its place")
    return False


def _name(path: Path, wish: Wish) -> str:
    if wish.name is not None:
        return wish.name
    return re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-_")[:63] or "asset"
