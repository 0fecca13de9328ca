"""The words of the agreement: German, because the legally binding text is; fixed when it is drawn."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.allocation.models import Award
from app.core.money import Euro, percent_of
from app.funds.queries import RulesInForce
from app.funds.rules import settlement_due_on
from app.proposals.models import Application


def terms_of(application: Application, award: Award, rules: RulesInForce) -> str:
    """Return the text both sides sign: paragraphs divided by empty lines, each with its heading on its first line."""
    values = rules.values
    amount = Euro(award.amount_cents)
    ends_on = application.action_to or date(award.decided_at.year, 12, 31)
    paragraphs = [
        ("Gegenstand", f"Gefördert wird die Aktion „{application.title}“ (Aktenzeichen {application.file_number})."),
        (
            "Zeitraum",
            f"Gefördert werden Kosten, die zwischen der Entscheidung und dem {_day(ends_on)} entstehen und bezahlt werden.",
        ),
        (
            "Betrag",
            (
                f"Der Aktionsfonds zahlt höchstens {amount}. Maßgeblich sind die anerkannten Kosten nach der Abrechnung, "
                f"dazu {values.integer('flat_rate.percent')} Prozent pauschale Aufwandsentschädigung."
            ),
        ),
        ("Auszahlung", _payment(amount, rules)),
        (
            "Abrechnung",
            (
                f"Belege, ein kurzer Bericht und mindestens {values.integer('photos.min')} Foto sind bis zum "
                f"{_day(settlement_due_on(ends_on, values))} einzureichen."
            ),
        ),
        (
            "Rückzahlung",
            (
                "Geld, das nicht für anerkannte Kosten gebraucht wurde, ist innerhalb von "
                f"{values.integer('repayment.deadline_days')} Tagen nach der Aufforderung zurückzuzahlen; danach fallen Zinsen an."
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


def _payment(amount: Euro, rules: RulesInForce) -> str:
    if not rules.values.flag("advance.allowed"):
        return "Gezahlt wird nach der Abrechnung."
    advance = percent_of(amount, rules.values.integer("advance.percent"))
    return f"Vor der Aktion wird ein Vorschuss von {advance} gezahlt, der Rest nach der Abrechnung."


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
