"""Everything a page shows of one account, in a constant number of queries."""

from dataclasses import dataclass
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import DomainError
from app.core.money import Euro
from app.core.policy import Action, may
from app.funds import queries as fund_queries
from app.funds.rules import RuleValues
from app.settlement.models import Repayment, SettlementPhoto
from app.settlement.queries.accounts import AccountView, account_of, figures_of, photos_of, plan_against_actual
from app.settlement.queries.claims import ClaimView, claim_of, repayments_of
from app.settlement.queries.receipts import ReceiptView, receipts_of
from app.settlement.rules import Contents, ReceiptState, SettlementResult, Shift, may_edit, missing

WAITING = frozenset({ReceiptState.UPLOADED, ReceiptState.QUERY})


@dataclass(frozen=True, slots=True)
class Overview:
    """An account with its receipts, figures, plan, photos, claim, and what it lacks before it can be sent."""

    account: AccountView
    values: RuleValues
    receipts: list[ReceiptView]
    figures: SettlementResult
    shifts: list[Shift]
    photos: list[SettlementPhoto]
    claim: ClaimView | None
    repayments: list[Repayment]
    lacks: list[DomainError]
    is_office: bool
    can_edit: bool

    @property
    def presented(self) -> Euro:
        """Return the sum of all receipts."""
        return Euro(sum(receipt.amount_cents for receipt in self.receipts))

    @property
    def undecided(self) -> int:
        """Return how many receipts wait for the office or for an answer."""
        return sum(receipt.state in WAITING for receipt in self.receipts)

    @property
    def next_receipt(self) -> ReceiptView | None:
        """Return the first receipt the office has not decided."""
        return next((receipt for receipt in self.receipts if receipt.state is ReceiptState.UPLOADED), None)

    @property
    def spent(self) -> Euro:
        """Return what counts as spent so far: receipts that are not cut, and the flat allowance on them."""
        return self.figures.recognised + self.figures.flat_rate

    @property
    def left(self) -> Euro:
        """Return what is left of the money received; negative when more was spent than received."""
        return Euro(self.account.paid_cents) - self.spent


def overview_of(actor: Actor, application_id: UUID) -> Overview:
    """Return the overview for whoever may read the account. At most ten queries."""
    account = account_of(actor, application_id)
    values = fund_queries.rules_of(account.rule_book_id).values
    receipts = receipts_of(account.settlement_id, account.area_id)
    photos = photos_of(account.settlement_id)
    claim = claim_of(application_id)
    amounts = [(receipt.category, receipt.amount_cents, receipt.recognised_cents) for receipt in receipts]
    contents = Contents(
        report=account.report,
        participants=account.participants,
        photos=len(photos),
        categories=frozenset(receipt.category for receipt in receipts),
        unproven=tuple(
            receipt.number for receipt in receipts if receipt.media_type is None and not receipt.is_on_paper
        ),
    )
    return Overview(
        account=account,
        values=values,
        receipts=receipts,
        figures=figures_of(amounts, award_cents=account.awarded_cents, paid_cents=account.settled_cents, values=values),
        shifts=plan_against_actual(application_id, amounts, values),
        photos=photos,
        claim=claim,
        repayments=repayments_of(application_id) if claim else [],
        lacks=missing(contents, values),
        is_office=may(actor, Action.REVIEW_RECEIPT, account.subject),
        can_edit=may(actor, Action.EDIT_SETTLEMENT, account.subject) and may_edit(account.state),
    )
