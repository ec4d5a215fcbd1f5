"""``evaluate`` on a suite: curves of the same scenes, limits, effects and flips, against what was planted."""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from assets import DatasetError
from measure.evaluate.effects import terms
from measure.evaluate.evaluating import evaluate
from measure.evaluate.responses import factors_of
from measure.report import Report
from render.cli.app import app

from .conftest import CATEGORIES, predicted

type Entry = dict[str, Any]
type Factors = Mapping[str, Sequence[float | str]]
type Found = Callable[[Entry, int, int], bool]
"""Whether a thing is found: by factors, base scene, and its instance."""

YAW = {"yaw_deg": (0.0, 30.0, 60.0, 90.0)}
GRID = {"yaw_deg": (0.0, 45.0, 90.0), "color": ("red", "blue")}


def suite(factors: Factors, repeat: int = 20, of: str = "first", one: bool = False) -> Entry:
    """A set as ``vary`` writes it: two cars in each picture."""
    images: list[Entry] = []
    annotations: list[Entry] = []
    cells: list[Entry] = [dict(zip(factors, row, strict=True)) for row in product(*factors.values())]
    if one:
        cells = [{key: value} for key, values in factors.items() for value in values]
    for number in range(repeat * len(cells)):
        scene, cell = divmod(number, len(cells))
        place = {"name": "try", "repeat": scene, "cell": cell, "of": of}
        image = {"id": number, "file_name": f"{number:012d}.jpg", "width": 320, "height": 240, "scene": "vehicles"}
        images.append({**image, "suite": place, "factors": cells[cell]})
        for instance in (1, 2):
            box = [40.0 * instance, 50.0, 30.0, 20.0]
            thing = {"id": len(annotations) + 1, "image_id": number, "category_id": 3, "bbox": box, "area": 500.0}
            annotations.append({**thing, "iscrowd": 0, "instance_id": instance, "attributes": {}})
    return {"images": images, "annotations": annotations, "categories": list(CATEGORIES)}


def report(folder: Path, content: Entry, *models: Found) -> Report:
    (folder / "truth.json").write_text(json.dumps(content))
    paths = []
    for number, found in enumerate(models):
        results = predicted(
            content, lambda thing, image, f=found: f(image["factors"], image["suite"]["repeat"], thing["instance_id"])
        )
        paths.append(folder / f"model{number}.json")
        paths[-1].write_text(json.dumps(results))
    return evaluate(folder / "truth.json", paths)


def column(found: Report, key: str, heading: str) -> list[Any]:
    return [row[heading] for row in found[key].rows]


def test_a_curve_has_the_recall_of_the_first_thing_under_each_value(tmp_path: Path) -> None:
    found = report(tmp_path, suite(YAW), lambda f, scene, i: i == 2 or scene >= f["yaw_deg"] / 30.0 * 5)
    assert column(found, "response yaw_deg", "yaw_deg") == ["0", "30", "60", "90"]
    assert column(found, "response yaw_deg", "recall") == pytest.approx([1.0, 0.75, 0.5, 0.25])
    assert column(found, "response yaw_deg", "difference") == pytest.approx([0.0, -0.25, -0.5, -0.75])
    assert found.figures["lowest_yaw_deg"] == 0.25


def test_of_all_things_each_counts(tmp_path: Path) -> None:
    found = report(tmp_path, suite(YAW, of="all"), lambda f, scene, i: i == 2)
    assert column(found, "response yaw_deg", "recall") == pytest.approx([0.5] * 4)


def test_differences_are_of_pairs_so_that_the_luck_of_scenes_cancels(tmp_path: Path) -> None:
    """Half of the scenes are hard for a model at any angle; the rest it loses in one in five from 60 degrees on."""
    found = report(tmp_path, suite(YAW), lambda f, scene, i: scene % 2 == 0 and (f["yaw_deg"] < 60 or scene % 5 > 0))
    rows = list(found["response yaw_deg"].rows)
    assert rows[2]["high"] > rows[0]["low"]  # type: ignore[operator]
    assert rows[2]["difference"] == pytest.approx(-0.1)
    assert rows[1]["difference high"] > 0.0  # type: ignore[operator]
    assert rows[2]["difference low"] > -0.3  # type: ignore[operator]


def test_where_a_curve_falls_below_a_limit_is_told_in_the_unit_of_the_factor(tmp_path: Path) -> None:
    """1, 1, 0.8, 0.4: below 0.9 from halfway between 30 and 60, below 0.5 from 60 + 30 * 3 / 4."""
    share = {0.0: 1.0, 30.0: 1.0, 60.0: 0.8, 90.0: 0.4}
    found = report(tmp_path, suite(YAW), lambda f, scene, i: scene < 20 * share[f["yaw_deg"]])
    assert column(found, "limits", "from") == pytest.approx([45.0, 82.5])
    assert column(found, "limits", "recall below") == [0.9, 0.5]
    low, high = (column(found, "limits", end)[1] for end in ("low", "high"))
    assert 60.0 < low < 82.5 < high <= 90.0
    assert found["limits"].notes[0] == "recall falls below 0.9 from yaw_deg 45"


@pytest.mark.parametrize(
    ("bad", "note"),
    [
        ((30.0, 60.0), "recall is below 0.9 from yaw_deg 6 to 84"),
        ((0.0, 30.0), "recall is below 0.9 up to yaw_deg 54"),
        ((0.0, 30.0, 60.0, 90.0), "recall is below 0.9 at every yaw_deg"),
        ((), "no curve falls below 0.9 or 0.5"),
    ],
)
def test_every_kind_of_gap_is_said(tmp_path: Path, bad: tuple[float, ...], note: str) -> None:
    found = report(tmp_path, suite(YAW), lambda f, scene, i: f["yaw_deg"] not in bad or scene < 10 or i == 2)
    assert note in found["limits"].notes


def test_a_gap_that_few_scenes_show_is_said_to_be_unsure(tmp_path: Path) -> None:
    found = report(tmp_path, suite(YAW, repeat=6), lambda f, scene, i: f["yaw_deg"] != 60.0 or scene > 0)
    (note,) = found["limits"].notes
    share = 1.0 - (5 / 6) ** 6  # of resampled scenes that have the one which is missed
    assert note.startswith("recall is below 0.9 from yaw_deg 48 to 72 (so in ")
    assert abs(float(note.split()[-5]) / 100 - share) < 0.05


def test_an_interaction_is_told_from_main_effects(tmp_path: Path) -> None:
    """Red ones are missed from the side alone."""
    found = report(tmp_path, suite(GRID), lambda f, scene, i: not (f["color"] == "red" and f["yaw_deg"] == 90.0))
    rows = {str(row["effect"]): row for row in found["effects"].rows}
    assert list(rows) == ["yaw_deg", "color", "yaw_deg * color"]
    assert sum(float(row["share of variance"]) for row in rows.values()) == pytest.approx(1.0)  # type: ignore[arg-type]
    assert rows["yaw_deg * color"]["at"] in ("yaw_deg = 90, color = red", "yaw_deg = 90, color = blue")
    assert "beyond chance: yaw_deg, color, yaw_deg * color" in found["effects"].notes

    plain = report(tmp_path, suite(GRID), lambda f, scene, i: f["yaw_deg"] < 90.0)
    assert "beyond chance: yaw_deg" in plain["effects"].notes
    assert [row["share of variance"] for row in plain["effects"].rows] == pytest.approx([1.0, 0.0, 0.0])


def test_chance_alone_has_no_effects() -> None:
    """Of 40 suites with misses at random, three effects each, at most two have any: 5 % of them."""
    cells = [dict(zip(GRID, row, strict=True)) for row in product(*GRID.values())]
    said = 0
    for seed in range(40):
        found = (np.random.default_rng(seed).random((8, len(cells))) < 0.7).astype(float)
        effects = terms(factors_of(cells), found)
        assert len(effects) == 3
        said += any(effect.p < 0.05 / 3 for effect in effects)
    assert said <= 2


def test_flips_are_counted_between_neighbours(tmp_path: Path) -> None:
    found = report(tmp_path, suite(YAW, repeat=10), lambda f, scene, i: f["yaw_deg"] != 60.0 or scene < 4)
    rows = {str(row["between"]): (row["pairs"], row["lost"], row["gained"]) for row in found["flips"].rows}
    assert rows == {"0 and 30": (10, 0, 0), "30 and 60": (10, 6, 0), "60 and 90": (10, 0, 6)}
    assert found.figures["flips"] == pytest.approx(12 / 30)


def test_one_at_a_time_has_a_curve_for_each_factor_and_no_interactions(tmp_path: Path) -> None:
    content = suite(GRID, one=True)
    found = report(tmp_path, content, lambda f, scene, i: f.get("color") != "red" or scene < 10)
    assert column(found, "response yaw_deg", "recall") == [1.0, 1.0, 1.0]
    assert column(found, "response color", "recall") == [0.5, 1.0]
    assert "effects" not in [item.key for item in found.properties]


def test_many_values_of_a_number_are_told_in_ranges(tmp_path: Path) -> None:
    values = tuple(float(value) for value in range(0, 320, 8))
    found = report(tmp_path, suite({"yaw_deg": values}, repeat=3), lambda f, scene, i: f["yaw_deg"] < 160)
    assert len(found["response yaw_deg"].rows) == 8
    assert column(found, "response yaw_deg", "recall")[0] == 1.0
    assert column(found, "response yaw_deg", "recall")[-1] == 0.0


def test_what_is_hidden_in_a_cell_is_not_missed_there(tmp_path: Path) -> None:
    content = suite(YAW)
    image = {entry["id"]: entry for entry in content["images"]}
    content["annotations"] = [
        thing
        for thing in content["annotations"]
        if not (image[thing["image_id"]]["factors"]["yaw_deg"] == 90.0 and thing["instance_id"] == 1)
    ]
    found = report(tmp_path, content, lambda f, scene, i: i == 1)
    assert column(found, "response yaw_deg", "scenes") == [20, 20, 20, 0]
    assert column(found, "response yaw_deg", "recall")[:3] == [1.0, 1.0, 1.0]


def test_two_models_have_a_row_each(tmp_path: Path) -> None:
    found = report(tmp_path, suite(YAW), lambda f, s, i: True, lambda f, s, i: f["yaw_deg"] < 90)
    rows = [(row["yaw_deg"], row["model"], row["recall"]) for row in found["response yaw_deg"].rows][-2:]
    assert rows == [("90", "model0", 1.0), ("90", "model1", 0.0)]


def test_another_set_has_no_curves(tmp_path: Path) -> None:
    content = suite(YAW)
    for image in content["images"]:
        del image["suite"]
    (tmp_path / "truth.json").write_text(json.dumps(content))
    (tmp_path / "all.json").write_text(json.dumps(predicted(content)))
    keys = [item.key for item in evaluate(tmp_path / "truth.json", [tmp_path / "all.json"]).properties]
    assert not [key for key in keys if key.startswith("response") or key in ("limits", "effects", "flips")]


def test_a_suite_without_common_scenes_ends_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("measure.evaluate.trials.MOST", 70)
    with pytest.raises(DatasetError, match="suite 'try': expected the same scenes in its 4 cells, got 20 things of 20"):
        report(tmp_path, suite(YAW), lambda f, scene, i: True)


def test_the_command_shows_writes_and_gates_them(tmp_path: Path) -> None:
    report(tmp_path, suite(GRID), lambda f, scene, i: f["yaw_deg"] < 90)
    words = ["evaluate", str(tmp_path / "truth.json"), "-p", str(tmp_path / "model0.json")]
    files = ["--json", str(tmp_path / "r.json"), "--html", str(tmp_path / "r.html"), "--plot", str(tmp_path / "plots")]
    done = CliRunner(env={"COLUMNS": "160"}).invoke(app, [*words, *files, "--gate", "lowest_yaw_deg=0.5"])
    assert done.exit_code == 1
    assert "recall by yaw_deg, the same scenes throughout" in done.output
    assert "recall falls below 0.9 from yaw_deg 49.5" in done.output
    keys = [item["key"] for item in json.loads((tmp_path / "r.json").read_text())["properties"]]
    assert keys[1:6] == ["response yaw_deg", "response color", "limits", "effects", "flips"]
    assert "main effects and interactions" in (tmp_path / "r.html").read_text()
    assert [path.name for path in sorted((tmp_path / "plots").glob("*response*"))] == [
        "00-response_yaw_deg.png",
        "01-response_color.png",
    ]
