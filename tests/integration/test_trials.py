"""Trials of the laboratory: counted in a process of their own, kept with their fingerprints, and they decide nothing."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.bodies.commands import close_session
from app.bodies.models import JurySession
from app.core.clock import utc_now
from app.core.errors import Forbidden, NotFound
from app.laboratory import runs
from app.laboratory.commands import remove_trial, start_session_trial
from app.laboratory.models import Trial, TrialCount
from app.laboratory.queries import available_before, counts_of, votes_of_session
from app.laboratory.rules import (
    BROKE_OFF,
    TOOK_TOO_LONG,
    TOOK_TOO_MUCH,
    NoElection,
    NothingCounted,
    SeedNeeded,
    SeedUnfit,
    SessionNotOver,
    TieChoice,
    TrialState,
)
from app.ledger.models import Journal
from app.shell.audit.models import AuditEvent
from app.shell.audit.sealer import seal
from app.shell.audit.verifier import verify
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.files.store import FileTooLarge, open_file, place
from app.shell.jobs.running import run_due
from tests.evenings import Evening
from tests.trials import RULES, asked, counted, past_evening, pb


def fresh(trial_id):
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(Trial, trial_id)


def kept(file_id):
    return open_file(db.session.get(StoredFile, file_id)).read()


def tags(trial_id):
    statement = sa.select(AuditEvent.tag).where(AuditEvent.subject_id == trial_id).order_by(AuditEvent.id)
    return list(db.session.scalars(statement))


def test_an_uploaded_election_is_counted_under_every_rule(any_world):
    journals = db.session.scalar(sa.select(sa.func.count(Journal.id)))
    trial_id = counted(any_world)

    trial = fresh(trial_id)
    greedy, shares, phragmen = counts_of(trial_id)
    assert trial.state is TrialState.COUNTED
    assert [count.rule for count in (greedy, shares, phragmen)] == list(RULES)
    assert greedy.report["winners"] == ["1", "2"]
    assert greedy.report["purchases"][-1]["remaining"] == "0"
    assert greedy.report["losers"][0]["id"] == "3"
    assert greedy.report["fairness"]["voters_with_nothing"] == "1/3"
    assert shares.report["winners"] == ["1", "3"]  # 100/9 each: the six pay 10 for the first, the three 10 for the last
    assert shares.report["paid"]["3"]["payers"] == 3
    assert shares.fingerprint == shares.report["fingerprint"]
    assert trial.election["projects"]["2"] == {"name": "Idee 2", "cost": "40", "votes": 6}
    assert kept(trial.document_id).startswith(b"%PDF-")
    assert tags(trial_id) == ["trial.asked", "trial.read", *["trial.counted"] * 3, "trial.ended"]
    assert db.session.scalar(sa.select(sa.func.count(Journal.id))) == journals, "no money moves"
    seal()
    assert verify(utc_now()).faults == ()


def test_the_votes_of_a_session_become_an_election_without_names(any_world):
    evening = past_evening(any_world)
    available = available_before(db.session.get(JurySession, evening.session_id))
    trial_id = any_world.do("q1", start_session_trial, session_id=evening.session_id, rules=("greedy",), tie=TieChoice.NUMBER)
    run_due()

    trial = fresh(trial_id)
    text = kept(trial.file_id).decode()
    assert trial.state is TrialState.COUNTED
    assert trial.election["budget"] == str(available // 100) == "10000"
    assert sorted(project["votes"] for project in trial.election["projects"].values()) == [3, 5]
    assert trial.election["ballots"] == 7
    votes = text.split("VOTES\n")[1].splitlines()[1:]
    assert [row.partition(";")[2] for row in votes] == sorted(row.partition(";")[2] for row in votes), "no order of seats"
    assert not any(f"j{number}" in text for number in range(1, 8))


def test_a_session_must_be_over_and_have_votes(world):
    evening = Evening(world)
    ask = {"session_id": evening.session_id, "rules": ("greedy",), "tie": TieChoice.NUMBER}
    with pytest.raises(SessionNotOver):
        world.do("q1", start_session_trial, **ask)
    world.do("q1", close_session, session_id=evening.session_id)
    with pytest.raises(NothingCounted):
        world.do("q1", start_session_trial, **ask)
    assert votes_of_session(evening.session_id) == {"projects": [], "ballots": []}


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"\xff\xd8\xff\xe0 a picture", NoElection),
        (b"", NoElection),
        (b"META\nkey;value\n\x00VOTES\n", NoElection),
        ("META\nkey;value\nVOTES\n".encode("utf-16"), NoElection),
        (b"<html>META VOTES", NoElection),
        (b"META\n" + b"x" * (16 * 1024 * 1024), FileTooLarge),
    ],
)
def test_what_is_plainly_no_election_is_refused_and_changes_nothing(world, data, refusal):
    with pytest.raises(refusal):
        asked(world, data)
    assert db.session.scalar(sa.select(sa.func.count(Trial.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(StoredFile.id))) == 0


@pytest.mark.parametrize(("seed", "refusal"), [("", SeedNeeded), ("7,8", SeedUnfit), ("a:b", SeedUnfit)])
def test_a_lot_needs_a_seed(world, seed, refusal):
    with pytest.raises(refusal):
        asked(world, tie=TieChoice.LOT, seed=seed)


def test_the_lot_decides_a_tie_the_same_way_every_time(world):
    first, second = (counted(world, tie=TieChoice.LOT, seed="6 aus 49 nichts") for _ in range(2))
    assert [count.report["winners"] for count in counts_of(first)] == [count.report["winners"] for count in counts_of(second)]
    assert fresh(first).tie == "lot:6 aus 49 nichts"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (pb(ballots=("1,2", "9")), 17),
        (pb(costs=(60, "zehn", 40)), 12),
        (pb(budget="1e999"), 7),
        (pb().replace(b"2;40;Idee 2", b"1;40;Idee 2"), 12),
        (pb().replace(b"num_votes;9", b"num_votes;7"), 0),
    ],
)
def test_a_broken_election_says_which_line(world, data, line):
    trial = fresh(counted(world, data))
    assert trial.state is TrialState.FAILED
    assert trial.problem["line"] == line
    assert trial.problem["text"] % trial.problem["facts"]
    assert tags(trial.id)[-1] == "trial.ended"


def test_a_rule_that_does_not_fit_the_ballots_says_so_beside_the_others(world):
    trial_id = counted(world, rules=("greedy", "greedy-points"))
    greedy, points = counts_of(trial_id)
    assert greedy.report["winners"]
    assert points.report == {}
    assert points.fingerprint is None
    assert "Punkte" in points.problem["text"]
    assert fresh(trial_id).state is TrialState.COUNTED


def test_an_election_without_ballots_is_counted_too(world):
    trial_id = counted(world, pb(ballots=()))
    assert [count.report["winners"] for count in counts_of(trial_id)] == [[], [], []]
    assert fresh(trial_id).state is TrialState.COUNTED


def test_a_count_that_begins_again_keeps_what_is_counted(world, monkeypatch):
    trial_id, orders, lines_of = asked(world), [], runs._lines

    def dies_after_the_first_rule(process, order):
        orders.append(order)
        for line in lines_of(process, order):
            yield line
            if "position" in line and len(orders) == 1:
                raise ConnectionError

    monkeypatch.setattr(runs, "_lines", dies_after_the_first_rule)
    for _ in range(2):
        with suppress(ConnectionError):
            runs.count_trial(uuid4(), trial_id=str(trial_id))
        db.session.rollback()

    assert [name for _position, name in orders[1]["rules"]] == list(RULES[1:])
    assert [count.rule for count in counts_of(trial_id)] == list(RULES)
    assert fresh(trial_id).state is TrialState.COUNTED


def test_a_count_that_takes_too_long_is_ended(world, monkeypatch):
    monkeypatch.setattr(runs, "SECONDS_MOST", 0.05)
    trial = fresh(counted(world))
    assert trial.state is TrialState.FAILED
    assert trial.problem["text"] == TOOK_TOO_LONG


def test_a_counter_without_memory_is_told_from_one_that_broke():
    assert runs._why(1, "Traceback\nMemoryError\n")["text"] == TOOK_TOO_MUCH
    assert runs._why(1, "Traceback\nKeyError: 7")["text"] == runs.BROKE_OFF


def test_a_trial_deleted_while_it_is_counted_ends_the_count(world, monkeypatch):
    trial_id = asked(world)
    lines_of = runs._lines

    def removed_after_the_first(process, order):
        for line in lines_of(process, order):
            yield line
            if "election" in line:
                world.do("q2", remove_trial, trial_id=trial_id)

    monkeypatch.setattr(runs, "_lines", removed_after_the_first)
    run_due()

    assert fresh(trial_id) is None
    assert tags(trial_id)[-1] == "trial.removed"


def test_a_trial_whose_file_is_gone_fails_and_waits_for_nobody(world):
    trial_id = asked(world)
    place().forget(db.session.get(StoredFile, fresh(trial_id).file_id).sha256)
    run_due()
    trial = fresh(trial_id)
    assert (trial.state, trial.problem["text"]) == (TrialState.FAILED, BROKE_OFF)


def test_a_deleted_trial_leaves_no_bytes(world):
    trial_id = counted(world)
    trial = fresh(trial_id)
    digests = {db.session.get(StoredFile, file_id).sha256 for file_id in (trial.file_id, trial.document_id)}
    assert digests == set(place().digests())
    world.do("q1", remove_trial, trial_id=trial_id)
    run_due()

    assert list(place().digests()) == []
    assert db.session.scalar(sa.select(sa.func.count(TrialCount.id))) == 0


def test_trials_go_after_their_days(world, monkeypatch):
    trial_id = counted(world)
    runs.remove_old_trials()
    assert fresh(trial_id) is not None
    later = utc_now() + timedelta(days=31)
    monkeypatch.setattr(runs, "utc_now", lambda: later)
    runs.remove_old_trials()
    assert fresh(trial_id) is None


@pytest.mark.parametrize(("handle", "refusal"), [("j1", Forbidden), ("applicant", Forbidden), ("district", Forbidden), ("auditor", Forbidden)])
def test_only_the_office_asks_for_trials(world, handle, refusal):
    with pytest.raises(refusal):
        asked(world, by=handle)


def test_an_area_that_does_not_exist_has_no_trials(world):
    with pytest.raises((NotFound, Forbidden)):
        world.area_id = uuid4()
        asked(world)
