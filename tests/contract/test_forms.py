"""Schemas decide, forms show: every form has exactly the fields of its schema, and no validators of its own."""

import pytest
from flask_wtf import FlaskForm
from wtforms import FieldList, FormField

from app.shell.doors.forms import Form

OWN = {"csrf_token", "idempotency_key", "version"}


def all_forms(kind=Form):
    found = []
    for sub in kind.__subclasses__():
        found += [sub, *all_forms(sub)]
    return [form for form in found if form.__module__.startswith("app.") and hasattr(form, "schema")]


def test_every_form_has_the_fields_of_its_schema(app):
    with app.test_request_context():
        for kind in all_forms():
            form = kind(meta={"csrf": False})
            assert set(form._fields) - OWN == set(form.schema().load_fields) - OWN, kind


def test_no_form_validates(app):
    with app.test_request_context():
        for kind in all_forms():
            for field in kind(meta={"csrf": False}):
                if not isinstance(field, FieldList | FormField):
                    assert not [check for check in field.validators if "Optional" not in type(check).__name__], (kind, field.name)


def test_every_form_of_the_house_is_of_its_kind():
    strangers = [kind for kind in FlaskForm.__subclasses__() if kind.__module__.startswith("app.") and kind is not Form]
    assert strangers == []


@pytest.mark.parametrize("word", ["schema", "idempotency_key"])
def test_the_parent_form_has_what_every_form_needs(word):
    assert word in Form.__annotations__ or hasattr(Form, word)
