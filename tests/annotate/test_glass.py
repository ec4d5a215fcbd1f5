"""What is seen through a pane is its own thing's too: plates behind plates of glass."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from annotate import Coverage, Frame, annotate, check, masks
from annotate.formats import export
from annotate.frame import Behind
from annotate.glass import told, visible
from annotate.transform import Warp, move_frame, move_labels
from assets import Label
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import make_config
from scenes import Placed, Pose, SceneSpec

type Mask = NDArray[np.bool_]

CAR, PERSON, PANE = 1, 2, (1, "window")


def through(make: ModuleType, frame: Frame, seen: Mapping[tuple[int, str], Mask], pane: Mask, depth_m: float) -> Frame:
    """The frame with what is behind the pixels of a pane."""
    without = make.frame(dict(seen), {}).coverage
    depth = np.full(pane.shape, depth_m, np.float32)
    return replace(frame, behind=Behind.of(without, depth, pane.astype(np.float32)))


@pytest.fixture
def passenger(make: ModuleType) -> tuple[SceneSpec, Frame]:
    """A car's body at [2, 4, 20, 12] with a window at [6, 6, 10, 6]; behind it, at [8, 7, 4, 9], a person."""
    window, whole = make.rectangle(6, 6, 10, 6), make.rectangle(2, 4, 20, 12)
    person = make.asset((Label("person"),), ("skin",))
    spec = make.scene(Placed(make.asset(parts=("body", "window")), Pose.at(x=2.0), CAR))
    spec = replace(spec, placed=(*spec.placed, Placed(person, Pose.at(x=3.0), PERSON)))
    surfaces = {CAR: make.plate((2, 4, 20, 12)), PERSON: make.plate((8, 7, 4, 9), 3.0, "skin")}
    frame = make.frame({(CAR, "body"): whole & ~window, PANE: window}, surfaces)
    frame.depth[:] = 2.0
    behind = {(CAR, "body"): whole & ~window, (PERSON, "skin"): make.rectangle(8, 7, 4, 9) & window}
    return spec, through(make, frame, behind, window, 3.0)


def test_without_being_asked_a_pane_hides_what_is_behind_it(passenger: tuple[SceneSpec, Frame]) -> None:
    spec, frame = passenger
    labels = annotate(spec, replace(frame, behind=None))
    (car,) = labels.annotations
    assert labels.hidden == ({"instance_id": PERSON, "category": "person"},)
    assert "through_glass" not in car


def test_a_passenger_has_the_pixels_of_the_window_and_the_car_keeps_them(
    passenger: tuple[SceneSpec, Frame], make: ModuleType
) -> None:
    spec, frame = passenger
    labels = annotate(spec, frame)
    car, person = labels.annotations
    assert labels.hidden == ()
    (plain,) = annotate(spec, replace(frame, behind=None)).annotations
    assert car == {**plain, "through_glass": 0}
    seen = make.rectangle(8, 7, 4, 5)
    np.testing.assert_array_equal(masks.decode(person["segmentation"], 30, 40), seen)
    assert (person["bbox"], person["area"], person["through_glass"]) == ([8.0, 7.0, 4.0, 5.0], 20, 20)
    assert person["parts"] == {"skin": 20}
    assert person["amodal_bbox"] == [8.0, 7.0, 4.0, 9.0]
    assert (person["visible_fraction"], person["occlusion"]) == (0.5556, 0.4444)  # the door hides the rest


@pytest.mark.parametrize(("depth_m", "v"), [(3.0, 2), (np.inf, 2), (2.3, 1)])
def test_points_show_through_a_pane_unless_something_hides_them_there(
    passenger: tuple[SceneSpec, Frame], make: ModuleType, depth_m: float, v: int
) -> None:
    spec, frame = passenger
    points = {"front_low_left": (0.0, 1.5, 0.9), "rear_low_left": (0.0, 1.5, 0.15)}  # behind the window and the door
    asset = make.asset((Label("car"),), ("skin",), keypoints=points)
    spec = replace(spec, placed=(spec.placed[0], Placed(asset, Pose.at(x=3.0), PERSON)))
    assert frame.behind is not None
    behind = replace(frame.behind, depth=np.where(frame.behind.pane, np.float32(depth_m), np.float32(0.0)))
    person = annotate(spec, replace(frame, behind=behind)).annotations[1]
    triples = {tuple(point) for point in np.reshape(person["keypoints"], (-1, 3)).tolist() if point[2]}
    assert triples == {(10.0, 9.0, v), (10.0, 14.0, 1)}


def test_a_thing_of_scenery_may_have_the_pane(make: ModuleType) -> None:
    """A car behind a shop window: the pixels are nobody's, and the car's all the same."""
    window = make.rectangle(5, 5, 10, 8)
    spec = make.scene(Placed(make.asset(), Pose.at(x=2.0), CAR))
    frame = make.frame({(CAR, "body"): make.rectangle(2, 6, 20, 4) & ~window}, {CAR: make.plate((2, 6, 20, 4))})
    frame = through(make, frame, {(CAR, "body"): make.rectangle(2, 6, 20, 4)}, window, 2.0)
    (car,) = annotate(spec, frame).annotations
    assert (car["area"], car["through_glass"], car["parts"], car["occlusion"]) == (80, 40, {"body": 80}, 0.0)


def test_a_face_behind_its_own_visor_has_the_visors_pixels_as_its_own_parts(make: ModuleType) -> None:
    head, visor = make.rectangle(5, 5, 10, 10), make.rectangle(5, 8, 10, 3)
    face = Label("face", frozenset({"skin"}), open=True)
    rider = make.asset((face, Label("person_head")), ("skin", "visor"))
    spec = make.scene(Placed(rider, Pose.at(x=2.0), PERSON))
    surface = make.joined(make.plate((5, 5, 10, 10), part="skin"), make.plate((5, 8, 10, 3), 1.9, "visor"))
    frame = make.frame({(PERSON, "skin"): head & ~visor, (PERSON, "visor"): visor}, {PERSON: surface})
    frame = through(make, frame, {(PERSON, "skin"): head}, visor, 2.0)
    shown, whole = annotate(spec, frame).annotations
    assert (shown["area"], shown["through_glass"], shown["parts"]) == (100, 30, {"skin": 100})
    assert shown["attributes"]["occluded_by"] == "none"
    assert (whole["area"], whole["through_glass"], whole["parts"]) == (100, 0, {"skin": 70, "visor": 30})


def test_what_hides_something_behind_a_pane_is_named_and_the_pane_is_not(make: ModuleType) -> None:
    window, head = make.rectangle(0, 0, 40, 30), make.rectangle(5, 5, 10, 10)
    face = make.asset((Label("face", frozenset({"skin"}), open=True),), ("skin", "hair"))
    car = make.asset(parts=("window",))
    spec = make.scene(Placed(car, Pose.at(x=1.0), CAR), Placed(face, Pose.at(x=2.0), PERSON))
    surfaces = {CAR: make.plate((0, 0, 40, 30), 1.0, "window"), PERSON: make.plate((5, 5, 10, 10), 2.0, "skin")}
    hair = make.rectangle(5, 5, 10, 3)
    frame = make.frame({PANE: window}, surfaces)
    frame = through(make, frame, {(PERSON, "skin"): head & ~hair, (PERSON, "hair"): hair}, window, 2.0)
    got = next(item for item in annotate(spec, frame).annotations if item["category"] == "face")
    assert (got["attributes"]["occluded_by"], got["occlusion"]) == ("hair", 0.3)


SHARES = arrays(np.float32, (2, 4, 5), elements=st.sampled_from([0.0, 0.25, 0.5, 1.0]))
LEAVES = ((1, "body"), (1, "window"), (2, "skin"), (2, "hair"))


def coverages() -> st.SearchStrategy[Coverage]:
    index = arrays(np.int16, (2, 4, 5), elements=st.integers(-1, 3))
    return st.builds(lambda i, w: Coverage(LEAVES, i, np.where(i < 0, 0, w / 2).astype(np.float32)), index, SHARES)


@given(coverages(), coverages(), arrays(np.bool_, (4, 5)), st.sampled_from([None, {"skin"}, {"body", "hair"}]))
def test_any_mask_is_made_of_its_own_pixels_and_of_those_behind_panes(
    front: Coverage, without: Coverage, pane: Mask, parts: set[str] | None
) -> None:
    nothing = np.zeros((4, 5, 3), np.uint8)
    behind = Behind.of(without, np.ones((4, 5), np.float32), pane.astype(np.float32))
    frame = Frame(nothing, np.ones((4, 5), np.float32), nothing.astype(np.float32), front, {}, behind=behind)
    for number in (1, 2):
        mask, own = visible(frame, number, parts), front.mask(number, parts)
        assert not (own & ~mask).any()
        assert not (mask & ~own & ~pane).any()
        np.testing.assert_array_equal(mask[pane], (own | without.mask(number, parts))[pane])
        said = told(frame, mask, number, parts)
        assert sum(said["parts"].values()) == mask.sum()
        assert parts is None or set(said["parts"]) <= parts
        assert said["through_glass"] <= (mask & pane).sum()


def test_labels_that_move_keep_what_is_seen_through_glass(passenger: tuple[SceneSpec, Frame]) -> None:
    spec, frame = passenger
    source = np.arange(30 * 40).reshape(30, 40)[:10, ::-1].copy()  # mirrored, and cut through the window
    warp = Warp((30, 40), source, np.ones((10, 40), np.bool_), lambda p: np.stack([40.0 - p[:, 0], p[:, 1]], axis=1))
    moved = move_frame(frame, warp.gather(frame.rgb, 0), warp)
    assert moved.behind is not None and moved.behind.pane.sum() == 40
    car, person = move_labels(annotate(spec, frame, amodal_masks=True), moved, warp).annotations
    assert (person["area"], person["through_glass"], person["parts"]) == (12, 12, {"skin": 12})
    assert car["through_glass"] == 0
    np.testing.assert_array_equal(masks.decode(person["segmentation"], 10, 40), visible(moved, PERSON))


WINDOWS = '''"""Boxes, of which every other one is a pane."""

import numpy as np

import prelabel as pl


class Windows(pl.SceneParams):
    pass


@pl.scene("windows", params=Windows, categories=("box", "pane"), parts=("box",))
def windows(rng: np.random.Generator, params: Windows) -> pl.SceneSpec:
    placed = []
    for number in range(1, 9):
        kind = "pane" if number % 2 else "box"
        look = pl.Material(kind, "glass" if number % 2 else "principled")
        mesh = pl.primitives.box(tuple(rng.uniform(0.5, 1.5, 3)), look, category=kind)
        placed.append(pl.Placed(mesh, pl.Pose.at(rng.uniform(-3, 3), rng.uniform(-1.5, 1.5)), instance_id=number))
    camera = pl.PinholeCamera.from_fov(params.size, 0.9, pl.look_at((-6.0, 0.0, 1.5), (0.0, 0.0, 0.4)))
    return pl.SceneSpec(tuple(placed), camera, pl.World("courtyard"))
'''


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six frames of boxes behind panes, with all files of ids."""
    folder = tmp_path_factory.mktemp("panes")
    (folder / "windows.py").write_text(WINDOWS)
    values: dict[str, Any] = {"scenes": [str(folder / "windows.py")], "count": 6, "size": (64, 48)}
    config = make_config({**values, "through_glass": True, "passes": ["masks", "parts"], "format": "png"})
    assert run(config, folder / "run", lambda watch: FakeRenderer(through_glass=True)).done == 6
    return folder / "run"


def test_a_dataset_of_panes_is_sound(dataset: Path) -> None:
    report = check(dataset)
    assert report.ok, [row for row in report.rows if row.failures]


@pytest.mark.parametrize("said", ["0", "-3", "100000", '"many"'])
def test_a_dataset_that_says_otherwise_than_its_masks_is_not(dataset: Path, tmp_path: Path, said: str) -> None:
    shutil.copytree(dataset, tmp_path / "run")
    path = tmp_path / "run" / "annotations" / "instances.json"
    changed, count = re.subn(r'"through_glass":\s*[1-9]\d*', f'"through_glass":{said}', path.read_text())
    assert count
    path.write_text(changed)
    assert not check(tmp_path / "run").ok


@pytest.mark.parametrize(
    "kind", ["yolo", "yolo-seg", "kitti", "voc", "openimages-csv", "webdataset", "hf", "croissant"]
)
def test_masks_that_overlap_can_be_exported(dataset: Path, tmp_path: Path, kind: str) -> None:
    summary = export(dataset, kind, tmp_path / "out")
    assert summary.images == 6 and summary.annotations > 6
