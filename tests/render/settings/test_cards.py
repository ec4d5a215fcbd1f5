"""How full cards are, as a driver's tool that is none tells it."""

import os
import time
from pathlib import Path

import pytest

from render.settings.cards import Cards, Filled, watched

MIB = 2**20
TOOL = """#!/bin/sh
case "$*" in
*--loop-ms=*) echo $$ > {folder}/pid; while cat {folder}/now; do sleep 0.05; done ;;
*) cat {folder}/now ;;
esac
"""


@pytest.fixture
def now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the tool says is in this file."""
    tool = tmp_path / "nvidia-smi"
    tool.write_text(TOOL.format(folder=tmp_path))
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "now").write_text("GPU-a, 500, 81559\nGPU-b, [N/A], [N/A]\n")
    return tmp_path / "now"


def say(now: Path, text: str) -> None:
    new = now.with_name("new")
    new.write_text(text)
    new.replace(now)


def until_it_shows(cards: Cards, used: int) -> None:
    end = time.monotonic() + 60.0
    while cards.fullest().get("GPU-a") != Filled(used * MIB, 81559 * MIB):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_cards_are_watched_all_the_time_and_only_then(now: Path) -> None:
    with watched() as cards:
        assert cards.at_first == {"GPU-a": Filled(500 * MIB, 81559 * MIB)}
        say(now, "GPU-a, 9000, 81559\n")
        until_it_shows(cards, 9000)
        say(now, "GPU-a, 700, 81559\n")
        cards.look()
        until_it_shows(cards, 9000)  # that was the most
        cards.forget()
        until_it_shows(cards, 700)
        assert cards.at_first == {"GPU-a": Filled(500 * MIB, 81559 * MIB)}
    pid = int(now.with_name("pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_without_the_tool_nothing_is_seen(now: Path) -> None:
    now.with_name("nvidia-smi").write_text("#!/bin/sh\nexit 9\n")
    with watched() as cards:
        cards.look()
        cards.close()
        assert (cards.at_first, cards.fullest()) == ({}, {})
