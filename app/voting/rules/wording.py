"""The result in words: the sentence that was used and its figures (voting report, section 1.1)."""

from collections.abc import Mapping

from app.core.words import N_, Sentence
from app.voting.rules.counting import Decision, Outcome, Quorum, TieBreak

_MAJORITIES: Mapping[str, str] = {
    "of_votes_cast": N_("Nötig: mehr als die Hälfte der %(base)s gezählten Stimmen, also %(needed)s Ja."),
    "of_members": N_("Nötig: mehr als die Hälfte aller %(base)s Sitze, also %(needed)s Ja."),
    "of_present": N_("Nötig: mehr als die Hälfte der %(base)s Anwesenden, also %(needed)s Ja."),
    "two_thirds": N_("Nötig: mindestens zwei Drittel der %(base)s gezählten Stimmen, also %(needed)s Ja."),
    "unanimity": N_("Nötig: niemand dagegen bei %(base)s gezählten Stimmen, also %(needed)s Ja."),
}

_MAJORITIES_WITHOUT_RECUSED: Mapping[str, str] = {
    "of_members": N_("Nötig: mehr als die Hälfte der %(base)s Sitze ohne Befangene, also %(needed)s Ja."),
    "of_present": N_("Nötig: mehr als die Hälfte der %(base)s Anwesenden ohne Befangene, also %(needed)s Ja."),
}

_TIES: Mapping[TieBreak, str] = {
    TieBreak.REJECTED: N_("Bei Stimmengleichheit ist der Antrag abgelehnt."),
    TieBreak.CHAIR: N_("Bei Stimmengleichheit entscheidet die Stimme der Sitzungsleitung."),
    TieBreak.LOT: N_("Bei Stimmengleichheit entscheidet das Los."),
}

_RESULTS: Mapping[Outcome, str] = {
    Outcome.APPROVED: N_("Angenommen."),
    Outcome.APPROVED_REDUCED: N_("Mit gekürztem Betrag angenommen."),
    Outcome.REJECTED: N_("Nicht angenommen."),
    Outcome.POSTPONED: N_("Vertagt."),
    Outcome.NO_QUORUM: N_("Nicht beschlussfähig. Es wird nichts entschieden."),
    Outcome.STRAW_POLL: N_("Das ist ein Meinungsbild, keine Entscheidung."),
}


def explain_quorum(test: Quorum) -> Sentence:
    """Return the quorum in words [I]."""
    text = N_("%(present)s von %(base)s Stimmberechtigten anwesend, nötig sind %(needed)s.")
    return Sentence(text, {"present": test.present, "base": test.base, "needed": test.needed})


def explain(decision: Decision) -> list[Sentence]:
    """Return the arithmetic of a decision: quorum, recusals, votes, majority, tie, result."""
    sentences = [explain_quorum(decision.quorum)]
    if decision.recused:
        sentences.append(Sentence(N_("%(recused)s davon befangen und ohne Stimme."), {"recused": decision.recused}))
    if decision.is_quorate:
        sentences += _of_count(decision)
    return [*sentences, Sentence(_RESULTS[decision.outcome])]


def _of_count(decision: Decision) -> list[Sentence]:
    tally = decision.tally
    votes = N_("%(yes)s Ja, %(no)s Nein, %(abstain)s Enthaltung.")
    if tally.abstain != 1:
        votes = N_("%(yes)s Ja, %(no)s Nein, %(abstain)s Enthaltungen.")
    sentences = [Sentence(votes, {"yes": tally.yes, "no": tally.no, "abstain": tally.abstain})]
    if tally.abstain and decision.abstention_counts_as == "no":
        sentences.append(Sentence(N_("Enthaltungen wirken wie Nein.")))
    sentences.append(Sentence(_majority_text(decision), {"base": decision.base, "needed": decision.needed}))
    if decision.tie in _TIES:
        sentences.append(Sentence(_TIES[decision.tie]))
    return sentences


def _majority_text(decision: Decision) -> str:
    whole = decision.seats if decision.majority_rule == "of_members" else decision.present
    without_recused = _MAJORITIES_WITHOUT_RECUSED.get(decision.majority_rule)
    if without_recused is not None and decision.base < whole:
        return without_recused
    return _MAJORITIES[decision.majority_rule]
