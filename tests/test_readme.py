"""What the README and the docs show is what works."""

import re
import shlex
import sys
from pathlib import Path

import pytest

from annotate.entries import ANNOTATION, IMAGE
from render.cli import app as cli
from render.cli import commands

ROOT = Path(__file__).parents[1]
PAGES = (
    "README.md",
    "docs/command.md",
    "docs/scenes.md",
    "docs/people.md",
    "docs/extending.md",
    "docs/vehicles.md",
    "docs/labels.md",
    "docs/formats.md",
)
TINY = {"render": ["--count", "1", "--size", "64x48", "--workers", "0"], "preview": ["--count", "1", "--size", "64x48"]}


def commands_in(page: str) -> list[list[str]]:
    """Arguments of every indented ``prelabel`` line of a page."""
    command = r"^ {4}(?:pip install uv && )?(?:uv run )?prelabel ((?:new|render|preview|list|check|draw|export)\b.*)$"
    lines = re.findall(command, (ROOT / page).read_text(), re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def blocks(page: str) -> list[str]:
    """Python code blocks of a page."""
    return re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text(), re.M | re.S)


def test_the_scene_of_the_readme_is_the_example() -> None:
    assert blocks("README.md")[-1] == (ROOT / "examples" / "boxes.py").read_text()


def test_every_command_and_the_loading_code_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each command as written, but for one small frame from a renderer without Blender; in the order of the README."""

    monkeypatch.setattr(commands, "RENDERER", "render.run.fake:fake_renderer")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    written = [arguments for page in PAGES for arguments in commands_in(page)]
    assert len(written) >= 6
    for arguments in written:
        out = ["--out", f"run-{len(list(tmp_path.iterdir()))}"] if needs_folder(arguments) else []
        monkeypatch.setattr(sys, "argv", ["prelabel", *arguments, *TINY.get(arguments[0], []), *out])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        assert not stopped.value.code, arguments
    exec(blocks("README.md")[0], {})


def needs_folder(arguments: list[str]) -> bool:
    return arguments[0] == "render" and "--out" not in arguments


def test_pages_link_to_files_that_are_there() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_field_of_an_annotation_and_an_image_is_defined() -> None:
    defined = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "labels.md").read_text()))
    optional = {"keypoints", "num_keypoints", "ignore", "amodal_segmentation", "augmentation"}
    assert not (set(ANNOTATION) | set(IMAGE) | optional) - defined - {"width", "height"}
