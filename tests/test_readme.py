"""What the README and the docs show is what works."""

import re
import shlex
import sys
from pathlib import Path

import pytest

from annotate import schema
from annotate.entries import ANNOTATION, IMAGE
from render.cli import app as cli
from render.cli import commands
from render.stream.stream import Stream

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
FAKE = "render.run.fake:fake_renderer"
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
    """Each command as written, but for one small frame, or two of a clip, from a renderer without Blender; in order."""

    monkeypatch.setattr(commands, "RENDERER", FAKE)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    written = [arguments for page in PAGES for arguments in commands_in(page)]
    assert len(written) >= 6
    for arguments in written:
        out = ["--out", f"run-{len(list(tmp_path.iterdir()))}"] if needs_folder(arguments) else []
        short = ["--sequence", "2"] if "--sequence" in arguments else []
        monkeypatch.setattr(sys, "argv", ["prelabel", *arguments, *TINY.get(arguments[0], []), *short, *out])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        assert not stopped.value.code, arguments
    exec(blocks("README.md")[0], {})


@pytest.mark.parametrize(
    ("page", "first", "last"),
    [
        ("README.md", "import prelabel\n\nfor frame", "dataset = "),
        ("docs/python.md", "import prelabel", "dataset = "),
        ("docs/distributions.md", "from prelabel", "import prelabel as pl"),
        ("docs/labels.md", "from prelabel", "from prelabel"),
        ("docs/vehicles.md", "import numpy", "import numpy"),
    ],
    ids=lambda text: text if text.endswith(".md") else "",
)
def test_the_python_of_a_page_works(
    page: str, first: str, last: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """From the block that begins so to the one that begins so, one after the other; few frames, without Blender."""
    assert Stream.__init__.__kwdefaults__ is not None
    monkeypatch.setitem(Stream.__init__.__kwdefaults__, "factory", FAKE)
    monkeypatch.setattr(commands, "RENDERER", FAKE)
    monkeypatch.setattr(schema, "_schemas", dict(schema._schemas))
    monkeypatch.chdir(tmp_path)
    begin = next(index for index, code in enumerate(blocks(page)) if code.startswith(first))
    end = next(index for index, code in enumerate(blocks(page)) if index >= begin and code.startswith(last))
    names: dict[str, object] = {}
    for code in blocks(page)[begin : end + 1]:
        exec(code.replace("stop=1000", "stop=1").replace("count=100", "count=1"), names)


def test_every_file_that_a_page_names_is_there() -> None:
    folders = "view|prelabel|render|measure|annotate|scenes|assets|examples|docs|tests|benchmarks"
    found = 0
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for name in re.findall(rf"(?<![\w/.])((?:{folders})/[\w./-]*\w)", page.read_text()):
            found += 1
            assert (ROOT / name).exists(), f"{page.name} names {name}"
    assert found > 50


def needs_folder(arguments: list[str]) -> bool:
    return arguments[0] == "render" and "--out" not in arguments


def test_pages_link_to_files_that_are_there() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_field_of_an_annotation_and_an_image_is_defined() -> None:
    defined = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "labels.md").read_text()))
    optional = {"keypoints", "num_keypoints", "ignore", "amodal_segmentation", "through_glass", "augmentation"}
    assert not (set(ANNOTATION) | set(IMAGE) | optional) - defined - {"width", "height"}
