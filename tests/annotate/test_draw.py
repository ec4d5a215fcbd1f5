import numpy as np
import pytest

from annotate import annotate, contact_sheet, draw, masks
from annotate.draw import WHAT, enlarged, read_what
from annotate.trails import LONGEST, Trails
from assets import ConfigError


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


GREY = np.full((240, 320, 3), 90, np.uint8)
CAR = {
    "category": "car",
    "bbox": [60.0, 60.0, 200.0, 120.0],
    "amodal_bbox": [40.0, 50.0, 230.0, 140.0],
    "segmentation": [[60.0, 60.0, 260.0, 60.0, 260.0, 180.0, 60.0, 180.0]],
    "keypoints": [100.5, 100.5, 2, 200.5, 100.5, 1, 0, 0, 0, *[0.0] * 63],
    "bbox3d": {"corners": [[x, y] for x in (80.0, 240.0) for y in (80.0, 160.0) for _ in range(2)]},
    "attributes": {"type": "suv", "color": "red"},
    "track_id": 10,
    "trail": [[20.0, 200.0], [90.0, 190.0], [160.0, 180.0]],
}


@pytest.mark.parametrize("what", WHAT)
def test_only_what_is_asked_for_is_drawn(what):
    changed = {name: draw(GREY, [CAR], what={name}) != GREY for name in WHAT}
    assert changed[what].any()
    for other in set(WHAT) - {what}:
        assert (changed[what] != changed[other]).any()
    assert (draw(GREY, [CAR], what=()) == GREY).all()


def test_a_visible_keypoint_is_filled_and_a_hidden_one_hollow():
    far_wheel = [0] * 24 + [200.5, 100.5, 1]  # no edge joins it to the first point
    car = {**CAR, "keypoints": [100.5, 100.5, 2, *far_wheel[3:], *[0] * 45]}
    out = draw(GREY, [car], what={"keypoints"})
    around = out[96:106, 196:206] != 90
    assert (out[100, 100] != 90).any()
    assert around.any() and not around[4, 4].any()
    assert (out[:8, :8] == 90).all(), "a point with v = 0 is nowhere"


def test_both_ends_of_an_edge_must_be_known():
    car = {**CAR, "keypoints": [100.0, 100.0, 2, *[0] * 69]}
    assert (draw(GREY, [car], what={"keypoints"})[:, 120:] == 90).all()


def test_the_front_of_a_cuboid_is_crossed_out():
    square = [[100.0, 100.0], [100.0, 40.0], [40.0, 100.0], [40.0, 40.0]]
    corners = [[x + 100.0, y + 100.0] for x, y in square] + square  # the front is the last four
    out = draw(GREY, [{**CAR, "bbox3d": {"corners": corners}}], what={"cuboids"})
    assert (out[70, 70] != 90).any()
    assert (out[185, 160] == 90).all()


@pytest.mark.parametrize("corners", [None, [[-1e6, 3e6], [1e7, -1e7]] * 4, [[1e5, 1e5]] * 8])
def test_cuboids_that_leave_the_picture(corners):
    assert draw(GREY, [{**CAR, "bbox3d": {"corners": corners}}], what={"cuboids"}).shape == GREY.shape


def test_amodal_masks_are_outlined():
    whole = np.zeros((240, 320), bool)
    whole[10:200, 20:300] = True
    car = {**CAR, "amodal_segmentation": masks.rle(whole)}
    assert (draw(GREY, [car], what={"amodal"})[100, 20] != 90).any()


@pytest.mark.parametrize("factor", [1, 3])
def test_a_small_picture_is_enlarged_with_its_labels(factor):
    mask = np.zeros((240, 320), bool)
    mask[60:180, 60:260] = True
    picture, (item,) = enlarged(GREY, [{**CAR, "amodal_segmentation": masks.rle(mask)}], factor)
    assert picture.shape == (240 * factor, 320 * factor, 3)
    for key in ("segmentation", "amodal_segmentation"):
        got = masks.decode(item[key], 240 * factor, 320 * factor)
        assert masks.box(got) == item["bbox"] == [factor * value for value in CAR["bbox"]]
    assert item["keypoints"][:3] == [factor * 100.5, factor * 100.5, 2]
    assert item["bbox3d"]["corners"][0] == [factor * 80.0, factor * 80.0]


def test_what_to_draw_has_names():
    assert read_what(["boxes", "masks"]) == {"boxes", "masks"}
    with pytest.raises(ConfigError, match=r"expected some of boxes, .*, got 'cuboid' \(did you mean 'cuboids'\?\)"):
        read_what(["cuboid"])


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


def test_a_face_and_its_head_have_one_title():
    face = {**CAR, "category": "face", "keypoints": [0.0] * 210, "instance_id": 1}
    head = {**face, "category": "person_head", "bbox": [40.0, 30.0, 240.0, 200.0]}
    boxes = {"boxes"}
    both, apart = draw(GREY, [face, head], what=boxes), draw(GREY, [face, {**head, "instance_id": 2}], what=boxes)
    assert (both[:28] == GREY[:28]).all(), "above the head's box"
    assert (apart[:28] != GREY[:28]).any()


def test_many_small_things_keep_their_boxes_and_lose_their_titles():
    small = [
        {**CAR, "category": "person_head", "bbox": [10.0 * i, 100.0, 8.0, 8.0], "instance_id": i} for i in range(13)
    ]
    assert (draw(GREY, small, what={"boxes"})[80:96] == GREY[80:96]).all()
    assert (draw(GREY, small[:12], what={"boxes"})[80:96] != GREY[80:96]).any()


def test_a_trail_goes_back_through_the_clip_and_no_further():
    trails = Trails()
    box = {"bbox": [10.0, 20.0, 4.0, 6.0], "track_id": 7}

    def trail(clip, frame, moved):
        (item,) = trails.follow(
            {"video_id": clip, "frame_index": frame}, [{**box, "bbox": [10.0 + moved, 20.0, 4.0, 6.0]}]
        )
        return item["trail"]

    assert trail(0, 0, 0) == [[12.0, 26.0]]
    assert trail(0, 1, 5) == [[12.0, 26.0], [17.0, 26.0]]
    assert trail(0, 3, 9) == [[21.0, 26.0]], "frames were left out"
    assert trail(1, 4, 2) == [[14.0, 26.0]], "another clip"
    for frame in range(5, 5 + 2 * LONGEST):
        last = trail(1, frame, frame)
    assert len(last) == LONGEST
    assert trails.follow({}, [box]) == [box], "still pictures have none"


def test_an_enlarged_picture_has_an_enlarged_trail():
    _, (item,) = enlarged(GREY, [CAR], 2)
    assert item["trail"][1] == [180.0, 380.0]
