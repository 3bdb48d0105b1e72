"""How a field of a model is read by a function of ours, as an annotation of its type.

pydantic's `PlainValidator`, `BeforeValidator` and `WithJsonSchema` mean the same, but look into the
signature of every function and prepare serializers that a scenario never needs, which start-up
pays for (docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from pydantic_core import core_schema, to_jsonable_python
from pydantic_core.core_schema import ValidationInfo

from scalemerit import municipalities

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.config import JsonDict
    from pydantic_core.core_schema import CoreSchema, SerializerFunction

JsonSchema = dict[str, object]

# What a YAML reader may hand over for one scalar.
Scalar = str | int | bool | None


class Names:
    """The names that a scenario declares, known before its fields are read."""

    def __init__(
        self,
        currency: str,
        products: tuple[str, ...],
        vendors: tuple[str, ...],
        buyers: Collection[object],
    ) -> None:
        self.currency = currency
        self.products = products
        self.vendors = vendors
        self.buyers = buyers

    @cached_property
    def ways_to_write(self) -> dict[str, str]:
        """Every way to write a buyer, its key or its municipality's code or name, with its key."""
        return municipalities.ways_to_write(map(str, self.buyers))


Info = ValidationInfo[Names | None]
Function = TypeVar("Function")


class _Reading(Generic[Function]):
    """What a function reads; `schema` describes it to editors.

    `written` gives back the form in which it stands in a file, where that is another.
    """

    def __init__(
        self,
        function: Function,
        schema: JsonSchema,
        written: SerializerFunction | None = None,
    ) -> None:
        self.function = function
        self.schema = schema
        self.serialization = (
            core_schema.plain_serializer_function_ser_schema(written) if written else None
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        return dict(self.schema)  # pydantic adds a title and a default to it


class Read(_Reading[Callable[[Scalar], object]]):
    """A scalar that a function reads."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.function, serialization=self.serialization
        )


class ReadKnowing(_Reading[Callable[[Scalar, Info], object]]):
    """A scalar that a function reads knowing the scenario's names."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            self.function, serialization=self.serialization
        )


def with_default(default: object) -> Callable[[JsonDict], None]:
    """Describes to editors the default of a field that is made anew for each scenario."""

    def describe(schema: JsonDict) -> None:
        schema["default"] = to_jsonable_python(default)

    return describe


class _ShortReading(_Reading[Function]):
    """What a function makes whole where it stands in a short form, which `schema` describes."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        return {"anyOf": [dict(self.schema), handler(schema)]}


class Short(_ShortReading[Callable[[object], object]]):
    """A value that may also be written in a short form, which a function makes whole."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            self.function, handler(source), serialization=self.serialization
        )


class ShortKnowing(_ShortReading[Callable[[object, Info], object]]):
    """A value whose short form is made whole knowing the scenario's names."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_before_validator_function(
            self.function, handler(source), serialization=self.serialization
        )


class WritesItself:
    """A union whose values each know how to write themselves; trying its members takes longer."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        cast("dict[str, object]", schema)["serialization"] = core_schema.simple_ser_schema("any")
        return schema


class AnyObject:
    """A model that a JSON Schema describes as an object, whatever stands in it."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.dict_schema()
