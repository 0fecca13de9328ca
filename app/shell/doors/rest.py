"""The JSON door: one API under /api/v1 with OpenAPI 3.1, access tokens, pages of results, keys against doing twice."""

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from threading import Lock
from typing import Any, TypeVar

from apispec import APISpec
from flask import Flask, Request, request
from flask_smorest import Api
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import Schema, validate
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import CombinedMultiDict

from app.shell.doors.context import speaking
from app.shell.doors.perform import HEADER, IdempotencyKeyNeeded, sent_key
from app.shell.doors.shapes import Shape, fields, whole

View = TypeVar("View", bound=Callable[..., Any])
PAGE_SIZE = 20
PAGE_SIZE_MAX = 100
ROWS_KEPT = 1024


class _Api(Api):
    """Leaves refusals to ``doors.document`` and ``doors.refusals``, and describes itself when somebody asks for it.

    The description is most of the work of starting, and nothing but the document needs it.
    """

    DEFAULT_ERROR_RESPONSE_NAME = None

    def init_app(self, app: Flask, **options: Any) -> None:
        """Begin with nothing described."""
        self._undescribed: list[Callable[[], None]] = []
        self._describing = Lock()
        super().init_app(app, **options)

    def describe_later(self, describe: Callable[[], None]) -> None:
        """Keep what describes a blueprint until it is asked for."""
        self._undescribed.append(describe)

    def description(self) -> APISpec:
        """Return the description of all blueprints."""
        assert self.spec is not None, "asked of an application"
        with self._describing, speaking("de"):
            while self._undescribed:
                self._undescribed.pop(0)()
        return self.spec


api = _Api()


class _Parser(FlaskParser):
    """Reads where arguments stand; ``parts`` are the fields and files of a multipart body together."""

    __location_map__ = {**FlaskParser.__location_map__, "parts": "load_parts"}

    def load_parts(self, sent: Request, schema: Schema) -> Any:
        """Return fields and files of a multipart body as one."""
        return self._makeproxy(CombinedMultiDict([sent.files, sent.form]), schema)


class Blueprint(SmorestBlueprint):
    """The blueprint of a slice's API."""

    ARGUMENTS_PARSER = _Parser()
    DEFAULT_LOCATION_CONTENT_TYPE_MAPPING = {
        **SmorestBlueprint.DEFAULT_LOCATION_CONTENT_TYPE_MAPPING,
        "parts": "multipart/form-data",
    }

    def register_views_in_doc(self, api: _Api, *args: Any, **named: Any) -> None:
        """Describe the views when the description is asked for."""
        api.describe_later(partial(super().register_views_in_doc, api, *args, **named))

    def arguments(self, schema: type[Schema], **options: Any) -> Any:
        """Read arguments with one instance of the schema, not with a new one for every request."""
        return super().arguments(schema(), **options)


class PageQuery(Shape):
    """Which page of a list is wanted."""

    page = whole(least=1, most=100_000, required=False, load_default=1)
    per_page = fields.Integer(load_default=PAGE_SIZE, validate=validate.Range(1, PAGE_SIZE_MAX))


def blueprint(name: str, description: str) -> Blueprint:
    """Return the API blueprint of a slice; its routes stand under /api/v1."""
    return Blueprint(f"{name}_api", f"app.{name}.api", url_prefix="/api/v1", description=description)


def needs_key(view: View) -> View:
    """Refuse a request without an idempotency key: this view votes or moves money."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not sent_key() or HEADER not in request.headers:
            raise IdempotencyKeyNeeded
        return view(*args, **kwargs)

    guarded.needs_key = True  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


class Remembered(fields.Nested):
    """Shapes rows that are values, such as frozen dataclasses, once for as long as they say the same."""

    _shaped: Callable[[Any], Any] | None = None

    def _serialize(self, nested_obj: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:  # type: ignore[override]  # noqa: ARG002
        if self._shaped is None:
            self._shaped = lru_cache(ROWS_KEPT)(self.schema.dump)
        return self._shaped(nested_obj)


def page_schema(item: type[Shape], *, kind: type[fields.Nested] = fields.Nested) -> type[Shape]:
    """Return the schema of a page of items: items, page, per_page, total."""
    return Shape.from_dict(  # type: ignore[return-value]
        {
            "items": fields.List(kind(item)),
            "page": fields.Integer(),
            "per_page": fields.Integer(),
            "total": fields.Integer(),
        },
        name=item.__name__.removesuffix("Schema") + "Page",
    )


def register(app: Flask) -> None:
    """Configure the API; its document is /api/openapi.json, its readable form /api/docs."""
    app.config.update(
        API_TITLE="Kiezfonds",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
            "security": [{"token": []}],
        },
    )
    api.init_app(app)
