"""The measures of a car, and where each type's lie.

Metres; ``d`` is measured backwards from the front bumper.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Proportions:
    """The side view and the plan of one car.

    Attributes:
        length, width, height: of the body, without mirrors.
        wheelbase, front_overhang: axle distances; ``wheel`` the tyre's radius.
        clearance: from the ground to the sill.
        hood_z: height of the hood's front edge; ``cowl_d``, ``cowl_z``: foot of the windscreen on the centre line.
        header_d: top of the windscreen; ``roof_d``: rear end of the roof; ``roof_drop``: how far it lies below the top.
        glass_d, deck_z: foot of the rear window and its height (with a boot or a bed); ``tail_z``: end of the deck.
        belt_front, belt_rear: lower edge of the side windows; ``kick``: how much it rises at the last of them.
        roof_y: half width of the roof at its edges.
        tailgate: the rear window is part of the rear door, and the roof runs to the end.
        bed: an open load bed. ``open_top``: no roof. ``soft_top``: a roof of cloth.
        doors: side doors on each side.
        front_depth, rear_depth: length of the rounded corners in plan; ``front_power``, ``rear_power``: their sharpness
            (2 an ellipse).
        cladding: unpainted plastic around the arches and along the sills.
        box: 0 for the round shapes of today, 1 for the sharp edges and upright glass of the 1980s.
        nose: how far the hood's front edge lies behind the bumper.
        bumper: height of the rear bumper's upper edge above the sill.
        rake: how far the rear pillar leans forward with a tailgate.
        window_y: half width of a tailgate's window, as a share of the car's.
        crease, crease_depth: a fold along the flank, its height as a share of the flank's, and its depth.
        scallop: hollow of the doors below it; ``dome``: how far the hood's middle rises above its sides.
        arch_gap: between tyre and arch; ``flare``: how far the arches stand out.
        classic: round and bright, as cars were before about 1970; ``wings``: how far their separate wings, and the
            wheels under them, stand out beside the body, 0 where body and wings are one.
    """

    length: float
    width: float
    height: float
    wheelbase: float
    front_overhang: float
    wheel: float
    clearance: float
    hood_z: float
    cowl_d: float
    cowl_z: float
    header_d: float
    roof_d: float
    roof_drop: float
    glass_d: float
    deck_z: float
    tail_z: float
    belt_front: float
    belt_rear: float
    roof_y: float
    tailgate: bool = False
    bed: bool = False
    open_top: bool = False
    soft_top: bool = False
    doors: int = 2
    front_depth: float = 0.44
    rear_depth: float = 0.40
    front_power: float = 2.8
    rear_power: float = 3.2
    cladding: bool = False
    box: float = 0.0
    nose: float = 0.12
    bumper: float = 0.42
    rake: float = 0.0
    window_y: float = 0.8
    kick: float = 0.0
    crease: float = 0.74
    crease_depth: float = 0.012
    scallop: float = 0.008
    dome: float = 0.008
    arch_gap: float = 0.045
    flare: float = 0.012
    classic: bool = False
    wings: float = 0.0

    @property
    def arch(self) -> float:
        """Radius of the wheel arches, metres."""
        return self.wheel + self.arch_gap

    @property
    def old(self) -> bool:
        """From the years of chrome, mouldings and sealed lamps."""
        return self.box > 0.55 or self.classic


_SEDAN = Proportions(
    length=4.68, width=1.83, height=1.45, wheelbase=2.74, front_overhang=0.89, wheel=0.335, clearance=0.17,
    hood_z=0.745, cowl_d=1.22, cowl_z=0.98, header_d=2.06, roof_d=3.20, roof_drop=0.05, glass_d=4.06, deck_z=1.10,
    tail_z=1.06, belt_front=0.92, belt_rear=0.96, roof_y=0.585, kick=0.02,
)  # fmt: skip
_HATCHBACK = Proportions(
    length=4.14, width=1.77, height=1.47, wheelbase=2.57, front_overhang=0.83, wheel=0.318, clearance=0.16,
    hood_z=0.79, cowl_d=1.08, cowl_z=1.00, header_d=1.90, roof_d=3.58, roof_drop=0.07, glass_d=4.0, deck_z=1.02,
    tail_z=1.0, belt_front=0.93, belt_rear=0.98, roof_y=0.585, tailgate=True, rake=0.20, window_y=0.72, kick=0.05,
    rear_depth=0.36,
)  # fmt: skip
_COUPE = Proportions(
    length=4.48, width=1.84, height=1.34, wheelbase=2.62, front_overhang=0.90, wheel=0.342, clearance=0.14,
    hood_z=0.68, cowl_d=1.36, cowl_z=0.91, header_d=2.12, roof_d=2.78, roof_drop=0.04, glass_d=3.86, deck_z=1.02,
    tail_z=0.99, belt_front=0.86, belt_rear=0.93, roof_y=0.56, doors=1, nose=0.15, flare=0.018, kick=0.03,
)  # fmt: skip

# Centres of the ranges that manufacturers publish for cars on sale 2010-2024 in each class: C and D segment saloons,
# B and C segment hatchbacks, D segment estates, compact and mid-size SUVs, crossovers on hatchback platforms, sports
# coupés, MPVs, mid-size pickups. Heights of hood, belt and cowl are our own estimates from such cars' side views.
TYPES: dict[str, Proportions] = {
    "sedan": _SEDAN,
    "hatchback": _HATCHBACK,
    "estate": Proportions(
        length=4.72, width=1.83, height=1.48, wheelbase=2.76, front_overhang=0.89, wheel=0.335, clearance=0.16,
        hood_z=0.75, cowl_d=1.22, cowl_z=0.99, header_d=2.06, roof_d=4.25, roof_drop=0.08, glass_d=4.6, deck_z=1.02,
        tail_z=1.0, belt_front=0.93, belt_rear=0.97, roof_y=0.595, tailgate=True, rake=0.24, window_y=0.80, kick=0.02,
        rear_depth=0.38,
    ),
    "coupe": _COUPE,
    "convertible": Proportions(
        length=4.30, width=1.80, height=1.32, wheelbase=2.52, front_overhang=0.86, wheel=0.332, clearance=0.14,
        hood_z=0.685, cowl_d=1.34, cowl_z=0.92, header_d=1.98, roof_d=2.62, roof_drop=0.05, glass_d=3.30, deck_z=0.99,
        tail_z=0.95, belt_front=0.86, belt_rear=0.90, roof_y=0.56, doors=1, nose=0.15, flare=0.016, open_top=True,
    ),
    "sports_car": Proportions(
        length=4.50, width=1.96, height=1.20, wheelbase=2.66, front_overhang=1.00, wheel=0.345, clearance=0.11,
        hood_z=0.60, cowl_d=1.02, cowl_z=0.80, header_d=1.94, roof_d=2.46, roof_drop=0.02, glass_d=3.72, deck_z=0.93,
        tail_z=0.92, belt_front=0.75, belt_rear=0.86, roof_y=0.52, doors=1, nose=0.26, flare=0.03, kick=0.06,
        front_depth=0.55, front_power=2.4, crease_depth=0.02, scallop=0.02,
    ),
    "classic_car": Proportions(
        length=4.30, width=1.66, height=1.48, wheelbase=2.56, front_overhang=0.78, wheel=0.335, clearance=0.20,
        hood_z=0.84, cowl_d=1.34, cowl_z=1.02, header_d=1.86, roof_d=2.80, roof_drop=0.06, glass_d=3.52, deck_z=0.98,
        tail_z=0.84, belt_front=0.96, belt_rear=0.96, roof_y=0.53, doors=1, nose=0.20, flare=0.03, front_depth=0.5,
        rear_depth=0.5, front_power=2.2, rear_power=2.3, crease_depth=0.004, scallop=0.0, dome=0.03, classic=True,
    ),
    "suv": Proportions(
        length=4.60, width=1.91, height=1.77, wheelbase=2.74, front_overhang=0.87, wheel=0.392, clearance=0.24,
        hood_z=1.07, cowl_d=1.18, cowl_z=1.22, header_d=1.90, roof_d=4.28, roof_drop=0.07, glass_d=4.54, deck_z=1.2,
        tail_z=1.18, belt_front=1.14, belt_rear=1.19, roof_y=0.66, tailgate=True, rake=0.12, window_y=0.84,
        front_power=3.2, rear_power=3.6, rear_depth=0.34, cladding=True, nose=0.08, bumper=0.46, flare=0.02,
        arch_gap=0.06,
    ),
    "crossover": Proportions(
        length=4.30, width=1.80, height=1.60, wheelbase=2.62, front_overhang=0.85, wheel=0.352, clearance=0.20,
        hood_z=0.94, cowl_d=1.12, cowl_z=1.11, header_d=1.94, roof_d=3.72, roof_drop=0.11, glass_d=4.2, deck_z=1.12,
        tail_z=1.08, belt_front=1.04, belt_rear=1.11, roof_y=0.60, tailgate=True, rake=0.28, window_y=0.74,
        rear_depth=0.36, cladding=True, nose=0.10, bumper=0.45, flare=0.018, kick=0.06, arch_gap=0.055,
    ),
    "minivan": Proportions(
        length=4.86, width=1.90, height=1.76, wheelbase=2.96, front_overhang=0.92, wheel=0.342, clearance=0.165,
        hood_z=0.92, cowl_d=0.92, cowl_z=1.10, header_d=1.92, roof_d=4.62, roof_drop=0.06, glass_d=4.75, deck_z=1.08,
        tail_z=1.05, belt_front=0.99, belt_rear=1.02, roof_y=0.68, tailgate=True, rake=0.07, window_y=0.88,
        rear_power=3.6, rear_depth=0.32, nose=0.15,
    ),
    "pickup": Proportions(
        length=5.36, width=1.90, height=1.80, wheelbase=3.22, front_overhang=0.92, wheel=0.388, clearance=0.25,
        hood_z=1.10, cowl_d=1.34, cowl_z=1.26, header_d=2.04, roof_d=3.42, roof_drop=0.04, glass_d=3.60, deck_z=1.17,
        tail_z=1.16, belt_front=1.14, belt_rear=1.16, roof_y=0.66, bed=True, rear_depth=0.20, rear_power=4.0,
        front_power=3.4, nose=0.06, bumper=0.36, flare=0.022, arch_gap=0.07,
    ),
}  # fmt: skip
