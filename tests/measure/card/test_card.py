"""``prelabel card``: one walk through a set, whose words become no markup, and whose files nobody else wrote."""

from pathlib import Path

import pytest

from measure.card.facts import read_facts
from measure.card.making import make_card
from measure.card.readme import readme
from tests.calling import call
from tests.measure.card.conftest import written


def test_one_walk_keeps_counts_and_a_fixed_sample(tmp_path: Path) -> None:
    faces = [{"age_group": "adult", "skin_tone": 1 + k % 10} for k in range(2000)]
    facts = read_facts(written(tmp_path / "set", faces))
    assert facts.images.pictures == len(facts.things) == 2000
    assert len(facts.pictures) == 200
    assert len({int(path.stem) // 400 for path in facts.pictures}) == 5  # from all of it


def test_names_of_a_set_become_no_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>|a`b"
    card = make_card(written(tmp_path / "set", [{"age_group": evil}] * 3 + [{"age_group": "adult"}]))
    assert "<script" not in readme(card)
    assert "\\|a\\`b" in readme(card)


def test_somebody_else_s_readme_stays(tmp_path: Path, capsys) -> None:
    folder = written(tmp_path / "set", [{"age_group": "adult"}])
    (folder / "README.md").write_text("mine")
    assert call("card", str(folder)) == 2
    assert "somebody else wrote it" in " ".join(capsys.readouterr().err.split())
    assert (folder / "README.md").read_text() == "mine"
    assert call("card", str(folder), "--overwrite") == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["missing"], "expected a dataset's folder or a COCO file, found none"),
        (["empty"], "or a dataset, found none"),
        (["text"], "this is not JSON"),
        (["orphans"], "annotation 0: its image or category is not there"),
        (
            ["set", "--over", "age"],
            "--over age: expected an attribute or parameter of the set (did you mean 'age_group'?)",
        ),
        (["set", "--gate", "evenness_x=1"], "this report has no such figure"),
        (["set", "--gate", "recognition_auc=0.9"], "a recognition network measures it, which --recognition asks"),
        (["set", "--gate", "x"], "expected figures and limits"),
        (["set", "--reference", "none.csv"], "--reference none.csv: cannot be read"),
        (["set", "--json", "no/where.json"], "expected a file in a folder that is there"),
        (["set", "--over", "a,b,c,d,e,f,g,h,i"], "expected at most 8 keys, got 9"),
    ],
)
def test_what_has_no_card_is_one_sentence(
    arguments: list[str], complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "set", [{"age_group": "adult"}])
    (tmp_path / "empty").mkdir()
    for name, text in (("text", "no JSON"), ("orphans", None)):
        folder = written(tmp_path / name, [{}])
        path = folder / "annotations" / "instances.json"
        path.write_text(text or path.read_text().replace('"image_id": 0', '"image_id": 7'))
    assert call("card", *arguments) != 0
    said = " ".join(capsys.readouterr().err.split())
    assert complaint in said
    assert "Traceback" not in said
