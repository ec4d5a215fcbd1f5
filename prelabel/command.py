"""The command ``prelabel``, after a look at whether its packages are ours."""

import sys


def main() -> None:
    """Run the command; ends the process."""
    try:
        import prelabel  # noqa: F401, it looks
    except ImportError as error:
        sys.exit(f"error: {error}")
    from render.cli.app import main as run

    run()
