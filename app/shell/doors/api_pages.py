"""The API in readable form: /api/docs is drawn on the server from the same document programs read."""

from operator import itemgetter
from typing import Any

from flask import Flask, Response, json, render_template

from app.shell.doors.context import public
from app.shell.doors.document import document, operations


def register(app: Flask) -> None:
    """Add the page and the document."""
    app.add_url_rule("/api/docs", "api_docs", docs)
    app.add_url_rule("/api/openapi.json", "openapi", openapi)


@public
def openapi() -> Response:
    """Return the document of the API, OpenAPI 3.1."""
    return Response(json.dumps(document()), content_type="application/json")


@public
def docs() -> str:
    """Show every operation with its parameters, shapes and answers."""
    whole = document()
    schemas = whole["components"]["schemas"]
    return render_template(
        "api/docs.html",
        groups=_groups(whole),
        schemas=[(name, _fields(shape)) for name, shape in sorted(schemas.items())],
        version=whole["info"]["version"],
    )


def _groups(whole: dict[str, Any]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, method, operation in sorted(operations(whole), key=itemgetter(0, 1)):
        shown = _operation(path, method, operation, whole["paths"][path].get("parameters", []))
        groups.setdefault(shown["tag"], []).append(shown)
    tags = {tag["name"]: tag.get("description", "") for tag in whole.get("tags", [])}
    return [(tag, tags.get(tag, ""), found) for tag, found in groups.items()]


def _operation(path: str, method: str, operation: dict[str, Any], shared: list[dict[str, Any]]) -> dict[str, Any]:
    answers = operation["responses"]
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "path": path,
        "method": method.upper(),
        "tag": operation["tags"][0],
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": [
            (found["name"], found["in"], found.get("required", False))
            for found in (*shared, *operation.get("parameters", []))
        ],
        "body": _name(_schema(body)),
        "body_example": _example(body),
        "answers": [
            (status, answer.get("description", ""), _name(_schema(answer.get("content", {}))))
            for status, answer in answers.items()
            if status.startswith("2")
        ],
        "answer_example": "".join(
            _example(answer.get("content", {})) for status, answer in answers.items() if status.startswith("2")
        ),
        "refusals": [status for status in answers if not status.startswith("2")],
    }


def _example(content: dict[str, Any]) -> str:
    """Return the example of a body or an answer as it would be sent."""
    if not (json_part := content.get("application/json")):
        return ""
    return json.dumps(json_part["example"], ensure_ascii=False, indent=2, sort_keys=False)


def _schema(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(iter(content.values()), {"schema": {}})
    return dict(found.get("schema", {}))


def _name(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        return str(shape["$ref"]).rpartition("/")[2]
    return _name(shape["items"]) + " …" if "items" in shape else ""


def _fields(shape: dict[str, Any]) -> list[dict[str, Any]]:
    required = set(shape.get("required", []))
    return [
        {
            "name": name,
            "type": _type(field),
            "required": name in required,
            "limits": _limits(field),
            "example": json.dumps(field["example"], ensure_ascii=False) if "example" in field else "",
        }
        for name, field in shape.get("properties", {}).items()
    ]


def _type(field: dict[str, Any]) -> str:
    kinds = field.get("type", "")
    shown = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
    return " ".join(part for part in (shown, field.get("format", ""), _name(field)) if part)


def _limits(field: dict[str, Any]) -> str:
    limits = [f"{key} {field[key]}" for key in ("minimum", "maximum", "minLength", "maxLength") if key in field]
    if "enum" in field:
        limits.append(", ".join(map(str, field["enum"])))
    return "; ".join(limits)
