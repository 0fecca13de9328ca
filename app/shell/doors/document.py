"""The document of the API, OpenAPI 3.1: what the blueprints say, completed with refusals, keys and examples.

Every operation names the refusals it can meet (RFC 9457), says whether it needs an idempotency key, and shows a body
and an answer made of the examples of its schemas.
"""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from flask import current_app, json

from app.shell.doors.context import is_public
from app.shell.doors.perform import HEADER, KEY_LENGTH
from app.shell.doors.rest import api

METHODS = ("get", "post", "put", "patch", "delete")
BINARY = "…"
OF_FORMAT = {
    "uuid": "6f1f3c1e-6b1e-4c53-9d2a-0a4f7a1c2b3d",
    "date": "2026-06-14",
    "date-time": "2026-06-14T12:00:00+00:00",
    "binary": BINARY,
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "example": "/api/problems/not-found"},
        "title": {"type": "string", "description": "one sentence in the reader's language"},
        "status": {"type": "integer", "example": 404},
        "code": {"type": "string", "example": "not-found"},
        "errors": {"type": "object", "description": "sentences by field"},
    },
}
Shape = Mapping[str, Any]


def document() -> dict[str, Any]:
    """Return the document with every operation completed, its texts in the reader's language."""
    whole: dict[str, Any] = json.loads(json.dumps(api.description().to_dict()))
    parts = whole["components"]
    for unused in ("Error", "PaginationMetadata"):
        parts["schemas"].pop(unused, None)
    parts["schemas"]["Problem"] = PROBLEM
    parts["responses"] = {str(status): _refusal(status) for status in HTTPStatus if status >= HTTPStatus.BAD_REQUEST}
    for path, method, view, endpoint in _views():
        _complete(whole["paths"][path], method, view, endpoint, parts["schemas"])
    used = {answer for _, _, operation in operations(whole) for answer in operation["responses"]}
    parts["responses"] = {status: answer for status, answer in parts["responses"].items() if status in used}
    return whole


def operations(whole: Shape) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Return path, method and operation for every operation of a document."""
    for path, item in whole["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def example_of(shape: Shape, schemas: Mapping[str, Shape]) -> Any:
    """Return an example of a shape, read from the examples of its fields; raise KeyError at a text without one."""
    if "$ref" in shape and "example" not in shape:
        return example_of(schemas[str(shape["$ref"]).rpartition("/")[2]], schemas)
    if "example" in shape:
        return shape["example"]
    if "anyOf" in shape:
        return example_of(shape["anyOf"][0], schemas)
    if "enum" in shape:
        return shape["enum"][0]
    kinds = shape.get("type", "object")
    return _typed_example(kinds[0] if isinstance(kinds, list) else kinds, shape, schemas)


def _typed_example(kind: str, shape: Shape, schemas: Mapping[str, Shape]) -> Any:
    if kind == "object":
        return {name: _field_example(name, part, schemas) for name, part in shape.get("properties", {}).items()}
    if kind == "array":
        return [example_of(shape["items"], schemas)]
    if kind == "boolean":
        return shape.get("default", True)
    if kind == "string":
        return OF_FORMAT[shape["format"]]
    return max(shape.get("minimum", 1), 1)


def _field_example(name: str, part: Shape, schemas: Mapping[str, Shape]) -> Any:
    try:
        return example_of(part, schemas)
    except KeyError as error:
        raise KeyError(f"{name}: {error.args[0]}") from error


def _views() -> Iterator[tuple[str, str, Any, str]]:
    """Return documented path, method, view and endpoint of each route of the API."""
    for rule in current_app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/"):
            path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
            for method in METHODS:
                if method.upper() in (rule.methods or ()):
                    yield path, method, current_app.view_functions[rule.endpoint], rule.endpoint


def _complete(item: dict[str, Any], method: str, view: Any, endpoint: str, schemas: Mapping[str, Shape]) -> None:
    operation = item[method]
    if is_public(endpoint):
        operation["security"] = []
    if method != "get":
        operation.setdefault("parameters", []).append(_key_header(is_needed=getattr(view, "needs_key", False)))
    done = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
    for part in (operation.get("requestBody", {}), *done.values()):
        for content in part.get("content", {}).values():
            content["example"] = example_of(content["schema"], schemas)
    refusals = sorted(_refusals(item, operation, method))
    operation["responses"] = done | {
        str(status): {"$ref": f"#/components/responses/{status}"} for status in map(int, refusals)
    }


def _refusals(item: Shape, operation: Shape, method: str) -> set[HTTPStatus]:
    """Return the statuses with which this operation can be refused."""
    found = set()
    if "security" not in operation:
        found |= {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    if item.get("parameters"):
        found.add(HTTPStatus.NOT_FOUND)
    if operation.get("parameters") or "requestBody" in operation:
        found.add(HTTPStatus.UNPROCESSABLE_ENTITY)
    if method != "get":
        found |= {HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT}
    if "requestBody" in operation:
        found |= {HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE}
    return found


def _refusal(status: HTTPStatus) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": status.phrase, "content": content}


def _key_header(*, is_needed: bool) -> dict[str, Any]:
    shape = {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH}
    return {"name": HEADER, "in": "header", "required": is_needed, "schema": shape, "example": "2026-06-14-0001"}
