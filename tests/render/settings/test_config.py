"""Runs as the command line and YAML describe them, and what wrong ones say."""

import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from assets import ConfigError, StorageError
from render.cli.options import parse_balance
from render.settings.config import RunConfig, load_yaml, make_config, scene_params
from render.settings.resume import continued, earlier_run
from scenes import registry

BOXES = "examples/boxes.py"


def test_parameters_are_written_out_in_full() -> None:
    config = make_config({"scenes": [BOXES]}, ["count=3"])
    assert config.params == {"boxes": {"count": 3}}
    assert make_config({"scenes": [BOXES]}).params == {"boxes": {"count": "uniform(1, 6)"}}


def test_a_key_may_name_its_scene() -> None:
    assert make_config({"scenes": [BOXES]}, ["boxes.count=2"]).params["boxes"]["count"] == 2


def test_the_yaml_of_a_run_gives_the_same_run(tmp_path: Path) -> None:
    config = make_config({"scenes": [BOXES], "split": {"train": 0.8, "val": 0.2}, "passes": ["depth"]}, ["count=3"])
    path = tmp_path / "run.yaml"
    path.write_text(config.to_yaml())
    assert make_config(load_yaml(path)) == config


def test_the_content_hash_leaves_out_which_frames_and_which_device() -> None:
    config = make_config({"scenes": [BOXES]})
    assert config.content_hash() == config.model_copy(update={"start": 9, "count": 1, "device": "cpu"}).content_hash()
    assert config.content_hash() != config.model_copy(update={"seed": 1}).content_hash()


def test_the_engine_is_content_and_its_default_is_as_if_nobody_had_asked() -> None:
    config = make_config({"scenes": [BOXES]})
    other = make_config({"scenes": [BOXES], "engine": "eevee"})
    assert config.engine == "cycles"
    assert config.content_hash() != other.content_hash()
    with pytest.raises(ConfigError, match=r"dataset holds a run with another engine; choose another --out"):
        continued(config, other, "dataset")
    without = RunConfig(**{key: value for key, value in config.model_dump().items() if key != "engine"})
    assert without.content_hash() == config.content_hash()


def test_looking_through_glass_is_content_and_its_default_is_as_if_nobody_had_asked() -> None:
    config = make_config({"scenes": [BOXES]})
    assert "through_glass" not in config.to_yaml()
    other = make_config({"scenes": [BOXES], "through_glass": True})
    assert "through_glass: true" in other.to_yaml()
    with pytest.raises(ConfigError, match=r"dataset holds a run with another through_glass; choose another --out"):
        continued(config, other, "dataset")


def test_balance_is_written_out_by_scene_and_is_content() -> None:
    config = make_config({"scenes": [BOXES], "balance": ["count"]})
    assert config.balance == {"boxes": {"count": "equal"}}
    assert make_config(config.model_dump()) == config
    assert config.content_hash() != make_config({"scenes": [BOXES]}).content_hash()


def test_balance_on_the_command_line_takes_keys_and_quotas() -> None:
    assert parse_balance("type,color") == ["type", "color"]
    assert parse_balance("type: {bus: 10%}, color") == [{"type": {"bus": "10%"}}, "color"]
    with pytest.raises(ConfigError, match=r"--balance type\]: expected keys between commas"):
        parse_balance("type]")


def test_the_yaml_that_the_docs_show_is_read() -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```", Path("docs/distributions.md").read_text(), re.M | re.S)
    assert len(blocks) == 3
    for block in blocks:
        make_config({"scenes": ["vehicles", "faces"], **yaml.safe_load(block)})


@pytest.mark.parametrize(
    ("values", "settings", "complaint"),
    [
        ({"scenes": ["vehicels"]}, [], r"'vehicels': .*did you mean 'vehicles'"),
        ({"scenes": []}, [], r"scenes: .*at least 1"),
        ({"scenes": [BOXES, BOXES]}, [], r"each scene once"),
        ({"scenes": [BOXES], "count": 0}, [], r"count: .*greater than or equal to 1, got 0"),
        ({"scenes": [BOXES], "count": -5}, [], r"count: .*got -5"),
        ({"scenes": [BOXES], "start": -1}, [], r"start: .*got -1"),
        ({"scenes": [BOXES], "size": (0, 480)}, [], r"size: expected WIDTHxHEIGHT .*got 0x480"),
        ({"scenes": [BOXES], "samples": 0}, [], r"samples: .*got 0"),
        ({"scenes": [BOXES], "quality": 101}, [], r"quality: .*got 101"),
        ({"scenes": [BOXES], "preset": "best"}, [], r"preset: .*'draft', 'standard' or 'high'.*'best'"),
        ({"scenes": [BOXES], "format": "gif"}, [], r"format: .*'jpg' or 'png'.*gif"),
        ({"scenes": [BOXES], "engine": "vray"}, [], r"engine: .*'eevee'.*vray"),
        ({"scenes": [BOXES], "device": "tpu"}, [], r"device: .*'cuda'.*tpu"),
        ({"scenes": [BOXES], "passes": ["flaw"]}, [], r"passes.0: .*'depth'.*flaw"),
        ({"scenes": [BOXES], "split": {"train": 0.8}}, [], r"split: expected shares that add up to 1, got 0.8"),
        ({"scenes": [BOXES], "split": {"a/b": 1.0}}, [], r"split: expected names"),
        ({"scenes": [BOXES], "cout": 3}, [], r"no key 'cout' \(did you mean 'count'\?\)"),
        ({"scenes": [BOXES], "params": {"faces": {}}}, [], r"'faces' is none of the run's scenes \(boxes\)"),
        ({"scenes": [BOXES]}, ["cuont=3"], r"--set cuont=3: .*did you mean 'count'"),
        ({"scenes": [BOXES]}, ["count"], r"--set count: expected key=value"),
        ({"scenes": [BOXES]}, ["faces.count=1"], r"expected a scene among boxes, got 'faces'"),
        ({"scenes": [BOXES]}, ["count=99"], r"boxes.count: expected a value in 1..20, got 99"),
        ({"scenes": [BOXES], "balance": ["cuont"]}, [], r"balance: .*got 'cuont' \(did you mean 'count'\?\)"),
        ({"scenes": [BOXES], "balance": {"count": {7: "10%"}}}, [], r"boxes.count: expected one of 1, 2, .*got '7'"),
    ],
)
def test_a_wrong_run_is_one_sentence_that_names_the_key(
    values: dict[str, Any], settings: list[str], complaint: str
) -> None:
    with pytest.raises(ConfigError, match=complaint):
        make_config(values, settings)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("count: 2001-99-99", r"count: .*valid integer.*got '2001-99-99'"),
        ("count: 0x_", r"count: .*got '0x_'"),
        ("count: 1:30", r"count: .*got '1:30'"),
        ("count: " + "9" * 5000, r"line 2: .*a number of at most 308 digits, got one of 5000"),
        ("count: 1000000000000", r"count: .*less than or equal to 100000000, got 1000000000000"),
        ("start: 99999999999999999999", r"start: .*less than or equal to 999999999999"),
        (
            "start: 999999999999\ncount: 2",
            r"start: expected --start and --count whose last frame is at most 999999999999",
        ),
        ("min_area: 99999999999", r"min_area: .*less than"),
        ("quality: &a [*a]", r"line 2: .*anchors and aliases are not read"),
        ("count: 1\ncount: 2", r"line 3: .*the key 'count' comes twice"),
        ("balance: {count: {1: 1e999999999}}", r"expected a quota such as 10% or 0.1, got inf"),
        ("balance: {count: {1: 1/0}}", r"expected a quota such as 10% or 0.1, got 1/0"),
        ("params: {boxes: {count: given}}", r"boxes.count: expected a value in 1..20, got given"),
        ("params: {boxes: {count: null}}", r"boxes.count: expected a value in 1..20, got null"),
        ("params: {boxes: {count: }}", r"boxes.count: expected a number, a name or a distribution"),
        ("params: {boxes: 3}", r"params.boxes: .*got '3'"),
        ("split: {a: .nan}", r"split: expected names with shares"),
        ("passes: " + "[" * 20_000, r"this is not YAML"),
        ("augment: " + "x" * 5000, r"augment: expected none, camera or a YAML file"),
    ],
)
def test_a_file_with_something_absurd_is_one_short_sentence_at_once(text: str, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "run.yaml"
    path.write_text(f"scenes: [{BOXES}]\n{text}\n")
    began = time.monotonic()
    with pytest.raises(ConfigError, match=complaint) as caught:
        make_config(load_yaml(path))
    assert len(str(caught.value)) < 700 and "\n" not in str(caught.value)
    assert time.monotonic() - began < 5.0


@pytest.mark.parametrize("name", ["a\0.py", " ", "", "a\ud800.py", "a\x1b.py"])
def test_a_scene_has_a_name(name: str) -> None:
    with pytest.raises(ConfigError, match="scenes: expected names, or paths to Python files"):
        make_config({"scenes": [name]})


def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(StorageError, match=r"expected a plain file, got a (pipe|device)"):
            load_yaml(path)
        with pytest.raises(ConfigError, match=r"expected a plain file, got a (pipe|device)"):
            make_config({"scenes": [BOXES], "augment": str(path)})
        with pytest.raises(ConfigError, match=r"expected a plain file, got a (pipe|device)"):
            make_config({"scenes": [BOXES]}, [f"count=empirical({path}:x)"])


EARLIER = """
scenes: [examples/boxes.py]
params: {boxes: {count: 'choice({1: 2, 2: 0.5})'}}
balance: {boxes: {count: {1: 10%, '2': 0.9}}}
count: 4
size: [640, 480]
split: {train: 0.8, val: 0.2}
min_visible: 0.0
shard_frames: 16
"""


def test_a_file_of_an_earlier_version_is_the_same_run(tmp_path: Path) -> None:
    """Which wrote YAML 1.1, where a name such as 1e-1 needed no quotes and a number such as 1e-05 was 1.0e-05."""
    path = tmp_path / "run.yaml"
    path.write_text(EARLIER)
    config = make_config(load_yaml(path))
    assert config.params == {"boxes": {"count": "choice({1: 2, 2: 0.5})"}}
    assert config.balance == {"boxes": {"count": {"1": "10%", "2": 0.9}}}
    assert make_config(yaml.safe_load(EARLIER)) == config
    assert earlier_run(config.to_yaml().encode(), "run.yaml").content_hash() == config.content_hash()


def test_a_file_that_is_no_yaml_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "run.yaml"
    path.write_text("count: 3\nscenes: [a\n")
    with pytest.raises(ConfigError, match=r"run.yaml, line \d: this is not YAML"):
        load_yaml(path)
    path.write_text("just words")
    with pytest.raises(ConfigError, match=r"expected keys and values, got str"):
        load_yaml(path)


def test_passes_come_in_one_order() -> None:
    assert RunConfig(scenes=("a",), passes=("parts", "depth")).passes == ("depth", "parts")


def test_a_run_names_the_version_of_a_users_scene_and_refuses_another(tmp_path: Path) -> None:
    """Also in worker processes, which read the file for themselves, and where a run is continued."""
    path = tmp_path / "mine.py"
    path.write_text(Path(BOXES).read_text().replace('"boxes"', '"mine"'))
    before = make_config({"scenes": [str(path)]})
    path.write_text(path.read_text() + "\n# changed\n")
    saved = yaml.safe_load(before.to_yaml())
    for late in (lambda: make_config(saved), lambda: scene_params(before, str(path))):
        with pytest.raises(ConfigError, match=r"mine.py': expected it as the run began with it"):
            late()
    with pytest.raises(ConfigError, match=r"dataset holds a run with another version of a scene's file; choose"):
        continued(before, make_config({"scenes": [str(path)]}), "dataset")


def test_a_scene_of_a_session_is_one_that_may_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook's cell is edited and run again: a run that began before does not go on with it."""
    monkeypatch.setattr(registry, "_scripts", {})

    def defined(text: str) -> RunConfig:
        names: dict[str, Any] = {"__name__": "__main__"}
        exec(SESSION.replace("TEXT", text), names)
        return make_config({"scenes": ["mine"]})

    before = defined("1.0")
    assert defined("1.0").scripts == before.scripts != {}
    with pytest.raises(ConfigError, match="version of a scene's file"):
        continued(before, defined("2.0"), "dataset")


SESSION = """
from scenes import SceneParams, scene

class Mine(SceneParams):
    pass

@scene("mine", params=Mine, categories=("car",), parts=("body",))
def mine(rng, params):
    return TEXT
"""
