"""The command ``prelabel``: its subcommands, and how errors become one sentence and an exit code.

Subcommands import what they need when they run, so that ``--help`` and completion come at once.
"""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from render.cli import (
    again_commands,
    anonymize_commands,
    card_commands,
    dataset_commands,
    evaluate_commands,
    measure_commands,
    render_commands,
    scene_commands,
    vary_commands,
    view_commands,
)
from render.cli.arguments import Group
from render.cli.assets_commands import app as assets_app

EXIT_CODES = (
    "Exit codes: 0 all right; 1 something broke, is not right or could not be rendered; 2 a wrong option, config or "
    "asset; 3 a face was filled with one colour (anonymize); 130 stopped by Ctrl-C, 143 by SIGTERM."
)
FAILURE, BAD_INPUT = 1, 2
SENTENCE = 2000  # characters of an error that are shown

app = typer.Typer(
    name="prelabel",
    cls=Group,
    help="Render synthetic vehicles and faces, labelled as they are made.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("render")(render_commands.render_command)
app.command("vary")(vary_commands.vary_command)
app.command("preview")(render_commands.preview_command)
app.command("list")(scene_commands.list_command)
app.command("check")(dataset_commands.check_command)
app.command("merge")(dataset_commands.merge_command)
app.command("draw")(dataset_commands.draw_command)
app.command("export")(dataset_commands.export_command)
app.command("stats")(dataset_commands.stats_command)
app.command("compare")(measure_commands.compare_command)
app.command("fit")(measure_commands.fit_command)
app.command("mix")(measure_commands.mix_command)
app.command("evaluate")(evaluate_commands.evaluate_command)
app.command("focus")(evaluate_commands.focus_command)
app.command("anonymize")(anonymize_commands.anonymize_command)
app.command("view")(view_commands.view_command)
app.command("card")(card_commands.card_command)
app.command("again")(again_commands.again_command)
app.command("new")(scene_commands.new_command)
app.add_typer(assets_app, name="assets")
app.command("devices")(scene_commands.devices_command)
console = Console(stderr=True)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(versions())
        raise typer.Exit


@app.callback()
def before(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Options that stand before a subcommand."""


@app.command("help")
def help_command(
    words: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND]...", help="Such as render, or assets add.")],
) -> None:
    """This page, or that of a command."""
    app([*(words or ()), "--help"], prog_name="prelabel")


def versions() -> str:
    """Such as ``prelabel 0.1.0 (bpy 5.2.0, Python 3.13.5)``, as they are installed; imports none of them."""
    from importlib.metadata import PackageNotFoundError, version

    def installed(package: str) -> str:
        try:
            return f"{package} {version(package)}"
        except PackageNotFoundError:
            return f"{package} is not installed"

    python = ".".join(map(str, sys.version_info[:3]))
    return f"{installed('prelabel')} ({installed('bpy')}, Python {python})"


def main() -> None:
    """Run the command; errors of the tree, and the machine's, become one line on standard error."""
    try:
        if any(not argument.isascii() and _is_torn(argument) for argument in sys.argv):
            from assets import ConfigError

            raise ConfigError("expected options in UTF-8")
        app()
    except Exception as error:
        from assets import AssetError, ConfigError, PrelabelError
        from assets.reading import shown

        sentence = str(error) if isinstance(error, PrelabelError) else machine_fault(error)
        if sentence is None:
            raise
        console.print(Text.assemble(("error:", "bold red"), f" {shown(sentence, SENTENCE)}"), soft_wrap=True)
        sys.exit(BAD_INPUT if isinstance(error, ConfigError | AssetError) else FAILURE)


def _is_torn(argument: str) -> bool:
    """Whether bytes of it are no text: Python hands them over as halves of surrogate pairs."""
    return any("\ud800" <= letter <= "\udfff" for letter in argument)


def machine_fault(error: Exception) -> str | None:
    """What the machine lacks, in a sentence, where that is what an error says; None where it is a fault of ours."""
    if isinstance(error, MemoryError):
        return "this machine has not the memory for it"
    if isinstance(error, OSError):
        reason = " ".join(str(error.strerror or error).split())
        return f"{error.filename}: {reason}" if error.filename else f"this machine refuses: {reason}"
    return "this machine starts no further threads" if "can't start new thread" in str(error) else None
