"""Parameters of a scene as they are declared and written: read, checked against each other, and written again."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    FieldSerializationInfo,
    ValidationError,
    ValidationInfo,
    field_serializer,
    field_validator,
)

from assets import AttributeValue, ConfigError
from assets.names import nearest
from scenes.conditions import Bins, check_given
from scenes.distributions import NAME, Constant, Distribution, Given, Learned
from scenes.domain import Domain
from scenes.notation import alone, is_any_word


class Declared(BaseModel):
    """Fields that are distributions with a domain; ``bins`` has names for intervals of numbers, for conditions."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    bins: ClassVar[Mapping[str, Bins]] = {}

    def library_assets(self) -> tuple[str, ...]:
        """Names of assets of the user's library that a picture may show."""
        keys = type(self).model_fields
        return tuple(dict.fromkeys(name for key in keys for name in self.domain(key).library_names(getattr(self, key))))

    def more_categories(self) -> tuple[str, ...]:
        """What annotations these values bring beside the script's own categories."""
        return ()

    def givens(self) -> dict[str, Given]:
        """The parameters that are conditional on others."""
        values = {key: getattr(self, key) for key in type(self).model_fields}
        return {key: value for key, value in values.items() if isinstance(value, Given)}

    @field_validator("*", mode="before")
    @classmethod
    def _read(cls, value: object, info: ValidationInfo) -> Distribution:
        try:
            return cls.domain(str(info.field_name)).read(value, cls._words)
        except ConfigError as error:
            raise ValueError(str(error)) from error

    @field_serializer("*")
    def _write(self, value: Distribution, info: FieldSerializationInfo) -> AttributeValue:
        if not isinstance(value, Constant):
            return str(value)
        if not isinstance(value.value, str):
            return value.value
        names = self.domain(info.field_name).words == NAME
        return alone(value.value, is_any_word) if names else str(value)

    @classmethod
    def _words(cls, key: str) -> str:
        """What a word is among the values of a parameter, or of bins."""
        return cls.domain(key).words if key in cls.model_fields else NAME

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
            out = cls(**values)
        except ValidationError as error:
            first = error.errors()[0]
            key, message = ".".join(map(str, first["loc"])), first["msg"].removeprefix("Value error, ")
            raise ConfigError(f"{where}{key and f'.{key}'}: {message}") from error
        chosen = {key: (getattr(out, key), cls.domain(key)) for key in cls.model_fields}
        for key, given in out.givens().items():
            check_given(chosen, cls.bins, key, given, where)
        for key in cls.model_fields:
            for case in getattr(getattr(out, key), "cases", ()) if isinstance(getattr(out, key), Learned) else ():
                if isinstance(case, Given):
                    check_given(chosen, cls.bins, key, case, where)
        return out
