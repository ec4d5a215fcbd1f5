"""The command that renders exactly this frame again."""

from pathlib import Path
from typing import Any

from annotate.unfinished import read_settings
from render.settings import again


def command(settings: Path | None, entry: dict[str, Any]) -> str:
    """For a shell; empty where the picture is none of a run's.

    Args:
        settings: the run's ``run.yaml``.
        entry: the picture's own.
    """
    frame = entry.get("frame")
    if settings is None or not isinstance(frame, int) or isinstance(frame, bool) or frame < 0:
        return ""
    values, problem = read_settings(settings)
    return "" if problem is not None or not values else again.command(settings, frame)
