"""What the page is told: windows of pictures, facets, pictures with all that is known, two sets, a run that goes on."""

import json
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from fastapi.testclient import TestClient

from assets import ConfigError
from prelabel import render
from tests.view.conftest import client, content, write
from view.sets import opened
from view.sets.opened import View

ROOT = Path(__file__).parents[2]


def told(page: TestClient, path: str, **parameters: Any) -> Any:
    answer = page.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_window_holds_what_is_drawn(page: TestClient) -> None:
    pictures = told(page, "/api/window", q="color = white", offset=1, count=5)
    assert [picture["id"] for picture in pictures] == [7, 11]
    things = pictures[0]["things"]
    assert [thing["category"] for thing in things] == ["car", "bus", "car"]
    assert things[1]["box"] == [16, 6, 10, 20]
    assert "outlines" not in things[1]
    assert told(page, "/api/window", q="id = 7", masks=True)[0]["things"][1]["outlines"] == [
        [16, 6, 26, 6, 26, 26, 16, 26]
    ]


def test_run_lengths_become_outlines(tmp_path: Path) -> None:
    coco = content(4)
    annotation = coco["annotations"][0]
    mask = np.zeros((48, 64), bool)
    mask[10:20, 30:40] = True
    from annotate import masks

    annotation["segmentation"] = masks.rle(mask)
    coco["annotations"][1]["segmentation"] = {"size": [1, 1], "counts": "!!"}  # no mask: the box is drawn alone
    page = client(View((write(tmp_path / "set", coco),)))
    assert told(page, "/api/window", masks=True)[1]["things"][0]["outlines"] == [[30, 10, 30, 20, 40, 20, 40, 10]]
    assert told(page, "/api/window", masks=True)[2]["things"][0]["outlines"] == []


def test_a_picture_tells_all_that_its_entry_says(page: TestClient) -> None:
    picture = told(page, "/api/picture/0/3")
    assert picture["parameters"] == {"light": "day"}
    assert picture["things"][1]["attributes"] == {"color": "blue", "brake": False, "yaw_deg": 30.0}
    assert picture["things"][1]["fields"]["occlusion"] == 0.2
    assert (picture["passes"], picture["command"]) == ([], "")


def test_neighbours_are_those_of_the_filter(page: TestClient) -> None:
    found = told(page, "/api/place", position=7, q="color = white")
    assert found == {"place": 1, "before": 3, "after": 11, "of": 3}
    assert told(page, "/api/place", position=2, q="color = white")["place"] is None


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/api/select?q=colour+%3D+red", 400, "filter: there is no 'colour' (did you mean 'color'?)"),
        ("/api/select?f=color+in+%28", 400, "filter: expected a value, got nothing"),
        ("/api/window?count=5000", 400, "window: expected 1 to 400 pictures, got 5000 from 0 on"),
        ("/api/select?set=1", 400, "view: expected a set in 0..0, got 1"),
        ("/api/picture/0/99", 404, "there is no picture 99"),
        ("/small/0/99", 404, "there is no picture 99"),
        ("/layer/0/1/secrets", 400, "layer: expected one of depth, normals"),
        ("/layer/0/1/depth", 400, "--passes depth"),
        ("/api/compare", 400, "compare: expected two sets"),
        ("/api/ids?tag=none", 400, "tag 'none': no picture has it"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(page: TestClient, path: str, status: int, sentence: str) -> None:
    answer = page.get(path)
    for _ in range(50):
        if answer.status_code != 200:
            break
        time.sleep(0.1)  # a comparison is begun, and then says that it cannot be
        answer = page.get(path)
    assert answer.status_code == status
    assert sentence in answer.json()["error"]
    assert "\n" not in answer.json()["error"]


def test_a_set_that_changed_on_the_disk_says_so(folder: Path) -> None:
    page = client(View((folder,)))
    path = folder / "annotations" / "instances.json"
    path.write_text("\n\n\n" + path.read_text())
    answer = page.get("/api/picture/0/3")
    assert (answer.status_code, "load the page again" in answer.json()["error"]) == (404, True)


def test_small_pictures_are_made_once_and_not_in_the_set(tmp_path: Path, own_cache: Path) -> None:
    folder = write(tmp_path / "set", content(1))
    large = np.random.default_rng(0).integers(0, 255, (900, 1200, 3), np.uint8)
    cv2.imwrite(str(folder / "images" / "000.png"), large)
    before = sorted(folder.rglob("*"))
    page = client(View((folder,)))
    first = page.get("/small/0/0").content
    size = cv2.imdecode(np.frombuffer(first, np.uint8), cv2.IMREAD_COLOR).shape
    assert size == (288, 384, 3)
    kept = [path for path in own_cache.rglob("*.jpg") if path.read_bytes() == first]
    assert len(kept) == 1
    stamp = kept[0].stat().st_mtime_ns
    assert page.get("/small/0/0").content == first
    assert kept[0].stat().st_mtime_ns == stamp
    assert sorted(folder.rglob("*")) == before


def test_two_sets_lie_over_each_other(folder: Path, tmp_path: Path) -> None:
    coco = content(8)
    for annotation in coco["annotations"]:
        annotation["occlusion"] *= 2
        annotation["attributes"].pop("brake")
    page = client(View((folder, write(tmp_path / "other", coco))))
    assert [one["pictures"] for one in told(page, "/api/view")["sets"]] == [12, 8]
    a, b = ({facet["name"]: facet for facet in told(page, "/api/facets", set=number)} for number in (0, 1))
    assert a["occlusion"]["high"] == b["occlusion"]["high"] == pytest.approx(1.1)
    assert page.get("/api/select", params={"set": 1, "q": "brake = true"}).status_code == 400
    deadline = time.monotonic() + 120.0
    while not (report := told(page, "/api/compare"))["ready"]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert "score" in report["scores"]
    assert {"color", "count"} <= {row["key"] for row in report["rows"]}


@pytest.fixture
def three(folder: Path, tmp_path: Path) -> TestClient:
    """A page over sets of 12, 9 and 8 pictures; the third has whole occlusions, and a category of its own."""
    coco = content(8)
    for annotation in coco["annotations"]:
        annotation["occlusion"] = 2
    coco["categories"].append({"id": 3, "name": "tram"})
    coco["annotations"][0]["category_id"] = 3
    return client(View((folder, write(tmp_path / "second", content(9)), write(tmp_path / "third", coco))))


def compared(page: TestClient, a: int, b: int) -> Any:
    deadline = time.monotonic() + 120.0
    while not (report := told(page, "/api/compare", a=a, b=b))["ready"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return report


def test_three_sets_lie_over_each_other(three: TestClient) -> None:
    assert [(one["letter"], one["pictures"]) for one in told(three, "/api/view")["sets"]] == [
        ("A", 12),
        ("B", 9),
        ("C", 8),
    ]
    found = [{facet["name"]: facet for facet in told(three, "/api/facets", set=number)} for number in range(3)]
    assert [dict(map(tuple, one["category"]["counts"]))["bus"] for one in found] == [6, 4, 4]
    a, b = (one["occlusion"] for one in found[:2])  # the third has one value, which says nothing
    assert (a["low"], a["high"], a["whole"]) == (b["low"], b["high"], b["whole"]) == (0.0, 2.0, False)


def test_any_two_of_three_sets_are_compared_once(three: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[tuple[str, str]] = []

    def compare_sources(*given: Any) -> Any:
        measured.append(given[-1])
        return real(*given)

    real = opened.compare_sources
    monkeypatch.setattr(opened, "compare_sources", compare_sources)
    near, far = compared(three, 0, 1), compared(three, 1, 2)
    assert not any("tram" in note for note in near["notes"])
    assert any(note.startswith("C alone has tram") for note in far["notes"])
    assert (compared(three, 0, 1), compared(three, 2, 1)) == (near, far)
    assert told(three, "/api/compare") == near  # the first two, where none are named
    assert measured == [("A", "B"), ("B", "C")]


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ({"a": 1, "b": 1}, "compare: expected two different sets, got B twice"),
        ({"a": 0, "b": 3}, "view: expected a set in 0..2, got 3"),
    ],
)
def test_what_is_no_pair_is_one_sentence(three: TestClient, pair: dict[str, int], sentence: str) -> None:
    answer = three.get("/api/compare", params=pair)
    assert (answer.status_code, answer.json()["error"]) == (400, sentence)


def test_pictures_that_look_alike_are_found_in_the_other_set(folder: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", content())
    page = client(View((folder, other)))
    deadline = time.monotonic() + 120.0
    while not (found := told(page, "/api/like/0/5", among=1))["ready"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert found["near"][0] == {"position": 5, "distance": 0.0}
    while not (own := told(page, "/api/like/0/5", among=0))["ready"]:
        time.sleep(0.1)
    assert own["near"][0]["position"] in (4, 6)  # not itself


def test_a_set_of_which_no_picture_can_be_read_has_no_look_alikes_and_says_so(folder: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", content(3))
    for picture in (other / "images").iterdir():
        picture.unlink()
    page = client(View((folder, other)))
    deadline = time.monotonic() + 120.0
    while (answer := page.get("/api/like/0/5", params={"among": 1})).status_code == 200:
        assert not answer.json()["ready"]
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert answer.status_code == 404
    assert answer.json()["error"].endswith("other: none of its pictures can be read")


def test_what_a_line_asks_for_in_vain_is_told_with_what_it_leaves(page: TestClient) -> None:
    assert told(page, "/api/select", q="color = bus")["unknown"] == ["no color is 'bus'; category = bus is there"]
    assert "unknown" not in told(page, "/api/select", q="category = bus")


def test_other_formats_are_shown_too(tmp_path: Path) -> None:
    folder = write(tmp_path / "set", content(4))
    (folder / "annotations" / "instances.json").unlink()
    (folder / "annotations").rmdir()
    (folder / "labels").mkdir()
    (folder / "labels" / "001.txt").write_text("0 0.5 0.5 0.25 0.5\n")
    (folder / "data.yaml").write_text("names: [car]\ntrain: images\n")
    page = client(View((folder,)))
    assert told(page, "/api/select", q="category = car") == {"pictures": 1, "things": 1}
    assert told(page, "/api/window", q="category = car")[0]["things"][0]["box"] == [24.0, 12.0, 16.0, 24.0]
    assert page.get("/small/0/1").status_code == 200
    (folder / "labels" / "001.txt").write_text("0 0.5 0.5 0.25 0.5\n0 0.2 0.2 0.1 0.1\n")
    assert told(client(View((folder,))), "/api/select", q="category = car") == {"pictures": 1, "things": 2}


def test_a_place_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected a dataset's folder or a COCO file"):
        View((tmp_path / "nothing",))


# --- a run that goes on


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four frames of a run without Blender, as they lie there before the COCO file is written."""
    from render.cli import commands

    monkeypatch.setattr(commands, "RENDERER", "render.run.fake:fake_renderer")
    monkeypatch.setattr(opened, "REFRESH_S", 0.0)
    out = tmp_path / "run"
    options: dict[str, Any] = {"size": (64, 48), "samples": 1, "passes": ("depth", "normals", "masks")}
    render(ROOT / "examples" / "boxes.py", count=4, out=out, workers=0, quiet=True, **options)
    (out / "annotations" / "instances.json").unlink()
    return out


def test_a_run_that_is_still_being_written_is_shown_as_far_as_it_is(run: Path) -> None:
    records = run / "records" / "shard-00000.jsonl"
    lines = records.read_bytes().splitlines(keepends=True)
    records.write_bytes(b"".join(lines[:2]) + lines[2][:50])
    view = View((run,))
    page = client(view)
    assert told(page, "/api/select")["pictures"] == 2
    records.write_bytes(b"".join(lines))
    state = told(page, "/api/state")
    assert (state["changed"], state["sets"][0]["pictures"], state["sets"][0]["live"]) == ([True], 4, True)
    assert told(page, "/api/select")["pictures"] == 4
    assert told(page, "/api/picture/0/3")["id"] == 3
    assert told(page, "/api/state")["changed"] == [False]


def test_a_run_in_the_place_of_another_is_read_anew(run: Path) -> None:
    assert told(client(View((run,))), "/api/select")["pictures"] == 4
    records = run / "records" / "shard-00000.jsonl"
    lines = records.read_bytes().splitlines(keepends=True)
    records.write_bytes(lines[3])
    page = client(View((run,)))
    assert [picture["id"] for picture in told(page, "/api/window")] == [3]
    (run / "run.yaml").write_text((run / "run.yaml").read_text().replace("seed: 0", "seed: 5"))
    records.write_bytes(b"".join(lines[:2]) + b" " * (len(lines[3]) + 1) + b"\n")
    page = client(View((run,)))
    assert [picture["id"] for picture in told(page, "/api/window")] == [0, 1]


def test_a_frame_that_was_made_twice_is_shown_once(run: Path) -> None:
    records = run / "records" / "shard-00000.jsonl"
    lines = records.read_bytes().splitlines(keepends=True)
    records.write_bytes(b"".join([*lines, lines[1]]))
    page = client(View((run,)))
    things = sum(len(json.loads(line)["annotations"]) for line in lines)
    assert told(page, "/api/select") == {"pictures": 4, "things": things}


def test_a_frame_says_how_it_is_made_again_and_what_was_rendered_beside_it(run: Path) -> None:
    page = client(View((run,)))
    picture = told(page, "/api/picture/0/2")
    assert picture["command"] == f"prelabel render --config {run / 'run.yaml'} --start 2 --count 1 --out frame-2"
    assert picture["passes"] == ["depth", "normals", "masks"]
    for kind in picture["passes"]:
        layer = page.get(f"/layer/0/2/{kind}")
        assert layer.headers["content-type"] == "image/png"
        assert cv2.imdecode(np.frombuffer(layer.content, np.uint8), cv2.IMREAD_COLOR).shape == (48, 64, 3)
