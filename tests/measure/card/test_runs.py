"""The card of a run of ours: how it was made and of what, in files that others read."""

import json
from pathlib import Path

import pytest
import yaml

from measure.card.making import make_card
from render.cli import commands
from tests.calling import call


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Faces of four kept people, and their files, from a renderer without Blender."""
    out = tmp_path_factory.mktemp("card") / "run"
    words = ["render", "faces", "--count", "8", "--size", "96x72", "--workers", "0", "--quiet", "--out", str(out)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands, "RENDERER", "render.run.fake:fake_renderer")
        more = ("--set", "identities=4", "--set", "count=1", "--split", "train=0.5,val=0.5")
        assert call(*words, *more) == 0
        assert call("card", str(out), "--purpose", "tests", "--author", "a.person@example.org") == 0
    return out


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


def test_a_card_is_written_anew_and_the_same(run: Path) -> None:
    names = ("README.md", "card.html", "croissant.json")
    before = [(run / name).read_bytes() for name in names]
    assert call("card", str(run), "--purpose", "tests", "--author", "a.person@example.org") == 0
    assert [(run / name).read_bytes() for name in names] == before
    assert call("check", str(run)) == 0  # the dataset is as it was
