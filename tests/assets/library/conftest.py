"""A box on wheels as an importer would hand it over, and a library that holds it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assets.geometry import BOX_CORNERS, BOX_FACES
from assets.library import VARIABLE, Library, Manifest, library
from assets.library.manifest import MaterialRow, Source, Table, TextureRow
from assets.library.model import model_arrays
from assets.library.raw import Raw
from assets.library.store import content_of

SIZE = (4.0, 1.8, 1.5)
TABLE = Table(
    objects=("Body", "Wheel.001"),
    materials=(
        MaterialRow(name="Paint", base_color=(0.1, 0.2, 0.6)),
        MaterialRow(name="Rubber", textures=(TextureRow(input="base_color", image=0),)),
        MaterialRow(name="Glass", alpha=0.4, base_color=(0.0, 0.0, 0.0)),
    ),
    images=("tread",),
)


@pytest.fixture
def raw() -> Raw:
    """Two boxes in our frame: a body, painted and with a glass roof, and a wheel of rubber."""
    body = (BOX_CORNERS * np.array(SIZE) / 2.0 + [0.0, 0.0, SIZE[2] / 2.0]).astype(np.float32)
    wheel = (BOX_CORNERS * 0.3 + [0.0, 0.5, 0.3]).astype(np.float32)
    corners = np.array(BOX_FACES, np.int32).ravel()
    faces = len(BOX_FACES)
    return Raw(
        np.concatenate([body, wheel]),
        np.concatenate([corners, corners + 8]).astype(np.int32),
        np.full(2 * faces, 4, np.int32),
        np.array([2 if face == 3 else 0 for face in range(faces)] + [1] * faces, np.int32),
        np.repeat([0, 1], faces).astype(np.int32),
        np.zeros((8 * faces, 2), np.float32),
        TABLE,
        (np.full((2, 2, 3), 40, np.uint8),),
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """An empty library, which is this process's."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "library"))
    return library()


def _manifest(raw: Raw, name: str = "my-car", **given: object) -> Manifest:
    arrays, parts = model_arrays(raw, "car")
    values = {
        "name": name,
        "category": "car",
        "content": content_of(arrays, raw.table, parts),
        "source": Source(file="car.glb", sha256="0" * 64),
        "origin": "car.glb",
        "size": SIZE,
        "center": (0.0, 0.0, SIZE[2] / 2.0),
        "polygons": len(raw.face_sizes),
        "table": raw.table,
        "parts": parts,
        "paint": ("Paint",),
        **given,
    }
    return Manifest.model_validate(values)


@pytest.fixture
def manifest_of() -> Callable[..., Manifest]:
    """``(raw, name, **fields)``: what the library says of a car."""
    return _manifest


@pytest.fixture
def car(here: Library, raw: Raw) -> Manifest:
    """A car in the library."""
    manifest = _manifest(raw, attributes={"make": "own", "type": "sedan"})
    here.add(manifest, model_arrays(raw, "car")[0], None, {"front": b"png"})
    return manifest
