"""The budget plan: cost lines, flat allowance and what is requested."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.money import Euro, percent_of, total
from app.core.words import N_
from app.funds.rules.values import RuleValues


class Category(StrEnum):
    """A kind of cost, «Kostenart»."""

    MATERIALS = "materials"
    FEE = "fee"
    FOOD = "food"
    PURCHASE = "purchase"
    PUBLICITY = "publicity"
    OTHER = "other"


CATEGORIES: Mapping[Category, str] = {
    Category.MATERIALS: N_("Material und Miete"),
    Category.FEE: N_("Honorar"),
    Category.FOOD: N_("Essen und Getränke"),
    Category.PURCHASE: N_("Anschaffung"),
    Category.PUBLICITY: N_("Öffentlichkeitsarbeit"),
    Category.OTHER: N_("Sonstiges"),
}


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost of the plan, «Kostenposition»; ``to_applicant`` when the money goes to whoever applies."""

    category: Category
    text: str
    amount: Euro
    reason: str = ""
    to_applicant: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A budget plan in figures, «Finanzplan»: cost base, flat allowance and their sum."""

    base: Euro
    flat_allowance: Euro
    requested: Euro


def flat_allowance(base: Euro, values: RuleValues) -> Euro:
    """Return the flat allowance on a cost base, half up to the cent; 10 % since about 2020 [S:#2,#3,#9]."""
    return percent_of(base, values.integer("flat_rate.percent"))


def requested(lines: Iterable[CostLine], values: RuleValues) -> Plan:
    """Return the plan of these lines [S:#2]."""
    base = total(line.amount for line in lines)
    allowance = flat_allowance(base, values)
    return Plan(base, allowance, base + allowance)


def largest_base(values: RuleValues) -> Euro:
    """Return the largest cost base that fits under the cap: 1,363.64 € for 1,500 € with 10 % [S:#2]."""
    cap = values.cents("fund.max_award_cents")
    if not values.flag("fund.cap_includes_flat_rate"):
        return cap
    base = Euro(cap.cents * 100 // (100 + values.integer("flat_rate.percent")) + 1)
    while base + flat_allowance(base, values) > cap:
        base -= Euro(1)
    return base
