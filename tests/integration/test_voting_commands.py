"""A seat votes once, when present, quorate and not biased; the count says how it came about."""

import threading

import pytest
import sqlalchemy as sa

from app.bodies.commands import record_departure
from app.bodies.models import AgendaItem, JurySession
from app.bodies.rules import AgendaItemState, SessionNotOpen, SessionState
from app.core.errors import Forbidden, NotFound, WrongState
from app.proposals.models import Application
from app.proposals.rules import ApplicationState
from app.shell.audit.models import AuditEvent
from app.shell.database import db
from app.voting.commands import cast_ballot, declare_conflict, postpone_item, withdraw_conflict
from app.voting.models import Ballot, Motion
from app.voting.queries import ballots_of, evening, motion_for, open_motions
from app.voting.rules import (
    AlreadyVoted,
    AwardAboveRequest,
    Choice,
    ConflictKind,
    DeclaredAlready,
    NoQuorum,
    NotDeclared,
    NotPresent,
    Outcome,
    Recused,
    ReductionNotAllowed,
    VotingClosed,
    commitment,
)
from tests.evenings import Evening, admitted, planned
from tests.factories import World


def ballots(motion_id):
    return list(db.session.scalars(sa.select(Ballot).where(Ballot.motion_id == motion_id)))


def sentence_of(motion):
    return " ".join(part.text % dict(part.facts) for part in motion.sentences)


def test_five_yes_and_one_abstention_of_seven_are_adopted_and_say_why(world):
    jury = Evening(world, present=6)
    motion_id = jury.opens()
    jury.votes(motion_id, yes=5, abstain=1)
    decision = jury.counts(motion_id)
    motion = motion_for(world.actor("q1"), motion_id)
    assert (decision.outcome, decision.needed, motion.outcome) == (Outcome.APPROVED, 4, Outcome.APPROVED)
    assert (motion.yes, motion.no, motion.abstain) == (5, 0, 1)
    assert sentence_of(motion) == (
        "6 von 7 Stimmberechtigten anwesend, nötig sind 4. 5 Ja, 0 Nein, 1 Enthaltung. "
        "Nötig: mehr als die Hälfte aller 7 Sitze, also 4 Ja. Angenommen."
    )
    assert db.session.get(AgendaItem, jury.item()).state is AgendaItemState.DECIDED


@pytest.mark.parametrize(
    ("rules", "votes", "outcome"),
    [
        ({"majority.rule": "of_votes_cast"}, (2, 1, 4), Outcome.APPROVED),
        ({"majority.rule": "of_votes_cast", "abstention.counts_as": "no"}, (2, 1, 4), Outcome.REJECTED),
        ({"majority.rule": "of_votes_cast"}, (0, 0, 7), Outcome.REJECTED),
        ({"majority.rule": "of_votes_cast"}, (3, 3, 1), Outcome.REJECTED),
        ({"majority.rule": "of_present"}, (3, 0, 4), Outcome.REJECTED),
        ({"majority.rule": "of_present"}, (4, 3, 0), Outcome.APPROVED),
        ({"majority.rule": "two_thirds"}, (2, 1, 4), Outcome.APPROVED),
        ({"majority.rule": "two_thirds"}, (3, 2, 2), Outcome.REJECTED),
        ({"majority.rule": "unanimity"}, (1, 0, 6), Outcome.APPROVED),
        ({"majority.rule": "unanimity"}, (6, 1, 0), Outcome.REJECTED),
    ],
)
def test_each_majority_rule_counts_as_it_says(app, rules, votes, outcome):
    jury = Evening(World(app, rules=rules))
    motion_id = jury.opens()
    jury.votes(motion_id, *votes)
    assert jury.counts(motion_id).outcome is outcome


def test_less_than_asked_for_is_adopted_as_reduced(world):
    jury = Evening(world)
    motion_id = jury.opens(award_cents=15_000, reason="Ohne Druckkosten.")
    jury.votes(motion_id, yes=7)
    assert jury.counts(motion_id).outcome is Outcome.APPROVED_REDUCED
    assert motion_for(world.actor("j1"), motion_id).reason == "Ohne Druckkosten."


def test_more_than_asked_for_is_refused(world):
    jury = Evening(world)
    with pytest.raises(AwardAboveRequest):
        jury.opens(award_cents=99_999)
    assert db.session.get(AgendaItem, jury.item()).state is AgendaItemState.LISTED


def test_a_jury_that_may_not_reduce_is_refused(app):
    jury = Evening(World(app, rules={"vote.jury_may_reduce": False}))
    with pytest.raises(ReductionNotAllowed):
        jury.opens(award_cents=100)


def test_too_few_decide_nothing_and_the_item_waits(world):
    jury = Evening(world, present=3)
    motion_id = jury.opens()
    with pytest.raises(NoQuorum):
        jury.casts(motion_id, "j1", Choice.YES)
    assert jury.counts(motion_id).outcome is Outcome.NO_QUORUM
    assert db.session.get(AgendaItem, jury.item()).state is AgendaItemState.POSTPONED
    assert db.session.get(JurySession, jury.session_id).state is SessionState.INQUORATE


def test_a_seat_votes_once(world):
    jury = Evening(world)
    motion_id = jury.opens()
    jury.casts(motion_id, "j1", Choice.YES)
    with pytest.raises(AlreadyVoted):
        jury.casts(motion_id, "j1", Choice.NO)
    assert [ballot.choice for ballot in ballots(motion_id)] == [Choice.YES]


def test_whoever_is_not_in_the_room_does_not_vote(world):
    jury = Evening(world, present=5)
    motion_id = jury.opens()
    with pytest.raises(NotPresent):
        jury.casts(motion_id, "j6", Choice.YES)
    assert ballots(motion_id) == []


def test_a_ballot_counts_even_if_its_member_leaves_before_the_count(world):
    jury = Evening(world, present=4)
    motion_id = jury.opens()
    jury.votes(motion_id, yes=4)
    world.do("q1", record_departure, session_id=jury.session_id, seat_id=world.seats["j1"])
    assert jury.counts(motion_id).outcome is Outcome.APPROVED


def test_declared_bias_bars_the_ballot_on_the_server(world):
    jury = Evening(world)
    world.do("j1", declare_conflict, agenda_item_id=jury.item(), seat_id=world.seats["j1"], kind=ConflictKind.RELATIVE)
    motion_id = jury.opens()
    for by in ("j1", "q1"):
        with pytest.raises(Recused):
            jury.casts(motion_id, "j1", Choice.YES, by=by)
    with pytest.raises(DeclaredAlready):
        world.do("j1", declare_conflict, agenda_item_id=jury.item(), seat_id=world.seats["j1"], kind=ConflictKind.OTHER)
    jury.casts(motion_id, "j2", Choice.YES)
    decision = jury.counts(motion_id)
    assert (decision.recused, decision.base, decision.needed) == (1, 6, 4)


def test_nobody_votes_on_their_own_application_even_if_they_declare_nothing(world):
    jury = Evening(world, applications=[admitted(world, by="j1")])
    motion_id = jury.opens()
    with pytest.raises(Recused):
        jury.casts(motion_id, "j1", Choice.YES)


def test_bias_is_declared_before_voting_not_after(world):
    jury = Evening(world)
    motion_id = jury.opens()
    jury.casts(motion_id, "j1", Choice.YES)
    declare = {"agenda_item_id": jury.item(), "kind": ConflictKind.OTHER}
    with pytest.raises(AlreadyVoted):
        world.do("j1", declare_conflict, seat_id=world.seats["j1"], **declare)
    jury.counts(motion_id)
    with pytest.raises(VotingClosed):
        world.do("j2", declare_conflict, seat_id=world.seats["j2"], **declare)


def test_a_mistaken_declaration_is_taken_back_before_the_vote_begins(world):
    jury = Evening(world)
    seat = {"agenda_item_id": jury.item(), "seat_id": world.seats["j1"]}
    with pytest.raises(NotDeclared):
        world.do("q1", withdraw_conflict, **seat)
    world.do("j1", declare_conflict, kind=ConflictKind.OTHER, **seat)
    with pytest.raises(Forbidden):
        world.do("j1", withdraw_conflict, **seat)
    world.do("q1", withdraw_conflict, **seat)
    motion_id = jury.opens()
    jury.casts(motion_id, "j1", Choice.YES)


def test_nobody_votes_for_another_seat_except_the_one_who_leads(world):
    jury = Evening(world)
    motion_id = jury.opens()
    with pytest.raises(Forbidden):
        jury.casts(motion_id, "j1", Choice.YES, by="j2")
    jury.casts(motion_id, "j1", Choice.YES, by="q1")
    line = db.session.scalar(sa.select(AuditEvent.line).where(AuditEvent.tag == "ballot.cast"))
    assert b'"recorded_by_another":true' in line


def test_the_log_binds_each_ballot_without_telling_it(world):
    jury = Evening(world)
    motion_id = jury.opens()
    jury.casts(motion_id, "j1", Choice.NO)
    line = db.session.scalar(sa.select(AuditEvent.line).where(AuditEvent.tag == "ballot.cast")).decode()
    [ballot] = ballots(motion_id)
    assert commitment(ballot.id, Choice.NO) in line
    assert str(ballot.id) not in line
    assert '"no"' not in line


def test_how_each_seat_voted_is_for_those_who_lead_and_only_after_the_count(world):
    jury = Evening(world)
    motion_id = jury.opens()
    jury.votes(motion_id, yes=3, no=1)
    leader = world.actor("q1")
    assert ballots_of(leader, motion_for(leader, motion_id)) == []
    jury.counts(motion_id)
    assert [row.choice for row in ballots_of(leader, motion_for(leader, motion_id))] == [*[Choice.YES] * 3, Choice.NO]
    with pytest.raises(Forbidden):
        ballots_of(world.actor("j1"), motion_for(world.actor("j1"), motion_id))


def test_a_closed_vote_takes_no_ballot_and_is_not_counted_twice(world):
    jury = Evening(world)
    motion_id = jury.opens()
    jury.counts(motion_id)
    with pytest.raises(VotingClosed):
        jury.casts(motion_id, "j1", Choice.YES)
    with pytest.raises(WrongState):
        jury.counts(motion_id)


def test_an_item_is_put_to_the_vote_once(world):
    jury = Evening(world)
    jury.opens()
    with pytest.raises(WrongState):
        jury.opens()


def test_nothing_is_put_to_the_vote_before_the_session_opens(world):
    jury = Evening.__new__(Evening)
    jury.world, jury.applications = world, [admitted(world)]
    jury.session_id = planned(world, jury.applications)
    with pytest.raises(SessionNotOpen):
        jury.opens()


def test_a_postponed_item_ends_its_vote_and_waits_for_another_session(world):
    jury = Evening(world)
    motion_id = jury.opens()
    world.do("q1", postpone_item, agenda_item_id=jury.item())
    assert motion_for(world.actor("q1"), motion_id).outcome is Outcome.POSTPONED
    assert db.session.get(Application, jury.applications[0]).state is ApplicationState.ADMITTED
    planned(world, jury.applications)


def test_a_seat_of_another_jury_has_no_ballot_here(world, app):
    jury, other = Evening(world), World(app)
    motion_id = jury.opens()
    with pytest.raises(NotFound):
        other.do("j1", cast_ballot, motion_id=motion_id, seat_id=other.seats["j1"], choice=Choice.YES)
    with pytest.raises(NotFound):
        world.do("q1", cast_ballot, motion_id=motion_id, seat_id=other.seats["j1"], choice=Choice.YES)


def test_a_member_sees_which_votes_wait_for_them(world):
    jury = Evening(world)
    motion_id = jury.opens()
    assert [row.id for row in open_motions(world.actor("j1"))] == [motion_id]
    jury.casts(motion_id, "j1", Choice.YES)
    assert open_motions(world.actor("j1")) == []
    assert open_motions(world.actor("applicant")) == []


def test_the_evening_says_why_a_member_cannot_vote(world):
    jury = Evening(world, present=5)
    view = evening(world.actor("j6"), jury.session_id)
    assert (view.can_run, view.items[0].why_not.code()) == (False, "voting-closed")
    jury.opens()
    assert evening(world.actor("j6"), jury.session_id).items[0].why_not.code() == "not-present"
    assert evening(world.actor("j1"), jury.session_id).items[0].why_not is None


def test_of_two_ballots_of_one_seat_at_once_exactly_one_counts(any_world):
    world = any_world
    jury = Evening(world)
    motion_id = jury.opens()
    results = []

    def cast(choice):
        with world.app.app_context():
            try:
                jury.casts(motion_id, "j1", choice)
                results.append("cast")
            except AlreadyVoted:
                results.append("refused")

    threads = [threading.Thread(target=cast, args=(choice,)) for choice in Choice]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["cast", "refused", "refused"]
    assert len(ballots(motion_id)) == 1
    assert db.session.get(Motion, motion_id).state == "open"
