"""What a camera makes of the light that it has measured: its film, as numbers. ``scenes.films`` draws them."""

from dataclasses import dataclass, fields, replace

from assets import SceneError
from scenes.limits import within

BOUNDS: dict[str, tuple[float, float]] = {
    "contrast": (0.4, 3.0),
    "black": (-0.2, 0.2),
    "shoulder": (0.2, 0.95),
    "saturation": (0.0, 3.0),
    "warmth": (-0.4, 0.4),
    "tint": (-0.3, 0.3),
    "clarity": (-1.0, 1.5),
    "sharpening": (0.0, 4.0),
    "halo": (0.3, 4.0),
    "smear": (0.0, 1.0),
    "iso": (0.0, 51_200.0),
    "vignette": (0.0, 0.9),
    "softness": (0.0, 3.0),
    "jpeg": (5.0, 100.0),
    "spare_skin": (0.0, 1.0),
    "awb": (0.0, 1.0),
}


@dataclass(frozen=True)
class Film:
    """How a camera turns light into a picture; as it stands here, the plain curve that pictures have without a film.

    Attributes:
        contrast: slope of the tone curve at middle grey, against that of the plain curve; its ends stay.
        black: what share of white is black already; below 0 black is as light as that.
        shoulder: share of white above which highlights roll off towards it.
        saturation: factor on colour against grey.
        warmth, tint: of a white balance that is off: red up and blue down, green down; shares.
        clarity: how much areas stand out against what is around them, over 2 % of the longer side.
        sharpening, halo: how much edges stand out, and as far as how many pixels.
        smear: noise reduction, which takes faint texture along: 0 none, 1 wax.
        iso: of the sensor, whose noise comes with it; 0 for none.
        vignette: share of light that corners lose.
        softness: times that the picture was smaller before, beyond once: 1 for one of half the sides, made larger.
        jpeg: quality of an earlier save; 100 for none.
        spare_skin: what share of a saturation above 1 the colours of skin are spared, as cameras spare them.
        awb: automatic white balance: what share of the light's own colour is taken out.
        seed: of the noise.
    """

    contrast: float = 1.0
    black: float = 0.0
    shoulder: float = 0.7
    saturation: float = 1.0
    warmth: float = 0.0
    tint: float = 0.0
    clarity: float = 0.0
    sharpening: float = 0.0
    halo: float = 1.0
    smear: float = 0.0
    iso: float = 0.0
    vignette: float = 0.0
    softness: float = 0.0
    jpeg: float = 100.0
    spare_skin: float = 0.0
    awb: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        for key, (low, high) in BOUNDS.items():
            if not within(getattr(self, key), low, high):
                raise SceneError(f"film: expected {key} in {low:g}..{high:g}, got {getattr(self, key)}")

    @property
    def plain(self) -> bool:
        """Whether it is none: then pictures are what they were before there were films."""
        return replace(self, seed=0, halo=PLAIN.halo) == PLAIN

    def numbers(self) -> dict[str, float]:
        """By name, as parameters of scenes and entries of images have them."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "seed"}


PLAIN = Film()
