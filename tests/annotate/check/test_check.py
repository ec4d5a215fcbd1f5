"""``check`` of a clean dataset, and of what is none."""

import pytest

from annotate import check
from annotate.entries import read_entries
from assets import DatasetError

CLEAN = (
    "entries are complete",
    "pycocotools loads it",
    "ids are unique",
    "frames are those of the run",
    "pictures decode at their size",
    "picture files have entries",
    "marks say what pictures are",
    "pictures differ",
    "images and categories exist",
    "masks decode and show something",
    "areas equal masks",
    "boxes are tight",
    "visible is within amodal",
    "amodal masks hold the visible ones",
    "keypoints fit their category",
    "3D boxes fit the camera",
    "attributes fit their schema",
    "instances are all accounted for",
    "filters hold",
    "mask files agree with annotations",
    "splits partition the frames",
)


def test_a_clean_dataset_has_no_failures(dataset):
    report = check(dataset)
    assert report.ok
    assert tuple(row.name for row in report.rows) == CLEAN
    assert all(row.checked for row in report.rows)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b'{"images":[\n{"id":1', "line 2, column 8: this is not JSON"),
        (b"\xff\xfe", "this is not JSON"),
        (b'{"images": NaN}', "JSON has no NaN"),
        (b"[" * 100_000, "this is not JSON"),
        (b"[]", "expected a COCO object with a list of images"),
        (b'{"images": [], "annotations": 3}', "expected a COCO object with a list of annotations"),
    ],
)
def test_a_file_that_is_no_dataset_is_one_sentence(dataset, text, sentence):
    (dataset / "annotations" / "instances.json").write_bytes(text)
    with pytest.raises(DatasetError, match=sentence):
        check(dataset)


def test_a_folder_without_annotations_is_one_sentence(tmp_path):
    with pytest.raises(DatasetError, match=r"instances\.json: cannot be read \(No such file or directory\)"):
        read_entries(tmp_path / "annotations" / "instances.json")
