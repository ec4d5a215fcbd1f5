"""``prelabel anonymize`` from the command line, by the methods that need no renderer."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from annotate import marks
from render.anonymize import settings, work
from render.cli import arguments

Call = Callable[..., tuple[int, str]]
Coco = Callable[..., Path]
A = [[10, 8, 20, 24], [40, 8, 18, 20]]


def pixels(place: Path) -> np.ndarray:
    with Image.open(place) as image:
        return np.array(image.convert("RGB"))


def labels(out: Path) -> dict[str, Any]:
    return json.loads((out / "annotations" / "instances.json").read_text())


def covered(name: str) -> np.ndarray:
    """(H, W) inside a box that is grown by a tenth."""
    out = np.zeros((48, 64), bool)
    for x, y, w, h in A if name == "a.png" else ():
        out[int(y - 0.1 * h) : int(y + 1.1 * h) + 1, int(x - 0.1 * w) : int(x + 1.1 * w) + 1] = True
    return out


@pytest.mark.parametrize("method", ["blur", "pixelate", "solid"])
def test_faces_are_hidden_and_not_a_bit_changes_elsewhere(
    method: str, photos: Path, tmp_path: Path, call: Call
) -> None:
    code, said = call(photos, "--coco", tmp_path / "boxes.json", "--out", tmp_path / "out", "--method", method)
    assert code == 0, said
    for name in ("a.png", "b.png"):
        old, new = pixels(photos / name), pixels(tmp_path / "out" / "images" / name)
        assert (new[~covered(name)] == old[~covered(name)]).all()
        for x, y, w, h in A if name == "a.png" else ():
            inner = slice(y + h // 4, y + 3 * h // 4), slice(x + w // 4, x + 3 * w // 4)
            assert (new[inner] != old[inner]).any(axis=2).mean() > 0.95
    assert "nothing was found in: pixels as they were: b.png" in said


def test_what_is_changed_says_that_it_is_a_composite(photos: Path, tmp_path: Path, call: Call) -> None:
    call(photos, "--coco", tmp_path / "boxes.json", "--out", tmp_path / "out", "--method", "blur")
    changed, as_it_was = (marks.read(tmp_path / "out" / "images" / name) for name in ("a.png", "b.png"))
    assert changed is not None
    assert changed.source_type.endswith("/compositeSynthetic")
    assert as_it_was is None


def test_labels_say_what_was_replaced_and_all_others_are_as_they_were(photos: Path, tmp_path: Path, call: Call) -> None:
    call(photos, "--coco", tmp_path / "boxes.json", "--out", tmp_path / "out", "--method", "blur")
    before, after = json.loads((tmp_path / "boxes.json").read_text()), labels(tmp_path / "out")
    assert [entry for entry in after["annotations"] if "replaced" not in entry] == [
        entry for entry in before["annotations"] if entry["category_id"] == 9
    ]
    faces = [entry for entry in after["annotations"] if entry["category_id"] == 5]
    assert [(entry["bbox"], entry["replaced"], entry["replaced_by"]) for entry in faces] == [
        (box, True, "blur") for box in A
    ]
    assert all(entry["mine"] == [1, {"a": 2}] for entry in faces)
    (step,) = after["info"].pop("derived_from")
    assert (step["step"], step["what"].split(",")[0]) == ("anonymised", "2 pictures")
    assert after["info"] == before["info"]


def test_those_who_agreed_and_small_faces_stay_and_are_told(photos: Path, tmp_path: Path, call: Call) -> None:
    document = json.loads((tmp_path / "boxes.json").read_text())
    document["annotations"] = document["annotations"][:1]
    (tmp_path / "agreed.json").write_text(json.dumps(document))
    more = ("--except", tmp_path / "agreed.json", "--min-side", 19, "--method", "solid")
    code, said = call(photos, "--coco", tmp_path / "boxes.json", "--out", tmp_path / "out", *more)
    assert code == 0
    assert "left: agreed" in said
    assert "left: smaller than --min-side" in said
    assert (pixels(tmp_path / "out" / "images" / "a.png") == pixels(photos / "a.png")).all()


def test_a_dry_run_draws_and_lists_what_can_be_corrected_and_handed_in(
    photos: Path, tmp_path: Path, call: Call
) -> None:
    code, said = call(photos, "--coco", tmp_path / "boxes.json", "--out", tmp_path / "dry", "--dry-run")
    assert code == 0
    assert not (tmp_path / "dry" / "images").exists()
    assert (pixels(tmp_path / "dry" / "drawn" / "a.jpg") != pixels(photos / "a.png")).any()
    assert "keep it to yourself" in said
    found = json.loads((tmp_path / "dry" / "found.json").read_text())
    assert [entry["bbox"] for entry in found["annotations"]] == A
    found["annotations"] = found["annotations"][1:]
    (tmp_path / "mine.json").write_text(json.dumps(found))
    code, _ = call(photos, "--coco", tmp_path / "mine.json", "--out", tmp_path / "out", "--method", "solid")
    assert code == 0
    changed = (pixels(tmp_path / "out" / "images" / "a.png") != pixels(photos / "a.png")).any(axis=2)
    assert changed[:, 38:].any()
    assert not changed[:, :38].any()


def test_what_was_stopped_goes_on_and_ends_as_if_it_had_not(
    photos: Path, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = (photos, "--coco", tmp_path / "boxes.json", "--method", "pixelate", "--out")
    assert call(*command, tmp_path / "whole")[0] == 0
    assert call(*command, tmp_path / "out")[0] == 0
    lines = (tmp_path / "out" / "records.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "out" / "records.jsonl").write_bytes(lines[0] + lines[1][:20])  # as a kill leaves it
    shutil.rmtree(tmp_path / "out" / "annotations")
    made: list[str] = []
    real = work.Worker.picture
    monkeypatch.setattr(work.Worker, "picture", lambda self, name: (made.append(name), real(self, name))[1])
    code, said = call(*command, tmp_path / "out")
    assert (code, made) == (0, ["b.png"])
    assert "1 pictures were there already" in said
    for name in ("images/a.png", "images/b.png", "annotations/instances.json", "records.jsonl", "found.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name


def test_processes_write_the_same_bytes(photos: Path, tmp_path: Path, call: Call) -> None:
    command = (photos, "--coco", tmp_path / "boxes.json", "--method", "blur")
    assert call(*command, "--out", tmp_path / "one")[0] == 0
    assert call(*command, "--out", tmp_path / "two", "--workers", 2)[0] == 0
    for name in ("images/a.png", "images/b.png", "annotations/instances.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_other_settings_in_the_same_folder_are_refused(photos: Path, tmp_path: Path, call: Call) -> None:
    command = (photos, "--coco", tmp_path / "boxes.json", "--out", tmp_path / "out", "--method")
    assert call(*command, "blur")[0] == 0
    code, said = call(*command, "solid")
    assert code == 2
    assert "holds another run" in said


def test_boxes_outside_the_picture_are_told_and_those_that_reach_out_are_cut(
    tmp_path: Path, call: Call, coco: Coco
) -> None:
    (tmp_path / "photos").mkdir()
    Image.new("RGB", (64, 48), (9, 99, 9)).save(tmp_path / "photos" / "a.png")
    coco(tmp_path / "boxes.json", {"a.png": (64, 48)}, {"a.png": [[200, 200, 9, 9], [-10, -10, 30, 30]]})
    code, said = call(
        tmp_path / "photos", "--coco", tmp_path / "boxes.json", "--out", tmp_path / "out", "--method", "solid"
    )
    assert code == 0
    assert "left: outside the picture" in said
    assert (pixels(tmp_path / "out" / "images" / "a.png")[5, 5] == 127).all()


def test_a_picture_that_cannot_be_done_is_not_written_and_said(photos: Path, tmp_path: Path, call: Call) -> None:
    (photos / "a.png").write_bytes(b"\x89PNG no picture")
    code, said = call(photos, "--coco", tmp_path / "boxes.json", "--out", tmp_path / "out", "--method", "solid")
    assert code == 1
    assert "a.png: this picture cannot be read" in said
    assert "Traceback" not in said
    assert [path.name for path in (tmp_path / "out" / "images").iterdir()] == ["b.png"]
    assert [image["file_name"] for image in labels(tmp_path / "out")["images"]] == ["b.png"]


def test_a_picture_of_another_size_than_its_boxes_is_not_written(photos: Path, tmp_path: Path, call: Call) -> None:
    Image.new("RGB", (33, 22)).save(photos / "a.png")
    code, said = call(photos, "--coco", tmp_path / "boxes.json", "--out", tmp_path / "out", "--method", "solid")
    assert code == 1
    assert "expected boxes of a picture of 33×22 pixels, they are of 64×48" in said
    assert not (tmp_path / "out" / "images" / "a.png").exists()


def test_a_picture_of_one_pixel(tmp_path: Path, call: Call, coco: Coco) -> None:
    (tmp_path / "photos").mkdir()
    Image.new("RGB", (1, 1), (200, 10, 10)).save(tmp_path / "photos" / "a.png")
    coco(tmp_path / "boxes.json", {"a.png": (1, 1)}, {"a.png": [[0, 0, 1, 1]]})
    code, _ = call(
        tmp_path / "photos", "--coco", tmp_path / "boxes.json", "--out", tmp_path / "out", "--method", "solid"
    )
    assert code == 0
    assert pixels(tmp_path / "out" / "images" / "a.png").ravel().tolist() == [127, 127, 127]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--method", "paint"), "--method: expected some of render, blur, pixelate, solid, got 'paint'"),
        (("--what", "hats"), "--what: expected some of faces, plates, got 'hats'"),
        (("--keep", "pose,name"), "--keep: expected some of pose, expression, skin_tone, age, got 'name'"),
        (("--region", "foot"), "--region: expected some of inner, head, got 'foot'"),
        (("--grow", "-1"), "--grow: expected a share"),
        (("--threshold", "2"), "--threshold: expected a score"),
        (("--seed", "-1"), "--seed: expected 0"),
        (("--what", "plates"), "--coco: expected a category of plates, got face, tree"),
        (("--texts", "nowhere.txt"), "--texts nowhere.txt: cannot be read"),
        (("--workers", "many"), "--workers many: expected auto or a number"),
    ],
)
def test_a_wrong_option_is_one_sentence(
    more: tuple[str, str], words: str, photos: Path, tmp_path: Path, call: Call
) -> None:
    code, said = call(photos, "--coco", tmp_path / "boxes.json", "--out", tmp_path / "out", *more)
    assert code == 2
    assert words in said
    assert not (tmp_path / "out" / "images").exists()


def test_the_photographs_folder_is_never_written_into(photos: Path, tmp_path: Path, call: Call) -> None:
    code, said = call(photos, "--coco", tmp_path / "boxes.json", "--out", photos / "out", "--method", "blur")
    assert code == 2
    assert "expected a folder outside" in said


def test_no_picture_is_a_sentence(tmp_path: Path, call: Call) -> None:
    (tmp_path / "photos").mkdir()
    code, said = call(tmp_path / "photos", "--out", tmp_path / "out")
    assert code == 2
    assert "expected 1.." in said


def test_the_words_of_help_are_those_that_are_meant() -> None:
    assert settings.WHAT == arguments.ANONYMIZED
    assert settings.METHODS == arguments.REPLACED_BY
    assert settings.KEEP == arguments.KEPT
    assert settings.REGIONS == arguments.REGIONS
