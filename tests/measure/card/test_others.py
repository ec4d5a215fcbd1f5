"""The card of a set that somebody else made, mixed or anonymised: its history, and what is not known of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from annotate.marks import COMPOSITE, mark, xmp
from measure.card.making import make_card
from measure.card.readme import readme
from tests.calling import call
from tests.measure.card.conftest import written


def test_what_is_not_known_is_said_to_be(tmp_path: Path) -> None:
    report = make_card(written(tmp_path / "set", [{"age_group": "adult"}])).report
    said = {item.key: " ".join(item.notes) for item in report.properties}
    assert "does not say how it was made" in said["made"]
    assert "does not say what it was made from" in said["sources"]
    assert "whether a real person is in these pictures is not known" in said["provenance"]
    assert "nobody said (--purpose)" in said["use"]
    assert "faces have no identity_id" in said["identities"]
    assert "are not known" in said["limits"]
    assert "skin" not in said


def test_a_mixed_and_an_anonymised_set_tell_their_history(tmp_path: Path) -> None:
    folder = written(tmp_path / "set", [{"age_group": "adult"}] * 4, source="real")
    path = folder / "images" / "0.png"
    path.write_bytes(mark(path.read_bytes(), xmp(COMPOSITE, "Prelabel", {})))
    assert call("card", str(folder)) == 0
    text = (folder / "README.md").read_text()
    assert "| mixed | 4 pictures of a set called 'real' |" in text
    assert "photographs with synthetic parts: 1 of 4 pictures" in text
    steps = [item["sc:name"] for item in json.loads((folder / "croissant.json").read_text())["prov:wasDerivedFrom"]]
    assert any(step.startswith("anonymised: ") for step in steps)


def test_each_set_of_a_mix_has_its_own_statement(tmp_path: Path) -> None:
    """The rendered one keeps what its head says; of the photographs it is said that nothing is known."""
    nobody = {"statement": "Nobody is real.", "sources": [{"origin": "a mesh", "content": "heads"}]}
    earlier = [{"step": "anonymised", "what": "7 pictures of a street"}]
    photographs = written(tmp_path / "street", [{"age_group": "adult"}] * 2, {"derived_from": earlier})
    rendered = written(tmp_path / "run", [{"age_group": "child"}] * 3, {"provenance": nobody, "config_hash": "abc"})
    assert call("mix", str(photographs), str(rendered), "--out", str(tmp_path / "both")) == 0
    report = make_card(tmp_path / "both").report
    said = report["provenance"].notes
    assert said[0].startswith("of the 2 pictures of 'real', which were mixed in as photographs: no statement")
    assert said[1] == "of the 3 pictures of 'rendered': Nobody is real"
    assert [row["source"] for row in report["provenance"].rows] == ["a mesh"]
    assert [tuple(row.values()) for row in report["history"].rows] == [
        ("mixed", "2 pictures of a set called 'real' ('street')"),
        ("mixed", "3 pictures of a set called 'rendered' ('run'), settings abc"),
        ("anonymised", "7 pictures of a street"),
    ]
    assert any(note.startswith("sets were mixed") for note in report["limits"].notes)


def test_of_replaced_faces_it_says_how_many_and_what_stays_a_photograph(tmp_path: Path) -> None:
    """Even where the settings of a run lie in its head: the pictures are not that run's any more."""
    folder = written(tmp_path / "set", [{"age_group": "adult"}] * 3, {"config": {"seed": 1}, "config_hash": "abc"})
    path = folder / "annotations" / "instances.json"
    coco = json.loads(path.read_text())
    for entry in coco["annotations"][:2]:
        entry |= {"replaced": True, "replaced_by": "render"}
    path.write_text(json.dumps(coco))
    card = make_card(folder)
    assert not card.facts.ours
    assert any(note.startswith("2 labelled faces or plates were replaced") for note in card.report["provenance"].notes)
    assert {"step": "anonymised", "what": "2 labelled faces or plates were replaced (render 2)"} in list(
        card.report["history"].rows
    )
    assert "prelabel render" not in readme(card)


def pictures_alone(folder: Path) -> None:
    folder.mkdir()
    Image.new("RGB", (32, 24)).save(folder / "a.png")


def broken_settings(folder: Path) -> None:
    written(folder, [{"age_group": "adult"}])
    (folder / "run.yaml").write_text("a: [1\n")


def no_info(folder: Path) -> None:
    written(folder, [{}])
    path = folder / "annotations" / "instances.json"
    path.write_text(path.read_text().replace('"info": {}, ', ""))


def strange_info(folder: Path) -> None:
    strange = {"config": 3, "config_hash": 1, "versions": [], "provenance": {"sources": [1]}, "asset_licences": {}}
    written(folder, [{"identity_id": "000001", "skin_tone": 3}], {**strange, "attribute_schema": {"face": [2]}})


@pytest.mark.parametrize("make", [pictures_alone, broken_settings, no_info, strange_info])
def test_a_strange_set_has_a_card_that_says_what_is_not_known(
    make: Callable[[Path], None], tmp_path: Path, capsys
) -> None:
    make(tmp_path / "set")
    assert call("card", str(tmp_path / "set"), "--out", str(tmp_path / "card")) == 0
    assert "not known" in (tmp_path / "card" / "README.md").read_text()
    assert "Traceback" not in capsys.readouterr().err
