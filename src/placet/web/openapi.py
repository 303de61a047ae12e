"""The description of the API, OpenAPI 3.1, made of what the pages say about their JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from placet import __version__

JsonSchema = dict[str, Any]
DAY: JsonSchema = {"type": "string", "format": "date", "examples": ["2014-11-17"]}


class Parameter(msgspec.Struct, frozen=True):
    """A parameter of an address."""

    name: str
    description: str
    schema: JsonSchema = msgspec.field(default_factory=lambda: {"type": "string"})
    place: str = "query"
    is_repeated: bool = False
    is_free: bool = False
    """Whether it stands for any number of parameters, each with a name of its own."""


class Operation(msgspec.Struct, frozen=True):
    """What the description says of one address: what it answers, to which parameters, in which shape."""

    summary: str
    parameters: tuple[Parameter, ...] = ()
    answer: JsonSchema = msgspec.field(default_factory=lambda: {"type": "object"})
    description: str = ""
    body: JsonSchema | None = None


RULEBOOK = Parameter("rulebook", "The rulebook's part of the address.", {"type": "string"}, "path")
FACTS = Parameter(
    "facts",
    "The facts of a situation: for each known field its name and its value; a set's members stand between commas or "
    "repeat the name. A field that is left out is unknown; `unknown` takes back what the saved question says. A field "
    "whose name is that of another parameter is written `field.NAME`.",
    {"type": "object", "additionalProperties": {"type": "string"}},
    is_free=True,
)
QUESTION = Parameter("question", "A saved question to begin with.")
ON = Parameter("on", "The day of the act; by default the question's own, or today.", DAY)
KNOWN = Parameter("known", "The day up to which things were public; `all`, or left out, is everything.")


def describe(paths: Iterable[tuple[str, tuple[str, ...], Operation]]) -> JsonSchema:
    """Return the description of an API.

    Args:
        paths: for each operation its address, its methods, and what it says of itself.
    """
    found: dict[str, Any] = {}
    for path, methods, operation in paths:
        for method in methods:
            found.setdefault(path, {})[method.lower()] = _operation(path, method, operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "placet",
            "version": __version__,
            "summary": "Who must be asked before a party may act, on whose reading, on which day, and why.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": found,
        "components": {
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {
                        "error": {
                            "type": "object",
                            "required": ["message", "help", "code"],
                            "properties": {
                                "message": {"type": "string"},
                                "help": {"type": ["string", "null"]},
                                "code": {"type": ["string", "null"]},
                            },
                        }
                    },
                }
            },
        },
    }


def _operation(path: str, method: str, operation: Operation) -> JsonSchema:
    name = re.sub(r"\W+", "_", path.removesuffix(".json").replace("{rulebook}", "")).strip("_")
    refusal = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    found: JsonSchema = {
        "operationId": f"{method.lower()}_{name}",
        "summary": operation.summary,
        "parameters": [_parameter(one) for one in operation.parameters],
        "responses": {
            "200": {"description": "The answer.", "content": {"application/json": {"schema": operation.answer}}},
            "default": {"description": "What was wrong, and what can be given.", **refusal},
        },
    }
    if operation.description:
        found["description"] = operation.description
    if operation.body is not None:
        found["requestBody"] = {"required": True, "content": operation.body}
    return found


def _parameter(parameter: Parameter) -> JsonSchema:
    schema = parameter.schema
    found: JsonSchema = {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.description,
        "required": parameter.place == "path",
        "schema": {"type": "array", "items": schema} if parameter.is_repeated else schema,
    }
    if parameter.is_free or parameter.is_repeated:
        found |= {"style": "form", "explode": True}
    return found
