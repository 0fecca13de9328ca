"""An action with a signed agreement and its advance paid: where settlement begins. Figures as in domain.md 11.1."""

import io
from datetime import date, timedelta
from uuid import uuid4

from PIL import Image
from werkzeug.datastructures import FileStorage

from app.allocation.models import Award
from app.allocation.rules import AwardState
from app.areas.models import Area
from app.areas.rules import AreaState
from app.bodies.models import AgendaItem, Body, JurySession
from app.bodies.rules import AgendaItemState, BodyKind, SessionKind, SessionState
from app.core.actor import SYSTEM, Role
from app.core.clock import berlin_moment
from app.core.policy import Action, Subject
from app.disbursement.models import Payment
from app.disbursement.rules import PaymentKind, PaymentState
from app.funds.models import Fund, FundKind, FundYear, RuleBook
from app.funds.rules import FundYearState, RuleValues
from app.ledger.commands import open_accounts, post
from app.ledger.queries import balances
from app.ledger.rules import AccountKind
from app.people.actors import actor_of
from app.people.models import Person, RoleGrant
from app.proposals.models import Application, BudgetLine
from app.proposals.rules import ApplicationState
from app.settlement import commands
from app.shell.audit.events import Event
from app.shell.database import db
from app.shell.work import acting
from app.voting.models import Motion
from app.voting.rules import MotionState

PLAN = [("materials", 105_000), ("fee", 25_000), ("food", 6_360)]


class CaseMade(Event):
    """A case was put on the stage of a test."""


def picture(colour=(200, 30, 30), name="beleg.jpg"):
    """Return an uploaded picture of one colour."""
    data = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(data, "PNG")
    data.seek(0)
    return FileStorage(data, filename=name.replace(".jpg", ".png"), content_type="image/png")


class PaidAction:
    """One application in state agreed or running, with award, plan and perhaps an advance paid."""

    def __init__(
        self, *, award=149_996, advance=104_997, rules=None, state=ApplicationState.RUNNING, year=2025, code="MK"
    ):
        self.year, self.code, self.award, self.advance = year, code, award, advance
        self.now = berlin_moment(date(year, 5, 16))
        self.id = uuid4()
        with acting(SYSTEM, now=self.now) as work:
            work.require(Action.RUN_DEADLINES, Subject("test"))
            self._put_place(work, RuleValues.from_overrides({"settlement.deadline_days": 28, **(rules or {})}))
            self._put_application(work, state)
            self._put_decision(work)
            self._put_money(work)
            work.record(CaseMade(area_id=self.area.id, subject_id=self.id, case_id=self.id))

    def _person(self, work, name, role=None):
        person = Person(
            id=uuid4(),
            name=name,
            email=f"{name}-{self.code}@example.org".lower(),
            salt=name.encode(),
            created_at=self.now,
        )
        work.store(person)
        if role:
            grant = RoleGrant(
                id=uuid4(),
                person_id=person.id,
                role=role,
                area_id=self.area.id,
                valid_from=date(2020, 1, 1),
                granted_at=self.now,
            )
            work.store(grant)
        return person.id

    def _put_place(self, work, values):
        self.area = Area(
            id=uuid4(),
            slug=f"kiez-{self.code}".lower(),
            name=f"Kiez {self.code}",
            code=self.code,
            district_name="Mitte",
            state=AreaState.ACTIVE,
        )
        work.store(self.area)
        self.fund = Fund(id=uuid4(), area_id=self.area.id, kind=FundKind.ACTION_FUND, name="Aktionsfonds")
        work.store(self.fund)
        self.book = RuleBook(
            id=uuid4(),
            fund_id=self.fund.id,
            version_number=1,
            valid_from=date(self.year, 1, 1),
            overrides=values.overrides,
            effective=values.effective(),
            fingerprint=values.fingerprint,
            created_at=self.now,
        )
        self.fund_year = FundYear(
            id=uuid4(),
            fund_id=self.fund.id,
            area_id=self.area.id,
            year=self.year,
            budget_cents=1_000_000,
            state=FundYearState.OPEN,
        )
        work.store(self.book, self.fund_year)
        self.applicant = self._person(work, "Anna")
        self.q1 = self._person(work, "Q1", Role.STAFF)
        self.q2 = self._person(work, "Q2", Role.STAFF)
        self.district = self._person(work, "District", Role.DISTRICT)

    def _put_application(self, work, state):
        day = date(self.year, 6, 14)
        self.application = Application(
            id=self.id,
            area_id=self.area.id,
            fund_year_id=self.fund_year.id,
            rule_book_id=self.book.id,
            number=1,
            file_number=f"{self.code}-{self.year}-001",
            applicant_id=self.applicant,
            applicant_name="Anna",
            applicant_email="anna@example.org",
            title="Hoffest und Pflanztag",
            action_from=day,
            action_to=day,
            state=state,
            due_on=day + timedelta(days=28),
            requested_cents=149_996,
            awarded_cents=self.award,
            paid_cents=self.advance,
            created_at=self.now,
        )
        work.store(self.application)
        work.store(
            *(
                BudgetLine(
                    id=uuid4(),
                    application_id=self.id,
                    position=place,
                    category=category,
                    text=category,
                    amount_cents=cents,
                )
                for place, (category, cents) in enumerate(PLAN, 1)
            )
        )

    def _put_decision(self, work):
        body = Body(id=uuid4(), area_id=self.area.id, fund_id=self.fund.id, kind=BodyKind.JURY, name="Jury")
        work.store(body)
        session = JurySession(
            id=uuid4(),
            area_id=self.area.id,
            body_id=body.id,
            fund_year_id=self.fund_year.id,
            kind=SessionKind.MEETING,
            title="Mai",
            held_on=date(self.year, 5, 6),
            state=SessionState.CLOSED,
        )
        work.store(session)
        item = AgendaItem(
            id=uuid4(), session_id=session.id, application_id=self.id, position=1, state=AgendaItemState.DECIDED
        )
        work.store(item)
        motion = Motion(
            id=uuid4(),
            area_id=self.area.id,
            agenda_item_id=item.id,
            application_id=self.id,
            rule_book_id=self.book.id,
            fingerprint=self.book.fingerprint,
            award_cents=self.award,
            state=MotionState.CLOSED,
            opened_at=self.now,
        )
        work.store(motion)
        self.decided = Award(
            id=uuid4(),
            area_id=self.area.id,
            application_id=self.id,
            fund_year_id=self.fund_year.id,
            motion_id=motion.id,
            rule_book_id=self.book.id,
            amount_cents=self.award,
            state=AwardState.BINDING,
            decided_at=self.now,
        )
        work.store(self.decided)

    def _put_money(self, work):
        open_accounts(work, self.fund_year.id, budget_cents=1_000_000)
        self._post(work, "commit", {AccountKind.AVAILABLE: -self.award, AccountKind.COMMITTED: self.award})
        if not self.advance:
            return
        self._post(work, "pay", {AccountKind.COMMITTED: -self.advance, AccountKind.PAID: self.advance})
        work.store(
            Payment(
                id=uuid4(),
                area_id=self.area.id,
                application_id=self.id,
                fund_year_id=self.fund_year.id,
                payee_id=self.applicant,
                kind=PaymentKind.ADVANCE,
                amount_cents=self.advance,
                state=PaymentState.PAID,
                requested_at=self.now,
            )
        )

    def _post(self, work, step, moves):
        post(work, moves, fund_year_id=self.fund_year.id, cause=("award", self.decided.id), step=step, case_id=self.id)

    def do(self, person_id, on, command, **arguments):
        """Let somebody do something on a Berlin day."""
        moment = berlin_moment(on)
        actor = SYSTEM if person_id is None else actor_of(person_id, moment)
        with acting(actor, now=moment) as work:
            return command(work, **arguments)

    def add(self, number, on, cents, category="materials", payee=None, by=None, file=True):
        """Let the applicant add a receipt with a picture of its own."""
        return self.do(
            by or self.applicant,
            date(self.year, 7, 12),
            commands.add_receipt,
            application_id=self.id,
            issued_on=on,
            payee=payee or f"Laden {number}",
            category=category,
            amount_cents=cents,
            file=picture((number, 2 * number, 3 * number)) if file else None,
        )

    def report(self, photos=1):
        """Write the report and add photos."""
        on = date(self.year, 7, 12)
        self.do(
            self.applicant, on, commands.save_report, application_id=self.id, report="Es war schön.", participants=80
        )
        for number in range(photos):
            self.do(self.applicant, on, commands.add_photo, application_id=self.id, file=picture((9, 9, number)))

    def submit(self):
        """Send the account."""
        return self.do(self.applicant, date(self.year, 7, 12), commands.submit_settlement, application_id=self.id)

    def finalise(self, on=None):
        """Certify by one and order by another."""
        on = on or date(self.year, 7, 18)
        self.do(self.q1, on, commands.certify_settlement, application_id=self.id, note="Alles geprüft.")
        self.do(self.q2, on, commands.order_settlement, application_id=self.id)

    def fresh(self):
        """Return the application as it is now."""
        db.session.rollback()
        return db.session.get(Application, self.id, populate_existing=True)

    def money(self):
        """Return the cents on each account that holds any."""
        db.session.rollback()
        return {kind.value: cents for kind, cents in balances(self.fund_year.id).items() if cents}
