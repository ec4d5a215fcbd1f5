"""``python -m prelabel`` is ``prelabel``."""

from prelabel.command import main

main()
