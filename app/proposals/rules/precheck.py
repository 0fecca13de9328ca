"""The check before sending: what each rule of the fund says about a plan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from app.core.clock import add_months, due_on
from app.core.money import Euro
from app.core.words import N_
from app.funds.rules.values import RuleValues
from app.proposals.rules import findings as found
from app.proposals.rules.findings import Finding, Severity
from app.proposals.rules.plan import Category, CostLine, largest_base, requested

NOTHING = Euro(0)

THEMES: Mapping[str, str] = MappingProxyType(
    {
        "community": N_("Nutzen für die Gemeinschaft"),
        "self_help": N_("Eigenverantwortung und Selbsthilfe"),
        "contacts": N_("Nachbarschaftliche Kontakte"),
        "culture": N_("Stadtteilkultur"),
        "image": N_("Bild des Quartiers nach außen"),
        "climate": N_("Klimaschutz und Anpassung an das Klima"),
    }
)


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """What the rules look at; ``year_ends_on`` and ``area_ends_on`` are the last days the money may be used."""

    lines: tuple[CostLine, ...]
    action_from: date
    action_to: date
    applicant_kind: str = "resident"
    themes: tuple[str, ...] = ()
    own_share: str = ""
    own_funds: Euro = NOTHING
    year_ends_on: date | None = None
    area_ends_on: date | None = None


def check_plan(facts: ApplicationFacts, values: RuleValues, on: date) -> list[Finding]:
    """Return what the rules say if this were sent on that day; blocking findings first."""
    all_found = [*_of_dates(facts, values, on), *_of_money(facts, values), *_of_people(facts, values)]
    all_found += [finding for line in facts.lines for finding in _of_line(line, values)]
    unique = {(finding.code, finding.field, str(finding.facts)): finding for finding in all_found}
    return sorted(unique.values(), key=lambda finding: finding.severity is Severity.ASKS)


def refuse_blocked(all_found: Iterable[Finding]) -> None:
    """Raise the first blocking finding as its refusal."""
    for finding in all_found:
        if finding.refusal is not None:
            raise finding.refusal(field=finding.field, **finding.facts)


def _of_dates(facts: ApplicationFacts, values: RuleValues, on: date) -> Iterator[Finding]:
    if facts.action_to < facts.action_from:
        yield found.EndsBeforeStart.found()
        return
    yield from _of_start(facts.action_from, values, on)
    months = values.integer("action.max_duration_months")
    longest_to = due_on(add_months(facts.action_from, months), -1)
    if facts.action_to > longest_to:
        yield found.ActionTooLong.found(months=months, latest_on=longest_to)
    ends = [end for end in (facts.year_ends_on, facts.area_ends_on) if end is not None]
    if ends and facts.action_to > min(ends):
        yield found.ActionTooLate.found(latest_on=min(ends))


def _of_start(action_from: date, values: RuleValues, on: date) -> Iterator[Finding]:
    if values.flag("retroactive.allowed"):
        return  # where even the past is funded, a lead time has no meaning
    lead_days = values.integer("application.lead_days")
    earliest_on = due_on(on, lead_days)
    if action_from < on:
        yield found.RetroactiveFunding.found(action_from=action_from)
    elif action_from < earliest_on:
        yield found.LeadTimeTooShort.found(lead_days=lead_days, earliest_on=earliest_on)


def _of_money(facts: ApplicationFacts, values: RuleValues) -> Iterator[Finding]:
    plan = requested(facts.lines, values)
    if not facts.lines or any(line.amount <= NOTHING for line in facts.lines):
        yield found.NoCosts.found()
        return
    cap = values.cents("fund.max_award_cents")
    capped = plan.requested if values.flag("fund.cap_includes_flat_rate") else plan.base
    if capped > cap:
        yield found.CapExceeded.found(requested=capped, cap=cap, largest_base=largest_base(values))
    minimum = values.cents("fund.min_award_cents")
    if plan.requested < minimum:
        yield found.BelowMinimum.found(requested=plan.requested, minimum=minimum)
    percent = values.integer("own_share.min_percent")
    whole = plan.requested + facts.own_funds
    if facts.own_funds.cents * 100 < whole.cents * percent:
        least = Euro(-(-whole.cents * percent // 100))
        yield found.OwnShareTooSmall.found(percent=percent, minimum=least)


def _of_people(facts: ApplicationFacts, values: RuleValues) -> Iterator[Finding]:
    if facts.applicant_kind not in values.choices("applicant.kinds"):
        yield found.ApplicantNotEligible.found(applicant_kind=facts.applicant_kind)
    required = values.integer("themes.required_min")
    if len(set(facts.themes)) < required:
        yield found.TooFewThemes.found(required=required)
    if values.flag("own_contribution.required") and not facts.own_share.strip():
        yield Finding(
            "own-contribution-missing",
            Severity.ASKS,
            "own_share",
            N_("Was bringen Sie selbst ein? Ein kleiner Beitrag genügt, es muss kein Geld sein."),
            "own_contribution.required",
        )


def _of_line(line: CostLine, values: RuleValues) -> Iterator[Finding]:
    if line.to_applicant and not values.flag("applicant.fee_allowed"):
        yield found.ApplicantFeeNotAllowed.found()
    if line.category is Category.FEE:
        yield from _of_fee(line, values)
    if line.category is Category.FOOD:
        yield from _of_food(line, values)
    needed = [code for from_cents, code in values.steps("procurement.steps") if line.amount.cents >= from_cents]
    if line.category is not Category.FEE and needed and needed[-1] != "none":
        yield Finding(
            "offers-needed",
            Severity.ASKS,
            "lines",
            N_("„%(line)s“ kostet %(amount)s. Dafür ist ein Preisvergleich nötig, bitte heben Sie die Angebote auf."),
            "procurement.steps",
            {"line": line.text, "amount": line.amount},
        )


def _of_fee(line: CostLine, values: RuleValues) -> Iterator[Finding]:
    if not values.flag("fees.third_party_allowed"):
        yield found.FeesNotAllowed.found()
        return
    contract_from = values.cents("fees.contract_from_cents")
    if line.amount >= contract_from:
        yield Finding(
            "contract-needed",
            Severity.ASKS,
            "lines",
            N_("Honorar ab %(contract_from)s: Für „%(line)s“ ist ein Vertrag nötig."),
            "fees.contract_from_cents",
            {"line": line.text, "contract_from": contract_from},
        )


def _of_food(line: CostLine, values: RuleValues) -> Iterator[Finding]:
    policy = values.choice("food.policy")
    if policy == "forbidden":
        yield found.FoodNotAllowed.found()
    elif policy == "allowed_with_reason" and not line.reason.strip():
        yield Finding(
            "food-needs-reason",
            Severity.ASKS,
            "reasons",
            N_("Bitte begründen Sie kurz, warum zur Aktion Essen und Getränke gehören."),
            "food.policy",
        )
