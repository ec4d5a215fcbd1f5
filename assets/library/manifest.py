"""What the library knows of an asset, as its ``manifest.json`` says it. Nothing in one can name a path."""

import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, StringConstraints, model_serializer

from assets.asset import AttributeValue
from assets.library.limits import IMAGES, LOST, MATERIALS, NAME_LENGTH, OBJECTS, POLYGONS
from assets.materials import AS_IT_IS

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
Category = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,62}$")]
Sha = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Text = Annotated[str, StringConstraints(max_length=NAME_LENGTH)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Whole = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Finite = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
Metres = Annotated[float, Field(gt=-1e4, lt=1e4, allow_inf_nan=False)]
Rgb = tuple[Share, Share, Share]
Turn = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]

PICTURES = ("environment", "background")  # categories of pictures; every other one is of models


class Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TextureRow(Frozen):
    """An image on an input of a material; ``channel`` is what feeds it, ``factor`` scales that.

    ``transform`` is that of ``assets.materials.Texture``.
    """

    input: Literal["base_color", "metallic", "roughness", "alpha", "emission", "normal"]
    image: Annotated[int, Field(ge=0, lt=IMAGES)]
    channel: Literal["rgb", "r", "g", "b", "a"] = "rgb"
    factor: Rgb = (1.0, 1.0, 1.0)
    transform: tuple[Turn, Turn, Turn, Turn, Turn, Turn] = AS_IT_IS

    @model_serializer(mode="wrap")
    def _plain(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without a transform that changes nothing: libraries that knew of none keep their checksums."""
        told: dict[str, Any] = handler(self)
        if self.transform == AS_IT_IS:
            told.pop("transform", None)
        return told


class MaterialRow(Frozen):
    """A material as ``assets.Material`` has it."""

    name: Text
    base_color: Rgb = (0.8, 0.8, 0.8)
    metallic: Share = 0.0
    roughness: Share = 0.5
    ior: Annotated[float, Field(ge=1.0, le=4.0)] = 1.5
    transmission: Share = 0.0
    alpha: Share = 1.0
    coat: Share = 0.0
    emission: Rgb = (0.0, 0.0, 0.0)
    emission_strength: Annotated[float, Field(ge=0.0, le=1000.0)] = 0.0
    textures: Annotated[tuple[TextureRow, ...], Field(max_length=6)] = ()


class Table(Frozen):
    """Names and looks that a model's arrays index."""

    objects: Annotated[tuple[Text, ...], Field(max_length=OBJECTS)] = ()
    materials: Annotated[tuple[MaterialRow, ...], Field(max_length=MATERIALS)] = ()
    images: Annotated[tuple[Text, ...], Field(max_length=IMAGES)] = ()


class Source(Frozen):
    """The file that was added: its name without folders, and what it held."""

    file: Text
    sha256: Sha


class Manifest(Frozen):
    """Attributes:
    content: SHA-256 of geometry, textures and materials, or of a picture; the asset's folder is called by it.
    licence: as it was given; None where nobody gave one.
    origin: where it comes from, for the dataset's list of sources.
    attributes: that every annotation of it carries.
    size, center: of the box around it, metres.
    parts: that labels know.
    paint: names of the materials that are recoloured.
    suffix: of a picture's file.
    lost: what was in the file and is not kept; no picture depends on it.
    """

    version: Literal[1] = 1
    name: Name
    category: Category
    content: Sha
    source: Source
    licence: Text | None = None
    origin: Text
    attributes: dict[Category, bool | Whole | Finite | Text] = {}
    size: tuple[Metres, Metres, Metres] = (0.0, 0.0, 0.0)
    center: tuple[Metres, Metres, Metres] = (0.0, 0.0, 0.0)
    polygons: Annotated[int, Field(ge=0, le=POLYGONS)] = 0
    table: Table = Table()
    parts: Annotated[tuple[Text, ...], Field(max_length=MATERIALS)] = ()
    paint: tuple[Text, ...] = ()
    suffix: Literal["", "exr", "hdr", "jpg", "png"] = ""
    lost: Annotated[tuple[Text, ...], Field(max_length=LOST)] = ()

    @property
    def is_model(self) -> bool:
        return self.category not in PICTURES

    @property
    def sha256(self) -> str:
        """Of all that pictures and labels depend on: what ``run.yaml`` names the asset by."""
        plain = self.model_dump(mode="json", exclude={"source", "lost"})
        return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def told(self) -> dict[str, AttributeValue]:
        """What every annotation of it says, beside what follows from its size and its paint."""
        return {**self.attributes, "asset": self.name}
