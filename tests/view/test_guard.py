"""Who is let in, and what a page may do: nothing for strangers, no scripts but ours, no way out of the set."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.view.conftest import HOST, client, content, write
from view.sets.opened import View

TOKEN = "secret-token"
TAG = {"tag": "bad", "ids": [1], "there": True}


@pytest.fixture
def guarded(folder: Path) -> TestClient:
    return client(View((folder,)), TOKEN)


@pytest.mark.parametrize("path", ["/", "/api/view", "/small/0/1", "/picture/0/1", "/page/app.js", "/nowhere"])
@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong"])
def test_nothing_is_answered_without_the_token(guarded: TestClient, path: str, query: str) -> None:
    answer = guarded.get(path + query)
    assert answer.status_code == 403
    assert "token" in answer.text
    assert TOKEN not in answer.text


def test_the_address_with_the_token_leaves_a_cookie_and_goes_on_without_it(guarded: TestClient) -> None:
    answer = guarded.get(f"/?q=color+%3D+red&token={TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?q=color+%3D+red")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert guarded.get("/").status_code == guarded.get("/small/0/1").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:9000", "", "127.0.0.1:8000.evil.example"]
)
def test_another_name_that_leads_here_is_refused(page: TestClient, host: str) -> None:
    assert page.get("/api/view", headers={"host": host}).status_code == 421


def test_this_machine_has_two_names(page: TestClient) -> None:
    assert page.get("/api/view", headers={"host": "localhost:8000"}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9000"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}, 200),
    ],
)
def test_only_the_page_itself_may_write(page: TestClient, folder: Path, headers: dict[str, str], status: int) -> None:
    assert page.post("/api/tags", json=TAG, headers=headers).status_code == status
    assert (folder / "tags.json").exists() == (status == 200)


def test_what_is_sent_is_short(page: TestClient) -> None:
    assert page.post("/api/tags", json={**TAG, "tag": "x" * 2**20}).status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(page: TestClient, method: str) -> None:
    answer = page.request(method, "/api/tags", headers={"origin": "https://evil.example"})
    assert answer.status_code == 405


@pytest.mark.parametrize("path", ["/", "/api/view", "/small/0/1", "/nowhere", "/page/app.js"])
def test_every_answer_says_what_a_page_may_do(page: TestClient, path: str) -> None:
    headers = page.get(path, headers={"origin": "https://evil.example"}).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["img-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert not [name for name in headers if name.startswith("access-control")]


def test_the_page_has_no_script_or_style_in_its_text_and_no_address_of_others(page: TestClient) -> None:
    text = page.get("/").text
    assert all(re.search(r'\bsrc="/page/', tag) for tag in re.findall(r"<script\b[^>]*>", text))
    assert not re.findall(r"<style|\bon\w+=|style=|javascript:", text)
    files = [path for path in (Path(__file__).parents[2] / "view" / "page").iterdir() if path.suffix != ".svg"]
    assert len(files) > 10
    for path in files:
        found = re.findall(r"https?://[^\s\"'`]+", path.read_text())
        assert set(found) <= {"http://www.w3.org/2000/svg"}, path.name
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", path.read_text()
        ), path.name


@pytest.mark.parametrize(
    "name",
    [
        "../../secret.png",
        "../secret.png",
        "/etc/passwd",
        "images/../../secret.png",
        "link.png",
        "folder",
        "nul\u0000.png",
    ],
)
def test_no_name_in_a_set_leads_out_of_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.png").write_bytes((write(tmp_path / "other", content(1)) / "images" / "000.png").read_bytes())
    coco = content(4)
    folder = write(tmp_path / "set", coco)
    (folder / "images" / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "images" / "folder").mkdir()
    rewritten = (folder / "annotations" / "instances.json").read_text().replace("002.png", name.replace("\u0000", ""))
    (folder / "annotations" / "instances.json").write_text(rewritten)
    page = client(View((folder,)))
    for kind in ("small", "picture"):
        answer = page.get(f"/{kind}/0/2")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json"), answer.text
        assert page.get(f"/{kind}/0/1").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/page/../serving.py",
        "/page/%2e%2e/serving.py",
        "/page/..%2fserving.py",
        "/small/0/..%2f..%2fetc",
        "/layer/0/1/..%2f..",
        "/images/000.png",
        "/docs",
        "/openapi.json",
    ],
)
def test_no_path_of_a_browser_is_a_path_of_the_disk(page: TestClient, path: str) -> None:
    assert page.get(path).status_code in (400, 404, 422)


def test_what_is_no_picture_is_not_handed_out(folder: Path) -> None:
    (folder / "images" / "001.png").write_text("<script>alert(1)</script>")
    page = client(View((folder,)))
    for kind in ("small", "picture"):
        answer = page.get(f"/{kind}/0/1")
        assert answer.status_code == 404
        assert "script" not in answer.text
