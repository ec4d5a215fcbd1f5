"""The report as a whole, and the command."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from measure.evaluate.chance import recall_of
from measure.evaluate.conditions import parse_bins, parse_by
from measure.evaluate.evaluating import evaluate
from measure.report import Report
from render.cli.app import app

from .conftest import Entry, Keep, coco, noisy, predicted

type Save = Callable[[str, Any], Path]
type Make = Callable[..., Path]


def no_red(thing: Entry, image: Entry) -> bool:
    return bool(thing["attributes"]["color"] != "red")


@pytest.fixture
def files(saved: Save) -> Callable[[Keep], tuple[Path, Path]]:
    """A set, and predictions of the things that are kept."""

    def get(keep: Keep) -> tuple[Path, Path]:
        content = coco()
        return saved("truth.json", content), saved("results.json", predicted(content, keep))

    return get


def report_of(files: tuple[Path, Path], **options: Any) -> Report:
    return evaluate(files[0], [files[1]], **options)


# --- the report


def test_perfect_predictions_have_full_marks_and_no_finding(files: Callable[[Keep], tuple[Path, Path]]) -> None:
    report = report_of(files(lambda thing, image: True))
    figures = report.figures
    assert figures["AP"] == pytest.approx(1.0)
    assert (figures["recall"], figures["precision"], figures["worst"], figures["findings"]) == (1.0, 1.0, 1.0, 0.0)
    assert report["findings"].rows == [] and "none of" in report["findings"].notes[0]
    with pytest.raises(KeyError):
        report["region"]


def test_all_red_left_out_is_said_first_everywhere(files: Callable[[Keep], tuple[Path, Path]]) -> None:
    report = report_of(files(no_red))
    first = report["findings"].rows[0]
    assert (first["condition"], first["recall"], first["rest"], first["AP"]) == ("color = red", 0.0, 1.0, 0.0)
    assert report["region"].notes[0].startswith("color = red: recall 0.00")
    table = {row["color"]: row for row in report["by color"].rows}
    assert table["red"]["recall"] == 0.0 and table["blue"]["AP"] == pytest.approx(1.0)
    assert report.figures["worst"] == 0.0


def test_tables_are_those_that_were_asked_for(files: Callable[[Keep], tuple[Path, Path]]) -> None:
    report = report_of(files(no_red), by=parse_by(["light,light*color"]), bins=parse_bins(["2"]))
    keys = [item.key for item in report.properties if item.group == "conditions"]
    assert keys == ["by light", "by light * color"]
    assert [row["light * color"] for row in report["by light * color"].rows][:1] != []
    things = sum(int(row["n"] or 0) for row in report["by light * color"].rows)
    assert things == sum(int(row["n"] or 0) for row in report["by light"].rows) > 500


def test_numbers_are_cut_where_one_says(files: Callable[[Keep], tuple[Path, Path]]) -> None:
    cuts = parse_bins(["occlusion=0.2:0.6"])
    report = report_of(files(no_red), by=parse_by(["occlusion"]), bins=cuts)
    assert [row["occlusion"] for row in report["by occlusion"].rows] == ["≤ 0.2", "0.2 to 0.6", "> 0.6"]


def test_false_positives_are_told_of_pictures_and_categories_alone(saved: Save) -> None:
    content = coco()
    everywhere = predicted(content)
    rainy = [image["id"] for image in content["images"] if image["parameters"]["weather"] == "rain"]
    ghosts = [
        {"image_id": k, "category_id": 3, "bbox": [1.0, 1.0, 9.0, 9.0], "score": 0.9} for k in rainy for _ in "ab"
    ]
    files = saved("truth.json", content), saved("results.json", everywhere + ghosts)
    report = report_of(files, by=parse_by(["weather,category,color"]), confidence=0.5)

    def told(key: str) -> dict[Any, Any]:
        return {row[key]: row["false positives a picture"] for row in report[f"by {key}"].rows}

    assert told("weather") == {"rain": 2.0, "clear": 0.0}
    assert told("category")["truck"] == 0.0 and told("category")["car"] == pytest.approx(2 * len(rainy) / 300)
    assert set(told("color").values()) == {None}


def test_recall_has_an_interval_that_holds_it_95_times_in_100() -> None:
    """Also where the things of a picture share their fate, and so are worth less than so many."""
    held = []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        image = np.repeat(np.arange(80), rng.integers(1, 9, 80))
        hit = (rng.random(80) < 0.7)[image]
        recall = recall_of(hit, image, np.ones(len(hit), np.bool_))
        held.append(recall.low <= 0.7 <= recall.high)
    assert 0.92 <= np.mean(held) <= 0.98


def test_two_models_are_compared_on_the_same_pictures(saved: Save) -> None:
    content = coco()
    truth = saved("truth.json", content)
    poor = noisy(content)
    worse = [entry for number, entry in enumerate(poor) if number % 12]
    report = evaluate(truth, [saved("old.json", worse), saved("new.json", poor)])
    row = next(row for row in report["overall"].rows if row["figure"] == "recall")
    own = float(row["new high"] or 0) - float(row["new low"] or 0)
    paired = float(row["new less old high"] or 0) - float(row["new less old low"] or 0)
    assert paired < own and float(row["new less old low"] or 0) > 0.0
    assert report.figures["new.AP"] > report.figures["AP"]
    assert {row["model"] for row in report["by category"].rows} == {"old", "new"}


def test_the_worst_pictures_are_drawn(made: Make, saved: Save) -> None:
    folder = made(seed=31, pictures=40)
    content = json.loads((folder / "coco.json").read_text())
    report = report_of((folder, saved("results.json", predicted(content, no_red))))
    plot = report["examples"].plot
    assert plot is not None and plot.drawing().pixels().std() > 10
    assert report["examples"].notes == ("most misses of: color = red",)


def test_a_picture_that_cannot_be_read_is_left_out_and_said(own: Path, saved: Save) -> None:
    content = json.loads((own / "coco.json").read_text())
    results = saved("results.json", predicted(content, lambda thing, _: thing["id"] % 2 == 0))
    (own / "images" / "5_00003.png").write_bytes(b"no picture")
    report = report_of((own, results))
    assert report["examples"].notes == ("most misses of: all", "pictures that cannot be read, and are left out: 1")


# --- faces


def faces(seed: int, fate: Callable[[int, np.random.Generator], bool]) -> tuple[Entry, list[Entry]]:
    """Portraits of every skin tone, of which 10 is rare."""
    rng = np.random.default_rng(seed)
    content: Entry = {"images": [], "annotations": [], "categories": [{"id": 91, "name": "face"}]}
    for number in range(800):
        tone = int(rng.choice(np.arange(1, 11), p=[0.11] * 9 + [0.01]))
        content["images"].append({"id": number, "file_name": f"{number}.jpg", "width": 320, "height": 240})
        attributes = {
            "skin_tone": tone,
            "age_group": str(rng.choice(["child", "adult"])),
            "ancestry_asian": rng.random(),
        }
        thing = {"id": number + 1, "image_id": number, "category_id": 91, "bbox": [50, 50, 80, 90], "area": 7200}
        content["annotations"].append({**thing, "iscrowd": 0, "attributes": attributes})
    return content, predicted(content, lambda thing, _: fate(thing["attributes"]["skin_tone"], rng))


def test_faces_are_judged_by_group_and_small_groups_are_not(saved: Save) -> None:
    content, results = faces(0, lambda tone, rng: rng.random() > (0.4 if tone >= 8 else 0.1))
    report = report_of((saved("truth.json", content), saved("results.json", results)))
    table = {row["group"]: row for row in report["fair_skin_tone"].rows}
    assert table["skin_tone = 10"]["said"] == f"too few: {table['skin_tone = 10']['n']} pictures of 30"
    assert table["skin_tone = 1"]["said"] == ""
    (note,) = report["fair_skin_tone"].notes
    assert re.match(r"equal opportunity: worst skin_tone = [89] 0\.\d+, best skin_tone = [1-7] ", note)
    assert "beyond chance; groups with too few pictures to be judged: 1" in note
    assert report.figures["difference_skin_tone"] > 0.2 and report.figures["ratio_skin_tone"] < 0.8
    assert "no more than chance" in report["fair_age_group"].notes[0]
    assert "fair_skin_tone_age_group" in [item.key for item in report.properties]
    assert "ancestry" not in json.dumps(report.to_json())


def test_groups_that_are_treated_alike_are_no_finding(saved: Save) -> None:
    said = []
    for seed in range(20):
        content, results = faces(seed, lambda tone, rng: rng.random() > 0.3)
        report = report_of((saved("truth.json", content), saved("results.json", results)))
        said.append("no more than chance" in report["fair_skin_tone"].notes[0])
    assert np.mean(said) >= 0.9


# --- the command


def run(*words: object) -> tuple[int, str]:
    done = CliRunner(env={"COLUMNS": "160"}).invoke(app, ["evaluate", *map(str, words)])
    return done.exit_code, done.output if isinstance(done.exception, SystemExit | None) else str(done.exception)


def test_the_gate_decides_on_the_exit_code(files: Callable[[Keep], tuple[Path, Path]], tmp_path: Path) -> None:
    truth, results = files(no_red)
    page, data, plots = tmp_path / "r.html", tmp_path / "r.json", tmp_path / "plots"
    code, said = run(
        truth, "--predictions", results, "--gate", "recall=0.6", "--html", page, "--json", data, "--plot", plots
    )
    assert code == 0 and "color = red" in said and "gate:" not in said
    assert json.loads(data.read_text())["properties"][0]["key"] == "overall"
    assert "color = red" in page.read_text() and len(list(plots.iterdir())) >= 2
    code, said = run(truth, "--predictions", results, "--gate", "recall=0.9,worst=0.8,findings=0", "--quiet")
    assert code == 1
    assert re.search(r"gate: recall is 0\.\d+, expected at least 0\.9", said)
    assert "gate: worst is 0, expected at least 0.8" in said
    assert "gate: findings is 1, expected at most 0" in said


def test_several_files_are_several_models(files: Callable[[Keep], tuple[Path, Path]], saved: Save) -> None:
    truth, results = files(no_red)
    other = saved("other.json", predicted(coco()))
    code, said = run(truth, "--predictions", results, other)
    assert code == 0 and "A: results: " in said and "B: other: " in said
    assert "other less results" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["--by", "colour"],
            "--by colour: the dataset has no such column with more than one value (did you mean 'color'?)",
        ),
        (["--by", "a*b*c"], "expected a column or two, such as weather or light*weather"),
        (["--bins", "1"], "--bins 1: expected 2 to 20 ranges, or cuts such as occlusion=0.1:0.4"),
        (["--bins", "color=1:2"], "--bins color: expected a column of numbers"),
        (["--match", "cuboids"], "--match: expected boxes, masks, keypoints, got 'cuboids'"),
        (["--gate", "recal=1"], "--gate recal: this report has no such figure (did you mean 'recall'?)"),
        (["--map", "car"], "--map car: expected OLD=NEW"),
        (["--json", "nowhere/r.json"], "--json nowhere/r.json: expected a file in a folder that is there"),
        (["nowhere.json"], "--predictions nowhere.json: expected COCO's results"),
    ],
)
def test_wrong_options_get_one_sentence(
    files: Callable[[Keep], tuple[Path, Path]], words: list[str], sentence: str
) -> None:
    truth, results = files(no_red)
    code, said = run(truth, "--predictions", results, *words)
    assert code != 0 and sentence in " ".join(said.split())


def test_a_dataset_without_things_is_refused(saved: Save) -> None:
    content = coco(pictures=3)
    results = saved("results.json", [])
    _, said = run(saved("truth.json", {**content, "annotations": []}), "--predictions", results)
    assert "expected labelled things to be found, it has none" in said
