"""Being forgotten: names, addresses and account numbers go when nothing must be kept; amounts and the log stay."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.actor import Role
from app.core.clock import add_months, berlin_moment, utc_now
from app.core.errors import Forbidden
from app.disbursement.models import PayeeAccount
from app.people.actors import actor_of
from app.people.commands import grant_role
from app.people.models import Person
from app.people.queries import person_by_email
from app.proposals.commands import withdraw_application
from app.proposals.rules import ApplicationState
from app.settlement.commands import anonymise_case, cancel_paid_action, close_account, erase_person
from app.settlement.retention import cases_to_forget, forget_old_cases
from app.settlement.rules import CaseUnfinished, RoleStillHeld, StillKept
from app.shell.audit.sealer import seal
from app.shell.audit.verifier import verify
from app.shell.database import db
from app.shell.files.models import StoredFile
from app.shell.files.store import place
from app.shell.jobs.outbox import Job
from app.shell.jobs.running import run
from tests.awards import agreed, application, ordered, requested
from tests.clients import signed_in
from tests.evenings import admitted

IBAN_TAIL = "2051"


def closed(world):
    """Return an application that was called off after it was agreed, its account closed today."""
    application_id = requested(world)[0]
    world.do("q1", cancel_paid_action, application_id=application_id, reason="Regen")
    world.do("q1", close_account, application_id=application_id)
    return application_id


def forgettable_on(world, years=5):
    return add_months(world.today, 12 * years) + timedelta(days=1)


def accounts_of(application_id):
    return db.session.scalars(sa.select(PayeeAccount).where(PayeeAccount.application_id == application_id)).all()


def test_what_is_personal_in_a_case_goes_after_five_years_by_itself(world):
    application_id = closed(world)
    paper = db.session.scalar(sa.select(StoredFile))
    digest = paper.sha256
    assert digest in place().digests()
    day = forgettable_on(world)
    assert forget_old_cases(berlin_moment(day - timedelta(days=1))) == []
    assert forget_old_cases(berlin_moment(day)) == [application_id]

    row = application(application_id)
    assert (row.state, row.applicant_id, row.applicant_name, row.applicant_email) == (
        ApplicationState.ANONYMISED, None, "", "",
    )  # fmt: skip
    assert [(one.holder, one.iban_sealed, one.iban_tail) for one in accounts_of(application_id)] == [("", b"", "")]
    assert row.title
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 0
    discard = db.session.scalar(sa.select(Job.id).where(Job.name == "discard-file"))
    assert run(discard, berlin_moment(day + timedelta(days=1)))
    assert digest not in place().digests()
    assert forget_old_cases(berlin_moment(day)) == []


def test_the_rule_book_says_how_long_papers_are_kept(world):
    application_id = closed(world)
    assert cases_to_forget(forgettable_on(world)) == [application_id]
    assert cases_to_forget(forgettable_on(world, years=4)) == []


def test_nobody_is_forgotten_while_a_case_goes_on_or_its_papers_are_kept(world):
    application_id = agreed(world)
    with pytest.raises(CaseUnfinished):
        world.do("applicant", erase_person, person_id=world.people["applicant"])
    with pytest.raises(Forbidden):
        world.do("q1", anonymise_case, application_id=application_id)


def test_an_account_says_until_when_its_papers_are_kept(world):
    closed(world)
    with pytest.raises(StillKept) as refused:
        world.do("applicant", erase_person, person_id=world.people["applicant"])
    assert refused.value.facts["kept_until"] == add_months(world.today, 60)


def test_a_person_is_erased_with_what_is_personal_in_their_cases_and_the_log_still_verifies(world):
    person_id = world.people["applicant"]
    application_id = admitted(world)
    world.do("applicant", withdraw_application, application_id=application_id)
    before = db.session.get(Person, person_id)
    email, salt = before.email, before.salt

    world.do("applicant", erase_person, person_id=person_id)

    row = db.session.get(Person, person_id, populate_existing=True)
    assert (row.name, row.email, row.phone, row.password_hash) == ("gelöschte Person", None, None, None)
    assert row.salt != salt
    assert person_by_email(email) is None
    withdrawn = application(application_id)
    assert (withdrawn.state, withdrawn.applicant_name, withdrawn.applicant_id) == (ApplicationState.WITHDRAWN, "", None)
    db.session.rollback()
    seal()
    report = verify(utc_now())
    assert report.is_sound, report.faults


def test_only_the_person_and_the_administration_erase_an_account(world):
    admin = world.add("admin")
    with world.acting("system") as work:
        grant_role(work, person_id=admin, role=Role.ADMINISTRATOR, area_id=None, valid_from=world.today)
    for who in ("q1", "district", "j1"):
        with pytest.raises(Forbidden):
            world.do(who, erase_person, person_id=world.people["applicant"])
    world.do("admin", erase_person, person_id=world.people["applicant"])
    assert actor_of(world.people["applicant"], utc_now()).name == "gelöschte Person"


def test_whoever_holds_an_office_first_gives_it_back(world):
    with pytest.raises(RoleStillHeld):
        world.do("q1", erase_person, person_id=world.people["q1"])


def test_on_the_page_an_erased_person_is_signed_out_and_gone(world):
    browser = signed_in(world.app, world.people["applicant"])
    assert browser.post("/profil/loeschen", data={}).status_code == 422
    answer = browser.post("/profil/loeschen", data={"is_confirmed": "y"})
    assert (answer.status_code, answer.location) == (302, "/")
    assert browser.get("/profil").status_code in {302, 401}


def test_on_the_page_a_running_case_is_named_as_the_reason(world):
    application_id = ordered(world)[0]
    page = signed_in(world.app, world.people["applicant"]).post("/profil/loeschen", data={"is_confirmed": "y"})
    assert page.status_code in {409, 422}
    assert application(application_id).file_number in page.get_data(as_text=True)
    assert accounts_of(application_id)[0].iban_tail == IBAN_TAIL
