"""The words of the agreement: German, because the legally binding text is; fixed when it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from app.allocation.models import Award
from app.core.money import Euro, percent_of
from app.funds.queries import RulesInForce
from app.funds.rules import RuleValues, settlement_due_on
from app.proposals.models import Application


class HasAmount(Protocol):
    """An award, or a row that shows one."""

    @property
    def amount_cents(self) -> int:
        """Return what is promised."""

    @property
    def decided_at(self) -> datetime:
        """Return when."""


@dataclass(frozen=True, slots=True)
class Duties:
    """What an agreement asks and gives, in figures; ``advance`` is None where everything is paid afterwards."""

    amount: Euro
    flat_rate_percent: int
    ends_on: date
    advance: Euro | None
    photos: int
    settle_by: date
    repay_days: int


def duties_of(application: Application, award: HasAmount, values: RuleValues) -> Duties:
    """Return the figures of an agreement under the rules of its award."""
    amount = Euro(award.amount_cents)
    ends_on = application.action_to or date(award.decided_at.year, 12, 31)
    has_advance = values.flag("advance.allowed")
    return Duties(
        amount=amount,
        flat_rate_percent=values.integer("flat_rate.percent"),
        ends_on=ends_on,
        advance=percent_of(amount, values.integer("advance.percent")) if has_advance else None,
        photos=values.integer("photos.min"),
        settle_by=settlement_due_on(ends_on, values),
        repay_days=values.integer("repayment.deadline_days"),
    )


def terms_of(application: Application, award: Award, rules: RulesInForce) -> str:
    """Return the text both sides sign: paragraphs divided by empty lines, each with its heading on its first line."""
    duties = duties_of(application, award, rules.values)
    paragraphs = [
        ("Gegenstand", f"Gefördert wird die Aktion „{application.title}“ (Aktenzeichen {application.file_number})."),
        (
            "Zeitraum",
            f"Gefördert werden Kosten, die zwischen der Entscheidung und dem {_day(duties.ends_on)} entstehen und bezahlt werden.",
        ),
        (
            "Betrag",
            (
                f"Der Aktionsfonds zahlt höchstens {duties.amount}. Maßgeblich sind die anerkannten Kosten nach der Abrechnung, "
                f"dazu {duties.flat_rate_percent} Prozent pauschale Aufwandsentschädigung."
            ),
        ),
        ("Auszahlung", _payment(duties.advance)),
        (
            "Abrechnung",
            (
                f"Belege, ein kurzer Bericht und mindestens {duties.photos} Foto sind bis zum "
                f"{_day(duties.settle_by)} einzureichen."
            ),
        ),
        (
            "Rückzahlung",
            (
                "Geld, das nicht für anerkannte Kosten gebraucht wurde, ist innerhalb von "
                f"{duties.repay_days} Tagen nach der Aufforderung zurückzuzahlen; danach fallen Zinsen an."
            ),
        ),
        ("Öffentlichkeit", "Auf allen Drucksachen und Beiträgen stehen die Logos des Programms Sozialer Zusammenhalt."),
        (
            "Regelwerk",
            f"Es gilt das Regelwerk in Version {rules.version_number}, Prüfsumme {rules.fingerprint}.",
        ),
    ]
    return "\n\n".join(f"{heading}\n{text}" for heading, text in paragraphs)


def sections_of(terms: str) -> list[tuple[str, str]]:
    """Return heading and text of each paragraph of stored terms."""
    parts = (paragraph.partition("\n") for paragraph in terms.split("\n\n"))
    return [(heading, text) for heading, _, text in parts]


def contents_of(
    application: Application,
    award: Award,
    *,
    terms: str,
    lines: Sequence[tuple[str, int]],
    allowance_cents: int,
    area_name: str,
    carrier_name: str,
    on: date,
) -> dict[str, Any]:
    """Return what the document shows, as plain values; ``lines`` are text and cents of the plan."""
    plan = [*lines, *([("Pauschale Aufwandsentschädigung", allowance_cents)] if allowance_cents else [])]
    by = f" für {application.organisation}" if application.organisation else ""
    return {
        "title": "Vereinbarung über eine Förderung aus dem Aktionsfonds",
        "file_number": application.file_number or "",
        "day": _day(on),
        "office": {"name": area_name, "carrier": carrier_name},
        "applicant": f"{application.applicant_name}{by}",
        "sections": [{"heading": heading, "text": text} for heading, text in sections_of(terms)],
        "plan": [{"text": text, "amount": str(Euro(cents))} for text, cents in plan],
        "total": str(Euro(application.requested_cents)),
        "award": str(Euro(award.amount_cents)),
    }


def _payment(advance: Euro | None) -> str:
    if advance is None:
        return "Gezahlt wird nach der Abrechnung."
    return f"Vor der Aktion wird ein Vorschuss von {advance} gezahlt, der Rest nach der Abrechnung."


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
