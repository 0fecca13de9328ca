"""The one way in: an election and a rule make an outcome, or a standing where the rule only ranks."""

from app.core.words import N_
from app.voting.counting import greedy, judgement, phragmen, rankings, scores, welfare
from app.voting.counting.election import BallotKind, Election
from app.voting.counting.equal_shares import counting as equal_shares
from app.voting.counting.outcome import Outcome
from app.voting.counting.ranking_rules import Judgement, Ranked, Scored
from app.voting.counting.rules import EqualShares, Greedy, Phragmen, Rule, Satisfaction, UnfitRule, Welfare
from app.voting.counting.standing import Standing

_POINTS = frozenset({BallotKind.CUMULATIVE, BallotKind.SCORING})
_RANKS = frozenset({BallotKind.ORDINAL})
_NEEDED = {
    Satisfaction.POINTS: _POINTS,
    Satisfaction.BORDA: _RANKS,
    Satisfaction.BORDA_FROM_ONE: _RANKS,
}


def count(election: Election, rule: Rule) -> Outcome:
    """Count a budget; raises UnfitRule where the rule cannot count these ballots or spends no money."""
    match rule:
        case Greedy():
            return greedy.count(election, rule)
        case EqualShares():
            _need(election, rule, _NEEDED.get(rule.satisfaction, frozenset(BallotKind)))
            return equal_shares.count(election, rule)
        case Phragmen():
            return phragmen.count(election, rule)
        case Welfare():
            return welfare.count(election, rule)
    raise UnfitRule(N_("%(rule)s ordnet Vorhaben und gibt kein Geld aus."), rule=rule.name)


def rank(election: Election, rule: Rule) -> Standing:
    """Rank projects; raises UnfitRule where the rule cannot rank these ballots or is one that spends money."""
    match rule:
        case Ranked():
            _need(election, rule, _RANKS)
            return rankings.count(election, rule)
        case Scored():
            _need(election, rule, _POINTS)
            return scores.count(election, rule)
        case Judgement():
            _need(election, rule, _POINTS)
            return judgement.count(election, rule)
    raise UnfitRule(N_("%(rule)s gibt ein Budget aus und ordnet nicht."), rule=rule.name)


def _need(election: Election, rule: Rule, kinds: frozenset[BallotKind]) -> None:
    if election.kind not in kinds:
        raise UnfitRule(
            N_("%(rule)s zählt Wahlzettel der Art %(kinds)s, nicht der Art %(kind)s."),
            rule=rule.name,
            kinds=", ".join(sorted(kinds)),
            kind=election.kind.value,
        )
