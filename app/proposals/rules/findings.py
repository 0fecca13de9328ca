"""What the check before sending may find; what blocks is also a refusal."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

from app.core.errors import DomainError
from app.core.words import N_


class Severity(StrEnum):
    """Whether a finding stops the application or asks for a word of explanation."""

    BLOCKS = "blocks"
    ASKS = "asks"


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule says about an application, «Hinweis»; ``text`` has places for ``facts``."""

    code: str
    severity: Severity
    field: str
    text: str
    rule_key: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    refusal: "type[Blocked] | None" = None


class Blocked(DomainError):
    """The application breaks a rule and cannot be sent; never raised itself."""

    status = 422
    rule_key: ClassVar[str] = ""

    @classmethod
    def found(cls, at: str | None = None, **facts: Any) -> Finding:
        """Return this refusal as a finding, at its own field or at another."""
        return Finding(cls.code(), Severity.BLOCKS, at or cls.field or "", cls.title, cls.rule_key, facts, cls)


class NoCosts(Blocked):
    """There is nothing to fund."""

    title = N_("Bitte tragen Sie mindestens eine Kostenposition mit einem Betrag ein.")
    field = "lines"
    rule_key = "fund.min_award_cents"


class CapExceeded(Blocked):
    """More is requested than one action may get [S:#1,#2]."""

    title = N_(
        "Sie beantragen %(requested)s, möglich sind höchstens %(cap)s je Aktion. "
        "Ohne Pauschale dürfen die Kosten höchstens %(largest_base)s betragen."
    )
    field = "lines"
    rule_key = "fund.max_award_cents"


class BelowMinimum(Blocked):
    """Less is requested than this fund gives [S:#1]."""

    title = N_("Sie beantragen %(requested)s. In diesem Fonds sind es mindestens %(minimum)s.")
    field = "lines"
    rule_key = "fund.min_award_cents"


class EndsBeforeStart(Blocked):
    """The last day comes before the first."""

    title = N_("Das Ende der Aktion liegt vor ihrem Anfang.")
    field = "action_to"
    rule_key = "action.max_duration_months"


class RetroactiveFunding(Blocked):
    """The action has already begun [S:#2]."""

    title = N_("Die Aktion hat am %(action_from)s schon begonnen. Im Nachhinein kann nichts gefördert werden.")
    field = "action_from"
    rule_key = "retroactive.allowed"


class LeadTimeTooShort(Blocked):
    """The application comes too late before the action [S:#8]."""

    title = N_(
        "Der Antrag muss mindestens %(lead_days)s Tage vor der Aktion da sein. "
        "Frühester Beginn ist der %(earliest_on)s."
    )
    field = "action_from"
    rule_key = "application.lead_days"


class ActionTooLong(Blocked):
    """The action lasts longer than allowed [I]."""

    title = N_("Eine Aktion darf höchstens %(months)s Monate dauern, also bis zum %(latest_on)s.")
    field = "action_to"
    rule_key = "action.max_duration_months"


class ActionTooLate(Blocked):
    """The action ends after the fund year or the area does [I]."""

    title = N_("Die Aktion muss bis zum %(latest_on)s zu Ende sein. Danach endet das Fondsjahr oder das Gebiet.")
    field = "action_to"
    rule_key = "carry_over"


class ApplicantNotEligible(Blocked):
    """The kind of applicant may not apply here [S:#4]."""

    title = N_("Diese Art von Antragstellenden ist in diesem Fonds nicht zugelassen.")
    field = "applicant_kind"
    rule_key = "applicant.kinds"


class ApplicantFeeNotAllowed(Blocked):
    """Whoever applies cannot pay themselves a fee [S:#2]."""

    title = N_("Wer den Antrag stellt, kann sich selbst kein Geld auszahlen.")
    field = "lines"
    rule_key = "applicant.fee_allowed"


class FeesNotAllowed(Blocked):
    """The fund pays no fees at all [S:#21b]."""

    title = N_("Honorare werden in diesem Fonds nicht gefördert.")
    field = "lines"
    rule_key = "fees.third_party_allowed"


class FoodNotAllowed(Blocked):
    """The fund pays no food [S:#42,#44]."""

    title = N_("Essen und Getränke werden in diesem Fonds nicht gefördert.")
    field = "lines"
    rule_key = "food.policy"


class TooFewThemes(Blocked):
    """The action serves too few aims of the fund [S:#2]."""

    title = N_("Bitte wählen Sie mindestens %(required)s der Ziele des Fonds aus.")
    field = "themes"
    rule_key = "themes.required_min"


class OwnShareTooSmall(Blocked):
    """Too little own money goes in [S:#8b,#9,#57]."""

    title = N_("Mindestens %(percent)s Prozent der Gesamtkosten müssen eigene Mittel sein, hier also %(minimum)s.")
    field = "own_funds"
    rule_key = "own_share.min_percent"
