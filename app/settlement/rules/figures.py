"""The final figures of a settlement: what is due, what is paid, what comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.money import Euro, percent_of, total
from app.funds.rules.values import RuleValues

NOTHING = Euro(0)


@dataclass(frozen=True, slots=True)
class SettlementResult:
    """The final figures, «Ergebnis der Abrechnung».

    ``entitlement`` is what the action may keep in the end; ``forgiven`` a repayment too small to be claimed;
    ``released`` goes back to the fund year; ``borne_by_applicant`` is what was cut or lies above the award.
    """

    recognised: Euro
    flat_rate: Euro
    entitlement: Euro
    balance_payment: Euro
    repayment: Euro
    forgiven: Euro
    released: Euro
    borne_by_applicant: Euro


@dataclass(frozen=True, slots=True)
class Shift:
    """Plan against actual in one kind of cost, «Abweichung vom Finanzplan»."""

    category: str
    planned: Euro
    actual: Euro
    needs_consent: bool

    @property
    def difference(self) -> Euro:
        """Return how much more was spent than planned; negative when less."""
        return self.actual - self.planned


def result(
    recognised: Iterable[Euro], *, award: Euro, paid: Euro, values: RuleValues, cut: Euro = NOTHING
) -> SettlementResult:
    """Return the figures for these recognised amounts (domain report, section 11.1).

    The flat rate is taken on recognised costs, rounded once [S:#2], [I]; the entitlement is capped at the award;
    a difference under ``repayment.bagatelle_cents`` is not claimed [I]. ``cut`` is what was not recognised.
    """
    base = total(recognised)
    flat_rate = percent_of(base, values.integer("flat_rate.percent"))
    claim = base + flat_rate
    entitlement = min(claim, award)
    overpaid = max(paid - entitlement, NOTHING)
    is_bagatelle = overpaid < values.cents("repayment.bagatelle_cents")
    forgiven = overpaid if is_bagatelle else NOTHING
    return SettlementResult(
        recognised=base,
        flat_rate=flat_rate,
        entitlement=entitlement,
        balance_payment=max(entitlement - paid, NOTHING),
        repayment=overpaid - forgiven,
        forgiven=forgiven,
        released=award - entitlement - forgiven,
        borne_by_applicant=cut + claim - entitlement,
    )


def shifts(planned: Mapping[str, Euro], actual: Mapping[str, Euro], values: RuleValues) -> list[Shift]:
    """Compare plan and actual by kind of cost, in the order of the plan.

    Consent is needed above ``position_shift.percent`` (20, new agreements 30 [S:#73,#34]) and, by
    ``position_shift.kind_change_needs_ok`` [S:#9], for kinds that were not planned.
    """
    percent = values.integer("position_shift.percent")
    unplanned_needs_ok = values.flag("position_shift.kind_change_needs_ok")
    found: list[Shift] = []
    for category in dict.fromkeys([*planned, *actual]):
        plan, spent = planned.get(category, NOTHING), actual.get(category, NOTHING)
        is_over = spent.cents * 100 > plan.cents * (100 + percent)
        found.append(Shift(category, plan, spent, is_over if plan else bool(spent) and unplanned_needs_ok))
    return found
