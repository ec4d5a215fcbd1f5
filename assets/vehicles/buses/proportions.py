"""What the body of a van or a bus is drawn from.

Metres; ``d`` is measured backwards from the front bumper.
"""

from dataclasses import dataclass

type Profile = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Proportions:
    """The side view and the section of one body.

    Attributes:
        type: ``panel_van``, ``minibus``, ``city_bus`` or ``coach``.
        variant: ``small``, ``medium`` or ``large`` vans; ``low floor``, ``older``, ``bonneted``, ``midi`` or
        ``double`` buses;
        ``touring``.
        length, width, height: of the body, without mirrors and what stands on the roof.
        axles: d of each; ``wheel`` and ``tyre``: radius and width of the tyres; ``twin``: two tyres on each end behind.
        clearance: from the ground to the sill.
        nose, tail: (height, setback) of the centre line in front and behind, upwards.
        front_depth, rear_depth: length of the rounded corners in plan; ``front_power``, ``rear_power``: sharpness.
        waist_z: where the body is broadest; ``tuck``, ``lean``: how much narrower at the sill and at ``edge_z``.
        edge_z: where the flank turns into the roof; ``round_z``, ``round_y``, ``round_x``: that turn's size, of which
        the last is in front and behind; ``crown``: height of the roof's middle over its edge.
        nose_taper, taper_d: how much narrower the body is in front, and over which length.
        door_d: front edge of the first door; ``upright_d``: from where on stations stand upright.
        rear_zone: length over which stations lean with the rear.
        hood_z: height of the lamps' upper edge; ``cowl_z``, ``header_z``: foot and top of the windscreen.
        belt_z, top_z: lower and upper edge of the side windows; ``floor_z``: of the cabin; ``upper``: edges of a second
        deck's windows.
    """

    type: str
    variant: str
    length: float
    width: float
    height: float
    axles: tuple[float, ...]
    wheel: float
    tyre: float
    clearance: float
    nose: Profile
    tail: Profile
    front_depth: float
    front_power: float
    rear_depth: float
    rear_power: float
    waist_z: float
    tuck: float
    lean: float
    edge_z: float
    round_z: float
    round_y: float
    round_x: float
    crown: float
    door_d: float
    upright_d: float
    hood_z: float
    cowl_z: float
    header_z: float
    belt_z: float
    top_z: float
    floor_z: float
    nose_taper: float = 0.0
    taper_d: float = 1.0
    rear_zone: float = 0.5
    upper: tuple[float, float] = (0.0, 0.0)
    twin: bool = False

    @property
    def is_van(self) -> bool:
        """A van, or a minibus with a van's body."""
        return self.variant in ("small", "medium", "large")

    @property
    def deck_z(self) -> float:
        """Height of a second deck's floor, or of the roof's edge where there is none."""
        return self.upper[0] - 0.55 if self.variant == "double" else self.edge_z

    @property
    def arch(self) -> float:
        """Radius of the wheel arches."""
        return self.wheel + 0.055 + 0.04 * (self.wheel - 0.33)
