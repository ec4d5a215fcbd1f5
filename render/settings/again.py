"""The command that renders exactly one frame again: what ``view`` shows and ``prelabel again`` prints."""

import shlex
from pathlib import Path


def command(config: Path, frame: int) -> str:
    """For a shell.

    Args:
        config: the run's ``run.yaml``, or a picture whose mark holds its settings.
    """
    words = ["prelabel", "render", "--config", str(config.absolute())]
    return shlex.join([*words, "--start", str(frame), "--count", "1", "--out", f"frame-{frame}"])
