"""The plot of the demo: builders that turn «this idea, these days» into steps in the order of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from app.core.clock import berlin_moment, due_on
from app.rehearsal.demo.cast import JURY
from app.rehearsal.demo.ideas import IDEAS, Idea
from app.rehearsal.script import Step

LEAD_DAYS = 42
MORNING, NOON, EVENING = time(9, 30), time(12, 15), time(18)
CHOICES = {"y": "yes", "n": "no", "a": "abstain"}
PAYEES: Mapping[str, tuple[str, ...]] = {
    "materials": ("Gartencenter Sonnenhang", "Baumarkt am Ring", "Papierkiste Bastelbedarf"),
    "fee": ("Honorarrechnung",),
    "food": ("Supermarkt am Platz",),
    "publicity": ("Copyshop Druckreif",),
    "purchase": ("Spielzeugladen Kreisel",),
    "other": ("Verleih Nord",),
}
Cuts = Mapping[int, Sequence[tuple[int, str]]]


def days(day: date, count: int) -> date:
    """Return the day some days later, or earlier."""
    return day + timedelta(days=count)


@dataclass(slots=True)
class Plot:
    """Steps in the making; ``years`` says from which fund year each application is paid."""

    today: date
    steps: list[Step] = field(default_factory=list)
    ideas: dict[str, Idea] = field(default_factory=lambda: dict(IDEAS))
    years: dict[str, int] = field(default_factory=dict)
    actions: dict[str, tuple[date, date]] = field(default_factory=dict)

    def add(self, on: date | datetime, verb: str, by: str, /, at: time = NOON, **arguments: Any) -> None:
        """Add a step on a day, or at a moment."""
        moment = on if isinstance(on, datetime) else berlin_moment(on, at)
        self.steps.append(Step(number=0, on=moment, verb=verb, by=by, arguments=arguments))

    def in_order(self) -> list[Step]:
        """Return the steps in the order of time; steps of one moment keep theirs."""
        return sorted(self.steps, key=lambda step: step.on)

    def apply(self, handle: str, on: date, action: tuple[date, date], *, checked: date | None = None) -> None:
        """Let an idea be submitted and, if a day is given, found eligible."""
        self.settle_days({handle: action}, on)
        self.submit(handle, on)
        if checked is not None:
            self.add(checked, "check", "katrin", application=handle, result="ok", at=MORNING)

    def submit(self, handle: str, on: date) -> None:
        """Let an idea be submitted on the days settled before."""
        idea = self.ideas[handle]
        action_from, action_to = self.actions[handle]
        self.add(
            on,
            "submit",
            idea.by,
            application=handle,
            action_from=action_from,
            action_to=action_to,
            year=self.years[handle],
            **idea.form(),
        )

    def settle_days(self, wanted: Mapping[str, tuple[date, date]], submitted: date) -> None:
        """Choose days and one fund year for actions decided together, in this year if the lead time allows."""
        last_day = self.today.replace(month=12, day=31)
        fitted = {}
        for handle, (begin, end) in wanted.items():
            earliest = max(due_on(submitted, LEAD_DAYS), days(self.today, 1))
            fits = end > last_day and days(last_day, -3) >= earliest
            fitted[handle] = (min(begin, days(last_day, -3)), last_day) if fits else (begin, end)
        year = max(end for _, end in fitted.values()).year
        for handle, action in fitted.items():
            self.actions[handle], self.years[handle] = action, year

    def batch(self, on: date, wanted: Mapping[str, tuple[int, int]]) -> None:
        """Let several ideas be submitted around a day and found eligible; their action days count from today."""
        action = {handle: (days(self.today, begin), days(self.today, end)) for handle, (begin, end) in wanted.items()}
        self.settle_days(action, on)
        for position, handle in enumerate(wanted):
            self.submit(handle, days(on, -(position % 4)))
            self.add(days(on, 2 + position % 2), "check", "katrin", application=handle, result="ok", at=MORNING)

    def meet(self, session: str, on: date, votes: Mapping[str, str | Mapping[str, Any]], *, absent: str = "") -> None:
        """Let the jury meet and decide; a vote is a ballot for each who is present, perhaps with less or a condition."""
        self.add(days(on, -8), "plan", "joanna", session=session, applications=tuple(votes), held_on=on)
        present = tuple(member for member in JURY if member != absent)
        self.add(on, "open", "joanna", session=session, at=EVENING)
        self.add(on, "attend", "joanna", session=session, present=present, at=time(18, 5))
        for turn, (handle, ballots) in enumerate(votes.items()):
            vote = {"ballots": ballots} if isinstance(ballots, str) else ballots
            self.add(
                on,
                "vote",
                "joanna",
                application=handle,
                award_cents=vote.get("award_cents"),
                condition=vote.get("condition", ""),
                ballots={
                    member: CHOICES[letter]
                    for member, letter in zip(present, vote["ballots"], strict=False)
                    if letter in CHOICES
                },
                at=time(18 + (20 + 8 * turn) // 60, (20 + 8 * turn) % 60),
            )
        self.add(on, "close_session", "joanna", session=session, at=time(20, 30))

    def agree_and_advance(self, handle: str, on: date) -> None:
        """Let both sides sign, and the advance be paid a few days later."""
        self.add(on, "agree", "emre", application=handle)
        self.add(days(on, 1), "pay", self.ideas[handle].by, **_payment(handle, "advance", days(on, 4)))

    def pay_balance(self, handle: str, on: date) -> None:
        """Let the balance be paid."""
        self.add(on, "pay", "katrin", **_payment(handle, "balance", days(on, 3)))

    def settle(self, handle: str, on: date, spent_percent: int = 100, *, report: str, photos: int = 2) -> None:
        """Let the applicant send receipts for a share of each planned cost, with report and photos."""
        idea = self.ideas[handle]
        bought = days(self.actions[handle][0], -1)
        receipts = tuple(
            {
                "no": number,
                "on": min(bought, on),
                "payee": PAYEES[category][(number - 1) % len(PAYEES[category])],
                "purpose": text,
                "category": category,
                "amount_cents": cents * spent_percent // 100,
            }
            for number, (category, text, cents) in enumerate(idea.lines, start=1)
        )
        self.add(on, "settle", idea.by, application=handle, receipts=receipts, report=report, photos=photos)

    def review(self, handle: str, on: date, cuts: Cuts | None = None) -> None:
        """Let the office go through the receipts, cutting what cannot be recognised."""
        for number in range(1, len(self.ideas[handle].lines) + 1):
            taken = [{"amount_cents": cents, "reason": reason} for cents, reason in (cuts or {}).get(number, ())]
            self.add(on, "recognise", "katrin", application=handle, receipt=number, cuts=taken, at=time(10, number))

    def finalise(self, handle: str, on: date) -> None:
        """Let the final figures be certified and ordered by two people."""
        self.add(on, "finalise", "katrin", application=handle, certified_by="katrin", ordered_by="emre")

    def close(self, handle: str, on: date) -> None:
        """Let the account be closed."""
        self.add(on, "close", "katrin", application=handle, at=time(15))


def _payment(handle: str, kind: str, paid_on: date) -> dict[str, Any]:
    return {"application": handle, "kind": kind, "certified_by": "katrin", "ordered_by": "emre", "paid_on": paid_on}
