import numpy as np
import pytest

from annotate import annotate, contact_sheet, draw


def test_drawing_leaves_the_picture_alone_and_marks_what_is_labelled(two_plates):
    spec, frame = two_plates
    before = frame.rgb.copy()
    out = draw(frame.rgb, annotate(spec, frame).annotations)
    assert (frame.rgb == before).all()
    assert out.shape == before.shape
    assert (out[6, 4] != before[6, 4]).any()
    assert (out[28, 38] == before[28, 38]).all()


def test_instances_have_colours_of_their_own(two_plates):
    spec, frame = two_plates
    out = draw(frame.rgb, annotate(spec, frame).annotations)
    assert (out[10, 4] != out[10, 12]).any()


def test_coco_entries_are_drawn_by_category_id(make):
    item = {
        "category_id": 3,
        "bbox": [30.0, 40.0, 200.0, 150.0],
        "segmentation": [[30.0, 40.0, 230.0, 40.0, 230.0, 190.0, 30.0, 190.0]],
    }
    picture = np.zeros((240, 320, 3), np.uint8)
    named, unnamed = draw(picture, [item], {3: "a rather long name"}), draw(picture, [item])
    assert (named != unnamed).any(), "the title says the name"


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (1000, 40), (2000, 3000)])
@pytest.mark.parametrize("box", [[0.0, 0.0, 1.0, 1.0], [-1e7, -1e7, 2e7, 2e7]])
def test_any_size_of_picture_and_amodal_box_can_be_drawn(size, box):
    item = {
        "category": "car",
        "bbox": [0.0, 0.0, 1.0, 1.0],
        "amodal_bbox": box,
        "segmentation": [[0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0]],
        "attributes": {"type": "größer", "yaw_deg": 12.5},
    }
    assert draw(np.zeros((*size, 3), np.uint8), [item]).shape == (*size, 3)


def test_a_contact_sheet_holds_every_picture_in_reading_order():
    pictures = [np.full((10, 20, 3), shade, np.uint8) for shade in (10, 20, 30, 40, 50)]
    sheet = contact_sheet(pictures, columns=2)
    assert sheet.shape == (3 * 16 + 6, 2 * 26 + 6, 3)
    assert [sheet[11 + 16 * (i // 2), 16 + 26 * (i % 2), 0] for i in range(6)] == [10, 20, 30, 40, 50, 255]


def test_captions_get_a_line_of_their_own():
    pictures = [np.zeros((60, 90, 3), np.uint8)] * 2
    plain, captioned = contact_sheet(pictures, 2), contact_sheet(pictures, 2, ["one", "two"])
    assert captioned.shape[0] > plain.shape[0]
    assert captioned[6 + 60 :].min() < 128, "ink below the pictures"
    assert (captioned[:66] == plain[:66]).all()


def test_pictures_of_different_sizes_share_a_sheet():
    sheet = contact_sheet([np.zeros((10, 30, 3), np.uint8), np.zeros((40, 5, 3), np.uint8)], columns=1)
    assert (sheet == 0).all(axis=2).sum() == 10 * 30 + 40 * 5


def test_a_sheet_of_nothing_is_a_white_pixel():
    assert contact_sheet([]).tolist() == [[[255, 255, 255]]]
