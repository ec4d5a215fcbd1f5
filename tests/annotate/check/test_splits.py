"""Each frame stands in one split, as it stands in the whole."""

from tests.annotate.check.conftest import edited, failures, set_in


def test_a_frame_in_two_splits(dataset):
    folder = dataset / "annotations"
    (folder / "instances_val.json").write_bytes((folder / "instances.json").read_bytes())
    found = failures(dataset)["splits partition the frames"]
    assert "image 4 is in split train and in split val" in found


def test_a_split_that_lost_a_frame(dataset):
    found = edited(dataset, lambda data: data.update(images=[], annotations=[]), "instances_val")
    assert found["splits partition the frames"][0] == "image 5 is in no split"


def test_a_split_that_says_something_else(dataset):
    found = edited(dataset, set_in("annotations", "area", 3), "instances_val")
    assert found == {"splits partition the frames": ("split val: annotation 50001 is not that of instances.json",)}


def test_a_split_that_is_missing_or_torn(dataset):
    (dataset / "annotations" / "instances_val.json").unlink()
    (dataset / "annotations" / "instances_train.json").write_text("{")
    found = failures(dataset)["splits partition the frames"]
    assert found[0].startswith("split train: ") and "line 1, column 2" in found[0]
    assert found[1].startswith("split val: ") and "cannot be read" in found[1]
