"""Sheets of people for the documentation: ``uv run python -m benchmarks.people docs``.

``people.jpg`` has portraits of all skin tones and ages, with everything else as the scene draws it, ``hair.jpg`` every
hair style and a beard, ``expressions.jpg`` every expression of one person, ``arms.jpg`` what arms do; ``crowd.jpg`` is
one picture.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import typer
from PIL import Image

from assets.faces import EXPRESSIONS, HAIR_STYLES
from assets.faces.look import ARMS, SLEEVES
from benchmarks.studio import Scene
from render.blender.renderer import BlenderRenderer
from render.settings.presets import STANDARD, preset_of

PORTRAITS, COLUMNS = 36, 9
GOLDEN = 0.6180339887  # its multiples spread evenly over ages, whatever the tone
CALM = ("yaw_deg=0", "pitch_deg=0", "roll_deg=0", "glasses=none", "headwear=none", "facewear=none", "light=studio")
BARE = ("expression=neutral", "background=plain", "face_height=0.6", "held=none", "hands=0")
TIED = ("braids", "bun", "ponytail")
SAME = (
    *("identities=1", "skin_tone=4", "age_years=34", "gender=0.9", "hair_style=bun", "garment=sweater"),
    *("makeup=natural", "earrings=0", "exposure_ev=0.3"),
)
STANDING = (
    *("shot=portrait", "count=1", "face_height=0.15", "focal_mm=70", "camera_pitch_deg=-8", "background=plain"),
    *("hands=0", "held=none", "garment=t_shirt", "facewear=none"),
)
SEED = 8
CROWD = (960, 640)


def portraits() -> Iterable[tuple[str, ...]]:
    for number in range(PORTRAITS):
        age = 5.0 + 80.0 * (number * GOLDEN % 1.0)
        yield f"skin_tone={1 + number % 10}", f"age_years={age:.0f}", "face_height=0.55"


def hair() -> Iterable[tuple[str, ...]]:
    for number, style in enumerate(HAIR_STYLES):
        gender, turn = ("0.1", "0.9")[number % 2], "yaw_deg=70" if style in TIED else "yaw_deg=25"
        age = "age_years=60" if style == "receding" else "age_years=30"
        yield *CALM[1:], *BARE, turn, f"hair_style={style}", f"gender={gender}", age, "facial_hair=none"
    yield *CALM[1:], *BARE, "yaw_deg=-25", "hair_style=short", "gender=0.1", "age_years=40", "facial_hair=beard"


def expressions() -> Iterable[tuple[str, ...]]:
    for name in EXPRESSIONS:
        yield *CALM, *BARE[1:], *SAME, f"expression={name}"


def arms() -> Iterable[tuple[str, ...]]:
    for number, name in enumerate(ARMS):
        yield *CALM, *STANDING, f"arms={name}", f"sleeves={SLEEVES[number % 3]}", f"skin_tone={1 + 3 * number % 10}"


@dataclass(frozen=True)
class Sheet:
    """Attributes:
    settings: of each picture.
    columns: pictures beside one another.
    scene: that they are of.
    high: of a picture against its width.
    above: share of it that is cut off above.
    """

    settings: Callable[[], Iterable[tuple[str, ...]]]
    columns: int
    scene: str = "portrait"
    high: float = 1.0
    above: float = 0.0


SHEETS = {
    "people": Sheet(portraits, COLUMNS),
    "hair": Sheet(hair, 6),
    "expressions": Sheet(expressions, 7),
    "arms": Sheet(arms, 5, "faces", 1.6, 0.34),
}


def main(
    folder: Path, side: int = 176, sheets: str = "people,hair,expressions,arms,crowd", samples: int | None = None
) -> None:
    """Render the sheets, with the samples of the preset or so many."""
    renderer = BlenderRenderer(preset_of(STANDARD, samples))
    for name in sheets.split(","):
        if name == "crowd":
            picture = renderer.render(Scene("crowd", ("count=24",), 3, SEED).spec(CROWD)).rgb
        else:
            sheet, settings = SHEETS[name], SHEETS[name].settings()
            size = (side, round(sheet.high * side))
            specs = [Scene(sheet.scene, each, number, SEED).spec(size) for number, each in enumerate(settings)]
            picture = _tiled([renderer.render(spec).rgb[int(sheet.above * size[1]) :] for spec in specs], sheet.columns)
        Image.fromarray(picture).save(folder / f"{name}.jpg", quality=88)
    renderer.close()


def _tiled(pictures: list[np.ndarray], columns: int) -> np.ndarray:
    pictures += [np.zeros_like(pictures[0])] * (-len(pictures) % columns)
    return np.concatenate([np.concatenate(pictures[i : i + columns], 1) for i in range(0, len(pictures), columns)])


if __name__ == "__main__":
    typer.run(main)
