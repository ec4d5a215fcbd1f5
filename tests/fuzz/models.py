"""What a library keeps: manifests, and models as arrays."""

from pathlib import Path

import numpy as np

from assets.library import library, library_asset
from assets.library.arrays import read_arrays, write_arrays
from tests.fuzz.refusals import Reader, refusals
from tests.fuzz.sound import car


def manifests(folder: Path) -> Reader:
    manifest = car(folder)
    path = library().folder(manifest) / "manifest.json"

    def one(data: bytes) -> None:
        path.write_bytes(data)
        with refusals():
            library().manifests()
        with refusals():
            library_asset("my-car")

    return [path.read_bytes()], one


def npz(folder: Path) -> Reader:
    sound = []
    for packed in (True, False):
        arrays = {"vertices": np.ones((9, 3), np.float32), "faces": np.arange(12), "on": np.zeros((), np.bool_)}
        write_arrays(folder / "a.npz", arrays, packed)
        sound.append((folder / "a.npz").read_bytes())
    manifest = car(folder)
    model = library().folder(manifest) / "model.npz"

    def one(data: bytes) -> None:
        for path in (folder / "a.npz", model):
            path.write_bytes(data)
        with refusals():
            read_arrays(folder / "a.npz", 2**28)
        with refusals():
            library().arrays(manifest)

    return [*sound, model.read_bytes()], one
