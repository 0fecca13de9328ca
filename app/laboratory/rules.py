"""Rules of the laboratory: the life of a trial, which rules it offers, what reasons are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import DomainError
from app.core.machine import Machine
from app.core.words import N_

RULES_MOST = 6
"""More columns side by side than this nobody compares."""


class TrialState(StrEnum):
    """Where a trial stands, «Stand»."""

    WAITING = "waiting"
    COUNTED = "counted"
    FAILED = "failed"


TRIAL = Machine(
    "trial",
    {
        (TrialState.WAITING, "count"): TrialState.WAITING,
        (TrialState.WAITING, "finish"): TrialState.COUNTED,
        (TrialState.WAITING, "fail"): TrialState.FAILED,
    },
)
TRIAL_LABELS = {
    TrialState.WAITING: (N_("wird ausgezählt"), "info"),
    TrialState.COUNTED: (N_("ausgezählt"), "success"),
    TrialState.FAILED: (N_("nicht auszählbar"), "danger"),
}


class TieChoice(StrEnum):
    """The tie orders offered, by the names the count knows; `lot` needs a seed."""

    NUMBER = "id"
    CHEAPER = "cost-asc,votes-desc,id"
    MORE_VOTES = "votes-desc,cost-asc,id"
    LOT = "lot"


TIE_LABELS = {
    TieChoice.NUMBER: N_("nach der Nummer des Vorhabens"),
    TieChoice.CHEAPER: N_("das günstigere zuerst, dann das mit mehr Stimmen"),
    TieChoice.MORE_VOTES: N_("das mit mehr Stimmen zuerst, dann das günstigere"),
    TieChoice.LOT: N_("nach dem Los"),
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A rule the laboratory offers: `title` what people call it, `meaning` what it does in one sentence."""

    title: str
    meaning: str


OFFERED = {
    "greedy": Offered(
        N_("Die meisten Stimmen"),
        N_("Vom meistgewählten Vorhaben abwärts. Was nicht mehr ins Budget passt, wird übersprungen."),
    ),
    "greedy-no-skip": Offered(
        N_("Die meisten Stimmen, ohne Überspringen"),
        N_("Wie zuvor, aber beim ersten Vorhaben, das nicht mehr passt, ist Schluss."),
    ),
    "greedy-per-cost": Offered(
        N_("Die meisten Stimmen je Euro"), N_("Günstige Vorhaben mit vielen Stimmen kommen zuerst.")
    ),
    "mes-cost-add1-utilitarian": Offered(
        N_("Gleiche Anteile"),
        N_("Alle haben gleich viel Geld in der Hand; wer ein Vorhaben will, zahlt mit. Der Rest geht nach Stimmen."),
    ),
    "mes-cost": Offered(
        N_("Gleiche Anteile, ohne Auffüllen"), N_("Wie zuvor, aber was übrig bleibt, wird nicht ausgegeben.")
    ),
    "phragmen": Offered(
        N_("Phragmén"),
        N_("Geld fließt allen gleichmäßig zu; was die Unterstützenden zuerst bezahlen können, ist dabei."),
    ),
    "max-welfare-votes": Offered(
        N_("Größte Stimmensumme"), N_("Die Auswahl, die zusammen die meisten Stimmen hat und ins Budget passt.")
    ),
    "greedy-points": Offered(N_("Die meisten Punkte"), N_("Für Wahlzettel mit Punkten.")),
    "mes-points-add1-utilitarian": Offered(N_("Gleiche Anteile nach Punkten"), N_("Für Wahlzettel mit Punkten.")),
    "greedy-borda": Offered(N_("Rangpunkte (Borda)"), N_("Für Wahlzettel mit einer Reihenfolge.")),
    "mes-borda-add1-utilitarian": Offered(
        N_("Gleiche Anteile nach Rangpunkten"), N_("Für Wahlzettel mit einer Reihenfolge.")
    ),
}
USUAL = ("greedy", "mes-cost-add1-utilitarian", "phragmen", "max-welfare-votes")

REASONS = {
    "no-support": N_("von niemandem gewählt"),
    "above-budget": N_("teurer als das ganze Budget"),
    "below-minimum": N_("unter der Mindestzahl"),
    "no-envelope": N_("kein Topf dafür"),
    "did-not-fit": N_("passte nicht mehr ins Geld"),
    "count-ended": N_("die Auszählung war vorher zu Ende"),
    "limit": N_("Grenze des Bereichs erreicht"),
    "quota": N_("Zahl des Bereichs erreicht"),
    "excluded": N_("schließt sich mit einem anderen aus"),
    "supporters-could-not-pay": N_("die Unterstützenden hatten nicht genug Anteile"),
    "not-in-the-best-set": N_("gehört nicht zur besten Auswahl"),
}
STAGES = {
    "": "",
    "free": N_("kostet nichts"),
    "shares": N_("aus den Anteilen"),
    "utilitarian": N_("vom Rest, nach Stimmen"),
}


class NoElection(DomainError):
    """The upload is not the text of an election."""

    status = 415
    title = N_("Das ist keine PaBuLib-Datei (.pb). Sie beginnt mit META und hat die Abschnitte PROJECTS und VOTES.")
    field = "file"


class NothingCounted(DomainError):
    """No motion of the session was counted, so there is nothing to count again."""

    title = N_("In dieser Sitzung wurde über keinen Antrag abgestimmt.")
    field = "session_id"


class SessionNotOver(DomainError):
    """The session still runs or has not begun."""

    title = N_("Diese Sitzung ist noch nicht beendet.")
    field = "session_id"


class SeedNeeded(DomainError):
    """A lot without a seed could be drawn until it pleases."""

    status = 422
    title = N_("Für das Los braucht es ein Wort, das vorher feststeht, zum Beispiel die Lottozahlen vom Samstag.")
    field = "seed"


class SeedUnfit(DomainError):
    """The seed holds a sign that separates the parts of a tie order."""

    status = 422
    title = N_("Bitte ohne Komma und Doppelpunkt.")
    field = "seed"


TOOK_TOO_LONG = N_("Die Auszählung wurde nach %(minutes)s Minuten abgebrochen.")
TOOK_TOO_MUCH = N_("Die Auszählung brauchte mehr Speicher, als sie haben darf.")
BROKE_OFF = N_("Die Auszählung ist abgebrochen. Bitte versuchen Sie es noch einmal.")


def tie_text(choice: TieChoice | None, seed: str) -> str:
    """Return the tie order as the count reads it, by number unless another was chosen; raise SeedNeeded or SeedUnfit for a lot without a fit seed."""
    if choice is not TieChoice.LOT:
        return (choice or TieChoice.NUMBER).value
    if not seed:
        raise SeedNeeded
    if set(seed) & set(",:\n"):
        raise SeedUnfit
    return f"lot:{seed}"


def whole_share(text: str) -> tuple[int, int]:
    """Return an exact share such as «3/40» or «1» as numerator and denominator."""
    above, _, below = text.partition("/")
    return int(above), int(below or "1")


def percent(text: str) -> str:
    """Write an exact share as percent with one decimal, rounded half up and with a point: «7.5»."""
    above, below = whole_share(text)
    tenths = (2000 * above + below) // (2 * below)
    return f"{tenths // 10}.{tenths % 10}"


def divided(winners: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the projects that some of the outcomes fund and others do not."""
    sets = [frozenset(names) for names in winners]
    return frozenset.union(*sets) - frozenset.intersection(*sets) if sets else frozenset()
