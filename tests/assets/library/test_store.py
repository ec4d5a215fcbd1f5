"""What is added comes back as it was; what has been changed or made up since does not."""

import errno
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assets import AssetError, Material, StorageError
from assets.library import Library, Manifest, library_asset, picture_file
from assets.library.arrays import read_arrays
from assets.library.model import model_arrays
from assets.library.raw import Raw

SIZE = (4.0, 1.8, 1.5)
type Make = Callable[..., Manifest]


def test_a_model_comes_back_as_an_asset(here: Library, car: Manifest) -> None:
    asset = library_asset("my-car")
    (mesh,) = asset.meshes
    assert asset.size == SIZE
    assert set(asset.parts()) == {"body", "window", "wheel"}
    assert asset.attributes["asset"] == "my-car" and asset.attributes["make"] == "own"
    assert asset.attributes["length_m"] == SIZE[0] and asset.attributes["size_class"] == "small"
    assert asset.licence is None and asset.origin == "my-car: car.glb"
    assert {material.name: material.kind for material in mesh.materials}["Glass"] == "glass"
    rubber = next(material for material in mesh.materials if material.name == "Rubber")
    assert rubber.textures[0].pixels.max() == 40


def test_paint_changes_the_marked_material_and_the_color(car: Manifest) -> None:
    red = Material("red paint", kind="car_paint")
    asset = library_asset("my-car", (red, "red"))
    assert asset.attributes["color"] == "red"
    assert [m.name for m in asset.meshes[0].materials] == ["plain", "red paint", "Rubber", "Glass"]
    assert "color" not in library_asset("my-car").attributes


def test_the_same_model_is_one_asset(here: Library, car: Manifest, raw: Raw, manifest_of: Make) -> None:
    arrays = here.arrays(car)
    assert here.add(manifest_of(raw, "other-name"), arrays, None, {}) == (car,)
    assert [item.name for item in here.manifests()] == ["other-name"]


@pytest.mark.parametrize("step", [0, 1])
def test_an_asset_stays_where_another_cannot_take_its_place(
    here: Library, car: Manifest, raw: Raw, manifest_of: Make, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    arrays, real, steps = here.arrays(car), Path.rename, iter(range(step))

    def failing(path: Path, target: Path) -> Path:
        if target.parent == here.root and path.name.startswith(".new-"):
            raise OSError(errno.EACCES, "no")
        if next(steps, None) is None and path == here.folder(car):
            raise OSError(errno.EACCES, "no")
        return real(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(StorageError, match="cannot write"):
        here.add(manifest_of(raw, "other-name"), arrays, None, {})
    assert [item.name for item in here.manifests()] == ["my-car"]
    assert [path.name for path in here.root.iterdir()] == [car.content]


def test_an_asset_that_cannot_be_removed_is_whole(
    here: Library, car: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(path: Path, target: Path) -> Path:
        raise OSError(errno.EACCES, "no")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", failing)
        with pytest.raises(StorageError, match="cannot remove 'my-car'"):
            here.remove(car)
    assert here.arrays(car)
    here.remove(car)
    assert list(here.root.iterdir()) == []


def test_a_changed_model_is_refused(here: Library, car: Manifest) -> None:
    path = here.folder(car) / "model.npz"
    arrays = {**read_arrays(path, 10**6)}
    arrays["vertices"] = arrays["vertices"] * np.float32(1.01)
    np.savez(path, allow_pickle=False, **arrays)
    with pytest.raises(AssetError, match="has changed since it was added"):
        here.arrays(car)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("content", "../../../../etc"),
        ("name", "../my-car"),
        ("suffix", "/../../secret.png"),
        ("size", [1e9, 1.0, 1.0]),
        ("origin", "x" * 100_000),
        ("script", "import os"),
    ],
)
def test_a_manifest_of_somebody_else_cannot_name_paths_or_more(
    here: Library, car: Manifest, key: str, value: object
) -> None:
    path = here.folder(car) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))
    assert here.manifests() == ()
    (told,) = here.damaged()
    assert re.search(f"manifest.json: '{key}", told) and "\n" not in told
    with pytest.raises(AssetError, match="1 more cannot be read, such as"):
        here.get("my-car")


def test_one_damaged_manifest_leaves_the_others(here: Library, car: Manifest, raw: Raw, manifest_of: Make) -> None:
    other = replace(raw, vertices=raw.vertices * np.float32(1.1))
    here.add(manifest_of(other, "other"), model_arrays(other, "car")[0], None, {})
    (here.folder(car) / "manifest.json").write_text('{"name": "my-car", "attributes": {"weight": Infinity}}')
    assert [item.name for item in here.manifests()] == ["other"]
    (told,) = here.damaged()
    assert car.content in told
    assert library_asset("other").attributes["asset"] == "other"
    here.add(car, model_arrays(raw, "car")[0], None, {})  # once more: it takes the place of the damaged one
    assert [item.name for item in here.manifests()] == ["my-car", "other"] and here.damaged() == ()


def test_a_picture_that_is_a_link_is_refused(here: Library, tmp_path: Path, raw: Raw, manifest_of: Make) -> None:
    secret = tmp_path / "secret.exr"
    secret.write_bytes(b"not for the library")
    content = "1" * 64
    manifest = manifest_of(raw, "street", category="environment", content=content, suffix="exr", paint=())
    (here.root / content).mkdir(parents=True)
    (here.root / content / "picture.exr").symlink_to(secret)
    (here.root / content / "manifest.json").write_text(manifest.model_dump_json())
    with pytest.raises(AssetError, match="has changed"):
        picture_file("street", "environment")


def test_arrays_that_claim_more_than_they_hold_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    np.savez(path, vertices=np.zeros((4, 3), np.float32))
    data = path.read_bytes()
    path.write_bytes(data.replace(b"(4, 3)", b"(9**9,"[:6]))
    with pytest.raises(AssetError, match=r"damaged|plain array"):
        read_arrays(path, 10**6)
    np.savez(path, names=np.array([object()]))
    with pytest.raises(AssetError, match="plain array"):
        read_arrays(path, 10**6)
    np.savez_compressed(path, zeros=np.zeros(10**6))
    with pytest.raises(AssetError, match="at most"):
        read_arrays(path, 10**6)


def test_an_unknown_name_is_told_with_the_nearest(car: Manifest) -> None:
    with pytest.raises(AssetError, match="did you mean 'my-car'"):
        library_asset("my-cat")
