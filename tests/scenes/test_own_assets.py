"""Users' models among the built-in vehicles: as often as asked, painted, labelled, and the same in every run."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from annotate import schema
from assets import AssetError, ConfigError
from assets.environments.sites import Lane, Site
from assets.geometry import BOX_CORNERS, BOX_FACES
from assets.library import VARIABLE, Library, Manifest, library
from assets.library.manifest import MaterialRow, Source, Table
from assets.library.model import model_arrays
from assets.library.raw import Raw
from assets.library.store import content_of, file_sha256
from assets.vehicles import COLORS
from render.settings.config import make_config, scene_params
from scenes import SceneSpec
from scenes.registry import find_scene, sample

SIZE = (6.6, 2.4, 3.0)
RAW = Raw(
    (BOX_CORNERS * np.array(SIZE) / 2.0 + [0.0, 0.0, SIZE[2] / 2.0]).astype(np.float32),
    np.array(BOX_FACES, np.int32).ravel(),
    np.full(6, 4, np.int32),
    np.zeros(6, np.int32),
    np.zeros(6, np.int32),
    None,
    Table(objects=("Body",), materials=(MaterialRow(name="Paint"),)),
)

type Add = Callable[..., Manifest]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "library"))
    monkeypatch.setattr("annotate.schema._schemas", dict(schema._schemas))  # what a test adds goes with it
    return library()


@pytest.fixture
def add(here: Library) -> Add:
    """Puts a box of a truck's size into the library."""

    def adding(name: str = "my-truck", category: str = "truck", grown: float = 1.0, **given: object) -> Manifest:
        raw = replace(RAW, vertices=RAW.vertices * np.float32(grown))
        arrays, parts = model_arrays(raw, category)
        manifest = Manifest.model_validate(
            {
                **{"name": name, "category": category, "content": content_of(arrays, raw.table, parts)},
                **{"source": Source(file="a.glb", sha256="0" * 64), "origin": "a.glb", "parts": parts},
                **{"size": SIZE, "center": (0.0, 0.0, SIZE[2] / 2.0), "polygons": 6, "table": raw.table},
                **{"paint": ("Paint",), **given},
            }
        )
        here.add(manifest, arrays, None, {})
        return manifest

    return adding


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A straight road without houses."""

    def road(rng: np.random.Generator, season: str, night: bool) -> Site:
        ends = np.array([[-120.0, -1.8], [120.0, -1.8]])
        lanes = (Lane(ends), Lane(ends[::-1] * [1.0, -1.0]))
        room = np.array([[-45.0, -9.0], [45.0, -9.0], [45.0, 9.0], [-45.0, 9.0]])
        return Site("street", lanes, np.zeros((0, 3)), (), np.zeros((0, 3)), room)

    monkeypatch.setattr("scenes.street.site", road)
    return


def pictures(number: int, **values: object) -> list[SceneSpec]:
    script = find_scene("street")
    params = script.params.read({"pedestrians": 0, "light": "day", **values}, "street")
    return [sample(script, params, np.random.default_rng(seed))[0] for seed in range(number)]


def test_a_model_is_placed_painted_and_labelled(add: Add, plain: None) -> None:
    add(attributes={"axles": 2})
    spec = pictures(1, assets="my-truck", color="choice(red, green)", count=1)[0]
    (placed,) = spec.labelled()
    told = placed.asset.attributes
    assert told["asset"] == "my-truck" and told["axles"] == 2 and told["color"] in ("red", "green")
    assert placed.asset.labels[0].category == "truck" and placed.asset.size == SIZE
    assert placed.asset.meshes[0].materials[1].kind == "car_paint"
    assert told["color"] in COLORS and abs(placed.pose.translation[1]) < 3.0  # in a lane


def test_names_between_commas_have_a_share_each(add: Add, plain: None) -> None:
    add()
    add("my-bus", "bus", 1.5)
    found = [
        placed.asset.attributes["asset"]
        for spec in pictures(12, assets="my-truck, my-bus", count=2)
        for placed in spec.labelled()
    ]
    assert 6 <= found.count("my-truck") <= 18 and len(found) == 24


def test_names_that_do_not_fit_are_told(add: Add, here: Library) -> None:
    add()
    add("my-pallet", "pallet", 0.5)
    with pytest.raises(ConfigError, match="did you mean 'my-truck'"):
        make_config({"scenes": ["street"]}, ["assets=my-trick,builtin"])
    with pytest.raises(ConfigError, match="'my-pallet' is one of pallet"):
        make_config({"scenes": ["street"]}, ["assets=my-pallet"])


def test_a_run_names_its_assets_and_refuses_others(add: Add, here: Library) -> None:
    manifest = add()
    config = make_config({"scenes": ["street"]}, ["assets=choice({my-truck: 1, builtin: 3})"])
    assert config.assets == {"my-truck": manifest.sha256}
    again = config.model_dump(mode="json")
    assert make_config(again) == config
    add(grown=1.01)
    for attempt in (lambda: make_config(again), lambda: scene_params(config, "street")):
        with pytest.raises(AssetError, match="expected the one that the run began with"):
            attempt()
    here.remove(here.get("my-truck"))
    with pytest.raises(ConfigError, match="got 'my-truck'"):
        make_config(again)


def test_runs_without_own_assets_name_none(here: Library) -> None:
    assert make_config({"scenes": ["street"]}).assets == {}


def test_attributes_of_a_model_join_the_schema(add: Add) -> None:
    add(attributes={"livery_number": 7})
    make_config({"scenes": ["street"]}, ["assets=my-truck"])
    known = schema.schema_of("truck") or {}
    assert known["livery_number"].allows(7) and not known["livery_number"].allows("seven")


def picture(here: Library, path: Path, category: str) -> Manifest:
    """A picture in the library, called as its file is."""
    sha = file_sha256(path)
    source = Source(file=path.name, sha256=sha)
    told = {"name": path.stem, "category": category, "content": sha, "origin": path.name, "suffix": path.suffix[1:]}
    manifest = Manifest.model_validate({**told, "source": source})
    here.add(manifest, None, path, {})
    return manifest


def test_a_sky_of_the_library(here: Library, tmp_path: Path) -> None:
    path = tmp_path / "street.hdr"
    path.write_bytes(b"radiance")
    manifest = picture(here, path, "environment")
    assert make_config({"scenes": ["street"]}, ["hdri=street"]).assets == {"street": manifest.sha256}
    with pytest.raises(ConfigError, match="did you mean 'street'"):
        make_config({"scenes": ["street"]}, ["hdri=stret"])


def test_a_photograph_of_the_library_stands_behind_people(here: Library, tmp_path: Path) -> None:
    path = tmp_path / "kitchen.png"
    Image.new("RGB", (8, 6), (90, 60, 30)).save(path)
    manifest = picture(here, path, "background")
    config = make_config({"scenes": ["portrait"]}, ["background=kitchen"])
    assert config.assets == {"kitchen": manifest.sha256}
    script, params = scene_params(config, "portrait")
    spec = sample(script, params, np.random.default_rng(0))[0]
    assert "kitchen: kitchen.png" in {placed.asset.origin for placed in spec.placed}
    with pytest.raises(ConfigError, match="did you mean 'kitchen'"):
        make_config({"scenes": ["portrait"]}, ["background=kitschen"])
