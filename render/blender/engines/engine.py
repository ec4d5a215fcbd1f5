"""What an engine is to the renderer."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import bpy

from render.settings.presets import Preset
from scenes import PinholeCamera


@dataclass(frozen=True)
class Through:
    """EXR files of a scene without its panes; none where it has none.

    Attributes:
        panes: names of the materials that were taken out.
        truth, still: as ``Shots`` has them.
    """

    panes: frozenset[str]
    truth: Path | None
    still: Path | None


@dataclass(frozen=True)
class Shots:
    """EXR files of one scene; some or all may be the same.

    Attributes:
        picture: what its colours are taken from.
        truth: Cryptomatte, blurred as the picture is.
        still: depth and normals, with everything held still.
        through: the same without panes; None where nobody asked.
    """

    picture: Path
    truth: Path
    still: Path
    through: Through | None = None


class Engine(Protocol):
    """What renders.

    Attributes:
        keeps: whether it may keep its own of the scene from one render to the next, where only the camera differs.
    """

    keeps: bool

    def check(self, camera: PinholeCamera) -> None:
        """Raises:
        ConfigError: it has no such camera.
        """

    def choose_device(self, scene: bpy.types.Scene, wanted: str) -> str:
        """What it renders on, in words, once it is told to render on ``wanted``.

        Raises:
            RenderError: this machine has no such device.
        """

    def set(self, scene: bpy.types.Scene, preset: Preset, denoise: bool) -> None:
        """How what follows is to be rendered."""

    def shoot(
        self, scene: bpy.types.Scene, moves: bool, render: Callable[[], Path], through_glass: bool = False
    ) -> Shots:
        """Render the scene as it stands.

        Args:
            moves: whether the shutter is open long enough to show that something moves.
            render: writes one file, by the scene's settings of that moment.
            through_glass: also render what is behind panes.

        Raises:
            RenderError: Blender failed.
        """
