"""``prelabel list SCENE``: what a user needs to know of each parameter."""

from io import StringIO

from rich.console import Console

from render.cli.listing import print_scenes
from scenes import find_scene


def test_a_users_scene_shows_distribution_unit_range_and_meaning() -> None:
    text = StringIO()
    print_scenes([find_scene("examples/car_park.py")], Console(file=text, width=200))
    lines = text.getvalue().splitlines()
    row = next(line for line in lines if line.split()[:1] == ["height_m"])
    assert " ".join(row.split()) == "height_m uniform(18, 45) m 8..120 of the drone above the ground"
    assert lines[0].split("  ")[:2] == ["car_park", "Parked vehicles from a drone."]
    assert "  drawn for each thing: type, color" in lines
