"""The command ``prelabel``; importing the package has looked at whether its packages are ours."""


def main() -> None:
    """Run the command; ends the process."""
    from render.cli.app import main as run

    run()
