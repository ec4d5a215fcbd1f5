"""Ground-truth files: what is written is what is read."""

from pathlib import Path

import cv2
import numpy as np
import OpenEXR
import pytest

from annotate.frame import Coverage, Frame
from assets import RenderError
from assets.faces import PARSING
from render.stores.truth import encode_pass, instance_ids, parsing_map, part_legend, part_map

LEAVES = ((1, "body"), (1, "wheel"), (7, "body"))
#           body of 1   wheel of 1   body of 7   nothing
INDEX = np.array([[[0, 1, 2, -1]], [[2, 0, 0, 2]]], np.int16)
WEIGHT = np.array([[[0.6, 0.5, 0.7, 0.0]], [[0.4, 0.4, 0.3, 0.3]]], np.float32)
COVERAGE = Coverage(LEAVES, INDEX, WEIGHT)
DEPTH = np.array([[1.5, 2.25, np.inf, 4.0]], np.float32)
NORMALS = np.array([[[0, 0, -1], [1, 0, 0], [0, 1, 0], [0, 0, 0]]], np.float32)
FRAME = Frame(np.zeros((1, 4, 3), np.uint8), DEPTH, NORMALS, COVERAGE, {})
PARTS = part_legend(["body", "wheel", "body"])


def test_legend_starts_at_1_and_names_each_part_once() -> None:
    assert PARTS == {"body": 1, "wheel": 2}


def test_an_instance_owns_the_pixels_it_covers_by_half() -> None:
    assert instance_ids(COVERAGE).tolist() == [[1, 1, 7, 0]]


def test_a_pixel_shows_its_largest_part_over_all_instances() -> None:
    assert part_map(COVERAGE, PARTS).tolist() == [[1, 2, 1, 0]]


def test_a_part_that_no_scene_declares_is_an_error() -> None:
    with pytest.raises(RenderError, match=r"got wheel"):
        part_map(COVERAGE, {"body": 1})


def test_parsing_has_the_19_classes_of_facesynthetics() -> None:
    assert len(PARSING) == 19
    assert [PARSING[name] for name in ("background", "skin", "left_eye", "bottom_lip", "neck", "facewear")] == [
        *(0, 1, 4, 11, 12, 18)
    ]
    leaves = ((1, "skin"), (1, "scalp"), (1, "hair"), (2, "wheel"))
    index = np.array([[[0, 2, 3, 2, 0]], [[1, 0, 2, -1, -1]], [[2, -1, -1, -1, -1]]], np.int16)
    weight = np.array([[[0.3, 0.6, 0.6, 0.4, 0.5]], [[0.3, 0.4, 0.4, 0, 0]], [[0.4, 0, 0, 0, 0]]], np.float32)
    assert parsing_map(Coverage(leaves, index, weight)).tolist() == [[1, 13, 0, 0, 1]], "scalp and skin are one class"


def test_png_passes_read_back(tmp_path: Path) -> None:
    for name, expected in (("masks", [[1, 1, 7, 0]]), ("parts", [[1, 2, 1, 0]])):
        data = np.frombuffer(encode_pass(name, FRAME, PARTS, tmp_path), np.uint8)
        assert cv2.imdecode(data, cv2.IMREAD_UNCHANGED).tolist() == expected


def test_exr_passes_read_back_exactly_and_leave_no_scratch(tmp_path: Path) -> None:
    for name, expected in (
        ("depth", {"Z": DEPTH}),
        ("normals", {axis: NORMALS[..., i] for i, axis in enumerate("XYZ")}),
    ):
        data = encode_pass(name, FRAME, PARTS, tmp_path)
        assert list(tmp_path.iterdir()) == []
        assert data == encode_pass(name, FRAME, PARTS, tmp_path)  # no date in it
        path = tmp_path / "read.exr"
        path.write_bytes(data)
        with OpenEXR.File(str(path), separate_channels=True) as file:
            for channel, values in expected.items():
                assert np.array_equal(file.channels()[channel].pixels, values)
        path.unlink()
