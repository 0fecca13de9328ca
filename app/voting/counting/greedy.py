"""Greedy rules: from the best project down, as long as the money lasts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from math import ceil

from app.core.words import N_
from app.voting.counting.election import Election, Project
from app.voting.counting.measures import scores, unit, weight
from app.voting.counting.outcome import Outcome, Purchase, Tie
from app.voting.counting.rules import Greedy, Leftover, Misfit, UnfitRule

EVERYBODY_ELSE = "*"
Money = int | Fraction
_Weight = tuple[int, Money]


class Verdict(StrEnum):
    """«Entscheidung» about one project.

    STOPPED: a better one did not fit, which ended the count. LIMIT and QUOTA are those of its category, full already.
    EXCLUDED: a project it excludes has won.
    """

    FUNDED = "funded"
    UNSUPPORTED = "unsupported"
    BELOW_MINIMUM = "below-minimum"
    NO_ENVELOPE = "no-envelope"
    TOO_DEAR = "too-dear"
    STOPPED = "stopped"
    LIMIT = "limit"
    QUOTA = "quota"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a project, and how many units there were for it when its turn came."""

    project: int
    verdict: Verdict
    room: int = 0


class Queue:
    """«Reihe»: who stands for money, from the best down, and who does not; it asks for no budget.

    Raises UnfitRule where the rule names what the election does not have.
    """

    def __init__(self, election: Election, rule: Greedy) -> None:
        """Bring the projects into their order."""
        _check(election, rule)
        self.weights: dict[int, _Weight] = {}
        self.kept_out: list[Decision] = []
        votes = election.votes()
        least_votes = max(rule.minimum_votes, ceil(rule.minimum_share * election.voters))
        least_score = ceil(rule.minimum_score * unit(election, rule.measure))
        for project, score in enumerate(scores(election, rule.measure)):
            if score == 0:
                self.kept_out.append(Decision(project, Verdict.UNSUPPORTED))
            elif votes[project] < least_votes or score < least_score:
                self.kept_out.append(Decision(project, Verdict.BELOW_MINIMUM))
            else:
                self.weights[project] = weight(score, election.projects[project].cost, rule.measure)
        by_rank = sorted(self.weights, key=rule.tie.ranks(election).__getitem__)
        self.order = sorted(by_rank, key=self.weights.__getitem__, reverse=True)


def count(election: Election, rule: Greedy) -> Outcome:
    """Fund project after project; raises UnfitRule where the rule names what the election does not have."""
    course = _Course(election, rule, Queue(election, rule))
    return Outcome(election, rule, tuple(course.purchases), tuple(course.ties))


def decisions(election: Election, rule: Greedy, queue: Queue | None = None) -> tuple[Decision, ...]:
    """Say of every project what was decided and why, in the order in which their turn came.

    A queue may be given that was made for the same projects and ballots; the budget may have been another.
    """
    return tuple(_Course(election, rule, queue or Queue(election, rule)).decisions)


class _Course:
    """One count from its first project to its last."""

    def __init__(self, election: Election, rule: Greedy, queue: Queue) -> None:
        if sum(amount for _, amount in rule.envelopes) * election.scale > election.budget:
            raise UnfitRule(N_("Die Töpfe zusammen sind mehr als das Budget."))
        self.election = election
        self.rule = rule
        self.decisions = list(queue.kept_out)
        self.purchases: list[Purchase] = []
        self.ties: list[Tie] = []
        self._remaining = election.budget
        self._limits = {label: amount * election.scale for label, amount in rule.limits}
        self._quotas = dict(rule.quotas)
        self._is_plain = not (rule.limits or rule.quotas or rule.exclusive)
        self._winners: set[str] = set()
        self._weights = queue.weights
        money: Money = 0
        for label, amount, projects in self._envelopes(queue.order):
            money = self._spend(label, projects, amount + (money if rule.leftover is Leftover.NEXT else 0))

    def _envelopes(self, candidates: list[int]) -> Iterator[tuple[str, Money, list[int]]]:
        if not self.rule.envelopes:
            yield "", self.election.budget, candidates
            return
        names = [label for label, _ in self.rule.envelopes]
        bears = {project: _envelope(self.election.projects[project], names) for project in candidates}
        self.decisions += [Decision(project, Verdict.NO_ENVELOPE) for project in candidates if bears[project] is None]
        for label, amount in self.rule.envelopes:
            yield label, amount * self.election.scale, [project for project in candidates if bears[project] == label]

    def _spend(self, label: str, projects: list[int], money: Money) -> Money:
        stopped = False
        for _weight, group in groupby(projects, key=self._weights.__getitem__):
            tied = list(group)
            fitting = [] if stopped or len(tied) == 1 else self._fitting(tied, money)
            if len(fitting) > 1:
                self.ties.append(Tie(len(self.purchases), tuple(sorted(fitting)), fitting[0]))
            for project in tied:
                verdict = Verdict.STOPPED if stopped else self._verdict(project, money)
                self.decisions.append(Decision(project, verdict, int(money)))
                if verdict is Verdict.FUNDED:
                    money -= self._fund(project, label)
                stopped = stopped or (verdict is Verdict.TOO_DEAR and self.rule.misfit is Misfit.STOP)
        return money

    def _fitting(self, tied: list[int], money: Money) -> list[int]:
        return [project for project in tied if self._verdict(project, money) is Verdict.FUNDED]

    def _verdict(self, project: int, money: Money) -> Verdict:
        wanted = self.election.projects[project]
        if self._is_plain:
            return Verdict.FUNDED if wanted.cost <= money else Verdict.TOO_DEAR
        labels = _labels(wanted)
        if any(wanted.id in group and not self._winners.isdisjoint(group) for group in self.rule.exclusive):
            return Verdict.EXCLUDED
        if any(self._quotas.get(label, 1) < 1 for label in labels):
            return Verdict.QUOTA
        if any(label in self._limits and wanted.cost > self._limits[label] for label in labels):
            return Verdict.LIMIT
        return Verdict.FUNDED if wanted.cost <= money else Verdict.TOO_DEAR

    def _fund(self, project: int, label: str) -> int:
        chosen = self.election.projects[project]
        for bears in () if self._is_plain else _labels(chosen):
            if bears in self._limits:
                self._limits[bears] -= chosen.cost
            if bears in self._quotas:
                self._quotas[bears] -= 1
        self._winners.add(chosen.id)
        self._remaining -= chosen.cost
        self.purchases.append(Purchase(project, self._remaining, stage=label))
        return chosen.cost


def _labels(project: Project) -> frozenset[str]:
    return frozenset((*project.categories, *project.targets))


def _envelope(project: Project, names: Collection[str]) -> str | None:
    labels = _labels(project)
    others = EVERYBODY_ELSE if EVERYBODY_ELSE in names else None
    return next((name for name in names if name in labels), others)


def _check(election: Election, rule: Greedy) -> None:
    unknown = {name for group in rule.exclusive for name in group}
    if unknown:
        unknown.difference_update(project.id for project in election.projects)
    if unknown:
        raise UnfitRule(N_("Ein Vorhaben, das andere ausschließt, gibt es nicht: %(name)s"), name=min(unknown))
    strange = {label for label, _ in (*rule.limits, *rule.quotas, *rule.envelopes)} - {EVERYBODY_ELSE}
    if strange:
        strange.difference_update(*map(_labels, election.projects))
    if strange:
        raise UnfitRule(N_("Kein Vorhaben gehört zum Bereich %(label)s."), label=min(strange))
