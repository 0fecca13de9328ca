"""Commands for counting: a file, a rule and a result anybody can compute again; and lots. No database is needed."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, TextIO

import click
from flask.cli import AppGroup

from app.core.words import N_, Sentence
from app.shell.doors.language import catalogue
from app.voting.counting import engine, lots
from app.voting.counting.broken import BrokenFile, Refused
from app.voting.counting.names import UnknownRule, rule_named
from app.voting.counting.pb import Reading, read_stream
from app.voting.counting.plain_text import lines_of
from app.voting.counting.ranking_rules import Judgement, Ranked, Scored
from app.voting.counting.report import Report, compared, explained, report_of, standing_report
from app.voting.counting.rules import Rule
from app.voting.counting.tables import file_of, tables_of
from app.voting.counting.ties import tie_order

RANKING = (Ranked, Scored, Judgement)
FOLDER = click.Path(file_okay=False, writable=True, path_type=Path)
lot = AppGroup("lot", help="Draw lots that everybody can draw again.")


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--rule", "name", required=True, help="Name of the rule, such as greedy, mes-cost-add1 or phragmen.")
@click.option("--param", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of the rule.")
@click.option(
    "--tie", default="id", show_default=True, help="Tie order: id, cost-asc, cost-desc, votes-desc, lot:SEED …"
)
@click.option("--compare", "others", multiple=True, metavar="RULE", help="Another rule to put beside the result.")
@click.option("--explain", is_flag=True, help="Say of each other project why it did not win.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--ballots", type=click.File("rb"), help="Table of ballots (CSV); FILE is the table of projects then.")
@click.option("--budget", default="", help="With --ballots: the budget.")
@click.option("--vote-type", default="approval", show_default=True, help="With --ballots: the kind of ballots.")
def count(
    file: BinaryIO,
    *,
    name: str,
    parameters: tuple[str, ...],
    tie: str,
    others: tuple[str, ...],
    explain: bool,
    as_json: bool,
    ballots: BinaryIO | None,
    budget: str,
    vote_type: str,
) -> None:
    """Count the election in FILE (.pb, or - for standard input); exit code 1 and the line when the file is broken."""
    rule, *rules = _rules(name, others, parameters, tie)
    with _in_words():
        source = (
            file_of(file.read(), ballots.read(), budget=budget, vote_type=vote_type) if ballots else read_stream(file)
        )
        reading = source.reading()
        report = (
            _ranked(reading, rule) if isinstance(rule, RANKING) else _counted(reading, rule, rules, explain=explain)
        )
    report["warnings"] = [_english(warning) for warning in reading.warnings]
    click.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else "\n".join(lines_of(report)))


@click.command()
@click.argument("file", type=click.File("rb"))
@click.argument("folder", type=FOLDER)
def tables(file: BinaryIO, folder: Path) -> None:
    """Write the election in FILE (.pb) as projects.csv and ballots.csv into FOLDER."""
    with _in_words():
        source = read_stream(file)
        source.election()
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in zip(("projects.csv", "ballots.csv"), tables_of(source), strict=True):
        (folder / name).write_bytes(table)
        click.echo(str(folder / name))


@lot.command("commit")
@click.option("--secret", prompt=True, hide_input=True, help="The secret; keep it until the draw.")
@click.argument("participants", type=click.File("r", encoding="utf-8"))
def commit(participants: Iterable[str], *, secret: str) -> None:
    """Print what is published before the draw: the commitment and the fingerprint of the list (one name a line)."""
    with _in_words():
        fingerprint = lots.fingerprint_of(_names(participants))
    click.echo(f"commitment   {lots.commitment_of(secret)}")
    click.echo(f"participants {fingerprint}")


@lot.command("draw")
@click.option("--secret", prompt=True, hide_input=True, help="The secret that was committed to.")
@click.option("--public", required=True, help="The public value named beforehand.")
@click.option("--places", type=click.IntRange(min=1), required=True, help="How many are drawn.")
@click.argument("participants", type=click.File("r", encoding="utf-8"))
def draw(participants: Iterable[str], *, secret: str, public: str, places: int) -> None:
    """Draw from a list, one name a line, and print the record of the draw as JSON."""
    with _in_words():
        drawn = lots.draw(_names(participants), places, secret=secret, public=public)
    click.echo(json.dumps(asdict(drawn), ensure_ascii=False, indent=2))


@lot.command("verify")
@click.argument("record", type=click.File("r", encoding="utf-8"))
@click.argument("participants", type=click.File("r", encoding="utf-8"))
def verify(record: TextIO, participants: Iterable[str]) -> None:
    """Draw again from the record of a draw and its list; exit code 1 when anything differs."""
    try:
        given = json.load(record)
        drawn = lots.Lot(**{**given, "drawn": tuple(given["drawn"])})
    except (ValueError, TypeError, KeyError) as error:
        raise click.ClickException("this is not the record of a draw") from error
    with _in_words():
        lots.verify(drawn, _names(participants))
    click.echo(f"The draw is right: {', '.join(drawn.drawn)}")


def _counted(reading: Reading, rule: Rule, others: list[Rule], *, explain: bool) -> Report:
    outcome = engine.count(reading.election, rule)
    report = report_of(outcome)
    if explain:
        report |= explained(outcome)
    if others:
        report["compare"] = [compared(outcome, engine.count(reading.election, other)) for other in others]
    return report


def _ranked(reading: Reading, rule: Rule) -> Report:
    return standing_report(engine.rank(reading.election, rule))


def _rules(name: str, others: tuple[str, ...], parameters: tuple[str, ...], tie: str) -> list[Rule]:
    try:
        order = tie_order(tie)
        given = dict(_pair(text) for text in parameters)
        return [rule_named(name, given, order), *(rule_named(other, tie=order) for other in others)]
    except Refused as error:
        raise click.UsageError(_told(error)) from error


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign:
        raise UnknownRule(N_("Ein Parameter steht als name=value da, nicht als %(written)s."), written=text)
    return key.strip().replace("-", "_"), value


def _names(participants: Iterable[str]) -> list[str]:
    return [line.strip() for line in participants if line.strip()]


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except Refused as error:
        raise click.ClickException(_told(error)) from error


def _told(refused: Refused) -> str:
    """Return what is wrong in the language of the commands, after the line or the parameter it stands in."""
    match refused:
        case BrokenFile() if refused.line:
            return f"line {refused.line}: {_english(refused)}"
        case UnknownRule() if refused.given:
            return f"{refused.given}: {_english(refused)}"
    return _english(refused)


def _english(said: Refused | Sentence) -> str:
    """Return a sentence in the language of the commands."""
    return catalogue("en").gettext(said.text) % said.facts
