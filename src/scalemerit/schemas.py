"""The JSON Schemas of the input and of every JSON output."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import TypeAdapter

from scalemerit.scenario import Scenario
from scalemerit.views.documents import ComparisonDocument

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
Document = Mapping[str, object]


def scenario_schema() -> Document:
    """The JSON Schema of scenario files, as editors use it to complete and check them."""
    schema = Scenario.model_json_schema(mode="validation")
    return {"$schema": _DIALECT, **schema, "title": "Scalemerit scenario"}


def comparison_schema() -> Document:
    """The JSON Schema of `scalemerit compare --format json`."""
    schema = TypeAdapter(ComparisonDocument).json_schema(mode="validation")
    return {"$schema": _DIALECT, **schema, "title": "Scalemerit comparison"}


SCHEMAS: Mapping[str, Callable[[], Document]] = {
    "scenario": scenario_schema,
    "comparison": comparison_schema,
}
