"""A sentence without facts is translated when its template is compiled, in each language and as safe as one with facts."""

import pytest


@pytest.mark.parametrize(("language", "title"), [("de", "Anträge"), ("en", "Applications")])
def test_a_sentence_is_part_of_the_compiled_page(app, language, title):
    templates = app.jinja_env.in_each[language]
    compiled = templates.compile("<h1>{{ _('Anträge') }}</h1>", name="page.html", raw=True)

    assert f"<h1>{title}</h1>" in compiled
    assert "'_'" not in compiled


def test_a_sentence_with_facts_is_said_when_the_page_is(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        templates = app.jinja_env
        page = templates.from_string("{{ ngettext('%(num)s Antrag', '%(num)s Anträge', count) }}")

        assert templates is templates.in_each["de"].in_each["en"]
        assert [page.render(count=count) for count in (1, 3)] == ["1 application", "3 applications"]


def test_every_language_calls_the_same_functions(app):
    german, english = app.jinja_env.in_each["de"], app.jinja_env.in_each["en"]

    assert german is not english
    assert german.globals is english.globals
    assert german.filters is english.filters
    assert german.undefined is english.undefined
