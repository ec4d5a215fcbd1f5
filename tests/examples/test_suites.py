"""The suites in examples: each can be drawn, holds what it promises, and says nothing that docs/vary.md does not."""

import re
from pathlib import Path
from typing import Any

import pytest

from annotate import check
from render.cli.varying import measure
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import load_yaml, make_config
from render.stores.reuse import Reuse

ROOT = Path(__file__).parents[2]
SUITES = sorted((ROOT / "examples" / "suites").glob("*.yaml"))


def values(path: Path, **suite: Any) -> dict[str, Any]:
    """A suite of one small base scene."""
    found = load_yaml(path)
    return found | {"size": (96, 72), "suite": found["suite"] | {"repeat": 1, **suite}}


def test_all_of_them_stand_on_the_page_with_their_frames() -> None:
    page = (ROOT / "docs" / "vary.md").read_text()
    for path in SUITES:
        assert re.search(rf"`{path.stem}`.*\|.*\b{make_config(load_yaml(path)).count:,}\b", page), path.stem
    assert len(SUITES) >= 14


@pytest.mark.parametrize("path", SUITES, ids=lambda path: path.stem)
def test_a_suite_holds_the_rest_fixed(path: Path, tmp_path: Path) -> None:
    """Of each factor the first and the last value."""
    factors = {key: (levels[0], levels[-1]) for key, levels in make_config(load_yaml(path)).suite.factors.items()}  # type: ignore[union-attr]
    config = make_config(values(path, factors=factors, design="one"))
    assert config.suite is not None
    assert [(item.key, item.unheld, item.failed) for item in measure(config, config.suite)] == [
        (key, [], None) for key in factors
    ]
    run(config, tmp_path / "suite", lambda watch: FakeRenderer(), Reuse())
    (row,) = (row for row in check(tmp_path / "suite").rows if row.name == "suites change their factors alone")
    assert row.checked == config.count - 1
    assert row.failures == ()
