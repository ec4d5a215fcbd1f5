"""``--method render`` around a renderer without Blender: flat faces, true places and labels."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from annotate import masks
from assets import RenderError
from assets.vehicles.plates import sample_plate
from render.anonymize.blending import Old, blended
from render.anonymize.casting import Kept, new_face, stream_of
from render.anonymize.finding import Found
from render.anonymize.plates import bare, drawing, painted_plate
from render.anonymize.rendering import Patch
from render.anonymize.settings import Settings
from render.cli import anonymizing
from render.run.fake import FakeRenderer

Call = Callable[..., tuple[int, str]]
Coco = Callable[..., Path]
BOX, SMALL = [60, 30, 60, 80], [5, 5, 10, 12]


@pytest.fixture
def photo(tmp_path: Path, coco: Coco, monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    """One PNG of noise around skin, with two boxes."""
    monkeypatch.setattr(anonymizing, "RENDERER", "render.run.fake:fake_renderer")
    monkeypatch.setattr("render.anonymize.work.is_installed", lambda: False)
    rgb = np.random.default_rng(0).integers(0, 256, (140, 180, 3), np.uint8)
    rgb[30:110, 60:120] = np.random.default_rng(1).normal((180, 130, 110), 12, (80, 60, 3)).clip(0, 255)
    (tmp_path / "photos").mkdir()
    Image.fromarray(rgb).save(tmp_path / "photos" / "a.png")
    coco(tmp_path / "boxes.json", {"a.png": (180, 140)}, {"a.png": [BOX, SMALL]})
    return rgb


def run(tmp_path: Path, call: Call, *more: object) -> tuple[int, str, np.ndarray, list[dict[str, Any]]]:
    out = tmp_path / "out"
    code, said = call(tmp_path / "photos", "--coco", tmp_path / "boxes.json", "--out", out, *more)
    with Image.open(out / "images" / "a.png") as image:
        new = np.array(image)
    document = json.loads((out / "annotations" / "instances.json").read_text())
    return code, said, new, document["annotations"]


def test_a_face_gets_our_labels_and_nothing_else_changes(photo: np.ndarray, tmp_path: Path, call: Call) -> None:
    code, said, new, (face, small, tree) = run(tmp_path, call)
    assert code == 0, said
    assert (face["replaced"], face["replaced_by"], small["replaced_by"]) == (True, "render", "small")
    assert "replaced" not in tree
    mask = masks.decode(face["segmentation"], 140, 180)
    assert face["bbox"] == masks.box(mask)
    assert face["area"] == mask.sum()
    assert len(face["keypoints"]) == 70 * 3
    assert {"yaw_deg", "pitch_deg", "roll_deg", "skin_tone", "age_years", "identity_id"} <= face["attributes"].keys()
    changed = (new != photo).any(axis=2)
    assert changed[mask].mean() > 0.95
    assert changed[6:16, 6:14].mean() > 0.95
    far = np.ones((140, 180), bool)
    far[15:130, 40:140] = False
    far[:20, :18] = False
    assert not changed[far].any()
    inside = [x for x, y, v in np.array(face["keypoints"]).reshape(-1, 3) if v]
    assert min(inside) > 50
    assert max(inside) < 130


def test_where_nothing_can_be_rendered_it_is_one_colour_and_exit_code_3(
    photo: np.ndarray, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RenderError("the device is gone")

    monkeypatch.setattr(FakeRenderer, "render", fail)
    code, said, new, (face, *_) = run(tmp_path, call)
    assert code == 3
    assert "2 filled with one colour: the device is gone" in said
    assert face["replaced_by"] == "solid"
    assert (new[50:90, 75:105] == 127).all()


def test_nothing_is_left_but_what_is_meant_to_be(photo: np.ndarray, tmp_path: Path, call: Call) -> None:
    """No picture of the old face in caches, previews or records; identities do not depend on what a picture shows."""
    _, _, _, (face, *_) = run(tmp_path, call)
    there = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert there - {".lock"} == {
        *("images/a.png", "annotations/instances.json", "records.jsonl", "found.json", "anonymize.json")
    }
    Image.fromarray(photo[::-1, ::-1]).save(tmp_path / "photos" / "a.png")
    shutil.rmtree(tmp_path / "out")
    _, _, _, (other, *_) = run(tmp_path, call, "--keep", "pose,expression,age")
    assert other["attributes"]["age_years"] == face["attributes"]["age_years"]
    assert other["attributes"]["feminine"] == face["attributes"]["feminine"]


def test_who_a_face_is_comes_from_seed_name_and_number_or_from_its_track() -> None:
    def who(seed: int, name: str, number: int, track: int | None = None) -> float:
        found = Found("face", number, (0.0, 0.0, 30.0, 30.0), track=track)
        rng = stream_of(Settings(seed=seed), name, found)
        share = Kept(("neutral", 1.0), 5, (0.0, 0.0))
        return float(new_face(rng, Settings(), found, share, 30.0, (0.0, 0.0, 0.0)).attributes["age_years"])

    assert who(0, "a.png", 1) == who(0, "a.png", 1)
    assert len({who(0, "a.png", 1), who(1, "a.png", 1), who(0, "b.png", 1), who(0, "a.png", 2)}) == 4
    assert who(0, "a.png", 1, track=7) == who(0, "b.png", 3, track=7)


def test_nothing_of_the_old_face_shows_through() -> None:
    rng = np.random.default_rng(0)
    photo = rng.integers(0, 256, (60, 60, 3), np.uint8)
    core = np.zeros((60, 60), bool)
    core[15:45, 15:45] = True
    alpha = np.zeros((60, 60), np.float32)
    alpha[10:50, 10:35] = 1.0  # a new face that does not cover all of the old one
    flat = np.full((60, 60, 3), 0.3, np.float32) * alpha[..., None]
    facing = np.zeros((60, 60, 3), np.float32)
    facing[..., 2] = -1.0
    patch = Patch(flat, alpha, alpha, facing, None)
    old = Old(None, np.full(3, 0.3), np.ones(3))
    new, where = blended(photo, patch, core, np.zeros_like(core), old, np.random.default_rng(1))
    assert where[core].all()
    assert (new[~where] == photo[~where]).all()
    likeness = np.corrcoef(new[core].ravel(), photo[core].ravel())[0, 1]
    assert abs(likeness) < 0.1


def test_what_is_known_to_be_before_a_face_stays(photo: np.ndarray, tmp_path: Path, call: Call) -> None:
    document = json.loads((tmp_path / "boxes.json").read_text())
    document["categories"].append({"id": 11, "name": "microphone"})
    microphone = {"id": 99, "image_id": 1, "category_id": 11, "bbox": [80, 80, 20, 30], "area": 600, "iscrowd": 0}
    document["annotations"].append(microphone)
    (tmp_path / "boxes.json").write_text(json.dumps(document))
    _, _, new, _ = run(tmp_path, call)
    assert (new[80:110, 80:100] == photo[80:110, 80:100]).all()


# --- plates


def test_a_plate_gets_a_text_that_is_not_forbidden_in_its_own_corners() -> None:
    photo = np.random.default_rng(0).integers(60, 90, (80, 160, 3), np.uint8)
    photo[30:55, 30:130] = 220
    corners = np.array([(30.0, 30.0), (130.0, 34.0), (130.0, 55.0), (30.0, 51.0)])
    found = Found("plate", 1, (30.0, 30.0, 100.0, 25.0), corners)
    out = photo.copy()
    mask, fields = painted_plate(out, found, np.random.default_rng(3), Settings(what=("plates",)))
    text = str(fields["attributes"]["text"])
    assert (out[~mask] == photo[~mask]).all()
    assert (out[mask] != photo[mask]).any(axis=1).mean() > 0.8
    assert out[mask].min() < 120  # letters
    assert out[mask].max() > 180  # on a ground
    never = Settings(what=("plates",), forbidden=(text.lower(),))
    _, other = painted_plate(photo.copy(), found, np.random.default_rng(3), never)
    assert bare(str(other["attributes"]["text"])) != bare(text)


def test_a_drawn_plate_has_ink_on_a_ground() -> None:
    texture = drawing(sample_plate(np.random.default_rng(0), layout="germany"))
    assert texture.shape[1] / texture.shape[0] == pytest.approx(0.52 / 0.11, rel=0.02)
    assert 0.05 < (texture.mean(axis=2) < 0.1).mean() < 0.5
