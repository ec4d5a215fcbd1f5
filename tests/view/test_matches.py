"""Predictions beside a set: what is found, missed and taken for a thing, and findings as filters."""

import json
from pathlib import Path

import pytest

from tests.view.conftest import client, content
from view.beside.matches import line_of
from view.query.language import parse
from view.sets.opened import Predicted, View


def results(folder: Path) -> Path:
    """All of the first six pictures' things are found; the others' are missed; picture 0 has a wrong one."""
    found = [
        {"image_id": each["image_id"], "category_id": each["category_id"], "bbox": each["bbox"], "score": 0.9}
        for each in content()["annotations"]
        if each["image_id"] < 6
    ]
    found.append({"image_id": 0, "category_id": 1, "bbox": [40, 30, 10, 10], "score": 0.95})
    path = folder.parent / "results.json"
    path.write_text(json.dumps(found))
    return path


def test_each_thing_says_whether_it_was_found(folder: Path) -> None:
    view = View((folder,), Predicted(results(folder), {}))
    page = client(view)
    assert page.get("/api/select", params={"q": "outcome = found"}).json() == {"pictures": 4, "things": 7}
    assert page.get("/api/select", params={"q": "outcome = missed"}).json() == {"pictures": 5, "things": 11}
    assert page.get("/api/select", params={"q": "wrong > 0"}).json()["pictures"] == 1
    first, *_ = page.get("/api/window").json()
    assert first["wrong"] == [{"box": [40.0, 30.0, 10.0, 10.0], "category": "car", "score": 0.95}]
    worst = page.get("/api/window", params={"sort": "-loss", "count": 2}).json()
    assert [picture["id"] for picture in worst] == [7, 11]
    assert {thing["outcome"] for thing in worst[0]["things"]} == {"missed"}


def test_what_was_left_out_of_predictions_is_told(folder: Path) -> None:
    path = results(folder)
    strange = {"image_id": 0, "category_id": 7, "bbox": [1, 1, 20, 20], "score": 0.9}
    path.write_text(json.dumps([*json.loads(path.read_text()), strange, strange]))
    told = client(View((folder,), Predicted(path, {}))).get("/api/view").json()["predictions"]
    assert "2 predictions are of categories that the dataset does not have (7), and are left out" in told["notes"]


def test_figures_are_those_of_evaluate(folder: Path) -> None:
    from measure.evaluate.evaluating import evaluate

    path = results(folder)
    told = client(View((folder,), Predicted(path, {}))).get("/api/view").json()["predictions"]
    report = evaluate(folder, [path])
    for key in ("AP", "recall", "precision"):
        assert told["figures"][key] == pytest.approx(report.figures[key])


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("light = night", 'light = "night"'),
        ("occlusion > 0.4, color = red", 'occlusion > 0.4 and color = "red"'),
        ("occlusion ≤ 0.1", "occlusion <= 0.1"),
        ("occlusion 0.1 to 0.4", "occlusion in 0.1..0.4"),
        ("picture count = 3", "picture.count = 3"),
        ('odd key = a "b"', '"odd key" = "a \\"b\\""'),
        ("fov_deg = 20.2", "fov_deg in 20.1899..20.2101"),
        ("type = (other)", ""),
        ("no condition", ""),
    ],
)
def test_a_finding_becomes_a_filter(words: str, line: str) -> None:
    assert line_of(words) == line
    parse(line)
