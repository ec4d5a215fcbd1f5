"""The parameters of a scene script: a pydantic model whose fields are distributions with a domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    field_serializer,
    field_validator,
)

from assets import AttributeValue, ConfigError
from assets.names import nearest
from assets.random import stream
from scenes.distributions import Constant, Distribution, TruncNormal, Uniform, parse

AUTO = Constant("auto")


@dataclass(frozen=True)
class Domain:
    """What a parameter may be.

    Attributes:
        kind: ``number``, ``integer`` or ``name``.
        low, high: bounds of a number.
        options: the names there are.
        open: a name may also be something else, such as a path.
        unit: of a number, such as ``m`` or ``deg``.
        auto: it may also be left to the scene, by the name ``auto``.
    """

    kind: str
    low: float = -np.inf
    high: float = np.inf
    options: tuple[str, ...] = ()
    open: bool = False
    unit: str = ""
    auto: bool = False

    def check(self, distribution: Distribution) -> Distribution:
        """The distribution, cut to the domain if it is an unbounded normal.

        Raises:
            ConfigError: it can give a value outside the domain.
        """
        if isinstance(distribution, TruncNormal) and np.isinf([distribution.low, distribution.high]).all():
            distribution = TruncNormal(distribution.mean, distribution.sd, self.low, self.high)
        if self.auto and distribution == AUTO:
            return distribution
        for value in distribution.support():
            self._check_value(value)
        return distribution

    def draw(self, distribution: Distribution, rng: np.random.Generator) -> AttributeValue:
        if self.kind != "integer":
            value = distribution.sample(rng)
            return float(value) if self.kind == "number" else value
        if isinstance(distribution, Uniform):  # every whole number of the range is equally likely
            return int(rng.integers(int(np.ceil(distribution.low)), int(np.floor(distribution.high)) + 1))
        return round(float(distribution.sample(rng)))

    def describe(self) -> str:
        """For people: ``1..20``, ``20..120 deg`` or ``sedan | suv``."""
        if self.kind == "name":
            return " | ".join(self.options) + " | a file" * self.open + " | auto" * self.auto
        return f"{self.low:g}..{self.high:g}{' ' + self.unit if self.unit else ''}{' | auto' if self.auto else ''}"

    def _check_value(self, value: AttributeValue) -> None:
        if self.kind == "name":
            if not self.open and value not in self.options:
                raise ConfigError(
                    f"expected one of {', '.join(self.options)}, got '{value}'{nearest(value, self.options)}"
                )
            return
        if isinstance(value, bool | str) or not self.low <= value <= self.high:
            raise ConfigError(f"expected a value in {self.describe()}, got {value}")
        if self.kind == "integer" and float(value) != round(value):
            raise ConfigError(f"expected whole numbers, got {value}")


class SceneParams(BaseModel):
    """Base of all scene parameters. Fields are made by ``number``, ``integer`` and ``name``."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    _size: tuple[int, int] = PrivateAttr((640, 480))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture in pixels; the run sets it."""
        return self._size

    def with_size(self, size: tuple[int, int]) -> Self:
        out = self.model_copy()
        out._size = size
        return out

    @field_validator("*", mode="before")
    @classmethod
    def _read(cls, value: object, info: ValidationInfo) -> Distribution:
        try:
            return cls.domain(str(info.field_name)).check(parse(value))
        except ConfigError as error:
            raise ValueError(str(error)) from error

    @field_serializer("*")
    def _write(self, value: Distribution) -> AttributeValue:
        return value.value if isinstance(value, Constant) else str(value)

    @classmethod
    def domain(cls, key: str) -> Domain:
        extra = cls.model_fields[key].json_schema_extra
        if not isinstance(extra, dict) or not isinstance(extra.get("domain"), Domain):
            raise TypeError(f"{cls.__name__}.{key}: expected a field made by number(), integer() or name()")
        domain: Any = extra["domain"]
        return domain  # type: ignore[no-any-return]

    @classmethod
    def read(cls, values: Mapping[str, object], where: str) -> Self:
        """Parameters from plain values.

        Raises:
            ConfigError: a key is unknown or a value out of range; ``where`` names the scene.
        """
        for key in values:
            if key not in cls.model_fields:
                known = tuple(cls.model_fields)
                raise ConfigError(
                    f"{where}: expected a parameter among {', '.join(known)}, got '{key}'{nearest(key, known)}"
                )
        try:
            return cls(**values)
        except ValidationError as error:
            first = error.errors()[0]
            key, message = ".".join(map(str, first["loc"])), first["msg"].removeprefix("Value error, ")
            raise ConfigError(f"{where}.{key}: {message}") from error

    def integer(self, rng: np.random.Generator, key: str) -> int:
        """Sample an integer parameter from its own stream of ``rng``."""
        return int(self._draw(rng, key))

    def number(self, rng: np.random.Generator, key: str) -> float:
        """Sample a number from its own stream of ``rng``, in the parameter's unit."""
        return float(self._draw(rng, key))

    def number_or(self, rng: np.random.Generator, key: str, own: Distribution) -> float:
        """Sample a number that may be ``auto``: then the scene's ``own`` distribution gives it."""
        given: Distribution = getattr(self, key)
        return float(self.domain(key).draw(own if given == AUTO else given, stream(rng, key)))

    def name_or(self, rng: np.random.Generator, key: str, own: Distribution) -> str:
        """Sample a name that may be ``auto``: then the scene's ``own`` distribution gives it."""
        given: Distribution = getattr(self, key)
        return str(self.domain(key).draw(own if given == AUTO else given, stream(rng, key)))

    def name(self, rng: np.random.Generator, key: str) -> str:
        """Sample a name from its own stream of ``rng``."""
        return str(self._draw(rng, key))

    def _draw(self, rng: np.random.Generator, key: str) -> AttributeValue:
        return self.domain(key).draw(getattr(self, key), stream(rng, key))


def number(default: object, low: float, high: float, unit: str = "", help: str = "", auto: bool = False) -> Any:
    """A field for a real number within bounds; with ``auto`` it may be left to the scene."""
    return _field(default, Domain("number", low, high, unit=unit, auto=auto), help)


def integer(default: object, low: int, high: int, unit: str = "", help: str = "") -> Any:
    """A field for a whole number within bounds."""
    return _field(default, Domain("integer", low, high, unit=unit), help)


def name(default: object, options: tuple[str, ...], open: bool = False, help: str = "", auto: bool = False) -> Any:
    """A field for one of some names; with ``open`` also for a path or another name; with ``auto`` as for numbers."""
    return _field(default, Domain("name", options=options, open=open, auto=auto), help)


def _field(default: object, domain: Domain, help: str) -> Any:
    return Field(default=domain.check(parse(default)), description=help, json_schema_extra={"domain": domain})  # type: ignore[dict-item]


__all__ = ["Domain", "SceneParams", "integer", "name", "number"]
