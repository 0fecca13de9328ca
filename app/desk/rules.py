"""What is asked of a reader now: one sentence, one place to go, for every state and every role."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.words import N_
from app.proposals.rules import ApplicationState

_S = ApplicationState
NOTHING = N_("Sie müssen gerade nichts tun.")


class Reader(StrEnum):
    """Who reads the page of an application."""

    APPLICANT = "applicant"
    OFFICE = "office"
    JURY = "jury"
    OVERSEER = "overseer"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do now, «Nächster Schritt»: why in words, and where (an endpoint, if there is something to do)."""

    text: str
    label: str = ""
    endpoint: str = ""


_APPLICANT: Mapping[ApplicationState, NextStep] = {
    _S.DRAFT: NextStep(N_("Ihr Antrag ist noch nicht abgeschickt."), N_("Weiter ausfüllen"), "proposals.step"),
    _S.SUBMITTED: NextStep(N_("Das Büro prüft Ihren Antrag. Sie müssen gerade nichts tun.")),
    _S.NEEDS_INFO: NextStep(N_("Das Büro hat eine Frage an Sie."), N_("Frage beantworten"), "proposals.answer"),
    _S.ADMITTED: NextStep(N_("Ihr Antrag kommt in die nächste Sitzung der Jury. Sie müssen gerade nichts tun.")),
    _S.SCHEDULED: NextStep(N_("Die Jury entscheidet in ihrer Sitzung. Gern können Sie Ihre Aktion dort vorstellen.")),
    _S.OFFER_REDUCED: NextStep(
        N_("Die Jury bietet Ihnen weniger an, als Sie beantragt haben. Nehmen Sie an?"),
        N_("Zum Angebot"),
        "allocation.offer",
    ),
    _S.AWARDED_CONDITIONAL: NextStep(
        N_("Bewilligt mit einer Auflage. Zeigen Sie dem Büro, dass sie erfüllt ist."),
        N_("Zur Auflage"),
        "allocation.offer",
    ),
    _S.AWARDED: NextStep(
        N_("Bewilligt! Als Nächstes unterschreiben Sie die Vereinbarung."),
        N_("Zur Vereinbarung"),
        "allocation.agreement",
    ),
    _S.AGREED: NextStep(
        N_("Geben Sie Ihre Bankverbindung an und fordern Sie den Vorschuss an."),
        N_("Zur Auszahlung"),
        "disbursement.payments",
    ),
    _S.RUNNING: NextStep(
        N_("Sammeln Sie alle Belege. Nach der Aktion rechnen Sie ab."), N_("Zur Abrechnung"), "settlement.account"
    ),
    _S.AWAITING_SETTLEMENT: NextStep(
        N_("Bitte rechnen Sie jetzt ab: Belege, kurzer Bericht, Foto."), N_("Zur Abrechnung"), "settlement.account"
    ),
    _S.OVERDUE: NextStep(
        N_("Ihre Abrechnung ist überfällig. Bitte holen Sie sie bald nach."), N_("Zur Abrechnung"), "settlement.account"
    ),
    _S.SETTLEMENT_SUBMITTED: NextStep(
        N_("Das Büro prüft Ihre Belege. Sie müssen gerade nichts tun."), N_("Abrechnung ansehen"), "settlement.account"
    ),
    _S.SETTLEMENT_QUERY: NextStep(
        N_("Das Büro hat eine Frage zu einem Beleg."), N_("Frage beantworten"), "settlement.account"
    ),
    _S.CERTIFIED: NextStep(
        N_("Ihre Abrechnung ist geprüft, eine zweite Person schaut noch darauf."),
        N_("Abrechnung ansehen"),
        "settlement.account",
    ),
    _S.SECOND_PAYMENT_DUE: NextStep(
        N_("Die Restzahlung ist auf dem Weg. Sie müssen gerade nichts tun."),
        N_("Abrechnung ansehen"),
        "settlement.account",
    ),
    _S.REPAYMENT_DUE: NextStep(
        N_("Bitte zahlen Sie den offenen Betrag bis zur Frist zurück."), N_("Zur Abrechnung"), "settlement.account"
    ),
    _S.REPAYMENT_LATE: NextStep(
        N_("Die Rückzahlung ist überfällig. Bitte zahlen Sie jetzt."), N_("Zur Abrechnung"), "settlement.account"
    ),
    _S.CLOSED: NextStep(
        N_("Alles erledigt, das Konto ist geschlossen. Danke!"), N_("Abrechnung ansehen"), "settlement.account"
    ),
    _S.REJECTED: NextStep(
        N_("Die Jury hat nicht zugestimmt. Sie können einen neuen Antrag stellen."),
        N_("Neuer Antrag"),
        "proposals.begin",
    ),
    _S.REJECTED_FORMAL: NextStep(
        N_("Der Antrag ist nicht förderfähig. Sie können einen neuen stellen."), N_("Neuer Antrag"), "proposals.begin"
    ),
}
_OFFICE: Mapping[ApplicationState, NextStep] = {
    _S.SUBMITTED: NextStep(N_("Bitte prüfen Sie die Förderfähigkeit."), N_("Prüfen"), "proposals.check"),
    _S.NEEDS_INFO: NextStep(N_("Wir warten auf die Antwort der antragstellenden Person.")),
    _S.ADMITTED: NextStep(
        N_("Setzen Sie den Antrag auf die Tagesordnung einer Sitzung."), N_("Zu den Sitzungen"), "bodies.sessions"
    ),
    _S.SCHEDULED: NextStep(N_("Der Antrag steht auf der Tagesordnung."), N_("Zu den Sitzungen"), "bodies.sessions"),
    _S.OFFER_REDUCED: NextStep(
        N_("Wir warten auf die Antwort auf das gekürzte Angebot."), N_("Zum Angebot"), "allocation.offer"
    ),
    _S.AWARDED_CONDITIONAL: NextStep(
        N_("Prüfen Sie, ob die Auflage erfüllt ist."), N_("Zur Auflage"), "allocation.offer"
    ),
    _S.AWARDED: NextStep(
        N_("Die Vereinbarung ist noch nicht von beiden Seiten unterschrieben."), N_("Zur Vereinbarung"), "allocation.agreement"
    ),
    _S.AGREED: NextStep(
        N_("Der Vorschuss kann angefordert und geprüft werden."), N_("Zur Auszahlung"), "disbursement.payments"
    ),
    _S.RUNNING: NextStep(N_("Die Aktion läuft."), N_("Zur Auszahlung"), "disbursement.payments"),
    _S.AWAITING_SETTLEMENT: NextStep(N_("Wir warten auf die Abrechnung."), N_("Zur Abrechnung"), "settlement.account"),
    _S.OVERDUE: NextStep(
        N_("Die Abrechnung ist überfällig. Bitte haken Sie nach."), N_("Zur Abrechnung"), "settlement.account"
    ),
    _S.SETTLEMENT_SUBMITTED: NextStep(
        N_("Bitte prüfen Sie Beleg für Beleg."), N_("Belege prüfen"), "settlement.account"
    ),
    _S.SETTLEMENT_QUERY: NextStep(
        N_("Wir warten auf die Antwort zu einem Beleg."), N_("Zur Abrechnung"), "settlement.account"
    ),
    _S.CERTIFIED: NextStep(
        N_("Eine zweite Person muss die Abrechnung anordnen."), N_("Zur Abrechnung"), "settlement.account"
    ),
    _S.FINALISED: NextStep(N_("Das Konto kann geschlossen werden."), N_("Zur Abrechnung"), "settlement.account"),
    _S.SECOND_PAYMENT_DUE: NextStep(
        N_("Die Restzahlung wartet auf vier Augen."), N_("Zur Auszahlung"), "disbursement.payments"
    ),
    _S.REPAYMENT_DUE: NextStep(N_("Wir warten auf die Rückzahlung."), N_("Rückzahlung buchen"), "settlement.account"),
    _S.REPAYMENT_LATE: NextStep(N_("Die Rückzahlung ist überfällig."), N_("Rückzahlung buchen"), "settlement.account"),
    _S.CANCELLED: NextStep(
        N_("Die Aktion ist abgesagt. Das Konto kann geschlossen werden."), N_("Zur Abrechnung"), "settlement.account"
    ),
    _S.REVOKED: NextStep(
        N_("Die Bewilligung ist zurückgenommen. Das Konto kann geschlossen werden."),
        N_("Zur Abrechnung"),
        "settlement.account",
    ),
}
_JURY: Mapping[ApplicationState, NextStep] = {
    _S.ADMITTED: NextStep(N_("Der Antrag kommt in eine der nächsten Sitzungen.")),
    _S.SCHEDULED: NextStep(
        N_("Lesen Sie den Antrag vor der Sitzung und sagen Sie, wenn Sie befangen sind."),
        N_("Zu den Sitzungen"),
        "bodies.sessions",
    ),
}
_OVERSEER: Mapping[ApplicationState, NextStep] = {
    _S.AGREED: NextStep(
        N_("Angeordnete Auszahlungen warten auf die Zahlstelle."), N_("Zur Auszahlung"), "disbursement.payments"
    ),
    _S.RUNNING: NextStep(NOTHING, N_("Zur Auszahlung"), "disbursement.payments"),
    _S.SECOND_PAYMENT_DUE: NextStep(
        N_("Angeordnete Auszahlungen warten auf die Zahlstelle."), N_("Zur Auszahlung"), "disbursement.payments"
    ),
}
_STEPS = {Reader.APPLICANT: _APPLICANT, Reader.OFFICE: _OFFICE, Reader.JURY: _JURY, Reader.OVERSEER: _OVERSEER}


def next_step(state: ApplicationState, reader: Reader) -> NextStep:
    """Return what is asked of a reader of an application in this state."""
    return _STEPS[reader].get(state, NextStep(NOTHING))
