"""Whether EEVEE can draw here: it needs a graphics driver, where Cycles renders on bare CPUs."""

import json
from collections.abc import Callable, Mapping

from assets import RenderError
from render.settings.asking import NoAnswer, asked

NEEDS = (
    "OpenGL 4.3 through EGL: libEGL.so.1 and a driver behind it (NVIDIA's, which containers have with the capability "
    "'graphics', or Mesa's libegl1 and libgl1-mesa-dri); --engine cycles needs none"
)

type Ask = Callable[[], Mapping[str, str]]


def check_eevee(ask: Ask | None = None) -> str:
    """Raises:
    RenderError: EEVEE cannot start on this machine; says what it needs.

    Returns:
        What it draws with, in words.
    """
    try:
        found = (ask or ask_graphics)()
    except NoAnswer as error:
        raise RenderError(f"--engine eevee: Blender cannot draw here ({error}); it needs {NEEDS}") from error
    if found["backend"] in {"NONE", "UNKNOWN"}:
        raise RenderError(f"--engine eevee: Blender finds no graphics driver; it needs {NEEDS}")
    return f"{found['renderer']} ({found['backend']})"


def ask_graphics() -> Mapping[str, str]:
    """``backend`` and ``renderer``, from a Blender that is gone afterwards.

    Raises:
        NoAnswer: it crashed, as it does where there is no driver.
    """
    answer: Mapping[str, str] = json.loads(asked("from render.blender.engines.probe import main; main()"))
    return answer
