"""The API in readable form: /api/docs is drawn on the server from the same document programs read."""

from typing import Any

from flask import Flask, Response, json, render_template

from app.shell.doors.context import public
from app.shell.doors.rest import api

METHODS = ("get", "post", "put", "patch", "delete")


def register(app: Flask) -> None:
    """Add the page and the document."""
    app.add_url_rule("/api/docs", "api_docs", docs)
    app.add_url_rule("/api/openapi.json", "openapi", openapi)


@public
def openapi() -> Response:
    """Return the document of the API, OpenAPI 3.1."""
    return Response(json.dumps(api.spec.to_dict()), content_type="application/json")  # type: ignore[union-attr]


@public
def docs() -> str:
    """Show every operation with its parameters, shapes and answers."""
    document: dict[str, Any] = api.spec.to_dict()  # type: ignore[union-attr]
    schemas = document.get("components", {}).get("schemas", {})
    return render_template(
        "api/docs.html",
        groups=_groups(document),
        schemas=[(name, _fields(shape)) for name, shape in sorted(schemas.items())],
        version=document["info"]["version"],
    )


def _groups(document: dict[str, Any]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in sorted(document["paths"].items()):
        for method in METHODS:
            if method in operations:
                operation = _operation(path, method, operations[method], operations.get("parameters", []))
                groups.setdefault(operation["tag"], []).append(operation)
    tags = {tag["name"]: tag.get("description", "") for tag in document.get("tags", [])}
    return [(tag, tags.get(tag, ""), found) for tag, found in groups.items()]


def _operation(path: str, method: str, operation: dict[str, Any], shared: list[dict[str, Any]]) -> dict[str, Any]:
    parameters = [found for found in (*shared, *operation.get("parameters", [])) if "name" in found]
    content = operation.get("requestBody", {}).get("content", {})
    shape = _schema(content)
    return {
        "path": path,
        "method": method.upper(),
        "tag": (operation.get("tags") or ["api"])[0],
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": [(found["name"], found["in"], found.get("required", False)) for found in parameters],
        "body": _name(shape),
        "answers": [
            (status, answer.get("description", ""), _name(_schema(answer.get("content", {}))))
            for status, answer in operation.get("responses", {}).items()
            if status != "default"
        ],
    }


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
