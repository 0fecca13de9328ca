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

MOST_NEEDED = 8
Purses = Callable[[Fraction], Purse]
"""An engine: gives voters a share each, in units."""


def last_course(
    purses: Purses, candidates: Candidates, ranks: list[int], *, start: Fraction, step: Fraction, stop: Add1
) -> tuple[Fraction, Course]:
    """Find the share, `start` plus a whole number of steps, whose outcome stands, and its course."""
    share, pace = start, _Pace()
    course = run(purses(share), candidates, ranks)
    assert course is not None, "a run that compares nothing ends"
    while not _ends(course, candidates, stop):
        further = share + step * pace.steps
        following = run(purses(further), candidates, ranks, Beside(course, only=pace.steps > 1))
        if following is None:
            pace.failed()
            continue
        if following.cost > candidates.budget:
            break
        pace.went(following)
        share, course = further, following
    return share, course


class _Pace:
    """How many steps to take at once: twice as many after agreements, a quarter after a failure.

    After failures in a row it takes more agreements in a row to go faster again, so that an election whose courses change
    with nearly every step costs little more than taking each.
    """

    def __init__(self) -> None:
        self.steps = 1
        self._needed, self._agreed = 1, 0

    def failed(self) -> None:
        """Slow down: the steps were too many to be compared at once."""
        self.steps = max(1, self.steps // 4)
        self._needed, self._agreed = min(2 * self._needed, MOST_NEEDED), 0

    def went(self, course: Course) -> None:
        """Speed up where the course agreed with the one before."""
        if self.steps > 1:
            self._needed = 1
        self._agreed = self._agreed + 1 if course.apart else 0
        if self._agreed >= self._needed:
            self.steps *= 2


def _ends(course: Course, candidates: Candidates, stop: Add1) -> bool:
    """Say whether an outcome within the budget ends the steps: nothing more fits, or nothing is left to buy."""
    if stop is Add1.NONE:
        return True
    bought = set(course.order)
    left = [candidates.costs[project] for _, project in candidates.bounds if project not in bought]
    if stop is Add1.OVERSPEND:
        return not left
    return not left or course.cost + min(left) > candidates.budget
