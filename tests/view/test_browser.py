"""The page in a real Chromium: what people do with it, what axe-core says of it, and that nothing leaves."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.view.conftest import content, write
from view.sets.opened import Predicted, View
from view.web.app import make_app

TOKEN = "only-for-this-test"
WAIT_MS = 90_000  # machines that test much else at once are slow
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}


type Open = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Open]:
    """Opens a page over sets by its printed address. At the end no request has left it, and nothing was refused."""
    faults: list[str] = []
    with ExitStack() as stack:

        def do(
            *folders: Path, predicted: Predicted | None = None, size: str = "desktop", scheme: Any = "light"
        ) -> Page:
            address = stack.enter_context(_served(View(folders, predicted)))
            width, height = SIZES[size]
            context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(WAIT_MS)
            expect.set_options(timeout=WAIT_MS)
            page.on("request", lambda asked: asked.url.startswith(f"http://{address}/") or faults.append(asked.url))
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda said: "Content Security Policy" in said.text and faults.append(said.text))
            page.goto(f"http://{address}/?token={TOKEN}")
            page.wait_for_selector(".cell img")
            page.wait_for_selector(".facet", state="attached")  # on a phone they are behind a button
            return page

        yield do
    assert faults == []


class _served:  # noqa: N801, it is used as a function
    """A server of a page in a thread, at a port that is free."""

    def __init__(self, view: View) -> None:
        self._view = view

    def __enter__(self) -> str:
        door = socket.create_server(("127.0.0.1", 0))
        address = f"127.0.0.1:{door.getsockname()[1]}"
        config = uvicorn.Config(make_app(self._view, TOKEN, (address,)), log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [door]}, daemon=True)
        self._thread.start()
        return address

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(30)


def test_a_set_is_looked_through_by_keyboard(opened: Open, folder: Path) -> None:
    page = opened(folder)
    assert "token" not in page.url
    said = page.locator(".set .count")
    expect(said).to_have_text("12 of 12 pictures, 18 things")

    page.keyboard.press("/")
    page.keyboard.type("category = bus and occlusion > 0.4")
    expect(said).to_have_text("3 of 12 pictures, 3 things")
    page.keyboard.type(" and")
    expect(page.locator("#said")).to_contain_text("filter: expected a name, such as type, got nothing")
    page.locator("#line").fill("")
    expect(said).to_have_text("12 of 12 pictures, 18 things")
    page.locator(".facet[data-name=category] .value", has_text="bus").click()
    expect(said).to_have_text("6 of 12 pictures, 6 things")
    expect(page.locator(".facet[data-name=category] .value", has_text="car").locator(".n")).to_have_text("12")

    page.locator(".grid").focus()
    page.keyboard.press("ArrowRight")
    for key, shape in (("m", ".mask"), ("b", ".box")):
        button = page.locator(f"#layer-{key}")
        before = button.get_attribute("aria-pressed")
        page.keyboard.press(key)
        expect(button).to_have_attribute("aria-pressed", "false" if before == "true" else "true")
        shown = page.locator(f".cell {shape}")
        expect(shown).to_have_count(0) if before == "true" else expect(shown.first).to_be_attached()

    page.keyboard.press("Enter")
    expect(page.locator("#picture-name")).to_have_text("003.png")
    expect(page.locator(".panel .one")).to_have_count(3)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#picture-name")).to_have_text("006.png")

    page.reload()  # the address says all of it
    expect(page.locator("#picture-name")).to_have_text("006.png")
    page.keyboard.press("Escape")
    expect(said).to_have_text("6 of 12 pictures, 6 things")
    expect(page.locator("#layer-m")).to_have_attribute("aria-pressed", "true")


def test_fields_show_where_the_pointer_is(opened: Open, folder: Path) -> None:
    page = opened(folder)
    page.locator(".cell").nth(3).click()
    page.wait_for_selector(".panel .one")
    page.locator(".sheet .target").nth(1).hover()
    expect(page.locator(".tip")).to_contain_text("blue")
    before = page.locator(".sheet").bounding_box()
    page.keyboard.press("+")
    after = page.locator(".sheet").bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] == pytest.approx(1.4 * before["width"], rel=0.01)


def test_a_range_is_dragged_over_a_histogram(opened: Open, folder: Path) -> None:
    page = opened(folder)
    box = page.locator(".facet[data-name=occlusion] .histogram").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, y, steps=3)
    page.mouse.up()
    expect(page.locator(".set .count")).to_have_text("4 of 12 pictures, 9 things")
    expect(page.locator(".chip").first).to_contain_text("occlusion")


def test_tags_are_given_by_keyboard_and_are_there_after_a_reload(opened: Open, folder: Path) -> None:
    page = opened(folder)
    page.locator(".grid").focus()
    for key in ("x", "ArrowRight", "x", "t"):
        page.keyboard.press(key)
    page.keyboard.type("blurry")
    page.keyboard.press("Enter")
    expect(page.locator(".cell .tags")).to_have_text(["blurry", "blurry"])
    assert json.loads((folder / "tags.json").read_text()) == {"tags": {"blurry": [0, 1]}}
    page.reload()
    expect(page.locator(".cell .tags")).to_have_text(["blurry", "blurry"])


def test_the_ninety_thousandth_picture_is_as_near_as_the_first(opened: Open, tmp_path: Path) -> None:
    folder = write(tmp_path / "set", content(1))
    images = [{"id": k, "file_name": "000.png", "width": 64, "height": 48} for k in range(100_000)]
    coco = {"images": images, "annotations": [], "categories": [{"id": 1, "name": "car"}]}
    (folder / "annotations" / "instances.json").write_text(json.dumps(coco))
    page = opened(folder)
    page.evaluate(
        "() => { const grid = document.querySelector('.grid');"
        " grid.scrollTop = 0.9 * (grid.scrollHeight - grid.clientHeight) }"
    )
    page.wait_for_function(
        "() => [...document.querySelectorAll('.cell:not(.waiting)')]"
        ".some((cell) => Math.abs(cell.ariaPosInSet - 90000) < 200)"
    )
    assert page.locator(".cell").count() < 200
    page.locator(".grid").focus()
    page.keyboard.press("End")
    page.wait_for_selector("#cell-0-99999:not(.waiting)")


def test_two_sets_lie_beside_each_other(opened: Open, folder: Path, tmp_path: Path) -> None:
    page = opened(folder, write(tmp_path / "other", content(8)))
    expect(page.locator(".set .count")).to_have_text(["12 of 12 pictures, 18 things", "8 of 8 pictures, 12 things"])
    expect(page.locator(".facet[data-name=category] .value", has_text="bus").locator(".n")).to_have_text("6 | 4")
    page.locator("#comparing").click()
    expect(page.locator(".pop.wide table tbody tr").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".pop.wide")).to_be_hidden()


@pytest.fixture
def five(folder: Path, tmp_path: Path) -> tuple[Path, ...]:
    """Sets of 12, 11, … 8 pictures."""
    return (
        folder,
        *(write(tmp_path / name, content(count)) for name, count in zip("bcde", (11, 10, 9, 8), strict=True)),
    )


def test_five_sets_lie_over_each_other(opened: Open, five: tuple[Path, ...]) -> None:
    page = opened(*five)
    expect(page.locator(".set h2 b")).to_have_text(list("ABCDE"))
    bus = page.locator(".facet[data-name=category] .value", has_text="bus")
    expect(bus.locator(".lane b")).to_have_text(list("ABCDE"))
    expect(bus.locator(".lane .n")).to_have_text(["6", "5", "4", "4", "4"])
    plot = page.locator(".facet[data-name=occlusion] .plot")
    expect(plot.locator(".line")).to_have_count(4)
    expect(plot.locator("b")).to_have_text(list("ABCDE"))
    page.locator("#letters button", has_text="D").hover()
    expect(plot.locator(".lit")).to_have_count(2)  # its line and its letter

    bus.click()
    expect(page.locator(".set .count").nth(4)).to_have_text("4 of 8 pictures, 4 things")
    page.reload()
    expect(page.locator(".set .count").nth(4)).to_have_text("4 of 8 pictures, 4 things")
    page.locator("#letters button", has_text="E").click()
    page.keyboard.press("t")
    expect(page.locator(".pop .dim").first).to_have_text("for one picture of E")
    page.keyboard.press("Escape")
    page.locator("#letters button", has_text="E").click()
    page.keyboard.press("Enter")
    expect(page.locator("#picture-name")).to_have_text("E 002.png")


def test_the_two_of_five_that_are_compared_are_chosen(opened: Open, five: tuple[Path, ...]) -> None:
    page = opened(*five)
    with page.expect_request("**/api/compare?a=0&b=1"):
        page.locator("#comparing").click()
    expect(page.locator(".pop.wide table tbody tr").first).to_be_visible()
    one, other = page.get_by_label("One set"), page.get_by_label("The other")
    with page.expect_request("**/api/compare?a=0&b=4"):
        other.select_option("4")
    expect(page.locator(".pop.wide table tbody tr").first).to_be_visible()
    with page.expect_request("**/api/compare?a=4&b=0"):
        one.select_option("4")  # it changes places with the other
    expect(other).to_have_value("0")


@pytest.mark.parametrize("size", SIZES)
def test_each_of_eight_sets_can_be_reached_and_is_large_enough_to_be_used(
    opened: Open, five: tuple[Path, ...], size: str
) -> None:
    page = opened(*five, *five[:3], size=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    for number, letter in enumerate("ABCDEFGH"):
        page.locator("#letters button", has_text=letter).click()
        grid = page.locator(".grid").nth(number)
        expect(grid).to_be_focused()
        expect(grid.locator(".cell img").first).to_be_in_viewport()
        box = grid.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 200


def test_text_of_a_set_is_only_text(opened: Open, tmp_path: Path) -> None:
    evil = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"
    coco = content(4)
    coco["categories"][0]["name"] = evil
    for annotation in coco["annotations"]:
        annotation["attributes"] = {"color": evil, evil: evil}
    for image in coco["images"]:
        image["parameters"] = {evil: evil}
    page = opened(write(tmp_path / "set", coco))
    expect(page.locator(".facet[data-name=category] .label").first).to_have_text(evil)
    page.locator(".cell").nth(3).click()
    page.locator(".panel .one summary").first.click()
    expect(page.locator(".panel .one td").first).to_have_text(evil)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src=x]").count() == 0


def results(folder: Path) -> Path:
    path = folder.parent / "results.json"
    found = [
        {key: each[key] for key in ("image_id", "category_id", "bbox")} | {"score": 0.9}
        for each in content()["annotations"]
        if each["image_id"] < 6
    ]
    path.write_text(json.dumps(found))
    return path


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light")])
def test_axe_finds_no_serious_fault(opened: Open, folder: Path, size: str, scheme: str) -> None:
    page = opened(folder, predicted=Predicted(results(folder), {}), size=size, scheme=scheme)
    found = _faults(page, "grid")
    if size == "phone":
        page.locator("#filters").click()
        found += _faults(page, "filters")
        page.locator("#filters").click()
    page.keyboard.press("t")
    found += _faults(page, "tags")
    page.keyboard.press("Escape")
    page.locator(".cell").nth(3).click()
    page.wait_for_selector(".panel .one")
    page.locator(".panel .one summary").first.click()
    found += _faults(page, "picture")
    assert found == []


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "dark")])
def test_axe_finds_no_serious_fault_with_eight_sets(
    opened: Open, five: tuple[Path, ...], size: str, scheme: str
) -> None:
    page = opened(*five, *five[:3], size=size, scheme=scheme)
    if size == "phone":
        page.locator("#filters").click()
    found = _faults(page, "grid")
    page.locator("#comparing").click()
    expect(page.locator(".pop.wide table tbody tr").first).to_be_visible()
    assert found + _faults(page, "compare") == []


def _faults(page: Page, where: str) -> list[str]:
    report = Axe().run(page).response
    assert report["passes"]
    serious = [each for each in report["violations"] if each["impact"] in ("serious", "critical")]
    return [f"{where}: {each['id']}: {node['html'][:120]}" for each in serious for node in each["nodes"]]
