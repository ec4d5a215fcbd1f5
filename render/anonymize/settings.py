"""What a user asks of ``anonymize``, checked once."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assets import ConfigError
from assets.names import nearest
from assets.reading import shown

WHAT = ("faces", "plates")
METHODS = ("render", "blur", "pixelate", "solid")
KEEP = ("pose", "expression", "skin_tone", "age")
REGIONS = ("inner", "head")
MOST_SEED = 2**63 - 1


@dataclass(frozen=True)
class Settings:
    """Attributes:
    what: of ``WHAT``.
    method: of ``METHODS``.
    keep: of ``KEEP``: what is measured of an old face and that the new one shares; the rest is drawn.
    seed: of the new identities, with each file's name and the face's number.
    threshold: score from which a detected face counts, 0..1.
    grow: how far a mask reaches beyond its box, as a share of the box's sides.
    min_side_px: faces whose smaller side is below are left as they are, and said.
    region: of ``REGIONS``.
    forbidden: texts that no plate may get.
    """

    what: tuple[str, ...] = WHAT[:1]
    method: str = METHODS[0]
    keep: tuple[str, ...] = KEEP
    seed: int = 0
    threshold: float = 0.3
    grow: float = 0.1
    min_side_px: float = 0.0
    region: str = REGIONS[0]
    forbidden: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for option, words, known in (("--what", self.what, WHAT), ("--keep", self.keep, KEEP)):
            for word in words:
                _expect(word, known, option)
        _expect(self.method, METHODS, "--method")
        _expect(self.region, REGIONS, "--region")
        if not self.what:
            raise ConfigError(f"--what: expected some of {', '.join(WHAT)}, got none")
        if not 0 <= self.seed <= MOST_SEED:
            raise ConfigError(f"--seed: expected 0..{MOST_SEED}, got {self.seed}")
        if not 0.0 < self.threshold < 1.0:
            raise ConfigError(f"--threshold: expected a score between 0 and 1, got {self.threshold:g}")
        if not 0.0 <= self.grow <= 1.0:
            raise ConfigError(f"--grow: expected a share of 0..1 of a box's sides, got {self.grow:g}")
        if not 0.0 <= self.min_side_px <= 1e6:
            raise ConfigError(f"--min-side: expected pixels, 0 or more, got {self.min_side_px:g}")

    def plain(self) -> dict[str, Any]:
        """As JSON has it. Forbidden texts are there as a hash: they may be those of somebody's plates."""
        out = asdict(self)
        told = hashlib.sha256("\n".join(self.forbidden).encode()).hexdigest()[:16]
        return json.loads(json.dumps(out | {"forbidden": told}))  # type: ignore[no-any-return]


def _expect(word: str, known: Sequence[str], option: str) -> None:
    if word not in known:
        raise ConfigError(f"{option}: expected some of {', '.join(known)}, got '{shown(word)}'{nearest(word, known)}")
