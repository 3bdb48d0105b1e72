"""The JSON Schemas of the input and of every JSON output."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import ConfigDict, TypeAdapter, with_config
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import IsInstanceSchema

from scalemerit.choices import Schema
from scalemerit.scenario import Scenario
from scalemerit.views.batch_documents import BatchDocument
from scalemerit.views.difference_document import DifferenceDocument
from scalemerit.views.division_documents import DivisionsDocument
from scalemerit.views.documents import ComparisonDocument
from scalemerit.views.file_document import FileDocument
from scalemerit.views.join_document import JoinDocument
from scalemerit.views.problem_documents import ProblemsDocument

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_OPEN = ConfigDict(arbitrary_types_allowed=True)
Document = Mapping[str, object]


class _PlainNumbers(GenerateJsonSchema):
    """The only class of ours in a document, `Digits`, is a number in its JSON."""

    def is_instance_schema(self, schema: IsInstanceSchema) -> JsonSchemaValue:
        del schema
        return {"type": "number"}


def scenario_schema() -> Document:
    """The JSON Schema of scenario files, as editors use it to complete and check them."""
    schema = Scenario.model_json_schema(mode="validation")
    return {"$schema": _DIALECT, **schema, "title": "Scalemerit scenario"}


def comparison_schema() -> Document:
    """The JSON Schema of `scalemerit compare --format json`."""
    return {**_schema_of(ComparisonDocument), "title": "Scalemerit comparison"}


def allocation_schema() -> Document:
    """The JSON Schema of `scalemerit allocate --format json`."""
    return {**_schema_of(DivisionsDocument), "title": "Scalemerit allocation"}


def difference_schema() -> Document:
    """The JSON Schema of `scalemerit diff --format json`."""
    return {**_schema_of(DifferenceDocument), "title": "Scalemerit difference"}


def join_schema() -> Document:
    """The JSON Schema of `scalemerit join --format json`."""
    return {**_schema_of(JoinDocument), "title": "Scalemerit join"}


def batch_schema() -> Document:
    """The JSON Schema of `scalemerit batch --format json`."""
    return {**_schema_of(BatchDocument), "title": "Scalemerit batch"}


def line_schema() -> Document:
    """The JSON Schema of a line of `scalemerit batch --format jsonl`."""
    told = "A line of `batch --format jsonl`: the comparison of a file, or what is wrong with it."
    line: TypeAdapter[object] = TypeAdapter(FileDocument | ProblemsDocument, config=_OPEN)
    return {**_described(line), "title": "Scalemerit line", "description": told}


def problems_schema() -> Document:
    """The JSON Schema of `scalemerit validate --format json` and of `--problems json`."""
    return {**_schema_of(ProblemsDocument), "title": "Scalemerit problems"}


def _schema_of(document: type) -> Document:
    form: TypeAdapter[object] = TypeAdapter(with_config(_OPEN)(document))
    return _described(form)


def _described(form: TypeAdapter[object]) -> Document:
    return {"$schema": _DIALECT, **form.json_schema(schema_generator=_PlainNumbers)}


SCHEMAS: Mapping[Schema, Callable[[], Document]] = {
    "scenario": scenario_schema,
    "comparison": comparison_schema,
    "allocation": allocation_schema,
    "difference": difference_schema,
    "join": join_schema,
    "batch": batch_schema,
    "line": line_schema,
    "problems": problems_schema,
}
