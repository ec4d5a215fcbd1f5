"""Tags: the one thing that is written, and how its ids go on to draw and export."""

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from annotate.tags import id_list
from assets import DatasetError
from render.cli.options import parse_ids
from tests.view.conftest import client
from view.sets.opened import View


def give(page: TestClient, tag: str, ids: list[int], there: bool = True) -> dict[str, int]:
    answer = page.post("/api/tags", json={"tag": tag, "ids": ids, "there": there})
    assert answer.status_code == 200, answer.text
    found: dict[str, int] = answer.json()["tags"]
    return found


def test_tags_are_on_the_disk_at_once_and_there_when_the_page_opens_again(page: TestClient, folder: Path) -> None:
    assert give(page, "bad light", [3, 1, 2]) == {"bad light": 3}
    assert give(page, "bad light", [2], there=False) == {"bad light": 2}
    assert json.loads((folder / "tags.json").read_text()) == {"tags": {"bad light": [1, 3]}}
    assert sorted(path.name for path in folder.iterdir()) == ["annotations", "images", "tags.json"]
    again = client(View((folder,)))
    assert again.get("/api/view").json()["sets"][0]["tags"] == {"bad light": 2}
    assert again.get("/api/window", params={"q": "id = 3"}).json()[0]["tags"] == ["bad light"]


def test_tags_can_be_filtered_by_as_soon_as_they_are_given(page: TestClient) -> None:
    def left(line: str) -> int:
        return int(page.get("/api/select", params={"q": line}).json()["pictures"])

    assert left("tag = bad") == 0
    give(page, "bad", [3, 7])
    give(page, "good", [7])
    assert [left(line) for line in ("tag = bad", "tag in (bad, good)", "tag ~ oo", "tag != bad")] == [2, 2, 1, 10]
    assert left("tag = bad and light = day") == 1
    assert left("tag is missing") == 10
    give(page, "bad", [3, 7], there=False)
    assert left("tag = bad") == 0


def test_ids_are_listed_as_draw_and_export_take_them(page: TestClient) -> None:
    give(page, "bad", [7, 1, 2, 3, 9])
    text = page.get("/api/ids", params={"tag": "bad"}).text
    assert text == "1-3,7,9"
    assert [number for group in parse_ids(text) or () for number in group] == [1, 2, 3, 7, 9]
    assert id_list([]) == ""


@pytest.mark.parametrize("tag", ["", " ", "a/b", "<b>", "x" * 61, "..", "new\nline"])
def test_what_can_be_no_tag_is_refused(page: TestClient, folder: Path, tag: str) -> None:
    answer = page.post("/api/tags", json={"tag": tag, "ids": [1], "there": True})
    assert answer.status_code == 400
    assert re.search("tag '.*': expected letters, digits", answer.json()["error"])
    assert not (folder / "tags.json").exists()


@pytest.mark.parametrize("ids", [[], [99], [1, -1]])
def test_only_pictures_of_the_set_get_tags(page: TestClient, folder: Path, ids: list[int]) -> None:
    assert page.post("/api/tags", json={"tag": "bad", "ids": ids, "there": True}).status_code == 400
    assert not (folder / "tags.json").exists()


def test_a_link_in_its_place_is_replaced_and_not_followed(page: TestClient, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (folder / "tags.json").symlink_to(tmp_path / "precious")
    give(page, "bad", [1])
    assert (tmp_path / "precious").read_text() == "precious"
    assert not (folder / "tags.json").is_symlink()


@pytest.mark.parametrize("text", ["", "[]", '{"tags": []}', '{"tags": {"a": [1.5]}}', '{"tags": {"a": ["1"]}}'])
def test_a_file_that_is_none_is_one_sentence(folder: Path, text: str) -> None:
    (folder / "tags.json").write_text(text)
    with pytest.raises(DatasetError, match=r"tags\.json"):
        View((folder,))
