"""``prelabel list``: what a user needs to know of each scene and parameter, in whatever width there is."""

import subprocess
import sys
from io import StringIO

import pytest
from rich.console import Console

from render.cli.listing import print_scene, print_scenes
from scenes import find_scene
from scenes.registry import BUILT_IN


def listed(scene: str, width: int) -> list[str]:
    text = StringIO()
    print_scene(find_scene(scene), Console(file=text, width=width))
    return [line.rstrip() for line in text.getvalue().splitlines()]


def test_a_users_scene_shows_distribution_range_unit_and_meaning() -> None:
    lines = listed("examples/car_park.py", 200)
    row = next(line for line in lines if line.split()[:1] == ["height_m"])
    assert " ".join(row.split()) == "height_m uniform(18, 45) of the drone above the ground: 8..120 m"
    assert lines[0] == "car_park  Parked vehicles from a drone."
    assert "drawn for each thing: type, color" in lines


@pytest.mark.parametrize("width", [60, 80, 100, 160])
@pytest.mark.parametrize("scene", BUILT_IN)
def test_lines_fit_and_end_between_words(scene: str, width: int) -> None:
    """Every word of a wide listing is in a narrow one, whole."""
    lines = listed(scene, width)
    assert max(map(len, lines)) <= width
    words = {word for line in lines for word in line.split()}
    assert {word for line in listed(scene, 5000) for word in line.split()} == words


def test_a_very_narrow_terminal_still_gets_it_all() -> None:
    assert sum(line.startswith("weather") for line in listed("street", 20)) == 1


def test_scenes_are_cut_at_a_terminals_edge_and_whole_elsewhere() -> None:
    for terminal in (True, False):
        text = StringIO()
        print_scenes([find_scene("street")], Console(file=text, width=40, force_terminal=terminal, color_system=None))
        line = text.getvalue().splitlines()[0]
        assert (len(line) <= 40 and line.endswith("…")) if terminal else line.endswith("people.")


def test_a_pipe_gets_eighty_columns() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "render", "list", "street"],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        check=True,
        env={"PATH": "", "NO_COLOR": "1"},
    )
    assert 60 < max(len(line.rstrip()) for line in done.stdout.splitlines()) <= 80
