"""Who may do what: one table from action to rule. What is absent is forbidden.

A rule looks at the actor's snapshot and the subject's facts, never at a database or a request. State is
not permission: a wrong state is refused by the machines (409), a missing right here (403), and things of
an area in which somebody is nobody do not exist for them (404).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.core.actor import Actor, Role
from app.core.errors import Forbidden, NotFound, SignInNeeded


@dataclass(frozen=True, slots=True)
class Subject:
    """What an action is done to: its kind and id, the area it belongs to, who owns it, whether the jury may see it.

    ``owner_id`` is the person it belongs to: the applicant of an application, the holder of a seat.
    ``is_shared`` tells that an application has passed the office and may be read by jurors.
    """

    kind: str
    id: UUID | None = None
    area_id: UUID | None = None
    owner_id: UUID | None = None
    is_shared: bool = False


class HasSubject(Protocol):
    """Anything that can say what it is to the policy."""

    @property
    def subject(self) -> Subject:
        """Return the policy's view of this thing."""


Test = Callable[[Actor, Subject], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A predicate over actor and subject that combines with ``&``, ``|`` and ``~``."""

    test: Test

    def __call__(self, actor: Actor, subject: Subject) -> bool:
        """Tell whether the actor may."""
        return self.test(actor, subject)

    def __and__(self, other: "Rule") -> "Rule":
        """Return the rule that holds when both hold."""
        return Rule(lambda actor, subject: self(actor, subject) and other(actor, subject))

    def __or__(self, other: "Rule") -> "Rule":
        """Return the rule that holds when one of them holds."""
        return Rule(lambda actor, subject: self(actor, subject) or other(actor, subject))

    def __invert__(self) -> "Rule":
        """Return the rule that holds when this one does not."""
        return Rule(lambda actor, subject: not self(actor, subject))


def _role(*roles: Role) -> Rule:
    return Rule(lambda actor, subject: any(actor.has(role, subject.area_id) for role in roles))


anyone = Rule(lambda actor, subject: True)  # noqa: ARG005
signed_in = Rule(lambda actor, subject: actor.person_id is not None)  # noqa: ARG005
system = Rule(lambda actor, subject: actor.is_system)  # noqa: ARG005
owner = Rule(lambda actor, subject: actor.person_id is not None and actor.person_id == subject.owner_id)
shared = Rule(lambda actor, subject: subject.is_shared)  # noqa: ARG005
staff = _role(Role.STAFF)
chair = _role(Role.CHAIR)
juror = _role(Role.JUROR, Role.CHAIR)
district = _role(Role.DISTRICT)
overseer = _role(Role.DISTRICT, Role.SENATE, Role.AUDITOR)
administrator = _role(Role.ADMINISTRATOR)
insider = staff | overseer


class Action(StrEnum):
    """Everything a person may be allowed to do."""

    SIGN_IN = "sign_in"
    EDIT_PROFILE = "edit_profile"
    ERASE_PERSON = "erase_person"
    INVITE_PERSON = "invite_person"
    GRANT_ROLE = "grant_role"
    CREATE_AREA = "create_area"
    EDIT_AREA = "edit_area"
    READ_AREA_INTERNALS = "read_area_internals"
    CREATE_FUND = "create_fund"
    OPEN_FUND_YEAR = "open_fund_year"
    CLOSE_FUND_YEAR = "close_fund_year"
    EDIT_RULE_BOOK = "edit_rule_book"
    READ_RULE_BOOK = "read_rule_book"
    EDIT_CALL = "edit_call"
    BOOK_COMMITMENT = "book_commitment"
    READ_LEDGER = "read_ledger"
    READ_AUDIT = "read_audit"
    START_APPLICATION = "start_application"
    ENTER_APPLICATION_FOR = "enter_application_for"
    READ_APPLICATION = "read_application"
    EDIT_APPLICATION = "edit_application"
    WITHDRAW_APPLICATION = "withdraw_application"
    CHECK_ELIGIBILITY = "check_eligibility"
    EDIT_BODY = "edit_body"
    READ_BODY = "read_body"
    RUN_SESSION = "run_session"
    READ_SESSION = "read_session"
    DECLARE_CONFLICT = "declare_conflict"
    CAST_BALLOT = "cast_ballot"
    READ_BALLOTS = "read_ballots"
    RUN_TRIAL = "run_trial"
    READ_TRIAL = "read_trial"
    ANSWER_OFFER = "answer_offer"
    MEET_CONDITION = "meet_condition"
    DRAW_AGREEMENT = "draw_agreement"
    SIGN_AGREEMENT_FOR_QM = "sign_agreement_for_qm"
    SIGN_AGREEMENT_AS_APPLICANT = "sign_agreement_as_applicant"
    CANCEL_ACTION = "cancel_action"
    SET_PAYEE_ACCOUNT = "set_payee_account"
    READ_PAYMENT = "read_payment"
    REQUEST_PAYMENT = "request_payment"
    CERTIFY_PAYMENT = "certify_payment"
    ORDER_PAYMENT = "order_payment"
    RELEASE_PAYMENT = "release_payment"
    REJECT_PAYMENT = "reject_payment"
    SET_PAYING_ACCOUNT = "set_paying_account"
    EXPORT_PAYMENTS = "export_payments"
    EDIT_SETTLEMENT = "edit_settlement"
    READ_SETTLEMENT = "read_settlement"
    REVIEW_RECEIPT = "review_receipt"
    FINALISE_SETTLEMENT = "finalise_settlement"
    BOOK_REPAYMENT = "book_repayment"
    WAIVE_INTEREST = "waive_interest"
    CLOSE_ACCOUNT = "close_account"
    RUN_DEADLINES = "run_deadlines"
    READ_PUBLIC = "read_public"


RULES: dict[Action, Rule] = {
    Action.SIGN_IN: anyone,
    Action.EDIT_PROFILE: owner | system,
    Action.ERASE_PERSON: owner | administrator | system,
    Action.INVITE_PERSON: staff | administrator | system,
    Action.GRANT_ROLE: administrator | system,
    Action.CREATE_AREA: administrator | system,
    Action.EDIT_AREA: staff | administrator | system,
    Action.READ_AREA_INTERNALS: insider,
    Action.CREATE_FUND: staff | administrator | system,
    Action.OPEN_FUND_YEAR: staff | system,
    Action.CLOSE_FUND_YEAR: staff,
    Action.EDIT_RULE_BOOK: staff | system,
    Action.READ_RULE_BOOK: anyone,
    Action.EDIT_CALL: staff | system,
    Action.BOOK_COMMITMENT: staff,
    Action.READ_LEDGER: insider,
    Action.READ_AUDIT: insider,
    Action.START_APPLICATION: signed_in,
    Action.ENTER_APPLICATION_FOR: staff,
    Action.READ_APPLICATION: owner | insider | (juror & shared),
    Action.EDIT_APPLICATION: owner | staff,
    Action.WITHDRAW_APPLICATION: owner | staff,
    Action.CHECK_ELIGIBILITY: staff & ~owner,
    Action.EDIT_BODY: staff | system,
    Action.READ_BODY: insider | juror,
    Action.RUN_SESSION: staff | chair,
    Action.READ_SESSION: insider | juror,
    Action.DECLARE_CONFLICT: owner | staff | chair,
    Action.CAST_BALLOT: owner | staff | chair,
    Action.READ_BALLOTS: staff | chair | _role(Role.AUDITOR),
    Action.RUN_TRIAL: staff | system,
    Action.READ_TRIAL: staff | _role(Role.AUDITOR),
    Action.ANSWER_OFFER: owner,
    Action.MEET_CONDITION: staff & ~owner,
    Action.DRAW_AGREEMENT: staff & ~owner,
    Action.SIGN_AGREEMENT_FOR_QM: staff & ~owner,
    Action.SIGN_AGREEMENT_AS_APPLICANT: owner | staff,
    Action.CANCEL_ACTION: owner | staff,
    Action.SET_PAYEE_ACCOUNT: owner | staff,
    Action.READ_PAYMENT: owner | insider,
    Action.REQUEST_PAYMENT: owner | staff,
    Action.CERTIFY_PAYMENT: staff & ~owner,
    Action.ORDER_PAYMENT: (staff | district) & ~owner,
    Action.RELEASE_PAYMENT: (staff | district) & ~owner,
    Action.REJECT_PAYMENT: (staff | district) & ~owner,
    Action.SET_PAYING_ACCOUNT: staff | administrator | system,
    Action.EXPORT_PAYMENTS: staff | district,
    Action.EDIT_SETTLEMENT: owner | staff,
    Action.READ_SETTLEMENT: owner | insider,
    Action.REVIEW_RECEIPT: staff & ~owner,
    Action.FINALISE_SETTLEMENT: staff & ~owner,
    Action.BOOK_REPAYMENT: staff & ~owner,
    Action.WAIVE_INTEREST: staff & ~owner,
    Action.CLOSE_ACCOUNT: (staff & ~owner) | system,
    Action.RUN_DEADLINES: system,
    Action.READ_PUBLIC: anyone,
}

SCOPE_READ = "read"
SCOPE_WRITE = "write"
_READING = frozenset(action for action in Action if action.value.startswith("read_"))


def may(actor: Actor, action: Action, subject: Subject) -> bool:
    """Tell whether the actor may do this to that; an access token also needs the scope."""
    if actor.scopes is not None and (SCOPE_READ if action in _READING else SCOPE_WRITE) not in actor.scopes:
        return False
    rule = RULES.get(action)
    return rule is not None and rule(actor, subject)


def require(actor: Actor, action: Action, subject: Subject) -> None:
    """Refuse what is not allowed.

    Raise SignInNeeded when nobody acts, NotFound when the actor is nobody in the subject's area, else Forbidden.
    """
    if may(actor, action, subject):
        return
    if actor.person_id is None and not actor.is_system:
        raise SignInNeeded
    if subject.area_id is not None and not _is_somebody(actor, subject):
        raise NotFound
    raise Forbidden


def _is_somebody(actor: Actor, subject: Subject) -> bool:
    return owner(actor, subject) or any(grant.area_id in (None, subject.area_id) for grant in actor.grants)
