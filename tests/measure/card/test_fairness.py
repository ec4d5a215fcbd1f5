"""Fairness: how evenly attributes and their crossings are there, against a reference, and as a gate."""

from pathlib import Path

import numpy as np
import pytest

from measure.card.census import read_reference
from measure.card.making import Said, make_card
from tests.calling import call
from tests.measure.card.conftest import AGES, SCHEMA, written


def test_cells_crossings_and_what_would_balance_them(tmp_path: Path) -> None:
    """Tones 1 and 2, five ages: all of two faces each, but a single one of tone 2 and no senior of it."""
    faces = [{"skin_tone": tone, "age_group": age} for tone in (1, 2) for age in AGES for _ in range(2)]
    faces = [face for face in faces if face != {"skin_tone": 2, "age_group": "senior"}][:-1]
    report = make_card(written(tmp_path / "set", faces, {"attribute_schema": SCHEMA})).report
    tones = report["fair_skin_tone"]
    assert [row["faces"] for row in tones.rows] == [10, 7, *[0] * 8]
    assert tones.figures["empty_skin_tone"] == 8.0
    assert any("also knows 3, 4, 5" in note for note in tones.notes)
    pair = report["fair_skin_tone_age_group"]
    assert [list(row.values()) for row in pair.rows][:2] == [["1", 2, 2, 2, 2, 2], ["2", 2, 2, 2, 1, 0]]
    assert pair.figures["least_skin_tone_age_group"] == 0.0
    assert "smallest crossing: 2, senior with 0 faces" in pair.notes[0]
    assert f"{50 * 2 - 17} of all that are rarer" in pair.notes[0]


def test_a_balanced_set_passes_its_gate_and_a_skewed_one_does_not(tmp_path: Path, capsys) -> None:
    rng = np.random.default_rng(3)
    even = [{"skin_tone": 1 + k % 10, "age_group": AGES[rng.integers(5)]} for k in range(3000)]
    skewed = [{"skin_tone": 1 + min(k % 20, 9), "age_group": AGES[min(k % 20, 9) // 2]} for k in range(600)]
    gate = "evenness_skin_tone=0.98,ratio_skin_tone=1.5,association_skin_tone_age_group=0.05"
    for name, faces, code in (("even", even, 0), ("skewed", skewed, 1)):
        folder = written(tmp_path / name, faces, {"attribute_schema": SCHEMA})
        assert call("card", str(folder), "--gate", gate) == code
    said = capsys.readouterr().err
    assert "ratio_skin_tone is 11, expected at most 1.5" in said
    assert "association_skin_tone_age_group is 0.99" in said


def test_a_reference_says_how_far_shares_are_from_it(tmp_path: Path) -> None:
    (tmp_path / "census.csv").write_text("attribute,value,share\nage_group,child,25\nage_group,adult,75\nhair,red,1\n")
    faces = [{"age_group": age} for age in ("child", "child", "adult", "senior")]
    folder = written(tmp_path / "set", faces)
    report = make_card(folder, Said(reference=tmp_path / "census.csv")).report
    assert report["fair_age_group"].figures["apart_age_group"] == pytest.approx(0.5)
    rows = {row["value"]: row for row in report["fair_age_group"].rows}
    assert rows["adult"]["difference"] == pytest.approx(-0.5)
    assert report.notes == ("the reference also tells of hair, which was not looked at",)


def test_any_attribute_or_parameter_may_be_looked_at(tmp_path: Path) -> None:
    faces = [{"smile": bool(k % 2), "yaw_deg": float(k)} for k in range(40)]
    folder = written(tmp_path / "set", faces, parameters={"light": "sun"})
    report = make_card(folder, Said(over=("smile", "yaw_deg", "light"))).report
    assert [row["value"] for row in report["fair_smile"].rows] == ["false", "true"]
    assert [row["faces"] for row in report["fair_yaw_deg"].rows] == [8] * 5
    assert report["fair_smile_yaw_deg"].figures["empty_smile_yaw_deg"] == 0.0
    assert report["fair_all"].figures["evenness_all"] == pytest.approx(1.0)
    assert [row["value"] for row in report["fair_light"].rows] == ["sun"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "expected the header attribute,value,share, got"),
        ("a,b,c\n", "expected the header attribute,value,share, got a,b,c"),
        ("attribute,value,share\nage,child,many\n", "line 2: expected an attribute, a value and a share"),
        ("attribute,value,share\nage,child,-1\n", "line 2: expected an attribute, a value and a share"),
        ("attribute,value,share\nage,child,0\n", "expected shares above 0 of age"),
        ("attribute,value,share\na,b,1\na,b,1\n", "line 3: a b comes twice"),
    ],
)
def test_a_reference_that_is_none_is_one_sentence(text: str, complaint: str, tmp_path: Path) -> None:
    (tmp_path / "census.csv").write_text(text)
    with pytest.raises(Exception, match=complaint):
        read_reference(tmp_path / "census.csv")
