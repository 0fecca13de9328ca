"""Every sentence can be translated, and everything applicants, jurors and the public see is there in English."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment

from app.core.words import Sentence
from app.voting import cli
from app.voting.counting.broken import Refused
from tests.contract.catalogues import ROOT, catalogue, sentences

COUNTING = ROOT / "app" / "voting" / "counting"
TEMPLATES = sorted((ROOT / "app").rglob("templates/**/*.html"))
PLACES = re.compile(r"%\((\w+)\)[sd]")
SPOKEN = re.compile(r"[A-Za-zÄÖÜäöüß]{3,}")
NAMES = {"Kiezfonds", "IBAN", "BIC", "API", "PDF", "CSV", "JSON", "OpenAPI", "KERN", "SHA", "EUR", "QR", "TOTP"}


def ids(message):
    return message if isinstance(message, str) else message[0]


def test_every_sentence_has_its_english():
    english = catalogue("en")
    missing = {ids(message) for _path, message in sentences() if not (english.get(ids(message)) and english.get(ids(message)).string)}
    assert sorted(missing) == []


def test_the_english_keeps_every_place_for_a_fact():
    for message in catalogue("en"):
        if message.id:
            source, target = (message.id, message.string) if isinstance(message.id, str) else (message.id[-1], message.string[-1])
            assert sorted(PLACES.findall(source)) == sorted(PLACES.findall(target)), source


def test_every_refusal_of_a_count_is_a_wrapped_sentence():
    """Its words stand in N_ or in a constant that holds such a sentence; a bare text would stay German for everybody."""
    refusals = {Sentence.__name__, *(kind.__name__ for kind in kinds_of(Refused))}
    found = [
        (path.name, call.lineno, argument)
        for path in [Path(cli.__file__), *sorted(COUNTING.rglob("*.py"))]
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in refusals
        for argument in call.args
    ]
    bare = [(name, line) for name, line, said in found if isinstance(said, ast.JoinedStr) or isinstance(getattr(said, "value", None), str)]
    assert len(refusals) > 5
    assert len(found) > 50
    assert bare == []


def kinds_of(kind):
    return {kind}.union(*map(kinds_of, kind.__subclasses__()))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(Path(path).relative_to(ROOT)))
def test_a_template_says_nothing_that_is_not_wrapped(path):
    data = [text if kind == "data" else "\0" for _line, kind, text in Environment().lex(path.read_text())]
    text = re.sub(r"<!--.*?-->|<(code|style|script)\b.*?</\1>", " ", "".join(data), flags=re.DOTALL)
    spoken = [part.strip() for part in re.split(r"<[^>]*>|\0|\n", text)]
    said = [part for part in spoken if not re.fullmatch(r"[a-z=\"_ -]*", part)]
    bare = [part for part in said if set(SPOKEN.findall(re.sub(r"&\w+;", " ", part))) - NAMES]
    assert bare == []
    attributes = re.findall(r'\b(?:alt|title|aria-label|placeholder|label)="([^"{}]*)"', path.read_text())
    assert [value for value in attributes if SPOKEN.search(value)] == []
