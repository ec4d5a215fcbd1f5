"""What tests of the command line share: nothing is rendered with Blender, and nothing by workers unless asked for."""

import pytest

from render.cli import commands
from tests import calling

BOXES = "examples/boxes.py"


def call(*arguments: str) -> int:
    """Exit code of ``prelabel`` with these arguments; renders in this process where they do not say otherwise."""
    if arguments[0] in ("render", "vary") and "--workers" not in arguments:
        arguments = (*arguments, "--workers", "0")
    return calling.call(*arguments)


@pytest.fixture(autouse=True)
def fake_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "RENDERER", "render.run.fake:fake_renderer")
