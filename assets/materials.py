"""Materials as data: which procedural shader, with which numbers. ``render/blender/shaders`` turns them into nodes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assets.errors import AssetError

type Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Material:
    """A principled surface, or a procedural one that is built around it.

    Attributes:
        name: for people; need not be unique.
        kind: the shader that renders it, such as ``principled``, ``glass`` or ``skin``.
        base_color: linear RGB, 0..1.
        metallic, roughness, ior, transmission, alpha, coat, coat_roughness: of the principled shader; 0..1 but ``ior``.
        emission: linear RGB emitted; ``emission_strength`` in W/m²/sr scales it, 0 for none.
        params: further numbers and colours that the kind reads.
    """

    name: str
    kind: str = "principled"
    base_color: Colour = (0.8, 0.8, 0.8)
    metallic: float = 0.0
    roughness: float = 0.5
    ior: float = 1.5
    transmission: float = 0.0
    alpha: float = 1.0
    coat: float = 0.0
    coat_roughness: float = 0.03
    emission: Colour = (0.0, 0.0, 0.0)
    emission_strength: float = 0.0
    params: Mapping[str, float | Colour] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unit = ("metallic", "roughness", "transmission", "alpha", "coat", "coat_roughness")
        for key in unit:
            value = getattr(self, key)
            if not 0.0 <= value <= 1.0:
                raise AssetError(f"material '{self.name}': expected {key} in 0..1, got {value}")
        if min(self.base_color) < 0.0 or min(self.emission) < 0.0 or self.emission_strength < 0.0:
            raise AssetError(f"material '{self.name}': expected colours and emission ≥ 0")
