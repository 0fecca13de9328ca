"""Accounts, roles, links, sessions, second factor and tokens through the commands."""

from datetime import date, timedelta
from uuid import uuid4

import pyotp
import pytest
import sqlalchemy as sa

from app.areas import commands as areas
from app.core.actor import NOBODY, SYSTEM, Actor, Role
from app.core.clock import berlin_date, utc_now
from app.core.errors import Forbidden, InvalidInput, NotFound, SignInNeeded, StaleVersion
from app.people import actors, commands, queries
from app.people.commands.second_factor import readable_secret, recovery_hash
from app.people.models import Person, RoleGrant, SignInLink, SignInSession
from app.people.passwords import hashed, is_outdated, matches
from app.people.rules import (
    EmailTaken,
    ExpiryOutOfRange,
    LinkPurpose,
    LinkSpent,
    RoleHeld,
    SecondFactorExists,
    SecondFactorNeeded,
    WrongCode,
    link_token,
)
from app.shell.audit.models import AuditEvent
from app.shell.audit.sealer import seal
from app.shell.audit.verifier import verify
from app.shell.database import db
from app.shell.jobs.outbox import Job
from app.shell.jobs.running import run_due
from app.shell.work import acting, housekeeping

FIRST = date(2020, 1, 1)


def area(slug="kiez", code="MK"):
    with acting(SYSTEM) as work:
        return areas.create_area(work, name=slug.title(), slug=slug, code=code, district_name="Mitte")


def person(name="Ada Beispiel", email=None, role=None, area_id=None, **options):
    with acting(SYSTEM) as work:
        person_id = commands.create_person(work, name=name, email=email, **options)
        if role:
            commands.grant_role(work, person_id=person_id, role=role, area_id=area_id, valid_from=FIRST)
    return person_id


def actor(person_id):
    return actors.actor_of(person_id, utc_now())


def do(who, command, now=None, **arguments):
    with acting(who, now=now) as work:
        return command(work, **arguments)


def count(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def newest_link(app):
    arguments = db.session.scalars(sa.select(Job).order_by(Job.created_at.desc())).first().arguments
    return link_token(app.extensions["settings"].secret_key, arguments["nonce"])


def test_an_address_is_kept_in_lower_case_and_belongs_to_one_account(any_app):
    person(email="Ada@Beispiel.DE")

    assert queries.person_by_email("ADA@beispiel.de").email == "ada@beispiel.de"
    with pytest.raises(EmailTaken):
        person(email="ada@beispiel.de")
    assert count(Person) == 1


def test_nobody_makes_accounts_for_others(app):
    with pytest.raises(SignInNeeded):
        do(NOBODY, commands.create_person, name="Ada")
    with pytest.raises(Forbidden):
        do(actor(person()), commands.create_person, name="Ada")


def test_the_office_invites_the_jury_of_its_own_area(any_app):
    here, there = area(), area("fern", "FK")
    staff = actor(person(role=Role.STAFF, area_id=here))

    juror = do(staff, areas.invite_to_area, area_id=here, email="j@beispiel.de", name="Jo", role=Role.JUROR, valid_from=FIRST)

    assert actor(juror).has(Role.JUROR, here)
    with pytest.raises(NotFound):
        do(staff, areas.invite_to_area, area_id=there, email="j@beispiel.de", name="Jo", role=Role.JUROR, valid_from=FIRST)
    assert not actor(juror).has(Role.JUROR, there)


def test_the_office_does_not_make_its_own_second_signature(app):
    here = area()
    staff = actor(person(role=Role.STAFF, area_id=here))
    for role in (Role.STAFF, Role.DISTRICT, Role.AUDITOR):
        with pytest.raises(Forbidden):
            do(staff, areas.invite_to_area, area_id=here, email="x@beispiel.de", name="X", role=role, valid_from=FIRST)
    assert queries.person_by_email("x@beispiel.de") is None


def test_an_invitation_to_somebody_known_adds_the_role_only(app):
    here = area()
    known = person(name="Bekannt", email="b@beispiel.de")

    assert do(SYSTEM, areas.invite_to_area, area_id=here, email="B@beispiel.de", name="Anders", role=Role.CHAIR, valid_from=FIRST) == known
    assert queries.person(known).name == "Bekannt"


def test_a_role_is_given_once_ends_with_its_last_day_and_can_be_given_again(any_app):
    here, today = area(), berlin_date(utc_now())
    person_id = person(role=Role.JUROR, area_id=here)
    role_id = db.session.scalar(sa.select(RoleGrant.id))

    with pytest.raises(RoleHeld):
        do(SYSTEM, commands.grant_role, person_id=person_id, role=Role.JUROR, area_id=here, valid_from=today)
    do(SYSTEM, commands.end_role, role_id=role_id, last_day=today)
    assert actor(person_id).has(Role.JUROR, here)
    do(SYSTEM, commands.end_role, role_id=role_id)
    assert not actor(person_id).has(Role.JUROR, here)
    do(SYSTEM, commands.grant_role, person_id=person_id, role=Role.JUROR, area_id=here, valid_from=today)
    assert actor(person_id).has(Role.JUROR, here)


def test_a_role_that_had_not_begun_disappears(app):
    here = area()
    person_id = person()
    role_id = do(SYSTEM, commands.grant_role, person_id=person_id, role=Role.JUROR, area_id=here, valid_from=date(2999, 1, 1))

    do(SYSTEM, commands.end_role, role_id=role_id)

    assert count(RoleGrant) == 0


def test_a_profile_is_changed_by_its_owner_only_and_never_from_an_old_page(app):
    person_id, other = person(), person("Bo")
    do(actor(person_id), commands.change_profile, person_id=person_id, name="Ada B.", phone="030 1", locale="en", version=1)

    assert queries.person(person_id).phone == "030 1"
    with pytest.raises(StaleVersion):
        do(actor(person_id), commands.change_profile, person_id=person_id, name="Ada C.", version=1)
    with pytest.raises(Forbidden):
        do(actor(other), commands.change_profile, person_id=person_id, name="Eva")
    assert queries.person(person_id).name == "Ada B."


def test_a_password_is_kept_as_argon2id_only(app):
    person_id = person(email="a@beispiel.de", password="korrekt pferd batterie")
    stored = queries.person(person_id).password_hash

    assert stored.startswith("$argon2id$")
    assert matches(stored, "korrekt pferd batterie")
    assert not matches(stored, "korrekt pferd")
    assert not matches(None, "nobody has this password")
    assert not is_outdated(stored)


def test_a_new_password_ends_every_other_session(app):
    person_id = person()
    for token in ("here", "there"):
        do(actor(person_id), commands.start_session, person_id=person_id, token=token)

    do(actor(person_id), commands.set_password, person_id=person_id, password_hash=hashed("neu und lang genug"), keep_token="here")

    now = utc_now()
    assert actors.actor_by_session("here", now).person_id == person_id
    assert actors.actor_by_session("there", now) is None


def test_signing_out_ends_the_row_and_signing_out_everywhere_ends_them_all(any_app):
    person_id, now = person(), utc_now()
    for token in ("one", "two", "three"):
        do(actor(person_id), commands.start_session, person_id=person_id, token=token)

    do(actor(person_id), commands.end_session, token="one")
    assert [bool(actors.actor_by_session(token, now)) for token in ("one", "two", "three")] == [False, True, True]
    do(actor(person_id), commands.end_all_sessions, person_id=person_id)
    assert queries.open_sessions(person_id, now) == 0


def test_nobody_ends_the_session_of_another(app):
    person_id, other = person(), person("Bo")
    do(actor(person_id), commands.start_session, person_id=person_id, token="mine")
    with pytest.raises(Forbidden):
        do(actor(other), commands.end_session, token="mine")


def seen(token, at):
    with housekeeping(now=at) as work:
        commands.note_seen(work, token=token)


def test_an_office_session_in_use_lasts_half_a_day_another_a_month(app):
    here = area()
    now = utc_now()
    for role, hours in ((Role.STAFF, 12), (Role.JUROR, 30 * 24)):
        person_id = person(role=role, area_id=here)
        do(actor(person_id), commands.start_session, now=now, person_id=person_id, token=role.value, second_factor_at=now)
        last = now + timedelta(hours=hours, seconds=-1)
        seen(role.value, last)
        assert actors.actor_by_session(role.value, last)
        assert actors.actor_by_session(role.value, now + timedelta(hours=hours)) is None


@pytest.mark.parametrize(("role", "minutes"), [(Role.STAFF, 30), (Role.JUROR, 12 * 60)])
def test_a_session_nobody_uses_ends_after_half_an_hour_in_the_office_and_half_a_day_elsewhere(app, role, minutes):
    person_id, now = person(role=role, area_id=area()), utc_now()
    do(actor(person_id), commands.start_session, now=now, person_id=person_id, token="mine", second_factor_at=now)
    assert actors.actor_by_session("mine", now + timedelta(minutes=minutes))
    assert actors.actor_by_session("mine", now + timedelta(minutes=minutes, seconds=1)) is None
    seen("mine", now + timedelta(minutes=10))
    assert actors.actor_by_session("mine", now + timedelta(minutes=minutes + 10))


def test_without_the_second_factor_the_office_role_does_not_count(app):
    here = area()
    person_id = person(role=Role.STAFF, area_id=here)
    do(actor(person_id), commands.start_session, person_id=person_id, token="weak")
    do(actor(person_id), commands.start_session, person_id=person_id, token="strong", second_factor_at=utc_now())

    assert actors.actor_by_session("weak", utc_now()).grants == ()
    assert actors.actor_by_session("strong", utc_now()).has(Role.STAFF, here)


def test_a_link_makes_an_account_on_first_use_and_works_once(any_app):
    do(NOBODY, commands.request_link, purpose=LinkPurpose.SIGN_IN, email="Neu@Beispiel.de")
    token = newest_link(any_app)

    with pytest.raises(InvalidInput):
        do(NOBODY, commands.use_link, token=token)
    person_id = do(NOBODY, commands.use_link, token=token, name="Neu Hier")

    assert queries.person(person_id).email == "neu@beispiel.de"
    with pytest.raises(LinkSpent):
        do(NOBODY, commands.use_link, token=token, name="Neu Hier")
    assert count(Person) == 1


def test_two_links_of_one_new_reader_make_one_account(app):
    tokens = []
    for _number in range(2):
        do(NOBODY, commands.request_link, purpose=LinkPurpose.SIGN_IN, email="neu@beispiel.de")
        tokens.append(newest_link(app))

    assert len({do(NOBODY, commands.use_link, token=token, name="Neu Hier") for token in tokens}) == 1


def test_a_link_ends_after_twenty_minutes_an_invitation_after_fourteen_days(app):
    here = area()
    now = utc_now()
    do(NOBODY, commands.request_link, now=now, purpose=LinkPurpose.SIGN_IN, email="neu@beispiel.de")
    token = newest_link(app)
    with pytest.raises(LinkSpent):
        do(NOBODY, commands.use_link, now=now + timedelta(minutes=20), token=token, name="Neu")
    do(SYSTEM, areas.invite_to_area, now=now + timedelta(1), area_id=here, email="j@beispiel.de", name="Jo", role=Role.JUROR, valid_from=FIRST)
    invitation = newest_link(app)
    do(NOBODY, commands.use_link, now=now + timedelta(days=15, seconds=-1), token=invitation)


def test_a_password_link_does_not_sign_in_and_a_sign_in_link_sets_no_password(app):
    person_id = person(email="a@beispiel.de")
    do(NOBODY, commands.request_link, purpose=LinkPurpose.PASSWORD, email="a@beispiel.de")
    with pytest.raises(LinkSpent):
        do(NOBODY, commands.use_link, token=newest_link(app))
    assert do(NOBODY, commands.reset_password, token=newest_link(app), password_hash="x") == person_id
    do(NOBODY, commands.request_link, now=utc_now() + timedelta(seconds=5), purpose=LinkPurpose.SIGN_IN, email="a@beispiel.de")
    with pytest.raises(LinkSpent):
        do(NOBODY, commands.reset_password, token=newest_link(app), password_hash="y")


def test_a_password_link_for_an_unknown_address_makes_nothing(app):
    do(NOBODY, commands.request_link, purpose=LinkPurpose.PASSWORD, email="fremd@beispiel.de")
    with pytest.raises(LinkSpent):
        do(NOBODY, commands.reset_password, token=newest_link(app), password_hash="x")
    assert count(Person) == 0


def test_neither_rows_nor_jobs_hold_the_secret_of_a_link(app):
    do(NOBODY, commands.request_link, purpose=LinkPurpose.SIGN_IN, email="neu@beispiel.de")
    token = newest_link(app)

    assert token not in str(db.session.scalars(sa.select(Job)).first().arguments)
    run_due()
    mails = list((app.extensions["settings"].instance / "mail").glob("*.eml"))
    assert len(mails) == 1
    assert token.encode() in mails[0].read_bytes().replace(b"=\n", b"")


def test_old_links_and_sessions_are_forgotten(app):
    person_id = person()
    long_ago = utc_now() - timedelta(days=90)
    do(actor(person_id), commands.start_session, now=long_ago, person_id=person_id, token="old")
    do(actor(person_id), commands.start_session, person_id=person_id, token="new")
    do(NOBODY, commands.request_link, now=long_ago, purpose=LinkPurpose.SIGN_IN, email="neu@beispiel.de")

    with housekeeping() as work:
        commands.forget_ended(work)

    assert (count(SignInSession), count(SignInLink)) == (1, 0)


def second_factor(person_id, now, codes=("ABCD-EFGH",)):
    do(actor(person_id), commands.begin_second_factor, person_id=person_id)
    secret = readable_secret(queries.person(person_id))
    code = pyotp.TOTP(secret).at(now)
    do(actor(person_id), commands.confirm_second_factor, now=now, person_id=person_id, code=code, recovery_hashes=[recovery_hash(code) for code in codes])
    return secret


def test_a_code_works_once_and_only_in_its_minute(any_app):
    now, person_id = utc_now(), person()
    secret = second_factor(person_id, now)
    check = {"person_id": person_id}

    with pytest.raises(WrongCode):
        do(actor(person_id), commands.check_second_factor, now=now, code=pyotp.TOTP(secret).at(now), **check)
    later = now + timedelta(seconds=90)
    code = pyotp.TOTP(secret).at(later)
    do(actor(person_id), commands.check_second_factor, now=later, code=f"{code[:3]} {code[3:]}", **check)
    with pytest.raises(WrongCode):
        do(actor(person_id), commands.check_second_factor, now=later, code=code, **check)
    with pytest.raises(WrongCode):
        do(actor(person_id), commands.check_second_factor, now=later + timedelta(minutes=3), code=pyotp.TOTP(secret).at(later + timedelta(seconds=60)), **check)


def test_a_recovery_code_works_once(app):
    now, person_id = utc_now(), person()
    second_factor(person_id, now, codes=("ABCD-EFGH", "IJKL-MNOP"))

    do(actor(person_id), commands.check_second_factor, person_id=person_id, code="abcd efgh")
    with pytest.raises(WrongCode):
        do(actor(person_id), commands.check_second_factor, person_id=person_id, code="ABCD-EFGH")
    assert len(queries.person(person_id).recovery_hashes) == 1


def test_the_secret_of_the_phone_lies_encrypted_and_is_shown_only_while_it_is_set_up(app):
    person_id = person()
    secret = second_factor(person_id, utc_now())

    stored = queries.person(person_id)
    assert secret.encode() not in stored.totp_secret
    assert readable_secret(stored) == ""
    with pytest.raises(SecondFactorExists):
        do(actor(person_id), commands.begin_second_factor, person_id=person_id)
    with pytest.raises(SecondFactorExists):
        do(actor(person_id), commands.confirm_second_factor, person_id=person_id, code="000000", recovery_hashes=[])


def test_the_second_factor_is_removed_with_a_code_or_by_the_operator(app):
    now, person_id = utc_now(), person()
    second_factor(person_id, now)

    with pytest.raises(WrongCode):
        do(actor(person_id), commands.remove_second_factor, person_id=person_id, code="000")
    do(SYSTEM, commands.remove_second_factor, person_id=person_id)
    assert queries.person(person_id).totp_secret is None
    with pytest.raises(WrongCode):
        do(actor(person_id), commands.check_second_factor, person_id=person_id, code="000000")


def token(person_id, who=None, **options):
    values = {"token": f"kf_{uuid4()}", "name": "Test", "scopes": ["read"], "expires_on": berlin_date(utc_now()) + timedelta(days=30), **options}
    do(who or actor(person_id), commands.create_access_token, person_id=person_id, **values)
    return values["token"]


def test_an_access_token_acts_within_its_scope_until_it_ends_or_is_revoked(any_app):
    person_id, now = person(), utc_now()
    secret = token(person_id)

    found = actors.actor_by_access_token(secret, now)
    assert (found.person_id, found.scopes) == (person_id, frozenset({"read"}))
    assert actors.actor_by_access_token(secret, now + timedelta(days=32)) is None
    assert actors.actor_by_access_token("kf_other", now) is None
    do(actor(person_id), commands.revoke_access_token, token_id=queries.tokens_of(person_id)[0].id)
    assert actors.actor_by_access_token(secret, now) is None
    assert queries.tokens_of(person_id) == []


def test_a_token_is_no_way_around_the_second_factor(app):
    here = area()
    person_id = person(role=Role.STAFF, area_id=here)
    weak = Actor(person_id=person_id)

    with pytest.raises(SecondFactorNeeded):
        token(person_id, weak)
    juror_then_staff = person(role=Role.JUROR, area_id=here)
    secret = token(juror_then_staff, Actor(person_id=juror_then_staff))
    do(SYSTEM, commands.grant_role, person_id=juror_then_staff, role=Role.STAFF, area_id=here, valid_from=FIRST)

    found = actors.actor_by_access_token(secret, utc_now())
    assert found.has(Role.JUROR, here)
    assert not found.has(Role.STAFF, here)


def test_nobody_makes_or_revokes_the_tokens_of_another(app):
    mine, other = person(), person("Bo")
    token(mine)
    with pytest.raises(Forbidden):
        token(mine, actor(other))
    with pytest.raises(Forbidden):
        do(actor(other), commands.revoke_access_token, token_id=queries.tokens_of(mine)[0].id)
    with pytest.raises(ExpiryOutOfRange):
        token(mine, expires_on=date(2999, 1, 1))


def test_the_log_of_people_verifies_and_names_nobody(app):
    here = area()
    person_id = person(name="Ada Beispiel", email="ada@beispiel.de", role=Role.STAFF, area_id=here)
    token(person_id)
    do(actor(person_id), commands.change_profile, person_id=person_id, name="Ada B.", phone="030 123456")
    second_factor(person_id, utc_now())

    lines = b"".join(db.session.scalars(sa.select(AuditEvent.line)))
    for word in (b"Ada", b"beispiel", b"123456"):
        assert word not in lines
    seal()
    assert verify(utc_now()).is_sound
