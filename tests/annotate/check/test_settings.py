"""What a dataset's ``run.yaml`` asks of it; what it may hold instead."""

from pathlib import Path

import pytest
import yaml

from annotate import check
from tests.annotate.check.conftest import failures


def test_settings_may_be_missing(dataset):
    (dataset / "run.yaml").unlink()
    assert check(dataset).ok


@pytest.mark.parametrize("settings", ["- 1", "{", "\x00"])
def test_settings_that_are_none(dataset, settings):
    (dataset / "run.yaml").write_text(settings)
    assert "run.yaml" in failures(dataset)["frames are those of the run"][0]


def test_expectations_can_be_handed_over(dataset):
    row = next(
        row for row in check(dataset, {"start": 3, "count": 2}).rows if row.name == "frames are those of the run"
    )
    assert row.failures == ("image 3 is missing", "image 5 was not asked for")


def test_filters_hold(dataset):
    (dataset / "run.yaml").write_text(yaml.safe_dump({"start": 4, "count": 2, "min_area": 41}))
    assert failures(dataset)["filters hold"][0] == "annotation 40001: min_area should have taken it out"


def test_what_is_ignored_has_a_reason(dataset):
    path = dataset / "annotations" / "instances.json"
    path.write_text(path.read_text().replace('"iscrowd":0', '"iscrowd":0,"ignore":1'))
    settings = {"start": 4, "count": 2, "min_area": 41, "keep_ignored": True}
    (dataset / "run.yaml").write_text(yaml.safe_dump(settings))
    sentence = "annotation 40002: it is marked to be ignored, no filter says so"
    assert failures(dataset)["filters hold"] == (sentence, sentence.replace("40002", "50002"))


def test_a_run_yaml_that_asks_for_any_number_of_frames_is_answered_at_once(dataset: Path) -> None:
    (dataset / "run.yaml").write_text(yaml.safe_dump({"start": 4, "count": 10**12}))
    missing = failures(dataset)["frames are those of the run"]
    assert len(missing) == 1001
    assert missing[0] == "image 6 is missing" and missing[-1] == f"{10**12 - 1002} further images are missing"


@pytest.mark.parametrize("key", ["passes", "split", "min_area", "count", "start"])
@pytest.mark.parametrize("value", ["5", "[[1]]", "{a: {b: c}}", ".nan", "'../../x'", "9" * 300, "-1", "true"])
def test_a_run_yaml_with_anything_in_it_is_no_traceback(dataset: Path, key: str, value: str) -> None:
    settings = {"start": "4", "count": "2", key: value}
    (dataset / "run.yaml").write_text("".join(f"{key}: {text}\n" for key, text in settings.items()))
    assert len(check(dataset).rows) > 10
