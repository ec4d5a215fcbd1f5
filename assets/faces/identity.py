"""Who a person is, as numbers: what shapes the head and stays the same from picture to picture."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assets.errors import AssetError


@dataclass(frozen=True)
class Identity:
    """Attributes:
    age_years: 1..90.
    gender: 0 masculine .. 1 feminine presentation of the bones and flesh.
    african, asian, european: ancestry proportions, ≥ 0, scaled to a sum of 1; of the shape alone, never the skin.
    weight, muscle: 0..1, 0.5 is the average.
    local: weights of MakeHuman's local targets by name; what makes one face differ from the next.
    """

    age_years: float = 30.0
    gender: float = 0.5
    african: float = 1.0
    asian: float = 1.0
    european: float = 1.0
    weight: float = 0.5
    muscle: float = 0.5
    local: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1.0 <= self.age_years <= 90.0:
            raise AssetError(f"identity: expected age_years in 1..90, got {self.age_years}")
        for key in ("gender", "weight", "muscle"):
            if not 0.0 <= getattr(self, key) <= 1.0:
                raise AssetError(f"identity: expected {key} in 0..1, got {getattr(self, key)}")
        if min(self.ancestry()) < 0.0 or sum(self.ancestry()) <= 0.0:
            raise AssetError(f"identity: expected ancestry proportions ≥ 0 with a sum above 0, got {self.ancestry()}")

    def ancestry(self) -> tuple[float, float, float]:
        """African, Asian, European, as given."""
        return self.african, self.asian, self.european
