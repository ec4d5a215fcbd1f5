"""The card's page in a real Chromium: it fits a telephone, is dark where that is asked for, and asks for nothing."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from measure.card.making import make_card
from measure.page import page
from tests.measure.card.conftest import AGES, SCHEMA, written


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    faces = [{"skin_tone": 1 + k % 10, "age_group": AGES[k % 3], "yaw_deg": 0.3 * k} for k in range(40)]
    folder = written(tmp_path_factory.mktemp("card") / "set", faces, {"attribute_schema": SCHEMA})
    (folder / "card.html").write_text(page(make_card(folder).report))
    return folder / "card.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_fits_and_is_legible(chromium: Browser, card: Path, scheme: Any, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    asked: list[str] = []
    shown = context.new_page()
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto(card.as_uri())
    assert shown.evaluate("document.documentElement.scrollWidth") == width
    paper = shown.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(21, 23, 26)") == (scheme == "dark")
    assert shown.locator("#fair_skin_tone svg").count() == 1
    assert asked == [card.as_uri()]
    serious = [each for each in Axe().run(shown).response["violations"] if each["impact"] in ("serious", "critical")]
    assert not serious, [(each["id"], each["nodes"][0]["html"][:200]) for each in serious]
    context.close()
