"""``python -m render`` is ``prelabel``."""

from render.cli import main

main()
