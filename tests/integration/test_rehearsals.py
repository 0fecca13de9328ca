"""Rehearsal files: every case holds to the cent, a wrong expectation is named, a broken file is located."""

import json
from pathlib import Path

import pytest

from app.rehearsal.cli import rehearse

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.toml"))
HOFFEST = next(path for path in CASES if path.stem == "hoffest").read_text()


@pytest.fixture
def run(app, tmp_path):
    def invoke(text, *options):
        path = tmp_path / "case.toml"
        path.write_text(text)
        return app.test_cli_runner().invoke(rehearse, [str(path), *options])

    return invoke


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_holds_to_the_cent(app, path):
    result = app.test_cli_runner().invoke(rehearse, [str(path)])
    assert result.exit_code == 0, result.output


def test_a_wrong_expectation_is_named_with_step_key_expected_and_found(run):
    result = run(HOFFEST.replace("available_cents = 266_004", "available_cents = 266_005"))
    assert result.exit_code == 1
    assert "Schritt 6 (vote" in result.output
    assert "available_cents: erwartet 266005, gefunden 266004" in result.output


def test_a_refusal_nobody_expected_stops_the_rehearsal(run):
    result = run(HOFFEST.replace('refused = "four-eyes"\n', ""))
    assert result.exit_code == 1
    assert "refused: erwartet –, gefunden four-eyes" in result.output


def test_a_refusal_that_does_not_come_is_a_difference(run):
    result = run(HOFFEST.replace('ordered_by = "q1"\nrefused', 'ordered_by = "q2"\nrefused'))
    assert result.exit_code == 1
    assert "refused: erwartet four-eyes, gefunden –" in result.output


def test_the_transcript_as_json_holds_every_step(run):
    result = run(HOFFEST, "--json")
    assert result.exit_code == 0
    told = json.loads(result.output)
    assert told["holds"] is True
    assert len(told["steps"]) == 21
    assert told["steps"][5]["standing"]["available_cents"] == 266_004
    assert told["steps"][7]["refusal"] == "four-eyes"


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ('do = "bind"', 'do = "bnd"', 36, "do"),
        ("amount_cents = 24_000", "amount_cent = 24_000", 53, "lines.3.amount_cent"),
        ("amount_cents = 24_000", 'amount_cents = "24.000"', 53, "lines.3.amount_cents"),
        ('"jury.seats" = 7', '"jury.seat" = 7', 15, "jury.seat"),
        ("on = 2025-05-13", "on = 2024-05-13", 101, "on"),
        ('by = "applicant"', 'by = "nobody"', 44, "by"),
        ('q1 = "staff"', 'q1 = "boss"', 24, "people.q1"),
        ('state = "admitted"', 'stand = "admitted"', 66, "expect.stand"),
        ("[area]", "[area", 4, ""),
        ('j1 = "yes"', 'q1 = "yes"', 90, "ballots.q1"),
        ('q2 = "staff"', 'q2 = "staff"\nj8 = "juror"', 22, "people"),
        ('kind = "meeting"', 'kind = "circular"', 73, "kind"),
    ],
)
def test_a_broken_file_is_located_by_line_and_key(run, old, new, line, key):
    result = run(HOFFEST.replace(old, new, 1))
    assert result.exit_code == 2
    assert f"Zeile {line}, Schlüssel „{key}“" in result.output


def test_a_file_that_is_not_there_cannot_be_read(app, tmp_path):
    result = app.test_cli_runner().invoke(rehearse, [str(tmp_path / "nothing.toml")])
    assert result.exit_code == 2


def test_a_rehearsal_leaves_the_real_database_and_its_folder_alone(app, run, tmp_path):
    before = sorted(path.name for path in tmp_path.rglob("*") if path.name != "case.toml")
    assert run(HOFFEST).exit_code == 0
    assert sorted(path.name for path in tmp_path.rglob("*") if path.name != "case.toml") == before
