"""The document of the API: every operation shows a body and an answer that fit their schemas, and names its refusals."""

import jsonschema_rs
import pytest

from app.shell.doors.document import example_of, operations

NO_ANSWER = "204"


@pytest.fixture
def document(app):
    """Return the document as programs read it."""
    return app.test_client().get("/api/openapi.json").json


def fits(document, shape, value):
    """Tell what is wrong with a value, if anything; formats count."""
    whole = shape | {"components": document["components"]}
    validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    return [str(error.message) for error in validator.iter_errors(value)]


def shown(operation):
    """Return each content of an operation that stands for success: its body and its answers."""
    answers = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
    assert answers
    for name, part in {"body": operation.get("requestBody"), **answers}.items():
        if part is not None and name != NO_ANSWER:
            for kind, content in part["content"].items():
                yield f"{name} {kind}", content


def test_every_body_and_answer_has_an_example_that_fits_its_schema(document):
    wrong = {
        f"{method} {path} {name}": content.get("example")
        for path, method, operation in operations(document)
        for name, content in shown(operation)
        if "example" not in content or fits(document, content["schema"], content["example"])
    }
    assert wrong == {}


def test_every_example_says_something_in_every_field(document):
    """A body or an answer without one of its fields would hide what programs may send and will read."""
    schemas = document["components"]["schemas"]
    for path, method, operation in operations(document):
        for name, content in shown(operation):
            shape = schemas.get(content["schema"].get("$ref", "").rpartition("/")[2], {})
            if shape.get("properties"):
                assert set(content["example"]) == set(shape["properties"]), (method, path, name)


def test_a_text_without_an_example_is_named():
    with pytest.raises(KeyError, match="title"):
        example_of({"type": "object", "properties": {"title": {"type": "string"}}}, {})


def test_a_changing_operation_says_whether_it_needs_a_key(document):
    for path, method, operation in operations(document):
        keys = [part["required"] for part in operation.get("parameters", []) if part["name"] == "Idempotency-Key"]
        assert len(keys) == (method != "get"), (method, path)
    close = document["paths"]["/api/v1/motions/{motion_id}/close"]["post"]
    assert [part["required"] for part in close["parameters"]] == [True]


def test_the_public_needs_no_token_and_everybody_else_does(document):
    paths = document["paths"]
    assert paths["/api/v1/areas"]["get"]["security"] == []
    assert "401" not in paths["/api/v1/areas"]["get"]["responses"]
    assert "security" not in paths["/api/v1/me"]["get"]
    assert "401" in paths["/api/v1/me"]["get"]["responses"]


def test_refusals_are_problems(document):
    for _, _, operation in operations(document):
        for status, answer in operation["responses"].items():
            if not status.startswith("2"):
                assert answer == {"$ref": f"#/components/responses/{status}"}
                assert list(document["components"]["responses"][status]["content"]) == ["application/problem+json"]


def test_the_readable_page_shows_the_examples(app):
    page = app.test_client().get("/api/docs").text
    assert "Hoffest und Pflanztag" in page
    assert page.count("<pre") > len(page.split("<details")) / 2
