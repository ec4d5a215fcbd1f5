"""The library: a folder with a folder for each asset, called by what it holds.

prelabel-assets/
  <sha-256 of the content>/
    manifest.json   model.npz or picture.hdr   front.png left.png rear.png right.png
"""

import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from assets import files
from assets.asset import Asset
from assets.environments import BUILT_IN
from assets.errors import AssetError, StorageError
from assets.library.arrays import Arrays, digest, read_arrays, write_arrays
from assets.library.limits import TEXT_BYTES, UNPACKED_BYTES
from assets.library.manifest import Manifest, Table
from assets.library.model import build, painted
from assets.materials import Material
from assets.names import nearest
from assets.reading import json_value, shown

type Paint = tuple[Material, str]
"""What it is painted with, and the name of its colour."""

FOLDER, VARIABLE = "prelabel-assets", "PRELABEL_LIBRARY"
MANIFEST, MODEL = "manifest.json", "model.npz"
SIDES = ("front", "left", "rear", "right")
RESERVED = ("builtin", "auto", *BUILT_IN)
SHA = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Library:
    """Attributes:
    root: its folder, which need not be there yet.
    """

    root: Path

    def manifests(self) -> tuple[Manifest, ...]:
        """Everything in it that can be read, by name; ``damaged`` says what cannot."""
        return tuple(sorted(self._read()[0], key=lambda item: item.name))

    def damaged(self) -> tuple[str, ...]:
        """A sentence for each folder whose manifest cannot be read."""
        return tuple(self._read()[1])

    def _read(self) -> tuple[list[Manifest], list[str]]:
        sound, damaged = list[Manifest](), list[str]()
        for folder in self._folders():
            try:
                sound.append(self._manifest(folder))
            except AssetError as error:
                damaged.append(str(error))
        return sound, damaged

    def find(self, name: str) -> Manifest | None:
        """The asset of that name, or None."""
        return next((item for item in self.manifests() if item.name == name), None)

    def get(self, name: str) -> Manifest:
        """The asset of that name.

        Raises:
            AssetError: there is none; the message names the nearest one.
        """
        found = self.find(name)
        if found is None:
            known, damaged = [item.name for item in self.manifests()], self.damaged()
            more = f"; {len(damaged)} more cannot be read, such as {damaged[0]}" if damaged else ""
            raise AssetError(
                f"asset '{name}': expected one of the library {self.root} ({', '.join(known) or 'which is empty'}), "
                f"found none{nearest(name, known)}{more}"
            )
        return found

    def folder(self, manifest: Manifest) -> Path:
        return self.root / manifest.content

    def add(
        self, manifest: Manifest, arrays: Arrays | None, picture: Path | None, sides: Mapping[str, bytes]
    ) -> tuple[Manifest, ...]:
        """Write an asset, whole or not at all. Those of the same name or content give way to it, and not before.

        Args:
            arrays: of a model; picture: the file of a picture.
            sides: PNG files by the side that they show.

        Returns:
            What gave way.

        Raises:
            StorageError: it cannot be written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            new = Path(tempfile.mkdtemp(dir=self.root, prefix=".new-"))
            try:
                if arrays is not None:
                    write_arrays(new / MODEL, arrays)
                if picture is not None:
                    shutil.copyfile(picture, new / f"picture.{manifest.suffix}")
                for side, data in sides.items():
                    (new / f"{side}.png").write_bytes(data)
                (new / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
                new.chmod(0o755)
                others = self._in_its_way(manifest)
                self._put(new, manifest, {self.folder(item) for item in (*others, manifest)})
            finally:
                shutil.rmtree(new, ignore_errors=True)
        except OSError as error:
            raise StorageError(f"library {self.root}: cannot write ({error.strerror})") from error
        return others

    def _in_its_way(self, manifest: Manifest) -> tuple[Manifest, ...]:
        return tuple(
            other for other in self.manifests() if manifest.name == other.name or manifest.content == other.content
        )

    def _put(self, new: Path, manifest: Manifest, others: Collection[Path]) -> None:
        """Give a new folder the place of others: they step aside, and come back where it cannot take it.

        One of the same content whose manifest is damaged is in its way, too.
        """
        with tempfile.TemporaryDirectory(dir=self.root, prefix=".old-") as aside:
            moved: list[Path] = []
            try:
                for other in (folder for folder in sorted(others) if folder.exists()):
                    other.rename(Path(aside) / other.name)
                    moved.append(other)
                new.rename(self.folder(manifest))
            except OSError:
                for folder in moved:
                    (Path(aside) / folder.name).rename(folder)
                raise

    def add_sides(self, manifest: Manifest, sides: Mapping[str, bytes]) -> None:
        """Write thumbnails of an asset that was added without, PNG files by the side that they show.

        Raises:
            StorageError: they cannot be written.
        """
        try:
            for side, data in sides.items():
                part = self.folder(manifest) / f".{side}.png.part"
                with files.writing(part) as file:
                    file.write(data)
                part.replace(self.folder(manifest) / f"{side}.png")
        except OSError as error:
            raise StorageError(f"library {self.root}: cannot write ({error.strerror})") from error

    def remove(self, manifest: Manifest) -> None:
        """Remove an asset: it is gone at once, or not at all, whatever becomes of its files."""
        try:
            with tempfile.TemporaryDirectory(dir=self.root, prefix=".old-") as aside:
                self.folder(manifest).rename(Path(aside) / manifest.content)
        except OSError as error:
            raise StorageError(f"library {self.root}: cannot remove '{manifest.name}' ({error.strerror})") from error

    def arrays(self, manifest: Manifest) -> Arrays:
        """A model's arrays, once it is sure that they are those that were added.

        Raises:
            AssetError: they are not.
        """
        path = self.folder(manifest) / MODEL
        arrays = read_arrays(path, UNPACKED_BYTES)
        if content_of(arrays, manifest.table, manifest.parts) != manifest.content:
            raise AssetError(f"asset '{manifest.name}': {path} has changed since it was added; add the model again")
        return arrays

    def picture(self, manifest: Manifest) -> Path:
        """A picture's file, once it is sure that it is the one that was added.

        Raises:
            AssetError: it is not.
        """
        path = self.folder(manifest) / f"picture.{manifest.suffix}"
        if not manifest.suffix or path.is_symlink() or file_sha256(path) != manifest.content:
            raise AssetError(f"asset '{manifest.name}': {path} has changed since it was added; add the picture again")
        return path

    def _folders(self) -> Iterator[Path]:
        if not self.root.is_dir():
            return
        for entry in sorted(os.scandir(self.root), key=lambda item: item.name):
            if SHA.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)

    def _manifest(self, folder: Path) -> Manifest:
        path = folder / MANIFEST
        try:
            told = path.stat(follow_symlinks=False)
            manifest = _read_manifest(path, told.st_mtime_ns, told.st_size)
        except OSError as error:
            raise AssetError(f"{path}: cannot be read ({error.strerror})") from error
        if manifest.content != folder.name:
            raise AssetError(f"{path}: expected the manifest of this folder's content, got that of another")
        return manifest


def library() -> Library:
    """The library of this process: ``$PRELABEL_LIBRARY``, or ``prelabel-assets`` in the working folder."""
    return Library(Path(os.environ.get(VARIABLE) or FOLDER).absolute())


def library_asset(name: str, paint: Paint | None = None) -> Asset:
    """A model of the library as an asset, standing on the ground around the origin, looking along x.

    Args:
        paint: the material and the name of the colour that its paint gets, where it has any.

    Raises:
        AssetError: there is none of that name, or it is damaged.
    """
    here = library()
    manifest = here.get(name)
    if not manifest.is_model:
        raise AssetError(f"asset '{name}': expected a model, it is a picture ({manifest.category})")
    asset = _built(here, name, manifest.sha256)
    return painted(asset, manifest, *paint) if paint and manifest.paint else asset


def picture_file(name: str, category: str) -> Path | None:
    """The file of a picture of the library; None where it has none of that name.

    Raises:
        AssetError: the name is another thing's, or the file is damaged.
    """
    here = library()
    manifest = here.find(name)
    if manifest is None:
        return None
    if manifest.category != category:
        raise AssetError(f"asset '{name}': expected the category {category}, it is {manifest.category}")
    return _checked_picture(here, name, manifest.sha256)


def content_of(arrays: Mapping[str, NDArray[np.generic]], table: Table, parts: Sequence[str]) -> str:
    """SHA-256 of a model: its arrays, materials and names of parts."""
    return digest(arrays, table.model_dump(mode="json"), list(parts))


def file_sha256(path: Path) -> str:
    """Of a file's bytes.

    Raises:
        AssetError: it cannot be read.
    """
    try:
        with files.opened(path) as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise AssetError(f"{path}: cannot be read ({error.strerror})") from error


@lru_cache(maxsize=1024)
def _read_manifest(path: Path, changed_ns: int, size: int) -> Manifest:
    if size > TEXT_BYTES or path.is_symlink():
        raise AssetError(f"{path}: expected a manifest of at most {TEXT_BYTES} bytes")
    try:
        told = json_value(files.read(path, TEXT_BYTES, within=path.parent), str(path), error=AssetError)
        manifest = Manifest.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise AssetError(f"{path}: '{shown(key)}' is not what a manifest has there ({first['msg']})") from error
    if manifest.name in RESERVED:
        raise AssetError(f"{path}: expected a name of its own, '{manifest.name}' is taken")
    return manifest


@lru_cache(maxsize=16)
def _built(here: Library, name: str, sha256: str) -> Asset:
    manifest = here.get(name)
    return build(manifest, here.arrays(manifest))


@lru_cache(maxsize=64)
def _checked_picture(here: Library, name: str, sha256: str) -> Path:
    return here.picture(here.get(name))
