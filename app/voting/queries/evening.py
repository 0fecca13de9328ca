"""An evening as one picture: who is there, every item with its quorum and vote, and what the reader may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.bodies.queries import ItemRow, SessionRow, agenda_of, attendance_of, seats_of, session_for
from app.bodies.queries.seats import SeatRow
from app.bodies.rules import WAITING_ITEMS, AgendaItemState
from app.core.actor import Actor
from app.core.clock import BERLIN
from app.core.errors import DomainError, NotFound
from app.core.policy import Action, may
from app.funds.queries import RulesInForce, rules_of, rules_on
from app.ledger.queries import balances
from app.ledger.rules import AccountKind
from app.voting.queries.motions import MotionRow, motions_of_session
from app.voting.queries.rolls import place_of, rolls_of_session
from app.voting.rules import (
    Quorum,
    RollEntry,
    Sentence,
    ballot_facts,
    explain_quorum,
    hurdle,
    quorum,
)
from app.voting.rules import (
    attendance_of as counted,
)


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat at the table: its holder, and the times of coming and going as HH:MM."""

    seat: SeatRow
    is_there: bool
    came: str
    left: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item: its roll, its motion, its quorum; ``own`` is the reader's seat, ``why_not`` what bars their ballot."""

    item: ItemRow
    motion: MotionRow | None
    roll: Sequence[RollEntry]
    quorum: Quorum
    own: RollEntry | None
    why_not: DomainError | None

    @property
    def quorum_sentence(self) -> Sentence:
        """Return the quorum of this very item in words and figures."""
        return explain_quorum(self.quorum)

    @property
    def is_waiting(self) -> bool:
        """Tell whether the item can be put to the vote."""
        return self.item.state in WAITING_ITEMS

    @property
    def is_voting(self) -> bool:
        """Tell whether ballots are taken."""
        return self.item.state is AgendaItemState.VOTING

    @property
    def recused(self) -> list[RollEntry]:
        """Return the seats that do not vote because of bias."""
        return [entry for entry in self.roll if entry.is_recused]

    @property
    def voted(self) -> int:
        """Return how many ballots are in."""
        return sum(entry.choice is not None for entry in self.roll)

    @property
    def expected(self) -> int:
        """Return how many seats in the room may vote on this item."""
        return sum(entry.is_present and not entry.is_recused for entry in self.roll)


@dataclass(frozen=True, slots=True)
class Evening:
    """A session with everything its screen shows; ``can_run`` tells that the reader leads it."""

    session: SessionRow
    seats: Sequence[SeatView]
    items: Sequence[ItemView]
    rules: RulesInForce
    quorum: Quorum
    available_cents: int
    own_seat: SeatRow | None
    can_run: bool
    can_read_ballots: bool

    @property
    def quorum_sentence(self) -> Sentence:
        """Return the quorum of the room in words and figures."""
        return explain_quorum(self.quorum)

    @property
    def may_reduce(self) -> bool:
        """Tell whether the jury may award less than was asked for."""
        return self.rules.values.flag("vote.jury_may_reduce")

    @property
    def running(self) -> list[ItemView]:
        """Return the items that are being voted on."""
        return [view for view in self.items if view.is_voting]

    @property
    def waiting(self) -> list[ItemView]:
        """Return the items still to come."""
        return [view for view in self.items if view.is_waiting]

    @property
    def is_present(self) -> bool:
        """Tell whether the reader's own seat is in the room."""
        return any(view.is_there and view.seat.person_id == self._reader for view in self.seats)

    @property
    def _reader(self) -> UUID | None:
        return self.own_seat.person_id if self.own_seat else None


def evening(actor: Actor, session_id: UUID) -> Evening:
    """Return the session as this reader sees it; raise NotFound or Forbidden. The number of queries is constant."""
    session = session_for(actor, session_id)
    rules = rules_of(session.rule_book_id) if session.rule_book_id else rules_on(session.fund_id, session.held_on)
    seats = _seats(session)
    motions, rolls = motions_of_session(session_id), rolls_of_session(session_id)
    items = [
        _view(item, motions.get(item.id), rolls.get(item.id, []), rules, actor) for item in agenda_of([session_id])
    ]
    return Evening(
        session=session,
        seats=seats,
        items=items,
        rules=rules,
        quorum=quorum(counted([_entry(view) for view in seats]), rules.values),
        available_cents=balances(session.fund_year_id)[AccountKind.AVAILABLE],
        own_seat=next((view.seat for view in seats if view.seat.person_id == actor.person_id), None),
        can_run=may(actor, Action.RUN_SESSION, session.subject),
        can_read_ballots=may(actor, Action.READ_BALLOTS, session.subject),
    )


def item_for(actor: Actor, agenda_item_id: UUID) -> tuple[Evening, ItemView]:
    """Return one item with its evening; raise NotFound or Forbidden."""
    found = evening(actor, place_of(agenda_item_id)[0])
    view = next((view for view in found.items if view.item.id == agenda_item_id), None)
    if view is None:
        raise NotFound
    return found, view


def _view(
    item: ItemRow, motion: MotionRow | None, roll: Sequence[RollEntry], rules: RulesInForce, actor: Actor
) -> ItemView:
    own = next((entry for entry in roll if entry.person_id and entry.person_id == actor.person_id), None)
    is_open = motion is not None and motion.is_open
    return ItemView(
        item=item,
        motion=motion,
        roll=roll,
        quorum=quorum(counted(roll), rules.values),
        own=own,
        why_not=hurdle(ballot_facts(own, roll, rules.values, is_open=is_open)) if own else None,
    )


def _seats(session: SessionRow) -> list[SeatView]:
    times = {row.seat_id: row for row in attendance_of(session.id)}  # the latest coming of a seat wins
    return [
        SeatView(
            seat=seat,
            is_there=(row := times.get(seat.id)) is not None and row.left_at is None,
            came=_time(row.arrived_at if row else None),
            left=_time(row.left_at if row else None),
        )
        for seat in seats_of(session.body_id, session.held_on)
    ]


def _entry(view: SeatView) -> RollEntry:
    seat = view.seat
    return RollEntry(seat.id, seat.area_id, seat.number, seat.person_id, seat.name, view.is_there, None, None)


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone(BERLIN):%H:%M}" if moment else ""
