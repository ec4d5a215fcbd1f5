"""What a shell and a reader of help get: every default, every name, nothing loaded for it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from annotate.draw import WHAT
from annotate.formats import FORMATS
from assets.library import VARIABLE
from benchmarks.__main__ import app as benchmarks_app
from measure.evaluate.evaluating import MATCHES
from render.cli import arguments
from render.cli.app import app
from render.cli.arguments import one_of, some_of
from render.cli.new import KINDS
from render.run.signing import VARIABLE as SIGNER
from render.settings.clips import FPS
from render.settings.config import PASSES, RunConfig
from render.settings.presets import PRESETS
from scenes.registry import BUILT_IN

HEAVY = ("numpy", "bpy", "cv2", "pydantic", "albumentations", "yaml", "PIL", "assets", "scenes", "annotate", "measure")
WRITTEN = re.compile(r"\\\[default: ([^\]]*)\]")


def commands(application: typer.Typer) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each command that options can follow, groups among them, and the words that call it."""

    def walk(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
        yield words, command
        for name, inner in getattr(command, "commands", {}).items():
            yield from walk((*words, name), inner)

    yield from walk((), typer.main.get_command(application))


EVERY = [
    pytest.param(application, words, command, id=" ".join((program, *words)))
    for program, application in (("prelabel", app), ("benchmarks", benchmarks_app))
    for words, command in commands(application)
]


def page(application: typer.Typer, words: tuple[str, ...], **environment: str) -> str:
    """What help prints, in one line."""
    done = CliRunner(env={"COLUMNS": "300", **environment}).invoke(application, [*words, "--help"])
    assert done.exit_code == 0
    return " ".join(done.output.split())


@pytest.mark.parametrize(("application", "words", "command"), EVERY)
def test_help_shows_every_default(application: typer.Typer, words: tuple[str, ...], command: Any) -> None:
    said = page(application, words)
    for option in command.params:
        written = WRITTEN.findall(option.help or "")
        own = [] if option.default is None or isinstance(option.default, bool) else [str(option.default)]
        for default in (*written, *own):
            assert f"[default: {default}]" in said, option.name


@pytest.mark.parametrize(("application", "words", "command"), EVERY)
def test_no_bracket_of_a_help_text_is_taken_for_a_style(
    application: typer.Typer, words: tuple[str, ...], command: Any
) -> None:
    for text in (command.help or "", *(option.help or "" for option in command.params)):
        styles = re.findall(r"(?<!\\)\[[^\]]*\]", text)
        assert set(styles) <= {"[dim]", "[/dim]"}, text


def test_there_are_defaults_to_be_shown() -> None:
    """So that the tests above cannot pass over nothing."""
    found = [
        WRITTEN.findall(option.help or "") for _, _, command in (p.values for p in EVERY) for option in command.params
    ]
    assert sum(map(len, found)) > 20
    assert "[default: 8]" in page(app, ("render",))
    assert "[default: vehicles, portrait]" in page(benchmarks_app, ("gpu",))


ELSEWHERE = {"size": "640x480", "augment": "none", "sequence": "still pictures", "fps": f"{FPS:g}"}


def test_the_defaults_that_help_names_are_those_of_a_run() -> None:
    command = typer.main.get_command(app).commands["render"]
    written = {option.name: WRITTEN.findall(option.help or "") for option in command.params}
    for name, field in RunConfig.model_fields.items():
        if written.get(name):
            default = ELSEWHERE.get(name, str(field.default).removesuffix(".0"))
            assert written[name] == (["the preset's"] if name in ("samples", "noise") else [default]), name
    assert RunConfig.model_fields["size"].default == (640, 480)


def test_the_words_of_help_and_completion_are_those_that_are_meant() -> None:
    def literals(name: str) -> tuple[str, ...]:
        return tuple(RunConfig.model_fields[name].annotation.__args__)

    assert arguments.SCENES == BUILT_IN
    assert tuple(FORMATS) == arguments.FORMATS
    assert arguments.PRESETS == tuple(PRESETS) == literals("preset")
    assert literals("device") == arguments.DEVICES
    assert literals("engine") == arguments.ENGINES
    assert literals("format") == arguments.PICTURES
    assert literals("marks") == arguments.MARKS
    assert literals("segmentation") == arguments.SEGMENTATIONS
    assert arguments.PASSES == PASSES
    assert arguments.WHAT == WHAT
    assert arguments.MATCHES == MATCHES
    assert arguments.BEGINNINGS == KINDS
    assert arguments.LIBRARY_VARIABLE == VARIABLE
    assert arguments.SIGNER_VARIABLE == SIGNER


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--help"], {}),
        (["render", "--help"], {}),
        (["assets", "add", "-h"], {}),
        (["--version"], {}),
        ([], {"_PRELABEL_COMPLETE": "complete_bash", "COMP_WORDS": "prelabel re", "COMP_CWORD": "1"}),
    ],
)
def test_help_and_completion_load_nothing_heavy(arguments: list[str], environment: dict[str, str]) -> None:
    code = (
        "import atexit, sys\n"
        "sys.argv = ['prelabel', *sys.argv[1:]]\n"
        f"atexit.register(lambda: print('loaded:', *sorted(set(sys.modules) & set({HEAVY!r}))))\n"
        "from render.cli.app import main\n"
        "main()"
    )
    command, variables = [sys.executable, "-c", code, *arguments], os.environ | environment
    done = subprocess.run(command, capture_output=True, text=True, env=variables, check=True)
    assert "render" in done.stdout or "prelabel" in done.stdout
    assert done.stdout.splitlines()[-1].strip() == "loaded:"


def test_version_says_what_is_installed() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert done.exit_code == 0
    assert re.fullmatch(r"prelabel \d+\.\d+\.\d+ \(bpy 5\.2\.\d+, Python 3\.13\.\d+\)\n", done.output)


def test_help_has_several_ways_to_it() -> None:
    wanted = page(app, ("export",))
    runner = CliRunner(env={"COLUMNS": "300"})
    for words in (["export", "-h"], ["help", "export"]):
        assert " ".join(runner.invoke(app, words).output.split()) == wanted


def test_help_says_what_exit_codes_mean() -> None:
    assert "Exit codes: 0 all right; 1 something broke" in page(app, ())


def test_a_near_command_is_suggested() -> None:
    done = CliRunner().invoke(app, ["expotr"])
    assert done.exit_code == 2
    assert "Did you mean 'export'?" in done.output


def complete(line: str) -> list[str]:
    """What bash gets for a line whose last word is begun."""
    environment = {"_PRELABEL_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    return CliRunner().invoke(app, [], env=environment, prog_name="prelabel").output.split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("prelabel ex", ["export"]),
        ("prelabel render ve", ["vehicles"]),
        ("prelabel render vehicles fac", ["faces", "faces_cctv"]),
        ("prelabel list po", ["portrait"]),
        ("prelabel export d --to yolo-", ["yolo-seg", "yolo-pose"]),
        ("prelabel render --preset ", ["draft", "standard", "high"]),
        ("prelabel render --device c", ["cpu", "cuda"]),
        ("prelabel render --passes depth,no", ["depth,normals"]),
        ("prelabel render --form", ["--format"]),
        ("prelabel new as", ["asset"]),
    ],
)
def test_shells_complete(line: str, words: list[str]) -> None:
    assert complete(line) == words


def test_a_word_is_completed_by_what_begins_so() -> None:
    assert one_of(("a1", "a2", "b"))("a") == ["a1", "a2"]
    assert one_of(("a1",))("examples/") == []  # shells go on to files


def test_a_list_is_completed_by_what_it_lacks() -> None:
    assert some_of(("a1", "a2", "b"))("a1,") == ["a1,a2", "a1,b"]
    assert some_of(("a1", "a2", "b"))("b,a") == ["b,a1", "b,a2"]


def test_completion_can_be_installed() -> None:
    said = page(app, ())
    assert "--install-completion" in said
    assert "--show-completion" in said


@pytest.mark.parametrize("arguments", [["--help"], ["list", "vehicels"], ["expotr"]])
def test_no_colour_is_no_colour(arguments: list[str]) -> None:
    """https://no-color.org: also where a terminal, or whoever plays one, would have some."""

    def colours(**environment: str) -> set[str]:
        plain = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
        done = subprocess.run(
            [sys.executable, "-m", "render", *arguments],
            capture_output=True,
            text=True,
            env={**plain, "FORCE_COLOR": "1", **environment},
            check=False,
        )
        return set(re.findall(r"\x1b\[[\d;]*?((?:3|4|9|10)\d)(?:;\d+)*m", done.stdout + done.stderr))

    assert colours()
    assert not colours(NO_COLOR="1")
