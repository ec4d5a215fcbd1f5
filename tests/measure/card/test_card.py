"""``prelabel card``: figures that are computed by hand, files that others read, and nothing invented."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from PIL import Image

from annotate.marks import COMPOSITE, mark, xmp
from measure.card.association import association, evenness, ratio
from measure.card.census import read_reference
from measure.card.facts import read_facts
from measure.card.making import Said, make_card
from measure.card.privacy import neighbours
from measure.card.readme import readme
from measure.card.skin import lightness
from render.cli import app as cli
from render.cli import commands

AGES = ("child", "teenager", "young_adult", "adult", "senior")
SCHEMA = {
    "face": {
        "age_group": {"type": "string", "description": "child under 13 …", "values": list(AGES)},
        "skin_tone": {"type": "integer", "description": "on the Monk scale", "values": list(range(1, 11))},
    }
}

type Faces = Sequence[dict[str, Any]]


def written(folder: Path, faces: Faces, info: dict[str, Any] | None = None, **more: Any) -> Path:
    """A COCO file of one face a picture."""
    (folder / "annotations").mkdir(parents=True)
    (folder / "images").mkdir()
    images = [{"id": k, "file_name": f"{k}.png", "width": 32, "height": 24, **more} for k in range(len(faces))]
    annotations = [
        {"id": k, "image_id": k, "category_id": 91, "bbox": [4, 4, 12, 12], "area": 144, "attributes": face}
        for k, face in enumerate(faces)
    ]
    for image in images[:5]:
        Image.new("RGB", (32, 24), (10 * image["id"], 90, 90)).save(folder / "images" / image["file_name"])
    coco = {
        "info": info or {},
        "images": images,
        "annotations": annotations,
        "categories": [{"id": 91, "name": "face"}],
    }
    (folder / "annotations" / "instances.json").write_text(json.dumps(coco))
    return folder


def call(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["prelabel", *arguments])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    return int(stopped.value.code or 0)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Faces of four kept people, and their files, from a renderer without Blender."""
    out = tmp_path_factory.mktemp("card") / "run"
    words = ["render", "faces", "--count", "8", "--size", "96x72", "--workers", "0", "--quiet", "--out", str(out)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands, "RENDERER", "render.run.fake:fake_renderer")
        more = ("--set", "identities=4", "--set", "count=1", "--split", "train=0.5,val=0.5")
        assert call(*words, *more, monkeypatch=patch) == 0
        assert call("card", str(out), "--purpose", "tests", "--author", "a.person@example.org", monkeypatch=patch) == 0
    return out


# --- statistics


def test_what_is_told_of_counts_is_what_they_are() -> None:
    assert evenness(np.array([5, 5, 5, 5])) == pytest.approx(1.0)
    assert evenness(np.array([10, 0, 0])) == 0.0
    assert evenness(np.array([1, 3])) == pytest.approx(0.8113, abs=1e-4)  # of a coin of 1/4, in bits
    assert ratio(np.array([2, 6, 3])) == 3.0
    assert ratio(np.array([2, 0])) is None


def test_independent_draws_are_not_associated_and_the_interval_says_so() -> None:
    rng = np.random.default_rng(0)
    found = []
    for _ in range(100):
        table = np.zeros((10, 5), np.int64)
        np.add.at(table, (rng.integers(10, size=4000), rng.integers(5, size=4000)), 1)
        one = association(table)
        assert one is not None
        assert 0.0 <= one.low <= one.value <= one.high <= 1.0
        found.append(one)
    assert max(one.value for one in found) <= 0.05
    assert sum(one.low > 0.0 for one in found) <= 8  # 2.5 of 100 are meant


def test_the_correction_takes_out_what_small_samples_add() -> None:
    """The plain V of 60 independent draws in 10 × 5 cells is about 0.39 (Bergsma, 2013); corrected it is small."""
    rng = np.random.default_rng(1)
    values, plain = [], []
    for _ in range(200):
        table = np.zeros((10, 5), np.int64)
        np.add.at(table, (rng.integers(10, size=60), rng.integers(5, size=60)), 1)
        expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / 60
        plain.append(float(np.sqrt(np.nansum((table - expected) ** 2 / np.where(expected, expected, np.nan)) / 60 / 4)))
        one = association(table)
        assert one is not None
        values.append(one.value)
    assert np.mean(plain) > 0.35
    assert np.mean(values) < 0.12


def test_the_interval_holds_a_known_association() -> None:
    """Of P(same) = 0.6 on 2 × 2, V is 0.2."""
    rng, inside = np.random.default_rng(2), 0
    for _ in range(200):
        first = rng.integers(2, size=500)
        second = np.where(rng.uniform(size=500) < 0.6, first, 1 - first)
        table = np.zeros((2, 2), np.int64)
        np.add.at(table, (first, second), 1)
        one = association(table)
        assert one is not None
        inside += one.low <= 0.2 <= one.high
    assert inside >= 180


def test_what_decides_another_is_associated_and_too_few_say_nothing() -> None:
    found = association(np.diag([50, 50, 50]))
    assert found is not None
    assert found.value == pytest.approx(1.0)
    assert found.low > 0.8
    assert association(np.array([[3, 0], [4, 0]])) is None
    assert association(np.zeros((0, 0), np.int64)) is None


def test_lightness_is_cie_s() -> None:
    assert lightness(np.array([[255, 255, 255], [0, 0, 0], [119, 119, 119]])) == pytest.approx([100, 0, 50.0], abs=0.2)


def test_neighbours_are_the_nearest_others() -> None:
    heads = np.array([[[0.0, 0, 0]], [[3.0, 4, 0]], [[0.0, 1, 0]]])
    assert neighbours(heads).tolist() == pytest.approx([1.0, 18**0.5, 1.0])


# --- fairness


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


def test_a_balanced_set_passes_its_gate_and_a_skewed_one_does_not(tmp_path: Path, monkeypatch, capsys) -> None:
    rng = np.random.default_rng(3)
    even = [{"skin_tone": 1 + k % 10, "age_group": AGES[rng.integers(5)]} for k in range(3000)]
    skewed = [{"skin_tone": 1 + min(k % 20, 9), "age_group": AGES[min(k % 20, 9) // 2]} for k in range(600)]
    gate = "evenness_skin_tone=0.98,ratio_skin_tone=1.5,association_skin_tone_age_group=0.05"
    for name, faces, code in (("even", even, 0), ("skewed", skewed, 1)):
        folder = written(tmp_path / name, faces, {"attribute_schema": SCHEMA})
        assert call("card", str(folder), "--gate", gate, monkeypatch=monkeypatch) == code
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


# --- of a run


def test_the_front_of_the_readme_is_what_the_hub_reads(run: Path) -> None:
    front = yaml.safe_load((run / "README.md").read_text().split("---\n")[1])
    assert front["size_categories"] == ["n<1K"]
    assert front["task_categories"] == ["object-detection", "image-segmentation", "keypoint-detection"]
    assert {"synthetic", "face"} <= set(front["tags"])
    assert "license" not in front  # nobody gave one


def test_a_card_says_how_to_make_the_set_again_and_of_what(run: Path) -> None:
    text = (run / "README.md").read_text()
    assert "prelabel render --config run.yaml --out again" in text
    assert "MakeHuman base mesh and targets" in text
    assert "CC0-1.0" in text
    assert "Nobody in these pictures is a real person" in text
    assert "Intended use: tests" in text
    assert "a.person@example.org" in text
    assert "| train | " in text
    assert "algorithmicMedia (8), of 8 pictures looked at" in text


def test_its_people_are_measured_in_shape(run: Path) -> None:
    report = make_card(run).report
    assert report["identities"].figures == {"identities": 4.0, "faces_per_identity": 2.0}
    shapes = report["shapes"]
    assert shapes.rows[0]["people"] == 4
    assert 0.5 < shapes.figures["nearest_mm"] < 20.0
    assert any(note.startswith("not measured: embeddings") for note in report["identities"].notes)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_mlcroissant_reads_the_metadata(run: Path) -> None:
    import mlcroissant

    found = mlcroissant.Dataset(str(run / "croissant.json"))
    assert not found.metadata.issues.errors
    assert [str(each) for each in found.metadata.conforms_to] == ["http://mlcommons.org/croissant/1.1"]
    rows = list(found.records("images"))
    assert [row["images/id"] for row in rows] == list(range(8))
    assert [row["categories/name"] for row in found.records("categories")] == ["face", "person_head"]
    said = json.loads((run / "croissant.json").read_text())
    assert said["rai:dataUseCases"] == ["tests"]
    assert said["rai:personalSensitiveInformation"][0].startswith("Nobody in these pictures is a real person")
    assert len(said["prov:wasDerivedFrom"]) == 4  # skies, heads, what is procedural alone and with heads
    assert "license" not in said
    assert "datePublished" not in said


def test_a_card_is_written_anew_and_the_same(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("README.md", "card.html", "croissant.json")
    before = [(run / name).read_bytes() for name in names]
    assert (
        call("card", str(run), "--purpose", "tests", "--author", "a.person@example.org", monkeypatch=monkeypatch) == 0
    )
    assert [(run / name).read_bytes() for name in names] == before
    assert call("check", str(run), monkeypatch=monkeypatch) == 0  # the dataset is as it was


# --- of others


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


def test_a_mixed_and_an_anonymised_set_tell_their_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(tmp_path / "set", [{"age_group": "adult"}] * 4, source="real")
    path = folder / "images" / "0.png"
    path.write_bytes(mark(path.read_bytes(), xmp(COMPOSITE, "Prelabel", {})))
    assert call("card", str(folder), monkeypatch=monkeypatch) == 0
    text = (folder / "README.md").read_text()
    assert "| mixed | 4 pictures of a set called 'real' |" in text
    assert "photographs with synthetic parts: 1 of 4 pictures" in text
    steps = [item["sc:name"] for item in json.loads((folder / "croissant.json").read_text())["prov:wasDerivedFrom"]]
    assert any(step.startswith("anonymised: ") for step in steps)


def test_each_set_of_a_mix_has_its_own_statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rendered one keeps what its head says; of the photographs it is said that nothing is known."""
    nobody = {"statement": "Nobody is real.", "sources": [{"origin": "a mesh", "content": "heads"}]}
    earlier = [{"step": "anonymised", "what": "7 pictures of a street"}]
    photographs = written(tmp_path / "street", [{"age_group": "adult"}] * 2, {"derived_from": earlier})
    rendered = written(tmp_path / "run", [{"age_group": "child"}] * 3, {"provenance": nobody, "config_hash": "abc"})
    assert call("mix", str(photographs), str(rendered), "--out", str(tmp_path / "both"), monkeypatch=monkeypatch) == 0
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


def test_names_of_a_set_become_no_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>|a`b"
    card = make_card(written(tmp_path / "set", [{"age_group": evil}] * 3 + [{"age_group": "adult"}]))
    assert "<script" not in readme(card)
    assert "\\|a\\`b" in readme(card)


def test_somebody_else_s_readme_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    folder = written(tmp_path / "set", [{"age_group": "adult"}])
    (folder / "README.md").write_text("mine")
    assert call("card", str(folder), monkeypatch=monkeypatch) == 2
    assert "somebody else wrote it" in " ".join(capsys.readouterr().err.split())
    assert (folder / "README.md").read_text() == "mine"
    assert call("card", str(folder), "--overwrite", monkeypatch=monkeypatch) == 0


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
    make: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    make(tmp_path / "set")
    assert call("card", str(tmp_path / "set"), "--out", str(tmp_path / "card"), monkeypatch=monkeypatch) == 0
    assert "not known" in (tmp_path / "card" / "README.md").read_text()
    assert "Traceback" not in capsys.readouterr().err


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
    assert call("card", *arguments, monkeypatch=monkeypatch) != 0
    said = " ".join(capsys.readouterr().err.split())
    assert complaint in said
    assert "Traceback" not in said


def test_one_walk_keeps_counts_and_a_fixed_sample(tmp_path: Path) -> None:
    faces = [{"age_group": "adult", "skin_tone": 1 + k % 10} for k in range(2000)]
    facts = read_facts(written(tmp_path / "set", faces))
    assert facts.images.pictures == len(facts.things) == 2000
    assert len(facts.pictures) == 200
    assert len({int(path.stem) // 400 for path in facts.pictures}) == 5  # from all of it
