"""``python -m render`` is ``prelabel``."""

from render.cli.app import main

main()
