"""What a vehicle is doing while its picture is taken."""

from dataclasses import dataclass, replace

from assets.errors import AssetError
from assets.names import expect_name
from assets.vehicles.plates.grammar import Registration
from assets.vehicles.plates.mounting import Mounting

LIGHTS = ("off", "parking", "low", "high")
INDICATORS = ("none", "left", "right", "hazard")
DOORS = ("closed", "driver", "passenger", "rear")


@dataclass(frozen=True)
class State:
    """Attributes:
    lights: ``parking`` lights the small front and the tail lamps, ``low`` and ``high`` the head lamps too.
    brake: the brake lamps are lit.
    indicators: which of them flash, caught while lit.
    doors: the one that stands open.
    occupied: a driver sits in it, or a rider on it.
    steer_deg: of the front wheels; positive turns to the vehicle's left.
    dirt: 0 washed, 1 not for months.
    plate: a written plate that it carries, whose text is labelled; None leaves it one that is not.
    """

    lights: str = "off"
    brake: bool = False
    indicators: str = "none"
    doors: str = "closed"
    occupied: bool = False
    steer_deg: float = 0.0
    dirt: float = 0.0
    plate: Mounting | None = None

    def __post_init__(self) -> None:
        expect_name(self.lights, LIGHTS, "lights")
        expect_name(self.indicators, INDICATORS, "indicators")
        expect_name(self.doors, DOORS, "doors")
        if not -50.0 <= self.steer_deg <= 50.0 or not 0.0 <= self.dirt <= 1.0:
            raise AssetError(
                f"vehicle: expected steer_deg in -50..50 and dirt in 0..1, got {self.steer_deg} and {self.dirt}"
            )

    @property
    def registration(self) -> Registration | None:
        """What the written plate says."""
        return None if self.plate is None else self.plate.registration

    def without_doors(self) -> "State":
        """What a vehicle does that has no doors, or whose doors do not open here: its labels must not say more."""
        return replace(self, doors="closed")


PARKED = State()
