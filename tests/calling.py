"""``prelabel`` as a shell calls it, in this process."""

import sys

import pytest

from render.cli import app


def call(*arguments: str) -> int:
    """Exit code of ``prelabel`` with these arguments; what it says is for ``capsys``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["prelabel", *arguments])
        with pytest.raises(SystemExit) as stopped:
            app.main()
    return int(stopped.value.code or 0)
