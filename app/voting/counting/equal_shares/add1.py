"""Add1 raises everybody's share step by step until a stop; this module finds the last step without taking them all.

Lemma. Let b1 < b2 be shares whose courses take the same order, and in every round of the course at b2 let each project not
chosen cost more than the chosen one did in the same round at b1, or as much and come behind it in the order of ties (or be
beyond its supporters' means). Then every share b between takes that order.

Proof, by induction over the rounds. Let the courses at b1, b and b2 agree so far. With the same purchases behind them,
every voter has no less money at b than at b1, and no less at b2 than at b: a payment min(money, price * utility) of a larger
share has a price no larger, since the payments must add up to the same cost. So prices fall as shares rise: whatever is
beyond its supporters' means at b2 is so at b, and for a rival c of the next chosen project w, price(c, b) >= price(c, b2) >=
price(w, b1) >= price(w, b), where one of the signs is strict or w stands before c in the order of ties; w is bought. When the course at b2 ends, all that is left is beyond its supporters' means at
b2, hence at b.

Whether to stop follows from what was bought, so one comparing run settles all steps between. Strides double after an
agreement and shrink after a failure. Spending is not monotone in the share: halving an interval whose ends differ would be
wrong and is not done.
"""

from collections.abc import Callable
from fractions import Fraction

from app.voting.counting.equal_shares.course import Beside, Course, Purse, run
from app.voting.counting.equal_shares.profile import Candidates
from app.voting.counting.rules import Add1

Purses = Callable[[Fraction], Purse]
"""An engine: gives voters a share each, in units."""


def last_share(
    purses: Purses, candidates: Candidates, ranks: list[int], *, start: Fraction, step: Fraction, stop: Add1
) -> Fraction:
    """Find the share, `start` plus a whole number of steps, whose outcome stands."""
    if stop is Add1.NONE:
        return start
    share, stride = start, 1
    course = _full(run(purses(share), candidates, ranks))
    while not _ends(course, candidates, stop):
        further = share + step * stride
        beside = Beside(course, only=stride > 1)
        following = run(purses(further), candidates, ranks, beside)
        if following is None:
            stride = max(1, stride // 4)
            continue
        if following.cost > candidates.budget:
            break
        stride = stride * 2 if following.apart else 1
        share, course = further, following
    return share


def _ends(course: Course, candidates: Candidates, stop: Add1) -> bool:
    """Say whether an outcome within the budget ends the steps: nothing more fits, or nothing is left to buy."""
    bought = set(course.order)
    left = [candidates.costs[project] for _, project in candidates.bounds if project not in bought]
    if stop is Add1.OVERSPEND:
        return not left
    return not left or course.cost + min(left) > candidates.budget


def _full(course: Course | None) -> Course:
    assert course is not None, "only a comparing run gives none"
    return course
